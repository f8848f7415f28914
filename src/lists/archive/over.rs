//! What of an archive is passed over: whoever asks what stood on a list must know that not all of it was looked at.

use std::collections::BTreeSet;
use std::fs;

use super::super::entry::ListName;
use super::index::Index;
use super::kept::Kept;
use super::store::Archive;

/// So many copies without a line are named.
const FEW: usize = 3;

impl Archive {
    /// What of the archive is passed over, each in words: lines of its index that are not understood, and copies that no
    /// line names. What is kept of a list may be less than there is of it.
    pub fn passed_over(&self, index: &Index) -> Vec<String> {
        let lines = index.misread().iter();
        let mut over: Vec<String> =
            lines.map(|it| format!("line {} of the index is passed over: {}", it.line, it.what)).collect();
        let unnamed = self.unnamed(index);
        if let Some(first) = unnamed.get(..unnamed.len().min(FEW)).filter(|some| !some.is_empty()) {
            let and_more = unnamed.len() - first.len();
            let more = if and_more > 0 { format!(" and {and_more} more") } else { String::new() };
            over.push(format!(
                "no line of the index names these copies, which are passed over: {}{more}; `beltui lists add` of each takes it",
                first.join(", ")
            ));
        }
        over
    }

    /// The folders of copies that no line of the index names.
    fn unnamed(&self, index: &Index) -> Vec<String> {
        let named: BTreeSet<&str> =
            index.copies().iter().chain(index.pruned()).filter_map(Kept::folder).collect();
        let lists =
            ListName::ALL.iter().flat_map(|list| [list.key().to_owned(), format!("{}-delta", list.key())]);
        let mut unnamed: Vec<String> = Vec::new();
        for list in lists {
            let Ok(inside) = fs::read_dir(self.path().join(&list)) else { continue };
            let folders = inside.flatten().filter(|it| it.file_type().is_ok_and(|it| it.is_dir()));
            let names = folders.map(|it| format!("{list}/{}", it.file_name().to_string_lossy()));
            unnamed.extend(names.filter(|name| !named.contains(name.as_str())));
        }
        unnamed.sort_unstable();
        unnamed
    }
}
