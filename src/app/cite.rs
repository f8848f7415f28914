//! Citing: what is selected as a line with its sources, for the clipboard.

use crate::model::record::Record;
use crate::views::citation;
use crate::views::wording::{count, record_name};

use super::modal::PageView;
use super::panes::About;
use super::text::visible;
use super::{App, Effect, PaneId};

impl App {
    /// What is under the cursor as a line that can be cited; a page that says nothing to cite there as a whole.
    pub(super) fn copy(&mut self) -> Vec<Effect> {
        if self.acts_on_marks() {
            return self.copy_marked();
        }
        if let Some(why) = self.cell_refuses() {
            self.warn(why);
            return Vec::new();
        }
        let line = match self.modals.page() {
            Some(view) => self.cited_from(view),
            None => self.cited_from_pane(),
        };
        if let Some(line) = line.map(|line| one_line(&line)) {
            self.say(format!("copied: {line}"));
            return vec![Effect::Copy(line)];
        }
        let Some(view) = self.modals.page() else { return Vec::new() };
        // What is drawn has no words.
        let worded = view.page.lines.iter().filter(|line| line.picture.is_none());
        let lines = worded.map(|line| {
            let beside = line.beside.as_ref().map(|text| format!(" │ {text}")).unwrap_or_default();
            one_line(&match line.label.as_str() {
                "" => format!("{}{beside}", line.words()),
                label => format!("{label}: {}{beside}", line.words()),
            })
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        self.say("the page is on the clipboard");
        vec![Effect::Copy(text)]
    }

    /// The step that the line under the cursor is about.
    fn cited_from(&self, view: &PageView) -> Option<String> {
        let (id, line) = (view.record()?, view.line()?);
        citation::step(&self.facts, self.facts.state().record(id.as_str())?, line.step?)
    }

    /// All that is marked, a line each.
    fn copy_marked(&mut self) -> Vec<Effect> {
        let state = self.facts.state();
        let places = self.marked().into_iter().filter_map(|id| state.place(id.as_str()));
        let lines: Vec<String> =
            places.filter_map(|place| self.cited((place, None))).map(|line| one_line(&line)).collect();
        self.say(format!("copied: {}", count(lines.len(), "cited line", "cited lines")));
        vec![Effect::Copy(lines.join("\n"))]
    }

    fn cited_from_pane(&self) -> Option<String> {
        self.cited(self.panes.selected(self.panes.focus, &self.facts)?)
    }

    /// What a line is about as a line that can be cited.
    fn cited(&self, (place, step): About) -> Option<String> {
        let facts = &self.facts;
        let state = facts.state();
        let record = state.at(place)?;
        // In the log a line is about a step or an event; elsewhere, and where a record is marked, it is about what holds.
        let step = match (self.panes.focus, record) {
            (PaneId::Log, Record::Event(event)) => return Some(citation::event(state, event)),
            (PaneId::Log, _) if step.is_some() => step,
            (_, Record::Measure(_)) => facts.status(facts.ledger.get(place.at)?)?.step,
            (_, Record::Crossing(_)) => {
                facts.crossings.get(place.at)?.status.latest().and_then(|lane| lane.step)
            }
            (_, Record::Relation(_)) => facts.relations.get(place.at)?.status.telling_step(),
            _ => None,
        };
        let name = || format!("{}: no record {}", record_name(state, record.id()), facts.clock());
        Some(step.and_then(|at| citation::step(facts, record, at)).unwrap_or_else(name))
    }
}

/// A text in one line: what breaks lines is a space, and what would steer whatever it is pasted into is made visible.
fn one_line(text: &str) -> String {
    let breaks =
        |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let parts: Vec<&str> = text.split(breaks).map(str::trim).filter(|part| !part.is_empty()).collect();
    visible(&parts.join(" ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn what_is_copied_is_one_line_and_steers_nothing() {
        assert_eq!(one_line("Alpha Works\r\n  of Quelland\t(a\u{85}b)\n"), "Alpha Works of Quelland (a b)");
        assert_eq!(one_line("a\x1b]52;c;x\x07b\u{202e}c\u{9b}"), "a␛]52;c;x␇b⟨202E⟩c⟨009B⟩");
    }
}
