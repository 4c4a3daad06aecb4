//! Typing paper questionnaires in: the first time, the second time, and where the two differ.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use serde_json::Value;

use super::{Kept, asked, posted, refusal, services};
use crate::domain::form::{Form, Kind};
use crate::domain::paper::{Decision, Difference, read_serial, serial_name};
use crate::domain::sheet::Problem;
use crate::usecase::key_paper::{
    Decided, KeyError, Keyed, Keying, declare as declare_keyer, has_declared, key, key_decided,
};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::{self, Path};
use crate::web::form_data;
use crate::web::json::read_strictly;
use crate::web::kiosk::posted::Twice;
use crate::web::view::paper::differences::{self as differing, Again, Differences};
use crate::web::view::paper::keying::{self as view};
use crate::web::view::questionnaire::Given;

/// What is typed before every sheet and stays from one to the next.
const STAYS: [(&str, &str); 2] = [("ngay", "day"), ("tieng", "language")];

/// `GET`: an empty sheet, or first the declaration.
pub(super) async fn show(
    desk: Desk,
    Path((unit, form)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let form = find_form(&desk, &form)?;
    if !has_declared(&desk.site.app, &desk.who.name, kept.code()).await? {
        return Ok(declaration(&kept, form, None));
    }
    let stays = STAYS.iter().filter_map(|(query, field)| {
        let value = desk.query.get(query)?.to_owned();
        Some(((*field).to_owned(), vec![value]))
    });
    let done = desk.query.get("xong").and_then(|done| {
        let (serial, time) = done.split_once('.')?;
        let name = serial_name(kept.code(), serial.parse().ok()?);
        let key = match time {
            "1" => "paper_entry.done_first",
            _ => "paper_entry.done_second",
        };
        Some(desk.words.fill(key, &[("serial", &name)]))
    });
    Ok(screen(
        &kept,
        form,
        &stays.collect(),
        (&[], done.as_deref()),
    ))
}

fn find_form<'a>(desk: &'a Desk, name: &str) -> Result<&'a Form, Failure> {
    let found = desk.site.app.catalog.find(name);
    found.map(AsRef::as_ref).ok_or_else(Failure::not_found)
}

fn declaration(kept: &Kept<'_>, form: &Form, refused: Option<&str>) -> Markup {
    let around = kept.around();
    let action = around.address(&format!("/nguoi-nhap?mau={}", form.form_ref));
    view::declaration(&around, &action, refused)
}

fn screen(
    kept: &Kept<'_>,
    form: &Form,
    given: &Given,
    (problems, done): (&[Problem], Option<&str>),
) -> Markup {
    let around = kept.around();
    let services = services(&kept.desk.site.app);
    let words = kept.desk.words;
    view::page(&view::Keying {
        around,
        form,
        items: &asked(form, &services, words.tag()).items(),
        action: &around.address(&format!("/nhap/{}", form.form_ref)),
        mended: None,
        today: &kept.desk.site.app.today(),
        given,
        problems: &posted::wrongs(words, form, problems),
        done,
    })
}

/// `POST`: the declaration of someone who does not serve the counter, once a day.
pub(super) async fn declare(
    desk: Desk,
    Path(unit): Path<String>,
    extract::Form(fields): extract::Form,
) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let form = find_form(&desk, desk.query.get("mau").unwrap_or("hai-long-quay"))?;
    if !fields.contains_key("cam-ket") {
        let refused = desk.words.say("paper_entry.declare_needed");
        return Ok(refusal(
            declaration(&kept, form, Some(refused)).into_response(),
        ));
    }
    declare_keyer(&desk.site.app, &desk.who.name, kept.code()).await?;
    let address = kept.around().address(&format!("/nhap/{}", form.form_ref));
    Ok(Redirect::to(&address).into_response())
}

/// `POST`: takes a sheet, gives it back with everything that is to be mended, or shows where it
/// differs from the first keying.
pub(super) async fn take(
    desk: Desk,
    Path((unit, form)): Path<(String, String)>,
    extract::Form(given): extract::Form,
) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let form = find_form(&desk, &form)?;
    if !has_declared(&desk.site.app, &desk.who.name, kept.code()).await? {
        return Ok(refusal(declaration(&kept, form, None).into_response()));
    }
    let (serial, sheet) = posted::read(form, given.clone()).map_err(twice)?;
    let keying = Keying {
        actor: &desk.who.name,
        unit: kept.code(),
        form,
        serial: &serial,
        sheet,
    };
    let second = Value::Object(keying.tidied());
    match key(&desk.site.app, keying).await {
        Ok(Keyed::Differs(found)) => {
            let page = Found {
                serial: &serial,
                second: &second,
                differences: &found,
            };
            Ok(differ(&kept, form, &page, (Again::First, &[])).into_response())
        }
        Ok(done) => Ok(next(&kept, form, &second, &done)),
        Err(KeyError::Problems(problems)) => {
            let page = screen(&kept, form, &given, (&problems, None));
            Ok(refusal(page.into_response()))
        }
        Err(KeyError::Failed(error)) => Err(error.into()),
    }
}

/// `POST`: takes what was decided where two keyings differ.
pub(super) async fn decide(
    desk: Desk,
    Path((unit, form)): Path<(String, String)>,
    extract::Form(mut given): extract::Form,
) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let form = find_form(&desk, &form)?;
    let second = given.remove("second").unwrap_or_default().concat();
    let Ok(Value::Object(second)) = read_strictly(&second) else {
        return Err(Failure::new(StatusCode::BAD_REQUEST));
    };
    let decisions = decisions(form, &mut given);
    let (serial, other) = posted::read(form, given).map_err(twice)?;
    let keying = Keying {
        actor: &desk.who.name,
        unit: kept.code(),
        form,
        serial: &serial,
        sheet: second.clone(),
    };
    let second = Value::Object(second);
    let decided = Decided { decisions, other };
    match key_decided(&desk.site.app, keying, decided).await {
        Ok(Keyed::Differs(found)) => {
            let page = Found {
                serial: &serial,
                second: &second,
                differences: &found,
            };
            let page = differ(&kept, form, &page, (Again::Undecided, &[]));
            Ok(refusal(page.into_response()))
        }
        Ok(done) => Ok(next(&kept, form, &second, &done)),
        // Something typed anew breaks a rule: the second keying is shown again, to be mended.
        Err(KeyError::Problems(problems)) => {
            let mut fields = second.as_object().map(posted::fields).unwrap_or_default();
            fields.insert("serial".to_owned(), vec![serial]);
            let page = screen(&kept, form, &fields, (&problems, None));
            Ok(refusal(page.into_response()))
        }
        Err(KeyError::Failed(error)) => Err(error.into()),
    }
}

/// What was decided by field. "Neither" without saying what instead is no decision, where one
/// answer is to be ticked.
fn decisions(form: &Form, given: &mut Given) -> BTreeMap<String, Decision> {
    let mut decisions = BTreeMap::new();
    given.retain(|name, values| match name.strip_prefix("decide-") {
        None => true,
        Some(field) => {
            let decision = values.first().and_then(|value| Decision::parse(value));
            decisions.extend(decision.map(|decision| (field.to_owned(), decision)));
            false
        }
    });
    decisions.retain(|field, decision| {
        *decision != Decision::Other || !takes_one(form, field) || given.contains_key(field)
    });
    decisions
}

fn takes_one(form: &Form, field: &str) -> bool {
    field == "service"
        || form
            .question(field)
            .is_some_and(|question| match question.kind {
                Kind::Rating(_) | Kind::Choice(_) => true,
                Kind::Multi { .. } | Kind::Text => false,
            })
}

struct Found<'a> {
    serial: &'a str,
    second: &'a Value,
    differences: &'a [Difference],
}

fn differ(
    kept: &Kept<'_>,
    form: &Form,
    found: &Found<'_>,
    (is_again, problems): (Again, &[Problem]),
) -> Markup {
    let around = kept.around();
    let services = services(&kept.desk.site.app);
    let words = kept.desk.words;
    let serial = read_serial(kept.code(), found.serial);
    differing::page(&Differences {
        around,
        items: &asked(form, &services, words.tag()).items(),
        serial: &serial.map_or(String::new(), |serial| serial_name(kept.code(), serial)),
        action: &around.address(&format!("/nhap/{}/quyet-dinh", form.form_ref)),
        second: &found.second.to_string(),
        differences: found.differences,
        problems: &posted::wrongs(words, form, problems),
        is_again,
    })
}

/// On to the next sheet, with the day and the language of this one.
fn next(kept: &Kept<'_>, form: &Form, sheet: &Value, done: &Keyed) -> Response {
    let (serial, time) = match done {
        Keyed::First(serial) => (*serial, 1),
        Keyed::Second(serial) => (*serial, 2),
        Keyed::Differs(_) => return kept.home().into_response(),
    };
    let fields = sheet.as_object().map(posted::fields).unwrap_or_default();
    let stays = STAYS.iter().filter_map(|(query, field)| {
        let value = fields.get(*field)?.first()?;
        Some(format!("&{query}={}", form_data::encode(value)))
    });
    let stays: String = stays.collect();
    let address = format!("/nhap/{}?xong={serial}.{time}{stays}", form.form_ref);
    Redirect::to(&kept.around().address(&address)).into_response()
}

fn twice(Twice: Twice) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST)
}
