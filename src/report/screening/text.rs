//! A screening for people: what was checked, one block a name with hits, and the others last and short.

use super::{Hit, Screened, Screening};

/// How loud a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As any other.
    Plain,
    /// A name, a heading.
    Strong,
    /// Something that must not be overlooked.
    Loud,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// How loud.
    pub tone: Tone,
}

/// The lines of a screening.
pub fn lines(screening: &Screening) -> Vec<Line> {
    let mut all = Text(Vec::new());
    let asked = screening.asked;
    all.strong(format!("{} screened {}", count(asked, "name", "names"), screening.clock()));
    for it in screening.checked() {
        all.plain(format!("  {it}"));
    }
    for it in screening.warnings() {
        all.loud(format!("! {it}"));
    }
    for it in &screening.not_checked {
        all.plain(format!("  not checked: {it}"));
    }
    for it in &screening.reopened {
        all.loud(format!("! decision: {it}"));
    }
    if let Some(with) = &screening.compared_with {
        all.plain(format!("  {with}"));
    }
    for it in screening.names.iter().filter(|it| !it.hits.is_empty()) {
        all.plain(String::new());
        of_name(it, &mut all);
    }
    let clear: Vec<&Screened> = screening.names.iter().filter(|it| it.hits.is_empty()).collect();
    if !clear.is_empty() {
        all.plain(String::new());
        all.strong(format!("No entry found that is like the name, in what is named above · {}", clear.len()));
        for it in clear {
            all.plain(format!("  {}", title(it)));
            changed(it, &mut all);
            aside(it, &mut all);
        }
    }
    all.plain(String::new());
    let told = screening.names.len();
    if told < asked || screening.compared_with.is_some() {
        all.strong(format!("{} another result than before", count(told, "name has", "names have")));
    }
    all.strong(format!(
        "{}: {} with a hit, {} without; {} checked{}",
        count(asked, "name", "names"),
        screening.with_hits,
        asked.saturating_sub(screening.with_hits),
        count(screening.lists.len(), "list", "lists"),
        if screening.file.is_some() { " and the state file" } else { "" },
    ));
    let warnings = screening.warnings().len();
    if warnings > 0 {
        all.loud(format!(
            "! {} above: what was not checked, or not whole, may have a hit",
            count(warnings, "warning", "warnings")
        ));
    }
    all.0
}

fn count(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

struct Text(Vec<Line>);

impl Text {
    fn push(&mut self, text: String, tone: Tone) {
        self.0.push(Line { text, tone });
    }

    fn plain(&mut self, text: String) {
        self.push(text, Tone::Plain);
    }

    fn strong(&mut self, text: String) {
        self.push(text, Tone::Strong);
    }

    fn loud(&mut self, text: String) {
        self.push(text, Tone::Loud);
    }
}

/// A name with what is known of it: `Ivan Petrenko · person; born 1981 · C-17 · line 2`.
fn title(it: &Screened) -> String {
    let mut parts = vec![it.name.clone()];
    parts.extend(Some(it.known.clone()).filter(|known| !known.is_empty()));
    parts.extend(it.id.clone());
    parts.extend((it.line > 0).then(|| format!("line {}", it.line)));
    parts.join(" · ")
}

fn of_name(it: &Screened, all: &mut Text) {
    all.strong(title(it));
    changed(it, all);
    for hit in &it.hits {
        of_hit(hit, hit.band.word(), all);
    }
    aside(it, all);
}

fn changed(it: &Screened, all: &mut Text) {
    for changed in it.changed.iter().flatten() {
        all.plain(format!("      since the last run: {changed}"));
    }
}

fn of_hit(hit: &Hit, word: &str, all: &mut Text) {
    let other = if hit.matched == hit.name { String::new() } else { format!(" (as {})", hit.matched) };
    let day = hit.list_day.as_deref().map(|day| format!(" of {day}")).unwrap_or_default();
    all.plain(format!(
        "  {word}  {}  {}{other}  [{}{day}, {} of 100]",
        hit.entry, hit.name, hit.list, hit.score
    ));
    all.plain(format!("      {}", hit.why));
    let mut facts = |what: &str, said: &[String]| {
        if !said.is_empty() {
            all.plain(format!("      {what}: {}", said.join("; ")));
        }
    };
    facts("agrees", &hit.agrees);
    facts("contradicts", &hit.contradicts);
    facts("not compared", &hit.not_compared);
    facts("holds", &hit.holds);
    facts("allowed", &hit.allowed);
    if let Some(decision) = &hit.decision {
        let tone = if hit.reopened { Tone::Loud } else { Tone::Plain };
        all.push(format!("      {decision}"), tone);
    }
}

fn aside(it: &Screened, all: &mut Text) {
    for aside in &it.aside {
        all.plain(format!(
            "      set aside: {} {} ({}): {}",
            aside.hit.entry, aside.hit.name, aside.hit.why, aside.because
        ));
    }
    for hit in &it.at_rest {
        let holds =
            if hit.holds.is_empty() { "no measure is recorded".to_owned() } else { hit.holds.join("; ") };
        all.plain(format!("      in the file as {}, and nothing in force: {holds}", hit.entry));
    }
}
