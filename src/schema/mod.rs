//! What the declarations of the model mean for every kind of record.

pub mod upgrade;
