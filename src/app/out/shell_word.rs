//! A word quoted for a shell.

use std::borrow::Cow;

/// A word as a shell reads it back (bash, zsh, ksh, dash but for control characters): as it is where every shell takes it
/// so, else in single quotes; with control characters as `$'…'`, so that nothing steers the terminal it is pasted into.
pub fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '.' | ',' | ':' | '+' | '-' | '@');
    if !word.is_empty() && word.chars().all(is_plain) {
        return Cow::Borrowed(word);
    }
    if !word.chars().any(char::is_control) {
        return Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")));
    }
    let mut out = String::from("$'");
    for c in word.chars() {
        match c {
            '\n' => out.push_str(r"\n"),
            '\t' => out.push_str(r"\t"),
            '\'' => out.push_str(r"\'"),
            '\\' => out.push_str(r"\\"),
            c if c.is_control() => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    out.push_str(&format!("\\{byte:03o}"));
                }
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use proptest::prelude::*;

    use super::quoted;

    /// What bash makes of the word.
    fn read(word: &str) -> String {
        let line = format!("printf %s {}", quoted(word));
        let output = Command::new("bash").arg("-c").arg(line).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[test]
    fn a_shell_reads_a_word_as_it_was() {
        for word in [
            "plain/a.ron",
            "",
            "two words",
            "it's",
            "''",
            "\"quoted\"",
            "$HOME `id` $(id)",
            "a\nb",
            "a\tb\u{1b}[31m'\\",
            "Šalčininkai Гродно 中国",
            "~",
            "~/a",
            "{a,b}",
            "*",
            "?",
            "#x",
            "!x",
            "=ls",
            "a;b&c|d>e<f",
            "-x",
            "\\",
            "\u{85}\u{9b}",
            "%s",
        ] {
            assert_eq!(read(word), word, "{}", quoted(word));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_it_is_made_of(word in "[\\x01-\\x7f а-яŠ中\u{80}-\u{9f}]{0,24}") {
            prop_assert_eq!(read(&word), word);
        }

        #[test]
        fn nothing_in_it_steers_a_terminal(word in "[\\x00-\\x7f\u{80}-\u{9f}]{0,24}") {
            prop_assert!(!quoted(&word).chars().any(char::is_control));
        }
    }
}
