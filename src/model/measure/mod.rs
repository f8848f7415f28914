//! Restrictive measures: one record is one measure by one issuer against one target.

mod claims;
mod effective;
mod lists;
mod status;

use std::fmt;

pub use claims::claims;
pub use effective::{Binding, bound_status, effective};
pub use lists::is_of_another;
pub use status::{MeasureStatus, status};

use super::compact::{Text, ThinSlice};
use super::declare::{changes, declared};
use super::declare::{vocabulary, word_or_other};
use super::history::Step;
use super::id::Id;
use super::kind::RecordKind;

vocabulary! {
    /// The kinds of measure, but for [`MeasureType::Other`].
    pub enum StandardMeasure {
        /// Funds are frozen or blocked and may not be made available.
        AssetFreeze => "Asset freeze",
        /// Entry and transit are refused.
        TravelBan => "Travel ban",
        /// Arms may not be supplied.
        ArmsEmbargo => "Arms embargo",
        /// Goods or technology may not be exported, or only under licence.
        ExportControl => "Export control",
        /// Goods may not be imported or bought.
        ImportRestrictions => "Import restrictions",
        /// Dealings in securities, loans, payments or correspondent accounts are limited.
        FinancialRestrictions => "Financial restrictions",
        /// A sector of the economy is targeted as such.
        SectoralSanctions => "Sectoral sanctions",
        /// Services may not be provided.
        ServicesBan => "Services ban",
        /// Investment is prohibited.
        InvestmentBan => "Investment ban",
        /// Carriers or means of transport are restricted.
        TransportationRestrictions => "Transportation restrictions",
        /// Airspace is closed or restricted.
        AirspaceRestriction => "Airspace restriction",
        /// Duties meant to restrict.
        Tariffs => "Tariffs",
        /// Excluded from contracts or programmes.
        Debarment => "Debarment",
        /// Aid is withheld.
        AidSuspension => "Aid suspension",
        /// Diplomatic steps used as a measure.
        DiplomaticMeasures => "Diplomatic measures",
    }
}

word_or_other! {
    /// The kind of a measure.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum MeasureType of StandardMeasure
}

impl fmt::Display for MeasureType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

vocabulary! {
    /// What a step of a measure's history says.
    pub enum MeasureStep {
        /// Reported to be in preparation.
        InPreparation => "in preparation",
        /// Held out as a possibility.
        Threatened => "threatened",
        /// Announced, and not yet in force.
        Announced => "announced",
        /// Put into force.
        Imposed => "imposed",
        /// The target was put on a list.
        Designated => "designated",
        /// The legal act was adopted.
        Adopted => "adopted",
        /// Changed in its terms.
        Amended => "amended",
        /// Prolonged.
        Renewed => "renewed",
        /// Listed still, but dealings are authorised.
        Licensed => "licensed",
        /// Made lighter, and still in force.
        Eased => "eased",
        /// Not applied for a time.
        Suspended => "suspended",
        /// Applied again after a suspension.
        Resumed => "resumed",
        /// A lifting was announced; the measure is still in force.
        LiftingAnnounced => "lifting announced",
        /// Brought to an end.
        Lifted => "lifted",
        /// The target was taken off the list.
        Delisted => "delisted",
        /// The legal act was revoked.
        Revoked => "revoked",
        /// Ended by its own term.
        Expired => "expired",
        /// Observed: on the list that day.
        Seen => "seen on list",
        /// Observed: not on the list that day.
        NotSeen => "not seen on list",
        /// Reported to be in force that day, without saying since when.
        InForce => "reported in force",
    }
}

impl MeasureStep {
    /// It puts the measure into force.
    pub fn starts(self) -> bool {
        matches!(self, Self::Imposed | Self::Designated | Self::Adopted)
    }

    /// It ends the measure.
    pub fn ends(self) -> bool {
        matches!(self, Self::Lifted | Self::Delisted | Self::Revoked)
    }

    /// It changes, prolongs, lightens or allows what is in force, and puts nothing into force itself.
    pub fn presupposes_force(self) -> bool {
        matches!(
            self,
            Self::Amended | Self::Renewed | Self::Licensed | Self::Eased | Self::Suspended | Self::Resumed
        )
    }

    /// It is an observation, not a change.
    pub fn is_observation(self) -> bool {
        matches!(self, Self::Seen | Self::NotSeen | Self::InForce)
    }

    /// Whether it makes things harder (1), easier (-1) or neither (0) for the target; an announcement is neither, and so is a
    /// term that runs out by itself: nobody acts.
    pub fn direction(self) -> i8 {
        match self {
            Self::Imposed | Self::Designated | Self::Adopted | Self::Resumed | Self::Renewed => 1,
            Self::Licensed
            | Self::Eased
            | Self::Suspended
            | Self::Lifted
            | Self::Delisted
            | Self::Revoked => -1,
            _ => 0,
        }
    }
}

/// One change of a measure, with what belongs to its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureChange {
    /// What the step says.
    pub what: MeasureStep,
    /// The list looked at, for [`MeasureStep::Seen`] and [`MeasureStep::NotSeen`].
    pub list: Option<Text>,
}

changes! {
    MeasureChange("a step of a measure"), what: MeasureStep, it {
        list: Text, for [Seen, NotSeen] => common(),
            in it.list();
    }
    make Some(Self { what, list });
    word it.what;
}

impl MeasureChange {
    /// A change that names no list.
    pub fn plain(what: MeasureStep) -> Self {
        Self { what, list: None }
    }

    /// The list looked at, for [`MeasureStep::Seen`] and [`MeasureStep::NotSeen`].
    pub fn list(&self) -> Option<&Text> {
        self.list.as_ref()
    }
}

declared! {
    /// One measure by one issuer against one subject.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Measure("a measure") {
        /// Its stable name.
        id: Id,
        /// Who issued it.
        issuer: Id => to(RecordKind::Subjects).telling(),
        /// Whom it is aimed at.
        target: Id => to(RecordKind::Subjects).searched().telling(),
        /// Its kind.
        measure: MeasureType => searched().telling(),
        /// The programme or regime it belongs to.
        programme: Option<Text> => common(),
        /// The acts that it rests on.
        acts: ThinSlice<Id> => to(RecordKind::Acts).help("the acts that it rests on"),
        /// Where official lists carry it, such as `OFAC 44541`.
        list_refs: ThinSlice<Text> => label("on lists as"),
        /// The issuer's statement of reasons, in the words of whoever keeps the file.
        reason: Option<Text> => lines().help("the issuer's statement of reasons"),
        /// Anything else worth saying.
        note: Option<Text> => lines(),
        /// What happened to it.
        history: ThinSlice<Step<MeasureChange>>,
    }
}

vocabulary! {
    /// What a measure's history says on a day.
    ///
    /// Announced is not in force; lifting announced is not lifted; licensed is not delisted.
    pub enum Standing {
        /// Nothing is recorded by that day.
        NoRecord => "no record yet",
        /// Reported to be in preparation.
        InPreparation => "in preparation",
        /// Held out as a possibility.
        Threatened => "threatened",
        /// Announced, not in force.
        Announced => "announced",
        /// In force.
        InForce => "in force",
        /// In force, made lighter.
        Eased => "eased",
        /// In force and listed, with dealings authorised.
        Licensed => "licensed",
        /// In force, its lifting announced.
        LiftingAnnounced => "lifting announced",
        /// Exists, and is not applied for a time.
        Suspended => "suspended",
        /// No longer seen on the list; no delisting is recorded.
        NotSeen => "off the list",
        /// Ended.
        Lifted => "lifted",
        /// Ended by its own term.
        Expired => "expired",
    }
}

impl Standing {
    /// Whether the measure binds.
    pub fn is_in_force(self) -> bool {
        matches!(self, Self::InForce | Self::Eased | Self::Licensed | Self::LiftingAnnounced)
    }

    /// Whether it is in force and on its way out: eased, licensed or its lifting announced.
    pub fn is_easing(self) -> bool {
        matches!(self, Self::Eased | Self::Licensed | Self::LiftingAnnounced)
    }
}
