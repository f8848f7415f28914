//! A value as plain fields, with where it stands in the text.

use std::borrow::Cow;

/// A stretch of the text, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Node<'t> {
    /// The stretch of text it takes.
    pub span: Span,
    /// What it is.
    pub value: Value<'t>,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Field<'t> {
    /// Its name.
    pub name: &'t str,
    /// Where the name stands.
    pub name_span: Span,
    /// Its value.
    pub node: Node<'t>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Value<'t> {
    /// `(a: 1)`, or `Name(a: 1)`.
    Struct(Option<&'t str>, Vec<Field<'t>>),
    /// `(1, 2)`, or `Name(1)`; `()` as well.
    Tuple(Option<&'t str>, Vec<Node<'t>>),
    /// `[1, 2]`.
    List(Vec<Node<'t>>),
    /// `{"a": 1}`.
    Map(Vec<(Node<'t>, Node<'t>)>),
    /// A text.
    Text(Cow<'t, str>),
    /// A character.
    Char(&'t str),
    /// A number as written.
    Number(Cow<'t, str>),
    /// A bare name: a variant, `true`, `None`.
    Name(&'t str),
}

impl Value<'_> {
    /// What it is, for a message.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Struct(..) => "a struct ( … )",
            Self::Tuple(..) => "a tuple ( … )",
            Self::List(_) => "a list [ … ]",
            Self::Map(_) => "a map { … }",
            Self::Text(_) => "a text",
            Self::Char(_) => "a character",
            Self::Number(_) => "a number",
            Self::Name(_) => "a name",
        }
    }
}
