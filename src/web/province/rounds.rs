//! `/tinh/{unit}/dot`: the province's rounds, and a form that opens the next.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::civil::Date;

use crate::domain::account::Role;
use crate::domain::form::Channel;
use crate::domain::merge::Outcome;
use crate::domain::period::{Period, Rule};
use crate::domain::rotation::can_rotate;
use crate::domain::unit::Level;
use crate::usecase::describe_unit::{Described, describe};
use crate::usecase::enrol_device::DEFAULT_FORM;
use crate::usecase::find_unit::{Found, find_today};
use crate::usecase::follow_report::deadline;
use crate::usecase::list_rounds::list;
use crate::usecase::open_round::{OpenError, open};
use crate::web::desk::Desk;
use crate::web::error::{Failure, Shown};
use crate::web::extract::{Form, Path};
use crate::web::period;
use crate::web::site::Site;
use crate::web::view::desk_nav::Tabs;
use crate::web::view::notice::Notice;
use crate::web::view::round_desk::{self, OpenForm, RoundDesk};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/tinh/{unit}/dot", get(show).post(open_one))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let place = Place::find(&desk, &unit).await?;
    place.show(place.fresh(), None).await
}

async fn open_one(
    desk: Desk,
    Path(unit): Path<String>,
    Form(mut fields): Form,
) -> Result<Response, Failure> {
    let place = Place::find(&desk, &unit).await?;
    if !place.opens() {
        return Err(Failure::new(StatusCode::FORBIDDEN));
    }
    let channels = fields.remove("channels").unwrap_or_default();
    let units = codes(&fields.remove("units").unwrap_or_default());
    let values = crate::web::extract::single_values(fields)?;
    let typed = OpenForm {
        values,
        channels,
        units,
        ..place.choices()
    };
    let lines = lines(&typed, &unit);
    let text = lines.iter().flat_map(|(_, line)| [line.as_str(), "\n"]);
    let text: String = text.collect();
    match open(&desk.site.app, "", &text, &desk.who.name).await {
        Ok(opened) => {
            let title = [("title", opened.round.title.as_str())];
            let words = match opened.outcome {
                Outcome::Already => desk.words.fill("round.was_open", &title),
                Outcome::Merged | Outcome::Conflict | Outcome::Refused => {
                    desk.words.fill("round.is_open", &title)
                }
            };
            place.show(place.fresh(), Some(&Notice::Done(words))).await
        }
        Err(OpenError::Usecase(error)) => Err(error.into()),
        Err(OpenError::Problems(problems)) => {
            let mut form = typed;
            let language = desk.words.language();
            for problem in problems {
                let field = lines.get(problem.line.saturating_sub(1));
                let field = field.map_or("title", |(field, _)| *field);
                let words = language.pick(problem.vi, problem.en);
                // The name of the field in the file; the label above says it in words.
                let words = match words.strip_prefix('“').and_then(|it| it.split_once("” ")) {
                    Some((_, words)) => words.to_owned(),
                    None => words,
                };
                form.wrong.entry(field.to_owned()).or_default().push(words);
            }
            let n = form.wrong.values().map(Vec::len).sum::<usize>().to_string();
            let notice = Notice::Refused(vec![desk.words.fill("round.not_open", &[("n", &n)])]);
            let mut response = place.show(form, Some(&notice)).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            response.extensions_mut().insert(Shown);
            Ok(response)
        }
    }
}

/// The round file of what was typed, each line with the field it comes from. What does not have
/// the shape of its field is written as text, and refused as such.
fn lines(form: &OpenForm, province: &str) -> Vec<(&'static str, String)> {
    let value = |name: &str| form.values.get(name).map_or("", |text| text.trim());
    let text = |name: &'static str, key: &str| (name, format!("{key} = {}", quoted(value(name))));
    let mut lines = vec![
        text("title", "title"),
        text("id", "id"),
        ("id", "revision = 1".to_owned()),
        ("title", format!("province = {}", quoted(province))),
        text("period", "period"),
        text("form", "form"),
        text("method", "method"),
    ];
    if !value("rotating").is_empty() {
        lines.push(text("rotating", "rotating"));
    }
    let channels: Vec<String> = form.channels.iter().map(|it| quoted(it)).collect();
    lines.push(("channels", format!("channels = [{}]", channels.join(", "))));
    lines.push((
        "deadline",
        format!("deadline = {}", bare::<Date>(value("deadline"))),
    ));
    lines.push((
        "grace_days",
        format!("grace_days = {}", bare::<u32>(value("grace_days"))),
    ));
    let (number, date) = (value("decision"), value("decision_date"));
    if !number.is_empty() || !date.is_empty() {
        let (number, date) = (quoted(number), bare::<Date>(date));
        let decision = format!("decision = {{ number = {number}, date = {date} }}");
        lines.push(("decision", decision));
    }
    let ticked: BTreeSet<&str> = form.units.iter().map(String::as_str).collect();
    let offered = form.offered.iter().map(|(code, _)| code.as_str()).collect();
    if !ticked.is_empty() && ticked != offered {
        let units: Vec<String> = form.units.iter().map(|code| quoted(code)).collect();
        lines.push(("units", format!("units = [{}]", units.join(", "))));
    }
    let number = value("rule_number");
    let rule = match value("rule") {
        "quota" => format!("rule = \"quota\", answers = {}", bare::<u32>(number)),
        rule if number.is_empty() => format!("rule = {}", quoted(rule)),
        rule => format!(
            "rule = {}, error_percent = {}",
            quoted(rule),
            quoted(&pointed(number))
        ),
    };
    lines.push(("rule_number", format!("target = {{ {rule} }}")));
    if !value("goal").is_empty() {
        lines.push((
            "goal",
            format!("goal = {}", quoted(&pointed(value("goal")))),
        ));
    }
    lines
}

/// Unit codes as boxes send them, one a field, or as they are typed, several in one.
fn codes(fields: &[String]) -> Vec<String> {
    let is_between = |c: char| c.is_whitespace() || c == ',' || c == ';';
    let all = fields.iter().flat_map(|field| field.split(is_between));
    all.filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A decimal as people type it, with the point of a file.
fn pointed(number: &str) -> String {
    number.replace(',', ".")
}

/// A TOML text; JSON's escapes are TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The value as it stands if it has its shape, else as a text that has not.
fn bare<T: std::str::FromStr + ToString>(text: &str) -> String {
    text.parse::<T>()
        .map_or_else(|_| quoted(text), |value| value.to_string())
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
        let found = find_today(app, &desk.who.scope, unit).await?;
        if found.unit.level != Level::Province.as_str() {
            return Err(Failure::not_found());
        }
        Ok(Self {
            described: describe(app, found.edition, unit).await?,
            found,
            desk,
        })
    }

    fn opens(&self) -> bool {
        let node = &self.desk.site.app.node;
        self.desk.who.role == Role::Province && node.unit.as_str() == self.found.unit.code
    }

    /// What can be chosen.
    fn choices(&self) -> OpenForm {
        let (app, tag) = (&self.desk.site.app, self.desk.words.tag());
        let newest = app
            .catalog
            .ids()
            .filter_map(|id| app.catalog.newest(id.as_str()));
        let forms = newest.map(|form| {
            let name = form.form_ref.to_string();
            let title = format!("{} ({name})", form.title.get(tag));
            (name, title)
        });
        let mut forms: Vec<_> = forms.collect();
        forms.sort_by_key(|(name, _)| !name.starts_with(DEFAULT_FORM));
        let none = self.desk.words.say("round.rotating_none").to_owned();
        let rotate = |name: &str| app.catalog.find(name).is_some_and(|form| can_rotate(form));
        let rotating = forms.iter().filter(|(name, _)| rotate(name)).cloned();
        let blocks = std::iter::once((String::new(), none)).chain(rotating);
        let methods = app.methods.ids().filter_map(|id| app.methods.get(id));
        let methods = methods.map(|method| {
            let id = method.id.to_string();
            (id.clone(), format!("{} ({id})", method.title.get(tag)))
        });
        let units = self.found.below.iter();
        OpenForm {
            blocks: blocks.collect(),
            forms,
            methods: methods.collect(),
            offered: units
                .map(|unit| (unit.code.clone(), unit.full_name.clone()))
                .collect(),
            ..OpenForm::default()
        }
    }

    /// What a province mostly wants of the next reporting quarter.
    fn fresh(&self) -> OpenForm {
        let app = &self.desk.site.app;
        let today = app.clock.now_local().date();
        let next = Period::quarter_of(today, Rule::Reporting).next();
        let choices = self.choices();
        let form = choices.forms.first().map_or("", |(name, _)| name.as_str());
        let method = app
            .catalog
            .find(form)
            .map(|form| form.default_method.to_string());
        let name = period::name(
            crate::web::text::Words::of(crate::config::Language::Vi),
            next,
        );
        let code = next.to_string();
        let values = [
            ("title", format!("Đợt khảo sát {name}")),
            ("id", code.trim_end_matches('b').to_lowercase()),
            ("period", code),
            ("form", form.to_owned()),
            ("method", method.unwrap_or_default()),
            ("rule", "slovin".to_owned()),
            ("rule_number", "5".to_owned()),
            ("grace_days", "3".to_owned()),
            ("deadline", deadline(next, None).to_string()),
        ];
        OpenForm {
            values: BTreeMap::from(values.map(|(name, value)| (name.to_owned(), value))),
            channels: Channel::HEADLINE.map(|it| it.as_str().to_owned()).into(),
            ..choices
        }
    }

    async fn show(&self, form: OpenForm, notice: Option<&Notice>) -> Result<Response, Failure> {
        let desk = self.desk;
        let rounds = list(&desk.site.app).await?;
        let head = desk.head(&self.described);
        let period = desk.period.to_string();
        let page = RoundDesk {
            masthead: head.masthead(),
            tabs: Tabs {
                unit: &self.found.unit.code,
                period: &period,
                counter: None,
            },
            name: &self.found.unit.full_name,
            rounds: &rounds,
            form: self.opens().then_some(&form),
            notice,
        };
        Ok(round_desk::page(desk.words, &page).into_response())
    }
}
