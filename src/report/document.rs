//! A text in parts: headings, paragraphs, lists, tables; written as Markdown, or as HTML that prints well.

use crate::model::link;
use crate::views::visible::visible;

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading: 1 is the title.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(String),
    /// A list of points.
    Points(Vec<String>),
    /// A table: its heads and its rows.
    Table(Vec<String>, Vec<Vec<String>>),
    /// Numbered sources: what they are, and where they can be read.
    Sources(Vec<(String, Option<String>)>),
}

/// A text on one line; characters that would steer are shown.
pub(super) fn plain_text(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    visible(&one_line).into_owned()
}

/// The same, in which nothing is a tag.
fn without_tags(text: &str) -> String {
    plain_text(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Signs that begin something in Markdown are made plain, where a name could hold them.
pub(super) fn escaped(text: &str) -> String {
    let text = without_tags(text);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        if let Some((cited, after)) = citation(rest) {
            out.push_str(cited);
            rest = after;
            continue;
        }
        if matches!(c, '*' | '_' | '`' | '\\' | '#' | '~' | '[' | ']' | '!' | '|') {
            out.push('\\');
        }
        out.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}

/// Numbers in brackets at the beginning of a text, `[3, 14]`, which stand for sources; and what comes after. Before a
/// round bracket they would be a link.
fn citation(text: &str) -> Option<(&str, &str)> {
    let end = text.starts_with('[').then(|| text.find(']'))?? + 1;
    let (cited, after) = text.split_at_checked(end)?;
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | ',' | ' ');
    (cited.len() > 2 && cited.chars().all(is_number) && !after.starts_with(['(', '[', ':']))
        .then_some((cited, after))
}

/// Writes Markdown.
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading(level, text) => {
                out.push_str(&format!("{} {}\n\n", "#".repeat(usize::from(*level)), escaped(text)));
            }
            Block::Paragraph(text) => out.push_str(&format!("{}\n\n", escaped(text))),
            Block::Points(points) => {
                for point in points {
                    out.push_str(&format!("- {}\n", escaped(point)));
                }
                out.push('\n');
            }
            Block::Table(heads, rows) => {
                let line = |cells: &[String]| {
                    let cells: Vec<String> = cells.iter().map(|it| escaped(it)).collect();
                    format!("| {} |\n", cells.join(" | "))
                };
                out.push_str(&line(heads));
                out.push_str(&format!("|{}\n", "---|".repeat(heads.len())));
                for row in rows {
                    out.push_str(&line(row));
                }
                out.push('\n');
            }
            Block::Sources(sources) => {
                for (number, (text, url)) in (1..).zip(sources) {
                    let url = url.as_deref().filter(|url| link::is_safe(url));
                    let url = url.map(|url| format!(" <{url}>")).unwrap_or_default();
                    out.push_str(&format!("{number}. {}{url}\n", escaped(text)));
                }
                out.push('\n');
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// How it looks on a screen and on paper. No font is fetched, nothing is loaded from elsewhere.
const STYLE: &str = "\
body{font:11pt/1.45 Georgia,'Times New Roman',serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:1.6rem;border-bottom:1px solid #bbb}h3{font-size:1rem}
table{border-collapse:collapse;width:100%;font-size:.9em}th,td{border-bottom:1px solid #ccc;padding:.25em .5em;text-align:left;vertical-align:top}
thead{display:table-header-group}tr,li{break-inside:avoid}a{color:inherit}
@page{margin:2cm}@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}}";

/// Writes a page of HTML whose title is its first heading.
pub fn page(blocks: &[Block]) -> String {
    let title = blocks.iter().find_map(|block| match block {
        Block::Heading(1, text) => Some(text.as_str()),
        _ => None,
    });
    html(title.unwrap_or("beltui"), blocks)
}

/// Writes a page of HTML.
pub fn html(title: &str, blocks: &[Block]) -> String {
    let text = |text: &str| without_tags(text).replace('"', "&quot;");
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n",
        text(title)
    );
    for block in blocks {
        match block {
            Block::Heading(level, heading) => {
                out.push_str(&format!("<h{level}>{}</h{level}>\n", text(heading)));
            }
            Block::Paragraph(words) => out.push_str(&format!("<p>{}</p>\n", text(words))),
            Block::Points(points) => {
                out.push_str("<ul>\n");
                for point in points {
                    out.push_str(&format!("<li>{}</li>\n", text(point)));
                }
                out.push_str("</ul>\n");
            }
            Block::Table(heads, rows) => {
                let cells = |tag: &str, cells: &[String]| {
                    let cells: Vec<String> =
                        cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", text(cell))).collect();
                    format!("<tr>{}</tr>\n", cells.concat())
                };
                out.push_str(&format!("<table>\n<thead>\n{}</thead>\n<tbody>\n", cells("th", heads)));
                for row in rows {
                    out.push_str(&cells("td", row));
                }
                out.push_str("</tbody>\n</table>\n");
            }
            Block::Sources(sources) => {
                out.push_str("<ol>\n");
                for (words, url) in sources {
                    // A script could hide in an address that is none of the web or of mail.
                    let link = url.as_deref().filter(|url| link::is_safe(url)).map(|url| {
                        let url = text(url);
                        format!(" <a href=\"{url}\">{url}</a>")
                    });
                    out.push_str(&format!("<li>{}{}</li>\n", text(words), link.unwrap_or_default()));
                }
                out.push_str("</ol>\n");
            }
        }
    }
    out.push_str("</body>\n</html>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_tag_an_emphasis_or_a_turned_line() {
        let blocks = [Block::Paragraph("a <b> *c* \u{202e}d\ne".to_owned())];
        assert_eq!(markdown(&blocks), "a &lt;b&gt; \\*c\\* ⟨202E⟩d e\n");
        assert_eq!(escaped("said [3, 14]."), "said [3, 14].");
        assert_eq!(escaped("[3](http://x)"), "\\[3\\](http://x)");
        assert_eq!(escaped("![x](y)|"), "\\!\\[x\\](y)\\|");
        assert!(html("t", &blocks).contains("<p>a &lt;b&gt; *c* ⟨202E⟩d e</p>"));
    }

    #[test]
    fn only_addresses_of_the_web_and_of_mail_are_links() {
        let source = |url: &str| [Block::Sources(vec![("s".to_owned(), Some(url.to_owned()))])];
        for url in [
            "javascript:alert(1)",
            "https://alpha.example/\"onclick=\"x",
            "https:// x",
            "file:///a",
            "https://",
        ] {
            let sources = source(url);
            assert!(!html("t", &sources).contains("href"), "{url}");
            assert_eq!(markdown(&sources), "1. s\n", "{url}");
        }
        let sources = source("https://alpha.example/?a=1&b='2'");
        let link = "<a href=\"https://alpha.example/?a=1&amp;b='2'\">";
        assert!(html("t", &sources).contains(link), "{}", html("t", &sources));
        assert_eq!(markdown(&sources), "1. s <https://alpha.example/?a=1&b='2'>\n");
    }
}
