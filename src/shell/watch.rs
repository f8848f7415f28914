//! Watching the folder of the file. The folder, not the file: an atomic save puts a new file in the old one's place,
//! and a watch on the old one would see nothing more.

use std::path::Path;
use std::sync::mpsc::Sender;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::store::write::resolve;

use super::Message;

/// What watches; it stops when it is dropped.
pub type Watcher = RecommendedWatcher;

/// Tells the loop when something happens to a file. `None` where the system cannot watch: a save looks all the same.
pub fn watch(file: &Path, messages: Sender<Message>) -> Option<Watcher> {
    let target = resolve(file);
    let folder = target.parent()?.to_owned();
    let seen = move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        if !matches!(event.kind, EventKind::Access(_)) && event.paths.contains(&target) {
            let _ = messages.send(Message::Disturbed);
        }
    };
    let mut watcher = notify::recommended_watcher(seen).ok()?;
    watcher.watch(&folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}
