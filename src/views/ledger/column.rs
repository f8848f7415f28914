//! The columns of the ledger.

use crate::model::declare::vocabulary;

vocabulary! {
    /// The columns, in their order.
    pub enum Column {
        /// Who issued it.
        Issuer => "Issuer",
        /// Whether some issuers have a measure against the target in force and others have ended theirs.
        Differ => "±",
        /// Whom it is aimed at.
        Target => "Target",
        /// Its kind.
        Measure => "Measure",
        /// What holds on the day.
        Status => "Status",
        /// How many measures the target faces.
        Measures => "Measures",
        /// Since when it binds.
        InForceSince => "In force since",
        /// Since when it is at its present rung.
        Since => "Status since",
        /// How old the latest evidence of that is.
        Shown => "Shown",
        /// Until when.
        Until => "Until",
        /// Programme or regime.
        Programme => "Programme",
        /// Legal acts.
        Act => "Legal act",
        /// What kind of subject the target is.
        Kind => "Kind",
        /// The state that the target is or belongs to.
        Country => "Country",
        /// How many sources speak of it.
        Sources => "Src",
        /// Whether sources disagree.
        Conflict => "≠",
    }
}

impl Column {
    /// Whether it says a text that many measures share.
    pub(in crate::views) fn is_of_texts(self) -> bool {
        matches!(self, Self::Measure | Self::Programme | Self::Act)
    }

    /// Whether it says something of the target that depends on all measures against it.
    pub(in crate::views) fn is_of_targets(self) -> bool {
        matches!(self, Self::Differ | Self::Measures)
    }

    /// Whether it says a date.
    pub fn is_date(self) -> bool {
        matches!(self, Self::InForceSince | Self::Since | Self::Shown | Self::Until)
    }

    /// Whether an order by it begins with its last: the newest date, the greatest number, what stands out.
    pub fn begins_with_last(self) -> bool {
        self.is_date() || matches!(self, Self::Sources | Self::Conflict | Self::Differ | Self::Measures)
    }

    /// What it is called in a sentence.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Differ => "whether issuers differ",
            Self::Measures => "number of measures",
            Self::Sources => "number of sources",
            Self::Conflict => "disagreement",
            Self::Shown => "age of the evidence",
            column => column.word(),
        }
    }
}
