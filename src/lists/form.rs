//! The forms in which lists are published: told from what stands in a file, and which reader takes which.

use std::io::BufRead;

use super::delta::is_delta;
use super::entry::ListName;
use super::gathered::{Coverage, Gathered};
use super::readers::{
    canada, eu, ftm, latvia, ofac, ofac_advanced, ofac_enhanced, ofac_xml, screening, switzerland, targets,
    uk, un,
};
use super::refused::Refused;

/// The forms that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Ofac(ofac::Part),
    OfacXml,
    OfacAdvanced,
    OfacEnhanced,
    EuCsv,
    EuXml,
    EuOldXml,
    UkCsv,
    UkXml,
    OfsiCsv,
    UnXml,
    CanadaXml,
    SwissXml,
    LatviaXml,
    AustraliaXlsx,
    Screening,
    Targets,
    Ftm,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) form: Form,
    /// What stands between its fields, where it is a table.
    pub(super) delimiter: u8,
}

impl Form {
    /// Which list such a file is of, as far as its form tells; of OFAC's two lists the one that was asked for, until what
    /// stands in it says more. `name` is the file's name.
    pub(super) fn list(self, name: &str, wanted: Option<ListName>) -> ListName {
        match self {
            Self::Ofac(_) | Self::OfacXml | Self::OfacAdvanced | Self::OfacEnhanced => match wanted {
                Some(list @ (ListName::OfacSdn | ListName::OfacConsolidated)) => list,
                _ if name.to_lowercase().contains("cons") => ListName::OfacConsolidated,
                _ => ListName::OfacSdn,
            },
            Self::EuCsv | Self::EuXml | Self::EuOldXml => ListName::Eu,
            Self::UkCsv | Self::UkXml => ListName::Uk,
            Self::OfsiCsv => ListName::Ofsi,
            Self::UnXml => ListName::Un,
            Self::CanadaXml => ListName::Canada,
            Self::SwissXml => ListName::Switzerland,
            Self::LatviaXml => ListName::Latvia,
            Self::AustraliaXlsx => ListName::Australia,
            Self::Screening => ListName::Screening,
            Self::Targets | Self::Ftm => ListName::OpenSanctions,
        }
    }

    /// Whether only its name tells it from another table of two columns.
    pub(super) fn is_comments(self) -> bool {
        self == Self::Ofac(ofac::Part::Comments)
    }

    /// Whether it holds a row or element for each entry.
    pub(super) fn has_entries(self) -> bool {
        !matches!(self, Self::Ofac(ofac::Part::Addresses | ofac::Part::Aliases | ofac::Part::Comments))
    }

    /// Whether it is a table of OFAC's, which ends with a mark, and whose remarks are read when all of them are there.
    pub(super) fn is_ofac(self) -> bool {
        matches!(self, Self::Ofac(_))
    }

    /// Whether it is a table, which is whole in one file.
    pub(super) fn is_table(self) -> bool {
        matches!(
            self,
            Self::Ofac(_) | Self::EuCsv | Self::UkCsv | Self::OfsiCsv | Self::Screening | Self::Targets
        )
    }

    /// What such a file holds, in words.
    pub(super) fn part(self) -> &'static str {
        match self {
            Self::Ofac(ofac::Part::Addresses) => "addresses",
            Self::Ofac(ofac::Part::Aliases) => "other names",
            Self::Ofac(ofac::Part::Comments) => "continued remarks",
            _ => "entries",
        }
    }

    /// What the beginning of a file says it is.
    pub(super) fn of(head: &str) -> Option<Found> {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let found = |form| Some(Found { form, delimiter: b',' });
        if is_delta(head) {
            return None;
        }
        if head.starts_with('<') {
            // The root of Latvia's list says nothing.
            if head.contains("<Entity") && head.contains("<WholeName") {
                return found(Self::LatviaXml);
            }
            return match root(head)? {
                "sanctionsData" => found(Self::OfacEnhanced),
                "data-set" if head.contains("<DateOfListing") || head.contains("<Schedule") => {
                    found(Self::CanadaXml)
                }
                "swiss-sanctions-list" => found(Self::SwissXml),
                "sdnList" => found(Self::OfacXml),
                "CONSOLIDATED_LIST" => found(Self::UnXml),
                "Designations" => found(Self::UkXml),
                "export" => found(Self::EuXml),
                "WHOLE" => found(Self::EuOldXml),
                "Sanctions" => found(Self::OfacAdvanced),
                _ => None,
            };
        }
        if head.starts_with('{') {
            return if head.contains("\"schema\"") { found(Self::Ftm) } else { None };
        }
        // Lines may stand above the names of the columns.
        for line in head.lines().take(20) {
            let delimiter = delimiter(line);
            let plain = line.to_lowercase().replace(['"', ' ', '_'], "").replace(char::from(delimiter), ",");
            let form = match () {
                () if plain.contains("entitylogicalid") => Self::EuCsv,
                () if plain.contains("uniqueid,") && plain.contains("regimename") => Self::UkCsv,
                () if plain.contains("groupid") && plain.contains("name6") => Self::OfsiCsv,
                () if plain.contains("source,entitynumber,type") => Self::Screening,
                () if plain.contains("id,schema,name") => Self::Targets,
                () => continue,
            };
            return Some(Found { form, delimiter });
        }
        let of = |delimiter| {
            ofac::Part::of(head, delimiter).map(|part| Found { form: Self::Ofac(part), delimiter })
        };
        // OFAC itself writes its tables with commas, strokes (SDN.PIP) and at signs (SDN.DEL).
        [b',', b';', b'\t', b'|', b'@'].into_iter().find_map(of)
    }
}

/// What divides the fields of a line: what stands in it most often.
fn delimiter(line: &str) -> u8 {
    let count = |delimiter: u8| memchr::memchr_iter(delimiter, line.as_bytes()).count();
    // Of equals the last one: a comma.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// The name of the first element of XML, without its prefix.
fn root(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        let (_, after) = rest.split_once('<')?;
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if after.starts_with(['?', '!']) {
            rest = after.split_once('>')?.1;
        } else {
            let name = after.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
            return name.rsplit(':').next();
        }
    }
}

/// Reads a file of a form.
pub(super) fn read_form(
    found: Found,
    list: ListName,
    input: impl BufRead,
    to: &mut Gathered,
) -> Result<(), Refused> {
    let Found { form, delimiter } = found;
    if form.has_entries() {
        to.coverage = Coverage::All;
    }
    match form {
        Form::Ofac(part) => {
            ofac::read(part, delimiter, list, input, to)?;
            if part == ofac::Part::Entries {
                ofac::note_lists(to);
            }
            Ok(())
        }
        Form::OfacXml => ofac_xml::read(list, input, to),
        Form::OfacAdvanced => ofac_advanced::read(list, input, to),
        Form::OfacEnhanced => ofac_enhanced::read(list, input, to),
        Form::EuCsv => eu::read_csv(delimiter, input, to),
        Form::EuXml => eu::read_xml(input, to),
        Form::EuOldXml => eu::read_old_xml(input, to),
        Form::UkCsv => uk::read_csv(delimiter, input, to),
        Form::UkXml => uk::read_xml(input, to),
        Form::OfsiCsv => uk::read_ofsi(delimiter, input, to),
        Form::UnXml => un::read(input, to),
        Form::CanadaXml => canada::read(input, to),
        Form::SwissXml => switzerland::read(input, to),
        Form::LatviaXml => latvia::read(input, to),
        // A workbook is no stream: `file` reads it.
        Form::AustraliaXlsx => Err(Refused::new(1, "a workbook")),
        Form::Screening => screening::read(delimiter, input, to),
        Form::Targets => targets::read(delimiter, input, to),
        Form::Ftm => ftm::read(input, to),
    }
}
