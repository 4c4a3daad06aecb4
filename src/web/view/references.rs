//! Published figures beside our own, year by year, and the way to bring them in.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::domain::reference::{Change, Instrument, Published};
use crate::domain::results::ResultRow;
use crate::domain::unit::Edition;
use crate::usecase::list_references::{Kept, Series};
use crate::web::text::Words;
use crate::web::view::desk_nav::{self, ProvincePage, Tabs};
use crate::web::view::geometry::Axis;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::{number, result_table};

/// The published figures of a province.
#[derive(Clone, Copy, Debug)]
pub struct ReferencePage<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The tabs of the desk.
    pub tabs: Tabs<'a>,
    /// The province, such as `Tỉnh Tuyên Quang`.
    pub name: &'a str,
    /// The province as it is first, then those it came from.
    pub series: &'a [Series],
    /// Our own figures by year, one for each form version.
    pub ours: &'a BTreeMap<i16, Vec<OurFigure>>,
    /// The form by which figures come in, for who may bring them.
    pub import: Option<&'a ImportForm<'a>>,
}

/// A figure of ours.
#[derive(Clone, Debug)]
pub struct OurFigure {
    /// What its form is called.
    pub form: String,
    /// The figure of the whole province, units' counts pooled.
    pub row: ResultRow,
}

impl OurFigure {
    /// Whether there are enough sheets to print a figure, and it is not folded away.
    fn is_shown(&self) -> bool {
        self.row.enough && !self.row.folded
    }
}

/// The form by which figures come in, fresh or after a file.
#[derive(Clone, Debug)]
pub struct ImportForm<'a> {
    /// Where it is posted to; the template is below it.
    pub address: &'a str,
    /// What became of the last file.
    pub outcome: Option<Outcome>,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// New, replaced and unchanged figures.
    Done([u64; 3]),
    /// Lines and what is wrong with them; line 0: the file as a whole.
    Refused(Vec<(u64, String)>),
}

/// Problems shown at once; a file that is wrong throughout needs no thousand lines to say so.
const MOST_SHOWN: usize = 200;

/// The page.
#[must_use]
pub fn page(words: Words, page: &ReferencePage<'_>) -> Markup {
    let title = words.fill("references.title", &[("province", page.name)]);
    let is_empty = page.series.iter().all(|series| series.years.is_empty());
    let content = html! {
        main class="wide references" id="content" {
            (desk_nav::province(words, page.tabs, ProvincePage::References))
            div class="head" { h1 { (title) } }
            p class="full-title" { (words.say("desk.full_title")) }
            p class="block lead" { (words.say("references.what")) }
            @if let Some(Outcome::Refused(problems)) = page.import.and_then(|form| form.outcome.as_ref()) {
                (refused(words, problems))
            }
            @if is_empty { (empty(words, page)) }
            (years(words, page))
            p class="note" { (words.say("references.par_note")) }
            p class="note" { (words.say("references.change_note")) }
            (sources(words, page.series))
            @if let Some(form) = page.import { (import(words, form)) }
        }
    };
    layout::desk(words, &title, page.masthead, &content)
}

fn empty(words: Words, page: &ReferencePage<'_>) -> Markup {
    html! {
        section class="block" {
            h2 { (words.say("references.empty")) }
            p { (words.say("references.empty_when")) }
            @if page.import.is_none() { p { (words.say("references.empty_who")) } }
        }
    }
}

/// The scale of the chart in each row.
const AXIS: Axis = Axis { low: 50, high: 100 };

fn years(words: Words, page: &ReferencePage<'_>) -> Markup {
    let caption = words.say("references.by_year");
    let (now, before) = page
        .series
        .split_first()
        .map_or((None, &[][..]), |(now, rest)| (Some(now), rest));
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table class="by-year" {
                caption { (caption) }
                (heads(words))
                @if let Some(now) = now { (body(words, now, Some(page.ours))) }
                @if !before.is_empty() {
                    tbody { tr class="break-row" { td colspan=(N_COLUMNS) { (words.say("references.reform")) } } }
                }
                @for series in before { (body(words, series, None)) }
            }
        }
    }
}

const N_COLUMNS: usize = 14;

fn heads(words: Words) -> Markup {
    let number = |key: &'static str| html! { th scope="col" class="number" { (words.say(key)) } };
    html! {
        thead {
            tr class="groups" {
                th scope="col" rowspan="2" { (words.say("references.year")) }
                th scope="colgroup" colspan="5" class="group" { (words.say("references.sipas")) }
                th scope="colgroup" colspan="4" class="group" { (words.say("references.par_index")) }
                th scope="colgroup" colspan="3" class="group ours" { (words.say("references.ours")) }
                th scope="col" rowspan="2" class="chart-cell" { (words.say("references.chart")) (result_table::axis_head(AXIS)) }
            }
            tr {
                (number("references.value")) (number("references.points")) (number("references.rank"))
                (number("references.places")) (number("references.par_points"))
                (number("references.value")) (number("references.points")) (number("references.rank"))
                (number("references.places"))
                (number("desk.satisfied_percent")) (number("desk.interval")) (number("desk.sheets"))
            }
        }
    }
}

/// The years of one province, newest first; `ours` only beside the province as it is.
fn body(words: Words, series: &Series, ours: Option<&BTreeMap<i16, Vec<OurFigure>>>) -> Markup {
    let own_years = ours.into_iter().flat_map(BTreeMap::keys);
    let years: BTreeSet<i16> = series.years.keys().chain(own_years).copied().collect();
    let nothing = BTreeMap::new();
    html! {
        tbody {
            tr class="factor" { th scope="rowgroup" colspan=(N_COLUMNS) { (province_name(words, series)) } }
            @if years.is_empty() { tr { td colspan=(N_COLUMNS) class="note" { (words.say("references.none")) } } }
            @for year in years.iter().rev() {
                @let figures = series.years.get(year).unwrap_or(&nothing);
                @let own = ours.and_then(|ours| ours.get(year)).map_or(&[][..], Vec::as_slice);
                tr {
                    th scope="row" { (year) }
                    (published(words, series, figures.get(&Instrument::Sipas), Instrument::Sipas))
                    (published(words, series, figures.get(&Instrument::ParIndex), Instrument::ParIndex))
                    (our_cells(words, own))
                    td class="chart-cell" { (dots(figures.get(&Instrument::Sipas), own)) }
                }
            }
        }
    }
}

/// The province and its code; one of before the reform says so, as codes and names live on.
fn province_name(words: Words, series: &Series) -> String {
    let key = match series.edition {
        Edition::Pre2025 => "references.until",
        Edition::July2025 | Edition::Sept2026 => "references.since",
    };
    let values = [
        ("province", series.full_name.as_str()),
        ("code", series.unit.as_str()),
    ];
    words.fill(key, &values)
}

/// Figure, change, rank, places; and for SIPAS the points it earns in the PAR INDEX.
fn published(words: Words, series: &Series, kept: Option<&Kept>, of: Instrument) -> Markup {
    let figure = kept.map(|kept| &kept.figure);
    let change = figure.and_then(|figure| figure.change_since(series.before(figure)?));
    html! {
        td class="number strong from-here" { @if let Some(figure) = figure { (number::percent(words, &figure.value.to_string())) } }
        td class="number" { @if let Some(change) = &change { (points(words, change)) } }
        td class="number" { @if let Some(figure) = figure { (rank(words, figure)) } }
        td class="number" { @if let Some(places) = change.and_then(|change| change.places) { (gained(words, places)) } }
        @if of == Instrument::Sipas {
            td class="number" { @if let Some(points) = figure.and_then(Published::par_points) { (number::decimal(words, &points.to_string())) "/10" } }
        }
    }
}

fn rank(words: Words, figure: &Published) -> String {
    match figure.rank {
        Some(rank) => format!("{rank}/{}", figure.n_provinces),
        None => words.say("references.unranked").to_owned(),
    }
}

/// `+0,86`, with a plus where it rose.
fn points(words: Words, change: &Change) -> String {
    signed(
        &number::decimal(words, &change.points.to_string()),
        change.points.to_string().starts_with('-'),
    )
}

fn signed(text: &str, is_negative: bool) -> String {
    let is_nothing = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
    if is_negative || is_nothing {
        text.to_owned()
    } else {
        format!("+{text}")
    }
}

/// Places in words: up and down are easily taken for one another in ranks.
fn gained(words: Words, places: i32) -> String {
    let n = places.unsigned_abs().to_string();
    match places.signum() {
        1 => words.fill("references.up", &[("n", &n)]),
        -1 => words.fill("references.down", &[("n", &n)]),
        _ => words.say("references.level").to_owned(),
    }
}

/// Our own figures; where several forms were used, each by its name.
fn our_cells(words: Words, own: &[OurFigure]) -> Markup {
    let each = |cell: &dyn Fn(&OurFigure) -> Markup| html! { @for figure in own { div { (cell(figure)) } } };
    let name = |figure: &OurFigure| html! { @if own.len() > 1 { span class="note" { (figure.form) " " } } };
    html! {
        td class="number strong from-here" { (each(&|it| html! { (name(it)) @if it.is_shown() { (result_table::figure(words, &it.row)) } @else { span class="few" { (words.say("desk.few")) } } })) }
        td class="number" {
            (each(&|it| html! { @if let Some(limits) = it.row.interval.as_ref().filter(|_| it.is_shown()) { (number::interval(words, limits)) } }))
        }
        td class="number" { (each(&|it| html! { (number::count(words, it.row.n)) })) }
    }
}

/// The published SIPAS hollow, ours full with its interval, on one scale.
fn dots(sipas: Option<&Kept>, own: &[OurFigure]) -> Markup {
    html! {
        svg class="dot" aria-hidden="true" focusable="false" {
            line class="grid" x1="0" x2="100%" y1="10" y2="10" {}
            @for OurFigure { row, .. } in own.iter().filter(|figure| figure.is_shown()) {
                @if let Some(limits) = &row.interval {
                    line class="whisker" x1=(AXIS.place(&limits.low)) x2=(AXIS.place(&limits.high)) y1="10" y2="10" {}
                }
                @if let Some(percent) = &row.percent { circle class="mark" cx=(AXIS.place(percent)) cy="10" r="4" {} }
            }
            @if let Some(kept) = sipas {
                circle class="hollow" cx=(AXIS.place(&kept.figure.value.to_string())) cy="10" r="4.5" {}
            }
        }
    }
}

fn sources(words: Words, all: &[Series]) -> Markup {
    let kept: Vec<(&Series, &Kept)> = all
        .iter()
        .flat_map(|series| {
            series
                .years
                .values()
                .rev()
                .flat_map(move |year| year.values().map(move |kept| (series, kept)))
        })
        .collect();
    html! {
        @if !kept.is_empty() {
            details class="block sources" open {
                summary { h2 { (words.say("references.sources")) } }
                ul {
                    @for (series, Kept { figure, imported_by, imported_on }) in kept {
                        li {
                            strong { (figure.instrument.as_str()) " " (figure.year) } ", " (series.full_name) ": " (figure.source) " "
                            span class="note" { (words.fill("references.imported", &[("who", imported_by), ("when", &number::date(words, imported_on))])) }
                        }
                    }
                }
            }
        }
    }
}

fn import(words: Words, form: &ImportForm<'_>) -> Markup {
    let problem = matches!(form.outcome, Some(Outcome::Refused(_)));
    html! {
        section class="block import" id="nhap" {
            h2 { (words.say("references.import")) }
            @if let Some(Outcome::Done([added, changed, same])) = &form.outcome {
                p class="done" role="status" {
                    (words.fill("references.done", &[("added", &number::count(words, *added)),
                        ("changed", &number::count(words, *changed)), ("same", &number::count(words, *same))]))
                }
            }
            ol class="steps" {
                li { span { a href={ (form.address) "/mau.csv" } download { (words.say("references.step_template")) } " " (words.say("references.step_template_how")) } }
                li { span { (words.say("references.step_fill")) } }
                li { span { (words.say("references.step_send")) } }
            }
            form method="post" action=(form.address) enctype="multipart/form-data" {
                div class="field" {
                    label for="tep" { (words.say("references.file")) }
                    input id="tep" name="tep" type="file" accept=".csv,text/csv" required
                        aria-describedby="tep-how" aria-invalid=[problem.then_some("true")];
                }
                p class="note" id="tep-how" { (words.say("references.file_how")) }
                button class="button filled" type="submit" { (words.say("references.send")) }
            }
        }
    }
}

fn refused(words: Words, problems: &[(u64, String)]) -> Markup {
    let n = number::count(words, u64::try_from(problems.len()).unwrap_or(u64::MAX));
    html! {
        div class="attention refused" role="alert" {
            h2 { (words.fill("references.refused", &[("n", &n)])) }
            p { (words.say("references.refused_how")) " " a href="#tep" { (words.say("references.again")) } }
            ul {
                @for (line, what) in problems.iter().take(MOST_SHOWN) {
                    li { @if *line > 0 { strong { (words.fill("references.line", &[("n", &line.to_string())])) } ": " } (what) }
                }
            }
            @if problems.len() > MOST_SHOWN { p { (words.fill("references.more", &[("n", &MOST_SHOWN.to_string())])) } }
        }
    }
}
