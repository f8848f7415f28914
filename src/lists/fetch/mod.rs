//! Official lists brought from their publishers into the archive, when somebody asks for it.
//!
//! *Invariant:* nothing is asked of anybody but the hosts that the addresses name, under https, and never more than the
//! bounds of each list allow in bytes and time; what came is read before it counts; no address is shown, noted or kept
//! with what it asks behind `?`, which may be a signature or a token.

mod address;
mod addresses;
#[cfg(feature = "fetch")]
mod changes;
#[cfg(feature = "fetch")]
mod copy;
#[cfg(feature = "fetch")]
mod download;
#[cfg(feature = "fetch")]
mod exchange;
#[cfg(feature = "fetch")]
mod failure;
#[cfg(feature = "fetch")]
mod page;
#[cfg(feature = "fetch")]
mod proxy;
#[cfg(feature = "fetch")]
mod published;
#[cfg(feature = "fetch")]
mod run;
#[cfg(feature = "fetch")]
mod step;
#[cfg(feature = "fetch")]
mod wire;

pub use address::Address;
pub use addresses::{Addresses, AddressesError, ChangesPlace, FilePlace, Key, Place, SHIPPED};
#[cfg(feature = "fetch")]
pub use changes::{Changes, WantedChanges};
#[cfg(feature = "fetch")]
pub use copy::{Fetched, Since, Wanted};
#[cfg(feature = "fetch")]
pub use run::{Run, WayError};
#[cfg(feature = "fetch")]
pub use step::{Step, Steps};
