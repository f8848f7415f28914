//! The heads of tables of names, and the words for kinds, in the spellings that people use.

use crate::lists::entry::EntryKind;

/// What a column says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    First,
    Middle,
    Last,
    Aliases,
    Kind,
    Born,
    Country,
    Identifiers,
    /// Numbers of one scheme.
    Number(&'static str),
    Id,
}

/// The heads of columns, folded, by what they say. The spellings are those of customer tables in English, Russian and
/// Belarusian.
const HEADS: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &[
            "name",
            "fullname",
            "names",
            "companyname",
            "company",
            "entityname",
            "entity",
            "customer",
            "customername",
            "client",
            "clientname",
            "counterparty",
            "counterpartyname",
            "partner",
            "subject",
            "party",
            "partyname",
            "supplier",
            "vendor",
            "имя",
            "фио",
            "название",
            "наименование",
            "контрагент",
            "клиент",
            "імя",
            "піб",
            "назва",
            "найменне",
            "найменование",
        ],
    ),
    (Column::First, &["firstname", "givenname", "forename", "givennames", "firstnames"]),
    (Column::Middle, &["middlename", "patronymic", "secondname", "отчество"]),
    (Column::Last, &["lastname", "surname", "familyname", "фамилия", "прозвішча"]),
    (
        Column::Aliases,
        &["alias", "aliases", "aka", "alsoknownas", "othernames", "othername", "alternativenames"],
    ),
    (Column::Kind, &["kind", "type", "entitytype", "schema", "subjecttype", "customertype", "тип"]),
    (
        Column::Born,
        &[
            "birthdate",
            "dateofbirth",
            "dob",
            "born",
            "birthday",
            "birth",
            "датарождения",
            "датанараджэння",
            "yearofbirth",
            "birthyear",
        ],
    ),
    (
        Column::Country,
        &[
            "country",
            "countries",
            "nationality",
            "citizenship",
            "nationalities",
            "countrycode",
            "flag",
            "jurisdiction",
            "страна",
            "краіна",
            "гражданство",
            "грамадзянства",
        ],
    ),
    (
        Column::Identifiers,
        &[
            "identifiers",
            "identifier",
            "ids",
            "number",
            "numbers",
            "idnumber",
            "registrationnumber",
            "taxid",
            "taxnumber",
            "regno",
            "registryid",
            "nationalid",
        ],
    ),
    (Column::Number("IMO"), &["imo", "imonumber"]),
    (Column::Number("MMSI"), &["mmsi"]),
    (Column::Number("LEI"), &["lei"]),
    (Column::Number("UNP"), &["unp", "унп"]),
    (Column::Number("INN"), &["inn", "инн"]),
    (Column::Number("OGRN"), &["ogrn", "огрн"]),
    (Column::Number("BIC"), &["bic", "swift", "swiftcode", "swiftbic"]),
    (Column::Number("EDRPOU"), &["edrpou", "єдрпоу"]),
    (Column::Number("NIP"), &["nip"]),
    (Column::Number("KRS"), &["krs"]),
    (Column::Number("REGON"), &["regon"]),
    (Column::Number("USCC"), &["uscc"]),
    (Column::Number("Passport"), &["passport", "passportnumber", "passportno", "паспорт"]),
    (
        Column::Id,
        &["id", "ownid", "customerid", "clientid", "reference", "ref", "key", "rowid", "no", "№", "recordid"],
    ),
];

/// The words for kinds.
const KINDS: &[(EntryKind, &[&str])] = &[
    (
        EntryKind::Person,
        &["person", "individual", "natural person", "people", "human", "физлицо", "фізасоба"],
    ),
    (
        EntryKind::Entity,
        &[
            "entity",
            "company",
            "organisation",
            "organization",
            "legal entity",
            "legal person",
            "business",
            "firm",
            "agency",
            "legalentity",
            "publicbody",
            "corporate",
            "юрлицо",
            "юрасоба",
        ],
    ),
    (EntryKind::Vessel, &["vessel", "ship", "boat"]),
    (EntryKind::Aircraft, &["aircraft", "airplane", "plane"]),
];

/// A head as it is compared.
fn plain(head: &str) -> String {
    head.chars().filter(|c| c.is_alphanumeric() || *c == '№').flat_map(char::to_lowercase).collect()
}

/// What a column with a head says; `None` where that is not read.
pub(super) fn column(head: &str) -> Option<Column> {
    let head = plain(head);
    HEADS.iter().find(|(_, heads)| heads.contains(&head.as_str())).map(|(column, _)| column.clone())
}

/// A kind in the words of a table.
pub fn kind_said(text: &str) -> Option<EntryKind> {
    let text = text.trim().to_lowercase();
    KINDS.iter().find(|(_, words)| words.contains(&text.as_str())).map(|(kind, _)| *kind)
}
