//! A big state file for benchmarks and tests, the same for the same seed on every machine.
//!
//! It looks like the lists of the world in one file: names in many scripts, histories of all lengths, sources that
//! disagree now and then. States, organisations, programmes and acts are real; every target, licence, date and source is
//! composed.

mod acts;
mod chance;
mod events;
mod life;
mod measures;
mod output;
mod programmes;
mod sources;
mod states;
mod targets;
mod tongues;
mod world;

use std::io::{self, Write};

use beltui::model::compact::{Text, ThinSlice};
use beltui::model::id::Id;
use beltui::model::state::SCHEMA;

use self::acts::Acts;
use self::chance::Chance;
use self::events::Events;
use self::output::Output;
use self::sources::Sources;

/// Writes the file of a number of measures and a seed.
///
/// # Errors
/// Where the output takes no more.
pub fn write<W: Write>(measures: u32, seed: u64, out: W) -> io::Result<()> {
    let mut chance = Chance::new(seed);
    let mut out = Output::new(out);
    let sources = Sources::new(&mut chance, measures);
    let mut events = Events::new(&mut chance, measures);
    let acts = Acts::new(measures);

    out.line("#![enable(implicit_some)]")?;
    out.line("// Composed for benchmarks. Targets, dates and sources are composed: nobody real is meant, and nothing in")?;
    out.line("// it may be cited.")?;
    out.line("(")?;
    out.line(&format!("    schema: {SCHEMA},"))?;
    out.line(&format!("    title: \"Generated: {measures} measures, seed {seed}\","))?;
    out.line(&format!("    focus: \"{}\",", world::FOCUS))?;
    out.line("    note: \"Composed for benchmarks; nothing in it may be cited.\",")?;
    world::subjects(&mut chance, measures, seed, &mut out)?;
    sources.write(&mut chance, &mut out)?;
    acts.write(&mut out)?;
    world::relations(&mut chance, &sources, &mut out)?;
    measures::write(&mut chance, (measures, seed), &sources, &acts, &mut events, &mut out)?;
    world::crossings(&mut chance, &sources, &mut out)?;
    events.write(&mut chance, &sources, &mut out)?;
    out.line(")")?;
    out.finish()
}

fn texts<T: AsRef<str>>(texts: &[T]) -> ThinSlice<Text> {
    texts.iter().map(|text| Text::from(text.as_ref())).collect()
}

fn ids<T: AsRef<str>>(ids: &[T]) -> ThinSlice<Id> {
    ids.iter().map(|id| Id::new(id.as_ref())).collect()
}
