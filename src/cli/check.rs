//! `beltui check [FILE]`: every error and warning.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use chrono::NaiveDate;
use clap::ValueEnum;
use serde::Serialize;

use crate::app::text::visible;
use crate::lists::proof;
use crate::model::check::{Report, Severity};
use crate::model::date::Date;
use crate::model::state::RecordKind;
use crate::report;
use crate::report::table::{Cell, Table};
use crate::store::load::{Loaded, load};
use crate::store::position::line_of;

use super::input::{read, tell_old};
use super::out::out;
use super::state_file;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

pub(super) fn run(file: Option<PathBuf>, format: Format, today: NaiveDate) -> anyhow::Result<ExitCode> {
    let (path, _) = state_file(file)?;
    let name = path.display().to_string();
    let loaded = load(&path)?.as_of_today(today);
    tell_old(&loaded, &path);
    let mut out = out();
    match format {
        Format::Text => {
            let colour =
                out.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
            out.styled(&text(&name, &loaded, colour))?;
        }
        Format::Json => out.document(&report::json::written(&json(&name, &loaded)))?,
    }
    let code = if loaded.errors() == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) };
    // The program ends here: the system takes the memory back faster than we could.
    std::mem::forget(loaded);
    Ok(code)
}

/// For each claim of listing, what it rests on.
pub(super) fn lists(file: Option<PathBuf>, format: Format) -> anyhow::Result<ExitCode> {
    let (path, _) = state_file(file)?;
    let claims = proof::claims(&read(&path)?.state);
    let mut out = out();
    if format == Format::Json {
        let rows = claims.iter().map(|it| {
            vec![
                it.measure.as_str().into(),
                it.what.word().into(),
                it.on.written().into(),
                Cell::maybe(it.list.as_deref()),
                it.source.as_str().into(),
                Cell::maybe(it.published.map(Date::written)),
                Cell::list(it.digests.iter().map(|(file, digest)| format!("{file} {digest}"))),
            ]
        });
        let columns = vec!["record", "claim", "on", "list", "source", "list_date", "digests"];
        let table =
            Table { what: "list_claims", as_of: String::new(), known: None, columns, rows: rows.collect() };
        out.document(&table.json())?;
        return Ok(ExitCode::SUCCESS);
    }
    let proven = claims.iter().filter(|claim| !claim.digests.is_empty()).count();
    for it in &claims {
        let list = it.list.as_deref().map(|list| format!(" ({list})")).unwrap_or_default();
        let published = it.published.map(|on| format!(" of {}", on.written())).unwrap_or_default();
        let proof = if it.digests.is_empty() {
            "no digest: the claim rests on the word of the source".to_owned()
        } else {
            let digests: Vec<String> =
                it.digests.iter().map(|(file, digest)| format!("{file} SHA-256 {digest}")).collect();
            digests.join(", ")
        };
        out.line(format_args!("{} {} {}{list}", it.measure, it.on.written(), it.what))?;
        out.line(format_args!("    {}{published}: {proof}", it.source))?;
    }
    out.line(format_args!("{} claims of listing; {proven} rest on a list with its digest", claims.len()))?;
    Ok(ExitCode::SUCCESS)
}

/// More than these nobody reads; the rest is counted.
const SHOWN: usize = 1000;

/// The findings that are shown, in the order of the file. Where not all can be, no warning takes the place of an error.
fn shown(findings: &[Report]) -> impl Iterator<Item = &Report> {
    let errors = findings.iter().filter(|it| it.severity == Severity::Error).count();
    let (mut errors, mut warnings) = (errors.min(SHOWN), SHOWN.saturating_sub(errors));
    findings.iter().filter(move |it| {
        let left = if it.severity == Severity::Error { &mut errors } else { &mut warnings };
        let has_room = *left > 0;
        *left = left.saturating_sub(1);
        has_room
    })
}

/// The findings for people, each with its line of the file.
fn text(name: &str, loaded: &Loaded, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    let name = visible(name);
    for finding in shown(&loaded.findings) {
        let _ = writeln!(out, "{}\n", renderer.render(&[group(&name, loaded, finding)]));
    }
    let more = loaded.findings.len().saturating_sub(SHOWN) + loaded.left_out + loaded.warnings_left_out;
    if more > 0 {
        let _ = writeln!(out, "… and {more} more");
    }
    let counts: Vec<String> =
        RecordKind::ALL.iter().map(|list| (loaded.state.len(*list), list.field())).map(one_or_many).collect();
    let verdict = match (loaded.errors() + loaded.left_out, loaded.warnings() + loaded.warnings_left_out) {
        (0, 0) => "clean".to_owned(),
        (errors, warnings) => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    };
    let _ = writeln!(out, "{name}: {verdict} ({})", counts.join(", "));
    out
}

/// `1 event`, `2 events`.
fn one_or_many((count, many): (usize, &str)) -> String {
    let word = if count == 1 { many.strip_suffix('s').unwrap_or(many) } else { many };
    format!("{count} {word}")
}

fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn group<'a>(name: &'a str, loaded: &Loaded, finding: &'a Report) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let id = finding.id.as_deref().map(|id| format!("{}: ", visible(id))).unwrap_or_default();
    let (line, start) = line_of(loaded.written(), finding.bytes.start);
    // A finding over several lines is marked in its first; hostile characters are shown, so places move along.
    let cut = |to: usize| visible(line.get(..to.min(line.len())).unwrap_or(line)).len();
    let from = finding.bytes.start.saturating_sub(start);
    let span = cut(from)..cut(finding.bytes.end.saturating_sub(start).max(from));
    let shown = window(&visible(line), span);
    // The column of the file, not of what is shown of the line.
    let place = Origin::path(name).line(finding.position.line).char_column(finding.position.column);
    let snippet = Snippet::source(shown.0)
        .line_start(finding.position.line)
        .annotation(AnnotationKind::Primary.span(shown.1).label(visible(&finding.help).into_owned()));
    level.primary_title(format!("{id}{}", visible(&finding.message))).element(place).element(snippet)
}

/// At most so many bytes of a line are shown.
const LONGEST: usize = 400;

/// A very long line cut down to what is around the finding.
fn window(line: &str, span: std::ops::Range<usize>) -> (String, std::ops::Range<usize>) {
    if line.len() <= LONGEST {
        return (line.to_owned(), span);
    }
    let floor = |mut at: usize| {
        at = at.min(line.len());
        while !line.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = floor(span.start.saturating_sub(LONGEST / 2));
    let to = floor(from + LONGEST);
    let shown = line.get(from..to).unwrap_or_default().to_owned();
    let end = (span.end - from).min(shown.len());
    (shown, (span.start - from).min(end)..end)
}

#[derive(Serialize)]
struct Json<'a> {
    file: &'a str,
    errors: usize,
    warnings: usize,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    severity: &'static str,
    line: usize,
    column: usize,
    list: Option<&'static str>,
    id: Option<&'a str>,
    message: &'a str,
    help: &'a str,
    source_line: &'a str,
}

/// The findings for programs.
fn json<'a>(name: &'a str, loaded: &'a Loaded) -> Json<'a> {
    let findings = loaded.findings.iter().map(|finding| JsonFinding {
        severity: if finding.severity == Severity::Error { "error" } else { "warning" },
        line: finding.position.line,
        column: finding.position.column,
        list: finding.list.map(RecordKind::field),
        id: finding.id.as_deref(),
        message: &finding.message,
        help: &finding.help,
        source_line: line_of(loaded.written(), finding.bytes.start).0,
    });
    Json {
        file: name,
        errors: loaded.errors() + loaded.left_out,
        warnings: loaded.warnings() + loaded.warnings_left_out,
        findings: findings.collect(),
    }
}
