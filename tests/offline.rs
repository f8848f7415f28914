//! A program that was built without the network: `cargo test --no-default-features --test offline`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(feature = "fetch"))]

#[path = "common/home.rs"]
mod home;

use home::Home;

#[test]
fn a_program_without_the_network_says_so_and_what_to_do_instead() {
    let home = Home::new();
    let said = home.run(["fetch", "un"]).badly(1);
    assert!(said.contains("this beltui was built without the network"), "{said}");
    assert!(said.contains("`beltui lists add`"), "{said}");
    assert!(home.run(["fetch", "--show"]).well().contains("https://scsanctions.un.org/"));
}
