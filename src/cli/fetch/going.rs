//! What is fetched, list by list.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::{DateTime, NaiveDate, Utc};
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::lists::ListName;
use crate::lists::fetch::{Addresses, Fetched, Place, Run, Wanted, WantedChanges};

use super::super::out::{self, out};
use super::super::wrong::WrongWord;
use super::asked::{Arguments, Format};
use super::bar::Bar;
use super::told::{self, Told};

/// Which lists are meant by whoever names none: those of the archive, or all.
fn meant(arguments: &Arguments, addresses: &Addresses, archived: &[ListName]) -> Vec<ListName> {
    let known = addresses.lists.iter();
    if arguments.taking.deltas && arguments.lists.is_empty() && !arguments.all {
        // The deltas alone.
        return Vec::new();
    }
    if arguments.all {
        return known.filter(|(_, place)| !place.named_only).map(|(key, _)| key.0).collect();
    }
    let mut meant: Vec<ListName> = Vec::new();
    let named = if arguments.lists.is_empty() { archived } else { &arguments.lists };
    for list in named {
        // What the archive has by hand, and nobody publishes under an address, is not asked for.
        if !meant.contains(list) && (!arguments.lists.is_empty() || addresses.place(*list).is_some()) {
            meant.push(*list);
        }
    }
    meant
}

/// Where a list is asked for, and in which form.
fn place<'a>(
    list: ListName,
    arguments: &'a Arguments,
    addresses: &'a Addresses,
) -> Result<(&'a Place, &'a str), WrongWord> {
    let Some(place) = addresses.place(list) else {
        let known: Vec<&str> = addresses.lists.keys().map(|key| key.0.key()).collect();
        let why = format!(
            "no address is known for {}: there are some for {}; an addresses.ron of your own may name more",
            list.key(),
            known.join(", ")
        );
        return Err(WrongWord::new(why));
    };
    let form = arguments.form.as_deref().unwrap_or(&place.form);
    if place.forms.contains_key(form) {
        return Ok((place, form));
    }
    let forms: Vec<&str> = place.forms.keys().map(String::as_str).collect();
    Err(WrongWord::new(format!(
        "{} does not come as {form:?}: --form is one of {}",
        list.key(),
        forms.join(", ")
    )))
}

/// What there is to fetch, for whoever has named nothing and has nothing yet.
fn offer(addresses: &Addresses) -> String {
    let known: Vec<String> =
        addresses.lists.keys().map(|key| format!("{} ({})", key.0.key(), key.0)).collect();
    format!(
        "no list is named, and the archive has none of those that have an address: `beltui fetch ofac eu` fetches two, `beltui fetch --all` all. There are {}",
        known.join(", ")
    )
}

/// The exit code of a program that was stopped: 128 and the number of the signal (SIGINT).
const STOPPED: u8 = 130;

/// Set as soon as somebody stops the program; who does so twice ends it at once.
fn stopping() -> std::io::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, STOPPED.into(), Arc::clone(&stop))?;
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

/// Fetches what is asked for.
///
/// # Errors
/// Where what is asked for has no address, or the archive cannot be read or written.
pub(super) fn run(
    arguments: &Arguments,
    addresses: &Addresses,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> anyhow::Result<ExitCode> {
    let archive = arguments.place.clone().archive()?;
    let index = archive.index()?;
    let archived: Vec<ListName> =
        ListName::ALL.iter().copied().filter(|list| !index.kept(*list).is_empty()).collect();
    let lists = meant(arguments, addresses, &archived);
    if lists.is_empty() && !arguments.taking.deltas {
        out::tell(offer(addresses));
        return Ok(ExitCode::FAILURE);
    }
    // Before anybody is asked, all of it is right.
    let mut wanted: Vec<Wanted<'_>> = Vec::with_capacity(lists.len());
    for list in lists {
        let (place, form) = place(list, arguments, addresses)?;
        wanted.push(Wanted {
            list,
            place,
            form,
            version: &arguments.version,
            token: None,
            again: arguments.taking.again,
            doubtful: arguments.taking.doubtful,
            today,
            now,
        });
    }
    let changes =
        if arguments.taking.deltas { Some(place(ListName::OfacSdn, arguments, addresses)?.0) } else { None };
    let run = Run::begin(&archive, stopping()?)?;
    let mut bar = Bar::new(arguments.quiet);
    let mut told: Vec<Told> = Vec::new();
    let mut take = |said: Told| -> std::io::Result<()> {
        if arguments.format == Format::Text {
            tell(&said, arguments.quiet)?;
        }
        told.push(said);
        Ok(())
    };
    for wanted in wanted {
        let token = wanted.place.token.as_ref().and_then(|name| std::env::var(name).ok());
        let token = token.map(|token| token.trim().to_owned());
        let wanted = Wanted { token: token.as_deref(), ..wanted };
        let fetched = run.fetch(&wanted, &mut |step| bar.tell(wanted.list, step));
        bar.end();
        let fetched = fetched?;
        if fetched == Fetched::Stopped {
            return Ok(stopped());
        }
        let index = archive.index()?;
        take(told::of(wanted.list, &fetched, index.days(wanted.list).last().copied()))?;
    }
    if let Some(place) = changes {
        let wanted = WantedChanges { place, since: arguments.since, now };
        let found = run.changes(&wanted, &mut |step| bar.tell(ListName::OfacSdn, step));
        bar.end();
        let found = found?;
        if found.stopped {
            return Ok(stopped());
        }
        take(told::changes(&found))?;
    }
    if arguments.format == Format::Json {
        out().document(&told::json(&told))?;
    }
    let is_whole = told.iter().all(Told::is_well);
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn stopped() -> ExitCode {
    out::tell("stopped; nothing of what had not come whole is kept");
    ExitCode::from(STOPPED)
}

/// One line a list: what failed where errors are told.
fn tell(said: &Told, quiet: bool) -> std::io::Result<()> {
    if !said.is_well() {
        out::tell(said.line());
    } else if !quiet {
        out().line(said.line())?;
    }
    Ok(())
}
