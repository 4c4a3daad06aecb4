//! Short labels for questions that all begin alike: what they have in common is said once.

use crate::domain::vietnamese::capitalized;

/// Words that questions must share before anything is cut off.
const LEAST_SHARED: usize = 3;

/// Questions cut to what tells them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Labels {
    /// How all of them begin; `None`: nothing was cut.
    pub(super) shared: Option<String>,
    /// The rest of each, in order, or the whole question.
    pub(super) own: Vec<String>,
}

/// Cuts the words that all `texts` begin with.
pub(super) fn labels(texts: &[&str]) -> Labels {
    let words: Vec<Vec<&str>> = texts.iter().map(|text| text.split(' ').collect()).collect();
    let shared = shared(&words);
    if texts.len() < 2 || shared.len() < LEAST_SHARED {
        let own = texts.iter().map(|text| (*text).to_owned()).collect();
        return Labels { shared: None, own };
    }
    let rest = |words: &Vec<&str>| {
        let rest: Vec<&str> = words.iter().skip(shared.len()).copied().collect();
        capitalized(rest.join(" ").trim_end_matches('?').trim_end())
    };
    Labels {
        own: words.iter().map(rest).collect(),
        shared: Some(shared.join(" ")),
    }
}

/// Leaves each text at least one word.
fn shared<'a>(texts: &[Vec<&'a str>]) -> Vec<&'a str> {
    let Some((first, others)) = texts.split_first() else {
        return Vec::new();
    };
    let shortest = texts.iter().map(Vec::len).min().unwrap_or(0);
    let same = |(at, word): &(usize, &&str)| others.iter().all(|text| text.get(*at) == Some(*word));
    let candidates = first.iter().enumerate().take(shortest.saturating_sub(1));
    candidates.take_while(same).map(|(_, word)| *word).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        &["Ông/Bà hài lòng đến mức nào về nơi đón tiếp?", "Ông/Bà hài lòng đến mức nào về đường đi lối lại?"],
        Some("Ông/Bà hài lòng đến mức nào về"), &["Nơi đón tiếp", "Đường đi lối lại"], "the rest alone"
    )]
    #[case(
        &["Lối đi có rõ không?", "Giấy tờ có đủ không?"],
        None, &["Lối đi có rõ không?", "Giấy tờ có đủ không?"], "nothing in common"
    )]
    #[case(&["A b c d", "A b e f"], None, &["A b c d", "A b e f"], "two words are too few")]
    #[case(&["Một câu hỏi duy nhất?"], None, &["Một câu hỏi duy nhất?"], "one alone is whole")]
    #[case(&["a b c d", "a b c d"], Some("a b c"), &["D", "D"], "a word is left of the same")]
    #[case(&[], None, &[], "nothing")]
    fn questions_are_cut_where_they_part(
        #[case] texts: &[&str],
        #[case] shared: Option<&str>,
        #[case] own: &[&str],
        #[case] why: &str,
    ) {
        let found = labels(texts);
        assert_eq!(found.shared.as_deref(), shared, "{why}");
        assert_eq!(found.own, own, "{why}");
    }
}
