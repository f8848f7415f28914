//! The files of addresses: the shipped one, and one's own.

use super::desk::Desk;

#[test]
fn what_holds_is_shown_without_what_may_be_secret_and_nobody_is_asked() {
    let desk = Desk::new();
    let own = r#"(lists: {"un": (form: "xml", forms: {"xml": [(name: "un.xml", url: "https://mirror.quelland.example/un.xml?key=s3cret", megabytes: 1)]})})"#;
    desk.home.write("config/beltui/addresses.ron", own);
    let command = || {
        let mut command = desk.home.command();
        command.args(["fetch", "--show"]);
        command
    };
    let said = super::home::Done::of(command().output().unwrap()).well();
    assert!(said.contains("https://mirror.quelland.example/un.xml (at most 1 MB)"), "{said}");
    assert!(said.contains("un: UN Consolidated, of ") && said.contains("ofac: OFAC SDN, shipped"), "{said}");
    assert!(!said.contains("s3cret") && !said.contains("scsanctions.un.org"), "{said}");
    // A file that is named takes the place of one's own, not of the shipped one.
    desk.addresses("(lists: {})");
    let named = desk.home.path("addresses.ron");
    let said = super::home::Done::of(command().arg("--addresses").arg(named).output().unwrap()).well();
    assert!(said.contains("https://scsanctions.un.org/"), "{said}");
}

#[test]
fn an_error_in_a_file_of_addresses_is_told_with_its_place() {
    let desk = Desk::new();
    let file = |url: &str| {
        format!(
            "(lists: {{\n  \"un\": (form: \"xml\", forms: {{\n    \"xml\": [(name: \"un.xml\", url: \"{url}\", megabytes: 1)],\n  }}),\n}})"
        )
    };
    for (text, line, words) in [
        (file("http://un.example/"), 3, "it is not under https"),
        (file("https://me:s3cret@un.example/"), 3, "it has a user or a password in it"),
        (file("https://un.example/").replace("\"un\"", "\"unn\""), 2, "\"unn\" is no list"),
        (file("https://un.example/").replace("un.xml", "../un.xml"), 3, "no name for a file"),
        (file("https://un.example/").replace("form:", "from:"), 2, "from"),
        (file("https://un.example/").replace("}),", "}, stall: 0),"), 4, "a time is more than 0"),
        (
            file("https://un.example/").replace("}),", "}, headers: {\"Host\": \"x\"}),"),
            4,
            "nothing that can be said",
        ),
        ("(lists: {".to_owned(), 1, "Expected"),
    ] {
        desk.addresses(&text);
        let said = desk.fetch(&["un"]).badly(1);
        assert!(said.contains(&format!("line {line}, column ")) && said.contains(words), "{text}\n{said}");
        assert!(said.contains("addresses.ron)") && !said.contains("s3cret"), "{said}");
    }
    std::fs::remove_file(desk.home.path("addresses.ron")).unwrap();
    assert!(desk.fetch(&["un"]).badly(1).contains("there is no such file of addresses"));
}

#[test]
fn a_form_that_a_list_does_not_have_is_told_with_those_that_it_has() {
    let desk = Desk::new();
    desk.un("https://localhost/un.xml", "");
    let said = desk.fetch(&["un", "--form", "csv"]).badly(2);
    assert!(said.contains("un does not come as \"csv\": --form is one of xml"), "{said}");
}
