//! Values as FollowTheMoney takes them: what its model would drop or change without a word is not written.

use unicode_normalization::UnicodeNormalization as _;

use crate::model::date::Date;
use crate::model::identifier::check_identifier;
use crate::model::link;
use crate::model::text::is_hostile;

/// A name is at most so long (`max_length` of the type in followthemoney 4.9.2).
const LONGEST_NAME: usize = 384;

/// An identifier is at most so long.
const LONGEST_IDENTIFIER: usize = 64;

/// A text is at most so long.
const LONGEST_TEXT: usize = 65_000;

/// Codes of ISO 3166-1 alpha-2 and the few others that followthemoney 4.9.2 and later know as countries.
const COUNTRIES: &str = "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs \
    bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et eu fi \
    fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir \
    is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm \
    mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt \
    pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm \
    tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws xk ye yt za zm zw";

/// A country by its code in a state file; `None` where FollowTheMoney knows none of it.
pub(super) fn country(id: &str) -> Option<String> {
    let code = id.to_ascii_lowercase();
    (code.len() == 2 && COUNTRIES.split_whitespace().any(|known| known == code)).then_some(code)
}

/// A text in one line, of at most so many signs.
fn in_line(text: &str, longest: usize) -> Option<String> {
    let shown: String = text.chars().map(|c| if is_hostile(c) { ' ' } else { c }).collect();
    let line: String = shown.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
    (!line.is_empty() && line.chars().count() <= longest).then_some(line)
}

/// A name. Quotes around all of it are no part of it.
pub(super) fn name(text: &str) -> Option<String> {
    let line = in_line(text, usize::MAX)?;
    let bare = ['"', '\''].iter().find_map(|quote| line.strip_prefix(*quote)?.strip_suffix(*quote));
    in_line(bare.unwrap_or(&line), LONGEST_NAME)
}

/// An identifier.
pub(super) fn identifier(text: &str) -> Option<String> {
    in_line(text, LONGEST_IDENTIFIER)
}

/// A text; one that is too long is cut, and says so.
pub(super) fn text(text: &str) -> Option<String> {
    in_line(text, usize::MAX).map(|text| match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default()),
        None => text,
    })
}

/// An address of the web.
pub(super) fn url(text: &str) -> Option<String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    if !is_web || !link::is_safe(text) || text.len() > 4096 {
        return None;
    }
    // A question or fragment without words is no part of it, and it has a path.
    let text = text.trim_end_matches(['?', '#']);
    let (_, rest) = text.split_once("://")?;
    let has_path = rest.contains(['/', '?', '#']);
    (!rest.is_empty()).then(|| if has_path { text.to_owned() } else { format!("{text}/") })
}

/// A date as far as it is certain: FollowTheMoney takes a day, a month or a year, and cuts an interval silently. What
/// its days have in common is written, and nothing where they have nothing.
pub(super) fn date(date: Date) -> Option<String> {
    let (first, last) = (date.first().to_string(), date.last().to_string());
    if first == last {
        return Some(first);
    }
    let common = [7, 4].into_iter().find(|length| first.get(..*length) == last.get(..*length))?;
    first.get(..common).map(ToOwned::to_owned)
}

/// The property that an identifier of a scheme is, for something of a schema.
pub(super) fn numbered(schema: &str, scheme: &str, value: &str) -> Option<(&'static str, String)> {
    let value = identifier(value)?;
    let bare: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    let scheme = scheme.to_uppercase();
    let is = |word: &str| scheme == word;
    let is_right = check_identifier(&scheme, &value).is_ok();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match schema {
        "Vessel" if is("IMO") => {
            let number = bare.to_uppercase().trim_start_matches("IMO").to_owned();
            is_right.then(|| ("imoNumber", format!("IMO{number}")))
        }
        "Vessel" if is("MMSI") => (bare.len() == 9 && digits(&bare)).then_some(("mmsi", bare)),
        "Vessel" if scheme.contains("CALL") => Some(("callSign", value)),
        "Airplane" if is("MSN") || scheme.contains("SERIAL") => Some(("serialNumber", value)),
        "Vessel" | "Airplane" => Some(("registrationNumber", value)),
        _ if is("LEI") => is_right.then(|| ("leiCode", bare.to_uppercase())),
        _ if is("INN") => (is_right && digits(&bare)).then_some(("innCode", bare)),
        _ if is("OGRN") => (is_right && digits(&bare)).then_some(("ogrnCode", bare)),
        _ if is("UNP") || scheme.contains("TAX") || scheme.contains("VAT") => Some(("taxNumber", value)),
        "Person" if scheme.contains("PASSPORT") => Some(("passportNumber", value)),
        "Person" => Some(("idNumber", value)),
        _ => Some(("registrationNumber", value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_what_its_days_have_in_common() {
        for (written, wanted) in [
            ("2025-11-04", Some("2025-11-04")),
            ("2025-11", Some("2025-11")),
            ("2025", Some("2025")),
            ("2025-11-03/2025-11-05", Some("2025-11")),
            ("2025-06/2025-08", Some("2025")),
            ("2024-12/2025-01", None),
        ] {
            assert_eq!(date(written.parse().unwrap()).as_deref(), wanted, "{written}");
        }
    }

    #[test]
    fn what_the_model_would_drop_is_not_written() {
        assert_eq!(country("US").as_deref(), Some("us"));
        for other in ["NATO", "QQ", "", "U"] {
            assert_eq!(country(other), None, "{other}");
        }
        assert_eq!(url("javascript:alert(1)"), None);
        assert_eq!(url("https://a.example/x?").as_deref(), Some("https://a.example/x"));
        assert_eq!(url("https://a.example").as_deref(), Some("https://a.example/"));
        assert_eq!(name("\"Alpha Works\"").as_deref(), Some("Alpha Works"));
        assert_eq!(name("OAO \"Alpha\"").as_deref(), Some("OAO \"Alpha\""));
        assert_eq!(name(&"a".repeat(385)), None);
        assert_eq!(name("  Alpha\n Works\u{202e} ").as_deref(), Some("Alpha Works"));
        assert_eq!(numbered("Vessel", "IMO", "9187629"), Some(("imoNumber", "IMO9187629".to_owned())));
        assert_eq!(numbered("Vessel", "IMO", "9187620"), None, "its check digit is wrong");
    }
}
