//! The code by which a tablet becomes a device of a unit: shown to an officer, typed or scanned
//! at the tablet.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::typed_code;

/// Characters in a code: three that find the invitation and five that prove it.
///
/// Five tries against 2^25 proofs find one in 6.7 million.
pub const CHARS: usize = 8;

/// Wrong proofs that an invitation takes before it is good for nothing.
pub const MOST_TRIES: u8 = 5;

/// How long an invitation holds.
pub const HOLDS_SECONDS: i64 = 10 * 60;

const SELECTOR_CHARS: usize = 3;
const CHARS_IN_GROUP: usize = 4;

/// A code that some invitation may have.
///
/// Shown only to whom it is for: it has no `Display`, and `Debug` hides it from logs.
///
/// ```
/// use hailong::domain::enrolment::EnrolmentCode;
///
/// let typed = EnrolmentCode::parse("7k3m-9zdO");
/// assert_eq!(typed.map(|code| code.grouped()), Some("7K3M 9ZD0".to_owned()));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolmentCode(String);

impl EnrolmentCode {
    /// The code that random bytes stand for; every code is as likely as any other.
    #[must_use]
    pub fn from_random(bytes: [u8; CHARS]) -> Self {
        Self(typed_code::from_random(&bytes))
    }

    /// Reads a code as people type it: small letters, spaces and hyphens anywhere, and the letters
    /// that look like another character. `None`: no invitation can have it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        typed_code::read(text, CHARS).map(Self)
    }

    /// The part that finds the invitation and proves nothing; it may stand in addresses and logs.
    #[must_use]
    pub fn selector(&self) -> &str {
        self.0.get(..SELECTOR_CHARS).unwrap_or_default()
    }

    /// The whole, as it stands behind the `#` of an address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people read it: `7K3M 9ZD2`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let (head, tail) = self.0.split_at_checked(CHARS_IN_GROUP).unwrap_or_default();
        format!("{head} {tail}")
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }
}

impl fmt::Debug for EnrolmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EnrolmentCode({}…)", self.selector())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::domain::typed_code::ALPHABET;

    #[rstest]
    #[case("7K3M 9ZD2", Some("7K3M9ZD2"), "as shown")]
    #[case("7k3m9zd2", Some("7K3M9ZD2"), "small letters")]
    #[case(" 7K3-M9 – ZD2 ", Some("7K3M9ZD2"), "spaces, hyphens, a phone's dash")]
    #[case(
        "OIL0-uU11",
        Some("0110VV11"),
        "letters that look like another character"
    )]
    #[case("7K3M 9ZD", None, "one too few")]
    #[case("7K3M 9ZD2A", None, "one too many")]
    #[case("7K3M 9ZDÂ", None, "a keyboard that adds marks")]
    #[case("7K3M_9ZD2", None, "no character of a code")]
    #[case("", None, "nothing")]
    fn a_code_is_read_as_people_type_it(
        #[case] typed: &str,
        #[case] expected: Option<&str>,
        #[case] why: &str,
    ) {
        let read = EnrolmentCode::parse(typed);
        assert_eq!(read.as_ref().map(EnrolmentCode::as_str), expected, "{why}");
    }

    #[test]
    fn a_code_does_not_get_into_a_log() {
        let code = EnrolmentCode::parse("7K3M9ZD2").unwrap();
        assert_eq!(format!("{code:?}"), "EnrolmentCode(7K3…)");
    }

    proptest! {
        #[test]
        fn every_shown_code_reads_back_in_any_case(bytes: [u8; CHARS]) {
            let code = EnrolmentCode::from_random(bytes);
            prop_assert_eq!(code.selector().len(), SELECTOR_CHARS);
            for typed in [code.grouped(), code.as_str().to_owned(), code.grouped().to_lowercase()] {
                let read = EnrolmentCode::parse(&typed);
                prop_assert_eq!(read.as_ref(), Some(&code));
            }
        }

        #[test]
        fn whatever_is_typed_is_a_code_or_none(text in ".{0,40}") {
            if let Some(code) = EnrolmentCode::parse(&text) {
                prop_assert!(code.as_str().bytes().all(|byte| ALPHABET.contains(&byte)));
                prop_assert_eq!(code.as_str().len(), CHARS);
            }
        }
    }
}
