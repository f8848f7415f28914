//! A page of the dashboard in Markdown.

use crate::views::page::{Line, Page, Tone};

use super::document::escaped;

/// The page: its title and heads, its labels before what they say, its columns as tables. What is drawn is left out.
pub fn markdown(page: &Page) -> String {
    let mut out = String::new();
    if !page.title.is_empty() && !page.lines.iter().any(|line| line.tone == Tone::Title) {
        out.push_str(&format!("# {}\n", escaped(&page.title)));
    }
    let mut before = Kind::Head;
    for line in page.lines.iter().filter(|line| line.picture.is_none()) {
        let kind = Kind::of(line);
        if !out.is_empty() && (kind != before || kind == Kind::Head) {
            out.push('\n');
        }
        match kind {
            Kind::Head => {
                let level = if line.tone == Tone::Title { "#" } else { "##" };
                out.push_str(&format!("{level} {}\n", escaped(&line.text)));
            }
            Kind::Row => {
                let cells: Vec<String> = line.cells.iter().map(|cell| escaped(&cell.text)).collect();
                if before != Kind::Row {
                    // A table of Markdown has heads, and those of a page may be none.
                    let heads = " |".repeat(cells.len());
                    out.push_str(&format!("|{heads}\n|{}\n", "---|".repeat(cells.len())));
                }
                out.push_str(&format!("| {} |\n", cells.join(" | ")));
            }
            Kind::Point => {
                let label =
                    if line.label.is_empty() { String::new() } else { format!("{}: ", escaped(&line.label)) };
                let beside =
                    line.beside.as_ref().map(|text| format!(" │ {}", escaped(text))).unwrap_or_default();
                out.push_str(&format!("- {label}{}{beside}\n", escaped(&line.text)));
            }
        }
        before = kind;
    }
    out
}

/// What a line is in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The title or a head.
    Head,
    /// A row of a table.
    Row,
    /// A point.
    Point,
}

impl Kind {
    fn of(line: &Line) -> Self {
        match line.tone {
            Tone::Title | Tone::Heading => Self::Head,
            _ if !line.cells.is_empty() => Self::Row,
            _ => Self::Point,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::views::page::Cell;

    use super::*;

    #[test]
    fn a_page_has_its_heads_points_and_tables() {
        let mut page = Page::default();
        page.line("", "Alpha Works", Tone::Title);
        page.line("record", "subject", Tone::Dim);
        page.heading("measures");
        page.row(vec![Cell::new("QN", Tone::Plain), Cell::new("in force|now", Tone::Bad)], None);
        page.row(vec![Cell::new("Union", Tone::Plain), Cell::new("lifted", Tone::Good)], None);
        page.columns("left", "right", Tone::Plain);
        assert_eq!(
            markdown(&page),
            "# Alpha Works\n\n- record: subject\n\n## measures\n\n| | |\n|---|---|\n| QN | in force\\|now |\n\
             | Union | lifted |\n\n- left │ right\n"
        );
    }
}
