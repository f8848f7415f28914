//! What a file has beside its text: owner, group, mode and extended attributes (an access list is one). A save puts a
//! new file in the place of the old one, which takes all of them over.

use std::ffi::OsString;
use std::fs::{File, Permissions};
use std::io;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::Path;

use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr};

use super::regular;

/// What a file has beside its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributes {
    mode: u32,
    owner: u32,
    group: u32,
    extended: Vec<(OsString, Vec<u8>)>,
    /// How many names it has.
    links: u64,
}

/// The bits that make a program run as somebody else: they do not go to a file of another owner or group.
const SET_ID: u32 = 0o6000;

impl Attributes {
    /// Of the regular file that a path leads to; `None` where there is none.
    pub fn of(path: &Path) -> Option<Self> {
        Self::of_file(&regular::open(path).ok()?).ok()
    }

    fn of_file(file: &File) -> io::Result<Self> {
        let meta = file.metadata()?;
        Ok(Self {
            mode: meta.mode() & 0o7777,
            owner: meta.uid(),
            group: meta.gid(),
            extended: extended(file),
            links: meta.nlink(),
        })
    }

    /// Gives them to a new file. Returns what the new file could not be given, in words.
    ///
    /// # Errors
    /// Where not even the mode can be set.
    pub fn give_to(&self, file: &File) -> io::Result<Vec<String>> {
        let mut lacking = Vec::new();
        let now = file.metadata()?;
        // One after the other: a member of the group may give the group on, but not the owner.
        if now.gid() != self.group && fchown(file, None, Some(self.group)).is_err() {
            lacking.push(format!("its group ({})", self.group));
        }
        if now.uid() != self.owner && fchown(file, Some(self.owner), None).is_err() {
            lacking.push(format!("its owner ({})", self.owner));
        }
        let mode = if lacking.is_empty() { self.mode } else { self.mode & !SET_ID };
        file.set_permissions(Permissions::from_mode(mode))?;
        // A folder can have an access list that its new files begin with, and the old file did not have.
        for (name, _) in
            extended(file).iter().filter(|(name, _)| !self.extended.iter().any(|it| it.0 == *name))
        {
            let _ = fremovexattr(file, name.as_os_str());
        }
        for (name, value) in &self.extended {
            let _ = fsetxattr(file, name.as_os_str(), value, XattrFlags::empty());
        }
        // Looked at afterwards: some are set by the system and may well be right, some are refused.
        let given = extended(file);
        for one in self.extended.iter().filter(|one| !given.contains(one)) {
            let name = one.0.to_string_lossy();
            lacking.push(match &*name {
                "system.posix_acl_access" => "its access list".to_owned(),
                name => format!("its extended attribute {name}"),
            });
        }
        Ok(lacking)
    }

    /// How many names the file has beside the one that is written: they keep what was there.
    pub fn other_names(&self) -> u64 {
        self.links.saturating_sub(1)
    }
}

/// The extended attributes of a file; none where its file system has none.
fn extended(file: &File) -> Vec<(OsString, Vec<u8>)> {
    let mut names = Vec::with_capacity(1 << 16);
    if flistxattr(file, rustix::buffer::spare_capacity(&mut names)).is_err() {
        return Vec::new();
    }
    let names = names.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    let mut all: Vec<(OsString, Vec<u8>)> = names
        .filter_map(|name| {
            let name = OsString::from_vec(name.to_vec());
            let mut value = Vec::with_capacity(1 << 16);
            fgetxattr(file, name.as_os_str(), rustix::buffer::spare_capacity(&mut value)).ok()?;
            Some((name, value))
        })
        .collect();
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_takes_over_mode_and_extended_attributes_and_what_it_cannot_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        std::fs::write(&old, "").unwrap();
        std::fs::set_permissions(&old, Permissions::from_mode(0o640)).unwrap();
        let tagged = fsetxattr(File::open(&old).unwrap(), "user.tag", b"v", XattrFlags::empty()).is_ok();
        let attributes = Attributes::of(&old).unwrap();
        assert_eq!(attributes.extended.len() == 1, tagged);
        let file = File::create(&new).unwrap();
        assert_eq!(attributes.give_to(&file).unwrap(), [""; 0]);
        assert_eq!(Attributes::of(&new).unwrap(), attributes);
        let odd = Attributes { extended: vec![("nonsense.tag".into(), b"v".to_vec())], ..attributes };
        assert_eq!(odd.give_to(&file).unwrap(), ["its extended attribute nonsense.tag"]);
    }
}
