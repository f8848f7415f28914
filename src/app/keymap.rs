//! Which key does what, and where. `assets/keymap.ron` is the one source; a user's own file changes it.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::action::Action;
use super::chord::{Chord, Keyboard, Sign};
use super::own;

/// The keymap that ships with the program.
pub const DEFAULT: &str = include_str!("../../assets/keymap.ron");

/// Where keys are pressed; derived from what is on the screen, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum Context {
    /// Anywhere but in a text field.
    Everywhere,
    /// In any pane.
    Pane,
    /// On a page that covers the panes.
    Page,
    /// In a form.
    Form,
    /// Where the program asks.
    Question,
    /// Where both sides changed the same thing.
    Conflicts,
    /// Where the columns of the ledger are chosen.
    Columns,
    /// Where changes are proposed.
    Review,
    /// In a text field.
    Field,
}

impl Context {
    /// All contexts, in the order of the help.
    pub const ALL: &'static [Self] = &[
        Self::Pane,
        Self::Page,
        Self::Form,
        Self::Question,
        Self::Conflicts,
        Self::Columns,
        Self::Review,
        Self::Field,
        Self::Everywhere,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Pane => "In a pane",
            Self::Page => "On a page (dossier, record, agenda, charts, changes, filters, help)",
            Self::Form => "In a form",
            Self::Question => "Where the program asks (or press the letter of an answer)",
            Self::Conflicts => "Where both sides changed the same thing",
            Self::Columns => "Where the columns of the ledger are chosen",
            Self::Review => "Where changes are proposed",
            Self::Field => "In a text field",
        }
    }

    fn chain(self) -> &'static [Self] {
        match self {
            Self::Everywhere => &[Self::Everywhere],
            Self::Pane => &[Self::Pane, Self::Everywhere],
            Self::Page => &[Self::Page, Self::Everywhere],
            Self::Form => &[Self::Form],
            Self::Question => &[Self::Question],
            Self::Conflicts => &[Self::Conflicts],
            Self::Columns => &[Self::Columns],
            Self::Review => &[Self::Review],
            Self::Field => &[Self::Field],
        }
    }
}

/// What a key can be bound to in the file: an action, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
struct Target(#[serde(deserialize_with = "target")] Option<Action>);

/// `Nothing`, or the name of an action.
fn target<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Action>, D::Error> {
    struct Name;
    impl serde::de::Visitor<'_> for Name {
        type Value = Option<Action>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an action or Nothing")
        }

        fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
            if name == "Nothing" {
                return Ok(None);
            }
            Action::from_name(name).map(Some).ok_or_else(|| E::custom(format!("there is no action {name}")))
        }
    }
    deserializer.deserialize_identifier(Name)
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Binding {
    keys: Vec<Chord>,
    does: Target,
}

/// Why a keymap file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// The file has not the form of a keymap.
    #[error("line {line}, column {column}: {message}")]
    Form {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// One key stands twice in one context.
    #[error("{key} is bound twice in {context:?}: to {first} and to {second}")]
    Twice {
        /// The key.
        key: String,
        /// Where.
        context: Context,
        /// The first binding.
        first: String,
        /// The second.
        second: String,
    },
}

/// Which key does what.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bindings: HashMap<(Context, Chord), Action>,
    /// The chords of each action in the order of the file.
    order: BTreeMap<Context, Vec<(Chord, Action)>>,
}

impl Keymap {
    /// The default keymap.
    pub fn standard() -> Self {
        // The shipped file is checked by a test; an empty keymap still quits on Ctrl-c.
        Self::default().with(DEFAULT).unwrap_or_default()
    }

    /// This keymap changed by the text of a keymap file; one that says nothing changes nothing.
    ///
    /// # Errors
    /// Where the text has not the form of a keymap, or binds a key twice in one context.
    pub fn with(mut self, text: &str) -> Result<Self, KeymapError> {
        let Some(text) = own::said(text) else { return Ok(self) };
        let file: BTreeMap<Context, Vec<Binding>> =
            ron::from_str(text).map_err(|error| KeymapError::Form {
                line: error.span.start.line,
                column: error.span.start.col,
                message: error.code.to_string(),
            })?;
        for (context, bindings) in file {
            let mut seen: HashMap<Chord, String> = HashMap::new();
            for binding in bindings {
                let name = binding.does.0.map_or("Nothing", Action::name).to_owned();
                for chord in binding.keys {
                    if let Some(first) = seen.insert(chord, name.clone()) {
                        return Err(KeymapError::Twice {
                            key: chord.to_string(),
                            context,
                            first,
                            second: name,
                        });
                    }
                    let order = self.order.entry(context).or_default();
                    order.retain(|(bound, _)| *bound != chord);
                    self.bindings.remove(&(context, chord));
                    if let Some(action) = binding.does.0 {
                        self.bindings.insert((context, chord), action);
                        order.push((chord, action));
                    }
                }
            }
        }
        Ok(self)
    }

    /// What a chord does in a context. A Cyrillic letter without a binding of its own acts as the key in its
    /// place, but for text fields, where it is text.
    pub fn lookup(&self, context: Context, chord: Chord) -> Option<Action> {
        self.lookup_on(Keyboard::Latin, context, chord)
    }

    /// The same for what is typed on a keyboard: on a Cyrillic one also signs act as those in their places.
    pub fn lookup_on(&self, keyboard: Keyboard, context: Context, chord: Chord) -> Option<Action> {
        let find =
            |chord: Chord| context.chain().iter().find_map(|c| self.bindings.get(&(*c, chord)).copied());
        let is_text = matches!(context, Context::Field | Context::Form) && chord.text().is_some();
        if is_text {
            return find(chord);
        }
        let sign = chord.latin_sign().filter(|_| keyboard == Keyboard::Cyrillic);
        let (first, last) = match sign {
            Some((latin, Sign::OfPlace)) => (Some(latin), None),
            Some((latin, Sign::Own)) => (None, Some(latin)),
            None => (None, chord.latin()),
        };
        first.and_then(find).or_else(|| find(chord)).or_else(|| last.and_then(find))
    }

    /// The actions of one context with their chords, in the order of the file.
    pub fn actions(&self, context: Context) -> Vec<(Action, Vec<Chord>)> {
        let mut actions: Vec<(Action, Vec<Chord>)> = Vec::new();
        for (chord, action) in self.order.get(&context).into_iter().flatten() {
            match actions.iter_mut().find(|(listed, _)| listed == action) {
                Some((_, chords)) => chords.push(*chord),
                None => actions.push((*action, vec![*chord])),
            }
        }
        actions
    }

    /// The chords that do something in a context, its wider contexts included.
    pub fn chords(&self, context: Context, action: Action) -> Vec<Chord> {
        context
            .chain()
            .iter()
            .flat_map(|c| self.order.get(c).into_iter().flatten())
            .filter(|(_, bound)| *bound == action)
            .map(|(chord, _)| *chord)
            .collect()
    }
}

impl Keymap {
    /// The first key that does something in a pane or a field, as the screen shows it; `:` where none does.
    pub fn first_chord(&self, action: Action) -> String {
        let here = [Context::Field, Context::Pane].into_iter().flat_map(|it| self.chords(it, action));
        here.map(|chord| chord.to_string()).next().unwrap_or_else(|| ":".to_owned())
    }
}

impl Action {
    /// What it does where it is pressed.
    pub fn title_in(self, context: Context) -> &'static str {
        match (context, self) {
            (Context::Form, Self::Open) => "To the next field; on the last one, accept",
            (Context::Form | Context::Question | Context::Review | Context::Conflicts, Self::Back) => {
                "Cancel"
            }
            (Context::Form, Self::EditText) => "The note in your editor; elsewhere to the end of the field",
            (Context::Field, Self::Open) => "Take what is typed, or what is chosen",
            (Context::Field, Self::Back) => "Cancel; clear the filter",
            (Context::Page, Self::Open) => "Open what the line leads to",
            (Context::Page, Self::Closer) => {
                "Agenda: look farther ahead (30 days, 90, 6 months, a year, any time)"
            }
            (Context::Page, Self::Farther) => "Agenda: look less far ahead",
            (Context::Page, Self::Delete) => "Delete the record, the step on this line, or the saved filter",
            (Context::Question, Self::Accept) => "Give the answer that is chosen",
            (Context::Review, Self::Accept) => "Make the changes that are taken",
            (Context::Review, Self::Turn) => "Take a change, or leave it; of questions mark one",
            (Context::Review, Self::TakeAll) => "Take all changes, or leave them; of questions mark all",
            (Context::Columns, Self::Turn) => "Show the column, or hide it",
            (Context::Columns, Self::TakeAll) => "All columns, in their usual order",
            (Context::Conflicts, Self::Accept) => "Take the sides that are chosen",
            (Context::Conflicts, Self::Turn) => "Take the other side",
            _ => self.title(),
        }
    }
}

/// Chords as the screen shows them: `j ↓`.
pub fn shown(chords: &[Chord]) -> String {
    chords.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_keymap_is_sound_and_binds_every_action() {
        let keymap = Keymap::default().with(DEFAULT).unwrap();
        let by_name = [
            Action::Findings,
            Action::AddSubject,
            Action::AddSource,
            Action::ShowMeasures,
            Action::ShowSubjects,
            Action::ShowTimeline,
            Action::Brief,
            Action::OpenFile,
            Action::SaveAndQuit,
            Action::DarkTheme,
            Action::LightTheme,
            Action::ContrastTheme,
            Action::CalmTheme,
        ];
        for action in Action::ALL.iter().filter(|action| !by_name.contains(action)) {
            let bound = Context::ALL.iter().any(|context| !keymap.chords(*context, *action).is_empty());
            assert!(bound, "{} has no key", action.name());
        }
    }

    #[test]
    fn a_cyrillic_letter_steers_in_panes_and_is_text_in_fields() {
        let keymap = Keymap::standard();
        let chord = "о".parse().unwrap();
        assert_eq!(keymap.lookup(Context::Pane, chord), Some(Action::MoveDown));
        assert_eq!(keymap.lookup(Context::Field, chord), None);
    }

    #[test]
    fn on_a_cyrillic_keyboard_signs_act_as_those_in_their_places_and_nowhere_else() {
        let keymap = Keymap::standard()
            .with("{Pane: [(keys: [\".\"], does: Redraw), (keys: [\"&\"], does: Agenda)]}")
            .unwrap();
        let does = |keyboard, context, key: &str| keymap.lookup_on(keyboard, context, key.parse().unwrap());
        for (key, on_latin, on_cyrillic) in [
            (".", Some(Action::Redraw), Some(Action::Filter)),
            (",", None, Some(Action::Help)),
            ("?", Some(Action::Help), Some(Action::Help)),
            (":", Some(Action::Palette), Some(Action::Palette)),
            ("\"", Some(Action::SaveFilter), Some(Action::SaveFilter)),
            ("/", Some(Action::Filter), Some(Action::Filter)),
            ("ж", Some(Action::SortByColumn), Some(Action::SortByColumn)),
            ("Ж", Some(Action::Palette), Some(Action::Palette)),
            ("х", Some(Action::DayPrevious), Some(Action::DayPrevious)),
            ("Ъ", Some(Action::MonthForward), Some(Action::MonthForward)),
            ("э", Some(Action::Filters), Some(Action::Filters)),
            ("ю", Some(Action::Redraw), Some(Action::Redraw)),
            ("Б", Some(Action::Shrink), Some(Action::Shrink)),
        ] {
            assert_eq!(does(Keyboard::Latin, Context::Pane, key), on_latin, "{key} on a Latin keyboard");
            assert_eq!(
                does(Keyboard::Cyrillic, Context::Pane, key),
                on_cyrillic,
                "{key} on a Cyrillic keyboard"
            );
            for context in [Context::Field, Context::Form] {
                assert_eq!(does(Keyboard::Cyrillic, context, key), None, "{key} is text in {context:?}");
            }
        }
        // A key with Control writes nothing.
        assert_eq!(does(Keyboard::Cyrillic, Context::Field, "Ctrl-ы"), Some(Action::SaveFilter));
    }

    #[test]
    fn a_users_file_changes_only_what_it_says() {
        let own = "{Pane: [(keys: [\"n\"], does: MoveDown), (keys: [\"j\"], does: Nothing)]}";
        let keymap = Keymap::standard().with(own).unwrap();
        let does = |key: &str| keymap.lookup(Context::Pane, key.parse().unwrap());
        assert_eq!((does("n"), does("j"), does("k")), (Some(Action::MoveDown), None, Some(Action::MoveUp)));
    }

    #[test]
    fn a_name_that_an_action_had_before_is_still_understood() {
        let keymap = Keymap::standard().with("{Pane: [(keys: [\"n\"], does: Find)]}").unwrap();
        assert_eq!(keymap.lookup(Context::Pane, "n".parse().unwrap()), Some(Action::Finder));
    }

    #[test]
    fn a_file_that_says_nothing_changes_nothing_and_a_mark_before_it_is_no_part_of_it() {
        let does =
            |text: &str| Keymap::standard().with(text).unwrap().lookup(Context::Pane, "n".parse().unwrap());
        let standard = Keymap::standard().lookup(Context::Pane, "n".parse().unwrap());
        for nothing in ["", "\u{feff}", "\r\n// nothing of mine yet\r\n"] {
            assert_eq!(does(nothing), standard, "{nothing:?}");
        }
        let own = "\u{feff}// mine\r\n{ Pane: [\r\n(keys: [\"n\"], does: MoveDown) ] }\r\n";
        assert_eq!(does(own), Some(Action::MoveDown));
    }

    #[test]
    fn a_bad_file_is_refused_with_its_line_and_a_key_bound_twice_with_its_name() {
        let bad = Keymap::standard().with("{Pane: [\n(keys: [\"j\"], does: Fly)]}").unwrap_err();
        assert!(matches!(bad, KeymapError::Form { line: 2, .. }), "{bad:?}");
        let twice = "{Pane: [(keys: [\"j\"], does: Open), (keys: [\"j\"], does: Back)]}";
        assert!(matches!(Keymap::standard().with(twice), Err(KeymapError::Twice { .. })));
    }
}
