//! Whoever stops the program, or kills it, leaves nothing that counts.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

use rustix::process::{Pid, Signal, kill_process};

use super::desk::{Desk, un};
use super::home::Done;
use super::server::Server;

/// A publisher who stops in the middle the first time, and tells that he has come there.
fn publisher(desk: &Desk) -> (Server, Receiver<()>) {
    let (to, here): (Sender<()>, Receiver<()>) = channel();
    let to = Mutex::new(to);
    let server = desk.server(move |request, reply| {
        let text = un("2026-09-22", 0..1000);
        if request.before > 0 {
            return reply.answer(200, &[], text);
        }
        reply.head(200, &[("Content-Length", &text.len().to_string())]);
        reply.write(&text.as_bytes()[..text.len() / 2]);
        to.lock().unwrap().send(()).unwrap();
        reply.hold();
    });
    desk.un(&server.url("/list.xml"), "");
    (server, here)
}

#[test]
fn a_program_that_is_killed_in_the_middle_of_a_list_has_kept_nothing_and_the_next_one_does() {
    let desk = Desk::new();
    let (_server, here) = publisher(&desk);
    let mut child = desk.begun(&["un"]);
    here.recv().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(desk.index().copies().is_empty() && desk.failure().is_none());
    assert_eq!(desk.fetch(&["un"]).well(), "un: new copy of 2026-09-22, 1000 entries\n");
    assert!(desk.left_over().is_empty(), "{:?}", desk.left_over());
}

#[test]
fn a_program_that_is_stopped_says_so_and_leaves_nothing_behind() {
    for signal in [Signal::INT, Signal::TERM] {
        let desk = Desk::new();
        let (_server, here) = publisher(&desk);
        let child = desk.begun(&["un"]);
        here.recv().unwrap();
        kill_process(Pid::from_child(&child), signal).unwrap();
        let said = Done::of(child.wait_with_output().unwrap()).badly(130);
        assert_eq!(said, "beltui: stopped; nothing of what had not come whole is kept\n");
        assert!(desk.index().copies().is_empty() && desk.failure().is_none());
        assert!(desk.left_over().is_empty(), "{:?}", desk.left_over());
    }
}
