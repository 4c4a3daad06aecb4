//! `application/x-www-form-urlencoded`, read strictly: only whole UTF-8.

use std::collections::BTreeMap;

/// Fields and their values in the order sent.
///
/// # Errors
/// When an escape is no two hex digits, the bytes are no UTF-8, or there are over 1,000 pairs.
pub fn read(text: &str) -> Result<BTreeMap<String, Vec<String>>, Unreadable> {
    const MOST_PAIRS: usize = 1_000;
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (place, pair) in text.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        if place >= MOST_PAIRS {
            return Err(Unreadable);
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        fields
            .entry(decode(name)?)
            .or_default()
            .push(decode(value)?);
    }
    Ok(fields)
}

/// The text is no form data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Text as it stands in an address or a header: all but letters, digits and `-._~` escaped.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&hex::encode_upper([byte]));
        }
    }
    encoded
}

fn decode(text: &str) -> Result<String, Unreadable> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex_digit(rest.next())? * 16 + hex_digit(rest.next())?,
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| Unreadable)
}

fn hex_digit(byte: Option<u8>) -> Result<u8, Unreadable> {
    match byte.ok_or(Unreadable)? {
        digit @ b'0'..=b'9' => Ok(digit - b'0'),
        letter @ b'a'..=b'f' => Ok(letter - b'a' + 10),
        letter @ b'A'..=b'F' => Ok(letter - b'A' + 10),
        _ => Err(Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn fields_keep_their_values_in_order() {
        let fields = read("b=2&a=x+y&b=%E1%BB%93&c").unwrap();
        assert_eq!(fields["b"], ["2", "ồ"]);
        assert_eq!(fields["a"], ["x y"]);
        assert_eq!(fields["c"], [""]);
    }

    #[rstest]
    #[case("a=%e1%bb", "half a character")]
    #[case("a=%zz", "no hex")]
    #[case("a=%4", "an escape cut short")]
    fn what_is_not_whole_text_is_refused(#[case] text: &str, #[case] why: &str) {
        assert_eq!(read(text), Err(Unreadable), "{why}");
    }

    #[test]
    fn what_is_encoded_reads_back() {
        let text = "/đơn-vị?a=b&c=%+ ~";
        assert_eq!(decode(&encode(text)).unwrap(), text);
        assert_eq!(encode("ồ/"), "%E1%BB%93%2F");
    }

    #[test]
    fn more_pairs_than_any_page_has_are_refused() {
        assert!(read(&"a=1&".repeat(1_000)).is_ok());
        assert_eq!(read(&"a=1&".repeat(1_001)), Err(Unreadable));
    }
}
