//! Whom the program trusts, where it lets itself be sent, and what it tells nobody.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use super::desk::{Desk, un, un_at};
use super::server::{Authority, Server};

/// What is told of a list that did not come, without anybody having been asked for it.
fn told(desk: &Desk) -> String {
    let said = desk.fetch(&["un"]).badly(1);
    assert_eq!(desk.copies(), 0, "{said}");
    said
}

#[test]
fn a_certificate_that_does_not_hold_is_told_and_nothing_is_asked() {
    let stranger = Authority::new("Somebody Else");
    let desk = Desk::new();
    for (config, words) in [
        (stranger.server(&["localhost"], 2199), "nobody who is trusted here has signed its certificate"),
        (desk.authority.server(&["lists.quelland.example"], 2199), "its certificate is another host's"),
        (desk.authority.server(&["localhost"], 2020), "its certificate has run out"),
    ] {
        let server = Server::start(config, |_, reply| reply.answer(200, &[], un("2026-09-22", 0..3)));
        desk.un(&server.url("/list.xml"), "");
        let said = told(&desk);
        assert!(
            said.contains(&format!("no safe connection to localhost:{}: {words}", server.port)),
            "{said}"
        );
        assert!(server.asked().is_empty());
    }
}

#[test]
fn without_any_certificate_nobody_can_be_known_and_that_is_told() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[], un("2026-09-22", 0..3)));
    desk.un(&server.url("/list.xml"), "");
    desk.home.write("authority.pem", "");
    assert!(told(&desk).contains("no certificates are there to know a server by"));
}

#[test]
fn a_host_that_is_not_there_is_told() {
    let desk = Desk::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    desk.un(&format!("https://localhost:{port}/list.xml"), "");
    let said = told(&desk);
    assert!(said.contains(&format!("localhost:{port} is not reached: nothing answers there (")), "{said}");
    assert!(said.contains("tried 2 times"), "{said}");
}

#[test]
fn a_list_comes_from_where_the_server_sends_us_and_the_signature_is_kept_nowhere() {
    let desk = Desk::new();
    let storage = desk.server(|request, reply| {
        assert_eq!(request.path, "/published/list.xml?X-Signature=s3cret");
        let headers = [("ETag", "\"abc\"")];
        match request.header("if-none-match") {
            Some("\"abc\"") => reply.answer(304, &headers, ""),
            _ => reply.answer(200, &headers, un("2026-09-22", 0..3)),
        }
    });
    let signed = format!("https://127.0.0.1:{}/published/list.xml?X-Signature=s3cret", storage.port);
    let server = desk.server(move |_, reply| reply.answer(302, &[("Location", &signed)], "moved"));
    let hosts = format!("hosts: [\"127.0.0.1:{}\"]", storage.port);
    desk.un(&server.url("/list.xml?token=t0ken"), &hosts);
    let log = desk.home.path("log.txt");
    for words in ["un: new copy of 2026-09-22, 3 entries\n", "un: checked, the same as of 2026-09-22\n"] {
        assert_eq!(desk.fetch(&["un", "--log", log.to_str().unwrap()]).well(), words);
    }
    // What the copy is called is asked of the one who has it, by the address that was asked for first.
    assert_eq!(storage.asked()[1].header("if-none-match"), Some("\"abc\""));
    let index = desk.index();
    let file = &index.kept(beltui::lists::ListName::Un)[0].files[0];
    assert_eq!(file.host, Some(format!("127.0.0.1:{}", storage.port)));
    assert!(file.address.as_deref().unwrap().starts_with(&server.url("/list.xml?sha256=")));
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("answered") && log.contains("302"), "{log}");
    for text in [log, desk.everything()] {
        assert!(!text.contains("s3cret") && !text.contains("t0ken"), "{text}");
    }
}

#[test]
fn a_server_may_not_send_us_wherever_it_likes() {
    let desk = Desk::new();
    let other = desk.server(|_, reply| reply.answer(200, &[], un("2026-09-22", 0..3)));
    let elsewhere = format!("https://127.0.0.1:{}/x?sig=s3cret", other.port);
    for (location, words) in [
        (elsewhere.as_str(), "which is none of the hosts that are known for this list"),
        (
            "http://127.0.0.1:1/x?sig=s3cret",
            "sends us on to an address that is not asked: it is not under https",
        ),
        ("//me:s3cret@localhost/", "it has a user or a password in it"),
        ("/again?sig=s3cret", "sends us on more than 3 times"),
        ("", "sends us on, and does not say where to"),
    ] {
        let to = location.to_owned();
        let server = desk.server(move |_, reply| match to.as_str() {
            "" => reply.answer(302, &[], ""),
            to => reply.answer(302, &[("Location", to)], ""),
        });
        desk.un(&server.url("/list.xml"), "");
        let said = told(&desk);
        assert!(said.contains(words), "{said}");
        assert!(!said.contains("s3cret") && !desk.everything().contains("s3cret"), "{said}");
        assert!(server.asked().len() <= 4);
    }
    assert!(other.asked().is_empty());
}

#[test]
fn a_token_goes_to_whom_it_is_for_and_to_nobody_else() {
    let desk = Desk::new();
    let storage = desk.server(|_, reply| reply.answer(200, &[], un("2026-09-22", 0..3)));
    let to = format!("https://127.0.0.1:{}/x", storage.port);
    let server = desk.server(move |request, reply| match request.header("authorization") {
        Some("Token s3cret") => reply.answer(302, &[("Location", &to)], ""),
        _ => reply.answer(401, &[], ""),
    });
    let more = format!(
        "hosts: [\"127.0.0.1:{}\"], token: \"QUELLAND_TOKEN\", headers: {{\"X-Key\": \"k3y\", \"Accept-Language\": \"fr\"}}",
        storage.port
    );
    desk.un(&server.url("/list.xml"), &more);
    assert!(told(&desk).contains("the token may be missing or wrong"));
    let log = desk.home.path("log.txt");
    let mut command = desk.command(&["un", "--log", log.to_str().unwrap()]);
    let done = super::home::Done::of(command.env("QUELLAND_TOKEN", "s3cret").output().unwrap());
    assert_eq!(done.well(), "un: new copy of 2026-09-22, 3 entries\n");
    let (asked, stored) = (server.asked(), storage.asked());
    assert_eq!((asked[1].header("x-key"), asked[1].header("accept-language")), (Some("k3y"), Some("fr")));
    assert_eq!((stored[0].header("authorization"), stored[0].header("x-key")), (None, None));
    assert_eq!(stored[0].header("accept-language"), Some("fr"));
    for text in [std::fs::read_to_string(log).unwrap(), desk.everything()] {
        assert!(!text.contains("s3cret") && !text.contains("k3y"), "{text}");
    }
}

/// A proxy that lets everybody through, and tells to where.
fn proxy() -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (to, asked) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).unwrap();
            to.send(head.clone()).unwrap();
            let host = head.split(' ').nth(1).unwrap().to_owned();
            let mut server = TcpStream::connect(host).unwrap();
            client.write_all(b"HTTP/1.1 200 Go on\r\n\r\n").unwrap();
            let (mut back, mut forth) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut forth, &mut back));
            std::thread::spawn(move || std::io::copy(&mut server, &mut client));
        }
    });
    (address, asked)
}

#[test]
fn the_proxy_of_the_environment_is_asked_and_sees_only_the_host() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[], un("2026-09-22", 0..3)));
    desk.un(&server.url("/list.xml?token=t0ken"), "");
    for variable in ["HTTPS_PROXY", "ALL_PROXY"] {
        let (address, asked) = proxy();
        let mut command = desk.command(&["un"]);
        command.env_remove("HTTPS_PROXY").env_remove("NO_PROXY").env(variable, format!("http://{address}"));
        let done = super::home::Done::of(command.output().unwrap());
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{variable}");
        let head = asked.recv().unwrap();
        assert!(head.starts_with(&format!("CONNECT localhost:{} ", server.port)), "{head}");
        assert!(!head.contains("t0ken"), "{head}");
    }
}

#[test]
fn a_proxy_that_refuses_is_told_and_the_way_around_it_is_not_taken() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[], un("2026-09-22", 0..3)));
    desk.un(&server.url("/list.xml"), "");
    let mut command = desk.command(&["un"]);
    let done = super::home::Done::of(command.env_remove("NO_PROXY").output().unwrap());
    let said = done.badly(1);
    assert!(said.contains("the proxy that HTTPS_PROXY or ALL_PROXY names does not let it through"), "{said}");
    assert!(desk.left() > 0 && server.asked().is_empty(), "what counts who leaves is asked");
    let mut command = desk.command(&["un"]);
    command.env_remove("NO_PROXY").env("HTTPS_PROXY", "ftp://me:s3cret@127.0.0.1");
    let said = super::home::Done::of(command.output().unwrap()).badly(1);
    assert!(
        said.contains("HTTPS_PROXY names no proxy that is understood") && !said.contains("s3cret"),
        "{said}"
    );
    assert!(server.asked().is_empty());
}

#[test]
fn no_address_that_ships_is_asked_where_a_file_says_that_only_its_own_are() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[], un("2026-09-22", 0..3)));
    desk.addresses(&un_at(&server.url("/list.xml"), ""));
    let said = desk.fetch(&["ofac"]).badly(2);
    assert!(said.contains("no address is known for ofac"), "{said}");
    // `fetch` has asserted that nobody has tried to leave.
    desk.fetch(&["--all"]).well();
}
