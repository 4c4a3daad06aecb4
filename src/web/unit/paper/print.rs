//! The questionnaires to be printed.

use axum::http::StatusCode;
use maud::Markup;

use super::{Kept, asked, services};
use crate::domain::paper::serial_name;
use crate::usecase::issue_paper::account;
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::place;
use crate::web::problem::Problem;
use crate::web::view::paper::print::{self as view, Copies, Tools};

/// Copies printed at a time.
const MOST_COPIES: u32 = 50;

/// `GET`: copies from the serial `tu` to `den`, at most fifty, within one issue.
pub(super) async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let app = &desk.site.app;
    let account = account(app, kept.code()).await?;
    let number = |name: &str| desk.query.get(name).map(str::parse::<u32>).transpose();
    let (Ok(Some(first)), Ok(last)) = (number("tu"), number("den")) else {
        return Err(unreadable());
    };
    let issue = account
        .issues
        .iter()
        .find(|issue| (issue.first..=issue.last).contains(&first))
        .ok_or_else(Failure::not_found)?;
    let most = first.saturating_add(MOST_COPIES - 1).min(issue.last);
    let last = last.unwrap_or(most);
    if !(first..=most).contains(&last) {
        return Err(unreadable());
    }
    let form = app
        .catalog
        .find(&issue.form)
        .ok_or_else(Failure::not_found)?;
    let language = desk.query.get("mau").unwrap_or("vi");
    let language = form.languages.iter().find(|tag| *tag == language);
    let language = language.map_or("vi", String::as_str);
    let serials: Vec<String> = (first..=last)
        .map(|n| serial_name(kept.code(), n))
        .collect();
    let around = kept.around();
    let here = |first: u32, last: u32, tag: &str| {
        around.address(&format!("/in?tu={first}&den={last}&mau={tag}"))
    };
    let following = (last < issue.last).then(|| {
        let next = last + 1;
        here(
            next,
            next.saturating_add(MOST_COPIES - 1).min(issue.last),
            language,
        )
    });
    let others = form.languages.iter().filter(|tag| *tag != language);
    let languages: Vec<_> = others
        .map(|tag| (tag.clone(), here(first, last, tag)))
        .collect();
    let services = services(app);
    Ok(view::page(&Copies {
        form,
        items: &asked(form, &services, language).items(),
        language,
        unit_name: &place::name(&kept.unit.unit),
        serials: &serials,
        tools: Tools {
            back: &around.address(""),
            following: following.as_deref(),
            languages: &languages,
        },
        words: desk.words,
    }))
}

fn unreadable() -> Failure {
    let problem = Problem::whole(
        "invalid",
        "mỗi lần in từ 1 đến 50 tờ trong một đợt cấp",
        "1 to 50 copies of one issue are printed at a time",
    );
    Failure::with(StatusCode::UNPROCESSABLE_ENTITY, vec![problem])
}
