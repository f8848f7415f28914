//! What several tests share.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod desk;
pub mod lists;
pub mod mutations;

use beltui::app::keymap::Keymap;
use beltui::app::{App, script};
use beltui::model::date::Date;
use beltui::store::load::{Loaded, load_text};
use beltui::store::places::SHIPPED;
use beltui::ui::frame::draw;
use beltui::ui::theme::{Base, Theme};
use beltui::views::page::Tone;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// The day on which all tests take place.
pub const TODAY: &str = "2026-08-01";

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse::<Date>().unwrap().last()
}

/// The shipped file.
pub fn shipped() -> Loaded {
    load_text(SHIPPED.to_owned())
}

/// A dashboard on the shipped file.
pub fn app(size: (u16, u16), as_of: &str) -> App {
    let mut app = App::new("belarus.ron".to_owned(), day(TODAY), Some(day(as_of)), Keymap::standard());
    app.resize(size.0, size.1);
    load(&mut app, shipped());
    app
}

/// Gives a dashboard a file that was read.
pub fn load(app: &mut App, loaded: Loaded) {
    let read_only = loaded.unwritable();
    app.loaded(loaded.state, loaded.findings, read_only);
}

/// Presses keys, written as text.
pub fn press(app: &mut App, keys: &str) {
    for key in script::keys(keys).unwrap() {
        app.press(key);
    }
}

/// A frame was drawn: what nobody's key has raised may be answered.
pub fn seen(app: &mut App) {
    if let Some(number) = app.is_asked() {
        app.may_be_answered(number);
    }
}

/// A frame of a dashboard.
pub fn frame(app: &App, theme: &Theme) -> Buffer {
    let screen = app.layout.screen;
    let mut buffer = Buffer::empty(Rect::new(0, 0, screen.width, screen.height));
    draw(app, theme, &mut buffer);
    buffer
}

/// The lines of a frame.
pub fn lines(buffer: &Buffer) -> Vec<String> {
    (0..buffer.area.height)
        .map(|y| {
            let mut line = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += u16::try_from(beltui::app::text::width(symbol)).unwrap().max(1);
            }
            line.trim_end().to_owned()
        })
        .collect()
}

/// The text of a dashboard's screen.
pub fn screen(app: &App) -> String {
    lines(&frame(app, &Theme::shipped(Base::Dark))).join("\n")
}

/// The style of the first cell of a text on a frame, wherever it stands.
pub fn style_of(buffer: &Buffer, text: &str) -> Style {
    let cell = lines(buffer).iter().enumerate().find_map(|(y, line)| {
        let before = line.split_once(text)?.0;
        Some((u16::try_from(beltui::app::text::width(before)).unwrap(), u16::try_from(y).unwrap()))
    });
    let cell = cell.unwrap_or_else(|| panic!("{text:?} is not on\n{}", lines(buffer).join("\n")));
    buffer[cell].style()
}

/// Holds texts of a frame against the tone that each must have.
pub fn has_tones(buffer: &Buffer, theme: &Theme, texts: &[(&str, Tone)]) {
    for (text, tone) in texts {
        let (found, wanted) = (style_of(buffer, text), theme.tone(*tone));
        let bold = |style: Style| style.add_modifier.contains(Modifier::BOLD);
        assert_eq!((found.fg, bold(found)), (wanted.fg, bold(wanted)), "{text:?} is not {tone:?}");
    }
}

/// Says that a test cannot run on this machine, and why. Where everything has to run (`CI=true`) it fails.
pub fn cannot_run(why: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "not run, and here it has to: {why}");
    eprintln!("NOT RUN: {why}");
}
