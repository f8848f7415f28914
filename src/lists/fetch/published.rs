//! OpenSanctions' index of a collection: its version, and the SHA-1 of each of its files.

use serde::Deserialize;

use super::failure::Failure;

/// Its version, and its files.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Index {
    #[serde(default)]
    pub(super) version: Option<String>,
    #[serde(default)]
    resources: Vec<Resource>,
}

#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
struct Resource {
    name: String,
    #[serde(default)]
    checksum: Option<String>,
}

impl Index {
    /// Reads an index.
    ///
    /// # Errors
    /// Where it is none.
    pub(super) fn read(text: &[u8]) -> Result<Self, Failure> {
        serde_json::from_slice(text)
            .map_err(|_| Failure::lasting("what should be the index of the files is not understood"))
    }

    /// The SHA-1 that a file must have, in hexadecimal, where the index says it.
    pub(super) fn sha1(&self, name: &str) -> Option<String> {
        let resource = self.resources.iter().find(|it| it.name == name)?;
        let checksum = resource.checksum.as_deref()?.trim().to_ascii_lowercase();
        let is_sha1 = checksum.len() == 40 && checksum.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_sha1.then_some(checksum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_says_what_digest_a_file_has() {
        let sum = "a9993e364706816aba3e25717850c26c9cd0d89d";
        let text = format!(
            r#"{{"version": "20260923-abc", "title": "x", "resources": [
                {{"name": "a.json", "checksum": "{}", "size": 3}}, {{"name": "b.json", "checksum": "short"}}, {{"name": "c.json"}}]}}"#,
            sum.to_uppercase()
        );
        let index = Index::read(text.as_bytes()).unwrap();
        assert_eq!(index.version.as_deref(), Some("20260923-abc"));
        let of = |name| index.sha1(name);
        assert_eq!(
            (of("a.json").as_deref(), of("b.json"), of("c.json"), of("d.json")),
            (Some(sum), None, None, None)
        );
        assert!(Index::read(b"<html>").is_err());
    }
}
