//! What size costs: a file of 1,000 to 1,000,000 measures is made, and everything that a person does with it is timed,
//! the drawing of a frame included: `cargo bench --bench size`. It prints a table and asserts nothing.
//!
//! `cargo bench --bench size -- 1000 100000` takes these sizes instead of 1,000, 10,000 and 100,000.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod compose;

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use beltui::app::keymap::Keymap;
use beltui::app::{App, Effect, script};
use beltui::model::date::Date;
use beltui::store::load::load;
use beltui::store::open_file::{OpenFile, Opened, open_with};
use beltui::ui::frame::draw;
use beltui::ui::theme::{Base, Theme};
use beltui::views::day::{Clock, Day};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const COLUMNS: u16 = 160;
const ROWS: u16 = 48;

/// With this argument the benchmark only opens a file and says how much memory that took.
const MEASURE_MEMORY: &str = "--measure-memory-of";

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == MEASURE_MEMORY) {
        memory_of(Path::new(&arguments[at + 1]));
        return;
    }
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000];
    }
    let columns: Vec<Vec<(&str, String)>> = sizes.iter().map(|size| measure(*size)).collect();
    print!("{:<46}", format!("measures ({COLUMNS}x{ROWS})"));
    for size in &sizes {
        print!(" {:>20}", grouped(*size));
    }
    println!();
    for line in 0..columns[0].len() {
        print!("{:<46}", columns[0][line].0);
        for column in &columns {
            print!(" {:>20}", column[line].1);
        }
        println!();
    }
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|part| std::str::from_utf8(part).unwrap()).collect();
    parts.join(",")
}

fn day(text: &str) -> NaiveDate {
    text.parse::<Date>().unwrap().last()
}

/// A dashboard without a terminal.
struct Bench {
    app: App,
    theme: Theme,
    buffer: Buffer,
    open_file: Option<OpenFile>,
}

impl Bench {
    /// Presses keys as a person does, has the edits journalled and draws a frame.
    fn press(&mut self, keys: &str) {
        for key in script::keys(keys).unwrap() {
            for effect in self.app.press(key) {
                match effect {
                    Effect::Journal(transaction) => {
                        let open_file = self.open_file.as_mut().unwrap();
                        open_file.journal(*transaction, self.app.facts.state()).unwrap();
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
        self.buffer.reset();
        draw(&self.app, &self.theme, &mut self.buffer);
    }

    fn timed(&mut self, keys: &str) -> Duration {
        let start = Instant::now();
        self.press(keys);
        start.elapsed()
    }

    /// Presses the same keys so many times, `before` each time untimed.
    fn many(&mut self, times: usize, before: &str, keys: &str) -> String {
        let mut taken = Vec::new();
        for _ in 0..times {
            self.press(before);
            taken.push(self.timed(keys));
        }
        spread(&mut taken)
    }

    /// Types a text into the filter letter by letter.
    fn typed(&mut self, text: &str) -> String {
        let mut taken = Vec::new();
        for _ in 0..5 {
            self.press("/");
            for letter in text.chars() {
                taken.push(self.timed(&letter.to_string()));
            }
            self.press("<Esc>");
        }
        spread(&mut taken)
    }
}

/// The median, and the time that 95 in 100 stay under.
fn spread(taken: &mut [Duration]) -> String {
    taken.sort_unstable();
    let at = |percent: usize| taken[(taken.len() * percent / 100).min(taken.len() - 1)];
    format!("{} ({})", ms(at(50)), ms(at(95)))
}

fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 10.0 { format!("{ms:.2}") } else { format!("{ms:.0}") }
}

fn measure(size: usize) -> Vec<(&'static str, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.ron");
    compose::write(u32::try_from(size).unwrap(), 1, fs::File::create(&path).unwrap()).unwrap();
    let bytes = fs::metadata(&path).unwrap().len();
    let mut lines = vec![("file, MB", format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10))];

    let (mut loads, mut facts) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let start = Instant::now();
        let loaded = load(&path).unwrap();
        loads.push(start.elapsed());
        assert_eq!(loaded.errors(), 0);
        let start = Instant::now();
        let all = Day::new(loaded.state.clone(), Clock::as_of(day("2026-08-01")));
        facts.push(start.elapsed());
        drop(all);
    }
    lines.push(("read and checked, ms", spread(&mut loads)));
    lines.push(("all panes computed, ms", spread(&mut facts)));

    let Opened { loaded, open_file, .. } = open_with(&path, None, Some(folder.path().join("state"))).unwrap();
    let mut app = App::new("big.ron".to_owned(), day("2026-08-01"), None, Keymap::standard());
    app.resize(COLUMNS, ROWS);
    app.loaded(loaded.state, loaded.findings, None);
    let buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
    let mut bench = Bench { app, theme: Theme::shipped(Base::Dark), buffer, open_file };

    lines.push(("key to frame, ms (p95): down", bench.many(200, "", "j")));
    lines.push(("  page down", bench.many(100, "", "<PgDn>")));
    lines.push(("  to the end and back", bench.many(50, "", "Gg")));
    lines.push(("  down in the log", bench.many(100, "3", "j")));
    lines.push(("  down in the relations, with their dossier", bench.many(50, "1", "j")));
    lines.push(("  the next pane", bench.many(50, "", "<Tab>")));
    lines.push(("  the next view of the ledger", bench.many(20, "2", "v")));
    // What follows is measured with the table, whichever view came last.
    bench.press(":ledger as a table<Enter>");
    lines.push(("  the previous day of change", bench.many(20, "2", "[")));
    lines.push(("  the record opened", bench.many(20, "<Esc>j", "<Enter>")));
    bench.press("<Esc>T");
    lines.push(("live filter, ms a letter (p95): a rare word", bench.typed("volnatek")));
    lines.push(("  a frequent word", bench.typed("asset freeze")));
    lines.push(("  by field", bench.typed("issuer:us status:in-force target:bel")));
    lines.push(("  in the log", {
        bench.press("3");
        bench.typed("designated")
    }));
    lines.push(("sort by the next column, ms (p95)", bench.many(20, "2", "s")));
    lines.push(("the other way round, ms (p95)", bench.many(10, "", "S")));
    lines.push(("an edit accepted and journalled, ms (p95)", {
        let mut taken = Vec::new();
        for _ in 0..60 {
            bench.press("2je<Tab><Tab><Tab><Tab>x");
            let before = bench.app.document.revision();
            taken.push(bench.timed("<Ctrl-s>"));
            assert_ne!(before, bench.app.document.revision(), "{:?}", bench.app.message);
        }
        spread(&mut taken)
    }));
    lines.push(("undone, ms (p95)", bench.many(50, "", "u")));
    lines.push(("saved, ms", {
        let mut taken = Vec::new();
        for _ in 0..3 {
            bench.press("2je<Tab><Tab><Tab><Tab>x<Ctrl-s>");
            let start = Instant::now();
            let open_file = bench.open_file.as_mut().unwrap();
            open_file.save(&mut bench.app.document).unwrap();
            taken.push(start.elapsed());
        }
        spread(&mut taken)
    }));
    drop(bench);
    lines.push(("memory at most, MB (times the file)", {
        let said = Command::new(env::current_exe().unwrap()).arg(MEASURE_MEMORY).arg(&path).output().unwrap();
        let kb: f64 = String::from_utf8(said.stdout).unwrap().trim().parse().unwrap();
        let file = f64::from(u32::try_from(bytes / 1024).unwrap());
        format!("{:.0} ({:.2})", kb / 1000.0, kb / file)
    }));
    lines
}

/// Opens a file and shows it, and says the most memory that the process has ever had, in KiB.
fn memory_of(path: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let Opened { loaded, open_file, .. } = open_with(path, None, Some(folder.path().to_owned())).unwrap();
    let mut app = App::new("big.ron".to_owned(), day("2026-08-01"), None, Keymap::standard());
    app.resize(COLUMNS, ROWS);
    app.loaded(loaded.state, loaded.findings, None);
    let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
    draw(&app, &Theme::shipped(Base::Dark), &mut buffer);
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("{}", peak.trim().trim_end_matches(" kB"));
    // What a save needs is kept until here, as the dashboard keeps it.
    drop(open_file);
}
