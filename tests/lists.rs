//! Readers of official lists: every form, read again as others save it, and refused where it is damaged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::io::Write as _;

use beltui::lists::import::{Filter, proposals};
use beltui::lists::{Coverage, EntryKind, ListName, read};
use beltui::model::date::Date;
use beltui::model::measure::{MeasureType, StandardMeasure};
use beltui::model::record::Owned;
use beltui::model::state::State;
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
    assert_eq!((person.kind, person.programmes.len()), (EntryKind::Person, 2));
    assert!(person.remark.as_deref().unwrap().ends_with("Gender Male. Continued here."));
    assert_eq!(entry(&list, "44580").kind, EntryKind::Aircraft);
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
    assert_eq!((person.name.as_str(), person.kind), ("Aliaksandr Ryhoravich Lukashenka", EntryKind::Person));
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
        assert_eq!((person.kind, person.listed_on), (EntryKind::Person, Some(day("2020-12-31"))));
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
    assert_eq!(entry(&list, "QDe.004").kind, EntryKind::Entity);
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
    let delimited = |delimiter: u8| -> String {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(unix.as_bytes());
        let mut writer = csv::WriterBuilder::new();
        writer.quote_style(csv::QuoteStyle::Always).delimiter(delimiter);
        let mut writer = writer.from_writer(Vec::new());
        for record in reader.byte_records() {
            writer.write_byte_record(&record.unwrap()).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    };
    let quoted = delimited(b',');
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
        ("names of columns", headed.clone().into_bytes()),
        ("its day above the names of columns", format!("2025-01-01\n{headed}").into_bytes()),
        ("the same in a table", format!("2025-01-01,,,,,,,,,,,\n{headed}").into_bytes()),
        ("words about it", format!("SDN list of 2025-01-01, as saved\n{unix}").into_bytes()),
        ("a mark of the byte order", with_bom.into_bytes()),
        ("UTF-16", utf16),
        ("semicolons", delimited(b';').into_bytes()),
        ("tabs", delimited(b'\t').into_bytes()),
        ("strokes, as in SDN.PIP", delimited(b'|').into_bytes()),
        ("at signs, as in SDN.DEL", delimited(b'@').into_bytes()),
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
    // A first entry that was damaged is no line above the heads.
    let first = sdn.split(',').next().unwrap();
    for damaged in [sdn.replacen(first, "x760", 1), sdn.replacen(&format!("{first},"), "x760", 1)] {
        let said = refused("sdn.csv", &damaged);
        assert!(said.starts_with("expected the number of an entry") && said.ends_with(", line 1)"), "{said}");
    }
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

/// A packed file with such files in it.
fn packed(path: &std::path::Path, files: &[(&str, &[u8])]) {
    let mut writer = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, text) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text).unwrap();
    }
    writer.finish().unwrap();
}

fn words(measures: &[MeasureType]) -> Vec<String> {
    measures.iter().map(ToString::to_string).collect()
}

/// What is read of an entry: name, other names, weak names, countries, programmes, when, birthdays, numbers.
fn told(entry: &beltui::lists::Entry) -> [String; 8] {
    let numbers = entry.identifiers.iter().map(|it| format!("{} {}", it.scheme, it.value));
    let born = entry
        .born
        .iter()
        .map(|it| it.date.map_or_else(|| it.text.clone(), beltui::model::date::Date::written));
    [
        entry.name.clone(),
        entry.aliases.join("; "),
        entry.weak_aliases.join("; "),
        entry.countries.join("; "),
        entry.programmes.join("; "),
        entry.listed_on.map(beltui::model::date::Date::written).unwrap_or_default(),
        born.collect::<Vec<_>>().join("; "),
        numbers.collect::<Vec<_>>().join("; "),
    ]
}

#[test]
fn every_form_gives_names_countries_days_birthdays_and_numbers() {
    let mut cases = csv::ReaderBuilder::new().delimiter(b'|').from_path(fixture("entries.csv")).unwrap();
    for case in cases.records() {
        let case = case.unwrap();
        let list = list(&[&case[0]]);
        let found = told(entry(&list, &case[1]));
        let wanted: Vec<&str> = case.iter().skip(2).collect();
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), wanted, "{} {}", &case[0], &case[1]);
    }
}

#[test]
fn a_birthday_that_is_no_date_is_told_with_its_line_in_every_form() {
    let mut cases =
        csv::ReaderBuilder::new().delimiter(b'|').quoting(false).from_path(fixture("births.csv")).unwrap();
    for case in cases.records() {
        let case = case.unwrap();
        let [file, from, to, birth, line] = [0, 1, 2, 3, 4].map(|at| &case[at]);
        let text = fs::read_to_string(fixture(file)).unwrap();
        assert!(text.contains(from), "{file}: {from}");
        let list = read_text(file, text.replacen(from, to, 1).as_bytes()).unwrap();
        let said = list.notes.iter().filter(|note| note.contains("no date for certain")).collect::<Vec<_>>();
        let [said] = said.as_slice() else { panic!("{file}: {:?}", list.notes) };
        assert!(
            said.contains(&format!("line {line})")) && said.contains(&format!("{birth:?}")),
            "{file}: {said}"
        );
        let entries = list.entries.iter();
        let held = entries.flat_map(|entry| &entry.born).find(|it| it.text == birth);
        assert_eq!(held.map(|it| it.date), Some(None), "{file}: it is kept as it is written");
    }
}

#[test]
fn the_advanced_form_says_what_is_the_main_thing_and_what_is_false() {
    let text = fs::read_to_string(fixture("sdn_advanced.xml")).unwrap();
    let bound =
        |year: &str, part: &str| format!("<{part}><Year>{year}</Year><Month>3</Month><Day>4</Day></{part}>");
    let born = |year: &str, link: u8, reliability: u8| {
        format!(
            "<Feature FeatureTypeID=\"8\"><FeatureVersion ReliabilityID=\"{reliability}\"><DatePeriod><Start>{}</Start><End>{}</End></DatePeriod></FeatureVersion><IdentityReference IdentityFeatureLinkTypeID=\"{link}\"/></Feature>",
            bound(year, "From"),
            bound(year, "To")
        )
    };
    let births = [born("1971", 1, 1), born("1970", 2, 1), born("1972", 1, 3)].concat();
    let country = |location: u16, link: u8, reliability: u8| {
        format!(
            "<Feature FeatureTypeID=\"10\"><FeatureVersion ReliabilityID=\"{reliability}\"><VersionLocation LocationID=\"{location}\"/></FeatureVersion><IdentityReference IdentityFeatureLinkTypeID=\"{link}\"/></Feature>"
        )
    };
    let countries = [country(701, 1, 1), country(702, 2, 1), country(703, 1, 1), country(704, 1, 3)].concat();
    let place_of = |location: u16, code: u16, name: &str| {
        (
            format!("<Location ID=\"{location}\"><LocationCountry CountryID=\"{code}\"/></Location>"),
            format!("<AreaCode ID=\"{code}\" CountryID=\"{code}\" Description=\"{name}\">X</AreaCode>"),
        )
    };
    let named = [(701, "Alphaland"), (702, "Quelland"), (703, "Betaland"), (704, "Falseland")];
    let (locations, codes): (String, String) =
        named.into_iter().map(|(at, name)| place_of(at, at + 9000, name)).unzip();
    let part = |is_main: bool, city: &str| {
        format!("<LocationPartValue Primary=\"{is_main}\"><Value>{city}</Value></LocationPartValue>")
    };
    let place = format!("<LocationPart>{}{}</LocationPart>", part(true, "Minsk"), part(false, "Минск"));
    let paper = |number: &str, validity: u8| {
        format!(
            "<IDRegDocument IDRegDocTypeID=\"1571\" IdentityID=\"1\" ValidityID=\"{validity}\"><IDRegistrationNo>{number}</IDRegistrationNo></IDRegDocument>"
        )
    };
    let papers = format!("<IDRegDocuments>{}{}</IDRegDocuments>", paper("D9000001", 1), paper("D9000002", 2));
    let tables = "<IDRegDocTypeValues><IDRegDocType ID=\"1571\">Passport</IDRegDocType></IDRegDocTypeValues>\
        <IdentityFeatureLinkTypeValues><IdentityFeatureLinkType ID=\"1\">Unknown</IdentityFeatureLinkType>\
        <IdentityFeatureLinkType ID=\"2\">Main</IdentityFeatureLinkType></IdentityFeatureLinkTypeValues>\
        <ReliabilityValues><Reliability ID=\"1\">Unknown</Reliability><Reliability ID=\"3\">False</Reliability></ReliabilityValues>\
        <ValidityValues><Validity ID=\"1\">Valid</Validity><Validity ID=\"2\">Fraudulent</Validity></ValidityValues>\
        </ReferenceValueSets>";
    let text = text
        .replacen("</ReferenceValueSets>", tables, 1)
        .replacen("<LocationCountry", &format!("{place}<LocationCountry"), 1)
        .replacen("<DistinctParties>", &format!("{papers}<DistinctParties>"), 1)
        .replacen("<AreaCodeValues>", &format!("<AreaCodeValues>{codes}"), 1)
        .replacen("<Locations>", &format!("<Locations>{locations}"), 1)
        .replacen("PartySubTypeID=\"3\"", "PartySubTypeID=\"4\"", 1)
        .replacen("<Feature ", &format!("{births}{countries}<Feature "), 1);
    let list = read_text("sdn_advanced.xml", text.as_bytes()).unwrap();
    let party = entry(&list, "32746");
    let born: Vec<&str> = party.born.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(born, ["1971-03-04", "1970-03-04"], "what the list itself calls false is no birthday");
    assert_eq!(
        list.left_out,
        [
            ("birthdays that the list itself calls false".to_owned(), 1),
            ("countries that the list itself calls false".to_owned(), 1)
        ]
    );
    assert_eq!(party.nationalities, ["Quelland", "Alphaland", "Betaland"], "the main one comes first");
    let imported = proposals(&State::default(), &list, day("2025-12-24"), &Filter::default());
    let made = imported.changes.iter().flat_map(|change| &change.needs).find_map(|it| match it {
        Owned::Subject(subject) if subject.name == party.name => subject.born,
        _ => None,
    });
    assert_eq!(made.map(Date::written).as_deref(), Some("1970-03-04"), "its own birthday is the main one");
    assert_eq!(party.addresses, ["Minsk, Belarus"], "of two scripts the main one is the address");
    let numbers: Vec<String> =
        party.identifiers.iter().map(|it| format!("{} {}", it.scheme, it.value)).collect();
    assert_eq!(numbers, ["Passport D9000001", "Forged Passport D9000002"]);
}

#[test]
fn each_list_of_ofac_is_known_by_what_stands_in_it_and_who_is_on_another_one_is_left_out() {
    let list_of = list(&["sdn_enhanced.xml"]);
    assert_eq!(
        (list_of.list, list_of.date, list_of.entries.len()),
        (ListName::OfacSdn, Some(day("2025-12-24")), 1)
    );
    assert_eq!(list_of.left_out, [("on another of OFAC's lists alone".to_owned(), 1)]);
    let text = fs::read_to_string(fixture("sdn_enhanced.xml")).unwrap();
    let cons = text.replace(
        "91507\">SDN List</sanctionsList></sanctionsLists></filters>",
        "91512\">Consolidated List</sanctionsList></sanctionsLists></filters>",
    );
    let cons = read_text("sdn.xml", cons.as_bytes()).unwrap();
    assert_eq!((cons.list, cons.entries.len()), (ListName::OfacConsolidated, 1));
    assert_eq!(words(&cons.entries[0].measures()), ["Financial restrictions"]);
    let filtered =
        text.replace("</filters>", "<sanctionsPrograms><p>BELARUS</p></sanctionsPrograms></filters>");
    let filtered = read_text("sdn.xml", filtered.as_bytes()).unwrap();
    assert_eq!((filtered.coverage, filtered.part.as_deref()), (Coverage::Some, Some("a filter: BELARUS")));
    // The same file, whatever it is called.
    let xml = fs::read_to_string(fixture("sdn.xml")).unwrap();
    let said = "<remarks>Subject to Directive 2</remarks></sdnEntry>";
    let cons = read_text("sdn.xml", xml.replace("</sdnEntry>", said).as_bytes()).unwrap();
    assert_eq!(cons.list, ListName::OfacConsolidated);
    assert!(cons.entries.iter().all(|entry| words(&entry.measures()) == ["Financial restrictions"]));
}

#[test]
fn each_list_of_the_screening_list_does_what_it_does() {
    let list = list(&["csl.csv"]);
    assert_eq!(words(&entry(&list, "aa01").measures()), ["Export control"]);
    assert_eq!(words(&entry(&list, "aa02").measures()), ["Asset freeze"]);
    assert_eq!(entry(&list, "aa02").other_refs, ["OFAC 90001"]);
    assert_eq!(words(&entry(&list, "aa04").measures()), ["Financial restrictions"]);
    assert_eq!(list.entries.len(), 3, "on the unverified list nothing is forbidden");
    assert_eq!(list.left_out.len(), 1);
    // Older files have no ids: an entry is known by its list and its number there.
    let text = fs::read_to_string(fixture("csl.csv")).unwrap();
    let older: String = text.lines().map(|line| line.split_once(',').unwrap().1.to_owned() + "\n").collect();
    let older = read_text("csl.csv", older.as_bytes()).unwrap();
    assert_eq!(entry(&older, "SDN/90001").name, "ZORVAN, Petr");
    assert_eq!(older.entries.len(), 3);
    // Who has neither has a row for each address; a number stands once.
    let rows = |number: &str| {
        let of = |street: &str| {
            format!("Denied Persons List (DPL),{number},,,Delta Works,\"{street}, Minsk, BY\",2022-04-07\n")
        };
        let text = "source,entity_number,type,programs,name,addresses,start_date\n".to_owned();
        read_text("csl.csv", (text + &of("1 Zorvan St.") + &of("2 Zorvan St.")).as_bytes())
    };
    let denied = rows("").unwrap();
    assert_eq!(denied.entries.len(), 1);
    assert_eq!(denied.entries[0].addresses, ["1 Zorvan St., Minsk, BY", "2 Zorvan St., Minsk, BY"]);
    assert!(rows("7").unwrap_err().to_string().contains("DPL/7 stands here again"));
}

#[test]
fn who_is_under_something_else_than_sanctions_is_counted_and_not_listed() {
    let line = |id: u8, topics: &str| {
        format!(
            "{{\"id\":\"NK-{id}\",\"caption\":\"Works {id}\",\"schema\":\"Company\",\"properties\":{{\"name\":[\"Works {id}\"],\"topics\":[{topics}]}},\"datasets\":[\"us_ofac_sdn\"],\"last_seen\":\"2025-10-01\",\"target\":true}}\n"
        )
    };
    let sanction = "{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"NK-1\"]},\"datasets\":[\"us_ofac_sdn\"]}\n";
    let topics =
        ["\"sanction\",\"debarment\"", "\"debarment\"", "\"wanted\"", "\"role.pep\"", "\"export.control\""];
    let text: String = (1..).zip(topics).map(|(id, topics)| line(id, topics)).collect();
    let list = read_text("entities.ftm.json", (text + sanction).as_bytes()).unwrap();
    let listed: Vec<&str> = list.entries.iter().map(|it| it.reference.as_str()).collect();
    assert_eq!(listed, ["NK-1"]);
    let left_out: Vec<&str> = list.left_out.iter().map(|(why, _)| why.as_str()).collect();
    assert_eq!(
        left_out,
        [
            "exclusions from contracts, which freeze nothing",
            "wanted notices, which freeze nothing",
            "under export control alone, which freezes nothing"
        ]
    );
}

#[test]
fn nested_entities_have_each_issuers_own_days_and_what_has_ended_is_not_listed() {
    let list = list(&["nested.json"]);
    let alpha = entry(&list, "NK-alpha");
    assert_eq!(alpha.issuers(), ["EU"]);
    assert_eq!(alpha.listings["EU"].programmes, ["EU-BLR"]);
    assert_eq!(alpha.listings["EU"].reason.as_deref(), Some("Makes works."));
    assert_eq!(alpha.other_refs, ["OpenSanctions ofac-90001"]);
    assert_eq!(
        list.left_out,
        [("linked to those who are sanctioned, not sanctioned themselves".to_owned(), 1)]
    );
}

#[test]
fn the_measures_of_the_united_nations_are_those_of_each_regime() {
    let mut cases = csv::ReaderBuilder::new().delimiter(b'|').from_path(fixture("un_regimes.csv")).unwrap();
    for case in cases.records() {
        let case = case.unwrap();
        let (group, kind) =
            if &case[1] == "person" { ("INDIVIDUALS", "INDIVIDUAL") } else { ("ENTITIES", "ENTITY") };
        let text = format!(
            "<CONSOLIDATED_LIST dateGenerated=\"2025-02-03T08:00:00.000Z\"><{group}><{kind}><FIRST_NAME>OMAR</FIRST_NAME><REFERENCE_NUMBER>{}</REFERENCE_NUMBER><COMMENTS1>{}</COMMENTS1></{kind}></{group}></CONSOLIDATED_LIST>",
            &case[0], &case[2]
        );
        let list = read_text("un.xml", text.as_bytes()).unwrap();
        assert_eq!(words(&list.entries[0].measures()).join("; "), &case[3], "{case:?}");
    }
}

#[test]
fn the_measures_of_switzerland_are_those_of_its_sets_of_sanctions() {
    let list = list(&["seco_sets.xml"]);
    for (reference, wanted) in [
        ("100", &["Asset freeze"][..]),
        ("46130", &["Financial restrictions"]),
        ("34461", &["Vessel-related measures"]),
    ] {
        assert_eq!(words(&entry(&list, reference).measures()), wanted, "{reference}");
    }
    assert!(list.entries.iter().all(|it| it.reference != "5142"), "it is delisted");
}

#[test]
fn the_workbook_of_australia_is_read_row_by_row() {
    let cells = |row: usize, texts: &[&str]| {
        let cell = |(at, text): (usize, &&str)| {
            let name = char::from(b'A' + u8::try_from(at).unwrap());
            format!("<c r=\"{name}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        format!("<row r=\"{row}\">{}</row>", texts.iter().enumerate().map(cell).collect::<String>())
    };
    let head = [
        "Reference",
        "Name of Individual or Entity",
        "Type",
        "Name Type",
        "Citizenship",
        "Committees",
        "Control Date",
        "Targeted Financial Sanction",
        "Travel Ban",
    ];
    let sheet = format!(
        "<worksheet><sheetData>{}{}{}{}</sheetData></worksheet>",
        cells(1, &head),
        cells(
            2,
            &[
                "7",
                "Petr Zorvan",
                "Individual",
                "Primary Name",
                "Quelland",
                "Autonomous (Quelland)",
                "24/12/2025",
                "TRUE",
                "TRUE"
            ]
        ),
        cells(3, &["7a", "Pyotr Zorvan", "Individual", "Alias", "", "", "", "", ""]),
        cells(
            4,
            &[
                "8",
                "Alpha Works",
                "Entity",
                "Primary Name",
                "",
                "Autonomous (Quelland)",
                "24/12/2025",
                "TRUE",
                "FALSE"
            ]
        ),
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xlsx");
    packed(&path, &[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", sheet.as_bytes())]);
    let list = read(std::slice::from_ref(&path), None, &mut |_, _, _| {}).unwrap();
    assert_eq!((list.list, list.entries.len()), (ListName::Australia, 2));
    let person = entry(&list, "7");
    assert_eq!((person.name.as_str(), person.kind), ("Petr Zorvan", EntryKind::Person));
    assert_eq!(
        (&person.aliases[..], &person.nationalities[..]),
        (&["Pyotr Zorvan".to_owned()][..], &["Quelland".to_owned()][..])
    );
    assert_eq!(words(&person.measures()), ["Asset freeze", "Travel ban"]);
    assert_eq!(person.listed_on, None, "the day of control is that of the last change");
    assert_eq!(words(&entry(&list, "8").measures()), ["Asset freeze"]);
    packed(
        &path,
        &[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>")],
    );
    assert!(read(&[path], None, &mut |_, _, _| {}).is_err());
}

#[test]
fn lists_are_unpacked_and_foreign_and_hidden_files_beside_them_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let sdn = fs::read(fixture("sdn.csv")).unwrap();
    let wanted = list(&["sdn.csv"]).entries;
    let gz = folder.path().join("sdn.csv.gz");
    let mut writer =
        flate2::write::GzEncoder::new(fs::File::create(&gz).unwrap(), flate2::Compression::fast());
    writer.write_all(&sdn).unwrap();
    writer.finish().unwrap();
    let zst = folder.path().join("sdn.csv.zst");
    let compressed = ruzstd::encoding::compress_to_vec(&sdn[..], ruzstd::encoding::CompressionLevel::Fastest);
    fs::write(&zst, compressed).unwrap();
    for path in [gz, zst] {
        let list = read(std::slice::from_ref(&path), None, &mut |_, _, _| {}).unwrap();
        assert_eq!(list.entries, wanted, "{}", path.display());
        assert_eq!(list.files[0].bytes, fs::metadata(&path).unwrap().len());
        fs::remove_file(path).unwrap();
    }
    for (name, text) in
        [("sdn.csv", &sdn[..]), (".DS_Store", b"x"), ("README.txt", b"Read me."), ("logo.png", b"\x89PNG\0")]
    {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let of_folder = read(&[folder.path().to_owned()], None, &mut |_, _, _| {}).unwrap();
    assert_eq!((of_folder.entries.len(), of_folder.notes.len()), (wanted.len(), 2), "{:?}", of_folder.notes);
    assert!(of_folder.notes.iter().all(|note| note.starts_with("left out: this is no list")));
    // Named by itself it is refused.
    assert!(read(&[folder.path().join("README.txt")], None, &mut |_, _, _| {}).is_err());
    let zip = folder.path().join("all.zip");
    packed(&zip, &[("__MACOSX/._sdn.csv", b"x"), ("README.txt", b"Read me."), ("sdn.csv", &sdn)]);
    let of_zip = read(&[zip], None, &mut |_, _, _| {}).unwrap();
    assert_eq!((of_zip.entries, of_zip.notes.len()), (wanted, 1));
    fs::remove_file(folder.path().join("sdn.csv")).unwrap();
    fs::remove_file(folder.path().join("all.zip")).unwrap();
    assert!(read(&[folder.path().to_owned()], None, &mut |_, _, _| {}).is_err(), "nothing in it is a list");
}

#[test]
fn columns_that_do_not_hold_what_they_must_and_numbers_that_stand_twice_are_refused_in_their_line() {
    let row = |number: &str, name: &str, kind: &str| {
        format!("{number},{name},{kind},\"QUEL\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n")
    };
    for (name, text, wanted) in [
        ("sdn.csv", row("1", "individual", "\"ZORVAN, Jan\""), "in field 3"),
        ("sdn.csv", row("1", "-0- ", "individual"), "a name in field 2"),
        ("sdn.csv", row("1", "A", "-0- ") + &row("2", "B", "-0- ") + &row("1", "C", "-0- "), "1 stands here again"),
        ("sdn.csv", row("1", "A", "-0- ") + "\u{1a}" + &row("2", "B", "-0- "), "two files stand in one"),
        ("alt.csv", "1,10,A WORKS,aka,-0-\r\n".to_owned(), "aka, fka or nka in field 3"),
        ("add.csv", "1,x,y,z,Quelland,-0-\r\n".to_owned(), "the number of an address in field 2"),
        ("eu.xml", "<export><sanctionEntity euReferenceNumber=\"EU.1.1\"><nameAlias wholeName=\"&x;\"/></sanctionEntity></export>".to_owned(), "references that are known"),
        ("sdn.xml", "<sdnList><sdnEntry><uid>1</uid><lastName>A</lastName></sdnEntry><sdnEntry><uid>1</uid><lastName>B</lastName></sdnEntry></sdnList>".to_owned(), "1 stands here again"),
    ] {
        let said = read_text(name, text.as_bytes()).unwrap_err().to_string();
        let lines = text.trim_end().lines().count();
        assert!(said.contains(wanted) && said.ends_with(&format!(", line {lines})")), "{said}");
    }
    // What can be read with a question is told with its line.
    let text = row("1", "\"\u{ce}ld W\u{f6}rks\"", "-0- ");
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let list = read_text("sdn.csv", &latin).unwrap();
    assert!(
        list.notes[0].starts_with("the text is not UTF-8") && list.notes[0].ends_with(", line 1)"),
        "{:?}",
        list.notes
    );
    let spaced = read_text("sdn.csv", row("1", " \"A WORKS\"", "-0- ").as_bytes()).unwrap();
    assert_eq!(spaced.entries[0].name, "A WORKS", "a space may stand before quotes");
    let said = read_text("sdn.csv", (row("-1", "A", "-0- ") + &row("2", "B", "-0- ")).as_bytes());
    let said = said.unwrap_err().to_string();
    assert!(said.contains("the number of an entry, not \"-1\"") && said.ends_with(", line 1)"), "{said}");
    // Other dividers and line ends are taken as they come.
    let semicolons = read_text("sdn.csv", row("1", "A", "-0- ").replace(',', ";").as_bytes()).unwrap();
    assert_eq!(semicolons.entries[0].name, "A");
}

#[test]
fn nothing_is_listed_after_the_day_of_the_list_and_an_amendment_lists_nobody() {
    let entity = |reference: &str, designated: &str, kind: &str, day: &str| {
        format!(
            "<sanctionEntity {designated} euReferenceNumber=\"{reference}\"><regulation regulationType=\"{kind}\" entryIntoForceDate=\"{day}\" programme=\"QUE\"/><nameAlias wholeName=\"Alpha {reference}\"/></sanctionEntity>"
        )
    };
    let text = format!(
        "<export generationDate=\"2024-10-01T12:00:00.000+02:00\">{}{}{}{}{}</export>",
        entity("EU.1.1", "", "amendment", "2024-09-14"),
        entity("EU.1.2", "designationDate=\"2022-04-08\"", "amendment", "2024-09-14"),
        entity("EU.1.3", "", "regulation", "2020-01-01"),
        entity("EU.1.4", "", "regulation", "2031-01-01"),
        entity("EU.1.5", "designationDate=\"2022-04-08+02:00\"", "amendment", "2024-09-14"),
    );
    let list = read_text("eu.xml", text.as_bytes()).unwrap();
    let listed: Vec<String> = list
        .entries
        .iter()
        .map(|it| it.listed_on.map(beltui::model::date::Date::written).unwrap_or_default())
        .collect();
    assert_eq!(listed, ["", "2022-04-08", "2020-01-01", "", "2022-04-08"]);
    assert!(
        list.notes.iter().any(|note| note.starts_with("1 days of listing lie after")),
        "{:?}",
        list.notes
    );
}

#[test]
fn a_list_that_says_how_many_entries_it_has_is_held_to_it() {
    let xml = fs::read_to_string(fixture("sdn.xml")).unwrap();
    let counted = |count: &str| {
        let said = format!("<Record_Count>{count}</");
        read_text("sdn.xml", xml.replacen("<Record_Count>2</", &said, 1).as_bytes()).unwrap()
    };
    let whole = list(&["sdn.xml"]).entries.len();
    assert_eq!(counted(&whole.to_string()).coverage, Coverage::All);
    let part = counted("19,391");
    assert_eq!((part.coverage, part.doubts.len()), (Coverage::Some, 1));
    assert!(part.doubts[0].is_strong);
    // OFAC ends its tables with a mark.
    let sdn = fs::read_to_string(fixture("sdn.csv")).unwrap();
    assert!(read_text("sdn.csv", sdn.as_bytes()).unwrap().doubts.is_empty());
    let cut = read_text("sdn.csv", sdn.replace('\u{1a}', "").as_bytes()).unwrap();
    assert!(cut.doubts.len() == 1 && !cut.doubts[0].is_strong, "{:?}", cut.doubts);
}
