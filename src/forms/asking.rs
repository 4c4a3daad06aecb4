//! When a question is asked: after which answers, on which channels.

use super::fields::Item;
use crate::domain::form::{Channel, Condition, Kind, Question};

/// Reads `show_if`: an earlier question and the values that make this one asked.
pub(super) fn read_condition(item: Item<'_>, above: &[Question]) -> Option<Condition> {
    let table = item.table(&["question", "any_of"])?;
    let question = table.required("question")?;
    let any_of = table.required("any_of");
    let values = any_of.and_then(Item::array).unwrap_or_default();
    let id = question.code()?;
    let Some(asked) = above.iter().find(|earlier| earlier.id == id) else {
        question.report(
            format!("phải là một câu ở trên; không có “{id}”"),
            format!("must be a question above; there is no “{id}”"),
        );
        return None;
    };
    let known = condition_values(asked);
    let mut accepted = Vec::new();
    for item in &values {
        let Some(value) = item.value() else { continue };
        if !known.contains(&value) {
            let known = known.join(", ");
            item.report(
                format!("câu “{id}” không có “{value}”, chỉ có: {known}"),
                format!("question “{id}” has no “{value}”, only {known}"),
            );
        }
        accepted.push(value);
    }
    if accepted.is_empty() {
        item.report(
            "cần ít nhất một giá trị trong any_of",
            "needs a value in any_of",
        );
    }
    Some(Condition {
        question: id,
        any_of: accepted,
    })
}

/// Every value a condition may wait for: levels, options, codes outside the scale.
fn condition_values(question: &Question) -> Vec<String> {
    let own: Vec<String> = match &question.kind {
        Kind::Rating(scale) => scale
            .levels
            .iter()
            .map(|level| level.code.to_string())
            .collect(),
        Kind::Choice(options) | Kind::Multi { options, .. } => options
            .iter()
            .map(|option| option.value.to_string())
            .collect(),
        Kind::Text => return Vec::new(),
    };
    own.into_iter()
        .chain(
            question
                .outside
                .iter()
                .map(|choice| choice.value.to_string()),
        )
        .collect()
}

/// Reads `channels`.
pub(super) fn read_channels(item: Item<'_>) -> Vec<Channel> {
    let known = Channel::ALL.map(|channel| (channel.as_str(), channel));
    let items = item.array().unwrap_or_default();
    let channels: Vec<Channel> = items
        .iter()
        .filter_map(|item| item.one_of(&known))
        .collect();
    if items.is_empty() {
        item.report(
            "không được rỗng; bỏ trường này để hỏi ở mọi kênh",
            "must not be empty",
        );
    }
    channels
}

/// Refuses a counted question that waits for a profile question: its stored "not asked" would
/// tell what the person said about herself.
pub(super) fn check_privacy(item: Item<'_>, question: &Question, above: &[Question]) {
    let Some(condition) = &question.show_if else {
        return;
    };
    let telling = |earlier: &Question| earlier.profile && earlier.id == condition.question;
    if !question.profile && above.iter().any(telling) {
        item.report(
            "không được chờ một câu về bản thân (profile)",
            "must not wait for a question of the profile",
        );
    }
}
