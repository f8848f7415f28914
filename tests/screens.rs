//! Frames as they are drawn: words, signs and tones; three whole pictures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::app::App;
use beltui::store::load::load_text;
use beltui::ui::theme::{Base, Theme};
use beltui::views::page::Tone;
use common::{app, frame, has_tones, lines, load, press, screen, style_of};
use ratatui::style::{Color, Modifier};

/// An invented file in which each tone has something to show.
fn quelland(size: (u16, u16), as_of: &str) -> App {
    let mut it = app(size, as_of);
    load(&mut it, load_text(include_str!("screens/quelland.ron").to_owned()));
    assert!(it.file.findings.is_empty(), "{:?}", it.file.findings);
    it
}

/// The frame in the dark theme, after some keys; it has all the words, and each of the texts in its tone.
fn shows(it: &mut App, keys: &str, words: &[&str], tones: &[(&str, Tone)]) {
    press(it, keys);
    for base in [Base::Dark, Base::Light] {
        let theme = Theme::shipped(base);
        let buffer = frame(it, &theme);
        let text = lines(&buffer).join("\n");
        for word in words {
            assert!(text.contains(word), "{keys}: no {word:?} in\n{text}");
        }
        has_tones(&buffer, &theme, tones);
    }
}

/// The whole picture, to be compared with the one that was looked at and found right.
#[test]
fn the_dashboard_at_its_three_sizes() {
    for size in [(80, 24), (120, 36), (160, 48)] {
        let it = app(size, "2025-10-28");
        insta::assert_snapshot!(
            format!("dashboard_{}x{}", size.0, size.1),
            format!("{:?}", frame(&it, &Theme::shipped(Base::Dark)))
        );
    }
}

#[test]
fn each_pane_says_by_sign_word_and_tone_what_holds() {
    for size in [(80, 24), (120, 36), (160, 48)] {
        let mut it = quelland(size, "2025-10-28");
        let words = ["◂ as of 2025-10-28 ▸", "1 Relations", "2 Ledger", "3 Log", "4 Borders", "? help"];
        // Where no column has room for the age of the evidence it stands behind the sign.
        let age = if size.0 == 80 { "*" } else { " " };
        let [ford, gate, weir] = ["□□?Ford", "◧◧?Gate", "⊠⊠?Weir"].map(|text| text.replace('?', age));
        let [ford, gate, weir] = [ford.as_str(), gate.as_str(), weir.as_str()];
        // The cursor's row is bold on top of its tone: it stands on another row than those that are asked about.
        shows(
            &mut it,
            "2j4j1j",
            &words,
            &[
                ("beltui", Tone::Title),
                ("▼ Nordfels", Tone::Bad),
                ("○ lifted", Tone::Good),
                ("◐ licensed", Tone::Caution),
                (ford, Tone::Good),
                (weir, Tone::Bad),
            ],
        );
        shows(
            &mut it,
            "2g4g1g",
            &[],
            &[("● in force", Tone::Bad), (gate, Tone::Caution), ("△ Suedau", Tone::Good)],
        );
    }
}

#[test]
fn each_sign_of_a_disagreement_has_its_tone_but_in_heads_and_hints() {
    for size in [(80, 24), (120, 36), (160, 48)] {
        let (it, theme) = (quelland(size, "2025-10-28"), Theme::shipped(Base::Dark));
        let buffer = frame(&it, &theme);
        let mut signs = 0;
        // The last line tells keys.
        for y in 0..size.1 - 1 {
            let line = (0..size.0).map(|x| &buffer[(x, y)]);
            let is_head =
                line.clone().map(ratatui::buffer::Cell::symbol).collect::<String>().contains("Target");
            for sign in line.filter(|cell| cell.symbol() == "≠" && !is_head) {
                assert_eq!(Some(sign.fg), theme.tone(Tone::Conflict).fg, "line {y} of {size:?}");
                signs += 1;
            }
        }
        assert!(signs >= 3, "{signs} signs at {size:?}");
    }
}

#[test]
fn the_selected_row_stands_out_in_its_pane_and_most_in_the_focused_one() {
    let mut it = quelland((80, 24), "2025-10-28");
    press(&mut it, "2");
    for theme in [Theme::shipped(Base::Dark), Theme::shipped(Base::Light), Theme::plain()] {
        let buffer = frame(&it, &theme);
        for (selected, focused) in [("▸QN", true), ("▸▼ Nordfels", false), ("▸□□*Ford", false)] {
            let (found, wanted) = (style_of(&buffer, selected), theme.selection(focused));
            assert_eq!(found.bg.unwrap(), wanted.bg.unwrap_or(Color::Reset), "{selected}");
            assert!(found.add_modifier.contains(wanted.add_modifier), "{selected}: {found:?}");
        }
        for other in ["QN Alpha Works", "△ Suedau", "◧◧*Gate"] {
            let found = style_of(&buffer, other);
            assert_eq!((found.bg, found.add_modifier), (Some(Color::Reset), Modifier::empty()), "{other}");
        }
    }
}

#[test]
fn without_colour_no_cell_has_one_and_every_word_and_sign_stays() {
    for keys in ["", "2<Enter>", "!", "2v", "2vv", "?", ":sort", "t2025-13<Enter>"] {
        let mut it = quelland((120, 36), "2025-10-28");
        press(&mut it, keys);
        let plain = frame(&it, &Theme::plain());
        for cell in &plain.content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{keys}: {:?}", cell.symbol());
        }
        assert_eq!(lines(&plain), lines(&frame(&it, &Theme::shipped(Base::Dark))), "{keys}");
        assert_eq!(lines(&plain), lines(&frame(&it, &Theme::shipped(Base::Light))), "{keys}");
    }
}

#[test]
fn a_record_shows_its_claims_and_which_of_them_the_status_follows() {
    let mut it = quelland((120, 36), "2025-10-01");
    let words = [
        "record         measure · qn-alpha-asset-freeze",
        "in force, since 2023-08-09",
        "history · 5 steps",
        "≠ imposed — Courier 2025-09-15",
        "the status does not follow this claim: another one prevails",
        "≠ later: delisted — Gazette of Nordfels 2025-11-04 [A1]",
        "designated — Gazette of Nordfels 2025-11-04 [A1]  ← the status follows this",
    ];
    shows(
        &mut it,
        "2/alpha<Enter><Enter>",
        &words,
        &[
            ("history · 5 steps", Tone::Heading),
            ("sources disagree", Tone::Heading),
            ("≠ imposed — Courier 2025-09-15", Tone::Conflict),
            ("the status does not follow", Tone::Dim),
        ],
    );
}

#[test]
fn the_disagreements_name_the_question_and_both_answers() {
    let mut it = quelland((120, 36), "2025-10-01");
    let words = [
        "What sources disagree on",
        "│▸QN › Alpha Works: Asset freeze ⏎  ",
        "since when?",
        "lifted that day? An observation speaks against it",
        "2, says Nordfels — Gazette of Nordfels 2025-11-04 [A1]",
        "3, says Quelland — Courier 2025-09-15",
    ];
    shows(
        &mut it,
        "!",
        &words,
        &[
            ("Talks at the ford", Tone::Heading),
            ("since when?", Tone::Conflict),
            ("days of talks", Tone::Conflict),
        ],
    );
}

#[test]
fn the_ledger_over_time_and_by_subject() {
    for size in [(160, 48), (80, 24)] {
        let mut it = quelland(size, "2025-12-28");
        shows(
            &mut it,
            "2vv",
            &["2 Ledger · timeline", "Target", "By", "2025", "┬"],
            &[("━○", Tone::Bad), ("○", Tone::Good), ("◐╍", Tone::Caution), ("╍", Tone::Caution)],
        );
        let words = ["2 Ledger · by subject", "Subject", "QN", "QB", "± Beta Shipp", "Alpha Works"];
        shows(&mut it, "vvg", &words, &[("◐", Tone::Caution)]);
        shows(&mut it, "G", &words, &[("○", Tone::Good)]);
    }
}

#[test]
fn help_palette_and_the_question_for_a_date() {
    let mut it = quelland((100, 30), "2025-10-28");
    let words = [
        "Keys that work here: Ledger",
        "Look  ",
        "j k ↓ ↑        Move down, up",
        "now: nowhere to go back to",
    ];
    let tones = [("Look", Tone::Title), ("Move down, up", Tone::Plain)];
    shows(&mut it, "?", &words, &tones);
    let words = ["╭ Every action ", ":sort", "▸ Sort by the next column", "⏎ do it"];
    shows(&mut it, "<Esc>:sort", &words, &[("╭ Every action ", Tone::Title)]);
    let words = ["╭ As of ", "date 2025-13", "no such day in the calendar", "⏎ go there"];
    shows(&mut it, "<Esc>t2025-13<Enter>", &words, &[("no such day in the calendar", Tone::Caution)]);
    assert!(screen(&it).contains("as of 2025-10-28"), "the day stays");
}

#[test]
fn one_pane_at_a_time_below_80_columns_and_a_plain_request_below_20_by_5() {
    let mut it = quelland((60, 20), "2025-10-28");
    for (key, there) in [("1", "1 Relations"), ("2", "2 Ledger"), ("3", "3 Log"), ("4", "4 Borders")] {
        press(&mut it, key);
        let drawn = screen(&it);
        assert!(drawn.contains(&format!("╭►{there} ")), "{drawn}");
        let heads = ["╭►1 ", "╭►2 ", "╭►3 ", "╭►4 "];
        assert_eq!(heads.iter().filter(|head| drawn.contains(**head)).count(), 1, "{drawn}");
    }
    for (size, too_small) in [((19, 5), true), ((20, 4), true), ((20, 5), false)] {
        assert_eq!(screen(&quelland(size, "2025-10-28")).contains("needs"), too_small, "{size:?}");
    }
}

#[test]
fn no_size_of_window_and_no_page_makes_it_panic() {
    let keys =
        ["", "z", "1z", "3z", "4z", "v", "?", ":", "t", "/x", "!", "<Enter>", "f", "1<Enter>", "5", "45z"];
    for keys in keys {
        let mut it = app((80, 24), "2025-10-28");
        press(&mut it, keys);
        for width in (0..=300).step_by(7).chain(0..24) {
            for height in (0..=60).step_by(5).chain(0..8) {
                it.resize(width, height);
                let _ = frame(&it, &Theme::shipped(Base::Dark));
            }
        }
    }
}

#[test]
fn borders_stay_straight_with_wide_and_combining_characters() {
    let text = "(schema: 2, title: \"中国与欧盟\", focus: \"CN\", subjects: [\
        (id: \"CN\", name: \"中华人民共和国国务院办公厅有限公司\", kind: State),\
        (id: \"EU\", name: \"E\u{301}uropé\u{301}enne Ünion европейский союз\", kind: Bloc),\
        (id: \"airline\", name: \"中国国际航空股份有限公司北京\", kind: Company, countries: [\"CN\"])],\
        sources: [(id: \"s\", publisher: \"新华社\", title: \"标题\")],\
        relations: [(id: \"cn-eu\", pair: (\"CN\", \"EU\"), history: [(on: \"2020\", what: Stance, level: Cold, by: \"CN\", sources: [\"s\"])])],\
        sanctions: [(id: \"m\", issuer: \"EU\", target: \"airline\", measure: AssetFreeze,\
          history: [(on: \"2020\", what: Imposed, sources: [\"s\"])])],\
        events: [(id: \"e\", on: \"2021-01-01\", kind: Talks, title: \"会谈 в Минске e\u{301}\u{327} 👩‍👩‍👧\", sources: [\"s\"])])";
    for size in [(80, 24), (120, 36), (160, 48), (47, 12)] {
        let mut it = app(size, "2025-10-28");
        load(&mut it, load_text(text.to_owned()));
        assert!(it.file.findings.is_empty(), "{:?}", it.file.findings);
        for line in lines(&frame(&it, &Theme::shipped(Base::Dark))) {
            // A line that ends in the border of the rightmost pane ends in the last column.
            if line.ends_with('│') {
                assert_eq!(beltui::app::text::width(&line), usize::from(size.0), "{line}");
            }
        }
    }
}

#[test]
fn hostile_characters_never_reach_a_cell() {
    let text = "(schema: 2, title: \"\\u{1b}[31m\\u{202e}evil\", subjects: [(id: \"US\", name: \"U\\u{9b}S\\u{7}\", kind: State),\
        (id: \"x\", name: \"\\u{1b}c\\u{200b}\\u{2066}x\", kind: Company)],\
        sources: [(id: \"s\", publisher: \"P\\r\\n\", title: \"\\u{1b}]52;c;x\\u{7}\")],\
        sanctions: [(id: \"m\", issuer: \"US\", target: \"x\", measure: Other(\"\\u{1b}\"),\
          history: [(on: \"2020\", what: Imposed, scope: \"\\u{1b}[2J\", note: \"\\u{0}\", sources: [\"s\"])])],\
        events: [(id: \"e\", on: \"2021\", kind: Talks, title: \"\\u{1b}[H\\tx\", sources: [\"s\"])])";
    for keys in ["", "2<Enter>", "3<Enter>", "!", "/\u{202e}"] {
        let mut it = app((120, 36), "2025-10-28");
        load(&mut it, load_text(text.to_owned()));
        press(&mut it, keys);
        let drawn = screen(&it);
        let hostile = |c: char| {
            c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{2066}')
        };
        assert!(!drawn.contains(hostile), "{keys}: {:?}", drawn.chars().find(|c| hostile(*c)));
        assert!(drawn.contains('␛'), "{keys}: {drawn}");
    }
}
