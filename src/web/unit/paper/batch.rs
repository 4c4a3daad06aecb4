//! A batch: drawn, compared with its paper, stored.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

use super::{Kept, after, asked, posted, refusal, services};
use crate::domain::form::{Choice, Form};
use crate::domain::paper::serial_name;
use crate::domain::sheet::Problem;
use crate::storage::paper_entry::EntryRow;
use crate::usecase::key_paper::{KeyError, Keying, body};
use crate::usecase::store_paper::{
    agree as keep_agreement, close_batch, draw_batch, drawn_sheet, form_of, mend as keep_mended,
    open_batch, send,
};
use crate::usecase::{App, UsecaseError};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::{self, Path};
use crate::web::view::paper::batch::{self as view, Batch, Checked, Drawn};
use crate::web::view::paper::keying;
use crate::web::view::questionnaire::Given;

/// `GET`: the sheets that were drawn; without a batch, back to the account.
pub(super) async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let app = &desk.site.app;
    let Some(batch) = open_batch(app, kept.code()).await? else {
        return Ok(kept.home().into_response());
    };
    let services = services(app);
    let drawn = batch
        .drawn
        .iter()
        .map(|entry| drawn(&kept, &services, entry))
        .collect::<Result<Vec<_>, _>>()?;
    let page = view::page(&Batch {
        around: kept.around(),
        n_sheets: batch.n_sheets,
        drawn: &drawn,
    });
    Ok(page.into_response())
}

fn drawn<'a>(
    kept: &'a Kept<'_>,
    services: &'a [Choice],
    entry: &EntryRow,
) -> Result<Drawn<'a>, Failure> {
    let sheet = body(entry).map_err(UsecaseError::from)?;
    let form = form_of(&kept.desk.site.app, &sheet).ok_or_else(Failure::not_found)?;
    Ok(Drawn {
        serial: entry.serial,
        name: serial_name(kept.code(), entry.serial),
        form,
        items: asked(form, services, kept.desk.words.tag()).items(),
        sheet,
        checked: match entry.recheck.as_deref() {
            Some("agrees") => Checked::Agrees,
            Some("mended") => Checked::Mended,
            Some("confirmed") => Checked::Confirmed,
            Some(_) | None => Checked::Wanted,
        },
    })
}

/// `POST`: makes a batch of everything that waits.
pub(super) async fn draw(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    match draw_batch(&desk.site.app, &desk.who.name, kept.code()).await {
        Ok(()) => Ok(Redirect::to(&kept.around().address("/lo")).into_response()),
        Err(error) => after(&kept, Err(error)).await,
    }
}

/// `POST`: the sheet says what its paper says.
pub(super) async fn agree(
    desk: Desk,
    Path((unit, serial)): Path<(String, u32)>,
) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    match keep_agreement(&desk.site.app, &desk.who.name, kept.code(), serial).await {
        Ok(()) => Ok(Redirect::to(&kept.around().address("/lo")).into_response()),
        Err(error) => after(&kept, Err(error)).await,
    }
}

/// `GET`: a drawn sheet, to be typed over.
pub(super) async fn mending(
    desk: Desk,
    Path((unit, serial)): Path<(String, u32)>,
) -> Result<Markup, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let entry = drawn_sheet(&desk.site.app, kept.code(), serial).await?;
    let sheet = body(&entry).map_err(UsecaseError::from)?;
    let form = form_of(&desk.site.app, &sheet).ok_or_else(Failure::not_found)?;
    Ok(screen(&kept, (form, serial), &posted::fields(&sheet), &[]))
}

fn screen(
    kept: &Kept<'_>,
    (form, serial): (&Form, u32),
    given: &Given,
    problems: &[Problem],
) -> Markup {
    let around = kept.around();
    let app: &App = &kept.desk.site.app;
    let words = kept.desk.words;
    let services = services(app);
    keying::page(&keying::Keying {
        around,
        form,
        items: &asked(form, &services, words.tag()).items(),
        action: &around.address(&format!("/lo/{serial}/sua")),
        mended: Some(&serial_name(kept.code(), serial)),
        today: &app.today(),
        given,
        problems: &posted::wrongs(words, form, problems),
        done: None,
    })
}

/// `POST`: takes what the paper says instead.
pub(super) async fn mend(
    desk: Desk,
    Path((unit, serial)): Path<(String, u32)>,
    extract::Form(given): extract::Form,
) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let app = &desk.site.app;
    let entry = drawn_sheet(app, kept.code(), serial).await?;
    let form = body(&entry).map_err(UsecaseError::from)?;
    let form = form_of(app, &form).ok_or_else(Failure::not_found)?;
    let (_, sheet) =
        posted::read(form, given.clone()).map_err(|_| Failure::new(StatusCode::BAD_REQUEST))?;
    let keying = Keying {
        actor: &desk.who.name,
        unit: kept.code(),
        form,
        serial: &serial_name(kept.code(), serial),
        sheet,
    };
    match keep_mended(app, keying, serial).await {
        Ok(()) => Ok(Redirect::to(&kept.around().address("/lo")).into_response()),
        Err(KeyError::Problems(problems)) => {
            let page = screen(&kept, (form, serial), &given, &problems);
            Ok(refusal(page.into_response()))
        }
        Err(KeyError::Failed(error)) => after(&kept, Err(error)).await,
    }
}

/// `POST`: stores the checked batch, or goes on where storing was interrupted.
pub(super) async fn store(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let app = &desk.site.app;
    let is_open = open_batch(app, kept.code()).await?.is_some();
    if is_open {
        let closed = close_batch(app, &desk.who.name, kept.code()).await;
        if closed.is_err() {
            return after(&kept, closed).await;
        }
    }
    send(app, kept.code()).await?;
    Ok(kept.home().into_response())
}
