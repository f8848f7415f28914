//! Reading a person's own small files. Whatever stands in their place, reading them comes to an end.

use std::io::{Error, ErrorKind, Result};
use std::path::Path;

use super::regular;

/// No file of keys, colours or settings is larger.
pub const MAX_BYTES: u64 = 1 << 20;

/// The text of a file; `None` where there is none.
///
/// # Errors
/// Where it is no regular file, larger than [`MAX_BYTES`] or no UTF-8 text, or the system refuses.
pub fn read(path: &Path) -> Result<Option<String>> {
    let file = match regular::open(path).map_err(Error::from) {
        Ok(file) => file,
        // A link that leads nowhere is no file of the person's either.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8(regular::bytes(file, MAX_BYTES)?);
    text.map(Some).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};

    #[test]
    fn a_file_is_read_and_one_that_is_not_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keymap.ron");
        assert_eq!(read(&path).unwrap(), None);
        fs::write(&path, "{}").unwrap();
        assert_eq!(read(&path).unwrap().as_deref(), Some("{}"));
    }

    #[test]
    fn whatever_stands_in_its_place_is_told_and_nothing_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keymap.ron");
        let refused = |path: &Path| read(path).unwrap_err().to_string();
        fs::create_dir(&path).unwrap();
        assert!(refused(&path).contains("folder"));
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(refused(&pipe).contains("not a file"));
        assert!(refused(Path::new("/dev/zero")).contains("not a file"));
        let large = folder.path().join("large");
        File::create(&large).unwrap().set_len(MAX_BYTES + 1).unwrap();
        assert!(refused(&large).contains("larger than 1 MiB"));
        fs::write(&large, b"\xff\xfe").unwrap();
        assert!(refused(&large).contains("UTF-8"));
    }
}
