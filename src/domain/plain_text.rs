//! Plain text: what people may type, and what a file of any kind can hold of it.

/// On how many lines a text may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// On one.
    One,
    /// On several, each ended by a newline.
    Several,
}

/// Whether a text holds nothing but what can be seen, in the order in which it is read.
#[must_use]
pub fn is_plain(text: &str, lines: Lines) -> bool {
    text.chars()
        .all(|c| is_printable(c) || (c == '\n' && lines == Lines::Several))
}

/// Whether a character is no control, no noncharacter and turns no text around.
///
/// Text that is turned around says one thing to the eye and another to the file.
#[must_use]
pub fn is_printable(c: char) -> bool {
    let is_turning = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !is_noncharacter(c) && !is_turning
}

/// Whether XML 1.0 can hold a character, escaped or not.
#[must_use]
pub fn is_in_xml(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => other >= ' ',
    }
}

/// The last two of each plane, and thirty-two in the first one.
fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_plain_when_all_of_it_is_seen_as_it_is_read() {
        for (text, on_one, on_several, why) in [
            ("Ủy ban nhân dân xã", true, true, "Vietnamese"),
            ("𛀀 😀 \u{fffd}", true, true, "other planes"),
            (
                "\u{fffc}\u{fdcf}\u{fdf0}",
                true,
                true,
                "next to noncharacters",
            ),
            ("a\nb", false, true, "two lines"),
            ("a\rb", false, false, "half a line end"),
            ("a\tb", false, false, "a tab"),
            ("a\u{7}", false, false, "a bell"),
            ("a\u{85}", false, false, "a control of the second set"),
            ("a\u{fffe}", false, false, "a noncharacter"),
            ("a\u{ffff}", false, false, "the last one"),
            ("a\u{fdd0}", false, false, "one in the middle"),
            ("a\u{10ffff}", false, false, "the last of all"),
            ("\u{202e}abc", false, false, "turned around"),
            ("\u{202a}abc\u{202c}", false, false, "embedded"),
            ("\u{2066}abc\u{2069}", false, false, "isolated"),
        ] {
            assert_eq!(is_plain(text, Lines::One), on_one, "{why}");
            assert_eq!(is_plain(text, Lines::Several), on_several, "{why}");
        }
    }

    #[test]
    fn xml_holds_all_but_controls_and_two_more() {
        for (c, expected) in [
            ('a', true),
            ('\n', true),
            ('\t', true),
            ('\0', false),
            ('\u{b}', false),
            ('\u{1f}', false),
            ('\u{7f}', true),
            ('\u{fffd}', true),
            ('\u{fffe}', false),
            ('\u{ffff}', false),
            ('\u{10ffff}', true),
        ] {
            assert_eq!(is_in_xml(c), expected, "{c:?}");
        }
    }
}
