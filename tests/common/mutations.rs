//! Texts with things wrong in them: what is wrong is chosen by proptest or bolero, which then find the least that is.

use proptest::prelude::*;

/// Every kind of record and of step, each field at least once, and nothing wrong with it.
pub const SMALL: &str = r#"#![enable(implicit_some)]
// A small file with one of everything.
(
    schema: 2,
    title: "Small",
    focus: "BY",
    note: "Нота — \"quoted\" \u{301}",
    subjects: [
        (id: "BY", name: "Belarus", kind: State, aliases: ["Беларусь", (name: "W", weak: true)], owners: [(owner: "LT", share: (1, 2.5), sources: ["s"])], note: "n"),
        (id: "LT", name: "Lithuania", kind: State),
        (id: "EU", name: "European Union", kind: Bloc, members: ["LT"]),
        (id: "customs", name: "Customs", kind: Agency, affiliation: "BY"),
        (id: "x", name: "X", kind: Company, aliases: ["Y"], countries: ["BY"]),
        (id: "z", name: "Z", kind: Sector),
    ],
    sources: [
        (id: "s", publisher: "P", title: "T", authors: ["A"], published: "2025-11-04", url: "https://example.org", grade: "B2", note: "n"),
    ],
    acts: [
        (id: "act", issuer: "EU", kind: Decision, number: "N", title: "T", adopted: "2020-12-16", applies: "2020-12-18", expires: "2026-02-28", amends: ["law"], sources: ["s"]),
        (id: "law", issuer: "EU", kind: Law),
        (id: "gl", issuer: "EU", kind: GeneralLicence, number: "GL 1"),
    ],
    relations: [
        (id: "by-lt", pair: ("BY", "LT"), note: "n", history: [
            (on: "2020", what: Head, from: "LT", at: "BY", rank: Ambassador, sources: ["s"]),
            (on: "2021-05", what: Mission, from: "LT", at: "BY", status: Reduced, sources: ["s"]),
            (on: "2022-01-31", what: Consular, from: "BY", at: "LT", status: Limited, time: "10:00", sources: ["s"]),
            (on: "2023/2024", what: Stance, level: Hostile, trend: Steady, by: "LT", scope: "s", note: "n", sources: ["s"]),
        ]),
    ],
    sanctions: [
        (id: "m", issuer: "EU", target: "x", measure: AssetFreeze,
            programme: "P", acts: ["law"], list_refs: ["R"], note: "n", history: [
            (on: "2020-12-17", what: Designated, sources: ["s"]),
            (on: "2022", what: Licensed, until: "2023", sources: ["s"], event: "e", act: "gl"),
            (on: "2024", what: Seen, list: "EU list", sources: ["s"]),
        ]),
        (id: "o", issuer: "EU", target: "z", measure: Other("own words"), history: [(on: "2025", what: Imposed, sources: ["s"])]),
    ],
    crossings: [
        (id: "c", name: "C", aliases: ["D"], between: ("BY", "LT"), sides: ("a", "b"), route: "A1", mode: Road, traffic: All,
            capacity_per_day: 100, location: (lat: 54.5, lon: -25.25, error_km: 1.5, note: "n"), note: "n", history: [
            (on: "2024", what: Closed, by: "LT", traffic: Freight, sources: ["s"]),
            (on: "2025", what: Throughput, per_day: 40, capacity_per_day: 90, unit: "lorries", sources: ["s"]),
        ]),
    ],
    events: [
        (id: "e", on: "2025-10-27", until: "2025-10-28", time: "noon", kind: Talks, title: "E", actors: ["BY"], note: "n", basis: Reported,
            links: ["m", "c"], exchange: [(from: "BY", to: "LT", gave: "G", sources: ["s"])],
            figures: [(label: "l", value: "8,000", unit: "u", said_by: "S", note: "n", sources: ["s"])], sources: ["s"]),
        (id: "f", kind: Other("own words"), title: "F", sources: ["s"]),
    ],
    decisions: [
        (id: "d", name: "N", entry: "R", same: false, on: "2025", by: "B"),
    ],
)
"#;

/// What a mutation puts in.
pub const BITS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\\",
    ",",
    ":",
    "#",
    "r#\"",
    "\"#",
    "//",
    "/*",
    "*/",
    "\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{301}",
    "é",
    "中",
    "👩‍👩‍👧",
    "None",
    "Some(",
    "Other(",
    "true",
    "inf",
    "-",
    "+",
    ".",
    "1e999999",
    "99999999999999999999",
    "0x",
    "\\u{110000}",
    "\\x",
    "\"\"",
    "()",
    "[]",
    "{}",
    "\"0000-00-00\"",
    "\"9999-12-31\"",
    "\"0001-01-01\"",
    "\"2025/2020\"",
    "\"99999\"",
    "\"-1\"",
    "\"BY\"",
    "\"s\"",
    "\"e\"",
    "schema: 3,",
    "subjects: [],",
    "history: [],",
    "id: \"m\",",
    "#![enable(",
    "\u{1b}[31m",
    "<<<<<<< ours\n",
    "Seen",
    "Licensed",
    "Lifted",
    "\"\\t\"",
    "r\"",
];

/// One thing that is done to a text: what, where from and where to (of the whole length), how much, and with which bit.
pub type Mutation = (u8, u32, u32, u8, u16);

/// A few things that are done to a text.
pub fn mutations(most: usize) -> impl Strategy<Value = Vec<Mutation>> {
    prop::collection::vec(any::<Mutation>(), 1..=most)
}

/// A number below a limit.
fn below(number: u32, limit: usize) -> usize {
    usize::try_from((u64::from(number) * u64::try_from(limit).unwrap()) >> 32).unwrap()
}

/// One of several.
fn one<T: Copy>(number: u16, of: &[T]) -> T {
    of[usize::from(number) % of.len()]
}

/// A text to which that was done.
pub fn mutated(text: &str, steps: &[Mutation]) -> String {
    let mut text = text.to_owned();
    for &(what, a, b, near, bit) in steps {
        let place = |text: &str, number| text.floor_char_boundary(below(number, text.len() + 1));
        let (a, b) = (place(&text, a), place(&text, b));
        let (from, to) = (a.min(b), a.max(b));
        let near = text.floor_char_boundary((from + 1 + usize::from(near) % 40).min(text.len())).max(from);
        let next = text.ceil_char_boundary((from + 1).min(text.len()));
        match what % 8 {
            // One character becomes another.
            0 => text.replace_range(from..next, one(bit, BITS)),
            // Something too many.
            1 => text.insert_str(from, one(bit, BITS)),
            // A little goes, or a lot.
            2 => text.replace_range(from..near, ""),
            3 => text.replace_range(from..to, ""),
            // A little stands twice, or a lot.
            twice @ (4 | 5) => {
                let part = text[from..if twice == 4 { near } else { to }].to_owned();
                text.insert_str(from, &part);
            }
            // Two brackets change places.
            6 => {
                let bracket = |from: usize| text[from..].find(['(', ')', '[', ']', '"']).map(|at| from + at);
                if let (Some(a), Some(b)) = (bracket(from), bracket(to)) {
                    let (one, other) = (text[a..=a].to_owned(), text[b..=b].to_owned());
                    text.replace_range(a..=a, &other);
                    text.replace_range(b..=b, &one);
                }
            }
            // A word or a number becomes something else.
            _ => {
                let word = |c: char| c.is_alphanumeric();
                let start = text[from..].find(word).map_or(text.len(), |at| from + at);
                let end = text[start..].find(|c| !word(c)).map_or(text.len(), |at| start + at);
                text.replace_range(start..end, one(bit, BITS));
            }
        }
    }
    text
}

/// Bytes to which that was done, with what is special in lists.
pub fn mutated_bytes(bytes: &[u8], steps: &[Mutation]) -> Vec<u8> {
    const SPECIAL: &[&[u8]] = &[
        b"\"",
        b"<",
        b">",
        b";",
        b",",
        b"\n",
        b"\r",
        b"&",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"&#0;",
        b"&#x10ffff;",
        b"&#xD800;",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"<?xml encoding=\"utf-16\"?>",
        b"<!DOCTYPE a [<!ENTITY x \"y\">]>",
        b"&x;",
        b"2025-02-30",
        b"31/02/2025",
        b"99/99/9999",
        b"0000-00-00",
        b"\x1b[6666m",
        b"\xe2\x80\xae",
        b"-0- ",
        b"{",
        b"}",
        b"[",
        b"]",
        b"\\u0000",
        b"\\ud800",
        b"1e999",
        b"99999999999999999999",
        b"\t",
        b"xmlns=\"x\"",
        b"<x:",
        b"</",
        b"\x1a",
    ];
    let mut bytes = bytes.to_vec();
    for &(what, a, b, near, bit) in steps {
        let (a, b) = (below(a, bytes.len() + 1), below(b, bytes.len() + 1));
        let (from, to) = (a.min(b), a.max(b));
        let near = (from + 1 + usize::from(near) % 60).min(bytes.len());
        let next = (from + 1).min(bytes.len());
        let part = match what % 8 {
            0 => bytes.splice(from..next, one(bit, SPECIAL).iter().copied()).count(),
            1 => bytes.splice(from..from, one(bit, SPECIAL).iter().copied()).count(),
            2 => bytes.drain(from..near).count(),
            3 => bytes.drain(from..to).count(),
            4 => {
                let part = bytes[from..near].repeat(1 + usize::from(bit) % 50);
                bytes.splice(from..from, part).count()
            }
            5 => {
                let part = bytes[from..to].to_vec();
                bytes.splice(from..from, part).count()
            }
            6 => {
                bytes.truncate(to);
                0
            }
            _ => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte ^= 1 << (bit % 8);
                }
                0
            }
        };
        let _ = part;
    }
    bytes
}

/// A small text with its values exchanged for others of their kind: it stays well formed, and says nonsense. One
/// number decides about each value.
pub fn with_other_values(text: &str, numbers: &[u16], dates: &[&str]) -> String {
    const IDS: &[&str] =
        &["BY", "LT", "EU", "customs", "x", "s", "gl", "by-lt", "m", "o", "c", "e", "f", "nobody", ""];
    const TEXTS: &[&str] = &[
        "",
        " ",
        "a\tb\nc",
        "\\u{202e}",
        "\\0",
        "e\\u{301}\\u{301}",
        "中文 👩‍👩‍👧",
        "%s {} \\x1b[31m",
        "\\u{200b}",
    ];
    const NUMBERS: &[&str] = &[
        "0",
        "4294967295",
        "4294967296",
        "-1",
        "1e308",
        "1e999999",
        "-90.0",
        "180",
        "0.5",
        "99999999999999999999",
    ];
    let mut numbers = numbers.iter().copied().cycle();
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', ' ']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let number = numbers.next().unwrap_or_default();
        let (decides, which) = (number % 4, number / 4);
        let value_end =
            rest[1..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(rest.len(), |e| e + 1);
        if rest.starts_with('"') {
            let end = 2 + rest[1..].find('"').unwrap();
            let old = &rest[1..end - 1];
            let kinds = match old {
                _ if old.starts_with("20") => dates,
                _ if IDS.contains(&old) => IDS,
                _ => TEXTS,
            };
            // What stands behind a backslash is not the end of a text: such texts stay.
            let new = if old.ends_with('\\') || decides < 3 { old } else { one(which, kinds) };
            out.push_str(&format!("\"{new}\""));
            rest = &rest[end..];
        } else if value_end > 1 && decides == 3 {
            out.push(' ');
            out.push_str(one(which, NUMBERS));
            rest = &rest[value_end..];
        } else {
            out.push(' ');
            rest = &rest[1..];
        }
    }
    out + rest
}

/// Choices that are made one after another; when there are no more, the first of what there is.
#[derive(Debug, Clone)]
pub struct Choices(std::vec::IntoIter<u32>);

impl Choices {
    /// Made of numbers.
    pub fn of(numbers: Vec<u32>) -> Self {
        Self(numbers.into_iter())
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        below(self.0.next().unwrap_or_default(), limit)
    }
}

/// So many choices at most.
pub fn choices(most: usize) -> impl Strategy<Value = Choices> {
    prop::collection::vec(any::<u32>(), most / 2..most).prop_map(Choices::of)
}
