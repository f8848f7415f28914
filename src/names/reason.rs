//! Why names are alike, or are not.

use std::fmt;

/// Why two names are held to be one, or are not for certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The same letters.
    Same,
    /// The same words.
    Words,
    /// The words stand in another order.
    Order,
    /// Words are spelled as another language spells them.
    Spelling(String, String),
    /// Letters of a word are others.
    Edited(String, String),
    /// A given name and a short form of it.
    Short(String, String),
    /// A word is given by its first letter.
    Initial(String, String),
    /// Words are written together in one of them.
    Joined,
    /// One has further words.
    Further(String),
    /// The same, but for a legal form that only one has.
    FormMissing(String),
    /// Legal forms of different classes.
    FormDiffers(String, String),
    /// Written in scripts that do not tell how a name is spelled in the other.
    Script,
    /// Only the beginnings of long names are compared.
    Long,
    /// They have nothing but words that many have.
    Common,
    /// One is a part of the other, which is made of several names.
    Part,
    /// The list itself calls the name a weak one.
    Weak,
    /// Birth dates are the same.
    Born,
    /// Birth dates are others.
    BornOther,
    /// An identifier is the same.
    Identifier(String),
    /// Identifiers of one scheme are others.
    IdentifierOther(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same => f.write_str("same name"),
            Self::Words => f.write_str("same words"),
            Self::Order => f.write_str("words in another order"),
            Self::Spelling(a, b) => write!(f, "other spelling: {a}/{b}"),
            Self::Edited(a, b) => write!(f, "letters differ: {a}/{b}"),
            Self::Short(a, b) => write!(f, "short form: {a}/{b}"),
            Self::Initial(a, b) => write!(f, "initial: {a}/{b}"),
            Self::Joined => f.write_str("words written together"),
            Self::Further(words) => write!(f, "only one has: {words}"),
            Self::FormMissing(form) => write!(f, "legal form only of one: {form}"),
            Self::FormDiffers(a, b) => write!(f, "legal form differs: {a}/{b}"),
            Self::Script => f.write_str("another script, of which spelling alone proves nothing"),
            Self::Long => f.write_str("long names that begin alike"),
            Self::Common => f.write_str("only words that many names have"),
            Self::Part => f.write_str("a part of a name that is made of several"),
            Self::Weak => f.write_str("a weak alias"),
            Self::Born => f.write_str("same birth date"),
            Self::BornOther => f.write_str("other birth date"),
            Self::Identifier(scheme) => write!(f, "same {scheme}"),
            Self::IdentifierOther(scheme) => write!(f, "other {scheme}"),
        }
    }
}
