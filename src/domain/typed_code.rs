//! Codes that people read off a screen or paper and type.

/// The characters of a code: digits and capital letters without I, L, O and U, which are taken
/// for 1, 0 and V, or make words.
pub const ALPHABET: [u8; 32] = *b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code that random bytes stand for, a character each; every code is as likely as any other.
#[must_use]
pub fn from_random(bytes: &[u8]) -> String {
    let characters = bytes
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)));
    characters.copied().map(char::from).collect()
}

/// Reads a code of `chars` characters as people type it: small letters, spaces, hyphens and points
/// anywhere, and the letters that look like another character. `None`: there is no such code.
#[must_use]
pub fn read(text: &str, chars: usize) -> Option<String> {
    let mut code = String::with_capacity(chars);
    for typed in text.trim().chars() {
        let meant = match typed.to_ascii_uppercase() {
            ' ' | '\u{a0}' | '-' | '\u{2010}'..='\u{2015}' | '.' => continue,
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            other => other,
        };
        let is_known = u8::try_from(meant).is_ok_and(|byte| ALPHABET.contains(&byte));
        if !is_known || code.len() == chars {
            return None;
        }
        code.push(meant);
    }
    (code.len() == chars).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_characters_of_a_code_are_mistaken_for_each_other() {
        let mut seen = std::collections::BTreeSet::new();
        for byte in ALPHABET {
            assert!(seen.insert(byte), "{} twice", char::from(byte));
            assert!(!b"ILOU".contains(&byte), "{}", char::from(byte));
            assert!(byte.is_ascii_digit() || byte.is_ascii_uppercase());
        }
        assert_eq!(seen.len(), 32, "five bits a character");
    }
}
