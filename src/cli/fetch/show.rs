//! `beltui fetch --show`: where each list is asked for.

use super::super::out::out;
use super::asked::Held;

/// Tells where each list is asked for.
pub(super) fn show(held: &Held) -> anyhow::Result<()> {
    let mut out = out();
    for (key, place) in &held.addresses.lists {
        let own = held.own.as_ref().filter(|(own, _)| own.place(key.0).is_some());
        let whence = own.map_or("shipped".to_owned(), |(_, path)| format!("of {}", path.display()));
        out.line(format_args!("{}: {}, {whence}", key.0.key(), key.0))?;
        for (form, files) in &place.forms {
            let usual = if *form == place.form { " (usual)" } else { "" };
            out.line(format_args!("    as {form}{usual}"))?;
            for file in files {
                out.line(format_args!("        {} (at most {} MB)", file.url.shown(), file.megabytes))?;
            }
        }
        if !place.hosts.is_empty() {
            out.line(format_args!("    it may send us on to {}", place.hosts.join(", ")))?;
        }
        if let Some(changes) = &place.changes {
            out.line(format_args!("    changes since {}: {}", changes.first, changes.history.shown()))?;
        }
        if let Some(token) = &place.token {
            out.line(format_args!("    with the token of ${token}"))?;
        }
        let only = if place.named_only { "; only when it is named" } else { "" };
        out.line(format_args!("    not again within {} min{only}", place.minutes))?;
    }
    Ok(())
}
