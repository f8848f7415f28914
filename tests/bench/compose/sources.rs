//! Where the claims come from: decisions of the issuers, dated copies of their lists, newspapers.

use std::collections::HashSet;
use std::io::{self, Write};

use beltui::model::id::Id;
use beltui::model::record::Record;
use beltui::model::source;

use super::chance::{Chance, Day, day, exact, iso, month, today};
use super::output::Output;
use super::programmes::{ISSUERS, draw};
use super::targets::person;
use super::{texts, tongues};

/// The beginning of its sources' ids, the publisher, a state whose names its authors have, and titles.
type Paper = (&'static str, &'static str, &'static str, &'static [&'static str]);

const PAPERS: &[Paper] = &[
    (
        "courier",
        "Northern Courier",
        "GB",
        &[
            "New names on the lists: what changes",
            "Ministers agree to prolong measures",
            "Licence allows payments for a limited time",
            "Talks end with an announcement on measures",
            "What the new annex covers",
        ],
    ),
    (
        "harbour",
        "Harbour Review",
        "AU",
        &[
            "Ships named in a new round of measures",
            "Insurers ask what is still covered",
            "A list and its effects",
        ],
    ),
    (
        "vestnik",
        "Вечерний вестник",
        "RU",
        &[
            "Списки расширены: что изменилось",
            "Санкции продлены на полгода",
            "Лицензия на расчёты выдана до конца года",
        ],
    ),
    (
        "visnyk",
        "Прикордонний вісник",
        "UA",
        &["Санкції продовжено", "Нові імена у списку", "Що змінює рішення"],
    ),
    (
        "pamezhny",
        "Памежны час",
        "BY",
        &["Новыя абмежаванні", "Спіс скарочаны", "Пункты пропуску: што працуе"],
    ),
    (
        "kurier",
        "Kurier Graniczny",
        "PL",
        &["Nowe nazwiska na liście", "Rząd przedłuża środki", "Przejścia: co działa, a co nie"],
    ),
    (
        "zinios",
        "Pasienio žinios",
        "LT",
        &["Sąrašas papildytas", "Priemonės pratęstos", "Ką keičia sprendimas"],
    ),
    ("bianjing", "边境日报", "CN", &["制裁名单更新", "有关措施再次延长", "许可证有效期说明"]),
    ("al-mina", "صحيفة الميناء", "SY", &["تحديث قائمة العقوبات", "تمديد الإجراءات", "رخصة جديدة للمدفوعات"]),
    ("ofogh", "روزنامه افق", "IR", &["فهرست تحریم‌ها به‌روز شد", "تمدید اقدامات"]),
    (
        "faros",
        "Ημερήσιος Φάρος",
        "GR",
        &["Νέα ονόματα στον κατάλογο", "Παράταση των μέτρων", "Τι αλλάζει για τα πλοία"],
    ),
    ("hamevaser", "המבשר היומי", "IL", &["רשימת הסנקציות עודכנה", "הצעדים הוארכו"]),
    ("gukgyeong", "국경일보", "KR", &["제재 명단 갱신", "조치 연장 결정", "허가의 범위"]),
    ("kowan", "港湾新聞", "JP", &["制裁対象の追加", "措置の延長について", "許可の範囲"]),
    ("postasi", "Sınır Postası", "TR", &["Listeye yeni isimler eklendi", "Önlemler uzatıldı"]),
    ("diario", "Diario del Puerto Norte", "VE", &["Nuevos nombres en la lista", "Prórroga de las medidas"]),
];

struct Source {
    id: String,
    on: Day,
    /// What it is: its shelf.
    shelf: usize,
    /// Its paper, for an article.
    paper: Paper,
}

/// The list of sources, and where to look for one: two shelves an issuer (decisions, copies of its list) and one
/// for the press, each by date.
pub(super) struct Sources {
    all: Vec<Source>,
    shelves: Vec<Vec<usize>>,
}

const PRESS: usize = 2 * ISSUERS.len();

/// As many sources as there are measures to cite them, within bounds.
const FEWEST: u32 = 40;
const MOST: u32 = 3000;

impl Sources {
    /// The sources of a file of so many measures.
    pub fn new(chance: &mut Chance, measures: u32) -> Self {
        let mut taken = HashSet::new();
        let mut sources = Self { all: Vec::new(), shelves: vec![Vec::new(); PRESS + 1] };
        let count = usize::try_from((measures / 100).clamp(FEWEST, MOST)).unwrap_or_default();
        for at in 0..count {
            // One on each shelf first, then some newspapers: the fewest sources are of all kinds already.
            let shelf = if at < PRESS {
                at
            } else if at < PRESS + PAPERS.len() {
                PRESS
            } else {
                let issuer = 2 * draw(chance).0;
                chance.share(&[(400, issuer), (150, issuer + 1)], PRESS)
            };
            let first = day(if chance.percent(8) { 2006 } else { 2014 }, 1, 1);
            // Each shelf has one of today: whatever happened, somebody could tell of it.
            let drawn = chance.between(first, today());
            let on = if at <= PRESS { today() } else { drawn };
            let paper = PAPERS.get(at.wrapping_sub(PRESS)).copied().unwrap_or_else(|| chance.pick(PAPERS));
            let start = match ISSUERS.get(shelf / 2) {
                Some(issuer) if shelf % 2 == 0 => issuer.decision.to_owned(),
                Some(issuer) => issuer.decision.split('-').next().unwrap_or_default().to_owned() + "-copy",
                None => paper.0.to_owned(),
            };
            let mut id = start + "-" + &iso(on);
            if !taken.insert(id.clone()) {
                id = id + "-" + &at.to_string();
                taken.insert(id.clone());
            }
            sources.all.push(Source { id, on, shelf, paper });
        }
        sources.all.sort_by_key(|source| source.on);
        for (at, source) in sources.all.iter().enumerate() {
            if let Some(shelf) = sources.shelves.get_mut(source.shelf) {
                shelf.push(at);
            }
        }
        sources
    }

    /// Writes the list.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn write<W: Write>(&self, chance: &mut Chance, out: &mut Output<W>) -> io::Result<()> {
        out.list("sources")?;
        for source in &self.all {
            out.record(Record::Source(&source.record(chance)))?;
        }
        out.end()
    }

    /// A source from a shelf, published on a day or soon after it.
    fn near(&self, chance: &mut Chance, shelf: usize, on: Day) -> &str {
        let shelf = self.shelves.get(shelf).map_or(&[][..], Vec::as_slice);
        let date = |at: &usize| self.all.get(*at).map_or(0, |source| source.on);
        let from = shelf.partition_point(|at| date(at) < on);
        let at = (from + chance.place(4)).min(shelf.len().saturating_sub(1));
        shelf.get(at).and_then(|at| self.all.get(*at)).map_or("", |source| &source.id)
    }

    /// Who reports a change: one source to three.
    pub fn report<'a>(&'a self, chance: &mut Chance, issuer: usize, on: Day, cited: &mut Vec<&'a str>) {
        cited.clear();
        let first = chance.share(&[(620, 2 * issuer)], PRESS);
        cited.push(self.near(chance, first, on));
        for _ in 0..chance.share(&[(750, 0), (190, 1)], 2) {
            let other = self.near(chance, PRESS, on);
            if !cited.contains(&other) {
                cited.push(other);
            }
        }
    }

    /// Where somebody was seen on the list of an issuer, or not seen.
    pub fn sighting<'a>(&'a self, chance: &mut Chance, issuer: usize, on: Day, cited: &mut Vec<&'a str>) {
        cited.clear();
        cited.push(self.near(chance, 2 * issuer + 1, on));
    }

    /// A source that is none of those, published on a day or later: whoever claims otherwise.
    pub fn rival<'a>(&'a self, chance: &mut Chance, taken: &[&str], on: Day, cited: &mut Vec<&'a str>) {
        cited.clear();
        let later = self.all.get(self.all.partition_point(|source| source.on < on)..).unwrap_or_default();
        let from = chance.place(later.len());
        let others = later.iter().cycle().skip(from).take(later.len());
        cited.extend(others.map(|source| source.id.as_str()).find(|id| !taken.contains(id)));
    }
}

impl Source {
    fn record(&self, chance: &mut Chance) -> source::Source {
        let (mut authors, published) = (Vec::new(), iso(self.on));
        let (publisher, title, press) = match ISSUERS.get(self.shelf / 2) {
            Some(issuer) if self.shelf.is_multiple_of(2) => {
                let title = [decision(chance, issuer.id), ", ", &published].concat();
                (issuer.journal.to_owned(), title, false)
            }
            Some(issuer) => {
                let title = ["Dated copy of the ", issuer.list, ", ", &published].concat();
                ([issuer.list, " (copy)"].concat(), title, false)
            }
            None => {
                let (_, publisher, state, titles) = self.paper;
                let title = chance.pick(titles).to_owned();
                if chance.percent(60) {
                    let author = person(chance, tongues::of(state));
                    authors.push(if chance.percent(50) { author.own } else { author.latin });
                }
                (publisher.to_owned(), title, true)
            }
        };
        let is_exact = !press || chance.percent(90);
        let grade = chance.percent(if press { 45 } else { 80 }).then(|| {
            let grades: &[&str] =
                if press { &["B2", "B3", "C2", "C3", "D4", "F6"] } else { &["A1", "A1", "A2"] };
            chance.pick(grades)
        });
        let shelf = if press { "news/" } else { "lists/" };
        source::Source {
            id: Id::new(&self.id),
            publisher: publisher.into(),
            title: title.into(),
            authors: texts(&authors),
            published: Some(if is_exact { exact(self.on) } else { month(self.on) }),
            url: Some(["https://example.org/", shelf, &self.id].concat().into()),
            archived: None,
            grade: grade.and_then(|grade| grade.parse().ok()),
            note: chance.percent(12).then(|| chance.pick(NOTES).into()),
        }
    }
}

const NOTES: &[&str] = &[
    "The title is a description.",
    "Known from a copy; the date is that of the copy.",
    "Behind a subscription; only the summary was read.",
    "Quotes an agency without naming it.",
    "The copy's date is the latest day the list can be from.",
    "Corrected by the publisher on the next day.",
];

/// What a decision of an issuer is called.
fn decision(chance: &mut Chance, issuer: &str) -> &'static str {
    match issuer {
        "US" => {
            chance.pick(&["Recent actions", "Notice of sanctions actions", "Publication of general licences"])
        }
        "EU" => chance.pick(&["Council implementing regulation", "Council decision (CFSP)", "Corrigendum"]),
        "UA" => chance.pick(&["Указ про застосування санкцій", "Рішення про внесення змін"]),
        "JP" => chance.pick(&["資産凍結等の措置の対象者の追加", "告示の一部改正"]),
        "PL" => chance.pick(&["Decyzja w sprawie wpisu na listę", "Obwieszczenie"]),
        "LT" => chance.pick(&["Įsakymas dėl sankcijų", "Pranešimas"]),
        "NO" => chance.pick(&["Endring i forskrift om tiltak", "Kunngjøring"]),
        "CH" => chance.pick(&["Änderung des Anhangs", "Verordnung über Massnahmen"]),
        _ => chance.pick(&[
            "Notice of listing",
            "Notice of variation",
            "Notice of removal",
            "Amendment of the list",
        ]),
    }
}
