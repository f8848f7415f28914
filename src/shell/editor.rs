//! The person's own editor, on a file that nobody else can read and that is gone afterwards.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus};

use super::Asked;
use crate::app::editor::{EditorEnd, EditorTask};

/// Where a person says which editor is theirs, the first that says one.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// The editor of whoever has said none.
const USUAL: &str = "vi";

/// Runs the editor on a text and waits for its end. The terminal is its own meanwhile.
///
/// # Errors
/// Where it cannot be started, or the file cannot be made: why, and what to do.
pub(super) fn run(task: &EditorTask, asked: &Asked) -> Result<EditorEnd, String> {
    let said = VARIABLES.iter().find_map(|name| {
        let said = std::env::var(name).ok().filter(|said| !said.trim().is_empty())?;
        Some((*name, said))
    });
    let (whence, command) = said.unwrap_or(("", USUAL.to_owned()));
    let words = shell_words::split(&command).map_err(|_| format!("a quote in ${whence} is not closed"))?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(format!("${whence} names no editor: set $VISUAL or $EDITOR"));
    };
    let kept = |error: io::Error| format!("the text for the editor cannot be written: {error}");
    let folder = tempfile::Builder::new()
        .prefix("beltui-")
        .permissions(Permissions::from_mode(0o700))
        .tempdir()
        .map_err(kept)?;
    let path = folder.path().join(format!("edit.{}", task.extension));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(kept)?;
    file.write_all(task.text.as_bytes()).map_err(kept)?;
    drop(file);
    let status = wait(Command::new(program).args(arguments).arg(&path), asked).map_err(|error| {
        let help = if whence.is_empty() { "set $VISUAL or $EDITOR" } else { "mend it there" };
        let whence = if whence.is_empty() { String::new() } else { format!(" (from ${whence})") };
        format!("the editor {program}{whence} cannot be started, {error}: {help}; nothing is changed")
    })?;
    let mut failure = failure(program, status);
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8(bytes).unwrap_or_else(|error| {
            failure.get_or_insert_with(|| format!("what {program} wrote is no UTF-8"));
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }),
        Err(error) => {
            failure.get_or_insert_with(|| format!("{program} has left no text that can be read, {error}"));
            String::new()
        }
    };
    if asked.to_end().is_some() && text != task.text {
        // Nobody is left to decide about it.
        let path = folder.keep().join(path.file_name().unwrap_or_default());
        failure = Some(format!("what {program} wrote is kept in {}", path.display()));
    }
    Ok(EditorEnd { text, failure })
}

/// Starts the editor and waits for its end; signals are its own meanwhile.
fn wait(command: &mut Command, asked: &Asked) -> io::Result<ExitStatus> {
    let mut child = command.spawn()?;
    asked.has_editor(i32::try_from(child.id()).ok());
    let status = child.wait();
    asked.has_editor(None);
    status
}

/// What an editor says by its end, where that is not that all is well.
fn failure(program: &str, status: ExitStatus) -> Option<String> {
    if status.success() {
        return None;
    }
    Some(match (status.code(), status.signal()) {
        (Some(code), _) => format!("{program} ended with exit code {code}"),
        (None, Some(signal)) => format!("{program} was ended by signal {signal}"),
        (None, None) => format!("{program} did not end in order"),
    })
}
