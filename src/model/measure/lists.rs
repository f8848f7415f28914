//! Whose list a sighting is of: only a list of its own issuer says something of a measure.

/// Words by which the lists of an issuer are known, with the id that a state file has for it. Source: the names that the
/// issuers themselves give their lists, and those of the offices that publish them.
const ISSUERS: &[(&str, &[&str])] = &[
    ("US", &["OFAC", "SDN", "US", "USA", "BIS", "CSL"]),
    ("EU", &["EU"]),
    ("GB", &["UK", "GB", "OFSI", "FCDO"]),
    ("UN", &["UN", "UNSC"]),
    ("CH", &["SECO", "Switzerland", "CH"]),
    ("CA", &["SEMA", "Canada", "CA"]),
    ("AU", &["DFAT", "Australia", "AU"]),
    ("LV", &["LVFIU", "Latvia", "LV"]),
];

/// Who issues what stands on a list, by the first word of its name that tells; `None` of a collection and of a list that is
/// not known.
pub fn list_issuer(list: &str) -> Option<&'static str> {
    let mut words = list.split(|c: char| !c.is_alphanumeric());
    words.find_map(|word| {
        let is_called = |(_, names): &&(&str, &[&str])| names.iter().any(|it| it.eq_ignore_ascii_case(word));
        ISSUERS.iter().find(is_called).map(|(issuer, _)| *issuer)
    })
}

/// Whether a list is that of another issuer than a measure has: who is on it, or is not, says nothing of the measure. Of an
/// issuer of whom no list is known any list may be the one that speaks for it.
pub fn is_of_another(list: &str, issuer: &str) -> bool {
    ISSUERS.iter().any(|(known, _)| *known == issuer)
        && list_issuer(list).is_some_and(|whose| whose != issuer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_bears_on_the_measures_of_its_issuer_and_of_who_has_none() {
        for (list, issuer, of_another) in [
            ("EU list", "EU", false),
            ("UK list", "EU", true),
            ("UK Sanctions List", "GB", false),
            ("UK OFSI Consolidated", "US", true),
            ("OFAC SDN", "US", false),
            ("US Consolidated Screening List", "US", false),
            ("US Consolidated Screening List", "GB", true),
            ("EU 765/2006 Annex I.B", "EU", false),
            ("EU 765/2006 Annex I.B", "CH", true),
            ("Switzerland SECO", "CH", false),
            ("OpenSanctions", "EU", false),
            ("Quelland register", "EU", false),
            ("EU list", "QL", false),
        ] {
            assert_eq!(is_of_another(list, issuer), of_another, "{list} of {issuer}");
        }
    }
}
