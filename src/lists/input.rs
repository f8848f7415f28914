//! The files of lists as the system has them: opened without ever waiting for one, folders, packed files, encodings.

use std::fs::File;
use std::io::{BufRead, Read};
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};

use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use flate2::bufread::MultiGzDecoder;
use rustix::fs::{Mode, OFlags, fcntl_getfl, fcntl_setfl, open};
use ruzstd::decoding::StreamingDecoder;

use super::bounds::MOST_FILES;

/// Opens a file or a pipe. A named pipe that nobody writes into is empty, and does not keep anybody waiting.
///
/// # Errors
/// Where it cannot be opened, and where it is neither.
pub(super) fn opened(path: &Path) -> std::io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let file = File::from(open(path, flags, Mode::empty())?);
    let kind = file.metadata()?.file_type();
    if kind.is_fifo() {
        // What is written into it may take its time.
        fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    } else if !kind.is_file() {
        return Err(std::io::Error::other("it is neither a file nor a pipe"));
    }
    Ok(file)
}

/// Whether a file is one that programs put beside others for themselves.
pub(super) fn is_hidden(name: &str) -> bool {
    name.split(['/', '\\'])
        .any(|part| part == "__MACOSX" || (part.starts_with('.') && !matches!(part, "." | "..")))
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Zip,
    Gzip,
    Zstandard,
}

impl Packing {
    /// What the first bytes of a file say.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [b'P', b'K', 3, 4, ..] => Some(Self::Zip),
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstandard),
            _ => None,
        }
    }

    /// What was packed, as it comes, of a packing that holds one file.
    ///
    /// # Errors
    /// Where it is not packed so.
    pub(super) fn unpacked<'a>(self, packed: impl BufRead + 'a) -> std::io::Result<Box<dyn Read + 'a>> {
        Ok(match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Self::Zstandard => {
                let decoder = StreamingDecoder::new(packed);
                Box::new(decoder.map_err(|error| std::io::Error::other(error.to_string()))?)
            }
            Self::Zip => return Err(std::io::Error::other("a zip holds several files")),
        })
    }
}

/// The files that a path stands for: itself, or those in a folder that are not hidden, not the folders in it. `None` where these are too
/// many.
///
/// # Errors
/// Where the folder cannot be read.
pub(super) fn files(path: &Path) -> std::io::Result<Option<Vec<PathBuf>>> {
    if !path.is_dir() {
        return Ok(Some(vec![path.to_owned()]));
    }
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let path = entry.path();
        if path.is_file() && !is_hidden(&entry.file_name().to_string_lossy()) {
            inside.push(path);
        }
        if inside.len() > MOST_FILES {
            return Ok(None);
        }
    }
    inside.sort();
    Ok(Some(inside))
}

/// The path by which a file in a packed one is named. Nothing is ever written there, but it is shown: what leads out of
/// the packed file is left out.
pub(super) fn inside(packed: &Path, name: &str) -> PathBuf {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.fold(packed.to_owned(), |path, part| path.join(part))
}

/// The encoding of a text that is not UTF-8 and says so: by its first bytes, or in the first line of XML.
pub(super) fn other_encoding(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let by_bytes = encoding_rs::Encoding::for_bom(head).map(|(encoding, _)| encoding);
    let said = || {
        let first = String::from_utf8_lossy(head.get(..head.len().min(200))?).into_owned();
        let label = first.split_once("<?xml")?.1.split_once("?>")?.0.split_once("encoding=")?.1;
        encoding_rs::Encoding::for_label(label.trim_matches(['"', '\'', ' ']).as_bytes())
    };
    by_bytes.or_else(said).filter(|encoding| *encoding != encoding_rs::UTF_8)
}

/// A text in another encoding as UTF-8, as it comes.
pub(super) fn decoded<R: Read>(
    input: R,
    encoding: &'static encoding_rs::Encoding,
) -> DecodeReaderBytes<R, Vec<u8>> {
    DecodeReaderBytesBuilder::new().encoding(Some(encoding)).strip_bom(true).build(input)
}
