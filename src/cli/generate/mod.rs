//! `beltui generate`: a big state file for benchmarks, the same for the same seed on every machine.
//!
//! It looks like the lists of the world in one file: names in many scripts, histories of all lengths, sources that
//! disagree now and then. States, organisations, programmes and acts are real; every target, date and source is
//! composed.

mod chance;
mod events;
mod life;
mod measures;
mod programmes;
mod sheet;
mod sources;
mod states;
mod targets;
mod tongues;
mod world;

use std::io::Write;
use std::process::ExitCode;

use self::chance::Chance;
use self::events::Events;
use self::sheet::{Fields, Sheet};
use self::sources::Sources;
use super::out::out;
use crate::model::state::SCHEMA;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How many measures
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    sanctions: u32,
    /// Another seed is another file
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    write(arguments.sanctions, arguments.seed, out().own())?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the file of a number of measures and a seed.
///
/// # Errors
/// Where the output takes no more.
fn write<W: Write>(measures: u32, seed: u64, out: W) -> std::io::Result<()> {
    let mut chance = Chance::new(seed);
    let mut sheet = Sheet::new(out);
    let sources = Sources::new(&mut chance, measures);
    let mut events = Events::new(&mut chance, measures);

    sheet.line(0, "#![enable(implicit_some)]");
    sheet.line(0, "// Written by `beltui generate` for benchmarks. Targets, dates and sources are composed: nobody real");
    sheet.line(0, "// is meant, and nothing in it may be cited.");
    sheet.line(0, "(");
    let mut head = Fields::default();
    head.plain("schema", &SCHEMA.to_string());
    head.text(
        "title",
        &["Generated: ", &measures.to_string(), " measures, seed ", &seed.to_string()].concat(),
    );
    head.text("focus", world::FOCUS);
    head.text("note", "Composed for benchmarks; nothing in it may be cited.");
    sheet.lines(1, &mut head);
    sheet.line(0, "");
    world::actors(&mut chance, &mut sheet);
    sheet.line(0, "");
    sources.write(&mut chance, &mut sheet);
    sheet.line(0, "");
    world::relations(&mut chance, &sources, &mut sheet);
    sheet.line(0, "");
    measures::write(&mut chance, measures, &sources, &mut events, &mut sheet)?;
    sheet.line(0, "");
    world::crossings(&mut chance, &sources, &mut sheet);
    sheet.line(0, "");
    events.write(&mut chance, &sources, &mut sheet)?;
    sheet.line(0, ")");
    sheet.finish()
}
