//! A program in a pseudo-terminal, the screen that a terminal would show of it, and the folder it lives in.

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use beltui::store::places::SHIPPED;
use portable_pty::{ChildKiller, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use tempfile::TempDir;

/// The real day and the day asked, in all tests.
const DAYS: [&str; 4] = ["--today", "2026-08-01", "--as-of", "2025-10-28"];

/// The usual window: columns and rows.
pub const WINDOW: (u16, u16) = (160, 48);

/// What of the environment says that a terminal has links, and what opens one.
const LINKS_AND_BROWSERS: &[&str] = &[
    "FORCE_HYPERLINK",
    "DOMTERM",
    "VTE_VERSION",
    "TERM_PROGRAM",
    "WT_SESSION",
    "KONSOLE_VERSION",
    "BROWSER",
    "DISPLAY",
    "WAYLAND_DISPLAY",
];

/// How long a step may take at the most. Only a failing test waits so long.
const LIMIT: Duration = Duration::from_secs(20);

/// A home folder of its own, with state files.
pub struct Home {
    folder: TempDir,
}

impl Home {
    pub fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        // Nobody starts it the first time here.
        fs::create_dir(home.path("beltui")).unwrap();
        home.file("beltui/settings.ron", "(welcomed: true)");
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a state file.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// A copy of the file that ships with the program.
    pub fn shipped(&self) -> PathBuf {
        self.file("belarus.ron", SHIPPED)
    }

    fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let folders = ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"];
        folders.map(|name| (name, self.folder.path().to_owned())).to_vec()
    }

    /// A program that knows only this home and a plain terminal.
    pub fn program<S: AsRef<OsStr>>(&self, program: S) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        for name in
            ["BELTUI_STATE", "NO_COLOR", "COLORFGBG", "COLORTERM", "ENV"].iter().chain(LINKS_AND_BROWSERS)
        {
            command.env_remove(name);
        }
        for (name, folder) in self.environment() {
            command.env(name, folder);
        }
        command.env("TERM", "xterm-256color");
        command.cwd(self.folder.path());
        command
    }

    /// The dashboard on a file.
    pub fn dashboard(&self, file: &Path) -> CommandBuilder {
        let mut command = self.program(env!("CARGO_BIN_EXE_beltui"));
        command.arg(file);
        command.args(DAYS);
        command
    }

    /// What the screen has to show after these keys: `beltui frame` on the same file says it.
    pub fn frame(&self, file: &Path, (columns, rows): (u16, u16), keys: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beltui"));
        command.env_remove("BELTUI_STATE").envs(self.environment());
        command.arg("frame").arg(file).args(DAYS);
        command.args(["--size", &format!("{columns}x{rows}"), "--keys", keys]);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim_end_matches('\n').to_owned()
    }
}

/// The words of a command line that opens the dashboard on a file, for a shell.
pub fn command_line(file: &Path) -> String {
    let words = [OsStr::new(env!("CARGO_BIN_EXE_beltui")), file.as_os_str()];
    let quoted = words.map(|word| format!("'{}'", word.to_str().unwrap()));
    format!("{} {}", quoted.join(" "), DAYS.join(" "))
}

/// What has come from the program so far.
pub struct Shown {
    /// Every byte.
    pub raw: Vec<u8>,
    emulator: vt100::Parser,
    /// Nothing more can come.
    ended: bool,
}

impl Shown {
    pub fn screen(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// The lines of the screen, without spaces at their ends.
    pub fn lines(&self) -> Vec<String> {
        let columns = self.screen().size().1.get();
        self.screen().rows(0, columns).map(|line| line.trim_end().to_owned()).collect()
    }

    pub fn text(&self) -> String {
        self.lines().join("\n").trim_end_matches('\n').to_owned()
    }

    pub fn says(&self, text: &str) -> bool {
        self.lines().iter().any(|line| line.contains(text))
    }

    /// Whether these bytes have come.
    pub fn wrote(&self, text: &str) -> bool {
        self.last(text).is_some()
    }

    /// Where these bytes have come last.
    pub fn last(&self, text: &str) -> Option<usize> {
        self.raw.windows(text.len()).rposition(|bytes| bytes == text.as_bytes())
    }

    /// The cell in which a text begins: column and row, from 0.
    pub fn find(&self, text: &str) -> (u16, u16) {
        let lines = self.lines();
        let found = lines.iter().enumerate().find_map(|(y, line)| Some((y, line.find(text)?)));
        let (y, byte) = found.unwrap_or_else(|| panic!("no {text:?} in\n{}", self.text()));
        let x = lines[y][..byte].chars().count();
        (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
    }
}

struct ChunkedVec {
    shown: Mutex<Shown>,
    news: Condvar,
    /// The reader lets go of the terminal at the next byte.
    let_go: AtomicBool,
}

impl ChunkedVec {
    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().expect("the emulator must not panic")
    }
}

/// A program in a pseudo-terminal.
pub struct Pty {
    shared: Arc<ChunkedVec>,
    writer: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    slave: Option<Box<dyn SlavePty + Send>>,
    killer: Box<dyn ChildKiller + Send + Sync>,
    exit: Receiver<u32>,
    exited: bool,
    /// The process.
    pub pid: u32,
    /// The line discipline before the program was started.
    pub before: String,
}

impl Pty {
    /// Starts a program in a window of so many columns and rows.
    pub fn start(command: CommandBuilder, window: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(size(window)).unwrap();
        let before = modes(&*pair.master);
        let (columns, rows) = cells(window);
        let shown = Shown { raw: Vec::new(), emulator: vt100::Parser::new(rows, columns, 0), ended: false };
        let shared = Arc::new(ChunkedVec {
            shown: Mutex::new(shown),
            news: Condvar::new(),
            let_go: AtomicBool::new(false),
        });
        let reader = pair.master.try_clone_reader().unwrap();
        let listener = Arc::clone(&shared);
        std::thread::spawn(move || listen(reader, &listener));
        let mut child = pair.slave.spawn_command(command).unwrap();
        let (killer, pid) = (child.clone_killer(), child.process_id().unwrap());
        let (sender, exit) = channel();
        std::thread::spawn(move || {
            let _ = sender.send(child.wait().unwrap().exit_code());
        });
        Self {
            shared,
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            slave: Some(pair.slave),
            killer,
            exit,
            exited: false,
            pid,
            before,
        }
    }

    /// The dashboard on a file, once the file is on the screen.
    pub fn dashboard(home: &Home, file: &Path) -> Self {
        Self::dashboard_in(home, file, WINDOW)
    }

    /// The same in a window of another size.
    pub fn dashboard_in(home: &Home, file: &Path, window: (u16, u16)) -> Self {
        let pty = Self::start(home.dashboard(file), window);
        // The footer is drawn last: with it the whole frame is there. (A file that another window has open says so.)
        pty.until("the file", |shown| {
            let drawn = shown.says("jk move") || shown.says("reading only");
            shown.says("2 Ledger") && !shown.says("reading …") && drawn
        });
        pty
    }

    /// What has come so far.
    pub fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shared.lock()
    }

    /// Waits until the screen is as wanted.
    pub fn until(&self, wanted: &str, holds: impl Fn(&Shown) -> bool) {
        self.wait(holds, |shown| format!("{wanted}; the screen is\n{}", shown.text()));
    }

    fn wait(&self, holds: impl Fn(&Shown) -> bool, missing: impl Fn(&Shown) -> String) {
        let end = Instant::now() + LIMIT;
        let mut shown = self.shared.lock();
        while !holds(&shown) {
            let Some(left) = end.checked_duration_since(Instant::now()) else {
                let (missing, bytes) = (missing(&shown), shown.raw.len());
                // The lock is given back first, so that the panic does not poison it for the reader.
                drop(shown);
                panic!("{bytes} bytes came, but never {missing}");
            };
            shown = self.shared.news.wait_timeout(shown, left).unwrap().0;
        }
    }

    /// Waits until the screen says something.
    pub fn says(&self, text: &str) {
        self.until(text, |shown| shown.says(text));
    }

    /// Waits until the screen shows exactly this.
    pub fn shows(&self, frame: &str) {
        self.wait(
            |shown| shown.text() == frame,
            |shown| {
                let (wanted, there): (Vec<_>, _) = (frame.lines().collect(), shown.lines());
                let line = |at: usize| (wanted.get(at).copied().unwrap_or(""), there[at].as_str());
                let wrong = (0..there.len()).map(|at| (at, line(at))).filter(|(_, (a, b))| a != b);
                let wrong = wrong.map(|(at, (a, b))| format!("line {at}\n  wanted {a}\n  there  {b}\n"));
                format!("the frame wanted:\n{}", wrong.collect::<String>())
            },
        );
    }

    /// Types, all at once.
    pub fn types(&mut self, keys: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Changes the size of the window.
    pub fn resize(&self, window: (u16, u16)) {
        let (columns, rows) = cells(window);
        self.shown().emulator.set_size(rows, columns);
        self.master.as_ref().unwrap().resize(size(window)).unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, name: &str) {
        let status = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.pid)]).status();
        assert!(status.unwrap().success());
    }

    /// The line discipline of now.
    pub fn modes(&self) -> String {
        modes(&**self.master.as_ref().unwrap())
    }

    /// Waits until the program has ended and all it wrote is here; returns its exit code and the line discipline
    /// that it leaves behind.
    pub fn ends(&mut self) -> (u32, String) {
        let code = self.exit.recv_timeout(LIMIT);
        let code = code.unwrap_or_else(|_| panic!("never ended; the screen is\n{}", self.shown().text()));
        self.exited = true;
        let modes = self.modes();
        // Nobody has the terminal any more: the reader comes to its end.
        self.slave = None;
        self.until("the end of what it wrote", |shown| shown.ended);
        (code, modes)
    }

    /// Closes the window under the program; `last` are keys that make it draw once more. Returns its exit code.
    pub fn closes(&mut self, last: &str) -> u32 {
        self.shared.let_go.store(true, Ordering::SeqCst);
        self.types(last);
        self.until("one more frame", |shown| shown.ended);
        (self.writer, self.master) = (None, None);
        let code = self.exit.recv_timeout(LIMIT).expect("it ends when its terminal is gone");
        self.exited = true;
        code
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if !self.exited {
            let _ = self.killer.kill();
            // The next window must find its file free.
            let _ = self.exit.recv_timeout(LIMIT);
        }
    }
}

/// Brings what the program writes until the terminal is closed.
fn listen(mut reader: Box<dyn Read + Send>, shared: &ChunkedVec) {
    let mut bytes = vec![0; 1 << 16];
    loop {
        // At the end of a pseudo-terminal some systems report an error.
        let count = reader.read(&mut bytes).unwrap_or(0);
        let gone = shared.let_go.load(Ordering::SeqCst);
        if gone {
            drop(reader);
            shared.lock().ended = true;
            shared.news.notify_all();
            return;
        }
        let mut shown = shared.lock();
        shown.raw.extend_from_slice(&bytes[..count]);
        shown.emulator.process(&bytes[..count]);
        shown.ended = count == 0;
        shared.news.notify_all();
        if count == 0 {
            return;
        }
    }
}

fn cells((columns, rows): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    (NonZeroU16::new(columns).unwrap(), NonZeroU16::new(rows).unwrap())
}

fn size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// All flags and control characters of the line discipline, as text.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}
