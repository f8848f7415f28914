//! What the columns of the ledger say of a measure, as plain text: how wide a column is follows from it.

use std::borrow::Cow;

use super::day::Day;
use super::evidence::{self, Since};
use super::ledger::{Column, Row};

/// What a column says of a row; empty where it says nothing.
pub fn text<'a>(day: &'a Day, row: &Row, column: Column) -> Cow<'a, str> {
    let state = day.state();
    let Some(it) = state.records().sanctions.get(row.at()) else { return "".into() };
    let since = |since: Option<Since>| since.map(Since::short).unwrap_or_default();
    let against = || day.against().get(day.analysis.named(row.at()).target as usize);
    match column {
        Column::Issuer => it.issuer.as_str().into(),
        Column::Target => state.target_name(it).into(),
        Column::Kind => state.target(it).map_or("", |subject| subject.kind.word()).into(),
        Column::Country => {
            let named = day.analysis.named(row.at());
            let main = state.records().subjects.get(named.country as usize);
            let main = main.map_or("", |subject| subject.id.as_str());
            match named.more_countries.len() {
                0 => main.into(),
                more => format!("{main} +{more}").into(),
            }
        }
        Column::Measure => it.measure.word().into(),
        Column::Status => status(row).into(),
        Column::InForceSince => since(row.dates().in_force).into(),
        Column::Since => since(row.dates().status).into(),
        Column::Shown => {
            row.dates().shown.map(|shown| evidence::age(shown, day.as_of())).unwrap_or_default().into()
        }
        Column::Until => row.until.map(crate::model::date::Date::short).unwrap_or_default().into(),
        Column::Programme => it.programme.as_deref().unwrap_or_default().into(),
        Column::Act => match it.acts.as_slice() {
            [] => "".into(),
            [act] => state.act_name(act).into(),
            [act, rest @ ..] => format!("{} +{}", state.act_name(act), rest.len()).into(),
        },
        Column::Sources => row.sources.to_string().into(),
        Column::Conflict => if row.conflict { "≠" } else { "" }.into(),
        Column::Measures => against().map(|it| it.measures.to_string()).unwrap_or_default().into(),
        Column::Differ => if against().is_some_and(|it| it.differ) { "±" } else { "" }.into(),
    }
}

/// The status in words: with a question mark where a further step may hold already.
pub fn status(row: &Row) -> String {
    format!("{}{}", row.standing, if row.unsure { "?" } else { "" })
}
