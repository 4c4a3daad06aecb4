//! The whole province by service field or by question: each percentage with its counts.

use maud::{Markup, html};

use crate::domain::form::Form;
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::geometry::Axis;
use crate::web::view::province::{Drill, MeasuredForm, figure};
use crate::web::view::{chart, number, result_table};

pub(super) fn block(words: Words, measured: &MeasuredForm<'_>, drill: &Drill) -> Markup {
    let rows: Vec<(String, &ResultRow)> = match drill {
        Drill::Services(rows) => rows.iter().map(|(name, row)| (name.clone(), row)).collect(),
        Drill::Questions(rows) => {
            let named = rows
                .iter()
                .filter(|row| row.percent.is_some() || row.score.is_some());
            named
                .map(|row| (question(words, measured.form, row), row))
                .collect()
        }
    };
    let (title, column) = match drill {
        Drill::Services(_) => ("overview.services_title", "unit.service"),
        Drill::Questions(_) => ("overview.questions_title", "unit.question"),
    };
    let axis = result_table::axis_for(rows.iter().map(|(_, row)| *row));
    html! {
        section class="block" id="theo" {
            div class="scroll" tabindex="0" role="region" aria-label=(words.say(title)) {
                table {
                    caption { (words.say(title)) }
                    thead { tr {
                        th scope="col" { (words.say(column)) }
                        th scope="col" class="number" { (words.say("overview.satisfied_counts")) }
                        th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                        th scope="col" class="number" { (words.say("desk.interval")) }
                        th scope="col" class="chart-cell" { (result_table::axis_head(axis)) }
                    } }
                    tbody { @for (name, row) in &rows { (line(words, name, row, axis)) } }
                }
            }
            p class="note" { (words.say("overview.drill_note")) }
        }
    }
}

fn line(words: Words, name: &str, row: &ResultRow, axis: Axis) -> Markup {
    html! {
        tr {
            th scope="row" { (name) @if row.folded { " (" (words.say("heat.folded")) ")" } }
            td class="number" { (figure::fraction(words, row)) }
            td class="number strong" { @if row.enough { (result_table::figure(words, row)) } @else { (words.say("desk.few")) ", n " (number::count(words, row.n)) } }
            td class="number" { @if let Some(limits) = &row.interval { (number::interval(words, limits)) } }
            td class="chart-cell" { (chart::dot(axis, row.percent.as_deref(), row.interval.as_ref(), "")) }
        }
    }
}

fn question(words: Words, form: &Form, row: &ResultRow) -> String {
    let id = row.question.as_deref().unwrap_or_default();
    form.question(id).map_or_else(
        || id.to_owned(),
        |question| question.text.get(words.tag()).to_owned(),
    )
}
