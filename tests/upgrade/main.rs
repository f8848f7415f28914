//! From schema 1 to schema 2: what a file says, its comments and its layout stay; whatever opens, shows, merges or
//! rewrites such a file says that it did.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;

mod crashes;
mod generated;
mod merges;
mod opening;
mod program;
mod shipped;

use std::io::Write as _;
use std::process::{Command, Stdio};

use common::desk::Desk;

/// The file that the program shipped while schema 1 was its own.
const BELARUS: &str = include_str!("belarus-1.ron");

/// A small file of schema 1, as people write them.
const QUELLAND: &str = include_str!("quelland-1.ron");

/// What a command said, without colour: exit code, standard output, standard error.
fn run(desk: &Desk, arguments: &[&str]) -> (i32, String, String) {
    run_on(desk, arguments, "")
}

/// The same with something on its standard input.
fn run_on(desk: &Desk, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beltui"));
    command.args(arguments).env_clear().env("HOME", desk.folder.path().join("home"));
    // The state directory of the program is `beltui` in the one that the system names.
    command.env("XDG_STATE_HOME", desk.folder.path()).env("TZ", "UTC");
    let mut running =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that does not read it may have ended.
    let _ = running.stdin.take().unwrap().write_all(input.as_bytes());
    let output = running.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A desk with a file on it, whose state directory is the one of the commands.
fn desk(text: &str) -> Desk {
    Desk { state: "beltui", ..Desk::with(text) }
}
