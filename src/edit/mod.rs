//! Changes: every one is an operation that knows its inverse, and all of them go through one gate.

pub mod decode;
pub mod encode;
pub mod node;
