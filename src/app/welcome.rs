//! What the program is, for who starts it the first time.

use super::action::Action;
use super::keymap::Context;
use super::settings::SettingChange;
use super::{App, Effect};

impl App {
    /// What the program is, what is on the screen, and how to get on.
    pub fn welcome(&self) -> [String; 3] {
        let key = |action| {
            let chord = self.keymap.chords(Context::Pane, action).first().map(ToString::to_string);
            chord.unwrap_or_else(|| ":".to_owned())
        };
        let (dossier, signs) = (key(Action::FocusDossier), key(Action::Legend));
        [
            "beltui shows who has done what to whom, what of it holds on a day, who says so, and how old that \
             knowledge is."
                .to_owned(),
            format!(
                "1 Relations, 2 Ledger (the measures), 3 Log, 4 Borders; {dossier} the dossier answers what is \
                 selected; {signs} the signs."
            ),
            format!(
                "{} help · {} every action by name · {} filter · {} leaves. Any key closes this.",
                key(Action::Help),
                key(Action::Palette),
                key(Action::Filter),
                key(Action::Quit)
            ),
        ]
    }

    /// The first key: it is known what the program is, from now on.
    pub(super) fn is_welcomed(&mut self) -> Option<Effect> {
        if !std::mem::take(&mut self.welcomes) || self.settings.welcomed {
            return None;
        }
        self.settings.change(SettingChange::Welcomed);
        Some(Effect::Remember(SettingChange::Welcomed))
    }
}
