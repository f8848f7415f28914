//! How the fields of a record are said: once, where the record is.
//!
//! `declared!` makes a struct from its fields, and with it the table of these fields
//! ([`Declared::FIELDS`]), reading it from whatever holds its values ([`Reads`]) and showing each of its fields to whoever
//! asks ([`Visitor`]). What a file looks like nobody knows here.
//!
//! What a field's type says need not be said again: `Option` may be left out, `ThinSlice` is a list. What it does not say
//! stands behind `=>`: whom its ids name, what it is called on the screen, whether the search over everything looks into
//! it. A new field is one line; reading, writing, comparing, merging, references, checks of references, search, forms and
//! the README's table follow. A new sort of value is a [`Part`]: how it is read and shown.

mod change;
mod field;
mod vocabulary;

use std::fmt::Display;
use std::str::FromStr;

use super::compact::{Text, ThinSlice};
use super::date::Date;
use super::id::Id;

pub use change::Change;
pub(crate) use change::changes;
pub use field::{Field, HOLDERS, Refers, Shape, Words};
pub use vocabulary::Vocabulary;
pub(crate) use vocabulary::{vocabulary, word_or_other};

/// Whoever reads a struct: takes the values of its fields and tells what is wrong with them.
pub trait Reads: Sized {
    /// A value that stands in a field.
    type Value: Copy;

    /// The value of a field; `None` where it is left out.
    fn take(&mut self, field: &'static Field) -> Option<Self::Value>;
    /// The same of a field that must be there.
    fn need(&mut self, field: &'static Field) -> Option<Self::Value>;
    /// A text.
    fn text(&mut self, value: Self::Value, field: &'static Field) -> Option<Text>;
    /// An id.
    fn id(&mut self, value: Self::Value, field: &'static Field) -> Option<Id>;
    /// A date.
    fn date(&mut self, value: Self::Value, field: &'static Field) -> Option<Date>;
    /// A whole number.
    fn number(&mut self, value: Self::Value, field: &'static Field) -> Option<u32>;
    /// A decimal number.
    fn decimal(&mut self, value: Self::Value, field: &'static Field) -> Option<f64>;
    /// Yes or no.
    fn flag(&mut self, value: Self::Value, field: &'static Field) -> Option<bool>;
    /// Whether a struct or two in parentheses stand there, and no simple value.
    fn is_compound(&self, value: Self::Value) -> bool;
    /// A text of a form: `wrong` tells what one without it is, and `help` what to write.
    fn formed<T: FromStr>(
        &mut self,
        value: Self::Value,
        field: &'static Field,
        wrong: &str,
        help: &str,
    ) -> Option<T>;
    /// A word.
    fn word<T: Vocabulary>(&mut self, value: Self::Value, field: &'static Field) -> Option<T>;
    /// A word, or `Err` of other words.
    fn word_or_other<T: Vocabulary>(
        &mut self,
        value: Self::Value,
        field: &'static Field,
    ) -> Option<Result<T, Text>>;
    /// A list.
    fn list<T: Part>(&mut self, value: Self::Value, field: &'static Field) -> ThinSlice<T>;
    /// Two.
    fn pair<T: Part>(&mut self, value: Self::Value, field: &'static Field) -> Option<(T, T)>;
    /// A struct.
    fn nested<T: Declared>(&mut self, value: Self::Value) -> Option<T>;
    /// From now on those of the fields stand in the struct that stand with a word; all of them where there is none.
    fn admit(&mut self, fields: &'static [Field], what: Option<&'static str>);
    /// The list that says the same and was there before, so that equal lists share their memory.
    fn shared_texts(&mut self, list: ThinSlice<Text>) -> ThinSlice<Text>;
    /// The same for ids.
    fn shared_ids(&mut self, list: ThinSlice<Id>) -> ThinSlice<Id>;
}

/// Whoever looks at the fields of a record: each that says something is shown, in the order of the file. What is not
/// asked for costs nothing.
pub trait Visitor<'r>: Sized {
    /// A text.
    fn text(&mut self, _: &'static Field, _: &'r Text) {}
    /// An id.
    fn id(&mut self, _: &'static Field, _: &'r Id) {}
    /// A date.
    fn date(&mut self, _: &'static Field, _: Date) {}
    /// A whole number.
    fn number(&mut self, _: &'static Field, _: u32) {}
    /// A decimal number.
    fn decimal(&mut self, _: &'static Field, _: f64) {}
    /// Yes or no.
    fn flag(&mut self, _: &'static Field, _: bool) {}
    /// A text of a form.
    fn formed(&mut self, _: &'static Field, _: &dyn Display) {}
    /// A word: its name in the file and its wording.
    fn word(&mut self, _: &'static Field, _: (&'static str, &'static str)) {}
    /// Words other than those of a vocabulary.
    fn other(&mut self, _: &'static Field, _: &'r Text) {}
    /// A list, which is not empty.
    fn list<T: Part>(&mut self, field: &'static Field, items: &'r [T]) {
        for item in items {
            item.show(self, field);
        }
    }
    /// Two.
    fn pair<T: Part>(&mut self, field: &'static Field, pair: &'r (T, T)) {
        pair.0.show(self, field);
        pair.1.show(self, field);
    }
    /// A struct.
    fn nested<T: Declared>(&mut self, _: &'static Field, it: &'r T) {
        it.visit(self);
    }
}

/// A struct whose fields are declared.
pub trait Declared: Sized {
    /// What it is, for messages: `a source`.
    const WHAT: &'static str;
    /// Its fields, in the order of the file.
    const FIELDS: &'static [Field];

    /// Reads all of its fields; `None` where one that it needs is not there or wrong.
    fn read<R: Reads>(reader: &mut R) -> Option<Self>;
    /// Shows all of its fields that say something.
    fn visit<'r, V: Visitor<'r>>(&'r self, visitor: &mut V);
}

/// What may stand in a field.
pub trait Part: Sized + Clone {
    /// What it looks like.
    const SHAPE: Shape;

    /// Reads it.
    fn read<R: Reads>(reader: &mut R, value: R::Value, field: &'static Field) -> Option<Self>;
    /// Shows it.
    fn show<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field);
    /// A list of them, sharing its memory with an equal one where many are equal.
    fn shared<R: Reads>(_: &mut R, list: ThinSlice<Self>, _: &'static Field) -> ThinSlice<Self> {
        list
    }
}

/// What a field holds: something, something or nothing, or a list.
pub trait Slot: Sized {
    /// What it looks like.
    const SHAPE: Shape;
    /// It must not be left out.
    const IS_NEEDED: bool;

    /// Reads the field; `None` where the struct cannot be without it.
    fn take<R: Reads>(reader: &mut R, field: &'static Field) -> Option<Self>;
    /// Shows the field, where it says something.
    fn give<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field);
}

impl<T: Part> Slot for T {
    const SHAPE: Shape = T::SHAPE;
    const IS_NEEDED: bool = true;

    fn take<R: Reads>(reader: &mut R, field: &'static Field) -> Option<Self> {
        let value = reader.need(field)?;
        T::read(reader, value, field)
    }

    fn give<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
        self.show(visitor, field);
    }
}

impl<T: Part> Slot for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const IS_NEEDED: bool = false;

    fn take<R: Reads>(reader: &mut R, field: &'static Field) -> Option<Self> {
        let value = reader.take(field);
        Some(value.and_then(|value| T::read(reader, value, field)))
    }

    fn give<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
        if let Some(it) = self {
            it.show(visitor, field);
        }
    }
}

impl<T: Part> Slot for ThinSlice<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
    const IS_NEEDED: bool = false;

    fn take<R: Reads>(reader: &mut R, field: &'static Field) -> Option<Self> {
        let Some(value) = reader.take(field) else { return Some(Self::new()) };
        let list = reader.list(value, field);
        Some(if list.is_empty() { list } else { T::shared(reader, list, field) })
    }

    fn give<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
        if !self.is_empty() {
            visitor.list(field, self.as_slice());
        }
    }
}

impl Part for Text {
    const SHAPE: Shape = Shape::Text;

    fn read<R: Reads>(reader: &mut R, value: R::Value, field: &'static Field) -> Option<Self> {
        reader.text(value, field)
    }

    fn show<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
        visitor.text(field, self);
    }

    fn shared<R: Reads>(reader: &mut R, list: ThinSlice<Self>, field: &'static Field) -> ThinSlice<Self> {
        if field.is_common { reader.shared_texts(list) } else { list }
    }
}

impl Part for Id {
    const SHAPE: Shape = Shape::Id;

    fn read<R: Reads>(reader: &mut R, value: R::Value, field: &'static Field) -> Option<Self> {
        reader.id(value, field)
    }

    fn show<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
        visitor.id(field, self);
    }

    fn shared<R: Reads>(reader: &mut R, list: ThinSlice<Self>, _: &'static Field) -> ThinSlice<Self> {
        reader.shared_ids(list)
    }
}

/// Parts that are read and shown in one way, and copied.
macro_rules! plain {
    ($($type:ty: $shape:ident by $way:ident;)+) => { $(
        impl Part for $type {
            const SHAPE: Shape = Shape::$shape;

            fn read<R: Reads>(reader: &mut R, value: R::Value, field: &'static Field) -> Option<Self> {
                reader.$way(value, field)
            }

            fn show<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
                visitor.$way(field, *self);
            }
        }
    )+ };
}

plain! {
    Date: Date by date;
    u32: Number by number;
    f64: Decimal by decimal;
    bool: Flag by flag;
}

/// What is rarely there takes no room where it is not.
impl<T: Part> Part for Box<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read<R: Reads>(reader: &mut R, value: R::Value, field: &'static Field) -> Option<Self> {
        T::read(reader, value, field).map(Self::new)
    }

    fn show<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
        (**self).show(visitor, field);
    }
}

impl<T: Part> Part for (T, T) {
    const SHAPE: Shape = Shape::Pair(&T::SHAPE);

    fn read<R: Reads>(reader: &mut R, value: R::Value, field: &'static Field) -> Option<Self> {
        reader.pair(value, field)
    }

    fn show<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
        visitor.pair(field, self);
    }
}

/// Declares a struct, field by field: what it is, its type, and after `=>` whatever its type does not say, by the methods
/// of [`Field`]. A field with `= value` may be left out and has that value then.
macro_rules! declared {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Name:ident $(<$Change:ident>)? ($what:expr) {
            $(
                $(#[$doc:meta])*
                $field:ident: $type:ty $(= $default:expr)?
                $(=> $($attribute:ident($($argument:expr),*)).+)?,
            )+
        }
    ) => {
        $(#[$meta])*
        $vis struct $Name $(<$Change>)? {
            $($(#[$doc])* pub $field: $type,)+
        }

        impl $(<$Change: $crate::model::declare::Change>)? $crate::model::declare::Declared
            for $Name $(<$Change>)?
        {
            const WHAT: &'static str = $what;
            const FIELDS: &'static [$crate::model::declare::Field] = &[$(
                $crate::model::declare::declared!(@field $field: $type
                    [$($default)?] $($(.$attribute($($argument),*))+)?),
            )+];

            fn read<R: $crate::model::declare::Reads>(reader: &mut R) -> Option<Self> {
                $(let $field = $crate::model::declare::declared!(@read reader [$($default)?] $type,
                    const { &$crate::model::declare::declared!(@field $field: $type
                        [$($default)?] $($(.$attribute($($argument),*))+)?) });)+
                Some(Self { $($field: $field?,)+ })
            }

            fn visit<'r, V: $crate::model::declare::Visitor<'r>>(&'r self, visitor: &mut V) {
                $($crate::model::declare::declared!(@visit visitor [$($default)?] &self.$field,
                    const { &$crate::model::declare::declared!(@field $field: $type
                        [$($default)?] $($(.$attribute($($argument),*))+)?) });)+
            }
        }

        impl $(<$Change: $crate::model::declare::Change + Clone>)? $crate::model::declare::Part
            for $Name $(<$Change>)?
        {
            const SHAPE: $crate::model::declare::Shape =
                $crate::model::declare::Shape::Struct(<Self as $crate::model::declare::Declared>::FIELDS);

            fn read<R: $crate::model::declare::Reads>(
                reader: &mut R,
                value: R::Value,
                _: &'static $crate::model::declare::Field,
            ) -> Option<Self> {
                reader.nested(value)
            }

            fn show<'r, V: $crate::model::declare::Visitor<'r>>(
                &'r self,
                visitor: &mut V,
                field: &'static $crate::model::declare::Field,
            ) {
                visitor.nested(field, self);
            }
        }
    };

    (@field $field:ident: $type:ty [] $($attributes:tt)*) => {
        $crate::model::declare::Field::new(
            stringify!($field),
            <$type as $crate::model::declare::Slot>::SHAPE,
            <$type as $crate::model::declare::Slot>::IS_NEEDED,
        ) $($attributes)*
    };
    (@field $field:ident: $type:ty [$default:expr] $($attributes:tt)*) => {
        $crate::model::declare::Field::new(
            stringify!($field),
            <$type as $crate::model::declare::Slot>::SHAPE,
            false,
        ) $($attributes)*
    };
    (@read $reader:ident [] $type:ty, $field:expr) => {
        <$type as $crate::model::declare::Slot>::take($reader, $field)
    };
    (@read $reader:ident [$default:expr] $type:ty, $field:expr) => {
        <Option<$type> as $crate::model::declare::Slot>::take($reader, $field)
            .map(|found| found.unwrap_or($default))
    };
    (@visit $visitor:ident [] $value:expr, $field:expr) => {
        $crate::model::declare::Slot::give($value, $visitor, $field)
    };
    (@visit $visitor:ident [$default:expr] $value:expr, $field:expr) => {
        if *$value != $default {
            $crate::model::declare::Slot::give($value, $visitor, $field)
        }
    };
}

pub(crate) use declared;
