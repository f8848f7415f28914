//! What a terminal sends, told apart: keys, pastes, the mouse, and the answers to questions that somebody asked it.
//!
//! A program that ran before may have asked the terminal for its colours or its name, and the answer may come when this
//! one has the terminal. Such an answer is no key, whatever letters are in it, and however it is cut into pieces on its
//! way. So the bytes are split here, by the grammar of ECMA-48 (control sequences, control strings, their 8-bit forms),
//! before anything is taken for a key. What is begun and never ended is waited for no longer than a person would notice
//! ([`Decoder::patience`]); keys are lost in it for two seconds at the most.

mod keys;
#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use memchr::memmem;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

pub(super) use keys::keyboard;

/// How long an Esc waits for what it may begin: a sequence that was cut behind its first byte. Editors wait as long.
const ESCAPE: Duration = Duration::from_millis(50);

/// How long the next byte of a sequence is waited for.
const SEQUENCE: Duration = Duration::from_millis(250);

/// How long the next byte of a control string is waited for once it has begun as an answer begins.
const ANSWER: Duration = Duration::from_secs(1);

/// A control string ends at the latest so long after it began, or after its last burst of [`BURST`] bytes: a long
/// clipboard comes in bursts, what a person types does not.
const WHOLE: Duration = Duration::from_secs(2);
const BURST: usize = 64;

/// A paste whose end does not come is taken as it is after so long without a byte.
const PASTE: Duration = Duration::from_secs(2);

/// The rest of an answer is still known as such so long after its beginning was given up.
const LATE: Duration = Duration::from_secs(1);

/// Parameters of a control sequence are kept up to so many bytes; no key has as many.
const PARAMETERS: usize = 64;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Where in a sequence the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between sequences.
    Ground,
    /// Behind an ESC; `twice` behind two.
    Escape { twice: bool },
    /// In the parameters of a control sequence, which are held.
    Control { twice: bool },
    /// Behind `ESC O`.
    Application { twice: bool },
    /// Behind `ESC [ [`.
    Console,
    /// In the three bytes of the oldest report of the mouse, which are held.
    Mouse,
    /// In a character of several bytes, which are held; so many are missing.
    Letter { missing: u8, alt: bool },
    /// In a control string (OSC, DCS, APC, PM, SOS).
    Text {
        /// An ESC stands at its end, which a `\` makes its terminator.
        escape: bool,
        /// So many bytes of a character in it are missing: none of them ends it.
        inside: u8,
    },
    /// In a paste, which is held.
    Paste,
}

/// Splits what comes from a terminal into events.
#[derive(Debug)]
pub struct Decoder {
    state: State,
    held: Vec<u8>,
    /// The byte behind the ESC that began a control string, and how many came behind it.
    introducer: u8,
    length: usize,
    /// Whether the control string begins as an answer of a terminal does.
    answers: bool,
    /// When the last byte came, and since when a control string may last [`WHOLE`].
    last: Instant,
    since: Instant,
    /// The beginning of what was given up last, and when.
    given_up: Option<(Vec<u8>, Instant)>,
}

impl Decoder {
    /// One that has seen nothing.
    pub fn new(now: Instant) -> Self {
        Self {
            state: State::Ground,
            held: Vec::new(),
            introducer: 0,
            length: 0,
            answers: false,
            last: now,
            since: now,
            given_up: None,
        }
    }

    /// Takes what was read at once; what it was comes behind `events`.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, events: &mut Vec<Event>) {
        self.give_up(now, events);
        if let Some((begun, at)) = self.given_up.take()
            && self.state == State::Ground
            && now.saturating_duration_since(at) < LATE
        {
            // The rest of an answer whose beginning was taken for an Esc: the beginning is put before it again.
            let whole = [begun.as_slice(), bytes].concat();
            if is_answer(&whole) {
                return self.feed_all(&whole, now, events);
            }
        }
        self.feed_all(bytes, now, events);
    }

    fn feed_all(&mut self, bytes: &[u8], now: Instant, events: &mut Vec<Event>) {
        self.last = now;
        if bytes.len() >= BURST {
            self.since = now;
        }
        if matches!(self.state, State::Text { .. }) && bytes == b"\x03" {
            // Alone it is a person who wants to leave, not a part of an answer.
            self.ground();
        }
        let mut rest = bytes;
        loop {
            if self.state == State::Paste {
                match self.paste(rest, events) {
                    Some(behind) => rest = behind,
                    None => return,
                }
            }
            let Some((&byte, behind)) = rest.split_first() else { return };
            rest = behind;
            self.take(byte, events);
        }
    }

    /// How long to wait for the rest of what was begun; `None` where nothing was.
    pub fn patience(&self, now: Instant) -> Option<Duration> {
        self.deadline().map(|end| end.saturating_duration_since(now))
    }

    fn deadline(&self) -> Option<Instant> {
        let waits = match self.state {
            State::Ground => return None,
            State::Escape { .. } => ESCAPE,
            State::Paste => PASTE,
            State::Text { .. } if self.answers => ANSWER,
            _ => SEQUENCE,
        };
        let mut end = self.last + waits;
        if matches!(self.state, State::Text { .. }) {
            end = end.min(self.since + WHOLE);
        }
        Some(end)
    }

    /// Gives up what was begun where its time has passed: an Esc that began nothing is the key, a paste is taken as it
    /// is, the rest of a sequence is lost.
    pub fn give_up(&mut self, now: Instant, events: &mut Vec<Event>) {
        let Some(end) = self.deadline().filter(|end| *end <= now) else { return };
        let begun = match self.state {
            State::Escape { twice } => {
                let times = if twice { 2 } else { 1 };
                events.extend(std::iter::repeat_n(Event::Key(KeyCode::Esc.into()), times));
                Some(b"\x1b".to_vec())
            }
            State::Control { twice } | State::Application { twice } if self.held.is_empty() => {
                let sign = if matches!(self.state, State::Control { .. }) { '[' } else { 'O' };
                if twice {
                    events.push(Event::Key(KeyCode::Esc.into()));
                }
                events.push(alt(keys::sign(sign)));
                Some(format!("\x1b{sign}").into_bytes())
            }
            State::Control { .. } => Some([b"\x1b[".as_slice(), &self.held].concat()),
            State::Text { .. } if self.length == 0 => {
                events.push(alt(keys::sign(char::from(self.introducer))));
                Some(vec![0x1b, self.introducer])
            }
            State::Text { escape: true, .. } => Some(b"\x1b".to_vec()),
            State::Paste => {
                self.pasted(self.held.len(), events);
                None
            }
            _ => None,
        };
        self.given_up = begun.map(|begun| (begun, end));
        self.ground();
    }

    fn ground(&mut self) {
        self.state = State::Ground;
        self.held.clear();
    }

    fn take(&mut self, byte: u8, events: &mut Vec<Event>) {
        match self.state {
            State::Ground => self.first(byte, events),
            State::Escape { twice } => self.behind_escape(byte, twice, events),
            State::Control { twice } => self.in_control(byte, twice, events),
            State::Application { twice } => {
                self.ground();
                match keys::application(byte) {
                    Some(key) => events.push(if twice { alt(key) } else { Event::Key(key) }),
                    // `ESC O` and what begins anew; another letter is a key that is not known here.
                    None if !(0x20..0x7f).contains(&byte) => self.first(byte, events),
                    None => {}
                }
            }
            State::Console => {
                self.ground();
                events.extend(keys::console(byte).map(Event::Key));
            }
            State::Mouse => {
                self.held.push(byte);
                if let Ok(bytes) = <[u8; 3]>::try_from(self.held.as_slice()) {
                    events.extend(keys::mouse_bytes(bytes).map(Event::Mouse));
                    self.ground();
                }
            }
            State::Letter { missing, alt } => self.in_letter(byte, missing, alt, events),
            State::Text { escape, inside } => self.in_text(byte, escape, inside, events),
            // Taken whole by `feed_all`.
            State::Paste => self.held.push(byte),
        }
    }

    fn first(&mut self, byte: u8, events: &mut Vec<Event>) {
        match byte {
            0x1b => self.state = State::Escape { twice: false },
            0..=0x7f => events.push(Event::Key(keys::ascii(byte))),
            0x80..=0x9f => self.eight_bit(byte),
            _ => self.letter(byte, false),
        }
    }

    /// The 8-bit forms of what otherwise begins with an ESC.
    fn eight_bit(&mut self, byte: u8) {
        match byte {
            0x9b => self.state = State::Control { twice: false },
            0x8f => self.state = State::Application { twice: false },
            0x90 | 0x98 | 0x9d..=0x9f => self.text(byte - 0x40),
            _ => {}
        }
    }

    fn text(&mut self, introducer: u8) {
        self.state = State::Text { escape: false, inside: 0 };
        (self.introducer, self.length, self.answers) = (introducer, 0, false);
        self.since = self.last;
    }

    fn letter(&mut self, byte: u8, alt: bool) {
        if let Some(missing) = continuation(byte) {
            self.held.push(byte);
            self.state = State::Letter { missing, alt };
        }
    }

    fn behind_escape(&mut self, byte: u8, twice: bool, events: &mut Vec<Event>) {
        let esc = || Event::Key(KeyCode::Esc.into());
        match byte {
            0x1b => {
                events.extend(twice.then(esc));
                self.state = State::Escape { twice: true };
            }
            b'[' => self.state = State::Control { twice },
            b'O' => self.state = State::Application { twice },
            b'P' | b'X' | b']' | b'^' | b'_' => {
                events.extend(twice.then(esc));
                self.text(byte);
            }
            _ => {
                events.extend(twice.then(esc));
                self.ground();
                match byte {
                    // The end of a control string whose beginning nobody saw.
                    b'\\' => {}
                    0..=0x7f => events.push(alt(keys::ascii(byte))),
                    0x80..=0x9f => self.eight_bit(byte),
                    _ => self.letter(byte, true),
                }
            }
        }
    }

    fn in_control(&mut self, byte: u8, twice: bool, events: &mut Vec<Event>) {
        match byte {
            b'[' if self.held.is_empty() => self.state = State::Console,
            b'M' if self.held.is_empty() => self.state = State::Mouse,
            0x20..=0x3f => {
                // One too many parameters are kept, so that the whole is known as too long for a key.
                if self.held.len() <= PARAMETERS {
                    self.held.push(byte);
                }
            }
            0x40..=0x7e => {
                let event = keys::control(&self.held, byte);
                let pastes = byte == b'~' && self.held == b"200";
                let long = self.held.len() > PARAMETERS;
                self.ground();
                match event.filter(|_| !long) {
                    Some(Event::Key(key)) if twice => events.push(alt(key)),
                    event => {
                        // Two ESC before what is no key: the first was one.
                        events.extend(twice.then(|| Event::Key(KeyCode::Esc.into())));
                        events.extend(event);
                    }
                }
                if pastes {
                    self.state = State::Paste;
                }
            }
            0x7f => {}
            // It ends in the middle, and something else begins.
            _ => {
                self.ground();
                self.first(byte, events);
            }
        }
    }

    fn in_letter(&mut self, byte: u8, missing: u8, with_alt: bool, events: &mut Vec<Event>) {
        if !matches!(byte, 0x80..=0xbf) {
            self.ground();
            return self.first(byte, events);
        }
        self.held.push(byte);
        if missing > 1 {
            self.state = State::Letter { missing: missing - 1, alt: with_alt };
            return;
        }
        let c = std::str::from_utf8(&self.held).ok().and_then(|text| text.chars().next());
        self.ground();
        match c {
            // The 8-bit forms, written in UTF-8.
            Some(c @ '\u{80}'..='\u{9f}') => self.eight_bit(u8::try_from(u32::from(c)).unwrap_or_default()),
            Some(c) => {
                events.push(if with_alt { alt(keys::sign(c)) } else { Event::Key(keys::sign(c)) });
            }
            None => {}
        }
    }

    fn in_text(&mut self, byte: u8, escape: bool, inside: u8, events: &mut Vec<Event>) {
        if escape {
            self.ground();
            if byte != b'\\' {
                // It ends in the middle, and something else begins.
                self.behind_escape(byte, false, events);
            }
            return;
        }
        if inside > 0 && matches!(byte, 0x80..=0xbf) {
            self.state = State::Text { escape: false, inside: inside - 1 };
            return;
        }
        match byte {
            // BEL, CAN, SUB, ST.
            0x07 | 0x18 | 0x1a | 0x9c => self.ground(),
            0x1b => self.state = State::Text { escape: true, inside: 0 },
            _ => {
                self.length = self.length.saturating_add(1);
                if self.length == 1 {
                    self.answers = begins_answer(self.introducer, byte);
                }
                self.state = State::Text { escape: false, inside: continuation(byte).unwrap_or(0) };
            }
        }
    }

    /// Takes what belongs to the paste; returns what stands behind its end.
    fn paste<'b>(&mut self, bytes: &'b [u8], events: &mut Vec<Event>) -> Option<&'b [u8]> {
        let before = self.held.len();
        self.held.extend_from_slice(bytes);
        let from = before.saturating_sub(PASTE_END.len() - 1);
        let found = memmem::find(self.held.get(from..).unwrap_or_default(), PASTE_END)?;
        let end = from + found;
        self.pasted(end, events);
        self.ground();
        bytes.get((end + PASTE_END.len()).saturating_sub(before)..)
    }

    fn pasted(&self, end: usize, events: &mut Vec<Event>) {
        let text = self.held.get(..end).unwrap_or_default();
        events.push(Event::Paste(String::from_utf8_lossy(text).into_owned()));
    }
}

fn alt(mut key: KeyEvent) -> Event {
    key.modifiers |= KeyModifiers::ALT;
    Event::Key(key)
}

/// How many bytes follow the first of a character in UTF-8; `None` where it is not the first of several.
fn continuation(byte: u8) -> Option<u8> {
    match byte {
        0xc2..=0xdf => Some(1),
        0xe0..=0xef => Some(2),
        0xf0..=0xf4 => Some(3),
        _ => None,
    }
}

/// Whether a control string that begins so is what terminals answer with: colours, clipboard and titles (OSC),
/// settings, versions and attributes (DCS), pictures (APC).
fn begins_answer(introducer: u8, byte: u8) -> bool {
    match introducer {
        b']' => byte.is_ascii_digit() || matches!(byte, b'l' | b'L' | b'I'),
        b'P' => byte.is_ascii_digit() || matches!(byte, b'>' | b'!' | b'$' | b'+' | b'?' | b'='),
        b'_' => byte == b'G',
        _ => false,
    }
}

/// Whether bytes of which the first ones came long before the others are an answer all the same: more of it than a person
/// types at once.
fn is_answer(bytes: &[u8]) -> bool {
    match bytes {
        [0x1b, b'\\'] | [0x1b, b'[', b'?' | b'>' | b'=', _, ..] => true,
        [0x1b, introducer @ (b']' | b'P' | b'_'), first, _, ..] => begins_answer(*introducer, *first),
        [0x1b, b'[', rest @ ..] => {
            let length = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b';').count();
            let (parameters, behind) = rest.split_at(length);
            parameters.contains(&b';') && matches!(behind.first(), Some(b'R' | b't' | b'c' | b'n' | b'$'))
        }
        _ => false,
    }
}
