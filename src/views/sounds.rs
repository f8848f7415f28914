//! The consonants of a name, by which it is found in another spelling.

/// The consonants of a folded text, those that languages exchange as one. White space is left out, so that words can be
/// written together; what else parts texts stays.
pub(super) fn sounds(folded: &str) -> Vec<u8> {
    let mut sounds: Vec<u8> = Vec::with_capacity(folded.len() / 2);
    let mut before = b' ';
    for (at, sign) in folded.bytes().enumerate() {
        let sound = match sign {
            b'b' | b'p' | b'd' | b't' | b'f' | b'l' | b'm' | b'n' | b'r' | b'0'..=b'9' | ..=0x1f => sign,
            // The second letter of sh, zh, ch, kh, th, ph, gh; of ts, tz, dz.
            b'h' if matches!(before, b's' | b'z' | b'c' | b'k' | b't' | b'p' | b'g') => 0,
            b's' | b'z' if matches!(before, b't' | b'd') => 0,
            b's' | b'z' => b's',
            b'c' => match folded.as_bytes().get(at + 1) {
                Some(b'h') => b's',
                Some(b'z' | b'k') => 0,
                _ => b'k',
            },
            b'g' | b'h' | b'k' | b'q' | b'x' => b'k',
            // The letters of Russian, Belarusian and Ukrainian are two bytes each, of which the first is D0, D1 or D2.
            0x80..=0xbf => cyrillic(before, sign),
            // Vowels, v, w and j are written in too many ways.
            _ => 0,
        };
        if sound != 0 && sounds.last() != Some(&sound) {
            sounds.push(sound);
        }
        before = sign;
    }
    sounds
}

/// The sound of a Cyrillic letter by its two bytes in UTF-8; 0 where it has none.
fn cyrillic(first: u8, second: u8) -> u8 {
    match [first, second] {
        [0xd0, 0xb1] => b'b',
        [0xd0, 0xbf] => b'p',
        [0xd0, 0xb4] => b'd',
        // т, ц
        [0xd1, 0x82 | 0x86] => b't',
        [0xd1, 0x84] => b'f',
        [0xd0, 0xbb] => b'l',
        [0xd0, 0xbc] => b'm',
        [0xd0, 0xbd] => b'n',
        [0xd1, 0x80] => b'r',
        // г, к; х; ґ
        [0xd0, 0xb3 | 0xba] | [0xd1, 0x85] | [0xd2, 0x91] => b'k',
        // ж, з; с, ч, ш, щ
        [0xd0, 0xb6 | 0xb7] | [0xd1, 0x81 | 0x87..=0x89] => b's',
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::fold::normal;

    #[test]
    fn spellings_of_one_name_have_the_same_consonants() {
        let same = [
            ["Grodno Azot", "Гродна Азот", "grodnoazot", "Hrodna-Azot"],
            ["Lukashenko", "Лукашэнка", "Łukaszenka", "LUKASHENKA"],
            ["Shchukin", "Щукин", "Szczukin", "Shchukyn"],
        ];
        for names in same {
            let of: Vec<Vec<u8>> = names.iter().map(|name| sounds(&normal(name))).collect();
            assert!(of.iter().all(|it| *it == of[0]), "{names:?} {of:?}");
        }
        assert_ne!(sounds("grodno"), sounds("gomel"));
    }
}
