//! The forms in which lists are published: told from what stands in a file, and which reader takes which.

use std::io::BufRead;

use super::entry::ListName;
use super::gathered::{Coverage, Gathered};
use super::readers::{eu, ofac, ofac_advanced, ofac_xml, opensanctions, uk, un};
use super::refused::Refused;

/// The forms that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Ofac(ofac::Part),
    OfacXml,
    OfacAdvanced,
    EuCsv,
    EuXml,
    UkCsv,
    UkXml,
    OfsiCsv,
    UnXml,
    OpenSimple,
    OpenJson,
}

impl Form {
    /// Which list such a file is of; `name` is its name.
    pub(super) fn list(self, name: &str, wanted: Option<ListName>) -> ListName {
        match self {
            // The same columns and elements; only the name of the file tells them apart.
            Self::Ofac(_) | Self::OfacXml | Self::OfacAdvanced => match wanted {
                _ if name.to_lowercase().contains("cons") => ListName::OfacConsolidated,
                Some(list @ (ListName::OfacSdn | ListName::OfacConsolidated)) => list,
                _ => ListName::OfacSdn,
            },
            Self::EuCsv | Self::EuXml => ListName::Eu,
            Self::UkCsv | Self::UkXml => ListName::Uk,
            Self::OfsiCsv => ListName::Ofsi,
            Self::UnXml => ListName::Un,
            Self::OpenSimple | Self::OpenJson => ListName::OpenSanctions,
        }
    }

    /// Whether only its name tells it from another table of two columns.
    pub(super) fn is_comments(self) -> bool {
        self == Self::Ofac(ofac::Part::Comments)
    }

    /// Whether it is a table, which is whole in one file.
    pub(super) fn is_table(self) -> bool {
        matches!(self, Self::Ofac(_) | Self::EuCsv | Self::UkCsv | Self::OfsiCsv | Self::OpenSimple)
    }

    /// What the beginning of a file says it is.
    pub(super) fn of(head: &str) -> Option<Self> {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        if head.starts_with('<') {
            return match root(head)? {
                "sdnList" => Some(Self::OfacXml),
                "CONSOLIDATED_LIST" => Some(Self::UnXml),
                "Designations" => Some(Self::UkXml),
                "export" => Some(Self::EuXml),
                "Sanctions" => Some(Self::OfacAdvanced),
                _ => None,
            };
        }
        if head.starts_with('{') {
            return head.contains("\"schema\"").then_some(Self::OpenJson);
        }
        // Lines may stand above the names of the columns.
        let plain = |line: &str| line.to_lowercase().replace(['"', ' ', '_'], "");
        for line in head.lines().take(20).map(plain) {
            match () {
                () if line.contains("entitylogicalid") => return Some(Self::EuCsv),
                () if line.contains("uniqueid,") && line.contains("regimename") => return Some(Self::UkCsv),
                () if line.contains("groupid") && line.contains("name6") => return Some(Self::OfsiCsv),
                () if line.contains("id,schema,name") => return Some(Self::OpenSimple),
                () => {}
            }
        }
        ofac::Part::of(head).map(Self::Ofac)
    }
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
    form: Form,
    list: ListName,
    input: impl BufRead,
    to: &mut Gathered,
) -> Result<(), Refused> {
    if !matches!(form, Form::Ofac(ofac::Part::Aliases | ofac::Part::Comments)) {
        to.coverage = Coverage::All;
    }
    match form {
        Form::Ofac(part) => ofac::read(part, list, input, to),
        Form::OfacXml => ofac_xml::read(list, input, to),
        Form::OfacAdvanced => ofac_advanced::read(list, input, to),
        Form::EuCsv => eu::read_csv(input, to),
        Form::EuXml => eu::read_xml(input, to),
        Form::UkCsv => uk::read_csv(input, to),
        Form::UkXml => uk::read_xml(input, to),
        Form::OfsiCsv => uk::read_ofsi(input, to),
        Form::UnXml => un::read(input, to),
        Form::OpenSimple => opensanctions::read_simple(input, to),
        Form::OpenJson => opensanctions::read_json(input, to),
    }
}
