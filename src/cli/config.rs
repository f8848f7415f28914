//! The user's own keys and colours.

use std::path::{Path, PathBuf};

use crate::app::keymap::Keymap;
use crate::app::own::said;
use crate::app::settings::Settings;
use crate::store::own;
use crate::store::places::config_dir;
use crate::ui::theme::{Base, Theme};

use super::ThemeName;

/// What was read, and what is wrong with what could not be.
pub(super) struct Config {
    /// The keys.
    pub keymap: Keymap,
    /// The colours.
    pub theme: Theme,
    /// How the person likes it.
    pub settings: Settings,
    /// Where that is kept; why it is not, where it is not.
    pub keeps: Result<PathBuf, String>,
    /// Whether nobody has chosen a theme: then the terminal is asked for its background.
    pub asks_background: bool,
    /// Files that could not be used; the defaults are used instead.
    pub complaints: Vec<String>,
}

/// Reads `keymap.ron`, `theme.ron` and `settings.ron`, where there are any.
pub(super) fn read(theme: Option<ThemeName>) -> Config {
    let mut complaints = Vec::new();
    let folder = config_dir();
    let mut file = |name: &str| {
        let path = folder.as_ref()?.join(name);
        match own::read(&path) {
            Ok(text) => Some((path, text?)),
            Err(error) => {
                complaints.push(complaint(&path, &error.to_string()));
                None
            }
        }
    };
    let (own_keys, own_theme, own_settings) = (file("keymap.ron"), file("theme.ron"), file("settings.ron"));
    let mut complain = |path: &Path, error: String| {
        complaints.push(complaint(path, &error));
    };
    let mut keymap = Keymap::standard();
    let mut settings = Settings::default();
    let mut keeps = folder.as_ref().map(|it| it.join("settings.ron")).ok_or("no home is known".to_owned());
    // What is there and cannot be read is not written over.
    if let Some(path) = keeps.as_ref().ok().filter(|path| own_settings.is_none() && path.exists()) {
        keeps = Err(format!("the settings cannot be read ({})", path.display()));
    }
    if let Some((path, text)) = own_settings {
        match Settings::from_file(&text) {
            Ok(own) => settings = own,
            Err(error) => {
                // It is not written over: a person may have meant it.
                keeps = Err(format!("the settings have an error: mend or delete {}", path.display()));
                complain(&path, error.to_string());
            }
        }
    }
    if let Some((path, text)) = own_keys {
        match keymap.clone().with(&text) {
            Ok(own) => keymap = own,
            Err(error) => complain(&path, error.to_string()),
        }
    }
    let base = theme.map(ThemeName::base).or(settings.theme);
    let few = has_few_colours(&std::env::var("TERM").unwrap_or_default());
    let shipped = if few { Theme::shipped_of_few } else { Theme::shipped };
    let mut chosen = shipped(base.unwrap_or_else(background));
    // One that says nothing leaves the theme to the background.
    let own_theme = own_theme.filter(|(_, text)| theme.is_none() && said(text).is_some());
    let mut asks_background = base.is_none() && own_theme.is_none() && can_be_asked();
    if let Some((path, text)) = own_theme {
        match Theme::from_file(&text) {
            Ok(own) => chosen = own,
            Err(error) => complain(&path, error.to_string()),
        }
    }
    // https://no-color.org: any value but the empty one.
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        chosen = Theme::plain();
        asks_background = false;
    }
    Config { keymap, theme: chosen, settings, keeps, asks_background, complaints }
}

/// Why a file is not used: its name is short, and its folder comes last.
fn complaint(path: &Path, why: &str) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("{name}: {why}: the defaults are used ({})", path.display())
}

/// What COLORFGBG says of the background (the last of its numbers; 7 and 15 are light).
fn background() -> Base {
    let says = std::env::var("COLORFGBG").unwrap_or_default();
    match says.rsplit(';').next() {
        Some("7" | "15") => Base::Light,
        _ => Base::Dark,
    }
}

/// Whether a terminal of this name has sixteen colours at the most.
fn has_few_colours(term: &str) -> bool {
    let name = term.split('-').next().unwrap_or(term);
    matches!(name, "linux" | "ansi" | "cygwin" | "vt100" | "vt102" | "vt220" | "vt320" | "cons25" | "sun")
        || term.ends_with("-16color")
        || term.ends_with("-8color")
}

/// Whether a terminal takes a question that it does not know for none: the console of Linux writes it on the screen.
fn can_be_asked() -> bool {
    let term = std::env::var("TERM").unwrap_or_default();
    !has_few_colours(&term)
}
