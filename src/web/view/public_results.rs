//! Published results, for everybody: large plain words first, every figure exact below.

use maud::{Markup, html};

use crate::domain::form::{Form, Scale};
use crate::domain::period::Period;
use crate::domain::publication::{FactorFigure, Figure, OfHundred, UnitSnapshot};
use crate::storage::publication::PublicationRow;
use crate::usecase::read_published::{PublicUnit, PublishedPeriod};
use crate::web::text::Words;
use crate::web::view::geometry::{Axis, whole_percent};
use crate::web::view::layout;
use crate::web::view::public_list::without_figures;
use crate::web::view::unit::channel_name;
use crate::web::view::{chart, number};
use crate::web::{period, place};

/// What every public page says around its content.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Address of this page in the other language.
    pub other_language: &'a str,
    /// Whether the figures are made up.
    pub simulated: bool,
}

/// The published results of a unit.
#[derive(Clone, Copy, Debug)]
pub struct Results<'a> {
    /// What stands around it.
    pub frame: Frame<'a>,
    /// The unit.
    pub unit: &'a PublicUnit,
    /// The period shown.
    pub shown: &'a PublishedPeriod,
    /// Its name, and those of the others with their addresses, the latest first.
    pub names: &'a [(String, String)],
    /// The form, if it is still known here.
    pub form: Option<&'a Form>,
    /// A province's units.
    pub units: &'a [(String, UnitSnapshot)],
    /// Where its questionnaire is open, if here.
    pub questionnaire: Option<&'a str>,
}

impl Results<'_> {
    fn name_of_shown(&self) -> &str {
        let mut periods = self.unit.periods.iter().zip(self.names);
        let found = periods.find(|(period, _)| period.row.number == self.shown.row.number);
        found.map_or("", |(_, (name, _))| name.as_str())
    }
}

/// The page of a unit whose results are published.
#[must_use]
pub fn page(words: Words, results: &Results<'_>) -> Markup {
    let unit = &results.unit.unit;
    let title = words.fill("public.title", &[("unit", &place::name(unit))]);
    let shown = results.shown;
    let name = results.name_of_shown();
    let days = number::dates(
        words,
        &shown.period.from().to_string(),
        &shown.period.to().to_string(),
    );
    let content = html! {
        (chart::fills())
        (top(words, results.frame))
        main class="public" id="content" {
            p class="where" { (words.say("public.centre")) @if let Some(parent) = &results.unit.parent { " · " (parent.full_name) } }
            h1 { (title) }
            p class="when" { (name) " (" (days) ")" }
            @match &shown.result {
                Some(result) => (hero(words, results, &result.headline)),
                None => p class="lead" { (words.say(untold(results))) },
            }
            @if let (Some(result), Some(form)) = (&shown.result, results.form) { (factors(words, form, &result.factors)) }
            @if !results.units.is_empty() { (units(words, results)) }
            (told(words, results.unit))
            (feedback(words, results.questionnaire))
            (others(words, results))
            (basis(words, results))
            p class="ways" {
                @if shown.result.is_some() { a class="button" href={ "/ket-qua/" (unit.code) "/to-dan?ky=" (shown.row.period) "&lang=" (words.tag()) } { (words.say("public.poster")) } }
                a href={ "/ket-qua?lang=" (words.tag()) } { (words.say("public.all")) }
            }
        }
    };
    layout::public(&title, words.tag(), &content)
}

/// Why no figure is told.
fn untold(results: &Results<'_>) -> &'static str {
    match (results.units, results.shown.is_asked_otherwise) {
        ([], true) => "public.other_form",
        ([], false) => "public.too_few",
        ([_, ..], true | false) => "public.no_whole",
    }
}

/// The page of a unit of which nothing is published.
#[must_use]
pub fn nothing_yet(words: Words, frame: Frame<'_>, unit: &PublicUnit, way: Option<&str>) -> Markup {
    let title = words.fill("public.title", &[("unit", &place::name(&unit.unit))]);
    let content = html! {
        (top(words, frame))
        main class="public" id="content" {
            p class="where" { (words.say("public.centre")) @if let Some(parent) = &unit.parent { " · " (parent.full_name) } }
            h1 { (title) }
            p class="lead" { (words.say("public.nothing_yet")) }
            p { (words.say("public.nothing_yet_how")) }
            (withdrawn(words, &unit.withdrawn))
            (feedback(words, way))
            p class="ways" { a href={ "/ket-qua?lang=" (words.tag()) } { (words.say("public.all")) } }
        }
    };
    layout::public(&title, words.tag(), &content)
}

/// The way to the other language, and whether the figures are made up.
pub(super) fn top(words: Words, frame: Frame<'_>) -> Markup {
    let other = words.language().pick("en", "vi");
    html! {
        nav class="top" aria-label=(words.say("public.language")) {
            @if frame.simulated { span class="chip" { (words.say("desk.simulated")) } }
            a href=(frame.other_language) lang=(other) hreflang=(other) { (words.language().pick("English", "Tiếng Việt")) }
        }
    }
}

/// A figure as people say it: the large number, and what it counts.
pub(super) fn plain(words: Words, figure: &Figure, method: &str) -> (String, String) {
    let exact = number::percent(words, &figure.percent);
    if method != "ty-le" {
        return (exact, words.say("desk.mean_level").to_owned());
    }
    let counted = if figure.roll_up == "overall-question" {
        words.say("public.people")
    } else {
        words.say("public.ratings")
    };
    let (Some(part), Some(all)) = (figure.numerator, figure.denominator) else {
        return (exact, words.say("desk.ratings_satisfied").to_owned());
    };
    let whole = u64::try_from(whole_percent(part, all)).unwrap_or(0);
    let large = match OfHundred::of((part, all), whole) {
        OfHundred::About(n) => n.to_string(),
        OfHundred::NearlyAll => words.say("public.nearly_all").to_owned(),
        OfHundred::HardlyAny => words.say("public.hardly_any").to_owned(),
    };
    (large, counted.to_owned())
}

/// The exact figure behind the large one: percent, counts, n.
pub(super) fn exactly(words: Words, figure: &Figure) -> String {
    let percent = number::percent(words, &figure.percent);
    let n = number::count(words, figure.n);
    let kind = if figure.roll_up == "overall-question" {
        "public.exactly"
    } else {
        "public.exactly_ratings"
    };
    match (figure.numerator, figure.denominator) {
        (Some(part), Some(all)) => words.fill(
            kind,
            &[
                ("percent", &percent),
                ("part", &number::count(words, part)),
                ("all", &number::count(words, all)),
                ("n", &n),
            ],
        ),
        (Some(_) | None, Some(_) | None) => {
            words.fill("public.exactly_mean", &[("percent", &percent), ("n", &n)])
        }
    }
}

fn hero(words: Words, results: &Results<'_>, figure: &Figure) -> Markup {
    let (large, counted) = plain(words, figure, &results.shown.head.method);
    let scale = results.form.and_then(scale);
    html! {
        p class="hero" { span class="large" { (large) } " " span class="counted" { (counted) } }
        p class="lead" { (exactly(words, figure)) }
        @if let Some(limits) = figure.limits() {
            p { (words.fill("public.interval", &[("interval", &number::interval(words, &limits))])) }
        }
        @if let Some(mean) = results.shown.head.whole.as_ref().filter(|_| !results.units.is_empty()).and_then(|whole| whole.mean.as_ref()) {
            p { (words.fill("public.mean", &[("percent", &number::percent(words, mean))])) }
        }
        @if let Some(scale) = scale.filter(|_| !figure.counts.is_empty()) {
            figure class="bar" {
                (chart::levels(words, scale, &figure.counts, ""))
                (chart::legend(words, scale, &figure.counts))
            }
        }
    }
}

/// The scale of the form's headline.
pub(super) fn scale(form: &Form) -> Option<&Scale> {
    let overall = form.overall.as_ref();
    let overall = overall.and_then(|id| form.question(id.as_str()));
    let mut rated = form.counted().filter(|q| q.satisfaction_scale().is_some());
    overall.or_else(|| rated.next())?.satisfaction_scale()
}

fn factors(words: Words, form: &Form, factors: &[FactorFigure]) -> Markup {
    html! {
        @if !factors.is_empty() {
            section class="part" {
                h2 { (words.say("public.factors")) }
                p class="note" { (words.say("public.factors_how")) }
                (factor_list(words, form, factors))
            }
        }
    }
}

/// Each factor with its bar and its figure.
pub(super) fn factor_list(words: Words, form: &Form, factors: &[FactorFigure]) -> Markup {
    let axis = Axis { low: 0, high: 100 };
    let name = |id: &str| {
        let section = form.factors().find(|section| section.id.as_str() == id);
        section
            .map_or(id, |section| section.title.get(words.tag()))
            .to_owned()
    };
    html! {
        ul class="factors" {
            @for factor in factors {
                li {
                    span class="name" { (name(&factor.section)) }
                    @match &factor.figure {
                        Some(figure) => {
                            svg class="share" aria-hidden="true" focusable="false" {
                                rect class="all" width="100%" height="100%" {}
                                rect class="part-of" width=(axis.place(&figure.percent)) height="100%" {}
                            }
                            span class="exact" { b { (number::percent(words, &figure.percent)) } " " span class="note" { "n " (number::count(words, figure.n)) } }
                        },
                        None => span class="exact few" { (words.say("desk.few")) },
                    }
                }
            }
        }
    }
}

fn units(words: Words, results: &Results<'_>) -> Markup {
    let snapshots = results.units.iter().map(|(_, unit)| unit);
    html! {
        section class="part" {
            h2 { (words.say("public.units")) }
            p class="note" { (words.say("public.units_how")) }
            div class="scroll" tabindex="0" role="region" aria-label=(words.say("public.units")) {
                table {
                    thead { tr {
                        th scope="col" { (words.say("publication.unit")) }
                        th scope="col" class="number" { "n" }
                        th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                        th scope="col" class="number" { (words.say("desk.interval")) }
                    } }
                    tbody {
                        @for (code, unit) in results.units {
                            @if let Some(result) = &unit.result {
                                tr {
                                    th scope="row" { a href={ "/ket-qua/" (code) "?lang=" (words.tag()) } { (unit.name) } }
                                    td class="number" { (number::count(words, result.headline.n)) }
                                    td class="number strong" { (number::percent(words, &result.headline.percent)) }
                                    td class="number" { @if let Some(limits) = result.headline.limits() { (number::interval(words, &limits)) } }
                                }
                            }
                        }
                    }
                }
            }
            @for (key, names) in without_figures(snapshots) {
                @if !names.is_empty() { p class="note few-list" { b { (words.say(key)) } ": " (names.join(", ")) "." } }
            }
        }
    }
}

fn told(words: Words, unit: &PublicUnit) -> Markup {
    html! {
        @if !unit.told.is_empty() {
            section class="part" {
                h2 { (words.say("public.told")) }
                ul class="told" {
                    @for (said, done, day) in &unit.told {
                        li {
                            p class="said" { (words.say("plan.said")) ": " (said) }
                            p class="done-about" { b { (words.say("plan.told")) ": " } (done) " " span class="note" { (number::date(words, day)) } }
                        }
                    }
                }
            }
        }
    }
}

fn feedback(words: Words, questionnaire: Option<&str>) -> Markup {
    html! {
        section class="part" {
            h2 { (words.say("public.feedback")) }
            p {
                @if let Some(address) = questionnaire { a href=(address) { (words.say("public.answer_now")) } " " }
                (words.say("public.feedback_how"))
            }
            p class="note" { (words.say("public.complaint")) }
        }
    }
}

fn others(words: Words, results: &Results<'_>) -> Markup {
    let shown = results.shown.row.number;
    let periods = results.unit.periods.iter().zip(results.names);
    let others: Vec<_> = periods
        .filter(|(period, _)| period.row.number != shown)
        .collect();
    html! {
        @if !others.is_empty() || !results.unit.withdrawn.is_empty() {
            section class="part" {
                h2 { (words.say("public.others")) }
                @if !others.is_empty() {
                    table {
                        thead { tr {
                            th scope="col" { (words.say("publication.period")) }
                            th scope="col" class="number" { "n" }
                            th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                            th scope="col" class="number" { (words.say("desk.interval")) }
                        } }
                        tbody {
                            @for (period, (name, address)) in others {
                                tr {
                                    th scope="row" { a href=(address) { (name) } }
                                    @match &period.result {
                                        Some(result) => {
                                            td class="number" { (number::count(words, result.headline.n)) }
                                            td class="number strong" { (number::percent(words, &result.headline.percent)) }
                                            td class="number" { @if let Some(limits) = result.headline.limits() { (number::interval(words, &limits)) } }
                                        },
                                        None => td class="number" colspan="3" { (words.say(if period.is_asked_otherwise { "desk.other_form" } else { "desk.few" })) },
                                    }
                                }
                            }
                        }
                    }
                }
                (withdrawn(words, &results.unit.withdrawn))
            }
        }
    }
}

fn withdrawn(words: Words, acts: &[PublicationRow]) -> Markup {
    html! {
        @for act in acts {
            p class="attention" {
                (words.fill("public.withdrawn", &[
                    ("period", &period_name(words, &act.period)),
                    ("day", &number::date(words, &act.acted_on)),
                    ("reason", act.reason.as_deref().unwrap_or_default()),
                ]))
            }
        }
    }
}

fn period_name(words: Words, period: &str) -> String {
    let parsed = Period::parse(period);
    parsed.map_or_else(|_| period.to_owned(), |parsed| period::name(words, parsed))
}

/// What it rests on, and what it is not.
fn basis(words: Words, results: &Results<'_>) -> Markup {
    let row = &results.shown.row;
    let channels = results.shown.head.channels.iter();
    let channels: Vec<_> = channels.map(|name| channel_name(words, name)).collect();
    html! {
        section class="part basis" {
            h2 { (words.say("public.basis")) }
            p { (words.fill("public.decision", &[
                ("decision", &row.decision),
                ("decided", &number::date(words, &row.decided_on)),
                ("day", &number::date(words, &row.acted_on)),
            ])) }
            @if let Some(reason) = &row.reason { p { (words.fill("public.corrected", &[("reason", reason)])) } }
            p { (words.say("desk.full_title")) ". " (words.say("public.not_sipas")) }
            p class="note" {
                (words.fill("desk.channels_summed", &[("channels", &channels.join(", "))])) " "
                (words.say("desk.interval_note"))
            }
        }
    }
}
