//! The one-time code of a slip: ten characters for a person to scan or type.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::typed_code;

/// Characters in a code: 50 random bits, so that nobody finds one by trying.
pub const CHARS: usize = 10;

/// Characters between hyphens, as people read them.
const CHARS_IN_GROUP: usize = 5;

/// A code that may stand on a slip. Whether one does is known by its hash only.
///
/// Shown only where it is printed: it has no `Display`, and `Debug` hides it from logs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct VoucherCode(String);

impl VoucherCode {
    /// The code that random bytes stand for; every code is as likely as any other.
    #[must_use]
    pub fn from_random(bytes: [u8; CHARS]) -> Self {
        Self(typed_code::from_random(&bytes))
    }

    /// Reads a code as people type it: small letters, spaces and hyphens anywhere, and the letters
    /// that look like a digit. `None`: no slip can have it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        typed_code::read(text, CHARS).map(Self)
    }

    /// As it stands in an address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it stands on paper: `7K3MQ-9ZD2A`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let (head, tail) = self.0.split_at_checked(CHARS_IN_GROUP).unwrap_or_default();
        format!("{head}-{tail}")
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }
}

impl fmt::Debug for VoucherCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VoucherCode(…)")
    }
}

/// What stands on a slip beside its code, so that a lost one is spoken of without it: `0007-13`.
#[must_use]
pub fn serial(sheet: i64, place: usize) -> String {
    format!("{sheet:04}-{place:02}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::domain::typed_code::ALPHABET;

    #[rstest]
    #[case("7K3MQ-9ZD2A", Some("7K3MQ9ZD2A"), "as printed")]
    #[case("7k3mq9zd2a", Some("7K3MQ9ZD2A"), "small letters")]
    #[case(" 7K3 MQ9 – ZD2A ", Some("7K3MQ9ZD2A"), "spaces and a dash of a phone")]
    #[case("OIL00-11110", Some("0110011110"), "letters that look like digits")]
    #[case("uuuuuuuuuu", Some("VVVVVVVVVV"), "a U is a V")]
    #[case("7K3MQ-9ZD2", None, "one too few")]
    #[case("7K3MQ-9ZD2AA", None, "one too many")]
    #[case("7K3MQ-9ZD2Â", None, "a keyboard that adds marks")]
    #[case("7K3MQ_9ZD2A", None, "no character of a code")]
    #[case("", None, "nothing")]
    fn a_code_is_read_as_people_type_it(
        #[case] typed: &str,
        #[case] expected: Option<&str>,
        #[case] why: &str,
    ) {
        let read = VoucherCode::parse(typed);
        assert_eq!(read.as_ref().map(VoucherCode::as_str), expected, "{why}");
    }

    #[test]
    fn a_code_does_not_get_into_a_log() {
        let code = VoucherCode::parse("7K3MQ-9ZD2A").unwrap();
        assert!(!format!("{code:?}").contains("7K3"));
    }

    #[test]
    fn a_serial_sorts_as_the_sheets_do() {
        assert_eq!(serial(7, 13), "0007-13");
        assert_eq!(serial(12_345, 1), "12345-01");
    }

    proptest! {
        #[test]
        fn every_printed_code_reads_back_in_any_case(bytes: [u8; CHARS]) {
            let code = VoucherCode::from_random(bytes);
            prop_assert_eq!(code.as_str().len(), CHARS);
            let spaced = code.grouped().to_lowercase().replace('-', " ");
            for typed in [code.grouped(), code.as_str().to_owned(), spaced] {
                let read = VoucherCode::parse(&typed);
                prop_assert_eq!(read.as_ref(), Some(&code));
                prop_assert_eq!(read.map(|read| read.hash()), Some(code.hash()));
            }
        }

        #[test]
        fn codes_differ_where_their_bits_differ(one: [u8; CHARS], other: [u8; CHARS]) {
            let bits = |bytes: [u8; CHARS]| bytes.map(|byte| byte & 31);
            let (first, second) = (VoucherCode::from_random(one), VoucherCode::from_random(other));
            prop_assert_eq!(bits(one) == bits(other), first == second);
        }

        #[test]
        fn whatever_is_typed_is_a_code_or_none(text in ".{0,40}") {
            if let Some(code) = VoucherCode::parse(&text) {
                prop_assert!(code.as_str().bytes().all(|byte| ALPHABET.contains(&byte)));
                prop_assert_eq!(code.as_str().len(), CHARS);
            }
        }
    }
}
