//! What a person types or writes into files of their own: dates, filters, keys, colours, settings.

use beltui::app::form::when;
use beltui::app::keymap::Keymap;
use beltui::app::settings::Settings;
use beltui::model::date::Date;
use beltui::ui::theme::Theme;
use beltui::views::query::Query;
use bolero::check;

use super::common::day;
use super::common::mutations::{Mutation, mutated};

/// Texts with every word that dates have.
const DATES: &str = "2025-11-04/2025-12 last friday next monday 3 days ago 2 weeks hence may 31 Dec 2025 0001 9999-12-31 12:30 today";

#[test]
fn a_date_is_what_it_says_and_nothing_else_is_one() {
    check!().with_type::<(u8, u8, Vec<Mutation>)>().for_each(|(from, words, steps)| {
        let text = mutated(DATES, &steps[..steps.len().min(3)]);
        let words = text.split_whitespace().skip(usize::from(*from) % 20).take(usize::from(*words) % 4);
        let text = words.collect::<Vec<_>>().join(" ");
        if let Ok(date) = text.parse::<Date>() {
            assert!(date.first() <= date.last());
            assert_eq!(date.written(), text);
            assert!(date.short().chars().count() <= 11, "{}", date.short());
        }
        for today in ["2026-08-01", "2024-02-29", "0001-01-01", "9999-12-31"] {
            if let Ok(date) = when::read(&text, day(today)) {
                assert!(date.written().parse::<Date>() == Ok(date), "{text}: {date:?}");
            }
        }
    });
}

#[test]
fn a_filter_of_any_words_is_one() {
    let words = "issuer:US -status:lifted programme:\"BELARUS-EO14038\" in:force any:\"a b\" | kind:bank year:2025.. ";
    check!().with_type::<Vec<Mutation>>().for_each(|steps| {
        let _ = Query::parse(&mutated(words, &steps[..steps.len().min(5)]));
    });
}

#[test]
fn a_file_of_keys_colours_or_settings_is_read_or_refused() {
    let keys = include_str!("../../assets/keymap.ron");
    let others = "(base: Light, colors: (text: \"#102030\", accent: \"blue\"), sort: [(column: Target, down: true)], view: Table, width: 30)";
    check!().with_type::<(bool, Vec<Mutation>)>().for_each(|(first, steps)| {
        let text = mutated(if *first { keys } else { others }, &steps[..steps.len().min(5)]);
        let _ = Keymap::standard().with(&text);
        let _ = Theme::from_file(&text);
        if let Ok(settings) = Settings::from_file(&text) {
            let again = Settings::from_file(&settings.written());
            assert!(again.is_ok_and(|again| again.written() == settings.written()), "{text}");
        }
    });
}
