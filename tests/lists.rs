//! Readers of official lists: every form, read again as others save it, and refused where it is damaged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::io::Write as _;

use beltui::lists::{Coverage, ListName, read};
use beltui::model::measure::{MeasureType, StandardMeasure, TargetKind};
use common::lists::{FIXTURES, date as day, entry, fixture, list, names_its_place, read_text};
use common::mutations::{mutated_bytes, mutations};
use proptest::test_runner::{Config as ProptestConfig, TestRunner};

#[test]
fn ofac_csv_joins_entries_addresses_aliases_and_comments_by_their_numbers() {
    let list = list(&["sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"]);
    assert_eq!((list.list, list.entries.len(), list.coverage), (ListName::OfacSdn, 4, Coverage::All));
    let belavia = entry(&list, "44541");
    assert_eq!(belavia.name, "OPEN JOINT STOCK COMPANY BELAVIA BELARUSIAN AIRLINES");
    assert_eq!(belavia.aliases, ["BELAVIA", "BELAVIA BELARUSIAN AIRLINES"]);
    assert_eq!(belavia.countries, ["Belarus"]);
    assert_eq!(belavia.legal_acts, ["E.O. 14038"]);
    let person = entry(&list, "9760");
    assert_eq!((person.kind, person.programmes.len()), (TargetKind::Person, 2));
    assert!(person.remark.as_deref().unwrap().ends_with("Gender Male. Continued here."));
    assert_eq!(entry(&list, "44580").kind, TargetKind::Aircraft);
    assert_eq!(list.files.len(), 4);
    assert!(list.files.iter().all(|file| file.sha256.len() == 64));
}

#[test]
fn addresses_alone_and_aliases_alone_are_a_part_of_the_list() {
    assert_eq!(list(&["add.csv"]).coverage, Coverage::Some);
    assert_eq!(list(&["alt.csv"]).coverage, Coverage::Some);
    assert!(list(&["add.csv"]).entries.iter().all(|entry| entry.name.is_empty()));
}

#[test]
fn the_two_xml_forms_of_ofac_say_the_same_as_the_csv() {
    let csv = list(&["sdn.csv", "add.csv", "alt.csv"]);
    let xml = list(&["sdn.xml"]);
    let advanced = list(&["sdn_advanced.xml"]);
    for list in [&xml, &advanced] {
        assert_eq!((list.list, list.date), (ListName::OfacSdn, Some(day("2025-12-24"))));
        for reference in ["32746", "9760"] {
            let (one, other) = (entry(&csv, reference), entry(list, reference));
            assert_eq!((&one.name, one.kind), (&other.name, other.kind));
        }
        assert_eq!(entry(list, "32746").aliases, ["JSC BELARUSKALI"]);
        assert_eq!(entry(list, "32746").countries, ["Belarus"]);
        assert_eq!(entry(list, "32746").programmes, ["BELARUS-EO14038"]);
    }
    let listed = entry(&advanced, "32746");
    assert_eq!(listed.listed_on, Some(day("2021-08-09")));
    assert_eq!(listed.legal_acts, ["E.O. 14038"]);
}

#[test]
fn the_european_list_is_read_from_csv_and_xml() {
    for name in ["eu.csv", "eu.xml"] {
        let list = list(&[name]);
        assert_eq!((list.list, list.date), (ListName::Eu, Some(day("2025-12-24"))), "{name}");
        let belavia = entry(&list, "EU.7863.35");
        assert_eq!(belavia.name, "Belavia – Belarusian Airlines");
        assert_eq!(
            (belavia.countries.join(""), belavia.programmes.join("")),
            ("BY".to_owned(), "BLR".to_owned())
        );
        assert_eq!(belavia.listed_on, Some(day("2021-12-02")));
        assert_eq!(belavia.legal_acts, ["2021/2124 (OJ L430I)"]);
    }
    let list = list(&["eu.csv"]);
    assert_eq!(entry(&list, "EU.7863.35").aliases, ["ААТ \"Авіякампанія Белавія\""]);
    let person = entry(&list, "EU.2131.82");
    assert_eq!((person.name.as_str(), person.kind), ("Aliaksandr Ryhoravich Lukashenka", TargetKind::Person));
}

#[test]
fn the_lists_of_the_united_kingdom_are_read_in_all_their_forms() {
    let list_csv = list(&["uk.csv"]);
    assert_eq!((list_csv.list, list_csv.date), (ListName::Uk, Some(day("2026-02-13"))));
    let belavia = entry(&list_csv, "BEL0070");
    assert_eq!(
        (belavia.name.as_str(), &belavia.aliases[..]),
        ("BELAVIA", &["BELAVIA BELARUSIAN AIRLINES".to_owned()][..])
    );
    assert_eq!(belavia.listed_on, Some(day("2022-08-18")));
    let xml = list(&["uk.xml"]);
    for list in [&list_csv, &xml] {
        let person = entry(list, "BEL0001");
        assert_eq!(person.name, "Alexander Grigoryevich LUKASHENKO");
        assert_eq!(
            person.measures(),
            [StandardMeasure::AssetFreeze, StandardMeasure::TravelBan].map(MeasureType::Standard)
        );
        assert_eq!((person.kind, person.listed_on), (TargetKind::Person, Some(day("2020-12-31"))));
    }
    assert!(entry(&xml, "BEL0001").aliases.contains(&"Александр Григорьевич Лукашенко".to_owned()));
    let ofsi = list(&["conlist.csv"]);
    assert_eq!((ofsi.list, ofsi.date), (ListName::Ofsi, Some(day("2026-01-21"))));
    assert_eq!(entry(&ofsi, "14123").listed_on, Some(day("2021-08-09")));
}

#[test]
fn the_list_of_the_united_nations_is_read() {
    let list = list(&["un.xml"]);
    assert_eq!((list.list, list.date), (ListName::Un, Some(day("2025-12-24"))));
    let person = entry(&list, "QDi.006");
    assert_eq!(person.name, "USAMA MUHAMMED AWAD BIN LADEN");
    assert_eq!(person.aliases, ["Usama bin Muhammad bin Awad Bin Ladin"]);
    assert_eq!(entry(&list, "QDe.004").kind, TargetKind::Entity);
}

#[test]
fn opensanctions_is_read_in_its_old_and_new_columns_and_as_entities() {
    for name in ["targets.simple.csv", "targets.old.csv", "entities.ftm.json"] {
        let list = list(&[name]);
        assert_eq!((list.list, list.date), (ListName::OpenSanctions, Some(day("2025-10-01"))), "{name}");
        let belavia = entry(&list, "NK-belavia");
        assert_eq!((belavia.name.as_str(), belavia.issuers()), ("Belavia", vec!["US"]));
        assert!(belavia.aliases.contains(&"Белавиа".to_owned()), "{name}");
        assert_eq!(belavia.listed_on, Some(day("2023-08-09")));
        assert_eq!(belavia.countries, ["BY"]);
    }
}

#[test]
fn what_was_saved_again_by_other_tools_reads_the_same() {
    let original = fs::read_to_string(fixture("sdn.csv")).unwrap();
    let wanted = read_text("sdn.csv", original.as_bytes()).unwrap().entries;
    let unix = original.replace("\r\n", "\n").replace('\u{1a}', "");
    let quoted: String = {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(unix.as_bytes());
        let mut writer =
            csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        for record in reader.byte_records() {
            writer.write_byte_record(&record.unwrap()).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    };
    let headed = format!(
        "ent_num,SDN_Name,SDN_Type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,Vess_owner,Remarks\n{unix}"
    );
    let with_bom = format!("\u{feff}{unix}");
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(unix.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (how, text) in [
        ("unix line ends", unix.clone().into_bytes()),
        ("everything quoted", quoted.clone().into_bytes()),
        ("quoted with a mark of the byte order", format!("\u{feff}{quoted}").into_bytes()),
        ("names of columns", headed.into_bytes()),
        ("a mark of the byte order", with_bom.into_bytes()),
        ("UTF-16", utf16),
    ] {
        assert_eq!(read_text("sdn.csv", &text).unwrap().entries, wanted, "{how}");
    }
    // Windows-1252, as older tools write it.
    let list = read_text("add.csv", b"1,2,\"a\",\"Saint-J\xe9r\xf4me\",\"C\xf4te d'Ivoire\",-0- \n").unwrap();
    assert_eq!(list.entries[0].countries, ["Côte d'Ivoire"]);
}

#[test]
fn a_packed_list_opens_and_its_digest_is_that_of_the_packed_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sdn_all.zip");
    let mut writer = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for name in ["sdn.csv", "add.csv", "alt.csv"] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&fs::read(fixture(name)).unwrap()).unwrap();
    }
    writer.finish().unwrap();
    let packed = read(std::slice::from_ref(&path), None, &mut |_, _, _| {}).unwrap();
    assert_eq!(packed.entries, list(&["sdn.csv", "add.csv", "alt.csv"]).entries);
    assert_eq!(packed.files.len(), 1);
    assert_eq!(packed.files[0].bytes, fs::metadata(&path).unwrap().len());
}

#[test]
fn what_is_not_understood_is_refused_with_its_line_and_what_was_expected() {
    let refused = |name: &str, text: &str| read_text(name, text.as_bytes()).unwrap_err().to_string();
    let sdn = fs::read_to_string(fixture("sdn.csv")).unwrap().replace('\u{1a}', "");
    let said = refused("sdn.csv", &sdn.replacen("\"aircraft\",", "", 1));
    assert!(said.starts_with("expected 12 fields, not 11") && said.ends_with(", line 4)"), "{said}");
    let said = refused("sdn.csv", &sdn.replacen("9760,", "x760,", 1));
    assert!(said.starts_with("expected the number of an entry") && said.ends_with(", line 3)"), "{said}");
    // Cut off in the middle of a quoted field, of a line, of an element.
    let said = refused("sdn.csv", &sdn[..sdn.len() - 20]);
    assert!(said.contains("cut off"), "{said}");
    let eu = fs::read_to_string(fixture("eu.csv")).unwrap();
    let said = refused("eu.csv", eu.trim_end().rsplit_once(";;;;").unwrap().0);
    assert!(said.starts_with("expected 118 fields") && said.ends_with(", line 5)"), "{said}");
    let xml = fs::read_to_string(fixture("sdn.xml")).unwrap();
    let said = refused("sdn.xml", &xml[..xml.len() - 60]);
    assert!(said.contains("cut off") || said.contains("XML"), "{said}");
    let advanced = fs::read_to_string(fixture("sdn_advanced.xml")).unwrap();
    let said = refused("a.xml", &advanced.replace("ProfileID=\"32746\"", "ProfileID=\"5\""));
    assert!(said.starts_with("expected the profile 5") && said.ends_with(", line 42)"), "{said}");
    let said = refused("a.xml", &xml.replace("12/24/2025", "2025-24-12"));
    assert!(said.starts_with("expected a date") && said.ends_with(", line 3)"), "{said}");
    let json = fs::read_to_string(fixture("entities.ftm.json")).unwrap();
    let said = refused("entities.ftm.json", &json[..json.len() - 30]);
    assert!(said.starts_with("expected an entity as JSON") && said.ends_with(", line 2)"), "{said}");
    assert!(refused("a.txt", "no list at all").starts_with("this is no list that beltui reads"));
    let mixed =
        read(&[fixture("sdn.csv"), fixture("eu.csv")], None, &mut |_, _, _| {}).unwrap_err().to_string();
    assert!(mixed.starts_with("this is a part of EU Consolidated, not of OFAC SDN"), "{mixed}");
}

#[test]
fn an_empty_list_and_a_page_that_is_none_take_nobody_off_a_list() {
    let xml = fs::read_to_string(fixture("sdn.xml")).unwrap();
    let head = xml.split("  <sdnEntry>").next().unwrap();
    let empty = format!("{head}</sdnList>");
    let said = read_text("sdn.xml", empty.as_bytes()).unwrap_err().to_string();
    assert!(said.contains("this list is empty"), "{said}");
    let page = "<!doctype html>\n<html><a href=\"x:Sanctions\">Sanctions</a></html>";
    assert!(read_text("a.xml", page.as_bytes()).unwrap_err().to_string().contains("no list"));
}

#[test]
fn lists_of_two_days_are_never_taken_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let xml = fs::read_to_string(fixture("sdn.xml")).unwrap();
    let (a, b) = (folder.path().join("a.xml"), folder.path().join("b.xml"));
    fs::write(&a, &xml).unwrap();
    fs::write(&b, xml.replace("12/24/2025", "12/25/2025")).unwrap();
    let said = read(&[a, b], None, &mut |_, _, _| {}).unwrap_err().to_string();
    assert!(said.contains("2025-12-24 and 2025-12-25"), "{said}");
}

#[test]
fn no_damage_to_a_list_makes_a_reader_panic_and_each_refusal_names_its_place() {
    let mut refused = 0;
    for name in FIXTURES {
        let whole = fs::read(fixture(name)).unwrap();
        let config = ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() };
        let count = std::cell::Cell::new(0);
        let run = TestRunner::new(config).run(&mutations(4), |steps| {
            if let Err(error) = read_text(name, &mutated_bytes(&whole, &steps)) {
                names_its_place(name, &error.to_string());
                count.set(count.get() + 1);
            }
            Ok(())
        });
        run.unwrap();
        refused += count.get();
    }
    assert!(refused > 200, "only {refused} were refused");
}

#[test]
fn two_files_of_a_kind_and_two_fields_a_line_are_no_list() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("old_add.csv");
    fs::copy(fixture("add.csv"), &other).unwrap();
    let said = read(&[fixture("add.csv"), other], None, &mut |_, _, _| {}).unwrap_err().to_string();
    assert!(said.contains("another file of its kind"), "{said}");
    assert!(read_text("short.csv", b"44541,\"BELAVIA\"\n").is_err());
}
