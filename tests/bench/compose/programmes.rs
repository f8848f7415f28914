//! Who issues measures, under which programmes, and on which legal acts.

use super::chance::{Chance, padded};

/// Somebody who issues measures.
pub(super) struct Issuer {
    /// The id of the subject.
    pub id: &'static str,
    /// The share of the measures, of a thousand.
    share: u32,
    /// The list that sightings are of.
    pub list: &'static str,
    /// How its licences are called.
    pub licence: &'static str,
    /// Who publishes its decisions.
    pub journal: &'static str,
    /// The beginning of its decisions' ids.
    pub decision: &'static str,
    /// Its measures hold for a term and are renewed.
    pub by_term: bool,
}

/// Every issuer.
pub(super) static ISSUERS: [Issuer; 13] = [
    issuer("US", 350, "OFAC SDN", "GL", "OFAC", "ofac-notice", false),
    issuer(
        "EU",
        300,
        "EU Consolidated",
        "Derogation",
        "Official Journal of the European Union",
        "oj-l",
        true,
    ),
    issuer("GB", 120, "UK Sanctions List", "INT/", "OFSI", "ofsi-notice", false),
    issuer("CA", 50, "Canada consolidated list", "Permit", "Canada Gazette", "canada-gazette", false),
    issuer("CH", 45, "SECO list", "Exemption", "SECO", "seco", true),
    issuer("UA", 40, "UA register", "Permit", "Відомості РНБО", "nsdc-decree", true),
    issuer("AU", 25, "DFAT list", "Permit", "DFAT", "dfat", false),
    issuer("JP", 20, "METI list", "Permit", "官報", "meti-notice", false),
    issuer("NZ", 12, "NZ register", "Exemption", "New Zealand Gazette", "nz-gazette", false),
    issuer("NO", 12, "NO list", "Exemption", "Norsk Lovtidend", "lovtidend", true),
    issuer("PL", 10, "MSWiA list", "Exemption", "Dziennik Ustaw", "dziennik-ustaw", false),
    issuer("LT", 8, "LT list", "Exemption", "TAR", "tar", true),
    issuer("UN", 8, "UN Consolidated", "Exemption", "UN Security Council", "un-sc", false),
];

const fn issuer(
    id: &'static str,
    share: u32,
    list: &'static str,
    licence: &'static str,
    journal: &'static str,
    decision: &'static str,
    by_term: bool,
) -> Issuer {
    Issuer { id, share, list, licence, journal, decision, by_term }
}

/// An issuer by its share, and its place among them.
pub(super) fn draw(chance: &mut Chance) -> (usize, &'static Issuer) {
    let mut draw = chance.below(1000);
    for (at, issuer) in ISSUERS.iter().enumerate() {
        if draw < issuer.share {
            return (at, issuer);
        }
        draw -= issuer.share;
    }
    (0, &ISSUERS[0])
}

/// Its issuer, the states it is about (none: any), its name, and its legal acts.
pub(super) type Programme = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// Every programme.
pub(super) const PROGRAMMES: &[Programme] = &[
    ("US", "BY", "BELARUS", &["E.O. 13405"]),
    ("US", "BY", "BELARUS-EO14038", &["E.O. 14038"]),
    ("US", "RU", "RUSSIA-EO14024", &["E.O. 14024", "E.O. 14114"]),
    ("US", "RU", "RUSSIA-EO14024", &["E.O. 14024"]),
    ("US", "RU", "UKRAINE-EO13661", &["E.O. 13661", "22 U.S.C. 8923"]),
    ("US", "RU", "UKRAINE-EO13662", &["E.O. 13662", "Directive 1", "Directive 2"]),
    ("US", "UA", "UKRAINE-EO13660", &["E.O. 13660"]),
    ("US", "UA", "UKRAINE-EO13685", &["E.O. 13685"]),
    ("US", "UA", "UKRAINE-EO14065", &["E.O. 14065"]),
    ("US", "IR", "IRAN", &["31 CFR Part 560"]),
    ("US", "IR", "IRAN-EO13902", &["E.O. 13902"]),
    ("US", "IR IQ LB", "IFSR", &["31 CFR Part 561", "E.O. 13224"]),
    ("US", "IR KP SY CN", "NPWMD", &["E.O. 13382"]),
    ("US", "SY LB", "SYRIA", &["E.O. 13582", "E.O. 13573"]),
    ("US", "KP CN", "DPRK3", &["E.O. 13722"]),
    ("US", "KP", "DPRK4", &["E.O. 13810", "31 CFR Part 510"]),
    ("US", "VE", "VENEZUELA", &["E.O. 13692"]),
    ("US", "VE", "VENEZUELA-EO13850", &["E.O. 13850", "E.O. 13857"]),
    ("US", "CU", "CUBA", &["31 CFR Part 515"]),
    ("US", "MM", "BURMA-EO14014", &["E.O. 14014"]),
    ("US", "CN", "CMIC-EO13959", &["E.O. 13959", "E.O. 14032"]),
    ("US", "LY", "LIBYA3", &["E.O. 13726"]),
    ("US", "YE", "YEMEN", &["E.O. 13611"]),
    ("US", "SD", "SUDAN-EO14098", &["E.O. 14098"]),
    ("US", "CD", "DRCONGO", &["E.O. 13413", "E.O. 13671"]),
    ("US", "CF", "CAR", &["E.O. 13667"]),
    ("US", "SO", "SOMALIA", &["E.O. 13536"]),
    ("US", "NI", "NICARAGUA", &["E.O. 13851"]),
    ("US", "ZW", "ZIMBABWE", &["E.O. 13469"]),
    ("US", "IQ", "IRAQ2", &["E.O. 13315"]),
    ("US", "RS BA ME MK", "BALKANS-EO14033", &["E.O. 14033"]),
    ("US", "", "SDGT", &["E.O. 13224"]),
    ("US", "", "GLOMAG", &["E.O. 13818", "22 U.S.C. 10101"]),
    ("US", "", "CYBER2", &["E.O. 13694", "E.O. 13757"]),
    ("US", "", "ILLICIT-DRUGS-EO14059", &["E.O. 14059"]),
    ("US", "", "TCO", &["E.O. 13581"]),
    ("EU", "RU", "EU 833/2014", &["Regulation (EU) No 833/2014", "Decision 2014/512/CFSP"]),
    ("EU", "RU UA", "EU 269/2014", &["Regulation (EU) No 269/2014", "Decision 2014/145/CFSP"]),
    ("EU", "RU UA", "EU 2022/263", &["Regulation (EU) 2022/263"]),
    ("EU", "RU BY", "EU 2024/2642", &["Regulation (EU) 2024/2642", "Decision (CFSP) 2024/2643"]),
    ("EU", "BY", "EU 765/2006", &["Regulation (EC) No 765/2006", "Decision 2012/642/CFSP"]),
    ("EU", "IR", "EU 267/2012", &["Regulation (EU) No 267/2012"]),
    ("EU", "IR", "EU 359/2011", &["Regulation (EU) No 359/2011"]),
    ("EU", "IR RU", "EU 2023/1529", &["Regulation (EU) 2023/1529"]),
    ("EU", "SY LB", "EU 36/2012", &["Regulation (EU) No 36/2012", "Decision 2013/255/CFSP"]),
    ("EU", "KP", "EU 2017/1509", &["Regulation (EU) 2017/1509"]),
    ("EU", "MM", "EU 401/2013", &["Regulation (EU) No 401/2013"]),
    ("EU", "VE", "EU 2017/2063", &["Regulation (EU) 2017/2063"]),
    ("EU", "LY", "EU 2016/44", &["Regulation (EU) 2016/44"]),
    ("EU", "CD", "EU 1183/2005", &["Regulation (EC) No 1183/2005"]),
    ("EU", "", "EU 2020/1998", &["Regulation (EU) 2020/1998", "Decision (CFSP) 2020/1999"]),
    ("EU", "", "EU 2019/796", &["Regulation (EU) 2019/796"]),
    ("EU", "", "EU 2018/1542", &["Regulation (EU) 2018/1542"]),
    ("EU", "", "EU 881/2002", &["Regulation (EC) No 881/2002"]),
    ("GB", "RU UA", "GB Russia", &["Russia (Sanctions) (EU Exit) Regulations 2019"]),
    ("GB", "BY", "GB Belarus", &["Republic of Belarus (Sanctions) (EU Exit) Regulations 2019"]),
    ("GB", "IR", "GB Iran", &["Iran (Sanctions) Regulations 2023"]),
    ("GB", "SY", "GB Syria", &["Syria (Sanctions) (EU Exit) Regulations 2019"]),
    ("GB", "MM", "GB Myanmar", &["Myanmar (Sanctions) Regulations 2021"]),
    ("GB", "", "GB Human rights", &["Global Human Rights Sanctions Regulations 2020", "SAMLA 2018"]),
    ("GB", "", "GB Anti-corruption", &["Global Anti-Corruption Sanctions Regulations 2021"]),
    ("CA", "RU UA", "SEMA Russia", &["Special Economic Measures (Russia) Regulations"]),
    ("CA", "BY", "SEMA Belarus", &["Special Economic Measures (Belarus) Regulations"]),
    ("CA", "IR", "SEMA Iran", &["Special Economic Measures (Iran) Regulations"]),
    ("CA", "", "JVCFOA", &["Justice for Victims of Corrupt Foreign Officials Act"]),
    ("CH", "RU UA", "SR 946.231.176.72", &["Embargo Act", "SR 946.231.176.72"]),
    ("CH", "BY", "SR 946.231.116.9", &["Embargo Act", "SR 946.231.116.9"]),
    ("CH", "", "EmbA", &["Embargo Act"]),
    ("UA", "RU BY", "РНБО", &["Закон України № 1644-VII"]),
    ("UA", "", "NSDC", &["Law of Ukraine No. 1644-VII"]),
    (
        "AU",
        "",
        "Autonomous sanctions",
        &["Autonomous Sanctions Act 2011", "Autonomous Sanctions Regulations 2011"],
    ),
    ("JP", "", "FEFTA", &["外国為替及び外国貿易法"]),
    ("NZ", "RU BY", "Russia sanctions", &["Russia Sanctions Act 2022"]),
    ("NZ", "", "UN sanctions", &["United Nations Act 1946"]),
    ("NO", "", "Sanksjonsloven", &["LOV-2021-04-16-18"]),
    ("PL", "", "Ustawa sankcyjna", &["Ustawa z dnia 13 kwietnia 2022 r., Dz.U. 2022 poz. 835"]),
    ("LT", "", "Tarptautinės sankcijos", &["Tarptautinių sankcijų įstatymas"]),
    ("UN", "KP", "UNSC 1718", &["UNSC resolution 1718 (2006)", "UNSC resolution 2270 (2016)"]),
    ("UN", "LY", "UNSC 1970", &["UNSC resolution 1970 (2011)"]),
    ("UN", "YE", "UNSC 2140", &["UNSC resolution 2140 (2014)"]),
    ("UN", "CD", "UNSC 1533", &["UNSC resolution 1533 (2004)"]),
    ("UN", "", "UNSC 1267", &["UNSC resolution 1267 (1999)", "UNSC resolution 2253 (2015)"]),
];

/// A programme of the issuer that is about the state, or about any.
pub(super) fn programme(chance: &mut Chance, issuer: &str, state: &str) -> Programme {
    let of_issuer = PROGRAMMES.iter().filter(|row| row.0 == issuer);
    let mut near = [Programme::default(); 8];
    let mut found = 0;
    // One in eight falls under a general programme although there is one for the state.
    let general = chance.percent(12);
    for row in of_issuer.clone().filter(|row| !general && row.1.contains(state)) {
        if let Some(slot) = near.get_mut(found) {
            *slot = *row;
            found += 1;
        }
    }
    if found == 0 {
        for row in of_issuer.filter(|row| row.1.is_empty()) {
            if let Some(slot) = near.get_mut(found) {
                *slot = *row;
                found += 1;
            }
        }
    }
    chance.pick(near.get(..found).unwrap_or_default())
}

/// Where the issuer's list carries a target, in the issuer's style.
pub(super) fn reference(chance: &mut Chance, issuer: &str, state: &str) -> String {
    let mut number = |places: u32| padded(chance.below(10_u32.pow(places)), places);
    match issuer {
        "US" => ["OFAC ", &number(5)].concat(),
        "EU" => ["EU.", &number(4), ".", &number(2)].concat(),
        "GB" => ["GB ", if state == "BY" { "BEL" } else { "RUS" }, &number(4)].concat(),
        "CA" => ["CA Schedule 1-", &number(4)].concat(),
        "CH" => ["SECO ", &number(5)].concat(),
        "UN" => [state, "i.", &number(3)].concat(),
        other => [other, " ", &number(5)].concat(),
    }
}
