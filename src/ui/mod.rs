//! Pixels: what the app holds, drawn into a buffer. Nothing here changes anything.

mod borders;
mod chart;
mod chrome;
mod completion;
mod dossier;
mod finder;
mod form;
pub mod frame;
mod ledger;
mod legend;
pub mod links;
mod log;
mod map;
mod overlay;
mod page;
mod palette;
mod picture;
mod relations;
mod review;
mod signs;
pub mod spots;
mod table;
pub mod theme;
mod welcome;
