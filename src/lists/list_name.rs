//! The official lists that are known: who issues them, and how files and people refer to them.

use crate::model::declare::vocabulary;
use crate::model::measure::StandardMeasure;

vocabulary! {
    /// A published list.
    pub enum ListName {
        /// The Specially Designated Nationals and Blocked Persons List of the US Treasury's OFAC.
        OfacSdn => "OFAC SDN",
        /// OFAC's consolidated list of those who are not blocked (sectoral and others).
        OfacConsolidated => "OFAC Consolidated",
        /// The European Union's consolidated list of persons, groups and entities.
        Eu => "EU Consolidated",
        /// The UK Sanctions List.
        Uk => "UK Sanctions List",
        /// The consolidated list of the UK's OFSI, published until January 2026.
        Ofsi => "UK OFSI Consolidated",
        /// The consolidated list of the United Nations Security Council.
        Un => "UN Consolidated",
        /// The list under Canada's Special Economic Measures Act.
        Canada => "Canada SEMA",
        /// The list of Switzerland's State Secretariat for Economic Affairs.
        Switzerland => "Switzerland SECO",
        /// The consolidated list of Australia's Department of Foreign Affairs and Trade.
        Australia => "Australia DFAT",
        /// The national list of Latvia's Financial Intelligence Unit.
        Latvia => "Latvia FIU",
        /// The consolidated screening list of the United States: lists of three departments in one.
        Screening => "US Consolidated Screening List",
        /// What OpenSanctions collects.
        OpenSanctions => "OpenSanctions",
    }
}

impl ListName {
    /// Who issues what stands on it, by the id that a state file has for it; `None` where the entry says it.
    pub fn issuer(self) -> Option<&'static str> {
        match self {
            Self::OfacSdn | Self::OfacConsolidated | Self::Screening => Some("US"),
            Self::Eu => Some("EU"),
            Self::Uk | Self::Ofsi => Some("GB"),
            Self::Un => Some("UN"),
            Self::Canada => Some("CA"),
            Self::Switzerland => Some("CH"),
            Self::Australia => Some("AU"),
            Self::Latvia => Some("LV"),
            Self::OpenSanctions => None,
        }
    }

    /// Who publishes it.
    pub fn publisher(self) -> &'static str {
        match self {
            Self::OfacSdn | Self::OfacConsolidated => "OFAC",
            Self::Eu => "European Commission",
            Self::Uk => "FCDO",
            Self::Ofsi => "OFSI",
            Self::Un => "UN Security Council",
            Self::Canada => "Global Affairs Canada",
            Self::Switzerland => "SECO",
            Self::Australia => "DFAT",
            Self::Latvia => "Latvia FIU",
            Self::Screening => "US International Trade Administration",
            Self::OpenSanctions => "OpenSanctions",
        }
    }

    /// What references to it begin with in a state file: `OFAC 44541`.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::OfacSdn | Self::OfacConsolidated => "OFAC",
            Self::Eu => "EU",
            Self::Uk => "UK",
            Self::Ofsi => "OFSI",
            Self::Un => "UN",
            Self::Canada => "SEMA",
            Self::Switzerland => "SECO",
            Self::Australia => "DFAT",
            Self::Latvia => "LVFIU",
            Self::Screening => "CSL",
            Self::OpenSanctions => "OpenSanctions",
        }
    }

    /// The word by which it is named on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::OfacSdn => "ofac",
            Self::OfacConsolidated => "ofac-cons",
            Self::Eu => "eu",
            Self::Uk => "uk",
            Self::Ofsi => "ofsi",
            Self::Un => "un",
            Self::Canada => "canada",
            Self::Switzerland => "seco",
            Self::Australia => "dfat",
            Self::Latvia => "latvia",
            Self::Screening => "csl",
            Self::OpenSanctions => "opensanctions",
        }
    }

    /// Whether a text is a reference to this list: `OFAC 44541`, or one that names its list itself (`EU.6532.47`,
    /// `RUS0242`, `QDi.006`). Where an annex of an act names somebody (`EU I.B 28`), that is no number of the list.
    pub fn is_reference(self, text: &str) -> bool {
        let text = text.trim();
        let of_prefix = text.split_once(' ').filter(|(prefix, _)| prefix.eq_ignore_ascii_case(self.prefix()));
        if let Some((_, number)) = of_prefix {
            return self.is_number(number.trim());
        }
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Eu => text.strip_prefix("EU.").is_some_and(|rest| rest.split('.').all(digits)),
            Self::Uk => text.get(..3).zip(text.get(3..)).is_some_and(|(regime, number)| {
                regime.bytes().all(|byte| byte.is_ascii_uppercase()) && number.len() == 4 && digits(number)
            }),
            Self::Un => text.split_once('.').is_some_and(|(regime, number)| {
                (regime.ends_with('i') || regime.ends_with('e')) && regime.len() < 5 && digits(number)
            }),
            _ => false,
        }
    }

    /// Whether a text can be a number of this list, as it stands behind the list's name.
    fn is_number(self, text: &str) -> bool {
        let is_word = !text.is_empty() && !text.contains(char::is_whitespace);
        let is_digit = |c: char| c.is_ascii_digit();
        match self {
            // The publisher writes its numbers as `EU.6532.47` or by the first of both parts.
            Self::Eu => {
                let number = text.strip_prefix("EU.").unwrap_or(text);
                number.split('.').all(|part| !part.is_empty() && part.chars().all(is_digit))
            }
            Self::OpenSanctions => is_word,
            _ => is_word && text.contains(is_digit),
        }
    }

    /// Whether it is a collection of lists whose entries say who issued them.
    pub fn is_collection(self) -> bool {
        self.issuer().is_none()
    }

    /// The measure that standing on it means, where the entry names none.
    pub fn usual_measure(self) -> StandardMeasure {
        match self {
            Self::OfacConsolidated => StandardMeasure::SectoralSanctions,
            _ => StandardMeasure::AssetFreeze,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_act_or_its_annex_calls_somebody_is_no_number_of_a_list() {
        for (list, text, is_one) in [
            (ListName::Eu, "EU.6532.47", true),
            (ListName::Eu, "EU EU.6532.47", true),
            (ListName::Eu, "EU 6532.47", true),
            (ListName::Eu, "eu 6532", true),
            (ListName::Eu, "EU I.B 28", false),
            (ListName::Eu, "EU V", false),
            (ListName::Eu, "EU 2022/876", false),
            (ListName::Eu, "OFAC 44541", false),
            (ListName::OfacSdn, "OFAC 44541", true),
            (ListName::OfacSdn, "OFAC Annex 1", false),
            (ListName::OfacSdn, "OFAC SDN", false),
            (ListName::Uk, "UK RUS0242", true),
            (ListName::Uk, "RUS0242", true),
            (ListName::Uk, "UK Schedule 2", false),
            (ListName::Un, "UN QDi.006", true),
            (ListName::Canada, "SEMA Belarus/1,Part1/12", true),
            (ListName::OpenSanctions, "OpenSanctions NK-abc", true),
        ] {
            assert_eq!(list.is_reference(text), is_one, "{list}: {text}");
        }
    }
}
