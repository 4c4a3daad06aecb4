//! Words for people, from `vi.toml` and `en.toml`: same keys in both, Vietnamese in NFC.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::config::Language;

/// The catalogue of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    language: Language,
}

impl Words {
    /// The words of `language`.
    #[must_use]
    pub fn of(language: Language) -> Self {
        Self { language }
    }

    /// The words for a form shown in the language of that tag.
    ///
    /// A minority language has its questions from the form; around them stands Vietnamese.
    #[must_use]
    pub fn for_tag(tag: &str) -> Self {
        Self::of(Language::parse(tag).unwrap_or(Language::Vi))
    }

    /// Whose words these are.
    #[must_use]
    pub fn language(self) -> Language {
        self.language
    }

    /// The language's tag, for `lang` attributes.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.language.as_str()
    }

    /// The wording under `key` (`section.name`).
    ///
    /// Every key used in the sources is in both catalogues, which a test proves; a key that is
    /// not gives an empty text, so that no page ever fails for want of a word.
    #[must_use]
    pub fn say(self, key: &str) -> &'static str {
        let catalogue: &'static BTreeMap<String, String> = match self.language {
            Language::Vi => &VIETNAMESE,
            Language::En => &ENGLISH,
        };
        catalogue.get(key).map_or("", String::as_str)
    }

    /// The wording under `key`, with each `{name}` replaced by its value.
    #[must_use]
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        let mut text = String::new();
        let mut rest = self.say(key);
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            let value = values.iter().find(|(known, _)| *known == name);
            text.push_str(value.map_or("", |(_, value)| value));
            rest = tail;
        }
        text.push_str(rest);
        text
    }
}

static VIETNAMESE: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| read(include_str!("vi.toml")));
static ENGLISH: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| read(include_str!("en.toml")));

/// `section.name` to wording. A file that does not parse gives no words; the tests read it too.
fn read(source: &str) -> BTreeMap<String, String> {
    let sections: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(source).unwrap_or_default();
    sections
        .into_iter()
        .flat_map(|(section, words)| {
            words
                .into_iter()
                .map(move |(name, text)| (format!("{section}.{name}"), text))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use unicode_normalization::is_nfc;

    use super::*;

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        assert!(VIETNAMESE.len() > 50, "the Vietnamese catalogue is read");
        let keys =
            |words: &BTreeMap<String, String>| words.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&VIETNAMESE), keys(&ENGLISH));
        for (key, text) in VIETNAMESE.iter() {
            assert_eq!(placeholders(text), placeholders(&ENGLISH[key]), "{key}");
        }
    }

    #[test]
    fn every_text_is_composed_and_has_words() {
        for (key, text) in VIETNAMESE.iter().chain(ENGLISH.iter()) {
            assert!(is_nfc(text) && !text.trim().is_empty(), "{key}: {text}");
        }
    }

    #[test]
    fn every_key_the_sources_ask_for_exists_and_every_key_is_asked_for() {
        let sources = sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/web")));
        let mut asked = BTreeSet::new();
        for start in ["say(\"", "fill(\"", "key: \"", "/* key */ \""] {
            for (_, rest) in sources
                .match_indices(start)
                .map(|(at, found)| (at, &sources[at + found.len()..]))
            {
                let key = rest.split('"').next().unwrap().to_owned();
                if key.contains('.') {
                    asked.insert(key);
                }
            }
        }
        let missing: Vec<_> = asked
            .iter()
            .filter(|key| !VIETNAMESE.contains_key(*key))
            .collect();
        assert_eq!(missing, Vec::<&String>::new(), "asked for and not there");
        let unused: Vec<_> = VIETNAMESE
            .keys()
            .filter(|key| !sources.contains(&format!("\"{key}\"")))
            .collect();
        assert_eq!(unused, Vec::<&String>::new(), "there and never asked for");
    }

    #[test]
    fn placeholders_are_filled_once_and_values_are_not_read_again() {
        let words = Words::of(Language::Vi);
        assert_eq!(
            words.fill("paper.question_of", &[("i", "{n}"), ("n", "9")]),
            "Câu {n} trên 9"
        );
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next())
            .collect()
    }

    fn sources(folder: &Path) -> String {
        let mut all = String::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                all.push_str(&sources(&path));
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                all.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
        all
    }
}
