//! Every form of every official list, damaged: it is read or refused, and a refusal names its place.

use std::fs;
use std::io::Write as _;

use beltui::lists::{ListError, Published, read};
use bolero::check;

use super::common::lists::{FIXTURES, fixture, names_its_place};
use super::common::mutations::{Mutation, mutated_bytes};

fn read_bytes(name: &str, bytes: &[u8]) -> Result<Published, ListError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(&[path], None, &mut |_, _, _| {})
}

#[test]
fn every_form_ends_in_a_list_or_in_a_refusal_that_names_its_place() {
    let whole: Vec<Vec<u8>> = FIXTURES.iter().map(|name| fs::read(fixture(name)).unwrap()).collect();
    check!().with_type::<(u8, Vec<Mutation>)>().for_each(|(which, steps)| {
        let which = usize::from(*which) % FIXTURES.len();
        let bytes = mutated_bytes(&whole[which], &steps[..steps.len().min(6)]);
        match read_bytes(FIXTURES[which], &bytes) {
            Ok(list) => {
                let mut references: Vec<&str> = list.entries.iter().map(|it| it.reference.as_str()).collect();
                references.sort_unstable();
                references.dedup();
                assert_eq!(references.len(), list.entries.len(), "each entry once");
            }
            Err(error) => names_its_place(FIXTURES[which], &error.to_string()),
        }
    });
}

#[test]
fn a_packed_file_that_is_damaged_ends_as_well() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["sdn.csv", "add.csv", "alt.csv"] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&fs::read(fixture(name)).unwrap()).unwrap();
    }
    let whole = writer.finish().unwrap().into_inner();
    check!().with_type::<Vec<Mutation>>().for_each(|steps| {
        let bytes = mutated_bytes(&whole, &steps[..steps.len().min(4)]);
        if let Err(error) = read_bytes("all.zip", &bytes) {
            assert!(error.to_string().contains("all.zip"), "{error}");
        }
    });
}

#[test]
fn any_bytes_are_a_list_or_none() {
    check!().for_each(|bytes| {
        let _ = read_bytes("list", bytes);
    });
}
