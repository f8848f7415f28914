//! Frames as they are drawn, with style.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::ui::theme::{Base, Theme};
use common::{app, frame, lines, load, press, screen};

/// A frame with its styles, to be compared with the one that was looked at and found right.
macro_rules! same {
    ($name:expr, $app:expr, $theme:expr) => {
        insta::assert_snapshot!($name, format!("{:?}", frame(&$app, &$theme)));
    };
}

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
fn the_light_theme_and_no_colour_at_all() {
    let it = app((80, 24), "2025-10-28");
    same!("light", it, Theme::shipped(Base::Light));
    same!("plain", it, Theme::plain());
}

#[test]
fn a_record_with_its_claims_and_the_disagreements() {
    let mut it = app((120, 36), "2025-10-01");
    press(&mut it, "2/id:us-belavia<Enter><Enter>");
    same!("record_belavia", it, Theme::shipped(Base::Dark));
    press(&mut it, "<Esc>!");
    same!("disagreements", it, Theme::shipped(Base::Dark));
}

#[test]
fn the_ledger_over_time_and_as_targets_by_issuers() {
    for size in [(160, 48), (80, 24)] {
        let mut it = app(size, "2025-12-28");
        press(&mut it, "2v");
        same!(format!("timeline_{}x{}", size.0, size.1), it, Theme::shipped(Base::Dark));
        press(&mut it, "v");
        same!(format!("matrix_{}x{}", size.0, size.1), it, Theme::shipped(Base::Dark));
    }
}

#[test]
fn help_palette_and_the_question_for_a_date() {
    let mut it = app((100, 30), "2025-10-28");
    press(&mut it, "?");
    same!("help", it, Theme::shipped(Base::Dark));
    press(&mut it, "<Esc>:sort");
    same!("palette", it, Theme::shipped(Base::Dark));
    press(&mut it, "<Esc>t2025-13<Enter>");
    same!("ask_day", it, Theme::shipped(Base::Dark));
}

#[test]
fn one_pane_at_a_time_below_80_columns_and_a_plain_request_below_20_by_5() {
    let it = app((60, 20), "2025-10-28");
    same!("single", it, Theme::shipped(Base::Dark));
    assert!(screen(&app((19, 5), "2025-10-28")).contains("needs"));
    assert!(screen(&app((20, 4), "2025-10-28")).contains("needs"));
}

#[test]
fn no_size_of_window_and_no_page_makes_it_panic() {
    for keys in ["", "z", "1z", "3z", "4z", "v", "?", ":", "t", "/x", "!", "<Enter>", "f", "1<Enter>"] {
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
        (id: \"EU\", name: \"E\u{301}uropé\u{301}enne Ünion европейский союз\", kind: Bloc)],\
        sources: [(id: \"s\", publisher: \"新华社\", title: \"标题\")],\
        relations: [(id: \"cn-eu\", pair: (\"CN\", \"EU\"), history: [(on: \"2020\", what: Stance, level: Cold, sources: [\"s\"])])],\
        sanctions: [(id: \"m\", issuer: \"EU\", target: (name: \"中国国际航空股份有限公司北京\", kind: Entity, country: \"CN\"), measure: AssetFreeze,\
          history: [(on: \"2020\", what: Imposed, sources: [\"s\"])])],\
        events: [(id: \"e\", on: \"2021-01-01\", kind: Talks, title: \"会谈 в Минске e\u{301}\u{327} 👩‍👩‍👧\", sources: [\"s\"])])";
    for size in [(80, 24), (120, 36), (160, 48), (47, 12)] {
        let mut it = app(size, "2025-10-28");
        load(&mut it, beltui::store::load::load_text(text.to_owned()));
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
    let text = "(schema: 2, title: \"\\u{1b}[31m\\u{202e}evil\", subjects: [(id: \"US\", name: \"U\\u{9b}S\\u{7}\", kind: State)],\
        sources: [(id: \"s\", publisher: \"P\\r\\n\", title: \"\\u{1b}]52;c;x\\u{7}\")],\
        sanctions: [(id: \"m\", issuer: \"US\", target: (name: \"\\u{1b}c\\u{200b}\\u{2066}x\", kind: Entity), measure: Other(\"\\u{1b}\"),\
          history: [(on: \"2020\", what: Imposed, scope: \"\\u{1b}[2J\", note: \"\\u{0}\", sources: [\"s\"])])],\
        events: [(id: \"e\", on: \"2021\", kind: Talks, title: \"\\u{1b}[H\\tx\", sources: [\"s\"])])";
    for keys in ["", "2<Enter>", "3<Enter>", "!", "/\u{202e}"] {
        let mut it = app((120, 36), "2025-10-28");
        load(&mut it, beltui::store::load::load_text(text.to_owned()));
        press(&mut it, keys);
        let drawn = screen(&it);
        let hostile = |c: char| {
            c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{2066}')
        };
        assert!(!drawn.contains(hostile), "{keys}: {:?}", drawn.chars().find(|c| hostile(*c)));
        assert!(drawn.contains('␛'), "{keys}: {drawn}");
    }
}
