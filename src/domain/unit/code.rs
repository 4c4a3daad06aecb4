//! The grammar of unit codes.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Level;

/// A code that has the shape of a unit's; whether the unit exists only a list can say.
///
/// | Shape | Level | Example |
/// |---|---|---|
/// | two digits | province | `08` |
/// | three digits | district, before 1/7/2025 | `033` |
/// | five digits | commune | `01141` |
/// | province, `-`, 1 to 12 of `A`–`Z`, `0`–`9` and inner single `-` | own unit of a province | `08-TTHC` |
/// | commune or own unit, `.`, 1 to 99 | reception point | `01141.1` |
///
/// Ordered as text, so a unit comes directly before its reception points.
///
/// ```
/// use hailong::domain::unit::{Level, UnitCode};
///
/// let code = UnitCode::parse("01141").unwrap();
/// assert_eq!(code.level(), Level::Commune);
/// assert!(UnitCode::parse("1141").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitCode(String);

impl UnitCode {
    /// Reads a code. Letters must be capitals, and nothing stands around it: one unit, one code.
    ///
    /// # Errors
    /// When the text has none of the shapes above.
    pub fn parse(text: &str) -> Result<Self, InvalidUnitCode> {
        level_of(text)
            .map(|_| Self(text.to_owned()))
            .ok_or_else(|| InvalidUnitCode(text.to_owned()))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where in the hierarchy a unit with this code stands.
    #[must_use]
    pub fn level(&self) -> Level {
        // Every value passed `level_of` once, so the fallback is never taken.
        level_of(&self.0).unwrap_or(Level::Commune)
    }

    /// The unit that a reception point belongs to; the code itself for all others.
    #[must_use]
    pub fn served_by(&self) -> Self {
        Self(
            self.0
                .split_once('.')
                .map_or(self.0.as_str(), |(unit, _)| unit)
                .to_owned(),
        )
    }

    /// The province that an own unit belongs to, which its code names; `None` for others, whose
    /// province only the list knows.
    #[must_use]
    pub fn own_province(&self) -> Option<Self> {
        self.0
            .split_once('-')
            .map(|(province, _)| Self(province.to_owned()))
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<UnitCode> for String {
    fn from(code: UnitCode) -> Self {
        code.0
    }
}

impl TryFrom<String> for UnitCode {
    type Error = InvalidUnitCode;

    fn try_from(text: String) -> Result<Self, InvalidUnitCode> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for UnitCode {
    type Err = InvalidUnitCode;

    fn from_str(text: &str) -> Result<Self, InvalidUnitCode> {
        Self::parse(text)
    }
}

/// A text that is no [`UnitCode`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidUnitCode(String);

impl fmt::Display for InvalidUnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "unit code must be 2, 3 or 5 digits, an own code such as 08-TTHC, or a reception point \
             such as 01141.1, got {:?}",
            self.0
        )
    }
}

impl std::error::Error for InvalidUnitCode {}

fn level_of(text: &str) -> Option<Level> {
    if let Some((unit, point)) = text.split_once('.') {
        let receives = matches!(level_of(unit)?, Level::Commune | Level::Own);
        return (receives && is_point(point)).then_some(Level::ReceptionPoint);
    }
    if let Some((province, own)) = text.split_once('-') {
        return (province.len() == 2 && is_digits(province) && is_own(own)).then_some(Level::Own);
    }
    if !is_digits(text) {
        return None;
    }
    match text.len() {
        2 => Some(Level::Province),
        3 => Some(Level::District),
        5 => Some(Level::Commune),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn is_own(text: &str) -> bool {
    let fits = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    text.len() <= 12 && text.split('-').all(fits)
}

fn is_point(text: &str) -> bool {
    (1..=2).contains(&text.len()) && is_digits(text) && !text.starts_with('0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_tells_its_level() {
        let table = [
            ("08", Level::Province, "two digits"),
            ("033", Level::District, "three digits"),
            ("01141", Level::Commune, "five digits"),
            ("08-TTHC", Level::Own, "province and letters"),
            (
                "08-CN-VPDKDD-1",
                Level::Own,
                "hyphens inside, 11 characters",
            ),
            ("08-ABCDEFGHIJKL", Level::Own, "twelve characters, the most"),
            ("01141.1", Level::ReceptionPoint, "first point of a commune"),
            ("01141.99", Level::ReceptionPoint, "last point of a commune"),
            ("08-TTHC.2", Level::ReceptionPoint, "point of an own unit"),
        ];
        for (text, expected, why) in table {
            assert_eq!(
                UnitCode::parse(text).unwrap().level(),
                expected,
                "{text}: {why}"
            );
        }
    }

    #[test]
    fn what_is_no_code_is_refused_by_name() {
        let table = [
            ("", "empty"),
            ("4", "one digit"),
            ("1141", "four digits: a leading zero was lost"),
            ("011411", "six digits"),
            (" 01141", "space before"),
            ("01141\n", "line break after"),
            ("٠١١٤١", "digits, but not ASCII"),
            ("08-", "own part empty"),
            ("08-tthc", "small letters"),
            ("08-TTHC-", "hyphen at the end"),
            ("08--A", "two hyphens"),
            ("08-ABCDEFGHIJKLM", "thirteen characters"),
            ("033-TTHC", "own units belong to provinces"),
            ("01141.0", "points count from 1"),
            ("01141.01", "leading zero"),
            ("01141.100", "more than 99"),
            ("01141.1.1", "a point of a point"),
            ("08.1", "a province receives through an own unit"),
            ("033.1", "a district receives nothing"),
        ];
        for (text, why) in table {
            let error = UnitCode::parse(text).expect_err(why);
            assert!(
                error.to_string().ends_with(&format!("got {text:?}")),
                "{why}: {error}"
            );
        }
    }

    #[test]
    fn a_reception_point_knows_who_is_rated() {
        let served = |text: &str| UnitCode::parse(text).unwrap().served_by().to_string();
        assert_eq!(served("01141.12"), "01141");
        assert_eq!(served("08-TTHC.1"), "08-TTHC");
        assert_eq!(served("01141"), "01141");
    }

    #[test]
    fn json_is_checked_like_any_text() {
        assert_eq!(
            serde_json::from_str::<UnitCode>("\"08\"").unwrap().as_str(),
            "08"
        );
        assert!(serde_json::from_str::<UnitCode>("\"8\"").is_err());
    }

    proptest! {
        #[test]
        fn a_parsed_code_is_the_text_it_came_from(text in "[0-9]{2}-[A-Z0-9]{1,12}(\\.[1-9][0-9]?)?") {
            prop_assert_eq!(UnitCode::parse(&text).unwrap().to_string(), text);
        }

        #[test]
        fn any_text_is_a_code_or_an_error(text in "\\PC{0,20}") {
            let _ = UnitCode::parse(&text);
        }
    }
}
