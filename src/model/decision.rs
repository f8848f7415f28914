//! A person looked: is this name that entry of a list?

use super::compact::Text;
use super::date::Date;
use super::declare::declared;
use super::id::Id;
use super::kind::RecordKind;

declared! {
    /// What a person decided about a name and an entry of a list.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Decision("a decision") {
        /// Its stable name.
        id: Id,
        /// The subject that the entry was compared with.
        subject: Option<Id> => to(RecordKind::Subjects).searched().help("this or `name`"),
        /// The name that the entry was compared with, where the file has no subject of it.
        name: Option<Text> => help("this or `subject`"),
        /// The list and the number of the entry, such as `OFAC 90001`.
        entry: Text => telling(),
        /// Whether they are the same.
        same: bool,
        /// When it was decided.
        on: Date,
        /// Who decided it.
        by: Text,
        /// Why.
        why: Option<Text>,
        /// The digest of the entry as it was: `sha256:…`.
        digest: Option<Text> => help("of the entry as it was"),
        /// The entry as it was, which the digest is of: its names, birth dates, countries and numbers, each on a line.
        was: Option<Text> => lines().help("the entry as it was, which the digest is of"),
        /// What was known of the name besides, where the file has no subject of it: the decision is for no other of the name.
        facts: Option<Text> => help("what else was known of the name"),
    }
}
