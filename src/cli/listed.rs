//! What lists say, written for people and for programs.

use crate::edit::proposal::Proposal;
use crate::lists::difference::Difference;
use crate::lists::reconcile::Finding;
use crate::lists::{Entry, Published, proof};
use crate::model::date::Date;
use crate::model::id::Id;
use crate::report::table::{Cell, Table};

use super::out::Out;

/// Proposed changes, one after the other.
pub(super) fn proposed(changes: &[Proposal], out: &mut Out) -> std::io::Result<()> {
    for change in changes {
        out.line(&change.what)?;
        out.line(format_args!("    {}", change.why))?;
    }
    Ok(())
}

/// What was found, as a table.
pub(super) fn found(findings: &[&Finding], lists: &[(Date, Published)]) -> Table {
    let rows = findings.iter().map(|it| {
        vec![
            it.verdict.word().into(),
            Cell::Flag(it.verdict.is_gap()),
            it.name.as_str().into(),
            Cell::maybe(it.measure.as_ref().map(Id::as_str)),
            Cell::maybe(it.reference.as_deref()),
            Cell::maybe(it.found.map(|(how, _)| how.word())),
            it.found.map_or(Cell::Empty, |(_, score)| Cell::Whole(score.into())),
            it.days.map_or(Cell::Empty, |(least, _)| Cell::Whole(least.max(0))),
            it.days.map_or(Cell::Empty, |(_, most)| Cell::Whole(most)),
            Cell::list(it.sightings.iter().map(|(on, seen)| {
                let word = match seen {
                    Some(true) => "seen",
                    Some(false) => "not seen",
                    None => "unknown",
                };
                format!("{} {word}", on.written())
            })),
            it.came_said().into(),
            it.went_said().into(),
            it.detail.as_str().into(),
        ]
    });
    let days: Vec<String> = lists.iter().map(|(on, _)| on.written()).collect();
    Table {
        what: "reconciliation",
        as_of: days.join(", "),
        known: None,
        columns: vec![
            "verdict",
            "gap",
            "name",
            "record",
            "reference",
            "matched",
            "score",
            "days_least",
            "days_most",
            "sightings",
            "came",
            "went",
            "detail",
        ],
        rows: rows.collect(),
    }
}

/// What was found, for people: by verdict, the gaps first.
pub(super) fn found_text(
    findings: &[&Finding],
    lists: &[(Date, Published)],
    all: usize,
    out: &mut Out,
) -> std::io::Result<()> {
    for (on, list) in lists {
        let files = proof::files(&list.files);
        out.line(format_args!(
            "{} of {}: {} entries in {files}",
            list.list,
            on.written(),
            list.entries.len()
        ))?;
    }
    let mut verdict = None;
    for finding in findings {
        if verdict != Some(finding.verdict) {
            let count = findings.iter().filter(|it| it.verdict == finding.verdict).count();
            out.line("")?;
            out.line(format_args!("{} · {count}", finding.verdict))?;
            verdict = Some(finding.verdict);
        }
        let mut line = format!("  {}", finding.name);
        if finding.days.is_some() {
            line.push_str(&format!(" ({} days)", finding.days_said()));
        }
        if let Some(reference) = &finding.reference {
            line.push_str(&format!("  [{reference}"));
            if let Some((how, score)) = finding.found.filter(|(_, score)| *score < 100) {
                line.push_str(&format!(", {how}, {score} of 100"));
            }
            line.push(']');
        }
        out.line(line)?;
        let more = [finding.detail.clone(), finding.windows_said()];
        let more: Vec<String> = more.into_iter().filter(|text| !text.is_empty()).collect();
        out.line(format_args!("      {}", more.join("; ")))?;
    }
    if findings.is_empty() && all == 0 {
        out.line("")?;
        out.line("The file has nothing of this list, and the list nothing of what the file is about.")?;
    } else if findings.is_empty() {
        out.line("")?;
        out.line(format_args!("File and list agree in everything that both speak of ({all} looked at)."))?;
    }
    Ok(())
}

fn entry_row(change: &str, entry: &Entry, field: &str, old: &str, new: &str) -> Vec<Cell> {
    vec![
        change.into(),
        entry.list_ref().into(),
        entry.name.as_str().into(),
        entry.kind.word().into(),
        Cell::list(&entry.programmes),
        Cell::list(&entry.countries),
        field.into(),
        old.into(),
        new.into(),
    ]
}

/// The difference between two lists, as a table: a row for each entry that came or went, and for each field that changed.
pub(super) fn changed(difference: &Difference<'_>, old: &Published, new: &Published) -> Table {
    let mut rows = Vec::new();
    rows.extend(difference.added.iter().map(|entry| entry_row("added", entry, "", "", "")));
    rows.extend(difference.removed.iter().map(|entry| entry_row("removed", entry, "", "", "")));
    for it in &difference.changed {
        rows.extend(
            it.fields.iter().map(|(field, old, new)| entry_row("changed", it.entry, field, old, new)),
        );
    }
    for it in &difference.renumbered {
        let change = "renumbered";
        rows.push(entry_row(change, it.entry, "reference", &it.before.list_ref(), &it.entry.list_ref()));
        rows.extend(it.fields.iter().map(|(field, old, new)| entry_row(change, it.entry, field, old, new)));
    }
    rows.extend(difference.reassigned.iter().map(|it| {
        let change = "number of another";
        entry_row(change, it.entry, "name", &it.before.name, &it.entry.name)
    }));
    let day = |list: &Published| list.date.map_or_else(|| "undated".to_owned(), Date::written);
    Table {
        what: "list_difference",
        as_of: format!("{}, {}", day(old), day(new)),
        known: None,
        columns: vec![
            "change",
            "reference",
            "name",
            "kind",
            "programmes",
            "countries",
            "field",
            "old",
            "new",
        ],
        rows,
    }
}

/// What changed on an entry, field by field.
fn fields(fields: &[(&str, String, String)], out: &mut Out) -> std::io::Result<()> {
    for (field, old, new) in fields {
        let text = match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("{field}: + {new}"),
            (_, true) => format!("{field}: - {old}"),
            _ => format!("{field}: {old} → {new}"),
        };
        out.line(format_args!("    {text}"))?;
    }
    Ok(())
}

/// The same for people.
pub(super) fn changed_text(
    difference: &Difference<'_>,
    old: &Published,
    new: &Published,
    out: &mut Out,
) -> std::io::Result<()> {
    for list in [old, new] {
        let day = list.date.map_or_else(|| "undated".to_owned(), Date::written);
        let files = proof::files(&list.files);
        out.line(format_args!("{} ({day}): {} entries in {files}", list.list, list.entries.len()))?;
    }
    let line =
        |entry: &Entry| format!("{}  {}  {}", entry.list_ref(), entry.name, entry.programmes.join("; "));
    for (heading, sign, entries) in [("added", "+", &difference.added), ("removed", "-", &difference.removed)]
    {
        out.line("")?;
        out.line(format_args!("{heading} · {}", entries.len()))?;
        for entry in entries {
            out.line(format_args!("{sign} {}", line(entry)))?;
        }
    }
    out.line("")?;
    out.line(format_args!("changed · {}", difference.changed.len()))?;
    for it in &difference.changed {
        out.line(format_args!("~ {}", line(it.entry)))?;
        fields(&it.fields, out)?;
    }
    if !difference.renumbered.is_empty() {
        out.line("")?;
        out.line(format_args!("renumbered · {}", difference.renumbered.len()))?;
    }
    for it in &difference.renumbered {
        out.line(format_args!("= {}", line(it.entry)))?;
        out.line(format_args!("    before it was {}", it.before.list_ref()))?;
        fields(&it.fields, out)?;
    }
    if !difference.reassigned.is_empty() {
        out.line("")?;
        out.line(format_args!("number of another · {}", difference.reassigned.len()))?;
    }
    for it in &difference.reassigned {
        out.line(format_args!("! {}", line(it.entry)))?;
        let why = match it.now {
            Some(now) => format!("who is {} now", now.list_ref()),
            None if it.before.kind == it.entry.kind => {
                "which has no name in common: it was renamed altogether, or the number is another's"
                    .to_owned()
            }
            None => format!("of another kind ({}): the number is another's", it.before.kind),
        };
        out.line(format_args!(
            "    before it was {}  {}, {why}",
            it.before.name,
            it.before.programmes.join("; ")
        ))?;
    }
    Ok(())
}
