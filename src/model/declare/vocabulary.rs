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

            /// The names of all variants with their wordings.
            pub const WORDS: $crate::model::declare::Words = &[$((stringify!($variant), $word),)+];
            /// The same, and the name of words of its own.
            pub const WORDS_OR_OTHER: $crate::model::declare::Words =
                &[$((stringify!($variant), $word),)+ ("Other", "other …")];

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

        impl $crate::model::declare::Vocabulary for $name {
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

        impl $crate::model::declare::Part for $name {
            const SHAPE: $crate::model::declare::Shape = $crate::model::declare::Shape::Word(Self::WORDS);

            fn read<R: $crate::model::declare::Reads>(
                reader: &mut R,
                value: R::Value,
                field: &'static $crate::model::declare::Field,
            ) -> Option<Self> {
                reader.word(value, field)
            }

            fn show<'r, V: $crate::model::declare::Visitor<'r>>(
                &'r self,
                visitor: &mut V,
                field: &'static $crate::model::declare::Field,
            ) {
                visitor.word(field, (Self::name(*self), Self::word(*self)));
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}

/// Declares an enum of a vocabulary's words and of words of its own.
macro_rules! word_or_other {
    ($(#[$meta:meta])* $vis:vis enum $name:ident of $words:ty) => {
        $(#[$meta])*
        $vis enum $name {
            /// One of the standard words.
            Standard($words),
            /// In words of its own.
            Other($crate::model::compact::Text),
        }

        impl $name {
            /// The wording for people.
            pub fn word(&self) -> &str {
                match self {
                    Self::Standard(kind) => kind.word(),
                    Self::Other(text) => text,
                }
            }
        }

        impl $crate::model::declare::Part for $name {
            const SHAPE: $crate::model::declare::Shape =
                $crate::model::declare::Shape::WordOrOther(<$words>::WORDS_OR_OTHER);

            fn read<R: $crate::model::declare::Reads>(
                reader: &mut R,
                value: R::Value,
                field: &'static $crate::model::declare::Field,
            ) -> Option<Self> {
                let found = reader.word_or_other(value, field)?;
                Some(found.map_or_else(Self::Other, Self::Standard))
            }

            fn show<'r, V: $crate::model::declare::Visitor<'r>>(
                &'r self,
                visitor: &mut V,
                field: &'static $crate::model::declare::Field,
            ) {
                match self {
                    Self::Standard(kind) => visitor.word(field, (kind.name(), kind.word())),
                    Self::Other(text) => visitor.other(field, text),
                }
            }
        }
    };
}

pub(crate) use {vocabulary, word_or_other};
