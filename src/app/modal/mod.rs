//! What covers the panes, or takes the keys: one file each, and here the list of them.

mod choose_columns;
mod columns;
pub mod completion;
mod conflicts;
mod day;
mod file;
mod filter;
mod finder;
mod found;
mod lists;
mod menu;
mod page;
mod palette;
mod path;
mod question;
mod reason;
mod review;
mod search;
mod stack;

use super::form::Form;
use super::layer::Layer;

pub use choose_columns::ChooseColumns;
pub use columns::{Part, Row};
pub use completion::Completion;
pub use conflicts::{Choice, Conflicts, Other};
pub use day::DayField;
pub use file::FileField;
pub use filter::{FilterField, FilterName};
pub use finder::Finder;
pub use found::Found;
pub use lists::ListsField;
pub use menu::{Menu, Offer};
pub use page::{PageView, Topic};
pub use palette::{Entry, Palette};
pub use path::named_before;
pub use question::Question;
pub use reason::ReasonField;
pub use review::Review;
pub use search::SearchField;
pub use stack::Modals;

/// Declares the modals, each with what it is while it is open.
macro_rules! modals {
    ($($(#[$doc:meta])* $name:ident($state:ty),)+) => {
        /// What covers the panes, or takes the keys.
        #[derive(Debug, Clone)]
        pub enum Modal { $($(#[$doc])* $name($state),)+ }

        impl Modal {
            /// What it has in common with all others.
            pub fn layer(&self) -> &dyn Layer {
                match self { $(Self::$name(it) => it.as_layer(),)+ }
            }

            /// The same, to be changed.
            pub(super) fn layer_mut(&mut self) -> &mut dyn Layer {
                match self { $(Self::$name(it) => it.as_layer_mut(),)+ }
            }
        }
    };
}

modals! {
    /// A page.
    Page(PageView),
    /// The filter of the focused pane is being typed.
    Filter(FilterField),
    /// The name is being typed under which a filter is saved.
    NameFilter(FilterName),
    /// A date is being typed.
    AskDay(DayField),
    /// What is searched for on a page is being typed.
    Search(SearchField),
    /// The command palette.
    Palette(Palette),
    /// The search over everything.
    Finder(Finder),
    /// A form.
    Form(Box<Form>),
    /// The program asks.
    Question(Question),
    /// The files of a list are being named.
    AskLists(ListsField),
    /// The columns of the ledger are being chosen.
    Columns(ChooseColumns),
    /// A file is being named, to write into or to open.
    AskFile(FileField),
    /// Changes are proposed.
    Review(Box<Review>),
    /// Why it is decided so is being typed.
    AskWhy(ReasonField),
    /// What works with what is under the pointer.
    Menu(Menu),
    /// Both sides changed the same things.
    Conflicts(Conflicts),
}

#[cfg(test)]
mod tests {
    use crate::app::keymap::Keymap;
    use crate::app::panes::ledger::columns::Columns;
    use crate::app::request::{Answer, ListTask};
    use crate::app::writing::FileTask;
    use crate::edit::proposal::Proposals;
    use crate::model::state::{RecordKind, State};
    use crate::views::page::Page;

    use super::*;

    fn all() -> Vec<Modal> {
        let state = State::default();
        let day = chrono::NaiveDate::default();
        let form = Form::new_record(RecordKind::Events, &state, day, None);
        let lists = ListsField::new(tui_input::Input::default(), ListTask::Import);
        let answers = vec![('y', "yes", Answer::Stay), ('n', "no", Answer::Stay)];
        vec![
            Modal::Page(PageView::new(Topic::Help, Page::default())),
            Modal::Filter(FilterField::default()),
            Modal::NameFilter(FilterName::default()),
            Modal::AskDay(DayField::default()),
            Modal::Search(SearchField::default()),
            Modal::Palette(Palette::default()),
            Modal::Finder(Finder::default()),
            Modal::Form(Box::new(form)),
            Modal::Question(Question::new("Is it so?", Vec::new(), answers)),
            Modal::AskLists(lists),
            Modal::Columns(ChooseColumns::new(Columns::default())),
            Modal::AskFile(FileField::new(FileTask::Export, "")),
            Modal::AskFile(FileField::new(FileTask::Open, "")),
            Modal::Review(Box::new(Review::new(Proposals {
                title: "Alpha list".to_owned(),
                ..Proposals::default()
            }))),
            Modal::AskWhy(ReasonField::new(2)),
            Modal::Menu(Menu {
                at: (3, 3),
                offers: Vec::new(),
                cursor: crate::app::cursor::Cursor::default(),
            }),
            Modal::Conflicts(Conflicts::new(Other::Disk, Vec::new())),
            Modal::Conflicts(Conflicts::new(Other::Edition, Vec::new())),
        ]
    }

    #[test]
    fn what_a_modal_offers_has_a_name_and_a_key_there() {
        let keymap = Keymap::standard();
        for modal in all() {
            let layer = modal.layer();
            assert!(!layer.title().is_empty(), "{modal:?}");
            for &(action, name) in layer.offers() {
                assert!(!name.is_empty() || !action.hint().is_empty(), "{action:?} in {modal:?}");
                assert!(!keymap.chords(layer.context(), action).is_empty(), "{action:?} in {modal:?}");
            }
        }
    }

    #[test]
    fn a_text_field_takes_a_paste_and_nothing_else_does() {
        let facts = crate::views::day::Day::new(
            State::default(),
            crate::views::day::Clock::as_of(chrono::NaiveDate::default()),
        );
        let around = crate::app::layer::Around { facts: &facts, today: facts.as_of() };
        for mut modal in all() {
            let layer = modal.layer_mut();
            let takes = matches!(layer.context(), crate::app::keymap::Context::Field);
            let takes = takes || layer.context() == crate::app::keymap::Context::Form;
            assert_eq!(layer.paste("Quelland", &around).is_ok(), takes, "{modal:?}");
        }
    }
}
