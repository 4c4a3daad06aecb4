//! What is wrong with a command line, in Vietnamese: one sentence, then how the command is used.

use clap::error::{ContextKind, ErrorKind};

use super::{WORDS, in_our_words, page};

/// Which sentence of `vi.toml` stands for which kind of mistake.
pub(super) const SENTENCES: [(ErrorKind, &str); 12] = [
    (ErrorKind::InvalidValue, "invalid-value"),
    (ErrorKind::UnknownArgument, "unknown-argument"),
    (ErrorKind::InvalidSubcommand, "invalid-subcommand"),
    (ErrorKind::NoEquals, "no-equals"),
    (ErrorKind::ValueValidation, "value-validation"),
    (ErrorKind::TooManyValues, "too-many-values"),
    (ErrorKind::TooFewValues, "too-few-values"),
    (ErrorKind::WrongNumberOfValues, "wrong-number-of-values"),
    (ErrorKind::ArgumentConflict, "argument-conflict"),
    (ErrorKind::MissingRequiredArgument, "missing-argument"),
    (ErrorKind::MissingSubcommand, "missing-subcommand"),
    (ErrorKind::InvalidUtf8, "invalid-utf8"),
];

/// The sentence, the usage line, and where to read on.
pub(super) fn in_vietnamese(error: &clap::Error) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return page(error);
    }
    let mut text = format!("lỗi: {}", filled(sentence_of(error), error));
    let similar = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    if similar.iter().any(|kind| error.get(*kind).is_some()) {
        text.push_str(&filled("similar", error));
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        text.push_str("\n\n");
        text.push_str(&in_our_words(&usage.to_string()));
    }
    text.push_str("\n\n");
    text.push_str(&filled("read-on", error));
    text.push('\n');
    text
}

fn sentence_of(error: &clap::Error) -> &'static str {
    let told = |kind| error.get(kind).map(ToString::to_string);
    let is_empty = told(ContextKind::InvalidValue).is_some_and(|value| value.is_empty());
    let is_itself = told(ContextKind::PriorArg) == told(ContextKind::InvalidArg);
    let kind = error.kind();
    if kind == ErrorKind::InvalidValue && is_empty {
        return "no-value";
    }
    if kind == ErrorKind::ArgumentConflict && is_itself {
        return "given-twice";
    }
    let known = SENTENCES.iter().find(|(known, _)| *known == kind);
    known.map_or("other", |(_, sentence)| sentence)
}

/// The sentence with what clap knows about the mistake in its places.
fn filled(sentence: &str, error: &clap::Error) -> String {
    let mut text = String::new();
    let mut rest = WORDS.mistake.get(sentence).map_or("", String::as_str);
    while let Some((before, after)) = rest.split_once('{') {
        let (place, tail) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(&told(place, error));
        rest = tail;
    }
    text.push_str(rest);
    text
}

fn told(place: &str, error: &clap::Error) -> String {
    let kinds: &[ContextKind] = match place {
        "argument" => &[ContextKind::InvalidArg],
        "value" => &[ContextKind::InvalidValue],
        "command" => &[ContextKind::InvalidSubcommand],
        "prior" => &[ContextKind::PriorArg],
        "values" => &[ContextKind::ValidValue, ContextKind::ValidSubcommand],
        "similar" => &[
            ContextKind::SuggestedArg,
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedValue,
        ],
        _ => &[],
    };
    let value = kinds.iter().find_map(|kind| error.get(*kind));
    value.map(ToString::to_string).unwrap_or_default()
}
