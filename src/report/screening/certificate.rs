//! A page for each name without a hit: what it was held against, in which spellings, what came nearest and why that is not
//! it, and what was not checked. It certifies no innocence: that no entry was found is all that it says.

use super::{ListChecked, Screened, Screening};
use crate::views::visible::visible;

/// An entry that came nearest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearEntry {
    /// Its number.
    pub entry: String,
    /// Its name that is nearest.
    pub name: String,
    /// The list and its day.
    pub list: String,
    /// Why it is not meant.
    pub why: String,
}

/// What a certificate has besides the screening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate<'a> {
    /// The name.
    pub of: &'a Screened,
    /// As what it was compared: the name as written, then its words with the sounds that count as one.
    pub readings: Vec<(String, Vec<String>)>,
    /// What came nearest.
    pub nearest: Vec<NearEntry>,
    /// What could not be compared, as nothing was said of it: `no birth date was given`.
    pub not_given: Vec<String>,
}

/// Why a name gets no certificate; `None` where it gets one.
pub fn why_none(screening: &Screening, it: &Screened) -> Option<String> {
    if !it.hits.is_empty() {
        let first: Vec<String> =
            it.hits.iter().take(3).map(|hit| format!("{} {}", hit.entry, hit.name)).collect();
        return Some(format!("{} has a hit: {}", it.name, first.join(", ")));
    }
    if screening.lists.is_empty() {
        return Some("no official list was checked".to_owned());
    }
    if !screening.failed.is_empty() {
        return Some(format!("what was asked for was not all checked: {}", screening.failed.join("; ")));
    }
    if let Some(file) = screening.file.as_ref().filter(|file| !file.doubts.is_empty()) {
        return Some(file.doubts.join("; "));
    }
    None
}

/// How it looks: one page of A4 for each name.
const STYLE: &str = "\
*{box-sizing:border-box}body{margin:0;background:#e8e8e8;color:#111;font:9pt/1.32 Georgia,'Times New Roman',serif}\
article{background:#fff;width:210mm;min-height:297mm;margin:8mm auto;padding:14mm 16mm 12mm;box-shadow:0 1px 6px #0003}\
h1{font-size:15pt;margin:0 0 1mm}h2{font-size:9.5pt;margin:3.2mm 0 .8mm;border-bottom:.3mm solid #999;text-transform:none}\
p{margin:.6mm 0}ul{margin:.4mm 0;padding-left:4.5mm}li{margin:.2mm 0;overflow-wrap:anywhere}\
.name{font-size:13pt;margin:2mm 0 .5mm;font-weight:bold;overflow-wrap:anywhere}.result{font-size:11pt;margin:1mm 0}\
table{border-collapse:collapse;width:100%;font-size:8pt}th,td{border-bottom:.2mm solid #ccc;padding:.5mm 1.2mm .5mm 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
td:nth-child(-n+4){white-space:nowrap}.hash{font:6pt/1.25 monospace;overflow-wrap:anywhere}.warn{border-left:1mm solid #111;padding-left:2mm}\
footer{margin-top:3mm;font-size:7.6pt;color:#333;border-top:.3mm solid #999;padding-top:1mm}\
@page{size:A4;margin:0}@media print{body{background:#fff}article{box-shadow:none;margin:0;width:auto;min-height:0;break-after:page;padding:9mm 14mm 8mm}article:last-child{break-after:auto}tr,li{break-inside:avoid}}";

/// So many of a kind fit on a page; how many more there are is said.
const MOST: usize = 12;

/// So many letters of a text fit.
const LONGEST: usize = 220;

/// Certificates as one document of HTML, a page each.
pub fn certificates(screening: &Screening, all: &[Certificate<'_>]) -> String {
    let title = match all {
        [only] => format!("Result of a screening: {}", only.of.name),
        all => format!("Results of a screening: {} names", all.len()),
    };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n",
        text(&title)
    );
    for certificate in all {
        article(screening, certificate, &mut out);
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// A text in which nothing is a tag and nothing steers.
fn text(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = one_line.chars().take(LONGEST).collect();
    if shown.len() < one_line.len() {
        shown.push('…');
    }
    visible(&shown).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn points(said: &[String], out: &mut String) {
    out.push_str("<ul>\n");
    for it in said.iter().take(MOST) {
        out.push_str(&format!("<li>{}</li>\n", text(it)));
    }
    if said.len() > MOST {
        out.push_str(&format!("<li>and {} more: the screening itself has them</li>\n", said.len() - MOST));
    }
    out.push_str("</ul>\n");
}

fn article(screening: &Screening, it: &Certificate<'_>, out: &mut String) {
    out.push_str("<article>\n<h1>Result of a screening</h1>\n");
    result(screening, it.of, out);
    held_against(screening, out);
    compared_as(it, out);
    nearest(it, out);
    decisions_and_file(it.of, out);
    out.push_str("<h2>Not checked</h2>\n");
    let not: Vec<String> = screening.not_checked.iter().chain(&it.not_given).cloned().collect();
    if not.is_empty() {
        out.push_str("<p>Of what was asked for everything was checked.</p>\n");
    } else {
        points(&not, out);
    }
    out.push_str(&format!(
        "<footer>Made on {} by {} with beltui {} from {} (SHA-256 <span class=\"hash\">{}</span>). It says that no entry was found by these means in what is named here on these days. It does not say that somebody is on no list, is not owned or controlled by somebody who is, or may be dealt with.</footer>\n</article>\n",
        screening.made_on,
        text(&screening.by),
        text(&screening.version),
        text(&screening.input.name),
        text(&screening.input.sha256)
    ));
}

/// The name, what is known of it, and what came of it with what has to be read with that.
fn result(screening: &Screening, of: &Screened, out: &mut String) {
    out.push_str(&format!("<p class=\"name\">{}</p>\n", text(&of.name)));
    let known = if of.known.is_empty() { "nothing else was given" } else { of.known.as_str() };
    let known = of.id.as_deref().map_or_else(|| known.to_owned(), |id| format!("{known} · {id}"));
    out.push_str(&format!("<p>{}</p>\n", text(&known)));
    let what =
        if screening.file.is_some() { "the lists and the file named here" } else { "the lists named here" };
    let found = match of.aside.len() {
        0 => "<b>No entry found that is like this name</b>".to_owned(),
        1 => "<b>No entry found but one that is set aside</b>, with why below,".to_owned(),
        many => format!("<b>No entry found but {many} that are set aside</b>, with why below,"),
    };
    out.push_str(&format!("<p class=\"result\">{found} in {what}, {}.</p>\n", text(&screening.clock())));
    // How old each list is stands beside it: there is room for what the page says nowhere else.
    let ages: Vec<String> = screening.lists.iter().filter_map(ListChecked::age_said).collect();
    let mut warnings = screening.warnings();
    warnings.retain(|it| !ages.contains(it));
    if let Some(first) = ages.first() {
        let all = format!(
            "{} of {} lists are not fresh: how old each is stands beside it",
            ages.len(),
            screening.lists.len()
        );
        warnings.insert(0, if ages.len() == 1 { first.clone() } else { all });
    }
    if !warnings.is_empty() {
        out.push_str("<h2>To be read with this result</h2>\n<div class=\"warn\">\n");
        points(&warnings, out);
        out.push_str("</div>\n");
    }
}

fn held_against(screening: &Screening, out: &mut String) {
    out.push_str("<h2>Held against</h2>\n<table>\n<tr><th>list</th><th>of</th><th>age</th><th>entries</th><th>files and their SHA-256</th></tr>\n");
    for list in &screening.lists {
        let files: Vec<String> =
            list.files.iter().map(|file| format!("{} {}", text(&file.name), text(&file.sha256))).collect();
        out.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{} d, {}</td><td>{}</td><td class=\"hash\">{}</td></tr>\n",
            text(&list.list),
            list.day.written(),
            list.days_old,
            list.age(),
            list.entries,
            files.join("<br>")
        ));
    }
    if let Some(file) = &screening.file {
        out.push_str(&format!(
            "<tr><td>state file</td><td>{}</td><td></td><td>{} subjects</td><td class=\"hash\">{} {}</td></tr>\n",
            file.known_to.map(|day| format!("known to {day}")).unwrap_or_default(),
            file.subjects,
            text(&file.name),
            text(&file.sha256)
        ));
    }
    out.push_str("</table>\n");
}

fn compared_as(it: &Certificate<'_>, out: &mut String) {
    out.push_str("<h2>Compared as</h2>\n");
    let said: Vec<String> =
        it.readings.iter().map(|(name, words)| format!("{name}: {}", words.join(" · "))).collect();
    points(&said, out);
    out.push_str("<p>Each word is compared in Latin letters, and by how it sounds in Belarusian, Russian, Ukrainian and Latin spellings; words in any order for people, with a few other letters, with words missing, with initials, with short forms of given names. Legal forms are compared by themselves. Identifiers are compared before names.</p>\n");
}

fn nearest(it: &Certificate<'_>, out: &mut String) {
    out.push_str("<h2>Nearest, and why not</h2>\n");
    let aside = it.of.aside.iter().map(|aside| {
        let day = aside.hit.list_day.as_deref().unwrap_or_default();
        let why = format!("{}; set aside: {}", aside.hit.why, aside.because);
        [aside.hit.entry.clone(), aside.hit.matched.clone(), format!("{} of {day}", aside.hit.list), why]
    });
    let near =
        it.nearest.iter().map(|it| [it.entry.clone(), it.name.clone(), it.list.clone(), it.why.clone()]);
    let rows: Vec<String> = aside
        .chain(near)
        .take(MOST)
        .map(|cells| cells.iter().map(|cell| format!("<td>{}</td>", text(cell))).collect::<Vec<_>>().concat())
        .collect();
    if rows.is_empty() {
        out.push_str("<p>No entry shares a telling word with the name.</p>\n");
        return;
    }
    out.push_str(
        "<table>\n<tr><th>entry</th><th>name</th><th>list</th><th>why it is not this name</th></tr>\n",
    );
    for row in rows {
        out.push_str(&format!("<tr>{row}</tr>\n"));
    }
    out.push_str("</table>\n");
}

fn decisions_and_file(of: &Screened, out: &mut String) {
    let decided = of.aside.iter().filter(|it| it.decided);
    let decisions: Vec<String> = decided.map(|it| format!("{}: {}", it.hit.entry, it.because)).collect();
    if !decisions.is_empty() {
        out.push_str("<h2>Decisions relied on</h2>\n");
        points(&decisions, out);
    }
    let at_rest = of.at_rest.iter().map(|hit| {
        let holds = hit.holds.join("; ");
        let holds = if holds.is_empty() { "no measure is recorded" } else { holds.as_str() };
        format!("{} ({}): {holds}", hit.entry, hit.name)
    });
    let at_rest: Vec<String> = at_rest.collect();
    if !at_rest.is_empty() {
        out.push_str("<h2>In the file, with nothing in force</h2>\n");
        points(&at_rest, out);
    }
}
