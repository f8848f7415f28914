//! Birthdays in the remarks of OFAC's tables.

/// What stands before a birthday.
pub(super) const BORN: &str = "DOB ";

/// What stands before the day on which an organisation was founded.
pub(super) const FOUNDED: &str = "Organization Established Date ";

/// The birthdays in remarks, and when organisations were founded.
pub(super) fn births(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(';').map(|it| it.trim().trim_end_matches('.').trim());
    parts.filter_map(|part| {
        let part = part.strip_prefix("alt. ").unwrap_or(part);
        part.strip_prefix(BORN).or_else(|| part.strip_prefix(FOUNDED))
    })
}
