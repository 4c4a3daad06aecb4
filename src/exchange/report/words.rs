//! The fixed words of the reports, from `words.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The wording under `section.name`. A test proves that every key asked for is there; one that is
/// not gives an empty text, so that no report fails for want of a word.
pub(super) fn say(key: &str) -> &'static str {
    WORDS.get(key).map_or("", String::as_str)
}

/// The wording with each `{name}` replaced by its value.
pub(super) fn fill(key: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = say(key);
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

static WORDS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let sections: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(include_str!("words.toml")).unwrap_or_default();
    let named = sections.into_iter().flat_map(|(section, words)| {
        let named = move |(name, text): (String, String)| (format!("{section}.{name}"), text);
        words.into_iter().map(named)
    });
    named.collect()
});

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use unicode_normalization::is_nfc;

    use super::*;

    #[test]
    fn every_word_asked_for_is_there_and_every_word_is_asked_for() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/exchange/report"));
        let mut asked = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let keys = text.split('"').filter(|part| {
                    part.split_once('.').is_some_and(|(section, name)| {
                        let is_name = |part: &str| {
                            !part.is_empty()
                                && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                        };
                        is_name(section) && is_name(name)
                    })
                });
                asked.extend(keys.map(str::to_owned));
            }
        }
        asked.remove("words.toml");
        let known: BTreeSet<String> = WORDS.keys().cloned().collect();
        assert!(known.len() > 40, "the words are read");
        assert_eq!(known, asked);
        for (key, text) in WORDS.iter() {
            assert!(is_nfc(text) && !text.is_empty(), "{key}: {text}");
        }
    }
}
