//! A screening as a page of HTML.

use crate::report::document::{Block, html};

use super::text::{Tone, lines};
use super::{Hit, NO_ENTRY, Screening};

/// As a page.
pub fn page(screening: &Screening) -> String {
    let title = format!("Screening {}", screening.clock());
    let mut blocks = vec![Block::Heading(1, title.clone())];
    blocks.push(Block::Paragraph(format!(
        "Made on {} by {} with beltui {} from {} (SHA-256 {}).",
        screening.made_on, screening.by, screening.version, screening.input.name, screening.input.sha256
    )));
    if let Some(last) = lines(screening).into_iter().rfind(|line| line.tone == Tone::Strong) {
        blocks.push(Block::Paragraph(last.text));
    }
    let warnings = screening.warnings();
    if !warnings.is_empty() {
        blocks.push(Block::Heading(2, "Warnings".to_owned()));
        blocks.push(Block::Points(warnings));
    }
    blocks.push(Block::Heading(2, "Checked".to_owned()));
    blocks.push(Block::Points(screening.checked()));
    blocks.push(Block::Heading(2, "Not checked".to_owned()));
    let not: Vec<String> = screening.failed.iter().chain(&screening.not_checked).cloned().collect();
    blocks.push(if not.is_empty() {
        Block::Paragraph("Of what was asked for everything was checked.".to_owned())
    } else {
        Block::Points(not)
    });
    if !screening.reopened.is_empty() {
        blocks.push(Block::Heading(2, "Decisions that are open again".to_owned()));
        blocks.push(Block::Points(screening.reopened.clone()));
    }
    blocks.extend(screening.compared_with.clone().map(Block::Paragraph));
    blocks.push(Block::Heading(2, "Names with a hit".to_owned()));
    let mut none = true;
    for it in screening.names.iter().filter(|it| !it.hits.is_empty()) {
        none = false;
        let known = if it.known.is_empty() { String::new() } else { format!(" ({})", it.known) };
        blocks.push(Block::Heading(3, format!("{}{known}", it.name)));
        blocks.extend(it.changed.iter().filter(|it| !it.is_empty()).map(|it| Block::Points(it.clone())));
        blocks.push(Block::Table(
            ["", "entry", "name", "why", "agrees", "contradicts", "not compared", "holds"]
                .map(str::to_owned)
                .to_vec(),
            it.hits.iter().map(row).collect(),
        ));
    }
    if none {
        blocks.push(Block::Paragraph("None.".to_owned()));
    }
    blocks.push(Block::Heading(2, "Names without a hit".to_owned()));
    let rows: Vec<Vec<String>> = screening
        .names
        .iter()
        .filter(|it| it.hits.is_empty())
        .map(|it| {
            let aside: Vec<String> = it
                .aside
                .iter()
                .map(|aside| format!("set aside: {} {}: {}", aside.hit.entry, aside.hit.name, aside.because))
                .chain(it.at_rest.iter().map(|hit| {
                    format!("in the file as {}, nothing in force: {}", hit.entry, hit.holds.join("; "))
                }))
                .collect();
            vec![it.name.clone(), it.known.clone(), NO_ENTRY.to_owned(), aside.join("; ")]
        })
        .collect();
    blocks.push(if rows.is_empty() {
        Block::Paragraph("None.".to_owned())
    } else {
        Block::Table(["name", "known", "result", ""].map(str::to_owned).to_vec(), rows)
    });
    html(&title, &blocks)
}

fn row(hit: &Hit) -> Vec<String> {
    let day = hit.list_day.as_deref().map(|day| format!(" of {day}")).unwrap_or_default();
    let mut holds = hit.holds.clone();
    holds.extend(hit.allowed.iter().map(|it| format!("allowed: {it}")));
    holds.extend(hit.decision.clone());
    vec![
        hit.band.word().to_owned(),
        format!("{} ({}{day})", hit.entry, hit.list),
        if hit.matched == hit.name { hit.name.clone() } else { format!("{} (as {})", hit.name, hit.matched) },
        hit.why.clone(),
        hit.agrees.join("; "),
        hit.contradicts.join("; "),
        hit.not_compared.join("; "),
        holds.join("; "),
    ]
}
