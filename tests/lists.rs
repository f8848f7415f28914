//! Official lists: readers of every form, import, reconciliation and the difference between two lists, on small files
//! written as the publishers write them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use beltui::edit::document::Document;
use beltui::lists::difference::{Difference, difference};
use beltui::lists::import::{Filter, proposals};
use beltui::lists::matching::How;
use beltui::lists::proof::{claims, digests};
use beltui::lists::reconcile::{Finding, Reconciliation, Verdict, reconcile};
use beltui::lists::{Coverage, Entry, ListError, ListName, Published, read};
use beltui::model::compact::Few;
use beltui::model::date::Date;
use beltui::model::record::Owned;
use beltui::model::sanction::{Measure, MeasureKind, Sanction, SanctionStep, TargetKind};
use beltui::model::state::State;
use common::shipped;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lists").join(name)
}

fn list(names: &[&str]) -> Published {
    let paths: Vec<PathBuf> = names.iter().map(|name| fixture(name)).collect();
    read(&paths, None, &mut |_, _, _| {}).unwrap()
}

fn entry<'a>(list: &'a Published, reference: &str) -> &'a Entry {
    list.entries.iter().find(|entry| entry.reference == reference).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Reads a text as a file of its own.
fn read_text(name: &str, text: &[u8]) -> Result<Published, ListError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    read(&[path], None, &mut |_, _, _| {})
}

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
    assert!(person.remark.as_deref().unwrap().ends_with("Gender Male.Continued here."));
    assert_eq!(entry(&list, "44580").kind, TargetKind::Aircraft);
    assert_eq!(list.files.len(), 4);
    assert!(list.files.iter().all(|file| file.sha256.len() == 64));
}

#[test]
fn addresses_alone_are_the_whole_list_by_number_and_aliases_alone_are_not() {
    assert_eq!(list(&["add.csv"]).coverage, Coverage::All);
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
            [MeasureKind::AssetFreeze, MeasureKind::TravelBan].map(Measure::Standard)
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
    assert!(said.contains("line 4: expected 12 fields, not 11"), "{said}");
    let said = refused("sdn.csv", &sdn.replacen("9760,", "x760,", 1));
    assert!(said.contains("line 3: expected the number of an entry"), "{said}");
    // Cut off in the middle of a quoted field, of a line, of an element.
    let said = refused("sdn.csv", &sdn[..sdn.len() - 20]);
    assert!(said.contains("cut off"), "{said}");
    let eu = fs::read_to_string(fixture("eu.csv")).unwrap();
    let said = refused("eu.csv", eu.trim_end().rsplit_once(";;;;").unwrap().0);
    assert!(said.contains("line 5: expected 118 fields"), "{said}");
    let xml = fs::read_to_string(fixture("sdn.xml")).unwrap();
    let said = refused("sdn.xml", &xml[..xml.len() - 60]);
    assert!(said.contains("cut off") || said.contains("XML"), "{said}");
    let advanced = fs::read_to_string(fixture("sdn_advanced.xml")).unwrap();
    let said = refused("a.xml", &advanced.replace("ProfileID=\"32746\"", "ProfileID=\"5\""));
    assert!(said.contains("line 42: expected the profile 5"), "{said}");
    let said = refused("a.xml", &xml.replace("12/24/2025", "2025-24-12"));
    assert!(said.contains("line 3: expected a date"), "{said}");
    let json = fs::read_to_string(fixture("entities.ftm.json")).unwrap();
    let said = refused("entities.ftm.json", &json[..json.len() - 30]);
    assert!(said.contains("line 2: expected an entity as JSON"), "{said}");
    assert!(refused("a.txt", "no list at all").contains("this is no list that beltui reads"));
    let mixed =
        read(&[fixture("sdn.csv"), fixture("eu.csv")], None, &mut |_, _, _| {}).unwrap_err().to_string();
    assert!(mixed.contains("a part of EU Consolidated, not of OFAC SDN"), "{mixed}");
}

/// The state after everything proposed is accepted.
fn accepted(state: &State, list: &Published, on: &str, filter: &Filter) -> (State, usize) {
    let proposals = proposals(state, list, day(on), filter);
    let mut document = Document::new(state.clone());
    document.commit(&proposals.accepted(state, |_| true)).unwrap();
    (document.state().clone(), proposals.changes.len())
}

#[test]
fn an_import_adds_what_is_new_updates_what_is_there_and_never_doubles() {
    let state = shipped().state;
    let list_of = list(&["sdn.csv", "add.csv", "alt.csv"]);
    let everything = Filter::default();
    let (once, count) = accepted(&state, &list_of, "2025-02-27", &everything);
    // What the file says of the aircraft and what the list says of it is the same already.
    assert_eq!(count, 2);
    let person = once.sanction("us-lukashenka-alyaksandr-ryhorovich-asset-freeze").unwrap();
    assert_eq!(person.list_refs[0], "OFAC 9760");
    assert_eq!(person.target.country.as_ref().unwrap().as_str(), "BY");
    // Belavia has its record already: it gets the names, and no second record.
    let belavia = once.sanction("us-belavia-asset-freeze").unwrap();
    let names: Vec<String> = belavia.target.aliases.iter().map(|alias| alias.to_lowercase()).collect();
    let different: std::collections::BTreeSet<&String> = names.iter().collect();
    assert!(names.contains(&"belavia belarusian airlines".to_owned()) && names.len() == different.len());
    assert_eq!(once.records().sanctions.len(), state.records().sanctions.len() + 1);
    // The same once more changes nothing.
    assert_eq!(accepted(&once, &list_of, "2025-02-27", &everything).1, 0);
    // A newer one of the same says that they were seen again: of many the first and the last are kept.
    let sightings = |state: &State| {
        let history = &state.sanction("us-lukashenka-alyaksandr-ryhorovich-asset-freeze").unwrap().history;
        history.iter().map(|step| step.on.written()).collect::<Vec<_>>()
    };
    let (twice, _) = accepted(&once, &list_of, "2025-06-01", &everything);
    let (thrice, _) = accepted(&twice, &list_of, "2025-12-24", &everything);
    assert_eq!(sightings(&thrice), ["2025-02-27", "2025-12-24"]);
    // Every imported step cites the list, its day and its digest.
    let claims = claims(&thrice);
    let imported: Vec<_> =
        claims.iter().filter(|claim| claim.measure.as_str().starts_with("us-lukashenka")).collect();
    assert_eq!(imported.len(), 2);
    assert!(imported.iter().all(|claim| claim.digests.len() == 3 && claim.published == Some(claim.on)));
    let source = thrice.source(imported[0].source.as_str()).unwrap();
    assert_eq!(digests(source).len(), 3);
}

#[test]
fn an_import_takes_what_the_filter_means_and_who_issued_it() {
    let empty = State::default();
    let list = list(&["uk.csv"]);
    let filter = |programme: &str, country: &str, name: &str| {
        let of = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
        Filter { programmes: of(programme), countries: of(country), names: of(name) }
    };
    let count = |filter: &Filter| proposals(&empty, &list, day("2026-02-13"), filter).changes.len();
    assert_eq!(count(&Filter::default()), 3, "an asset freeze and a travel ban are two measures");
    assert_eq!(count(&filter("", "", "lukashenko alexander")), 2);
    assert_eq!(count(&filter("The Republic of Belarus", "belarus", "belavia")), 1);
    assert_eq!(count(&filter("RUSSIA", "", "")), 0);
    let (state, _) = accepted(&empty, &list, "2026-02-13", &Filter::default());
    assert_eq!(state.actor("GB").unwrap().name, "United Kingdom");
}

fn finding<'a>(findings: &'a [Finding], name: &str) -> &'a Finding {
    findings
        .iter()
        .find(|finding| finding.name.contains(name))
        .unwrap_or_else(|| panic!("no {name}: {findings:#?}"))
}

/// Lists of several days: which entries of the fixture are on each.
fn dated(days: &[(&str, &[&str])]) -> Vec<(Date, Published)> {
    let whole = list(&["sdn.csv", "add.csv", "alt.csv"]);
    let of = |(on, references): &(&str, &[&str])| {
        let mut list = whole.clone();
        list.entries.retain(|entry| references.contains(&entry.reference.as_str()));
        list.files[0].sha256 = format!("{:0>64}", on.replace('-', ""));
        (day(on), list)
    };
    days.iter().map(of).collect()
}

#[test]
fn a_lifting_that_was_announced_and_is_still_listed_is_told_in_days() {
    let lists = dated(&[("2025-09-11", &["44541", "32746"])]);
    let Reconciliation { findings, .. } = reconcile(&shipped().state, &lists, &Filter::default());
    let belavia = finding(&findings, "Belavia");
    assert_eq!((belavia.verdict, belavia.days), (Verdict::AnnouncedStillListed, Some((0, 0))));
    assert_eq!(belavia.found.map(|(how, _)| how), Some(How::Reference));
    let lists = dated(&[("2025-12-24", &["44541", "32746"])]);
    let Reconciliation { findings, .. } = reconcile(&shipped().state, &lists, &Filter::default());
    assert_eq!(finding(&findings, "Belavia").verdict, Verdict::EndedStillListed);
    assert_eq!(finding(&findings, "Belavia").days, Some((50, 50)));
    assert_eq!(finding(&findings, "US › Belaruskali").verdict, Verdict::AnnouncedStillListed);
    assert_eq!(finding(&findings, "Naftan").verdict, Verdict::NotListed);
}

#[test]
fn several_lists_give_the_windows_in_which_measures_came_and_went() {
    let lists = dated(&[
        ("2023-01-01", &["32746"]),
        ("2024-06-27", &["32746", "44541"]),
        ("2025-02-27", &["32746", "44541"]),
        ("2025-12-24", &["32746"]),
    ]);
    let found = reconcile(&shipped().state, &lists, &Filter::default());
    let belavia = finding(&found.findings, "Belavia");
    assert_eq!(belavia.came, Some((Some(day("2023-01-01")), day("2024-06-27"))));
    assert_eq!(belavia.went, Some((day("2025-02-27"), day("2025-12-24"))));
    assert_eq!(belavia.verdict, Verdict::AgreesNot);
    assert_eq!(finding(&found.findings, "US › Belaruskali").came, Some((None, day("2023-01-01"))));
    // Accepted, each verdict is a dated observation with its proof; accepted again, nothing is left.
    let mut document = Document::new(shipped().state);
    let state = document.state().clone();
    document.commit(&found.proposals.accepted(&state, |_| true)).unwrap();
    let after = document.state().clone();
    let naftan = after.sanction("us-naftan-asset-freeze").unwrap();
    let last = naftan
        .history
        .iter()
        .find(|step| step.on == day("2025-12-24") && step.change.what == SanctionStep::NotSeen);
    let source = after.source(last.unwrap().sources[0].as_str()).unwrap();
    assert_eq!(digests(source).len(), 3);
    assert!(reconcile(&after, &lists, &Filter::default()).proposals.changes.is_empty());
}

#[test]
fn aliases_alone_never_prove_that_something_is_not_on_the_list() {
    let lists = vec![(day("2025-12-24"), list(&["alt.csv"]))];
    let found = reconcile(&shipped().state, &lists, &Filter::default());
    assert_eq!(finding(&found.findings, "Naftan").verdict, Verdict::Unknown);
    assert_eq!(finding(&found.findings, "Belavia").verdict, Verdict::EndedStillListed);
    assert!(found.proposals.changes.iter().all(|change| !change.what.contains("Naftan")));
}

#[test]
fn a_measure_without_a_reference_is_matched_by_name_with_how_sure_that_is() {
    let lists = vec![(day("2025-12-24"), list(&["eu.csv"]))];
    let found = reconcile(&shipped().state, &lists, &Filter::default());
    let belavia = finding(&found.findings, "EU › Belavia");
    let (how, score) = belavia.found.unwrap();
    assert!(how != How::Reference && score < 100, "{how} {score}");
    assert_eq!(belavia.verdict, Verdict::Agrees, "{belavia:?}");
    // Accepted, the reference stands in the record: from then on it is sure.
    let mut document = Document::new(shipped().state);
    let state = document.state().clone();
    document.commit(&found.proposals.accepted(&state, |_| true)).unwrap();
    let again = reconcile(document.state(), &lists, &Filter::default());
    assert_eq!(finding(&again.findings, "EU › Belavia").found, Some((How::Reference, 100)));
    // Who is on the list under the programmes of the file and not in the file is told.
    let missing = finding(&found.findings, "Lukashenka");
    assert_eq!((missing.verdict, missing.measure.as_ref()), (Verdict::NotRecorded, None));
}

#[test]
fn the_difference_of_two_lists_names_what_came_went_and_changed() {
    let (old, mut new) = (list(&["sdn.csv", "add.csv", "alt.csv"]), list(&["sdn.csv", "add.csv"]));
    new.entries.retain(|entry| entry.reference != "44541");
    let mut added = entry(&old, "44541").clone();
    added.reference = "50000".to_owned();
    new.entries.push(added);
    new.entries.iter_mut().find(|it| it.reference == "32746").unwrap().programmes =
        vec!["RUSSIA-EO14024".to_owned()];
    let all = difference(&old, &new, |_| true);
    let references = |entries: &[&Entry]| entries.iter().map(|it| it.reference.clone()).collect::<Vec<_>>();
    assert_eq!(
        (references(&all.added), references(&all.removed)),
        (vec!["50000".to_owned()], vec!["44541".to_owned()])
    );
    let belaruskali = all.changed.iter().find(|it| it.entry.reference == "32746").unwrap();
    assert!(belaruskali.fields.contains(&("alias", "JSC BELARUSKALI".to_owned(), String::new())));
    assert!(belaruskali.fields.contains(&(
        "programme",
        "BELARUS-EO14038".to_owned(),
        "RUSSIA-EO14024".to_owned()
    )));
    assert_eq!(difference(&old, &old, |_| true), Difference::default());
}

#[test]
fn in_the_program_proposals_are_looked_at_taken_one_by_one_or_all_and_undone() {
    use beltui::app::Effect;
    use beltui::app::review::ListTask;
    let mut app = common::app((160, 48), "2025-12-28");
    common::press(&mut app, "R2025-09-11=sdn.csv \"my add.csv\"");
    let enter = beltui::app::script::keys("<Enter>").unwrap();
    let effects = app.press(enter[0]);
    let files = vec!["2025-09-11=sdn.csv".to_owned(), "my add.csv".to_owned()];
    assert_eq!(effects, vec![Effect::ReadLists(files, ListTask::Reconcile)]);
    let lists = dated(&[("2025-11-20", &["44541", "32746"])]);
    app.review(reconcile(app.facts.state(), &lists, &Filter::default()).review());
    let screen = common::screen(&app);
    assert!(screen.contains("recorded as ended but still listed (16 days): US › Belavia"), "{screen}");
    assert!(screen.contains("0 of "), "{screen}");
    // One is taken, and the other stays as it was.
    let before = app.facts.state().clone();
    common::press(&mut app, " <Enter>");
    let changed = app.facts.state().records().sanctions.iter();
    let changed = changed.filter(|it| before.sanction(it.id.as_str()) != Some(it)).count();
    assert_eq!(changed, 1);
    common::press(&mut app, "u");
    assert!(*app.facts.state() == before);
    // All are taken.
    app.review(reconcile(app.facts.state(), &lists, &Filter::default()).review());
    common::press(&mut app, "a");
    assert!(!common::screen(&app).contains("0 of "));
    common::press(&mut app, "<Enter>");
    assert!(reconcile(app.facts.state(), &lists, &Filter::default()).proposals.changes.is_empty());
    // What would change nothing says so.
    app.review(proposals(
        app.facts.state(),
        &lists[0].1,
        lists[0].0,
        &Filter { names: vec!["zzz".to_owned()], ..Filter::default() },
    ));
    assert!(common::screen(&app).contains("nothing would change"));
}

/// A state with one more measure, which is like Naftan's but for what `change` does.
fn with(change: impl FnOnce(&mut Sanction)) -> State {
    let state = shipped().state;
    let mut it = state.sanction("us-naftan-asset-freeze").unwrap().clone();
    it.id = "us-test".into();
    change(&mut it);
    let mut document = Document::new(state);
    let op = beltui::edit::op::Op::insert(usize::MAX, Owned::Sanction(it));
    document.commit(&beltui::edit::op::Transaction::new("add", vec![op])).unwrap();
    document.state().clone()
}

fn verdict_of(state: &State, lists: &[(Date, Published)]) -> (Verdict, Finding) {
    let found = reconcile(state, lists, &Filter::default());
    let finding =
        found.findings.into_iter().find(|it| it.measure.as_ref().is_some_and(|id| id.as_str() == "us-test"));
    let finding = finding.unwrap();
    (finding.verdict, finding)
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
fn the_list_of_those_who_are_not_blocked_says_nothing_about_those_who_are() {
    let state = with(|it| {
        it.measure = Measure::Standard(MeasureKind::SectoralSanctions);
        it.list_refs = ["OFAC 99999".into()].into();
        it.target.name = "Another".into();
        it.target.aliases = Few::default();
    });
    let found = reconcile(&state, &dated(&[("2025-12-24", &["32746"])]), &Filter::default());
    assert!(found.findings.iter().all(|it| it.measure.as_ref().is_none_or(|id| id.as_str() != "us-test")));
    let cons = read(&[fixture("sdn.csv")], Some(ListName::OfacConsolidated), &mut |_, _, _| {}).unwrap();
    assert_eq!(cons.list, ListName::OfacConsolidated);
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join("cons_prim.csv");
    fs::copy(fixture("sdn.csv"), &named).unwrap();
    assert!(
        read(&[named], Some(ListName::OfacSdn), &mut |_, _, _| {}).is_err(),
        "the name says which list it is"
    );
}

#[test]
fn who_has_a_reference_is_that_entry_and_no_other_of_the_same_name() {
    // Its own entry is gone; another one has its name.
    let state = with(|it| {
        it.list_refs = ["OFAC 99999".into()].into();
        it.target.name = "BELARUSKALI OAO".into();
    });
    let (verdict, finding) = verdict_of(&state, &dated(&[("2025-12-24", &["32746", "44541"])]));
    assert_eq!(verdict, Verdict::NotListed);
    assert!(finding.found.is_none_or(|(how, _)| how == How::Likeness));
    // Two records of one name: only one of them is the entry.
    let state = with(|it| {
        it.list_refs = Few::default();
        it.target.name = "BELARUSKALI OAO".into();
    });
    assert_eq!(verdict_of(&state, &dated(&[("2025-12-24", &["32746"])])).0, Verdict::Possibly);
    // Matched by name on one day, it is the same entry when its name is another.
    let mut lists = dated(&[("2024-06-27", &["9760"]), ("2025-12-24", &["9760"])]);
    lists[1].1.entries[0].name = "ANOTHER, Name".to_owned();
    lists[1].1.entries[0].aliases.clear();
    let state = with(|it| {
        it.list_refs = Few::default();
        it.target.kind = TargetKind::Person;
        it.target.name = "LUKASHENKA, Alyaksandr Ryhorovich".into();
        it.target.aliases = Few::default();
    });
    assert_eq!(verdict_of(&state, &lists).0, Verdict::Agrees);
}

#[test]
fn what_never_began_and_what_came_back_have_verdicts_of_their_own() {
    let steps = |whats: &[(&str, SanctionStep)]| {
        let state = shipped().state;
        let template = state.sanction("us-naftan-asset-freeze").unwrap().history[0].clone();
        let of = |(on, what): &(&str, SanctionStep)| {
            let mut step = template.clone();
            step.on = day(on);
            step.change = beltui::model::sanction::SanctionChange { what: *what, named: None };
            step
        };
        whats.iter().map(of).collect::<Vec<_>>()
    };
    let of = |whats: &[(&str, SanctionStep)]| {
        let state = with(|it| {
            it.list_refs = ["OFAC 32746".into()].into();
            it.history = steps(whats).into();
        });
        verdict_of(&state, &dated(&[("2025-12-24", &["32746"])])).0
    };
    assert_eq!(of(&[("2025-01-01", SanctionStep::Announced)]), Verdict::NotBegun);
    assert_eq!(
        of(&[("2024-01-01", SanctionStep::Designated), ("2025-01-01", SanctionStep::NotSeen)]),
        Verdict::ListedAgain
    );
}

#[test]
fn an_import_finds_what_the_file_has_by_name_and_gives_it_its_reference() {
    let state = with(|it| {
        it.list_refs = Few::default();
        it.target.name = "LUKASHENKA, Alyaksandr Ryhorovich".into();
        it.target.kind = TargetKind::Person;
        it.target.aliases = Few::default();
    });
    let list = list(&["sdn.csv", "add.csv"]);
    let (after, _) = accepted(&state, &list, "2025-12-24", &Filter::default());
    assert_eq!(after.records().sanctions.len(), state.records().sanctions.len());
    assert_eq!(after.sanction("us-test").unwrap().list_refs[0], "OFAC 9760");
    // One with two references is one change.
    let state = with(|it| it.list_refs = ["OFAC 32746".into(), "OFAC 9760".into()].into());
    let (after, _) = accepted(&state, &list, "2025-12-24", &Filter::default());
    assert!(after.sanction("us-test").is_some());
}

#[test]
fn a_measure_of_a_kind_of_its_own_is_no_asset_freeze() {
    let text = fs::read_to_string(fixture("uk.csv")).unwrap();
    let text = text.replace("Asset freeze|Travel Ban", "Director Disqualification Sanction");
    let list = read_text("uk.csv", text.as_bytes()).unwrap();
    assert_eq!(
        entry(&list, "BEL0001").measures(),
        [Measure::Other("Director Disqualification Sanction".into())]
    );
    assert_eq!(entry(&list, "BEL0070").other_refs, ["OFSI 14121"]);
}

#[test]
fn only_who_is_sanctioned_comes_from_opensanctions_and_with_every_issuer() {
    let line = |id: &str, topics: &str| {
        format!(
            "{{\"id\":\"{id}\",\"caption\":\"{id}\",\"schema\":\"Person\",\"properties\":{{\"topics\":[\"{topics}\"]}},\"datasets\":[\"wd_peps\"],\"target\":true}}\n"
        )
    };
    let sanction = |of: &str, dataset: &str, end: &str| {
        format!(
            "{{\"id\":\"s-{of}-{dataset}\",\"caption\":\"s\",\"schema\":\"Sanction\",\"properties\":{{\"entity\":[\"{of}\"],\"endDate\":[{end}]}},\"datasets\":[\"{dataset}\"],\"last_seen\":\"2025-10-01\"}}\n"
        )
    };
    let text = sanction("a", "us_ofac_sdn", "")
        + &line("a", "sanction")
        + &line("b", "role.pep")
        + &sanction("a", "eu_fsf", "")
        + &sanction("a", "ua_nsdc", "\"2023-01-01\"");
    let list = read_text("entities.ftm.json", text.as_bytes()).unwrap();
    assert_eq!(list.entries.len(), 1);
    assert_eq!(entry(&list, "a").issuers(), ["US", "EU"]);
    let proposed = proposals(&shipped().state, &list, day("2025-10-01"), &Filter::default());
    assert_eq!(proposed.changes.len(), 2);
}

#[test]
fn the_same_day_with_other_files_is_another_source() {
    let list = list(&["sdn.csv", "add.csv"]);
    let mut other = list.clone();
    other.files[0].sha256 = "0".repeat(64);
    let on = day("2025-12-24");
    assert_ne!(beltui::lists::proof::source(&list, on).id, beltui::lists::proof::source(&other, on).id);
}

#[test]
fn no_damage_to_a_list_makes_a_reader_panic_and_each_refusal_names_its_place() {
    let mut chance = fastrand::Rng::with_seed(6);
    let names = [
        "sdn.csv",
        "add.csv",
        "alt.csv",
        "sdn.xml",
        "sdn_advanced.xml",
        "eu.csv",
        "eu.xml",
        "uk.csv",
        "uk.xml",
        "conlist.csv",
        "un.xml",
        "targets.simple.csv",
        "entities.ftm.json",
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut refused = 0;
    for name in names {
        let whole = fs::read(fixture(name)).unwrap();
        for _ in 0..150 {
            let mut text = whole.clone();
            for _ in 0..chance.usize(1..4) {
                let at = chance.usize(..text.len());
                match chance.u8(..5) {
                    0 => text.truncate(at.max(1)),
                    1 => text[at] = chance.u8(..),
                    2 => text.insert(at, *chance.choice(b"\"<>;,\n&\x00\xff").unwrap()),
                    3 => drop(text.drain(at..(at + chance.usize(..40)).min(text.len()))),
                    _ => text[at] = *chance.choice(b"\"<>;,\n").unwrap(),
                }
                if text.is_empty() {
                    text.push(b'x');
                }
            }
            let path = folder.path().join(name);
            fs::write(&path, &text).unwrap();
            if let Err(error) = read(&[path], None, &mut |_, _, _| {}) {
                let said = error.to_string();
                assert!(
                    said.contains(name) && (said.contains("line ") || said.contains("no list")),
                    "{said}"
                );
                refused += 1;
            }
        }
    }
    assert!(refused > 200, "only {refused} were refused");
}

#[test]
fn files_without_names_update_what_the_file_has_and_are_named_by_those_of_another_day() {
    let state = shipped().state;
    let add = list(&["add.csv"]);
    let proposed = proposals(&state, &add, day("2026-01-15"), &Filter::default());
    assert!(proposed.changes.iter().any(|change| change.what.contains("Belaruskali")), "{proposed:?}");
    assert!(proposed.changes.iter().all(|change| change.what.starts_with("update")));
    // The person has a name on the first day only; the aircraft is gone on the last.
    let mut last = add.clone();
    last.entries.retain(|entry| entry.reference != "44580");
    let mut known = list(&["sdn.csv", "add.csv"]);
    known.entries.iter_mut().find(|it| it.reference == "44580").unwrap().reference = "77777".to_owned();
    let lists = vec![(day("2025-02-27"), known), (day("2025-12-24"), last)];
    let found = reconcile(&state, &lists, &Filter::default());
    let person = finding(&found.findings, "LUKASHENKA");
    assert_eq!((person.verdict, person.proposal.is_some()), (Verdict::NotRecorded, true));
    let gone = found.findings.iter().find(|it| it.reference.as_deref() == Some("OFAC 77777")).unwrap();
    assert_eq!((gone.verdict, gone.proposal), (Verdict::GoneUnrecorded, None));
}

#[test]
fn a_list_of_which_the_file_has_nothing_is_held_against_what_the_file_is_about() {
    let lists = vec![(day("2026-02-13"), list(&["uk.csv"]))];
    let found = reconcile(&shipped().state, &lists, &Filter::default());
    let missing = found.findings.iter().filter(|it| it.verdict == Verdict::NotRecorded).count();
    assert_eq!(missing, 3);
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

#[test]
fn a_sighting_that_others_reported_gets_the_list_itself_as_its_proof() {
    // The shipped file has the sighting of this day by the word of a copy's keeper.
    let lists = dated(&[("2025-02-27", &["44541", "32746"])]);
    let found = reconcile(&shipped().state, &lists, &Filter::default());
    let mut document = Document::new(shipped().state);
    let state = document.state().clone();
    document.commit(&found.proposals.accepted(&state, |at| found.observations().contains(&at))).unwrap();
    let belavia: Vec<_> = claims(document.state())
        .into_iter()
        .filter(|claim| claim.measure.as_str() == "us-belavia-asset-freeze" && claim.on == day("2025-02-27"))
        .collect();
    assert!(belavia.iter().any(|claim| !claim.digests.is_empty()));
    let steps = |state: &State| state.sanction("us-belavia-asset-freeze").unwrap().history.len();
    assert_eq!(steps(document.state()), steps(&state), "no step is doubled");
}

#[test]
fn a_filter_means_what_is_told_and_what_is_changed() {
    let lists = dated(&[("2025-11-20", &["32746"])]);
    let only = Filter { names: vec!["naftan".to_owned()], ..Filter::default() };
    let found = reconcile(&shipped().state, &lists, &only);
    assert!(!found.findings.is_empty());
    assert!(found.findings.iter().all(|finding| finding.name.contains("Naftan")));
    assert!(
        found.proposals.changes.iter().all(|change| change.what.contains("Naftan")),
        "{:?}",
        found.proposals
    );
}

#[test]
fn proposals_that_come_while_something_is_open_wait_until_it_is_closed() {
    let mut app = common::app((160, 48), "2025-12-28");
    let lists = dated(&[("2025-11-20", &["44541", "32746"])]);
    let proposals = reconcile(app.facts.state(), &lists, &Filter::default()).review();
    common::press(&mut app, "2a");
    let before = app.facts.state().clone();
    app.review(proposals);
    // What is typed goes into the form, and takes no change.
    common::press(&mut app, "a<Tab>");
    assert!(*app.facts.state() == before && matches!(app.modals.last(), Some(beltui::app::Modal::Form(_))));
    common::press(&mut app, "<Esc><Esc>");
    assert!(matches!(app.modals.last(), Some(beltui::app::Modal::Review(_))));
}
