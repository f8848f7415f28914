//! Changes: every one is an operation that knows its inverse, and all of them go through one gate.

pub mod ahead;
pub mod apart;
pub mod difference;
pub mod document;
pub mod gate;
pub mod leave_out;
pub mod op;
pub mod proposal;
pub mod references;
pub mod rename;
pub mod taken_back;
pub mod text;
