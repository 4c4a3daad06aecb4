//! What a form must be as a whole.

use super::fields::{Item, Table};
use crate::domain::form::Form;
use crate::domain::roll_up::RollUp;

/// Reports what only the whole form shows.
pub(super) fn check_form(root: &Table<'_>, form: &Form) {
    check_headline(root, form);
    if let (Some(item), Some(id)) = (root.optional("service_after"), &form.service_after)
        && form.question(id.as_str()).is_none()
    {
        item.report(
            format!("không có câu “{id}” trong mẫu phiếu"),
            format!("names “{id}”, but the form has no such question"),
        );
    }
    check_length(root, form);
}

fn check_headline(root: &Table<'_>, form: &Form) {
    if form.headline == RollUp::OverallQuestion {
        root.required("overall");
    } else if form.factors().next().is_none()
        && let Some(item) = root.optional("headline")
    {
        item.report(
            "\"pooled-answers\" cần ít nhất một phần có “factor”",
            "\"pooled-answers\" needs at least one section with “factor”",
        );
    }
    if let (Some(item), Some(id)) = (root.optional("overall"), &form.overall) {
        check_overall(item, form, id.as_str());
    }
}

/// The overall question stands alone: asked of everyone, in no factor.
fn check_overall(item: Item<'_>, form: &Form, id: &str) {
    let Some(question) = form.question(id) else {
        item.report(
            format!("không có câu “{id}” trong mẫu phiếu"),
            format!("names “{id}”, but the form has no such question"),
        );
        return;
    };
    let in_factor = form.factors().any(|section| {
        section
            .questions
            .iter()
            .any(|question| question.id.as_str() == id)
    });
    let findings = [
        (
            question.profile || question.satisfaction_scale().is_none(),
            "phải là câu hỏi mức hài lòng (scale có “satisfied”)",
            "must be a rating of satisfaction (a scale with “satisfied”)",
        ),
        (
            question.show_if.is_some() || !question.channels.is_empty(),
            "phải hỏi mọi người: bỏ show_if và channels của câu ấy",
            "must be asked of everyone: remove its show_if and channels",
        ),
        (
            in_factor,
            "không được nằm trong phần có “factor”",
            "must not stand in a factor section",
        ),
    ];
    for (_, vi, en) in findings.into_iter().filter(|(wrong, ..)| *wrong) {
        item.report(vi, en);
    }
}

/// `most_questions`: the service field counts as one, the profile does not count.
fn check_length(root: &Table<'_>, form: &Form) {
    let Some(item) = root.optional("most_questions") else {
        return;
    };
    let Some(most) = item.number(1_u8, 100) else {
        return;
    };
    let n_questions = form
        .questions()
        .filter(|question| !question.profile)
        .count()
        + usize::from(form.service_after.is_some());
    if n_questions > usize::from(most) {
        item.report(
            format!("là {most}, nhưng phiếu có {n_questions} câu; hãy bớt câu"),
            format!("is {most}, but the form has {n_questions} questions; drop some"),
        );
    }
}
