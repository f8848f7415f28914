//! Which of the entries that a measure may be it is, where its names are those of several.

use crate::model::measure::{Measure, MeasureType};

use super::entry::{Entry, ListName};
use super::matching::{How, Index, Match};
use super::published::Published;

/// What of the entries that were found a measure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// None was found.
    None,
    /// These, surest first: of one measure several references may stand in the file.
    These(Vec<Match>),
    /// One of these, and nobody can say which.
    OneOf(Vec<Match>),
}

/// Chooses among entries that were found. Of entries that fit equally by name the one under a programme of the measure is
/// it; where several are, or none is, it stays open.
pub(super) fn choose(found: &[Match], index: &Index<'_>, it: &Measure) -> Choice {
    let Some(best) = found.first() else { return Choice::None };
    if matches!(best.how, How::Reference | How::NumberAlone) {
        let by_number = found.iter().filter(|at| matches!(at.how, How::Reference | How::NumberAlone));
        return Choice::These(by_number.copied().collect());
    }
    let equal: Vec<Match> =
        found.iter().filter(|at| at.how == best.how && at.score == best.score).copied().collect();
    if equal.len() < 2 {
        return Choice::These(vec![*best]);
    }
    let of_programme = |at: &&Match| index.entry(at.entry).is_some_and(|entry| shares_programme(entry, it));
    let own: Vec<Match> = equal.iter().filter(of_programme).copied().collect();
    match own.as_slice() {
        [only] => Choice::These(vec![*only]),
        [] => Choice::OneOf(equal),
        _ => Choice::OneOf(own),
    }
}

/// The programmes of a measure of the file.
pub(super) fn programmes_of(it: &Measure) -> Vec<String> {
    let all = it.programme.as_deref().unwrap_or_default().split([';', ',']);
    all.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// Whether the issuer of a measure has an entry under one of the measure's programmes.
pub(super) fn shares_programme(entry: &Entry, it: &Measure) -> bool {
    let own = programmes_of(it);
    let listed = entry.programmes_by(it.issuer.as_str());
    listed.iter().any(|listed| own.iter().any(|own| own.eq_ignore_ascii_case(listed)))
}

/// The kinds of measure that a list carries: it says nothing of others.
#[derive(Debug)]
pub(super) struct Carried {
    list: ListName,
    /// Those that its entries name.
    named: Vec<MeasureType>,
}

impl Carried {
    /// Looks through a list once.
    pub(super) fn by(list: &Published) -> Self {
        let mut named: Vec<MeasureType> = Vec::new();
        for entry in &list.entries {
            let of_listings = entry.listings.values().flat_map(|it| &it.measures);
            for measure in entry.measures.iter().chain(of_listings) {
                if !named.contains(measure) {
                    named.push(measure.clone());
                }
            }
        }
        Self { list: list.list, named }
    }

    /// Whether a measure of this kind can stand on it. OFAC's two lists number their entries together, and one of them is of
    /// those whose assets are frozen.
    pub(super) fn may_have(&self, it: &Measure) -> bool {
        let usual = |list: ListName| it.measure == MeasureType::Standard(list.usual_measure());
        match self.list {
            ListName::OfacSdn => usual(ListName::OfacSdn),
            ListName::OfacConsolidated => !usual(ListName::OfacSdn),
            list => usual(list) || self.named.contains(&it.measure),
        }
    }
}

/// Whether an entry is a measure for certain: names that are only alike are no sighting.
pub(super) fn is_sure(found: Option<&(&Entry, Match)>, it: &Measure) -> bool {
    found.is_some_and(|(entry, at)| at.how < How::Likeness && entry.means(it.issuer.as_str(), &it.measure))
}
