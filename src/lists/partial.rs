//! Dates and names as lists write them.

use chrono::NaiveDate;

use crate::model::date::Date;

/// A date as lists write it: `2021-12-02`, `02/12/2021` (day first), `13-Feb-2026`, `2021-12-02T…`.
pub(super) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let forms = ["%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d.%m.%Y"];
    let whole = forms.iter().find_map(|form| NaiveDate::parse_from_str(day, form).ok());
    let spaced = || NaiveDate::parse_from_str(text, "%d %b %Y").ok();
    whole.or_else(spaced).map(Date::day)
}

/// A date with the month first, as the United States write it: `12/24/2025`.
pub(super) fn us_date(text: &str) -> Option<Date> {
    NaiveDate::parse_from_str(text.trim(), "%m/%d/%Y").ok().map(Date::day)
}

/// A date of three numbers.
pub(super) fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some(Date::day(date))
}

/// Parts of a name, joined.
pub(super) fn joined<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> String {
    let mut name = String::new();
    for part in parts {
        for word in part.as_ref().split_whitespace() {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word);
        }
    }
    name
}
