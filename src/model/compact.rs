//! What keeps a file of a hundred thousand measures small in memory.

/// A text that is shared and never changed: eight bytes where it is held, and copied by counting.
pub type Text = arcstr::ArcStr;

/// A list that is mostly empty or short: eight bytes where it is held.
pub type Few<T> = thin_vec::ThinVec<T>;
