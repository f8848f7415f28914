//! OpenSanctions' targets.simple.csv, with and without programme ids: an entity a line, its sanctions in one field.

use std::io::BufRead;

use crate::model::date::Date;
use crate::model::measure::MeasureType;

use super::super::entry::{Entry, EntryKind, ListName, add, add_once};
use super::super::gathered::{Gathered, twice};
use super::super::refused::Refused;
use super::super::table::{Columns, lines};
use super::super::written::Order;
use super::collections::{Dataset, InLine, Status, dataset, in_line, issuer, leave_out, union};

/// What a schema of FollowTheMoney means.
pub(super) fn kind(schema: &str) -> EntryKind {
    match schema {
        "Person" => EntryKind::Person,
        "Vessel" => EntryKind::Vessel,
        "Airplane" => EntryKind::Aircraft,
        _ => EntryKind::Entity,
    }
}

/// Values in one field, which is a line of CSV of its own.
fn values(field: &str) -> Vec<String> {
    if !field.contains([';', '"']) {
        return Some(field.trim().to_owned()).filter(|it| !it.is_empty()).into_iter().collect();
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(field.as_bytes());
    let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// What is told of a line once.
const MIXED: &str = "several issuers have it and its sanctions do not say whose they are: of these no day and no programme is taken";

/// Reads it.
pub(in crate::lists) fn read(delimiter: u8, input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut columns: Option<Columns> = None;
    let mut seen: Option<Date> = None;
    lines(input, delimiter, to, |line, to| {
        let Some(at) = &columns else {
            columns = Columns::of(line, &["id", "schema", "name"]);
            return Ok(());
        };
        if line.len() != at.len() {
            return Err(line.refuse(format!("{} fields, not {}", at.len(), line.len())));
        }
        let get = |name: &str| line.of(at.find(name)).into_owned();
        let id = get("id");
        if id.is_empty() {
            return Err(line.refuse("an id"));
        }
        if to.get_mut(&id).is_some() {
            return Err(line.refuse(twice(&id)));
        }
        let last_seen = to.date_in(line.number(), "last_seen", &get("last_seen"), Order::DayFirst);
        seen = seen.max(last_seen);
        let mut entry = Entry::new(ListName::OpenSanctions, &id);
        entry.kind = kind(&get("schema"));
        entry.add_named(&get("name"), super::super::entry::NameKind::Primary);
        for alias in values(&get("aliases")) {
            entry.add_alias(&alias);
        }
        for code in values(&get("countries")) {
            entry.add_place(&code.to_uppercase());
        }
        for day in values(&get("birth_date")) {
            entry.add_birth(&day);
        }
        to.tell_births(line.number(), &entry, 0);
        for address in values(&get("addresses")) {
            entry.add_address([address]);
        }
        for number in values(&get("identifiers")) {
            entry.add_identifier("", &number, "");
        }
        let programmes = values(&get("program_ids"));
        let sanctions: Vec<InLine> =
            values(&get("sanctions")).iter().map(|it| in_line(it, last_seen)).collect();
        let mut lists: Vec<(String, MeasureType)> = Vec::new();
        let mut others: Vec<String> = Vec::new();
        for name in values(&get("dataset")) {
            match dataset(&name) {
                Dataset::List(issuer, measure) => add_once(&mut lists, (issuer, measure)),
                Dataset::Other(why) => add_once(&mut others, why),
            }
        }
        if lists.is_empty() || sanctions.is_empty() {
            // Known for something else, such as an office or a wanted notice.
            leave_out(to, &others);
            return Ok(());
        }
        let mut told = Taken::default();
        take(&mut entry, &lists, &sanctions, &programmes, &mut told);
        if told.is_mixed {
            to.tell(line.number(), MIXED);
        }
        for why in told.unclear {
            to.tell(line.number(), format!("it is not told whether {} still stands: {why}", entry.name));
        }
        if entry.listings.is_empty() {
            to.leave_out("ended");
            return Ok(());
        }
        union(&mut entry);
        to.put(entry).map_err(|error| error.or_line(line.number()))
    })?;
    to.date = to.date.or(seen);
    columns.map(|_| ()).ok_or_else(|| Refused::new(1, "the names of the columns, id and schema among them"))
}

/// What came up while sanctions were given to their issuers.
#[derive(Default)]
struct Taken {
    is_mixed: bool,
    unclear: Vec<String>,
}

/// Gives each issuer what its sanctions say. Whose a sanction is, its programme's id says, or there is one issuer only.
fn take(
    entry: &mut Entry,
    lists: &[(String, MeasureType)],
    sanctions: &[InLine],
    programmes: &[String],
    told: &mut Taken,
) {
    let mut issuers: Vec<&str> = Vec::new();
    for (issuer, _) in lists {
        add_once(&mut issuers, issuer.as_str());
    }
    let only = if let [only] = issuers.as_slice() { Some(*only) } else { None };
    let whose = |it: &InLine| {
        let by_id =
            issuer(&it.programme).filter(|id| issuers.contains(id) && programmes.contains(&it.programme));
        only.or(by_id)
    };
    // What is of nobody for certain may be of anybody.
    let loose: Vec<&InLine> = sanctions.iter().filter(|it| whose(it).is_none()).collect();
    told.is_mixed = !loose.is_empty();
    for id in &issuers {
        let own: Vec<&InLine> = sanctions.iter().filter(|it| whose(it) == Some(*id)).collect();
        let standing = own.iter().filter(|it| it.status == Status::Holds).count();
        let may_stand = || loose.iter().any(|it| it.status == Status::Holds);
        let unclear = own.iter().chain(&loose).find_map(|it| match &it.status {
            Status::Unclear(why) => Some(why.clone()),
            _ => None,
        });
        let all_ended = own.iter().chain(&loose).all(|it| it.status == Status::Ended);
        if standing == 0 && all_ended {
            continue;
        }
        let some_ended = loose.iter().any(|it| it.status == Status::Ended);
        let is_unclear = standing == 0 && (unclear.is_some() || some_ended || !may_stand());
        if is_unclear {
            told.unclear.push(unclear.unwrap_or_else(|| "some of its sanctions have ended".to_owned()));
        }
        let listing = entry.listing(id);
        listing.is_unclear = is_unclear;
        for (_, measure) in lists.iter().filter(|(issuer, _)| issuer == id) {
            add_once(&mut listing.measures, measure.clone());
        }
        let of_id = programmes.iter().filter(|it| only.is_some() || issuer(it) == Some(*id));
        of_id.for_each(|it| add(&mut listing.programmes, it));
        for sanction in own.iter().filter(|it| it.status != Status::Ended) {
            add(&mut listing.programmes, &sanction.programme);
            listing.listed_on = listing.listed_on.into_iter().chain(sanction.start).min();
            super::super::entry::keep(&mut listing.reason, &sanction.reason);
        }
    }
}
