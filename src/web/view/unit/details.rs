//! What stands below the answer: months and service fields, and the counts everything comes from.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::Text;
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::unit::channel_name;
use crate::web::view::unit::glance::FormGlance;
use crate::web::view::{disclosure, number, result_table};

pub(super) fn details(
    words: Words,
    form: &FormGlance<'_>,
    services: &BTreeMap<String, Text>,
) -> Markup {
    let months = named(form.months, |row| {
        let month = row.month.as_deref()?;
        let folded = disclosure::folded_name(words, month).map(str::to_owned);
        Some(folded.unwrap_or_else(|| number::month(words, month)))
    });
    let fields = named(form.services, |row| service_name(words, services, row));
    html! {
        section class="block details" {
            // An open period has months alone: they take the first column then.
            div class="columns" {
                @if !fields.is_empty() {
                    div { (result_table::plain(words, words.say("unit.by_service"), words.say("unit.service"), &fields)) }
                }
                @if !months.is_empty() {
                    div { (result_table::plain(words, words.say("unit.by_month"), words.say("unit.month"), &months)) }
                }
            }
            details {
                summary { (words.say("glance.all_counts")) }
                (counts(words, form))
            }
        }
    }
}

fn counts(words: Words, form: &FormGlance<'_>) -> Markup {
    let channels = named(form.channels, |row| {
        let channel = row.channel.as_deref()?;
        Some(channel_name(words, channel).to_owned())
    });
    html! {
        (result_table::factors(words, form.form, form.sections, form.questions))
        (result_table::level_counts(words, form.form, form.questions))
        div class="columns" {
            div {
                @if !channels.is_empty() {
                    (result_table::plain(words, words.say("unit.by_channel"), words.say("unit.channel"), &channels))
                    p class="note" { (words.say("unit.channels_apart")) }
                }
            }
            div { (result_table::option_counts(words, form.form, form.questions)) }
        }
    }
}

fn service_name(
    words: Words,
    services: &BTreeMap<String, Text>,
    row: &ResultRow,
) -> Option<String> {
    let code = row.service.as_deref()?;
    let name = services.get(code).map(|text| text.get(words.tag()));
    let name = name.or_else(|| disclosure::folded_name(words, code));
    let unnamed = if code.is_empty() {
        words.say("unit.no_service")
    } else {
        code
    };
    Some(name.unwrap_or(unnamed).to_owned())
}

/// Rows with their names; none where all is folded into one, which the whole says already.
fn named(
    rows: &[ResultRow],
    name: impl Fn(&ResultRow) -> Option<String>,
) -> Vec<(String, &ResultRow)> {
    let is_told = rows.iter().any(|row| !row.folded);
    rows.iter()
        .filter(|_| is_told)
        .filter_map(|row| Some((name(row)?, row)))
        .collect()
}
