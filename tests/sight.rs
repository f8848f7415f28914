//! The first sight of a file: in which order things stand, where one begins, what the signs mean, and that all of it can
//! be told without colours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use beltui::app::legend::SIGNS;
use beltui::app::settings::SettingChange;
use beltui::app::{App, Effect, Modal, PaneId};
use beltui::store::load::load_text;
use beltui::store::places::SHIPPED;
use beltui::ui::theme::{Base, Theme};
use beltui::views::page::Tone;
use common::{app, frame, lines, load, press, screen};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

/// Quelland is the focus; the Coast Union has most measures, Nordfels is its member and has one of its own.
const QUELLAND: &str = r#"(schema: 2, title: "Quelland", focus: "QL", subjects: [
    (id: "QL", name: "Quelland", kind: State), (id: "QN", name: "Nordfels", kind: State),
    (id: "QS", name: "Suedau", kind: State), (id: "QO", name: "Ostmark", kind: State),
    (id: "QW", name: "Westrand", kind: State), (id: "QU", name: "Coast Union", kind: Bloc, members: ["QN", "QS"]),
    (id: "alpha", name: "Alpha Works", kind: Company, countries: ["QL"]),
    (id: "beta", name: "Beta Works", kind: Company, countries: ["QL"]),
    (id: "gamma", name: "Gamma Works", kind: Company, countries: ["QO"])],
  sources: [(id: "wire", publisher: "A wire", title: "T", published: "2026-07-30")],
  relations: [
    (id: "a", pair: ("QL", "QW"), history: []),
    (id: "b", pair: ("QL", "QO"), history: [(on: "2025-01-01", what: Stance, level: Hostile, by: "QL", sources: ["wire"])]),
    (id: "c", pair: ("QL", "QS"), history: [(on: "2025-01-01", what: Stance, level: Good, by: "QL", sources: ["wire"])]),
    (id: "d", pair: ("QL", "QN"), history: []),
    (id: "e", pair: ("QL", "QU"), history: [])],
  sanctions: [
    (id: "m1", issuer: "QN", target: "alpha", measure: AssetFreeze, history: [(on: "2024-02-01", what: Imposed, sources: ["wire"])]),
    (id: "m2", issuer: "QU", target: "alpha", measure: AssetFreeze, history: [(on: "2024-03-01", what: Imposed, sources: ["wire"])]),
    (id: "m3", issuer: "QU", target: "beta", measure: AssetFreeze, history: [(on: "2026-06-01", what: Imposed, sources: ["wire"])]),
    (id: "m4", issuer: "QU", target: "gamma", measure: AssetFreeze, history: [(on: "2024-03-01", what: Imposed, sources: ["wire"])])],
  events: [
    (id: "open", kind: Talks, title: "Talks without a day", basis: Scheduled, sources: ["wire"]),
    (id: "year", on: "2026", kind: Talks, title: "Talks of the year", sources: ["wire"]),
    (id: "some", on: "2026-04/2026-07", kind: Talks, title: "Talks of some months", sources: ["wire"]),
    (id: "month", on: "2026-07", kind: Talks, title: "Talks of the month", sources: ["wire"]),
    (id: "first", on: "2026-07-01", kind: Talks, title: "Talks of the first day", sources: ["wire"]),
    (id: "newest", on: "2026-07-23", kind: Talks, title: "Talks of the day", sources: ["wire"])])"#;

fn quelland(size: (u16, u16)) -> App {
    let mut it = app(size, "2026-08-01");
    load(&mut it, load_text(QUELLAND.to_owned()));
    assert!(it.file.findings.iter().all(|it| !it.message.contains("error")), "{:?}", it.file.findings);
    it
}

fn shipped(size: (u16, u16)) -> App {
    let mut it = app(size, "2026-08-01");
    load(&mut it, load_text(SHIPPED.to_owned()));
    it
}

/// The names of the rows of the relations, from the top.
fn relations(app: &App) -> Vec<String> {
    let shown = &app.panes.relations.pane.shown;
    let rows = (0..shown.len()).map(|at| &app.facts.relations[shown.get(at).unwrap()]);
    rows.map(|row| row.subject.as_str().to_owned()).collect()
}

#[test]
fn relations_begin_with_who_has_most_measures_in_force_then_come_members_stances_and_the_rest() {
    let mut it = quelland((160, 48));
    assert_eq!(relations(&it), ["QU", "QN", "QS", "QO", "QW"]);
    assert!(screen(&it).contains("1 Relations · by measures"), "the order is said");
    press(&mut it, "1s");
    assert_eq!(relations(&it), ["QO", "QS", "QU", "QN", "QW"]);
    assert!(screen(&it).contains("1 Relations · by stance"));
    press(&mut it, "s");
    assert_eq!(relations(&it), ["QU", "QN", "QO", "QS", "QW"]);
}

#[test]
fn what_is_via_a_bloc_says_so_and_is_not_counted_as_the_members_own() {
    let it = quelland((200, 60));
    let drawn = screen(&it);
    let row = |name: &str| {
        let line = drawn.lines().find(|line| line.split('│').nth(1).is_some_and(|part| part.contains(name)));
        line.unwrap_or_else(|| panic!("no {name} in\n{drawn}")).split('│').nth(1).unwrap().to_owned()
    };
    assert!(row("Nordfels").contains("1 +2 via QU"), "{drawn}");
    assert!(row("Suedau").contains(" +2 via QU"), "{drawn}");
    // Where there is no room for the bloc the legend has the sign.
    let drawn = screen(&quelland((120, 36)));
    assert!(drawn.contains("1 +2") && !drawn.contains("+2 via"), "{drawn}");
}

#[test]
fn the_header_and_the_rows_of_the_relations_count_the_same_and_others_are_named() {
    for it in [quelland((200, 60)), shipped((200, 60))] {
        let header = screen(&it).lines().next().unwrap().to_owned();
        let named = it.facts.totals.in_force.iter().take(2);
        for (issuer, count) in named {
            assert!(header.contains(&format!("{issuer} {count}")), "{header}");
            let row = it.facts.relations.iter().find(|row| row.subject == *issuer).unwrap();
            assert_eq!(row.own, *count, "{issuer}: {header}");
        }
        let against_focus: usize = it.facts.totals.in_force.iter().map(|(_, count)| count).sum();
        let all = it.facts.ledger.iter().filter(|row| row.standing.is_in_force()).count();
        let others = it.facts.totals.against_others;
        assert_eq!(against_focus + others, all);
        assert!(others > 0 && header.contains(&format!("{others} against others")), "{header}");
    }
}

#[test]
fn the_header_counts_what_is_against_the_focus_at_every_width_and_says_how_old_the_knowledge_is() {
    for width in [60, 64, 72, 80, 100, 120, 160, 200] {
        for (read_only, keys, counts) in [
            (false, "", true),
            (true, "", width > 60),
            (false, "b2026-11-01<Enter>", width >= 80),
            (true, "b2026-11-01<Enter>", width >= 80),
        ] {
            let mut it = app((width, 36), "2026-11-28");
            it.clock.today = it.day();
            it.file.read_only = read_only.then(|| "it is a copy".to_owned());
            press(&mut it, keys);
            let header = screen(&it).lines().next().unwrap().to_owned();
            let (first, rest) = it.facts.totals.in_force.split_first().unwrap();
            let all: usize = first.1 + rest.iter().map(|(_, count)| count).sum::<usize>();
            let said = [format!("{all} in force"), format!("● {all}"), format!("{} {} · ", first.0, first.1)];
            assert!(!counts || said.iter().any(|said| header.contains(said)), "{width} {keys} {header}");
            assert!(it.facts.totals.against_others > 0);
            let known = it.facts.known_to(it.day()).unwrap();
            assert!(
                header.contains(&format!("{} d", (it.day() - known).num_days())),
                "{width} {keys} {header}"
            );
        }
    }
}

#[test]
fn vague_dates_stand_behind_the_exact_ones_of_their_time_and_what_has_no_date_last() {
    let it = quelland((160, 48));
    let state = it.facts.state();
    let ids: Vec<&str> = it
        .facts
        .entries
        .all()
        .iter()
        .filter(|entry| entry.step().is_none())
        .map(|entry| state.at(entry.place()).unwrap().id().as_str())
        .collect();
    assert_eq!(ids, ["newest", "first", "month", "some", "year", "open"]);
    // The cursor stands on the newest that has happened.
    let selected = it.panes.selected(PaneId::Log, &it.facts).unwrap().0;
    assert_eq!(state.at(selected).unwrap().id().as_str(), "newest");
}

#[test]
fn one_begins_in_each_pane_at_what_changed_last() {
    let mut it = quelland((160, 48));
    it.begin_at_news();
    let selected = |it: &App, pane| it.panes.selected_id(pane, &it.facts).unwrap().as_str().to_owned();
    assert_eq!(selected(&it, PaneId::Ledger), "m3");
    assert_eq!(selected(&it, PaneId::Relations), "e", "the Coast Union has done it");
    // Who has moved stays where he is.
    let mut it = quelland((160, 48));
    press(&mut it, "2j");
    let before = selected(&it, PaneId::Ledger);
    it.begin_at_news();
    assert_eq!(selected(&it, PaneId::Ledger), before);
    // A filter that hides the selected row begins at its first.
    let mut it = shipped((160, 48));
    it.begin_at_news();
    assert!(it.panes.ledger.pane.cursor.at > 0);
    press(&mut it, "2/id:us-bela<Enter>");
    assert_eq!(it.panes.ledger.pane.cursor.at, 0);
}

#[test]
fn what_runs_out_by_itself_after_all_that_is_known_is_no_news() {
    let text = QUELLAND.replace(
        "(on: \"2024-02-01\", what: Imposed, sources",
        "(on: \"2024-02-01\", what: Imposed, until: \"2026-07-31\", sources",
    );
    let mut it = app((160, 48), "2026-08-02");
    load(&mut it, load_text(text));
    it.begin_at_news();
    let selected = it.panes.selected_id(PaneId::Ledger, &it.facts).unwrap();
    assert_eq!(selected.as_str(), "m3");
}

#[test]
fn the_first_start_says_what_the_program_is_above_the_keys_until_the_first_key() {
    for size in [(200, 60), (160, 48), (120, 36), (80, 24), (60, 20)] {
        let mut it = quelland(size);
        assert!(!screen(&it).contains("who has done what"), "it is asked for");
        it.welcomes = true;
        let drawn = screen(&it);
        let words: String = drawn.replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        for said in
            ["who has done what to whom", "1 Relations", "the dossier answers", "? help", ": every action"]
        {
            assert!(words.contains(said), "{size:?}: no {said:?} in\n{drawn}");
        }
        assert!(drawn.lines().last().unwrap().contains("q quit"), "the keys stay\n{drawn}");
        let effects = it.press(beltui::app::script::keys("j").unwrap()[0]);
        assert_eq!(effects, [Effect::Remember(SettingChange::Welcomed)]);
        assert!(it.settings.welcomed && !screen(&it).contains("who has done what"));
        assert_eq!(it.press(beltui::app::script::keys("j").unwrap()[0]), [], "once");
    }
    // The key does what it does.
    let mut it = quelland((120, 36));
    it.welcomes = true;
    let effects = it.press(beltui::app::script::keys("q").unwrap()[0]);
    assert_eq!(effects, [Effect::Remember(SettingChange::Welcomed), Effect::Quit]);
}

#[test]
fn the_legend_names_the_signs_that_are_on_the_screen_those_of_the_focused_pane_first() {
    let mut it = quelland((160, 48));
    let before = it.layout.body.height;
    press(&mut it, "2i");
    let drawn = lines(&frame(&it, &Theme::shipped(Base::Dark)));
    let legend = drawn[drawn.len() - 3..drawn.len() - 1].join(" ");
    assert!(legend.trim_start().starts_with("● in force"), "{legend}");
    assert!(legend.contains("▼ hostile") && !legend.contains("‖") && !legend.contains("⊠"), "{legend}");
    press(&mut it, "1");
    let drawn = lines(&frame(&it, &Theme::shipped(Base::Dark)));
    let legend = drawn[drawn.len() - 3..drawn.len() - 1].join(" ");
    assert!(legend.find("▼ hostile") < legend.find("● in force"), "{legend}");
    press(&mut it, "i");
    assert_eq!(it.layout.body.height, before, "once more takes it away");
    // Where there is no room it says so.
    let mut it = quelland((40, 10));
    press(&mut it, "i");
    assert!(screen(&it).contains("no room for the legend"), "{}", screen(&it));
}

/// Typographic signs of texts, frames of panes, keys.
const TEXT: &str = "–—…“”„’‘«»›‹°½¼№×·╭╮╰╯│─┌┐└┘├┤⌫↑↓←→›€£²³®™−";

#[test]
fn every_sign_that_a_screen_shows_is_in_the_table_of_signs() {
    let known: BTreeSet<&str> = SIGNS.iter().flat_map(|group| group.signs).map(|sign| sign.sign).collect();
    let mut unknown: BTreeMap<String, String> = BTreeMap::new();
    for keys in
        ["", "2vz", "2vvz", "2o", "3z", "4z", "5z", "2<Enter>z", "1<Enter>z", "4G5z", "mt2024-01-01<Enter>"]
    {
        let mut it = shipped((160, 48));
        press(&mut it, keys);
        for line in lines(&frame(&it, &Theme::shipped(Base::Dark))) {
            for c in line.chars().filter(|c| !c.is_ascii() && !c.is_alphanumeric()) {
                let is_braille = ('\u{2800}'..='\u{28ff}').contains(&c);
                if !is_braille && !TEXT.contains(c) && !known.contains(c.to_string().as_str()) {
                    unknown.entry(c.to_string()).or_insert_with(|| format!("{keys}: {line}"));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn at_120_columns_five_shows_the_list_and_its_dossier_and_five_or_escape_brings_the_panes_back() {
    for (list, others) in [("2", ["1 Relations", "4 Borders"]), ("1", ["2 Ledger", "3 Log"])] {
        let mut it = quelland((120, 36));
        let all = it.layout;
        press(&mut it, &format!("{list}g5"));
        let drawn = screen(&it);
        assert!(drawn.contains("╭►5 ") && others.iter().all(|other| !drawn.contains(other)), "{drawn}");
        assert_eq!(it.layout.page, it.layout.dossier);
        // The keys go back to the list, and the dossier follows its cursor.
        press(&mut it, list);
        assert!(it.modals.is_empty());
        let first = screen(&it);
        press(&mut it, "j");
        let title = |drawn: &str| drawn.lines().nth(1).unwrap().split("╭ 5 ").nth(1).map(str::to_owned);
        assert!(title(&first).is_some() && title(&first) != title(&screen(&it)), "{first}");
        // Enter opens the record in its place, Escape closes that, then the dossier.
        press(&mut it, "<Enter>");
        assert!(matches!(it.modals.last(), Some(Modal::Page(_))) && it.layout.page == it.layout.dossier);
        press(&mut it, "<Esc>");
        assert!(it.layout.dossier.area() > 0 && it.modals.is_empty());
        press(&mut it, "<Esc>");
        assert_eq!(it.layout, all);
        press(&mut it, "55");
        assert_eq!(it.layout, all, "one key away and back");
        // Tab goes on to the panes of the other column, z gives the dossier the screen.
        press(&mut it, "5z");
        assert_eq!(it.layout.page.width, 120);
    }
}

#[test]
fn without_colours_it_is_told_by_signs_and_words_what_has_the_keys_and_what_lies_ahead() {
    let plain = Theme::plain();
    let mut seen = BTreeSet::new();
    for pane in ["1", "2", "3", "4", "25"] {
        let mut it = shipped((160, 48));
        press(&mut it, pane);
        let drawn = lines(&frame(&it, &plain));
        assert_eq!(drawn.iter().map(|line| line.matches('►').count()).sum::<usize>(), 1, "{pane}");
        assert!(seen.insert(drawn.join("\n")), "{pane}: the focus shows");
        let buffer = frame(&it, &plain);
        let reversed = buffer.content.iter().any(|cell| cell.modifier.contains(Modifier::REVERSED));
        assert!(reversed, "{pane}: so does the selected row");
    }
    // No sign of the past stands in the future of the timeline.
    let mut it = shipped((160, 48));
    press(&mut it, "t2024-06-01<Enter>2vvzg");
    let buffer = frame(&it, &plain);
    let lines = lines(&buffer);
    let today = lines.iter().find_map(|line| line.chars().position(|c| c == '┬')).unwrap();
    let bars = lines.iter().skip(3).take(40).map(|line| line.chars().skip(today + 2).collect::<String>());
    let ahead: String = bars.collect();
    assert!(ahead.contains('⋯') && !ahead.contains(['━', '╍', '╌']), "{ahead}");
}

/// The colours that mean something.
fn meaning(theme: &Theme) -> BTreeMap<String, Tone> {
    let tones = [Tone::Good, Tone::Caution, Tone::Bad, Tone::Conflict];
    tones.into_iter().map(|tone| (format!("{:?}", theme.tone(tone).fg.unwrap()), tone)).collect()
}

#[test]
fn no_word_or_sign_has_two_colours_that_mean_something() {
    let theme = Theme::shipped(Base::Dark);
    let meaning = meaning(&theme);
    for keys in ["", "2v", "2vv", "4", "5"] {
        let mut it = shipped((160, 48));
        press(&mut it, keys);
        let buffer = frame(&it, &theme);
        let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for place in
            [it.layout.relations, it.layout.ledger, it.layout.log, it.layout.borders, it.layout.dossier]
        {
            for (text, colour) in runs(&buffer, place) {
                if meaning.contains_key(&colour) {
                    said.entry(text).or_default().insert(colour);
                }
            }
        }
        // What a sign means is one thing; the age of evidence is told by its number or word.
        let two = said.iter().filter(|(_, colours)| colours.len() > 1).collect::<Vec<_>>();
        assert!(two.is_empty(), "{keys}: {two:?}");
    }
}

/// Texts of one colour, without the blanks around them.
fn runs(buffer: &ratatui::buffer::Buffer, place: Rect) -> Vec<(String, String)> {
    let mut runs = Vec::new();
    for y in place.y..place.bottom() {
        let mut run: (String, Color) = (String::new(), Color::Reset);
        for x in place.x..place.right() {
            let cell = &buffer[(x, y)];
            if cell.fg != run.1 {
                runs.push((run.0.trim().to_owned(), format!("{:?}", run.1)));
                run = (String::new(), cell.fg);
            }
            run.0.push_str(cell.symbol());
        }
        runs.push((run.0.trim().to_owned(), format!("{:?}", run.1)));
    }
    runs.retain(|(text, _)| !text.is_empty());
    runs
}

#[test]
fn a_theme_with_a_ground_of_its_own_leaves_no_cell_to_the_terminal() {
    let it = quelland((120, 36));
    for base in [Base::Contrast, Base::Calm] {
        let buffer = frame(&it, &Theme::shipped(base));
        assert!(
            buffer.content.iter().all(|cell| cell.bg != Color::Reset && cell.fg != Color::Reset),
            "{base:?}"
        );
        assert_eq!(lines(&buffer), lines(&frame(&it, &Theme::plain())), "{base:?}");
    }
}

#[test]
fn a_theme_that_is_chosen_is_drawn_in_and_remembered() {
    let mut it = quelland((120, 36));
    for (words, base) in
        [("high contrast", Base::Contrast), ("calm", Base::Calm), ("light background", Base::Light)]
    {
        press(&mut it, &format!(":{words}"));
        let effects = it.press(beltui::app::script::keys("<Enter>").unwrap()[0]);
        assert_eq!(effects, [Effect::Paint(base), Effect::Remember(SettingChange::Theme(base))]);
    }
}
