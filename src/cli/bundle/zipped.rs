//! A bundle as a file: a zip with the same bytes for the same pieces.

use std::fs::File;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::report::bundle::Piece;
use crate::store::regular;

use super::layout::{Lies, what_else};

/// So many files are in a bundle at most.
const MOST_PIECES: usize = 10_000;

/// All files of a bundle together are at most so long unpacked, in bytes.
const MOST_BYTES: u64 = 1 << 30;

/// The bytes of the zip. Every file has the same time: it would say something only of the machine.
pub(super) fn packed(pieces: &[Piece]) -> anyhow::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for piece in pieces {
        writer.start_file(piece.name.as_str(), options)?;
        writer.write_all(&piece.bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The files of a zip, in its order, in bounded memory.
///
/// # Errors
/// Where it cannot be read, or has something in it that no bundle has.
pub(super) fn unpacked(path: &Path) -> anyhow::Result<Vec<Piece>> {
    let named = || format!("it is no bundle that can be read ({})", path.display());
    let mut file: File = regular::open(path).map_err(std::io::Error::from).with_context(named)?;
    let mut archive = ZipArchive::new(file.try_clone().with_context(named)?).with_context(named)?;
    if archive.len() > MOST_PIECES {
        bail!(
            "it has {} files, and no bundle has more than {MOST_PIECES} ({})",
            archive.len(),
            path.display()
        );
    }
    let (mut pieces, mut lies, mut left) = (Vec::new(), Vec::new(), MOST_BYTES);
    for at in 0..archive.len() {
        let file = archive.by_index(at).with_context(named)?;
        let name = file.name().with_context(named)?.into_owned();
        if !is_name(&name) {
            bail!("it has a file of a name that no bundle has: {name:?} ({})", path.display());
        }
        if file.is_symlink() {
            bail!("it has a link, and no bundle has one: {name} ({})", path.display());
        }
        let (method, from) = (file.compression(), file.header_start());
        let to = file.data_start().map_or(from, |data| data + file.compressed_size());
        lies.push(Lies { name: name.clone(), method, from, to });
        let mut bytes = Vec::new();
        let read =
            file.take(left + 1).read_to_end(&mut bytes).with_context(|| format!("{name} in it is damaged"));
        let read = read.with_context(named)? as u64;
        left = left.checked_sub(read).with_context(|| {
            format!("it is longer than {MOST_BYTES} bytes unpacked, and no bundle is ({})", path.display())
        })?;
        pieces.push(Piece { name, bytes });
    }
    if let Some(what) = what_else(&mut file, lies).with_context(named)? {
        bail!(
            "it has more in it than its files, {what}: a program that unpacks it may show that ({})",
            path.display()
        );
    }
    Ok(pieces)
}

/// Whether a file of a bundle can be called so: it stays below the folder into which a bundle is unpacked.
fn is_name(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    name.split('/').all(is_part)
}

/// A name for a file of something that is called otherwise: what cannot stand in it is `_`.
pub(super) fn name_of(text: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = text.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { "_".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_pieces_are_the_same_bytes_and_come_back() {
        let pieces = [Piece::text("a/b.txt", "one"), Piece::text("c.json", "{}\n")];
        let bytes = packed(&pieces).unwrap();
        assert_eq!(bytes, packed(&pieces).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(unpacked(&path).unwrap(), pieces);
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_refused() {
        for name in ["../a", "/a", "a/../b", "a//b", "", ".hidden", "a\\b", "a\u{202e}"] {
            assert!(!is_name(name), "{name:?}");
            assert!(is_name(&name_of(name)), "{name:?}");
        }
        assert!(is_name("records/sanctions/us-belavia.ron"));
    }
}
