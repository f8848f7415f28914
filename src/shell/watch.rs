//! Watching for what others do to the file. Folders are watched, not the file: an atomic save puts a new file in the
//! old one's place, and a watch on the old one would see nothing more.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Message;

/// What watches; it stops when it is dropped.
#[derive(Debug)]
pub struct Watcher {
    points: Vec<PathBuf>,
    /// A watched folder itself was moved or removed: what is watched now stands somewhere else.
    moved: Arc<AtomicBool>,
    /// Only held: dropping it ends the watching.
    _system: RecommendedWatcher,
}

/// As many links in a row as Linux follows.
const MAX_LINKS: usize = 40;

/// Tells the loop when something happens to a file, or to a link that leads to it.
///
/// # Errors
/// Where the system cannot watch: a save looks all the same.
pub fn watch(file: &Path, messages: Sender<Message>) -> notify::Result<Watcher> {
    let points = points(file);
    let mut folders: Vec<PathBuf> =
        points.iter().filter_map(|point| Some(point.parent()?.to_owned())).collect();
    folders.sort_unstable();
    folders.dedup();
    let moved = Arc::new(AtomicBool::new(false));
    let mut ears =
        Ears { points: points.clone(), folders: folders.clone(), moved: Arc::clone(&moved), messages };
    let mut watcher = notify::recommended_watcher(move |event| ears.hear(event))?;
    for folder in &folders {
        tracing::info!(folder = ?folder.display(), "watched");
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
    }
    Ok(Watcher { points, moved, _system: watcher })
}

impl Watcher {
    /// Whether the file is to be watched anew: its path leads somewhere else now, or through another folder.
    pub fn is_stale(&self, file: &Path) -> bool {
        self.moved.load(Ordering::Relaxed) || points(file) != self.points
    }
}

/// What hears of events. It goes with the thread that watches: that end is told, since nothing more is heard.
struct Ears {
    points: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    moved: Arc<AtomicBool>,
    messages: Sender<Message>,
}

impl Ears {
    fn hear(&mut self, event: notify::Result<Event>) {
        // An error, and an event that says that others were lost: anything may have happened.
        let happened = match event {
            Err(error) => {
                tracing::info!(%error, "the watcher fails");
                true
            }
            Ok(event) if event.need_rescan() => {
                tracing::info!("events of the folder were lost");
                true
            }
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => false,
            Ok(event) => {
                let of_folder = event.paths.iter().any(|path| self.folders.contains(path));
                if of_folder && !matches!(event.kind, EventKind::Create(_)) {
                    self.moved.store(true, Ordering::Relaxed);
                }
                of_folder || event.paths.iter().any(|path| self.points.contains(path))
            }
        };
        if happened {
            let _ = self.messages.send(Message::Disturbed);
        }
    }
}

impl Drop for Ears {
    fn drop(&mut self) {
        // When the loop lets go of the watcher, nobody listens; else the thread has ended by itself.
        self.moved.store(true, Ordering::Relaxed);
        let _ = self.messages.send(Message::Disturbed);
    }
}

/// The places at which something that happens changes what a path says: each link that it leads through, and the file in
/// the end. Where a folder of it is missing, that folder: the rest can only come with it.
fn points(file: &Path) -> Vec<PathBuf> {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let mut points = Vec::new();
    let mut at = PathBuf::from("/");
    let mut left: Vec<OsString> = parts(&file);
    let mut links = 0;
    while let Some(part) = left.pop() {
        if part == ".." {
            at.pop();
            continue;
        }
        let here = at.join(&part);
        match fs::read_link(&here) {
            Ok(target) if links < MAX_LINKS => {
                links += 1;
                if target.is_absolute() {
                    at = PathBuf::from("/");
                }
                left.extend(parts(&target));
                points.push(here);
            }
            _ => {
                at = here;
                if !left.is_empty() && !at.is_dir() {
                    break;
                }
            }
        }
    }
    points.push(at);
    points
}

/// The names in a path, the first last.
fn parts(path: &Path) -> Vec<OsString> {
    let named = path.components().rev().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some("..".into()),
        _ => None,
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    use notify::event::{AccessKind, DataChange, Flag, ModifyKind, RenameMode};

    use super::*;

    /// A folder by the path that has no link in it.
    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap();
        (folder, path)
    }

    fn ears(file: &Path) -> (Ears, Receiver<Message>) {
        let (messages, heard) = channel();
        let folders = vec![file.parent().unwrap().to_owned()];
        (Ears { points: vec![file.to_owned()], folders, moved: Arc::default(), messages }, heard)
    }

    #[test]
    fn every_link_on_the_way_and_the_file_in_the_end_are_watched() {
        let (_held, at) = folder();
        for name in ["first", "second"] {
            fs::create_dir(at.join(name)).unwrap();
            fs::write(at.join(name).join("a.ron"), "").unwrap();
        }
        symlink("first", at.join("now")).unwrap();
        symlink("now/a.ron", at.join("a.ron")).unwrap();
        let expected = ["a.ron", "now", "first/a.ron"].map(|name| at.join(name));
        assert_eq!(points(&at.join("a.ron")), expected);
        assert_eq!(points(&at.join("first/../a.ron")), expected);
        fs::remove_file(at.join("now")).unwrap();
        symlink(at.join("second"), at.join("now")).unwrap();
        assert_eq!(points(&at.join("a.ron"))[2], at.join("second/a.ron"));
        symlink("loop", at.join("loop")).unwrap();
        assert!(points(&at.join("loop")).len() <= MAX_LINKS + 1);
    }

    #[test]
    fn what_is_missing_is_waited_for_where_it_would_come() {
        let (_held, at) = folder();
        assert_eq!(points(&at.join("a.ron")), [at.join("a.ron")]);
        assert_eq!(points(&at.join("gone/deep/a.ron")), [at.join("gone")]);
        symlink("gone/a.ron", at.join("link")).unwrap();
        assert_eq!(points(&at.join("link")), [at.join("link"), at.join("gone")]);
    }

    #[test]
    fn lost_events_and_errors_are_as_good_as_a_change_and_reading_or_a_neighbour_is_none() {
        let file = Path::new("/folder/a.ron");
        let (mut ears, heard) = ears(file);
        let data = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        for event in [
            Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)),
            Err(notify::Error::generic("lost")),
            Ok(Event::new(data).add_path(file.to_owned())),
        ] {
            ears.hear(event);
            assert!(matches!(heard.try_recv(), Ok(Message::Disturbed)));
        }
        assert!(!ears.moved.load(Ordering::Relaxed));
        ears.hear(Ok(Event::new(data).add_path("/folder/b.ron".into())));
        ears.hear(Ok(Event::new(EventKind::Access(AccessKind::Any)).add_path(file.to_owned())));
        assert!(heard.try_recv().is_err());
    }

    #[test]
    fn a_folder_that_moves_and_a_watch_that_ends_make_it_stale() {
        let file = Path::new("/folder/a.ron");
        let (mut moving, heard) = ears(file);
        let from = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        moving.hear(Ok(Event::new(from).add_path("/folder".into())));
        assert!(moving.moved.load(Ordering::Relaxed) && heard.try_recv().is_ok());
        let (ending, heard) = ears(file);
        let moved = Arc::clone(&ending.moved);
        drop(ending);
        assert!(moved.load(Ordering::Relaxed) && heard.try_recv().is_ok());
    }

    #[test]
    fn a_real_watch_hears_of_the_file_of_its_link_and_of_its_folder() {
        let (_held, at) = folder();
        for name in ["in", "other"] {
            fs::create_dir(at.join(name)).unwrap();
            fs::write(at.join(name).join("a.ron"), "").unwrap();
        }
        symlink("in/a.ron", at.join("link")).unwrap();
        let limit = Duration::from_secs(20);
        let file = at.join("link");
        let changes: [&dyn Fn(); 3] = [
            &|| fs::write(at.join("in/a.ron"), "x").unwrap(),
            &|| {
                symlink("other/a.ron", at.join("new")).unwrap();
                fs::rename(at.join("new"), at.join("link")).unwrap();
            },
            &|| fs::rename(at.join("other"), at.join("away")).unwrap(),
        ];
        for (number, change) in changes.iter().enumerate() {
            let (messages, heard) = channel();
            let watcher = watch(&file, messages).unwrap();
            assert!(!watcher.is_stale(&file));
            change();
            heard.recv_timeout(limit).unwrap();
            assert_eq!(watcher.is_stale(&file), number > 0, "{number}");
        }
    }
}
