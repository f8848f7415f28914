//! The closed vocabularies of the file: each word once, with its name in the file and its wording on screen.

/// A closed set of words.
pub trait Vocabulary: Copy + Eq + 'static {
    /// Every word, in order.
    const ALL: &'static [Self];
    /// The names of all words in the file, in the same order.
    const NAMES: &'static [&'static str];

    /// The wording for people.
    fn word(self) -> &'static str;

    /// The name in the file.
    fn name(self) -> &'static str;

    /// The word with this name in the file.
    fn from_name(name: &str) -> Option<Self>;
}

/// Declares an enum whose variants have a name in the file (the identifier) and a wording for people.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident => $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every variant, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// The names of all variants, as they stand in the file.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($variant),)+];

            /// The name in the file.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)+ }
            }

            /// The wording for people.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The variant with this name in the file.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $(stringify!($variant) => Some(Self::$variant),)+ _ => None }
            }
        }

        impl $crate::model::vocabulary::Vocabulary for $name {
            const ALL: &'static [Self] = Self::ALL;
            const NAMES: &'static [&'static str] = Self::NAMES;

            fn word(self) -> &'static str {
                Self::word(self)
            }

            fn name(self) -> &'static str {
                Self::name(self)
            }

            fn from_name(name: &str) -> Option<Self> {
                Self::from_name(name)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}

pub(crate) use vocabulary;
