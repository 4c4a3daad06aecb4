//! `/don-vi/{unit}`: the period at a glance.

mod compared;
mod factors;
mod results;

use maud::Markup;

use self::compared::{Compared, Other};
use self::factors::lines;
use self::results::{Results, service_names};
use crate::domain::period::Period;
use crate::domain::progress::{Collected, Progress};
use crate::domain::unit::Level;
use crate::usecase::UsecaseError;
use crate::usecase::compute_results::Counted;
use crate::usecase::describe_unit::describe;
use crate::usecase::find_main_form::{form_of, used_in_order};
use crate::usecase::find_unit::find_collected;
use crate::usecase::follow_progress::follow;
use crate::usecase::follow_report::task;
use crate::usecase::import_dossiers::visits;
use crate::usecase::release_results::release;
use crate::usecase::switch_open_page::{OpenPage, state};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::period;
use crate::web::unit::counter::may_keep;
use crate::web::unit::questions::quality_line;
use crate::web::view::desk_nav::Tabs;
use crate::web::view::period::{Link, Shown};
use crate::web::view::unit::glance::{self as view, Files, FormGlance, Glance};
use crate::web::view::unit::{Counter, Empty, NoTarget, Sheets, WeekCounts};
use crate::web::view::{disclosure, task_line};

pub(super) async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    let app = &desk.site.app;
    let counted = release(app, &desk.who.scope, &unit, desk.period).await?;
    if counted.found.unit.level == Level::Province.as_str() {
        return Err(Failure::not_found());
    }
    let place = Place::of(&desk, &counted).await?;
    let seen = Seen::of(&desk, &counted).await?;
    render(&desk, &counted, &place, &seen).await
}

/// What the unit is here, whatever the period.
struct Place {
    is_collected: bool,
    questionnaire: Option<String>,
}

impl Place {
    async fn of(desk: &Desk, counted: &Counted) -> Result<Self, Failure> {
        let app = &desk.site.app;
        let unit = counted.found.unit.code.as_str();
        let is_collected = match find_collected(app, unit).await {
            Ok(_) => true,
            Err(UsecaseError::UnknownUnit(_)) => false,
            Err(error) => return Err(error.into()),
        };
        let is_open = is_collected && state(app, unit).await? == OpenPage::On;
        Ok(Self {
            is_collected,
            questionnaire: is_open.then(|| format!("/phieu/{unit}/hai-long-quay")),
        })
    }

    /// The pages of the counter, for who keeps it.
    fn counter<'a>(&self, desk: &Desk, unit: &'a str) -> Option<Counter<'a>> {
        match (may_keep(desk), self.is_collected) {
            (false, true | false) => None,
            (true, true) => Some(Counter::Kept(unit)),
            (true, false) => Some(Counter::New(unit)),
        }
    }
}

/// Every form of the period, with what it is held against.
struct Seen {
    forms: Vec<SeenForm>,
    empty_progress: Progress,
}

struct SeenForm {
    results: Results,
    compared: Compared,
    progress: Progress,
}

impl Seen {
    async fn of(desk: &Desk, counted: &Counted) -> Result<Self, Failure> {
        let app = &desk.site.app;
        let [before, year_before] = [desk.period.previous(), desk.period.a_year_before()];
        let before = Other::find(desk, counted, before).await?;
        let year_before = Other::find(desk, counted, year_before).await?;
        let mut forms = Vec::new();
        for form in used_in_order(app, counted, form_of(counted.round()))? {
            let Some(results) = Results::of(app, counted, form)? else {
                continue;
            };
            let goal = counted
                .round_of(&results.form)
                .and_then(|round| round.goal.clone());
            let compared = Compared::of(app, &results, [&before, &year_before], goal)?;
            let progress = follow(app, counted, &results.form, results.headline.n).await?;
            forms.push(SeenForm {
                results,
                compared,
                progress,
            });
        }
        Ok(Self {
            forms,
            empty_progress: empty_progress(desk, counted),
        })
    }
}

/// The progress of a period without a sheet.
fn empty_progress(desk: &Desk, counted: &Counted) -> Progress {
    let unit = counted.found.unit.code.as_str();
    let dossiers = counted.dossiers.get(unit).copied();
    let round = counted.round();
    Progress::of(&Collected {
        period: desk.period,
        today: today(desk),
        n: 0,
        wanted: round.and_then(|round| round.sheets_wanted(unit, dossiers)),
        by_day: None,
    })
}

async fn render(
    desk: &Desk,
    counted: &Counted,
    place: &Place,
    seen: &Seen,
) -> Result<Markup, Failure> {
    let app = &desk.site.app;
    let found = &counted.found;
    let unit = found.unit.code.as_str();
    let described = describe(app, found.edition, unit).await?;
    let visits = visits(app, &found.unit, desk.period).await?;
    let (shown, days) = (desk.shown(), Days::of(desk));
    let whole_year = whole_year(desk, unit);
    let parts = Parts {
        desk,
        counted,
        days: &days,
        by_week: if place.is_collected {
            WeekCounts::Known
        } else {
            WeekCounts::Elsewhere
        },
    };
    let each = seen.forms.iter();
    let purposes: Vec<_> = each
        .clone()
        .map(|form| form.results.purposes(desk.words, &visits))
        .collect();
    let factors: Vec<_> = each.clone().map(|form| parts.factors(form)).collect();
    let forms: Vec<FormGlance<'_>> = each
        .zip(&purposes)
        .zip(&factors)
        .map(|((form, purposes), factors)| FormGlance {
            purposes: purposes.as_ref(),
            factors: factors.as_ref(),
            whole_year: whole_year.as_ref(),
            ..parts.form(form, &shown)
        })
        .collect();
    let head = desk.head(&described);
    let files = [
        desk.file("so-lieu.xlsx"),
        desk.file("so-lieu.csv"),
        report(desk, unit),
    ];
    let [workbook, csv, report] = &files;
    let (period, door) = (desk.period.to_string(), counter_address(desk, place, unit));
    let page = Glance {
        masthead: head.masthead(),
        tabs: Tabs {
            unit,
            period: &period,
            counter: door.as_deref(),
        },
        name: &found.unit.full_name,
        period: &shown,
        files: Files {
            workbook,
            csv,
            report,
        },
        task: Some(task_line::line_with_state(
            desk.words,
            &task(app, &found.unit, desk.period).await?,
        )),
        disclosure: disclosure::note(desk.words, counted.disclosed()),
        quality: Some(quality_line(desk, &found.unit).await?),
        forms: &forms,
        empty: parts.empty(place, &seen.empty_progress, &shown),
        services: &service_names(app),
    };
    Ok(view::page(desk.words, &page))
}

/// The days a page is drawn over, as they are written.
struct Days {
    from: String,
    to: String,
    today: String,
}

impl Days {
    fn of(desk: &Desk) -> Self {
        Self {
            from: desk.period.from().to_string(),
            to: desk.period.to().to_string(),
            today: today(desk).to_string(),
        }
    }
}

/// What every part of the page goes by.
struct Parts<'a> {
    desk: &'a Desk,
    counted: &'a Counted,
    days: &'a Days,
    by_week: WeekCounts,
}

impl<'a> Parts<'a> {
    fn sheets(&self, progress: &'a Progress, is_enough: bool) -> Sheets<'a> {
        Sheets {
            progress,
            from: &self.days.from,
            to: &self.days.to,
            today: &self.days.today,
            by_week: self.by_week,
            no_target: progress.wanted.is_none().then(|| self.no_target()),
            is_enough,
        }
    }

    fn no_target(&self) -> NoTarget {
        match self.counted.round() {
            None => NoTarget::NoRound,
            Some(round) if round.target.is_some() => NoTarget::NoDossiers,
            Some(_) => NoTarget::NoneSet,
        }
    }

    fn form(&self, form: &'a SeenForm, shown: &'a Shown) -> FormGlance<'a> {
        let results = &form.results;
        FormGlance {
            form: &results.form,
            compared: form.compared.shown(&shown.name, &results.headline),
            whole_year: None,
            sheets: self.sheets(&form.progress, results.headline.enough),
            purposes: None,
            factors: None,
            sections: &results.sections,
            questions: &results.questions,
            channels: &results.channels,
            months: &results.months,
            services: &results.services,
        }
    }

    fn factors(&self, form: &'a SeenForm) -> Option<crate::web::view::unit::Factors<'a>> {
        let round = self.counted.round_of(&form.results.form);
        lines(&form.results, &form.compared, round)
    }

    fn empty(&self, place: &'a Place, progress: &'a Progress, shown: &'a Shown) -> Empty<'a> {
        let unit = self.counted.found.unit.code.as_str();
        let round = self.counted.round();
        Empty {
            sheets: Sheets {
                by_week: WeekCounts::Known,
                ..self.sheets(progress, false)
            },
            enough: round
                .map_or(crate::domain::sample::Enough::DEFAULT, |round| round.enough)
                .answers,
            is_over: today(self.desk) > self.desk.period.to(),
            counter: place.counter(self.desk, unit),
            questionnaire: place.questionnaire.as_deref(),
            before: shown.previous.as_ref(),
        }
    }
}

fn today(desk: &Desk) -> jiff::civil::Date {
    desk.site.app.clock.now_local().date()
}

/// Where the unit's report is drafted, confirmed and printed.
fn report(desk: &Desk, unit: &str) -> String {
    format!("/don-vi/{unit}/bao-cao?period={}", desk.period)
}

fn counter_address(desk: &Desk, place: &Place, unit: &str) -> Option<String> {
    place
        .counter(desk, unit)
        .map(|_| format!("/don-vi/{unit}/may"))
}

/// The year of a shorter period, where a small unit has enough answers sooner.
fn whole_year(desk: &Desk, unit: &str) -> Option<Link> {
    let text = desk.period.to_string();
    let (year, part) = text.split_once('-')?;
    let rule = if part.ends_with('b') { "b" } else { "" };
    let year = Period::parse(&format!("{year}{rule}")).ok()?;
    Some(Link {
        name: period::name(desk.words, year),
        address: format!("/don-vi/{unit}?period={year}"),
        here: false,
    })
}
