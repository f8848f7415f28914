//! What belongs to each word of a step's `what`.

use super::Slot;

/// What a step says: a word, and the fields that belong to it.
pub trait Change: Slot {
    /// What such a step is, for messages: `a step of a measure`.
    const STEP: &'static str;
}

/// Declares what a step says by the words of its `what`: which fields stand with which words, how what it says is made
/// from them, and where they stand in it. Each field is written as in `declared!`, with its words after
/// `for`; `make` sees each field as an `Option`, `None` where it does not stand with the word.
macro_rules! changes {
    (
        $Name:ident($step:literal), $what:ident: $Word:ident, $it:ident {
            $(
                $field:ident: $type:ty $(= $default:expr)?, for [$($word:ident),+]
                $(=> $($attribute:ident($($argument:expr),*)).+)?, in $place:expr;
            )+
        }
        make $made:expr;
        word $said:expr;
    ) => {
        impl $crate::model::declare::Change for $Name {
            const STEP: &'static str = $step;
        }

        impl $Name {
            /// The fields that belong to the words of `what`.
            pub const FIELDS: &'static [$crate::model::declare::Field] = &[$(
                $crate::model::declare::declared!(@field $field: $type
                    [$($default)?] .only_for(&[$(stringify!($word)),+]) $($(.$attribute($($argument),*))+)?),
            )+];
        }

        impl $crate::model::declare::Slot for $Name {
            const SHAPE: $crate::model::declare::Shape =
                $crate::model::declare::Shape::Change($Word::WORDS, Self::FIELDS);
            const IS_NEEDED: bool = true;

            fn take<R: $crate::model::declare::Reads>(
                reader: &mut R,
                field: &'static $crate::model::declare::Field,
            ) -> Option<Self> {
                let Some(value) = reader.need(field) else {
                    // Without knowing the word, no field of any is out of place.
                    reader.admit(Self::FIELDS, None);
                    return None;
                };
                let $what: $Word = reader.word(value, field)?;
                reader.admit(Self::FIELDS, Some($what.name()));
                $(let $field: Option<Option<$type>> = matches!($what, $($Word::$word)|+).then(|| {
                    $crate::model::declare::declared!(@read reader [$($default)?] $type,
                        const { &$crate::model::declare::declared!(@field $field: $type
                            [$($default)?] $($(.$attribute($($argument),*))+)?) })
                });)+
                $(let $field: Option<$type> = match $field {
                    Some(found) => Some(found?),
                    None => None,
                };)+
                $made
            }

            fn give<'r, V: $crate::model::declare::Visitor<'r>>(
                &'r self,
                visitor: &mut V,
                field: &'static $crate::model::declare::Field,
            ) {
                fn said($it: &$Name) -> $Word {
                    $said
                }
                let word = said(self);
                visitor.word(field, (word.name(), word.word()));
                $({
                    fn place($it: &$Name) -> Option<&$type> {
                        $place
                    }
                    if let Some(value) = place(self) {
                        $crate::model::declare::declared!(@visit visitor [$($default)?] value,
                            const { &$crate::model::declare::declared!(@field $field: $type
                                [$($default)?] $($(.$attribute($($argument),*))+)?) });
                    }
                })+
            }
        }
    };
}

pub(crate) use changes;
