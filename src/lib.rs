//! beltui.
pub mod app;
pub mod model;
pub mod store;
pub mod ui;
pub mod views;
