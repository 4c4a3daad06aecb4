//! Texts that can be heard: what is read aloud carries its recording, or says whose voice it needs.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::Text;
use crate::domain::spoken::TextKey;
use crate::web::text::Words;

/// Recordings of one unit in one language: text to the SHA-256 of its sound, in hex.
pub type Clips = BTreeMap<TextKey, String>;

/// The language a page is read in, and whether it can be heard.
#[derive(Clone, Copy, Debug)]
pub struct Speech<'a> {
    /// Tag of the language shown.
    pub language: &'a str,
    /// The recordings; `None` on pages that are only read.
    pub clips: Option<&'a Clips>,
}

impl<'a> Speech<'a> {
    /// A page that is only read.
    #[must_use]
    pub fn silent(language: &'a str) -> Self {
        Self {
            language,
            clips: None,
        }
    }

    /// A text of the form: heard in full, marked as Vietnamese where the language shown has no
    /// wording of its own.
    #[must_use]
    pub fn text(self, text: &Text) -> Markup {
        let shown = if text.has(self.language) {
            self.language
        } else {
            "vi"
        };
        self.said(text.get(self.language), shown, text.get("vi"))
    }

    /// Words of ours under `key`, in the page's words.
    #[must_use]
    pub fn words(self, words: Words, key: &str) -> Markup {
        let vietnamese = Words::for_tag("vi").say(key);
        self.said(words.say(key), words.tag(), vietnamese)
    }

    /// Words of ours with values filled in.
    #[must_use]
    pub fn filled(self, words: Words, key: &str, values: &[(&str, &str)]) -> Markup {
        let vietnamese = Words::for_tag("vi").fill(key, values);
        self.said(&words.fill(key, values), words.tag(), &vietnamese)
    }

    /// A wording in the language `tag`, recorded under its Vietnamese wording.
    #[must_use]
    pub fn said(self, wording: &str, tag: &str, vietnamese: &str) -> Markup {
        let foreign = (tag != self.language).then_some(tag);
        html! {
            @if let Some(clips) = self.clips {
                span data-say data-say-lang=(tag) lang=[foreign]
                    data-clip=[clips.get(&TextKey::of(vietnamese)).map(|hash| format!("/may/tieng/{hash}"))] {
                    (wording)
                }
            } @else if foreign.is_some() {
                span lang=(tag) { (wording) }
            } @else { (wording) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::view::sample;

    #[test]
    fn a_text_is_read_or_heard_in_its_language() {
        let text = sample::text("Có", "Yes");
        let clips = Clips::from([(TextKey::of("Có"), "ab".repeat(32))]);
        let heard = |language| Speech {
            language,
            clips: Some(&clips),
        };
        let clip = format!("data-clip=\"/may/tieng/{}\"", "ab".repeat(32));
        for (speech, expected, why) in [
            (Speech::silent("vi"), "Có".to_owned(), "only read"),
            (
                Speech::silent("hmn"),
                "<span lang=\"vi\">Có</span>".to_owned(),
                "no wording of its own",
            ),
            (
                heard("en"),
                format!("<span data-say data-say-lang=\"en\" {clip}>Yes</span>"),
                "a recording belongs to the Vietnamese wording",
            ),
            (
                heard("hmn"),
                format!("<span data-say data-say-lang=\"vi\" lang=\"vi\" {clip}>Có</span>"),
                "Vietnamese to read, a sound of its own",
            ),
        ] {
            assert_eq!(speech.text(&text).into_string(), expected, "{why}");
        }
        assert!(
            !heard("vi")
                .text(&sample::text("Không", "No"))
                .into_string()
                .contains("data-clip"),
            "what nobody recorded has no recording"
        );
    }
}
