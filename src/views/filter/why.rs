//! Why the row under the cursor is kept, where what it shows does not say it.

use crate::model::record::Record;
use crate::views::day::Day;
use crate::views::fields::Listing;
use crate::views::fold::normal;
use crate::views::query::Query;
use crate::views::search::{Says, Searched};
use crate::views::why::unshown;

use super::crossings::Point;
use super::log::Dated;
use super::measure::measure_at;
use super::relations::Pair;

/// The folded texts that a row shows.
fn shown(day: &Day, row: &impl Searched) -> Vec<String> {
    let subjects = &day.state().records().subjects;
    let mut texts = Vec::new();
    row.shown(&mut |said| match said {
        Says::Word(text) | Says::Text(text) | Says::Made(text) => texts.push(normal(text)),
        Says::About(_) => {}
        Says::Name(at) => texts.extend(subjects.get(at as usize).map(|it| normal(&it.name))),
        Says::Code(at) => {
            if let Some(it) = subjects.get(at as usize) {
                texts.extend([normal(&it.name), normal(it.id.as_str())]);
            }
        }
    });
    texts
}

/// Where the words of a filter stand of which the row at a place among all rows of the day shows nothing:
/// `alias Белавиа`, `note …with a lamp…`. `None` where it shows all of them.
pub fn why(day: &Day, listing: Listing, place: usize, query: &Query) -> Option<String> {
    query.wanted_words().next()?;
    let of = |record: Record<'_>, texts: &[String]| unshown(day.state(), record, query.wanted_words(), texts);
    match listing {
        Listing::Relations => {
            let it = Pair::at(day, place)?;
            of(Record::Relation(it.record), &shown(day, &it))
        }
        Listing::Ledger => {
            let it = measure_at(day, day.ledger.get(place)?.place())?;
            of(Record::Measure(it.record), &shown(day, &it))
        }
        Listing::Log => {
            let it = Dated::of(day, day.entries.get(place)?)?;
            of(it.record, &shown(day, &it))
        }
        Listing::Borders => {
            let it = Point::at(day, place)?;
            of(Record::Crossing(it.record), &shown(day, &it))
        }
    }
}
