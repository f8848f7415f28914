//! The program on a machine without a network: a home, an archive, and a way out that counts who tries it.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use beltui::lists::ListName;
use beltui::lists::archive::{Archive, Index};

use super::home::{Done, Home};
use super::server::{Authority, Reply, Request, Server};

/// The day on which all of it takes place.
pub const TODAY: &str = "2026-09-25";

/// Lists that are asked for, with an archive for what comes.
pub struct Desk {
    pub home: Home,
    pub authority: Authority,
    /// Who tried to leave this machine.
    left: Arc<AtomicUsize>,
    proxy: String,
}

impl Desk {
    pub fn new() -> Self {
        let home = Home::new();
        let authority = Authority::new("Quelland Test Authority");
        home.write("authority.pem", &authority.pem);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = format!("http://{}", listener.local_addr().unwrap());
        let left = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&left);
        std::thread::spawn(move || {
            for mut socket in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
                let _ = socket.read(&mut [0; 4096]);
                let _ = socket.write_all(b"HTTP/1.1 403 Nobody leaves\r\n\r\n");
            }
        });
        Self { home, authority, left, proxy }
    }

    /// A publisher whose certificate holds for this machine.
    pub fn server(&self, handler: impl Fn(&Request, &mut Reply) + Send + Sync + 'static) -> Server {
        Server::start(self.authority.server(&["localhost", "127.0.0.1"], 2199), handler)
    }

    /// Where lists are asked for.
    pub fn addresses(&self, text: &str) {
        self.home.write("addresses.ron", text);
    }

    /// The list of the UN, asked for at an address.
    pub fn un(&self, url: &str, more: &str) {
        self.addresses(&un_at(url, more));
    }

    pub fn archive(&self) -> PathBuf {
        self.home.path("archive")
    }

    pub fn index(&self) -> Index {
        Archive::at(self.archive()).index().unwrap()
    }

    /// How many copies of the UN's list the archive has.
    pub fn copies(&self) -> usize {
        self.index().kept(ListName::Un).len()
    }

    /// The failure that stands for the UN's list.
    pub fn failure(&self) -> Option<String> {
        self.index().last_failure(ListName::Un)?.failure.clone()
    }

    /// The program, which can go nowhere but to this machine.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_on(TODAY, arguments)
    }

    /// The same on another day.
    pub fn command_on(&self, day: &str, arguments: &[&str]) -> Command {
        let mut command = self.home.command();
        command.arg("fetch").args(arguments).args(["--today", day, "--archive"]).arg(self.archive());
        command.arg("--addresses").arg(self.home.path("addresses.ron"));
        for name in
            ["SSL_CERT_DIR", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"]
        {
            command.env_remove(name);
        }
        command.env("SSL_CERT_FILE", self.home.path("authority.pem"));
        command.env("HTTPS_PROXY", &self.proxy).env("NO_PROXY", "localhost,127.0.0.1");
        command
    }

    pub fn fetch(&self, arguments: &[&str]) -> Done {
        let done = Done::of(self.command(arguments).output().unwrap());
        assert!(!done.err.contains("panicked"), "{}", done.err);
        assert_eq!(self.left.load(Ordering::SeqCst), 0, "somebody was asked who is not on this machine");
        done
    }

    pub fn begun(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// How often somebody tried to leave this machine.
    pub fn left(&self) -> usize {
        self.left.load(Ordering::SeqCst)
    }

    /// All that stands in the archive's folder as text, to look for what must not be there.
    pub fn everything(&self) -> String {
        let mut text = String::new();
        let mut open = vec![self.archive()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                text += &format!("{}\n", path.display());
                if path.is_dir() {
                    open.push(path);
                } else {
                    text += &String::from_utf8_lossy(&fs::read(&path).unwrap());
                }
            }
        }
        text
    }

    /// What lies in the archive's folder beside the index, the lock and the folders of lists.
    pub fn left_over(&self) -> Vec<String> {
        let inside = fs::read_dir(self.archive()).into_iter().flatten();
        let names = inside.map(|it| it.unwrap().file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with('.') && name != ".lock").collect()
    }
}

/// The list of the UN at an address; what it says of times can be put otherwise in `more`.
pub fn un_at(url: &str, more: &str) -> String {
    let usual = [
        ("tries", "3"),
        ("pause", "0.01"),
        ("connect", "30"),
        ("first_byte", "60"),
        ("stall", "60"),
        ("total", "100"),
    ];
    let times: Vec<String> = usual
        .into_iter()
        .filter(|(name, _)| !more.contains(&format!("{name}:")))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    let file = format!("(name: \"consolidated.xml\", url: {url:?}, megabytes: 1)");
    format!(
        "(only: true, lists: {{\"un\": (form: \"xml\", forms: {{\"xml\": [{file}]}}, {}, {more})}})",
        times.join(", ")
    )
}

/// The list of the UN of a day, with so many invented entries.
pub fn un(day: &str, entries: std::ops::Range<usize>) -> String {
    let entry = |text: String, at: usize| {
        // All of one regime would be a part of the list.
        let regime = ["Quelland", "Mirovia"][at % 2];
        text + &format!(
            "<ENTITY><DATAID>{at}</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>ALPHA WORKS {at}</FIRST_NAME><UN_LIST_TYPE>{regime}</UN_LIST_TYPE><REFERENCE_NUMBER>QLe.{at:03}</REFERENCE_NUMBER><LISTED_ON>2024-01-02</LISTED_ON></ENTITY>\n"
        )
    };
    let entries = entries.fold(String::new(), entry);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CONSOLIDATED_LIST dateGenerated=\"{day}T00:00:00.000Z\"><INDIVIDUALS></INDIVIDUALS><ENTITIES>{entries}</ENTITIES></CONSOLIDATED_LIST>\n"
    )
}

/// A file of the lists that other tests read too.
pub fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lists").join(name)).unwrap()
}
