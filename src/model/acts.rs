//! What follows from all acts together: when each binds, and on which days it shows that what rests on it does.

use std::collections::HashSet;
use std::sync::Arc;

use hashbrown::HashMap;

use super::act::Act;
use super::chunked::ChunkedVec;
use super::date::Date;
use super::id::Id;
use super::measure::Binding;

/// When each act binds, its prolongations counted in, and the days on which it shows that, those of the acts that amend it
/// among them.
pub(super) type Derived = (Arc<HashMap<Id, Binding>>, Arc<HashMap<Id, Vec<Date>>>);

/// Of all acts of a file.
pub(super) fn derived(acts: &ChunkedVec<Act>) -> Derived {
    let mut bindings: HashMap<Id, Binding> = acts
        .iter()
        .map(|it| (it.id.clone(), Binding { applies: it.applies, expires: it.expires, replaced: None }))
        .collect();
    let own = |it: &Act| it.shows().collect::<Vec<_>>();
    let mut days: HashMap<Id, Vec<Date>> = acts.iter().map(|it| (it.id.clone(), own(it))).collect();
    let mut amending: HashMap<&str, Vec<&Act>> = HashMap::new();
    for it in acts {
        for amended in &it.amends {
            amending.entry(amended.as_str()).or_default().push(it);
        }
    }
    for amended in amending.keys() {
        for it in chain(&amending, amended) {
            if let Some(binding) = bindings.get_mut(*amended) {
                // An amendment without a last day of its own leaves that of the act as it is.
                binding.expires = later(binding.expires, it.expires);
            }
            if let Some(days) = days.get_mut(*amended) {
                days.extend(own(it));
            }
        }
    }
    let licences: HashSet<&str> =
        acts.iter().filter(|it| it.kind.is_licence()).map(|it| it.id.as_str()).collect();
    for it in acts {
        let Some(end) = it.applies.or(it.adopted).and_then(|on| on.last().pred_opt()).map(Date::day) else {
            continue;
        };
        for superseded in it.supersedes.iter().filter(|id| licences.contains(id.as_str()) && **id != it.id) {
            if let Some(binding) = bindings.get_mut(superseded.as_str()) {
                let held = binding.replaced.filter(|held| *held < end);
                binding.replaced = held.or(Some(end));
            }
        }
    }
    (Arc::new(bindings), Arc::new(days))
}

/// The acts that amend one, those that amend these, and so on; each once, however they amend each other.
fn chain<'a>(amending: &HashMap<&'a str, Vec<&'a Act>>, home: &str) -> Vec<&'a Act> {
    let (mut seen, mut found, mut next) = (HashSet::from([home]), Vec::new(), vec![home]);
    while let Some(id) = next.pop() {
        for it in amending.get(id).into_iter().flatten() {
            if seen.insert(it.id.as_str()) {
                found.push(*it);
                next.push(it.id.as_str());
            }
        }
    }
    found
}

/// The later of two last days; what has none is not prolonged.
fn later(held: Option<Date>, new: Option<Date>) -> Option<Date> {
    match (held, new) {
        (Some(held), Some(new)) if new.last() > held.last() => Some(new),
        _ => held,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::act::ActKind;

    fn act(id: &str, expires: Option<&str>, amends: &[&str]) -> Act {
        let mut it = Act::new(id.into(), "EU".into(), ActKind::Decision, id.into());
        it.expires = expires.map(|day| day.parse().unwrap());
        it.amends = amends.iter().map(|id| Id::new(id)).collect();
        it
    }

    fn expires(acts: Vec<Act>, of: &str) -> Option<String> {
        derived(&acts.into_iter().collect()).0[of].expires.map(Date::written)
    }

    #[test]
    fn an_act_that_amends_another_prolongs_it_and_never_shortens_it() {
        for (first, amendments, wanted) in [
            (Some("2025-02-28"), vec![Some("2026-02-28")], Some("2026-02-28")),
            (Some("2025-02-28"), vec![Some("2027-02-28"), Some("2026-02-28")], Some("2027-02-28")),
            (Some("2025-02-28"), vec![Some("2024-02-28"), None], Some("2025-02-28")),
            (None, vec![Some("2026-02-28")], None),
        ] {
            let mut acts = vec![act("a", first, &[])];
            for (at, expires) in amendments.into_iter().enumerate() {
                acts.push(act(&format!("b{at}"), expires, &["a", "nothing"]));
            }
            assert_eq!(expires(acts, "a").as_deref(), wanted);
        }
    }

    #[test]
    fn what_prolongs_a_prolongation_prolongs_what_that_prolonged() {
        let two = || {
            vec![act("a", Some("2024"), &[]), act("b", Some("2025"), &["a"]), act("c", Some("2026"), &["b"])]
        };
        let three = || [two(), vec![act("d", Some("2027"), &["c"])]].concat();
        let shorter = || [two(), vec![act("d", Some("2023"), &["c"])]].concat();
        let circle = || {
            vec![
                act("a", Some("2024"), &["c"]),
                act("b", Some("2025"), &["a"]),
                act("c", Some("2026"), &["b"]),
            ]
        };
        let itself = || vec![act("a", Some("2024"), &["a"])];
        for (acts, of, wanted) in [
            (two(), "a", "2026"),
            (two(), "b", "2026"),
            (two(), "c", "2026"),
            (three(), "a", "2027"),
            (shorter(), "a", "2026"),
            (circle(), "a", "2026"),
            (circle(), "c", "2026"),
            (itself(), "a", "2024"),
        ] {
            assert_eq!(expires(acts, of).as_deref(), Some(wanted), "{of}");
        }
    }

    #[test]
    fn an_act_is_shown_on_the_days_of_all_that_amends_it_each_once() {
        let mut acts = vec![act("a", None, &["c"]), act("b", None, &["a"]), act("c", None, &["b", "a"])];
        for (it, day) in acts.iter_mut().zip(["2020", "2021", "2022"]) {
            it.adopted = Some(day.parse().unwrap());
        }
        let mut days: Vec<String> =
            derived(&acts.into_iter().collect()).1["a"].iter().map(|it| it.written()).collect();
        days.sort();
        assert_eq!(days, ["2020", "2021", "2022"]);
    }

    #[test]
    fn a_licence_holds_until_the_day_before_another_takes_its_place() {
        let licence = |id: &str, adopted: &str, applies: Option<&str>, supersedes: &[&str]| {
            let mut it = Act::new(id.into(), "QL".into(), ActKind::GeneralLicence, id.into());
            it.adopted = Some(adopted.parse().unwrap());
            it.applies = applies.map(|day| day.parse().unwrap());
            it.supersedes = supersedes.iter().map(|id| Id::new(id)).collect();
            it
        };
        let law = Act { kind: ActKind::Law, ..licence("law", "2021", None, &[]) };
        let acts = vec![
            licence("a", "2022-03-01", None, &["a"]),
            licence("b", "2022-04-20", None, &["a", "law", "nothing"]),
            licence("c", "2022-06-01", Some("2022-07-01"), &["a", "b"]),
            law,
        ];
        let bindings = derived(&acts.into_iter().collect()).0;
        let replaced = ["a", "b", "c", "law"].map(|id| bindings[id].replaced.map(Date::written));
        assert_eq!(replaced, [Some("2022-04-19".to_owned()), Some("2022-06-30".to_owned()), None, None]);
    }
}
