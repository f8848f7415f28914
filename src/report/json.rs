//! JSON that steers no terminal and hides nothing from an eye, and means the same to a program.

use serde::Serialize;

use crate::model::text::is_hostile;

/// A value as the fields of an object; none where it is no object.
pub fn fields(value: &impl Serialize) -> serde_json::Map<String, serde_json::Value> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    }
}

/// Writes a value, indented, with a line end. Every control, bidirectional or invisible character in its texts is
/// escaped (`\\u202e`; beyond the first plane as two surrogates, RFC 8259 section 7).
pub fn written(value: &impl Serialize) -> String {
    escaped(&serde_json::to_string_pretty(value).unwrap_or_default())
}

/// Writes a value in one line, with a line end; otherwise as [`written`].
pub fn line(value: &impl Serialize) -> String {
    escaped(&serde_json::to_string(value).unwrap_or_default())
}

fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        // Outside of texts stands no such character but the line ends of the layout.
        if c != '\n' && is_hostile(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_steer_is_escaped_and_means_the_same() {
        let text = "a\u{1b}[31m\u{9b}\u{7f}\u{202e}\u{200b}\u{2028}\u{e0041}\n\u{feff}б中";
        let json = written(&[text]);
        assert!(
            json.contains("\\u001b[31m\\u009b\\u007f\\u202e\\u200b\\u2028\\udb40\\udc41\\n\\ufeffб中"),
            "{json}"
        );
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }
}
