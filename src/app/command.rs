//! What can be typed behind `:` besides the name of an action: a word, and what it is about (`:date 2025-10`).
//!
//! To add one: a line in [the list](Command), an arm in `App::run`.

/// Declares the commands: the words they go by, the first of which is shown, what they are about, and what they do.
macro_rules! commands {
    ($($name:ident: $words:literal, $about:literal => $title:literal;)+) => {
        /// A word that is typed behind `:` with something behind it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "each command says what it does in its title")]
        pub enum Command { $($name,)+ }

        impl Command {
            /// All of them, in the order of the palette.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The words it goes by, with spaces between; the first one is shown.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)+ }
            }

            /// What it is about, as a placeholder: `DATE`.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)+ }
            }

            /// What it does.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }
        }
    };
}

commands! {
    Day: "date day as-of", "DATE" => "Show everything as of a date";
    Known: "known", "DATE" => "Show everything as known on a date";
    Filter: "filter", "WORDS" => "Filter the focused pane";
    Find: "find search", "WORDS" => "Search everything";
    SearchPage: "look", "WORDS" => "Search the open page";
    Export: "export", "FILE" => "Write what is on the screen into a file";
    Brief: "brief", "FILE" => "Write a brief of what changed into a file";
    Open: "open", "FILE" => "Open another file";
    Row: "row line", "NUMBER" => "Go to the row of this number";
}

impl Command {
    /// The word by which it is shown.
    pub fn word(self) -> &'static str {
        self.words().split(' ').next().unwrap_or_default()
    }

    /// The command that is typed, with what it is about: `date 2025-10`; a number alone is a row. `None` where it is none,
    /// or nothing stands behind its word.
    pub fn read(typed: &str) -> Option<(Self, &str)> {
        let typed = typed.trim();
        if !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some((Self::Row, typed));
        }
        let (word, argument) = typed.split_once(char::is_whitespace)?;
        let word = word.to_lowercase();
        let is_it = |command: &&Self| command.words().split(' ').any(|own| own == word);
        let command = Self::ALL.iter().find(is_it)?;
        Some((*command, argument.trim_start()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_word_with_something_behind_it_is_a_command_and_a_number_a_row() {
        for (typed, wanted) in [
            ("date 2025-10", Some((Command::Day, "2025-10"))),
            ("As-Of  last friday", Some((Command::Day, "last friday"))),
            ("find Alpha Works ", Some((Command::Find, "Alpha Works"))),
            ("12", Some((Command::Row, "12"))),
            (" 12 ", Some((Command::Row, "12"))),
            ("date", None),
            ("date ", None),
            ("dates 3", None),
            ("12 13", None),
            ("", None),
        ] {
            assert_eq!(Command::read(typed), wanted, "{typed:?}");
        }
    }

    #[test]
    fn no_word_means_two_commands() {
        let words: Vec<&str> = Command::ALL.iter().flat_map(|it| it.words().split(' ')).collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{words:?}");
    }
}
