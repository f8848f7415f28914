//! What one whole sequence of a terminal means: a key, the mouse, the focus, or nothing that a person did.

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyEventState, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use crate::app::chord::Keyboard;

/// A letter or sign.
pub(super) fn sign(c: char) -> KeyEvent {
    let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(c), shift)
}

/// A byte below 128: a sign, or what a key with Control sends.
pub(super) fn ascii(byte: u8) -> KeyEvent {
    let control = |base: u8, from: u8| {
        KeyEvent::new(KeyCode::Char(char::from(base + (byte - from))), KeyModifiers::CONTROL)
    };
    match byte {
        b'\r' => KeyCode::Enter.into(),
        b'\t' => KeyCode::Tab.into(),
        0x7f => KeyCode::Backspace.into(),
        0x1b => KeyCode::Esc.into(),
        0 => KeyEvent::new(KeyCode::Char(' '), KeyModifiers::CONTROL),
        0x01..=0x1a => control(b'a', 1),
        0x1c..=0x1f => control(b'4', 0x1c),
        _ => sign(char::from(byte)),
    }
}

/// A key in application mode: `ESC O` and a letter.
pub(super) fn application(byte: u8) -> Option<KeyEvent> {
    let code = match byte {
        b'A'..=b'D' | b'F' | b'H' | b'P' | b'Q' | b'S' => of_letter(byte)?,
        b'R' => KeyCode::F(3),
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b' ' => KeyCode::Char(' '),
        b'X' => KeyCode::Char('='),
        // The number pad: its signs stand where those of ASCII stand, 0x40 further on.
        b'j'..=b'y' => KeyCode::Char(char::from(byte - 0x40)),
        _ => return None,
    };
    Some(code.into())
}

/// A key of the Linux console: `ESC [ [` and a letter.
pub(super) fn console(byte: u8) -> Option<KeyEvent> {
    matches!(byte, b'A'..=b'E').then(|| KeyCode::F(1 + byte - b'A').into())
}

fn of_letter(byte: u8) -> Option<KeyCode> {
    Some(match byte {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'S' => KeyCode::F(4),
        b'Z' => KeyCode::BackTab,
        _ => return None,
    })
}

/// What a control sequence (`CSI`, parameters and intermediates, final byte) means. `None` for everything that is not
/// surely something a person did: the answers of a terminal (device attributes `c`, status `n`, cursor `R`, window `t`,
/// modes `$y`, flags `?u`, versions) have parameters or finals that no key has. One pair cannot be told apart, F3 with
/// Shift or Control (`CSI 1;5 R`) and the cursor in row 1: it counts as an answer.
pub(super) fn control(parameters: &[u8], last: u8) -> Option<Event> {
    if let Some(mouse) = parameters.strip_prefix(b"<") {
        return mouse_report(mouse, last).map(Event::Mouse);
    }
    let text = std::str::from_utf8(parameters).ok()?;
    // Private parameters and intermediates are never a key's.
    if !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b';' | b':')) {
        return None;
    }
    let fields: Vec<&str> = if text.is_empty() { Vec::new() } else { text.split(';').collect() };
    let first = fields.first().copied().unwrap_or_default();
    match last {
        b'I' if text.is_empty() => Some(Event::FocusGained),
        b'O' if text.is_empty() => Some(Event::FocusLost),
        b'A'..=b'D' | b'F' | b'H' | b'P' | b'Q' | b'S' | b'Z' => {
            // `CSI A`, `CSI 1;5 A`, and `CSI ;5 A` of some.
            if fields.len() > 2 || !matches!(first, "" | "1") {
                return None;
            }
            key(of_letter(last)?, fields.get(1).copied())
        }
        b'~' if first == "27" => {
            // xterm's modifyOtherKeys: 27, the modifiers, the character.
            let [_, modifiers, code] = fields.as_slice() else { return None };
            key(of_code(code.parse().ok()?)?, Some(*modifiers))
        }
        b'~' if fields.len() <= 2 => key(of_number(first.parse().ok()?)?, fields.get(1).copied()),
        b'u' if (1..=3).contains(&fields.len()) => {
            let mut codes = first.split(':');
            let code = codes.next()?.parse().ok()?;
            let mut sign = || codes.next().and_then(|it| it.parse().ok()).and_then(char::from_u32);
            let (shifted, base) = (sign(), sign());
            let event = key(of_code(code)?, fields.get(1).copied())?;
            let Event::Key(mut event) = event else { return None };
            if let (Some(c), true) = (shifted, event.modifiers.contains(KeyModifiers::SHIFT)) {
                event.code = KeyCode::Char(c);
            }
            if let (KeyCode::Char(_), Some(base)) = (event.code, base) {
                event.state |= keyboard_state(char::from_u32(code), base);
            }
            if event.code == KeyCode::Tab && event.modifiers.contains(KeyModifiers::SHIFT) {
                event.code = KeyCode::BackTab;
            }
            Some(Event::Key(event))
        }
        _ => None,
    }
}

/// The key was pressed on a Cyrillic keyboard: its place is told as on a Latin one, and something else stands there.
/// crossterm has no such state; the bit is none of its own.
const ON_CYRILLIC: KeyEventState = KeyEventState::from_bits_retain(0x80);

/// The same for a Latin keyboard.
const ON_LATIN: KeyEventState = KeyEventState::from_bits_retain(0x40);

/// What the place of a key tells of the keyboard: `.` in the place of `/` stands on ЙЦУКЕН, a letter in its own place on
/// QWERTY. Of other layouts little is told (a Turkish one has `.` there too).
fn keyboard_state(code: Option<char>, base: char) -> KeyEventState {
    match code {
        Some('.') if base == '/' => ON_CYRILLIC,
        Some(code) if !code.is_ascii() => KeyEventState::NONE,
        Some(code) if code == base => ON_LATIN,
        _ => KeyEventState::NONE,
    }
}

/// The keyboard that a key was pressed on, where the terminal says it.
pub(in crate::shell) fn keyboard(event: &KeyEvent) -> Option<Keyboard> {
    if event.state.contains(ON_CYRILLIC) {
        Some(Keyboard::Cyrillic)
    } else if event.state.contains(ON_LATIN) {
        Some(Keyboard::Latin)
    } else {
        None
    }
}

/// A key with its modifiers as written: one more than their bits, and behind a colon whether it was pressed (1), held
/// (2) or let go (3).
fn key(code: KeyCode, modifiers: Option<&str>) -> Option<Event> {
    let mut parts = modifiers.unwrap_or("1").split(':');
    let mask = match parts.next() {
        None | Some("") => 0,
        Some(number) => number.parse::<u16>().ok()?.checked_sub(1)?,
    };
    let kind = match parts.next() {
        None | Some("" | "1") => KeyEventKind::Press,
        Some("2") => KeyEventKind::Repeat,
        Some("3") => KeyEventKind::Release,
        Some(_) => return None,
    };
    let mut held = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ] {
        if mask & bit != 0 {
            held |= modifier;
        }
    }
    if code == KeyCode::BackTab {
        held |= KeyModifiers::SHIFT;
    }
    Some(Event::Key(KeyEvent::new_with_kind(code, held, kind)))
}

/// The keys of `CSI number ~`.
fn of_number(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23..=26 => KeyCode::F(number - 12),
        28..=29 => KeyCode::F(number - 15),
        31..=34 => KeyCode::F(number - 17),
        _ => return None,
    })
}

/// The keys of `CSI code u`: the character itself, or a number of the kitty keyboard protocol for what has none.
fn of_code(code: u32) -> Option<KeyCode> {
    Some(match code {
        13 | 57414 => KeyCode::Enter,
        9 => KeyCode::Tab,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        57376..=57398 => KeyCode::F(u8::try_from(code - 57363).ok()?),
        57399..=57408 => KeyCode::Char(char::from_digit(code - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57415 => KeyCode::Char('='),
        57416 => KeyCode::Char(','),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        // The rest of the private numbers: modifiers by themselves, media keys.
        57344..=63743 => return None,
        _ => KeyCode::Char(char::from_u32(code).filter(|c| !c.is_control())?),
    })
}

/// The mouse in the encoding 1006: button, column and row, `M` for down and `m` for up.
fn mouse_report(parameters: &[u8], last: u8) -> Option<MouseEvent> {
    if !matches!(last, b'M' | b'm') {
        return None;
    }
    let text = std::str::from_utf8(parameters).ok()?;
    let mut fields = text.split(';').map(str::parse::<u16>);
    let (Some(Ok(button)), Some(Ok(x)), Some(Ok(y)), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return None;
    };
    mouse(button, x.checked_sub(1)?, y.checked_sub(1)?, last == b'm')
}

/// The mouse in the oldest encoding: three bytes, each 32 further on.
pub(super) fn mouse_bytes([button, x, y]: [u8; 3]) -> Option<MouseEvent> {
    let cell = |byte: u8| byte.checked_sub(33).map(u16::from);
    mouse(u16::from(button.checked_sub(32)?), cell(x)?, cell(y)?, false)
}

/// Bits of the button: 1 and 2 which, 4 Shift, 8 Alt, 16 Control, 32 moving, 64 the wheel.
fn mouse(bits: u16, column: u16, row: u16, up: bool) -> Option<MouseEvent> {
    let button = |number| match number {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let (which, moving) = ((bits & 3) | ((bits & 0b1100_0000) >> 4), bits & 32 != 0);
    let kind = match (which, moving) {
        (3, true) => MouseEventKind::Moved,
        (3, false) => MouseEventKind::Up(MouseButton::Left),
        (4, false) => MouseEventKind::ScrollUp,
        (5, false) => MouseEventKind::ScrollDown,
        (6, false) => MouseEventKind::ScrollLeft,
        (7, false) => MouseEventKind::ScrollRight,
        (which, true) => MouseEventKind::Drag(button(which)?),
        (which, false) if up => MouseEventKind::Up(button(which)?),
        (which, false) => MouseEventKind::Down(button(which)?),
    };
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)] {
        if bits & bit != 0 {
            modifiers |= modifier;
        }
    }
    Some(MouseEvent { kind, column, row, modifiers })
}
