use std::time::{Duration, Instant};

use proptest::prelude::*;
use ratatui::crossterm::event::{Event, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};

use super::Decoder;
use crate::app::chord::Chord;

/// What came, in words: keys as the keymap writes them.
fn words(events: &[Event]) -> String {
    let word = |event: &Event| match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => "let go".to_owned(),
        Event::Key(key) => Chord::from(*key).to_string(),
        Event::Paste(text) => format!("paste({text})"),
        Event::Mouse(MouseEvent { kind, column, row, .. }) => match kind {
            MouseEventKind::Down(MouseButton::Left) => format!("click({column},{row})"),
            kind => format!("{kind:?}({column},{row})"),
        },
        Event::FocusGained => "focus".to_owned(),
        Event::FocusLost => "blur".to_owned(),
        Event::Resize(..) => "resize".to_owned(),
    };
    events.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Pieces that come one after another, each so much later than the one before; then nothing more.
fn decoded(pieces: &[&[u8]], apart: Duration) -> String {
    let mut now = Instant::now();
    let mut decoder = Decoder::new(now);
    let mut events = Vec::new();
    for piece in pieces {
        decoder.feed(piece, now, &mut events);
        now += apart;
    }
    while let Some(wait) = decoder.patience(now) {
        now += wait;
        decoder.give_up(now, &mut events);
    }
    words(&events)
}

fn at_once(bytes: &[u8]) -> String {
    decoded(&[bytes], Duration::ZERO)
}

const MILLISECOND: Duration = Duration::from_millis(1);

#[test]
fn keys_are_told_as_terminals_send_them() {
    for (bytes, keys) in [
        ("jG/é中👍", "j G / é 中 👍"),
        ("\r\t\x7f\x08\x0a\x01\x1a\x1c\0", "⏎ Tab ⌫ Ctrl-h Ctrl-j Ctrl-a Ctrl-z Ctrl-4 Ctrl-Space"),
        ("\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F", "↑ ↓ → ← Home End"),
        ("\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF", "↑ ↓ → ← Home End"),
        ("\x1b[1~\x1b[2~\x1b[3~\x1b[4~\x1b[5~\x1b[6~", "Home Ins Del End PgUp PgDn"),
        ("\x1bOP\x1bOQ\x1bOR\x1bOS\x1b[15~\x1b[24~\x1b[[A", "F1 F2 F3 F4 F5 F12 F1"),
        ("\x1b[Z\x1b[1;5A\x1b[1;3D\x1b[1;2B\x1b[5;5~", "Shift-Tab Ctrl-↑ Alt-← Shift-↓ Ctrl-PgUp"),
        ("\x1bj\x1b\r\x1b\x7f\x1bé", "Alt-j Alt-⏎ Alt-⌫ Alt-é"),
        ("\x1b", "Esc"),
        ("\x1b\x1b", "Esc Esc"),
        ("\x1b\x1b\x1b", "Esc Esc Esc"),
        ("\x1b\x1bj", "Esc Alt-j"),
        ("\x1b\x1b[B", "Alt-↓"),
        ("\x1b\x1bOB", "Alt-↓"),
        ("\x1bOj\x1bOp\x1bOM", "* 0 ⏎"),
    ] {
        assert_eq!(at_once(bytes.as_bytes()), keys, "{bytes:?}");
    }
}

#[test]
fn the_kitty_protocol_the_mouse_the_focus_and_pastes_arrive() {
    for (bytes, what) in [
        ("\x1b[106u\x1b[106;5u\x1b[27u\x1b[13u\x1b[9;2u", "j Ctrl-j Esc ⏎ Shift-Tab"),
        ("\x1b[97:65;2u\x1b[106;1:3u\x1b[106;1:2u\x1b[57419u\x1b[57442;5u", "A let go j ↑"),
        ("\x1b[27;5;106~\x1b[1;1:3A", "Ctrl-j let go"),
        ("\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<65;300;2M", "click(2,3) Up(Left)(2,3) ScrollDown(299,1)"),
        ("\x1b[M !!j", "click(0,0) j"),
        ("\x1b[I\x1b[O", "focus blur"),
        ("\x1b[200~a\r\x1b[Aq\x1b[201~j", "paste(a\r\x1b[Aq) j"),
        ("\x1b[200~\x1b[201~j", "paste() j"),
        ("\x1b\x1b[200~a\x1b[201~", "Esc paste(a)"),
    ] {
        assert_eq!(at_once(bytes.as_bytes()), what, "{bytes:?}");
    }
}

/// What terminals answer with, as xterm, kitty, iTerm2, VTE, Windows Terminal, tmux and foot do.
const ANSWERS: &[&[u8]] = &[
    b"\x1b]10;rgb:ffff/ffff/ffff\x07",
    b"\x1b]11;rgb:2e2e/3434/3636\x1b\\",
    b"\x1b]11;rgba:2e2e/3434/3636/ffff\x07",
    b"\x1b]4;1;rgb:cccc/0000/0000\x1b\\",
    b"\x1b]52;c;ZGRkZA==\x07",
    b"\x1b]52;c;cQ==\x1b\\",
    b"\x1b]lquit: \xd0\x9c\xd0\xb8\xd0\xbd\xd1\x81\xd0\xba\x1b\\",
    b"\x1b]Lq\x1b\\",
    b"\x1b]99;i=1;close\x1b\\",
    b"\x1b]1337;ReportCellSize=17.0;8.0\x07",
    b"\x1bP>|xterm(390)\x1b\\",
    b"\x1bP>|tmux 3.5a\x1b\\",
    b"\x1bP1$r0;1m\x1b\\",
    b"\x1bP1+r636f=323536\x1b\\",
    b"\x1bP0+r\x1b\\",
    b"\x1bP!|7E565445\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b_q\x1b\\",
    b"\x1b^dq\x1b\\",
    b"\x1bXdq\x1b\\",
    b"\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
    b"\x1b[?1;2c",
    b"\x1b[>41;390;0c",
    b"\x1b[>1;4000;0c",
    b"\x1b[=0c",
    b"\x1b[0n",
    b"\x1b[3n",
    b"\x1b[24;80R",
    b"\x1b[1;1R",
    b"\x1b[1;5R",
    b"\x1b[0;0R",
    b"\x1b[?24;80;1R",
    b"\x1b[?997;1n",
    b"\x1b[?0u",
    b"\x1b[?31u",
    b"\x1b[4;600;800t",
    b"\x1b[8;24;80t",
    b"\x1b[48;24;80;600;800t",
    b"\x1b[?2026;2$y",
    b"\x1b[?2027;0$y",
    b"\x1b[4;2$y",
    b"\x1b[>4;1m",
    b"\x1b[?1;0;256S",
    b"\x1b[2;1;1;112;112;1;0x",
    b"\x9d11;rgb:2e2e/3434/3636\x9c",
    b"\x9d52;c;cQ==\x07",
    b"\x901$r0m\x9c",
    b"\x9fGi=1;OK\x9c",
    b"\x9edq\x9c",
    b"\x98dq\x9c",
    b"\x9b?1;2c",
    b"\x9b24;80R",
    b"\xc2\x9b?1;2c",
    b"\xc2\x9d11;rgb:0/0/0\x1b\\",
];

#[test]
fn no_answer_of_a_terminal_is_a_key_and_keys_right_behind_it_work() {
    for answer in ANSWERS {
        let with_key = [answer, b"jq\x1b[B".as_slice()].concat();
        assert_eq!(at_once(&with_key), "j q ↓", "{}", answer.escape_ascii());
    }
}

#[test]
fn an_answer_that_is_cut_anywhere_is_none_either() {
    for answer in ANSWERS {
        for at in 1..answer.len() {
            let (first, second) = answer.split_at(at);
            for apart in [0, 5, 40] {
                let with_key = [second, b"j"].concat();
                let said = decoded(&[first, &with_key], apart * MILLISECOND);
                assert_eq!(said, "j", "{} | {}", first.escape_ascii(), second.escape_ascii());
            }
        }
        let bytes: Vec<&[u8]> = answer.chunks(1).chain([b"j".as_slice()]).collect();
        for apart in [1, 20, 40] {
            assert_eq!(decoded(&bytes, apart * MILLISECOND), "j", "{}", answer.escape_ascii());
        }
    }
}

#[test]
fn the_rest_of_an_answer_that_comes_late_does_nothing_more() {
    // What was cut behind its ESC is an Esc by then, and cannot be told from one; the rest is known.
    for (first, second, keys) in [
        ("\x1b", "]11;rgb:2e2e/3434/3636\x07j", "Esc j"),
        ("\x1b", "P1$r0m\x1b\\j", "Esc j"),
        ("\x1b", "[?1;2cj", "Esc j"),
        ("\x1b", "[24;80Rj", "Esc j"),
        ("\x1b]", "11;rgb:0/0/0\x07j", "Alt-] j"),
        ("\x1b[", "?1;2cj", "Alt-[ j"),
        ("\x1b[24;8", "0Rj", "j"),
        ("\x1b[?202", "6;2$yj", "j"),
        ("\x1b]11;rgb:0/0/0\x1b", "\\", ""),
    ] {
        let said = decoded(&[first.as_bytes(), second.as_bytes()], 700 * MILLISECOND);
        assert_eq!(said, keys, "{first:?} {second:?}");
    }
    // A person who presses Esc and then ] or [ means both.
    for sign in ["]", "[", "P", "O"] {
        let said = decoded(&[b"\x1b", sign.as_bytes(), b"1"], 60 * MILLISECOND);
        assert_eq!(said, format!("Esc {sign} 1"));
    }
}

#[test]
fn keys_work_again_after_an_answer_that_never_ends() {
    for begun in [
        b"\x1b]11;rgb:2e2e".as_slice(),
        b"\x1b]52;c;",
        b"\x1bP1$r",
        b"\x1b_G",
        b"\x1bX",
        b"\x1b[?2026;2$",
        b"\x1b[>41;390",
        b"\x9d11;",
        b"\x1b[",
        b"\x1b]",
        b"\x1b[200",
    ] {
        // Nothing came for two seconds.
        let said = decoded(&[begun, b"jj"], Duration::from_secs(2));
        assert!(said.ends_with("j j"), "{}: {said}", begun.escape_ascii());
        // A key held down from the beginning is heard after two seconds at the latest.
        let held: Vec<&[u8]> =
            std::iter::once(begun).chain(std::iter::repeat_n(b"j".as_slice(), 100)).collect();
        let said = decoded(&held, 33 * MILLISECOND);
        assert!(said.split(' ').filter(|key| *key == "j").count() >= 35, "{}: {said}", begun.escape_ascii());
        // Ctrl-c is heard at once.
        if begun.starts_with(b"\x1b]1") {
            assert_eq!(decoded(&[begun, b"\x03"], 100 * MILLISECOND), "Ctrl-c");
        }
    }
}

#[test]
fn a_long_clipboard_in_an_answer_is_no_key_though_it_takes_long() {
    let piece = [b'q'; 1024];
    let mut pieces: Vec<&[u8]> = vec![b"\x1b]52;c;"];
    pieces.extend(std::iter::repeat_n(piece.as_slice(), 300));
    pieces.push(b"\x1b\\j");
    assert_eq!(decoded(&pieces, 100 * MILLISECOND), "j");
}

#[test]
fn a_paste_that_never_ends_is_taken_and_keys_work_again() {
    let said = decoded(&[b"\x1b[200~one q", b"\x1b", b"[20", b"j"], Duration::from_millis(500));
    assert_eq!(said, "paste(one q\x1b[20j)");
    assert_eq!(decoded(&[b"\x1b[200~one", b"q"], Duration::from_secs(3)), "paste(one) q");
}

/// Keys whose bytes say the same whatever stands around them.
const KEYS: &[(&[u8], &str)] = &[
    (b"j", "j"),
    (b"\x1b[B", "↓"),
    (b"\x1bOA", "↑"),
    (b"\x1b[5~", "PgUp"),
    (b"\x1b[<0;1;1M", "click(0,0)"),
    ("д".as_bytes(), "д"),
    (b"\x1b[200~q]\x1b[201~", "paste(q])"),
    (b"\x1b[1;3D", "Alt-←"),
];

proptest! {
    #[test]
    fn among_keys_and_answers_cut_anywhere_only_the_keys_are_heard(
        picks in prop::collection::vec((any::<bool>(), 0usize..1000), 1..30),
        cuts in prop::collection::vec(1usize..9, 0..60),
        apart in 0u32..45,
    ) {
        let (mut bytes, mut keys) = (Vec::new(), Vec::new());
        for (key, at) in picks {
            if key {
                let (sent, word) = KEYS[at % KEYS.len()];
                bytes.extend_from_slice(sent);
                keys.push(word);
            } else {
                bytes.extend_from_slice(ANSWERS[at % ANSWERS.len()]);
            }
        }
        let mut rest = bytes.as_slice();
        let mut pieces = Vec::new();
        for cut in cuts {
            let (piece, behind) = rest.split_at(cut.min(rest.len()));
            pieces.push(piece);
            rest = behind;
        }
        pieces.push(rest);
        pieces.retain(|piece| !piece.is_empty());
        prop_assert_eq!(decoded(&pieces, apart * MILLISECOND), keys.join(" "));
    }

    #[test]
    fn a_string_of_any_content_is_no_key(
        introducer in prop::sample::select(b"]P_^X".to_vec()),
        content in "[ -~а-яё中\u{a0}-\u{ff}]{0,200}",
        bell in any::<bool>(),
    ) {
        let end = if bell { "\x07" } else { "\x1b\\" };
        let bytes = [&[0x1b, introducer], content.as_bytes(), end.as_bytes(), b"j"].concat();
        prop_assert_eq!(at_once(&bytes), "j");
    }

    #[test]
    fn any_bytes_in_any_pieces_come_to_an_end(
        pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..20),
        apart in 0u32..600,
    ) {
        let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        decoded(&pieces, apart * MILLISECOND);
    }
}

#[test]
fn a_terminal_that_tells_the_place_of_a_key_tells_the_keyboard() {
    use crate::app::chord::Keyboard;

    for (bytes, wanted) in [
        // The codes of the key, of the key with Shift, and of the key in its place on QWERTY.
        (&b"\x1b[46:44:47u"[..], Some(Keyboard::Cyrillic)),
        (b"\x1b[46:44:47;2u", Some(Keyboard::Cyrillic)),
        (b"\x1b[46::46u", Some(Keyboard::Latin)),
        (b"\x1b[46u", None),
        (b"\x1b[58::46u", None),
        (b"\x1b[1086::106u", None),
        (b".", None),
    ] {
        let mut events = Vec::new();
        Decoder::new(Instant::now()).feed(bytes, Instant::now(), &mut events);
        let [Event::Key(key)] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(super::keyboard(key), wanted, "{}", bytes.escape_ascii());
    }
}
