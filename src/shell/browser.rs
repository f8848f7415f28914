//! Opening an address: the program for it is started beside this one, without a shell, without this terminal.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use super::threads::start;

/// Browsers that draw in the terminal they are started from, which this program has.
const IN_TERMINAL: &[&str] = &["w3m", "lynx", "links", "links2", "elinks", "browsh", "www-browser"];

/// What the environment says of browsers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Around {
    /// `$BROWSER`: several are parted by colons.
    pub browser: Option<OsString>,
    /// Whether there is a screen that windows open on.
    pub has_screen: bool,
}

impl Around {
    /// What this environment says.
    pub(super) fn now() -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let has_screen = cfg!(target_os = "macos") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
        Self { browser: std::env::var_os("BROWSER").filter(|value| !value.is_empty()), has_screen }
    }
}

/// The programs that may open an address, each with its words; what a person has chosen first.
fn openers(around: &Around, address: &str) -> Vec<Vec<OsString>> {
    let mut all = Vec::new();
    let chosen = around.browser.as_deref().and_then(OsStr::to_str).unwrap_or_default();
    for named in chosen.split(':').filter(|named| !named.trim().is_empty()) {
        let Ok(mut words) = shell_words::split(named) else { continue };
        let Some(program) = words.first() else { continue };
        let name = program.rsplit('/').next().unwrap_or(program);
        if IN_TERMINAL.contains(&name) {
            continue;
        }
        // By custom %s stands for the address.
        if words.iter().any(|word| word.contains("%s")) {
            for word in &mut words {
                *word = word.replace("%s", address);
            }
        } else {
            words.push(address.to_owned());
        }
        all.push(words.into_iter().map(OsString::from).collect());
    }
    if around.has_screen {
        let own = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        all.push(vec![own.into(), address.into()]);
    }
    all
}

/// Starts a program that has nothing of this terminal.
fn begin(words: &[OsString]) -> io::Result<Child> {
    let Some((program, words)) = words.split_first() else { return Err(io::ErrorKind::NotFound.into()) };
    Command::new(program)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // The keys that stop or end this program are not for it.
        .process_group(0)
        .spawn()
}

/// Opens an address of the web. `failed` is called, on another thread, where the program that was started says that it
/// could not.
///
/// # Errors
/// Where there is no program for it: why.
pub(super) fn browse(
    around: &Around,
    address: &str,
    failed: Box<dyn FnOnce(String) + Send>,
) -> Result<(), String> {
    let mut why = "no browser is known here".to_owned();
    for words in openers(around, address) {
        let name = words.first().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match begin(&words) {
            Ok(mut child) => {
                let waits = move |failed: Box<dyn FnOnce(String) + Send>| match child.wait() {
                    Ok(status) if status.success() => {}
                    Ok(_) => failed(format!("{name} could not open it")),
                    Err(error) => failed(format!("{name}: {error}")),
                };
                // Without a thread nobody waits for it, which is no harm.
                let _ = start("browser", failed, waits);
                return Ok(());
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => why = format!("there is no {name} here"),
            Err(error) => why = format!("{name} cannot be started: {error}"),
        }
    }
    Err(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://alpha.example/a?b=c&d='$(e)'";

    fn words(browser: Option<&str>, has_screen: bool) -> Vec<String> {
        let around = Around { browser: browser.map(OsString::from), has_screen };
        let joined = |words: Vec<OsString>| {
            words.into_iter().map(|word| word.into_string().unwrap()).collect::<Vec<_>>().join(" ")
        };
        openers(&around, ADDRESS).into_iter().map(joined).collect()
    }

    #[test]
    fn what_a_person_has_chosen_comes_first_and_no_browser_takes_this_terminal() {
        let own = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        assert_eq!(words(None, true), [format!("{own} {ADDRESS}")]);
        assert_eq!(words(None, false), [""; 0]);
        assert_eq!(
            words(Some("alpha --new:'/b/beta one' -u %s:/usr/bin/w3m:lynx"), false),
            [format!("alpha --new {ADDRESS}"), format!("/b/beta one -u {ADDRESS}")]
        );
    }

    #[test]
    fn what_is_not_there_or_fails_is_told() {
        let around = Around { browser: Some("no-such-browser-of-quelland".into()), has_screen: false };
        let why = browse(&around, ADDRESS, Box::new(|_| ())).unwrap_err();
        assert_eq!(why, "there is no no-such-browser-of-quelland here");
        let around = Around { browser: Some("false".into()), has_screen: false };
        let (tell, told) = std::sync::mpsc::channel();
        browse(&around, ADDRESS, Box::new(move |why| tell.send(why).unwrap())).unwrap();
        assert_eq!(told.recv().unwrap(), "false could not open it");
    }
}
