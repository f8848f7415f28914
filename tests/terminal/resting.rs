//! What it costs to leave it open, and what it looks like without colours.

use crate::harness::{Home, Pty};

/// The clock ticks that a process has used, and how often one of its threads was given the processor.
#[cfg(target_os = "linux")]
fn used(pid: u32) -> (u64, u64) {
    use std::fs;

    let number = |text: &str| text.trim().parse::<u64>().unwrap();
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // The name of the program, in parentheses, may hold anything; what follows it does not.
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks = number(fields[11]) + number(fields[12]);
    let mut switches = 0;
    for thread in fs::read_dir(format!("/proc/{pid}/task")).unwrap() {
        let Ok(status) = fs::read_to_string(thread.unwrap().path().join("status")) else { continue };
        let counts = status.lines().filter_map(|line| line.split_once("voluntary_ctxt_switches:"));
        switches += counts.map(|(_, count)| number(count)).sum::<u64>();
    }
    (ticks, switches)
}

#[test]
#[cfg(target_os = "linux")]
fn a_dashboard_that_nobody_touches_writes_nothing_and_never_wakes() {
    use std::time::Duration;

    use crate::harness::WINDOW;

    let home = Home::new();
    let file = home.shipped();
    let pty = Pty::dashboard(&home, &file);
    pty.shows(&home.frame(&file, WINDOW, ""));
    // The one place where a test waits for the clock: that nothing happens for a while cannot be seen sooner.
    // What the start has left to do may still happen in the first of these seconds.
    let quiet = (0..5).any(|_| {
        let (bytes, before) = (pty.shown().raw.len(), used(pty.pid));
        std::thread::sleep(Duration::from_secs(1));
        pty.shown().raw.len() == bytes && used(pty.pid) == before
    });
    assert!(quiet, "it is never at rest: {:?}", used(pty.pid));
}

/// The parameters of every SGR sequence (ECMA-48) that was written.
fn styles(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let sequences = text.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !matches!(c, '0'..='?'))?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    sequences.collect()
}

/// Whether an SGR sequence asks for a colour; 39, 49 and 59 ask for the terminal's own.
fn coloured(style: &str) -> bool {
    style
        .split([';', ':'])
        .filter_map(|number| number.parse::<u32>().ok())
        .any(|number| matches!(number, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107))
}

#[test]
fn no_color_takes_every_colour_away_and_nothing_else() {
    let home = Home::new();
    let file = home.shipped();
    for (plain, value) in [(true, "1"), (false, "")] {
        let mut command = home.dashboard(&file);
        command.env("NO_COLOR", value);
        let mut pty = Pty::start(command, (120, 36));
        pty.shows(&home.frame(&file, (120, 36), ""));
        pty.types("2\r");
        pty.says("history ·");
        pty.types("?");
        pty.says("Keys that work here");
        let shown = pty.shown();
        let colours: Vec<String> = styles(&shown.raw).into_iter().filter(|style| coloured(style)).collect();
        assert_eq!(colours.is_empty(), plain, "{colours:?}");
        assert!(!styles(&shown.raw).is_empty(), "what is bold stays bold");
    }
}
