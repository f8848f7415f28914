//! Keys, pastes and the mouse, as a terminal sends them.

use beltui::app::PaneId;
use beltui::app::layout::{Layout, Shares};
use beltui::store::places::EMPTY;
use ratatui::layout::Rect;

use crate::harness::{Home, Pty, Shown, WINDOW};

#[test]
fn a_filter_leaves_the_measures_that_pass_it() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2/belavia issuer:us");
    pty.says("◐ licensed");
    pty.says("/belavia issuer:us · 3 of 338");
    pty.shows(&home.frame(&file, WINDOW, "2/belavia issuer:us"));
    let shown = pty.shown();
    assert!(!shown.screen().hide_cursor(), "the text cursor stands in the field");
    assert_eq!(shown.screen().cursor_position(), (WINDOW.1 - 1, 19), "behind what was typed");
}

#[test]
fn keys_walk_through_the_panes_open_a_record_and_come_back() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2jjj");
    pty.shows(&home.frame(&file, WINDOW, "2jjj"));
    pty.types("\x1b[A\x1b[B\x1b[6~\x1b[5~\x1b[F\x1b[H");
    pty.shows(&home.frame(&file, WINDOW, "2jjj<Up><Down><PgDn><PgUp><End><Home>"));
    pty.types("/id:us-belavia-asset-freeze\r");
    pty.shows(&home.frame(&file, WINDOW, "2g/id:us-belavia-asset-freeze<Enter>"));
    pty.types("\r");
    pty.says("history ·");
    pty.shows(&home.frame(&file, WINDOW, "2g/id:us-belavia-asset-freeze<Enter><Enter>"));
    pty.types("\x1b");
    pty.shows(&home.frame(&file, WINDOW, "2g/id:us-belavia-asset-freeze<Enter>"));
    pty.types("\x1b");
    pty.shows(&home.frame(&file, WINDOW, "2g/id:us-belavia-asset-freeze<Enter><Esc>"));
    pty.types("g\t\t\x1b[Zj");
    pty.shows(&home.frame(&file, WINDOW, "2g/id:us-belavia-asset-freeze<Enter><Esc>g<Tab>j"));
}

#[test]
fn cyrillic_keys_steer_as_the_latin_ones_in_their_places() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    // о is the key j, П is G, п is g, л is k, я is z.
    pty.types("2ооол");
    pty.shows(&home.frame(&file, WINDOW, "2jj"));
    pty.types("П");
    pty.shows(&home.frame(&file, WINDOW, "2G"));
    pty.types("пя");
    pty.shows(&home.frame(&file, WINDOW, "2gz"));
    pty.types("яй");
    assert_eq!(pty.ends().0, 0);
}

/// A file with so many measures, each against a subject of its own, and one source for them.
fn measures(count: usize) -> String {
    let mut text = String::from(
        "(schema: 2, title: \"Many\", subjects: [(id: \"US\", name: \"United States\", kind: State),\n",
    );
    for at in 0..count {
        text.push_str(&format!("(id: \"t-{at}\", name: \"Target {at:05}\", kind: Company),\n"));
    }
    text.push_str("],\nsources: [(id: \"s\", publisher: \"P\", title: \"T\")],\nsanctions: [\n");
    for at in 0..count {
        text.push_str(&format!(
            "(id: \"m-{at}\", issuer: \"US\", target: \"t-{at}\", \
             measure: AssetFreeze, history: [(on: \"2020-01-01\", what: Imposed, sources: [\"s\"])]),\n"
        ));
    }
    text + "])\n"
}

#[test]
fn a_flood_of_two_thousand_keys_arrives_with_no_further_key() {
    let home = Home::new();
    let file = home.file("many.ron", &measures(3000));
    let (top, down) =
        (home.frame(&file, WINDOW, "2"), home.frame(&file, WINDOW, &format!("2{}", "j".repeat(2000))));
    assert!(down.contains("Target 02000"), "{down}");
    for key in ["j", "\x1b[B", "\x1bOB", "о"] {
        let mut pty = Pty::dashboard(&home, &file);
        pty.types("2");
        pty.types(&key.repeat(2000));
        pty.shows(&down);
        pty.types("g");
        pty.shows(&top);
    }
}

#[test]
fn a_flood_of_keys_that_ends_with_q_ends_the_program() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    pty.types(&format!("{}q", "jk".repeat(2500)));
    assert_eq!(pty.ends().0, 0);
}

#[test]
fn a_paste_of_five_thousand_bytes_arrives_whole_and_its_newlines_do_not_submit() {
    let home = Home::new();
    let file = home.shipped();
    // As wide as the text, so that every letter of it is on the screen.
    let mut pty = Pty::dashboard_in(&home, &file, (5300, 6));
    let mut pasted = String::new();
    for at in 0.. {
        let word = format!("word{at:04} слово{at}{}", if at % 7 == 0 { "\n" } else { " " });
        if pasted.len() + word.len() > 5000 {
            break;
        }
        pasted.push_str(&word);
    }
    pasted.push_str(&"x".repeat(5000 - pasted.len()));
    pty.types("2/");
    pty.until("the field", |shown| !shown.screen().hide_cursor());
    pty.types(&format!("\x1b[200~{pasted}\x1b[201~"));
    let field = format!(" /{}", pasted.replace('\n', " "));
    let last = |shown: &Shown| shown.lines().pop().unwrap();
    pty.until("the whole text in the field", |shown| last(shown).starts_with(&field));
    pty.says("a filter has 64 conditions at the most");
    // The field is still open: what is typed now goes behind it, or in front of it.
    pty.types("END\x01START");
    let field = format!(" /START{}END", &field[2..]);
    pty.until("what was typed around it", |shown| last(shown).starts_with(&field));
    pty.types("\x1b");
    pty.until("no field", |shown| shown.screen().hide_cursor() && !shown.says("word0000"));
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
}

#[test]
fn enter_ends_every_field_though_nothing_is_selected_behind_it() {
    let home = Home::new();
    let file = home.file("empty.ron", EMPTY);
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("/zzzz\r");
    pty.until("the filter, kept", |shown| shown.screen().hide_cursor() && shown.says("/zzzz · 0 of 0"));
    pty.types("\x1b");
    pty.until("no filter", |shown| !shown.says("zzzz"));
    pty.types("t2025-09-11\r");
    pty.says("as of 2025-09-11");
    pty.types(":quit\r");
    assert_eq!(pty.ends().0, 0);
}

#[test]
fn a_paste_outside_of_a_field_presses_no_keys() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    pty.types("\x1b[200~q\nq\x03\x1b[201~2/belavia issuer:us");
    pty.says("◐ licensed");
}

/// Where a pane is in the usual window.
fn place(pane: PaneId) -> Rect {
    Layout::new(Rect::new(0, 0, WINDOW.0, WINDOW.1), PaneId::Ledger, false, Shares::default()).pane(pane)
}

/// The rows of text of the log, without the border, the mark of the selection and the date, which only the first row
/// of a day shows.
fn log_rows(shown: &Shown) -> Vec<String> {
    let place = place(PaneId::Log);
    let inner = shown.screen().rows(place.x + 13, place.width - 14);
    let inner = inner.skip(usize::from(place.y) + 1).take(usize::from(place.height) - 2);
    inner.map(|row| row.trim_end().to_owned()).collect()
}

/// A report of the mouse in the encoding 1006; cells from 0.
fn mouse(button: u8, column: u16, row: u16, up: bool) -> String {
    format!("\x1b[<{button};{};{}{}", column + 1, row + 1, if up { 'm' } else { 'M' })
}

#[test]
fn a_click_focuses_the_pane_under_it() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    for pane in [PaneId::Relations, PaneId::Borders, PaneId::Log, PaneId::Ledger] {
        let place = place(pane);
        let (column, row) = (place.x + 3, place.y + 3);
        pty.types(&(mouse(0, column, row, false) + &mouse(0, column, row, true)));
        // A filter goes to the pane that has the focus, and stands in its title.
        pty.types("/xyzzy\r");
        pty.says("/xyzzy");
        let (x, y) = pty.shown().find("/xyzzy · 0 of");
        assert_eq!((y, place.contains((x, y).into())), (place.y, true), "{pane:?}: {x} {y}");
        pty.types("\x1b");
        pty.until("the filter is cleared", |shown| !shown.says("xyzzy"));
    }
}

#[test]
fn a_click_far_to_the_right_arrives_in_a_very_wide_window() {
    let home = Home::new();
    let window = (300, 60);
    let mut pty = Pty::dashboard_in(&home, &home.shipped(), window);
    let place =
        Layout::new(Rect::new(0, 0, window.0, window.1), PaneId::Ledger, false, Shares::default()).dossier;
    assert!(place.right() > 223, "beyond what the oldest encoding can say");
    pty.types(&mouse(0, place.right() - 3, place.y + 4, false));
    // The dossier has the keys.
    pty.says("next link");
}

#[test]
fn the_wheel_scrolls_the_pane_under_it() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    let place = place(PaneId::Log);
    let before = log_rows(&pty.shown());
    pty.types(&mouse(65, place.x + 5, place.y + 4, false));
    pty.until("three rows further down", |shown| {
        let now = log_rows(shown);
        now[..now.len() - 3] == before[3..]
    });
    pty.types(&mouse(64, place.x + 5, place.y + 4, false));
    pty.until("back again", |shown| log_rows(shown) == before);
}

/// Where a text stands on the screen: column and row.
fn at(pty: &Pty, text: &str) -> (u16, u16) {
    pty.says(text);
    pty.shown().find(text)
}

#[test]
fn a_head_sorts_a_date_steps_and_twice_opens() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    pty.types("2");
    let (column, row) = at(&pty, "Target ");
    pty.types(&mouse(0, column + 1, row, false));
    pty.says("Target▴");
    let (column, row) = at(&pty, " ▸");
    pty.types(&mouse(0, column + 1, row, false));
    pty.until("another day", |shown| !shown.says("as of 2025-10-28 ▸"));
    let place = place(PaneId::Ledger);
    let click = mouse(0, place.x + 10, place.y + 4, false) + &mouse(0, place.x + 10, place.y + 4, true);
    pty.types(&click.repeat(2));
    pty.says("╭►Record");
}

#[test]
fn a_border_that_is_dragged_is_remembered() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    let place = place(PaneId::Ledger);
    let (x, y) = (place.x, place.y + 6);
    pty.types(&(mouse(0, x, y, false) + &mouse(32, x + 4, y, false) + &mouse(0, x + 4, y, true)));
    pty.until("the border has moved", |shown| shown.find("╭►2 Ledger").0 == x + 4);
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
    let settings = std::fs::read_to_string(home.path("beltui/settings.ron")).unwrap();
    assert!(settings.contains("left: 4"), "{settings}");
}

#[test]
fn the_mouse_is_left_to_the_terminal_where_that_is_wanted() {
    for by_setting in [false, true] {
        let home = Home::new();
        let file = home.shipped();
        let mut command = home.dashboard(&file);
        if by_setting {
            std::fs::create_dir_all(home.path("beltui")).unwrap();
            home.file("beltui/settings.ron", "(no_mouse: true, welcomed: true)");
        } else {
            command.arg("--no-mouse");
        }
        let pty = Pty::start(command, WINDOW);
        pty.says("2 Ledger");
        assert_eq!(pty.shown().screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(!pty.shown().wrote("\x1b[?1002h"));
    }
}

#[test]
fn on_a_cyrillic_keyboard_the_place_of_the_slash_filters_and_the_terminal_may_tell_it() {
    let home = Home::new();
    let file = home.shipped();
    for typed in ["2о.belavia", "2\x1b[46:44:47ubelavia"] {
        let mut pty = Pty::dashboard(&home, &file);
        pty.types(typed);
        pty.says("/belavia · ");
    }
}
