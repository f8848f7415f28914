//! Names: whether two of them can be one, and why.
//!
//! A name is made ready once ([`Name::new`]) and held against others ([`compare`]), or put with many into an
//! [`Index`]. What comes of it is a score with its reasons in words and a [`Band`]: sure, look, or nothing. Identifiers
//! and birth dates decide before names ([`judged`]).
//!
//! *Invariant:* it knows no file, no list and no record; names of any length are compared in bounded time.

mod compare;
mod evidence;
mod forms;
mod index;
mod letters;
mod memo;
mod name;
mod reason;
mod short;
mod slavic;
mod split;
mod states;
mod within;
mod word_pair;

pub use compare::{Band, Common, LOOK, Likeness, SURE, common, compare};
pub use evidence::{Birth, Facts, REGISTRATION, bare, born_fits, judged, share_identifier};
pub use index::{Hit, Index, Owned, Quality, parts};
pub use memo::Memo;
pub use name::{Kind, Name};
pub use reason::Reason;
pub use within::stands_in;
