//! Vietnamese text: normal form, search without accents, alphabetical order.

use unicode_normalization::UnicodeNormalization;

/// The form in which every text is kept and compared: one code point per accented letter.
#[must_use]
pub fn to_nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Whether the text is in that form already.
#[must_use]
pub fn is_nfc(text: &str) -> bool {
    unicode_normalization::is_nfc(text)
}

/// The text with a capital first letter, as it stands at the beginning of a line.
///
/// ```
/// use hailong::domain::vietnamese::capitalized;
///
/// assert_eq!(capitalized("đặc khu"), "Đặc khu");
/// ```
#[must_use]
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// The text as people type it in a hurry: no accents, no tones, small letters, one space between
/// words, apostrophes gone.
///
/// Wherever the tone mark was put, the result is the same, so a search by it finds both.
///
/// ```
/// use hailong::domain::vietnamese::fold;
///
/// assert_eq!(fold("Xã Hoà  Thắng"), "xa hoa thang");
/// assert_eq!(fold("Hòa"), fold("Hoà"));
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Letter(letter) => folded.extend(base(letter).to_lowercase()),
            Part::Gap if !folded.is_empty() && !folded.ends_with(' ') => folded.push(' '),
            Part::Gap | Part::Mark(_) => {}
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// A key that orders texts as a Vietnamese list is ordered.
///
/// First by letters (a ă â b c d đ e ê … y, with f j w z where Latin has them), gaps before
/// digits before letters, digits by the number they write; then by tones (ngang, huyền, hỏi,
/// ngã, sắc, nặng), whatever vowel carries the mark; then by the text itself.
/// Source: the letters and tones of Unicode CLDR's `vi` collation.
///
/// ```
/// use hailong::domain::vietnamese::sort_key;
///
/// let mut names = ["Hà Giang 10", "Đà Nẵng", "Hà Giang 2", "Dầu Giây"];
/// names.sort_by_cached_key(|name| sort_key(name));
/// assert_eq!(names, ["Dầu Giây", "Đà Nẵng", "Hà Giang 2", "Hà Giang 10"]);
/// ```
#[must_use]
pub fn sort_key(text: &str) -> SortKey {
    let mut key = SortKey {
        letters: Vec::new(),
        tones: Vec::new(),
        text: to_nfc(text),
    };
    for part in parts(text) {
        match part {
            Part::Letter(letter) => key.push_letter(letter),
            Part::Mark(mark) => key.push_mark(mark),
            Part::Gap => key.push_gap(),
        }
    }
    key
}

/// What [`sort_key`] makes; only the order means anything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    letters: Vec<Weight>,
    tones: Vec<u8>,
    text: String,
}

/// The weight of one letter or number; variants in ascending order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Gap,
    /// Digits without leading zeros: of two numbers the one with fewer digits is smaller.
    Number(usize, String),
    /// A base letter and the mark that makes another letter of it.
    Letter(char, u8),
}

/// One piece of decomposed text.
enum Part {
    Letter(char),
    Mark(char),
    Gap,
}

fn parts(text: &str) -> impl Iterator<Item = Part> {
    text.nfd().filter_map(|c| match c {
        '\'' | '\u{2019}' | '\u{02bc}' => None,
        _ if unicode_normalization::char::is_combining_mark(c) => Some(Part::Mark(c)),
        _ if c.is_alphanumeric() => Some(Part::Letter(c)),
        _ => Some(Part::Gap),
    })
}

fn base(letter: char) -> char {
    match letter {
        'đ' | 'Đ' => 'd',
        _ => letter,
    }
}

impl SortKey {
    fn push_letter(&mut self, letter: char) {
        if let Some(digit) = letter.to_digit(10) {
            return self.push_digit(digit);
        }
        let stroke = u8::from(matches!(letter, 'đ' | 'Đ'));
        let small = base(letter)
            .to_lowercase()
            .map(|c| Weight::Letter(c, stroke));
        self.letters.extend(small);
    }

    fn push_digit(&mut self, digit: u32) {
        let written = char::from_digit(digit, 10).unwrap_or('0');
        if let Some(Weight::Number(n_digits, digits)) = self.letters.last_mut() {
            if digits == "0" {
                digits.clear();
            }
            digits.push(written);
            *n_digits = digits.len();
        } else {
            self.letters.push(Weight::Number(1, written.to_string()));
        }
    }

    fn push_mark(&mut self, mark: char) {
        if let Some(tone) = tone(mark) {
            self.tones.push(tone);
        } else if let Some(Weight::Letter(_, shape)) = self.letters.last_mut() {
            *shape = match mark {
                '\u{306}' => 1, // ă
                '\u{302}' => 2, // â ê ô
                '\u{31b}' => 3, // ơ ư
                _ => *shape,
            };
        }
    }

    fn push_gap(&mut self) {
        // A nought ends the word's tones, so that they do not shift into the next word.
        if !matches!(self.letters.last(), None | Some(Weight::Gap)) {
            self.letters.push(Weight::Gap);
            self.tones.push(0);
        }
    }
}

/// Ngang has no mark, huyền 1, hỏi 2, ngã 3, sắc 4, nặng 5.
fn tone(mark: char) -> Option<u8> {
    match mark {
        '\u{300}' => Some(1),
        '\u{309}' => Some(2),
        '\u{303}' => Some(3),
        '\u{301}' => Some(4),
        '\u{323}' => Some(5),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folding_forgets_accents_tones_and_case() {
        let table = [
            ("Nấm Dẩn", "nam dan", "circumflex and tones"),
            ("Đắk Đoa", "dak doa", "đ has no mark to strip"),
            ("Thủy", "thuy", "tone on the first vowel"),
            ("Thuỷ", "thuy", "tone on the second vowel"),
            ("Hòa", "hoa", "decomposed input: o + grave + a"),
            ("Ea H'đinh", "ea hdinh", "apostrophe gone"),
            (
                "Phan Rang-Tháp Chàm",
                "phan rang thap cham",
                "hyphen is a gap",
            ),
            ("  Xã   Mỹ  ", "xa my", "spaces around and between"),
            ("Phường 12", "phuong 12", "digits stay"),
            ("", "", "nothing"),
            ("''-", "", "nothing but signs"),
        ];
        for (text, expected, why) in table {
            assert_eq!(fold(text), expected, "{text:?}: {why}");
        }
    }

    #[test]
    fn order_is_that_of_the_vietnamese_alphabet() {
        let alphabet = "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z";
        let tones = "la là lả lã lá lạ lă lằ lâ lầ lậ";
        let names = [
            "An",
            "Ăn",
            "Ân",
            "Bà Rịa",
            "Dầu Giây",
            "Đà Nẵng",
            "Hà Giang 1",
            "Hà Giang 2",
            "Hà Giang 10",
            "Hà Giang A",
            "Hà Nội",
            "Hoà",
            "Hoan",
            "Krông Ana",
            "Nấm Dẩn",
            "Ô Diên",
            "Ơ",
            "U Minh",
            "Ứng Hòa",
            "Yên",
        ];
        for list in [
            alphabet.split(' ').collect(),
            tones.split(' ').collect(),
            names.to_vec(),
        ] {
            for pair in list.windows(2) {
                assert!(
                    sort_key(pair[0]) < sort_key(pair[1]),
                    "{} before {}",
                    pair[0],
                    pair[1]
                );
            }
        }
    }

    #[test]
    fn tones_matter_only_between_equal_letters() {
        assert!(
            sort_key("Bà Na") < sort_key("Ba Vì"),
            "n before v, whatever the tone of ba"
        );
        assert!(
            sort_key("Ba Na") < sort_key("Bà Na"),
            "equal letters: ngang before huyền"
        );
        assert!(
            sort_key("Ba Nà") < sort_key("Bà Na"),
            "the first word's tone decides first"
        );
    }

    #[test]
    fn both_placements_of_a_tone_sort_side_by_side() {
        let mut names = ["Hòa Bình", "Hoà An", "Hòa An", "Hoà Bình", "Hoa An"];
        names.sort_by_cached_key(|name| sort_key(name));
        assert_eq!(fold(names[0]), "hoa an");
        assert_eq!(names[0], "Hoa An", "ngang first");
        assert_eq!([fold(names[1]), fold(names[2])], ["hoa an", "hoa an"]);
    }

    #[test]
    fn numbers_sort_by_value() {
        for (small, large) in [("9", "10"), ("Quận 3", "Quận 12"), ("007", "8"), ("0", "1")] {
            assert!(sort_key(small) < sort_key(large), "{small} before {large}");
        }
        let long = "9".repeat(60);
        assert!(
            sort_key(&long) < sort_key(&format!("1{long}")),
            "no number is too long"
        );
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,30}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn normal_form_does_not_change_what_is_found_or_its_place(text in "\\PC{0,30}") {
            let nfd: String = text.nfd().collect();
            prop_assert!(is_nfc(&to_nfc(&text)));
            prop_assert_eq!(fold(&nfd), fold(&text));
            prop_assert_eq!(sort_key(&nfd), sort_key(&text));
        }
    }
}
