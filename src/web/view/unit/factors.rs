//! The heat table: factors down, their questions across.

use maud::{Markup, html};

use crate::domain::comparison::{Difference, Standing, shown};
use crate::domain::form::{Question, Section};
use crate::domain::percent::Rounded;
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::heat::{self, Cell};
use crate::web::view::result_table::roman;
use crate::web::view::unit::compared::points;
use crate::web::view::unit::labels::{Labels, labels};
use crate::web::view::{chart, number};

/// The factors of one form.
#[derive(Clone, Debug)]
pub struct Factors<'a> {
    /// One line per factor, in the order of the form.
    pub lines: Vec<Line<'a>>,
    /// All factors together.
    pub index: Option<&'a ResultRow>,
    /// What the cells are coloured against.
    pub reference: Reference,
    /// What the period before is called, where it can be compared.
    pub before: Option<String>,
}

/// What the cells are coloured against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The satisfied share the round aims at, the same for every factor.
    Goal(String),
    /// Each factor's own aim.
    Goals,
    /// The unit's overall figure.
    Overall(String),
    /// Nothing: there are too few answers.
    None,
}

impl Reference {
    /// The one figure everything is held against, if there is one.
    fn figure(&self) -> Option<Rounded> {
        match self {
            Self::Goal(figure) | Self::Overall(figure) => shown(figure),
            Self::Goals | Self::None => None,
        }
    }
}

/// One factor.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The section.
    pub section: &'a Section,
    /// Its row, with the answers of its most answered question.
    pub row: ResultRow,
    /// Where it stands.
    pub standing: Standing,
    /// An aim of its own, where aims differ.
    pub goal: Option<String>,
    /// The way since the period before.
    pub change: Change,
    /// Its questions' rows, in the order of the form, each with where it stands.
    pub questions: Vec<(&'a ResultRow, Standing)>,
}

/// The way since the period before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// So far.
    By(Difference),
    /// One of the two has too few answers.
    Few,
    /// It cannot be told.
    Unknown,
}

pub(super) fn table(words: Words, factors: &Factors<'_>) -> Markup {
    let rated = factors.lines.iter().flat_map(rated);
    let texts: Vec<&str> = rated
        .map(|question| question.text.get(words.tag()))
        .collect();
    let labels = labels(&texts);
    let most = factors.lines.iter().map(|line| line.questions.len()).max();
    let columns = most.unwrap_or(0);
    let title = title(words, &factors.reference);
    html! {
        section class="block factors" {
            div class="factors-head" {
                h2 { (title) }
                (heat::legend(words))
            }
            div class="scroll" tabindex="0" role="region" aria-label=(title) {
                table class="heat-table factor-table" {
                    thead { (head(words, factors, &labels, columns)) }
                    tbody {
                        (lines(words, factors, &labels, columns))
                        @if let Some(index) = factors.index { (index_row(words, factors, index, columns)) }
                    }
                }
            }
            p class="note" { (words.say("glance.heat_note")) }
        }
    }
}

fn title(words: Words, reference: &Reference) -> String {
    match reference {
        Reference::Goal(goal) => words.fill(
            "glance.against_goal",
            &[("goal", &number::percent(words, goal))],
        ),
        Reference::Goals => words.say("glance.against_goals").to_owned(),
        Reference::Overall(figure) => words.fill(
            "glance.against_overall",
            &[("figure", &number::percent(words, figure))],
        ),
        Reference::None => words.say("glance.factors").to_owned(),
    }
}

fn head(words: Words, factors: &Factors<'_>, labels: &Labels, columns: usize) -> Markup {
    let questions = labels.shared.as_ref().map_or_else(
        || words.say("glance.questions").to_owned(),
        |shared| words.fill("glance.questions_like", &[("shared", shared)]),
    );
    html! {
        tr {
            th scope="col" class="factor-name" { (words.say("glance.factor")) }
            th scope="col" class="whole-cell" { (words.say("glance.whole_factor")) }
            @if let Some(before) = &factors.before {
                th scope="col" class="number change" { (words.fill("glance.since", &[("before", before)])) }
            }
            th scope="colgroup" colspan=(columns.max(1)) { (questions) }
        }
    }
}

fn lines(words: Words, factors: &Factors<'_>, labels: &Labels, columns: usize) -> Markup {
    let mut own = labels.own.iter().map(String::as_str);
    html! {
        @for line in &factors.lines {
            @let names: Vec<&str> = own.by_ref().take(rated(line).count()).collect();
            tr {
                th scope="row" class="factor-name" {
                    @if let Some(factor) = line.section.factor { span class="roman" { (roman(factor)) } }
                    span {
                        (line.section.title.get(words.tag()))
                        @if let Some(goal) = &line.goal {
                            span class="note" { (words.fill("glance.own_goal", &[("goal", &number::percent(words, goal))])) }
                        }
                    }
                }
                (heat::cell(words, &Cell::of(&line.row, line.standing)))
                @if factors.before.is_some() { td class="number change" { (change(words, &line.change)) } }
                (questions(words, line, &names, columns))
            }
        }
    }
}

/// A factor of one question is that question; of more, each has its cell.
fn questions(words: Words, line: &Line<'_>, names: &[&str], columns: usize) -> Markup {
    let first = rated(line).next();
    let scale = first.and_then(|question| question.satisfaction_scale());
    html! {
        @if let [_] = line.questions.as_slice() {
            td class="only-question" colspan=(columns.max(1)) {
                div {
                    span { (names.join(" ")) }
                    @if let Some(scale) = scale { (chart::levels(words, scale, &line.row.counts, "thin")) }
                }
            }
        } @else {
            @for ((row, standing), name) in line.questions.iter().zip(names) {
                (heat::cell(words, &Cell { label: Some(name), ..Cell::of(row, *standing) }))
            }
            @let left = columns.max(1).saturating_sub(line.questions.len());
            @if left > 0 { td class="no-question" colspan=(left) {} }
        }
    }
}

fn index_row(words: Words, factors: &Factors<'_>, row: &ResultRow, columns: usize) -> Markup {
    let standing = if row.folded {
        Standing::Folded
    } else {
        Standing::of(row, factors.reference.figure().as_ref())
    };
    html! {
        tr class="index" {
            th scope="row" class="factor-name" { (words.say("unit.index")) }
            (heat::cell(words, &Cell::of(row, standing)))
            @if factors.before.is_some() { td {} }
            td class="note" colspan=(columns.max(1)) {
                @if let (Some(limits), true) = (&row.interval, row.enough) {
                    (words.say("desk.interval")) ": " (number::interval(words, limits))
                }
            }
        }
    }
}

fn change(words: Words, change: &Change) -> String {
    match change {
        Change::By(difference) => points(words, difference),
        Change::Few => words.say("desk.few").to_owned(),
        Change::Unknown => words.say("desk.no_figure").to_owned(),
    }
}

/// The questions of a factor that measure satisfaction.
fn rated<'a>(line: &Line<'a>) -> impl Iterator<Item = &'a Question> {
    let questions = line.section.questions.iter();
    questions.filter(|question| question.satisfaction_scale().is_some())
}
