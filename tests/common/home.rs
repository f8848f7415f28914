//! A home of its own for a test that runs the program.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use beltui::store::places::SHIPPED;

/// What of the environment changes what the program does, and is whoever's runs the tests.
pub const NOT_OURS: &[&str] = &["BELTUI_STATE", "BELTUI_ARCHIVE", "NO_COLOR", "COLORFGBG", "RUST_BACKTRACE"];

/// A home of its own for one test.
pub struct Home(tempfile::TempDir);

/// What a command did.
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Done {
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8 on the output");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The output of a command that went well and complained of nothing.
    pub fn well(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// What a command that did not go well said; it printed nothing else.
    pub fn badly(self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(code), ""), "{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.err
    }
}

impl Home {
    pub fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for folder in ["home", "data", "config", "state"] {
            std::fs::create_dir(home.path(folder)).unwrap();
        }
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The state file that the first start creates.
    pub fn default_file(&self) -> PathBuf {
        self.path("data/beltui/belarus.ron")
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program, with nothing of whoever runs the tests in its environment.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beltui"));
        self.fixed(&mut command);
        command
    }

    /// A command that runs here, with nothing of whoever runs the tests in its environment but the path.
    pub fn fixed<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.current_dir(self.0.path()).envs(self.environment()).stdin(Stdio::null());
        for name in NOT_OURS {
            command.env_remove(name);
        }
        command
    }

    /// Where the program keeps what it keeps.
    pub fn environment(&self) -> [(&'static str, PathBuf); 4] {
        [
            ("HOME", self.path("home")),
            ("XDG_DATA_HOME", self.path("data")),
            ("XDG_CONFIG_HOME", self.path("config")),
            ("XDG_STATE_HOME", self.path("state")),
        ]
    }

    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Done {
        Done::of(self.command().args(arguments).output().unwrap())
    }

    /// A frame of the shipped file on a fixed day, with more arguments.
    pub fn frame(&self, more: &[&str]) -> String {
        let file = self.write("shipped.ron", SHIPPED);
        let fixed = ["frame", file.to_str().unwrap(), "--today", "2026-08-01"];
        self.run(fixed.iter().chain(more)).well()
    }
}
