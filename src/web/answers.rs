//! Single answers of a province as files, with what explains them.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http_body_util::channel::{Channel, Sender};

use crate::domain::account::Role;
use crate::usecase::export_answers::{self, AnswerFile, Rows};
use crate::usecase::find_unit::find;
use crate::web::desk::Desk;
use crate::web::download::{dialect, headers, language};
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::site::Site;

/// Pieces that wait for a slow reader.
const MOST_WAITING: usize = 2;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/tinh/{unit}/phieu.csv", get(csv))
        .route("/tinh/{unit}/phieu.ndjson", get(ndjson))
        .route("/tinh/{unit}/tu-dien.csv", get(dictionary))
        .route("/tinh/{unit}/phieu.sps", get(spss))
}

async fn csv(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let rows = Rows::Csv(dialect(&desk));
    rows_of(&desk, &unit, (rows, "text/csv; charset=utf-8", "csv")).await
}

async fn ndjson(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    rows_of(
        &desk,
        &unit,
        (Rows::Ndjson, "application/x-ndjson", "ndjson"),
    )
    .await
}

async fn dictionary(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let name = receive(&desk, &unit).await?;
    let (app, dialect) = (&desk.site.app, dialect(&desk));
    let file = export_answers::dictionary(app, language(&desk), dialect)?;
    let named = format!("Từ điển dữ liệu - {name}.csv");
    let headers = headers("text/csv; charset=utf-8", "hailong-tu-dien.csv", &named);
    Ok((headers, file).into_response())
}

async fn spss(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let name = receive(&desk, &unit).await?;
    let data = plain_name(&unit, &desk, "csv");
    let file = export_answers::spss(&desk.site.app, language(&desk), &data);
    let named = format!("Phiếu - {name} - {}.sps", desk.period);
    let plain = plain_name(&unit, &desk, "sps");
    Ok((headers("text/plain; charset=utf-8", &plain, &named), file).into_response())
}

async fn rows_of(
    desk: &Desk,
    unit: &str,
    (rows, media_type, extension): (Rows, &'static str, &str),
) -> Result<Response, Failure> {
    let name = receive(desk, unit).await?;
    let asked = (unit, desk.period);
    let file = export_answers::begin(&desk.site.app, &desk.who.scope, asked, rows).await?;
    export_answers::record_export(&desk.site.app, &desk.who.name, asked).await?;
    let named = format!("Phiếu - {name} - {}.{extension}", desk.period);
    let plain = plain_name(unit, desk, extension);
    let (sender, body) = Channel::new(MOST_WAITING);
    tokio::spawn(send(file, sender));
    Ok((headers(media_type, &plain, &named), Body::new(body)).into_response())
}

/// Whether this account may have the rows of this province: its name, else as if it were missing
/// or the account not allowed.
async fn receive(desk: &Desk, unit: &str) -> Result<String, Failure> {
    let found = find(&desk.site.app, &desk.who.scope, unit, desk.period).await?;
    if found.below.is_empty() {
        return Err(Failure::not_found());
    }
    if desk.who.role != Role::Province {
        return Err(Failure::new(StatusCode::FORBIDDEN));
    }
    Ok(found.unit.full_name)
}

fn plain_name(unit: &str, desk: &Desk, extension: &str) -> String {
    format!("hailong-phieu-{unit}-{}.{extension}", desk.period)
}

/// Writes as fast as the reader reads. A file that fails on its way breaks off, so that nobody
/// takes it for a whole one.
async fn send(mut file: AnswerFile, mut sender: Sender<Bytes, std::io::Error>) {
    loop {
        match file.next().await {
            Ok(Some(piece)) => {
                if sender.send_data(piece.into()).await.is_err() {
                    return;
                }
            }
            Ok(None) => return,
            Err(error) => {
                tracing::error!(%error, "answers broke off");
                sender.abort(std::io::Error::other("broken off"));
                return;
            }
        }
    }
}
