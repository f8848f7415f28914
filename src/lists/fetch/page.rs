//! Pages of the web that come where a list should: told by what they begin with, and by their title.

use crate::model::text::is_hostile;

/// So much of the beginning is looked at.
pub(super) const HEAD: usize = 16 * 1024;

/// Whether what begins so is a page, not a list.
pub(super) fn is_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(after) = rest.strip_prefix("<!--").and_then(|after| Some(after.split_once("-->")?.1)) {
        rest = after.trim_start();
    }
    // XHTML has a line of XML above.
    if let Some((_, after)) = rest.strip_prefix("<?xml").and_then(|after| after.split_once("?>")) {
        rest = after.trim_start();
    }
    let begins = |word: &str| rest.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    ["<!doctype html", "<html", "<head", "<body"].into_iter().any(begins)
}

/// The title of a page, on one line and not long, without what would steer a terminal.
pub(super) fn title(head: &[u8]) -> Option<String> {
    const LONGEST: usize = 80;
    let text = String::from_utf8_lossy(head);
    // Letters that fold into others of another length would move the places.
    let folded = text.to_ascii_lowercase();
    let from = folded.find("<title")?;
    let from = from + folded.get(from..)?.find('>')? + 1;
    let to = from + folded.get(from..)?.find("</title")?;
    let title = text.get(from..to)?;
    let plain =
        [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " ")]
            .into_iter()
            .fold(title.to_owned(), |title, (written, meant)| title.replace(written, meant));
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line: String = words.join(" ").chars().filter(|c| !is_hostile(*c)).take(LONGEST).collect();
    Some(line).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_from_a_list_and_by_its_title() {
        for (head, is, named) in [
            (
                "<!DOCTYPE html><html><head><TITLE>\n Access\n denied &amp; so on </title>",
                true,
                Some("Access denied & so on"),
            ),
            ("\u{feff}  <html lang=en>", true, None),
            ("<?xml version='1.0'?><!DOCTYPE html PUBLIC \"x\">", true, None),
            ("<!-- x --><html><title></title>", true, None),
            ("<?xml version='1.0'?><sdnList>", false, None),
            ("<CONSOLIDATED_LIST>", false, None),
            ("36,\"ALPHA WORKS\"", false, None),
            ("", false, None),
            ("<!-- never ends", false, None),
        ] {
            assert_eq!((is_page(head.as_bytes()), title(head.as_bytes()).as_deref()), (is, named), "{head}");
        }
        assert_eq!(title(format!("<title>{}</title>", "x".repeat(500)).as_bytes()).unwrap().len(), 80);
    }
}
