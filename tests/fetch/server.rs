//! A publisher on this machine: TLS on the loopback, with a certificate made for the test, that answers as it is told.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Who signs certificates.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its own certificate.
    pub pem: String,
}

impl Authority {
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// What a server for these hosts needs, which holds until the end of a year.
    pub fn server(&self, hosts: &[&str], until: i32) -> Arc<ServerConfig> {
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let mut params = CertificateParams::new(hosts).unwrap();
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(until, 12, 31);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Arc::new(config)
    }
}

/// What was asked.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// The path, and what is asked behind it.
    pub path: String,
    headers: Vec<(String, String)>,
    /// How many requests for this path, with what is asked, came before it.
    pub before: usize,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The way back to whoever has asked.
pub struct Reply {
    stream: StreamOwned<ServerConnection, TcpStream>,
}

impl Reply {
    /// The status and the headers.
    pub fn head(&mut self, status: u16, headers: &[(&str, &str)]) {
        let mut head = format!("HTTP/1.1 {status} Words\r\nConnection: close\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        self.write((head + "\r\n").as_bytes());
    }

    /// A whole answer.
    pub fn answer(&mut self, status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) {
        let body = body.as_ref();
        let length = body.len().to_string();
        let mut all = headers.to_vec();
        if status != 304 {
            all.push(("Content-Length", &length));
        }
        self.head(status, &all);
        self.write(body);
    }

    /// Some bytes; false where nobody wants them any more.
    pub fn write(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).and_then(|()| self.stream.flush()).is_ok()
    }

    /// Waits until whoever has asked is gone.
    pub fn hold(&mut self) {
        self.stream.sock.set_read_timeout(None).unwrap();
        let mut byte = [0];
        while matches!(self.stream.read(&mut byte), Ok(count) if count > 0) {}
    }

    /// Waits until whoever has asked is gone, or a moment has passed; whether he is still there.
    pub fn linger(&mut self) -> bool {
        self.stream.sock.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        match self.stream.read(&mut [0]) {
            Ok(count) => count > 0,
            Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        }
    }

    /// Breaks the connection off, without a word.
    pub fn break_off(&mut self) {
        let _ = self.stream.sock.shutdown(Shutdown::Both);
    }
}

type Handler = dyn Fn(&Request, &mut Reply) + Send + Sync;

/// A publisher.
pub struct Server {
    pub port: u16,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub fn start(
        config: Arc<ServerConfig>,
        handler: impl Fn(&Request, &mut Reply) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let handler: Arc<Handler> = Arc::new(handler);
        let all = Arc::clone(&asked);
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                let (config, handler, asked) = (Arc::clone(&config), Arc::clone(&handler), Arc::clone(&all));
                std::thread::spawn(move || serve(socket, config, &*handler, &asked));
            }
        });
        Self { port, asked }
    }

    /// An address of it.
    pub fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.port)
    }

    /// All that was asked.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub fn count(&self, path: &str) -> usize {
        self.asked().iter().filter(|it| it.path == path).count()
    }
}

fn serve(socket: TcpStream, config: Arc<ServerConfig>, handler: &Handler, all: &Mutex<Vec<Request>>) {
    let connection = ServerConnection::new(config).unwrap();
    let mut stream = StreamOwned::new(connection, socket);
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            // Who does not trust us says nothing.
            _ => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let mut words = lines.next().unwrap().split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    let request = {
        let mut all = all.lock().unwrap();
        let before = all.iter().filter(|it| it.path == path).count();
        all.push(Request { method, path, headers, before });
        all.last().unwrap().clone()
    };
    let mut reply = Reply { stream };
    handler(&request, &mut reply);
    reply.stream.conn.send_close_notify();
    let _ = reply.stream.flush();
    let _ = reply.stream.sock.shutdown(Shutdown::Write);
    // What was sent is not lost to a connection that is reset: the other side ends it.
    reply.hold();
}
