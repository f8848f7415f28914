//! How long a start takes until its first full frame, beside a bare ratatui program in the same pseudo-terminal:
//! `cargo bench --bench start`. It prints a table and asserts nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::env;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use beltui::store::places::SHIPPED;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::crossterm::event;
use ratatui::widgets::{Paragraph, Wrap};

const COLUMNS: u16 = 160;
const ROWS: u16 = 48;
const RUNS: usize = 15;

/// With this argument the benchmark is the bare program itself.
const BARE: &str = "--be-the-bare-program";

/// What the bare program says.
const HELLO: &str = "a bare ratatui program";

/// What the header of the dashboard says in its first frame, before the file is read.
const HEADER: &str = "as of 2025-10-28";

/// What only the rows of the ledger say.
const ROW: &str = "Agrorozkvit";

/// Nothing takes so long, unless it hangs.
const LIMIT: Duration = Duration::from_secs(30);

fn main() {
    if env::args().any(|argument| argument == BARE) {
        bare();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("belarus.ron");
    fs::write(&file, SHIPPED).unwrap();

    let program = |program: &str| {
        let mut command = CommandBuilder::new(program);
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(name, folder.path());
        }
        for name in ["BELTUI_STATE", "NO_COLOR", "COLORFGBG"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.cwd(folder.path());
        command
    };
    let mut bare = program(env::current_exe().unwrap().to_str().unwrap());
    bare.arg(BARE);
    let mut dashboard = program(env!("CARGO_BIN_EXE_beltui"));
    dashboard.arg(&file);
    dashboard.args(["--today", "2026-08-01", "--as-of", "2025-10-28"]);

    let mut times: [Vec<Duration>; 3] = Default::default();
    for run in 0..=RUNS {
        // One after the other, so that whatever else the machine does meets all of them.
        let hello = start(bare.clone(), &[HELLO]);
        let both = start(dashboard.clone(), &[HEADER, ROW]);
        // The first run only warms the caches.
        if run > 0 {
            times[0].push(hello[0]);
            times[1].push(both[0]);
            times[2].push(both[1]);
        }
    }

    println!("from the start to the screen, {COLUMNS}x{ROWS}, {RUNS} runs each, in ms");
    println!("{:<44} {:>8} {:>8} {:>10}", "", "median", "p95", "over bare");
    let base = milliseconds(quantile(&mut times[0], 50));
    let names =
        ["a bare ratatui program", "beltui: the first frame", "beltui: the ledger of the shipped file"];
    for (name, times) in names.iter().zip(&mut times) {
        let (median, p95) = (milliseconds(quantile(times, 50)), milliseconds(quantile(times, 95)));
        println!("{name:<44} {median:>8.2} {p95:>8.2} {:>+10.2}", median - base);
    }
}

/// One paragraph, until a key is pressed.
fn bare() {
    let mut terminal = ratatui::init();
    let paragraph = Paragraph::new(HELLO).wrap(Wrap { trim: true });
    terminal.draw(|frame| frame.render_widget(&paragraph, frame.area())).unwrap();
    event::read().unwrap();
    ratatui::restore();
}

/// Starts a program, measures how long it takes until the screen says each of `texts`, and ends it with a key.
fn start(command: CommandBuilder, texts: &[&str]) -> Vec<Duration> {
    let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let pieces = listen(pair.master.try_clone_reader().unwrap());
    let mut writer = pair.master.take_writer().unwrap();

    let begin = Instant::now();
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);

    let cells = |count| NonZeroU16::new(count).unwrap();
    let mut emulator = vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0);
    let mut times = Vec::new();
    while let Some(text) = texts.get(times.len()) {
        let (at, bytes) =
            pieces.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("never on the screen: {text}"));
        emulator.process(&bytes);
        let screen = emulator.screen().contents();
        // Several texts may come with one piece.
        while texts.get(times.len()).is_some_and(|text| screen.contains(text)) {
            times.push(at.duration_since(begin));
        }
    }
    writer.write_all(b"q").unwrap();
    writer.flush().unwrap();
    child.wait().unwrap();
    times
}

/// What a program writes, each piece with the moment at which it came; the pieces wait, so that whoever looks at them
/// holds nobody up.
fn listen(mut reader: Box<dyn Read + Send>) -> Receiver<(Instant, Vec<u8>)> {
    let (sender, pieces) = channel();
    std::thread::spawn(move || {
        let mut bytes = vec![0; 1 << 16];
        // At the end of a pseudo-terminal some systems report an error.
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            // When nobody looks any more, the program must still be able to write.
            let _ = sender.send((Instant::now(), bytes[..count].to_vec()));
        }
    });
    pieces
}

/// The value below which so many percent of the times lie (the nearest rank).
fn quantile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    let rank = (times.len() * percent).div_ceil(100);
    times[rank.saturating_sub(1)]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
