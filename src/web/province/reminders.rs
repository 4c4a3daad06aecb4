//! `/tinh/{unit}/nhac-nop`: who has reported, words to remind the others, and what waits to be accepted.

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::domain::merge::Outcome;
use crate::domain::report::{Act, Stage, State};
use crate::domain::unit::Level;
use crate::exchange::bundle::MAX_FILE_BYTES;
use crate::usecase::advance_report::{AdvanceError, Asked, advance};
use crate::usecase::describe_unit::{Described, describe};
use crate::usecase::exchange_letter;
use crate::usecase::find_unit::{Found, find};
use crate::usecase::list_submissions::{Board, Line, board};
use crate::usecase::merge_bundle::{self, Mode, merge};
use crate::usecase::permit::Deed;
use crate::usecase::prepare_confirmation::Seen;
use crate::usecase::remind_unit::remind;
use crate::web::desk::Desk;
use crate::web::error::{Failure, Shown};
use crate::web::extract::{Form, Path, single_values};
use crate::web::site::Site;
use crate::web::unit::report::{in_words, said, status, uploaded};
use crate::web::view::desk_nav::Tabs;
use crate::web::view::notice::Notice;
use crate::web::view::number;
use crate::web::view::reminder_desk::{self, ReminderDesk};
use crate::web::{period, place};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/tinh/{unit}/nhac-nop", get(show))
        .route("/tinh/{unit}/nhac-nop/da-nhac", post(mark))
        .route("/tinh/{unit}/nhac-nop/buoc", post(step))
        .route("/tinh/{unit}/nhac-nop/nhan", post(take))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    Place::find(&desk, &unit).await?.show(None, None).await
}

async fn mark(
    desk: Desk,
    Path(unit): Path<String>,
    Form(fields): Form,
) -> Result<Redirect, Failure> {
    let place = Place::find(&desk, &unit).await?;
    let fields = single_values(fields)?;
    let reminded = fields.get("unit").map_or("", String::as_str);
    place.require_below(reminded)?;
    remind(&desk.site.app, &desk.who, reminded, desk.period).await?;
    Ok(Redirect::to(&place.address()))
}

async fn step(
    desk: Desk,
    Path(unit): Path<String>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let place = Place::find(&desk, &unit).await?;
    let fields = single_values(fields)?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let below = field("unit");
    place.require_below(below)?;
    let act = Act::parse(field("act")).ok_or(Failure::new(StatusCode::UNPROCESSABLE_ENTITY))?;
    let asked = Asked {
        unit: below,
        period: desk.period,
        act,
        position: field("position"),
        reason: field("reason"),
        seen: Seen::default(),
    };
    match advance(&desk.site.app, &desk.who, asked).await {
        Ok(()) => Ok(Redirect::to(&place.address()).into_response()),
        Err(AdvanceError::Usecase(error)) => Err(error.into()),
        Err(AdvanceError::Faults(faults)) => {
            let notice = Notice::Refused(said(&desk, &faults));
            let typed = (act == Act::RequestChange).then_some((below, asked.reason));
            place.answer(status(&faults), typed, &notice).await
        }
    }
}

/// Takes a file of a unit: its letter, or its bundle.
async fn take(desk: Desk, Path(unit): Path<String>, request: Request) -> Result<Response, Failure> {
    let place = Place::find(&desk, &unit).await?;
    desk.who.require(&desk.site.app, Deed::Receive)?;
    // Before the body: a file that has to wait is not read.
    let _place = desk
        .site
        .bundles
        .try_acquire()
        .map_err(|_| Failure::new(StatusCode::SERVICE_UNAVAILABLE))?;
    let file = uploaded(request, MAX_FILE_BYTES).await?;
    let (outcome, problems) = if is_letter(&file) {
        let line = exchange_letter::take(&desk.site.app, &desk.who, &file).await?;
        (line.outcome, in_words(&desk, &line.problems))
    } else {
        let handed = merge_bundle::Handed {
            bytes: file,
            scope: &desk.who.scope,
            actor: &desk.who.name,
            mode: Mode::Merge,
        };
        let line = merge(&desk.site.app, handed).await?;
        let language = desk.words.language();
        let problems = line.problems.iter();
        let words = problems.map(|problem| match problem.line {
            Some(line) => {
                let place = language.pick("dòng", "line");
                format!("{place} {line}: {}", problem.fault.words(language))
            }
            None => problem.fault.words(language),
        });
        (line.outcome, words.collect())
    };
    let (status, notice) = match outcome {
        Outcome::Merged => (StatusCode::OK, done(desk.words.say("report_way.taken"))),
        Outcome::Already => (
            StatusCode::OK,
            done(desk.words.say("report_way.taken_before")),
        ),
        Outcome::Conflict => (StatusCode::CONFLICT, Notice::Refused(problems)),
        Outcome::Refused => (StatusCode::UNPROCESSABLE_ENTITY, Notice::Refused(problems)),
    };
    place.answer(status, None, &notice).await
}

fn done(text: &str) -> Notice {
    Notice::Done(text.to_owned())
}

/// A letter says what it is on its first line.
fn is_letter(file: &[u8]) -> bool {
    let first = file.split(|byte| *byte == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(first).contains("\"kind\":\"hailong-letter\"")
}

/// A province, seen by someone signed in.
struct Place<'a> {
    desk: &'a Desk,
    found: Found,
    described: Described,
}

impl<'a> Place<'a> {
    async fn find(desk: &'a Desk, unit: &str) -> Result<Self, Failure> {
        let app = &desk.site.app;
        let found = find(app, &desk.who.scope, unit, desk.period).await?;
        if found.unit.level != Level::Province.as_str() {
            return Err(Failure::not_found());
        }
        Ok(Self {
            described: describe(app, found.edition, unit).await?,
            found,
            desk,
        })
    }

    fn address(&self) -> String {
        let unit = &self.found.unit.code;
        format!("/tinh/{unit}/nhac-nop?period={}", self.desk.period)
    }

    fn require_below(&self, code: &str) -> Result<(), Failure> {
        let is_below = self.found.below.iter().any(|unit| unit.code == code);
        is_below.then_some(()).ok_or_else(Failure::not_found)
    }

    async fn answer(
        &self,
        status: StatusCode,
        typed: Option<(&str, &str)>,
        notice: &Notice,
    ) -> Result<Response, Failure> {
        let mut response = self.show(typed, Some(notice)).await?;
        *response.status_mut() = status;
        response.extensions_mut().insert(Shown);
        Ok(response)
    }

    async fn show(
        &self,
        typed: Option<(&str, &str)>,
        notice: Option<&Notice>,
    ) -> Result<Response, Failure> {
        let (desk, code) = (self.desk, &self.found.unit.code);
        let app = &desk.site.app;
        let board = board(app, &desk.who.scope, code, desk.period).await?;
        let letter = self.letter(&board);
        let head = desk.head(&self.described);
        let period = desk.period.to_string();
        let page = ReminderDesk {
            masthead: head.masthead(),
            tabs: Tabs {
                unit: code,
                period: &period,
                counter: None,
            },
            name: &self.found.unit.full_name,
            period: &desk.shown(),
            board: &board,
            letter: letter
                .as_ref()
                .map(|(whom, text)| (whom.as_str(), text.as_str())),
            receives: desk.who.may(app, Deed::Receive),
            typed,
            notice,
        };
        Ok(reminder_desk::page(desk.words, &page).into_response())
    }

    /// Words to send to the unit that `?nhac=` names, for its report or for its figures alone, else
    /// to all that have not reported; in Vietnamese, as they go to Vietnamese offices. Nobody is
    /// asked while the period runs.
    fn letter(&self, board: &Board) -> Option<(String, String)> {
        if board.stage == Stage::Running {
            return None;
        }
        let words = self.desk.words;
        if let Some(code) = self.desk.query.get("nhac") {
            let line = board.lines.iter().find(|line| line.unit == code)?;
            return Some((line.name.clone(), self.words_to(board, Whom::One(line))));
        }
        let missing = board.lines.iter().filter(|line| line.is_awaited());
        let missing: Vec<&Line> = missing.collect();
        let first = missing.first()?;
        let all = words.fill("reminder.to_all", &[("n", &missing.len().to_string())]);
        Some((all, self.words_to(board, Whom::All(first, &missing))))
    }

    fn words_to(&self, board: &Board, whom: Whom<'_>) -> String {
        let words = crate::web::text::Words::of(crate::config::Language::Vi);
        let date = |day: jiff::civil::Date| number::date(words, &day.to_string());
        let period = self.desk.period;
        let due = |line: &Line| {
            let late = board.days_late(line).map_or(String::new(), |days| {
                words.fill("reminder.letter_late", &[("n", &days.to_string())])
            });
            format!("{}{late}", date(line.term.deadline))
        };
        let from_to = number::dates(words, &period.from().to_string(), &period.to().to_string());
        let name = period::name(words, period);
        let common = [
            ("period", name.as_str()),
            ("days", from_to.as_str()),
            ("today", &date(board.today)),
            ("province", &place::name(&self.found.unit)),
        ];
        let (first, all) = match whom {
            Whom::One(line) => {
                let due = due(line);
                let returned = line.report.last(Act::RequestChange);
                let reason = returned.and_then(|step| step.reason.as_deref());
                let own = [
                    ("unit", line.name.as_str()),
                    ("due", due.as_str()),
                    ("reason", reason.unwrap_or_default()),
                ];
                let values: Vec<_> = common.into_iter().chain(own).collect();
                let key = if line.report.state == State::Returned {
                    /* key */
                    "reminder.letter_returned"
                } else if line.lacks_figures() {
                    /* key */
                    "reminder.letter_figures"
                } else {
                    /* key */
                    "reminder.letter_one"
                };
                return words.fill(key, &values);
            }
            Whom::All(first, all) => (first, all),
        };
        // Rounds of the same period may each have days of their own.
        let days = |line: &Line| (line.term.deadline, line.term.grace_days);
        let is_one_day = all.iter().all(|line| days(line) == days(first));
        let each = all.iter().map(|line| {
            if is_one_day {
                return line.name.clone();
            }
            let own = [("unit", line.name.as_str()), ("due", &due(line))];
            words.fill("reminder.letter_own", &own)
        });
        let (n, list) = (all.len().to_string(), each.collect::<Vec<_>>().join("; "));
        let due = if is_one_day {
            due(first)
        } else {
            words.say("reminder.letter_each").to_owned()
        };
        let more = [
            ("n", n.as_str()),
            ("units", list.as_str()),
            ("due", due.as_str()),
        ];
        let values: Vec<_> = common.into_iter().chain(more).collect();
        words.fill("reminder.letter_all", &values)
    }
}

/// Whom words go to.
#[derive(Clone, Copy)]
enum Whom<'a> {
    One(&'a Line),
    /// The first of all, and all.
    All(&'a Line, &'a [&'a Line]),
}
