//! Files of a desk: the workbook and the tally CSV.

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::config::Language;
use crate::domain::unit::Level;
use crate::exchange::csv::{Dialect, Separator};
use crate::usecase::export_file::{Asked, tallies_csv, workbook};
use crate::usecase::find_unit::find;
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::form_data;
use crate::web::site::Site;

/// The files under the desks' addresses.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}/so-lieu.xlsx", get(unit_workbook))
        .route("/don-vi/{unit}/so-lieu.csv", get(unit_csv))
        .route("/tinh/{unit}/so-lieu.xlsx", get(province_workbook))
        .route("/tinh/{unit}/so-lieu.csv", get(province_csv))
}

async fn unit_workbook(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    File::Workbook.send(&desk, &unit, Place::Unit).await
}

async fn unit_csv(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    File::Csv.send(&desk, &unit, Place::Unit).await
}

async fn province_workbook(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    File::Workbook.send(&desk, &unit, Place::Province).await
}

async fn province_csv(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    File::Csv.send(&desk, &unit, Place::Province).await
}

/// Which desk's address a file stands under.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Unit,
    Province,
}

#[derive(Clone, Copy)]
enum File {
    Workbook,
    Csv,
}

impl File {
    async fn send(self, desk: &Desk, unit: &str, place: Place) -> Result<Response, Failure> {
        let app = &desk.site.app;
        let found = find(app, &desk.who.scope, unit, desk.period).await?.unit;
        let stands = if found.level == Level::Province.as_str() {
            Place::Province
        } else {
            Place::Unit
        };
        if stands != place {
            return Err(Failure::not_found());
        }
        let asked = Asked {
            unit,
            period: desk.period,
        };
        let content = match self {
            Self::Workbook => workbook(app, &desk.who.scope, asked, language(desk)).await?,
            Self::Csv => tallies_csv(app, &desk.who.scope, asked, dialect(desk)).await?,
        };
        let (media_type, extension) = self.kind();
        let plain = format!("hailong-{unit}-{}.{extension}", desk.period);
        let named = format!(
            "Số liệu hài lòng - {} - {}.{extension}",
            found.full_name, desk.period
        );
        Ok((headers(media_type, &plain, &named), content).into_response())
    }

    fn kind(self) -> (&'static str, &'static str) {
        match self {
            Self::Workbook => (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "xlsx",
            ),
            Self::Csv => ("text/csv; charset=utf-8", "csv"),
        }
    }
}

/// Files are Vietnamese unless their address asks otherwise: they go where reports go.
pub(super) fn language(desk: &Desk) -> Language {
    let asked = desk.query.get("lang").and_then(Language::parse);
    asked.unwrap_or(Language::Vi)
}

/// `?dialect=excel`: with a byte order mark and semicolons, as a Vietnamese Excel opens it.
pub(super) fn dialect(desk: &Desk) -> Dialect {
    match desk.query.get("dialect") {
        Some("excel") => Dialect {
            separator: Separator::Semicolon,
            has_mark: true,
        },
        Some(_) | None => Dialect::default(),
    }
}

/// A name in plain letters for old programs, and the true one beside it.
pub(super) fn headers(
    media_type: &'static str,
    plain: &str,
    named: &str,
) -> [(HeaderName, HeaderValue); 2] {
    let disposition = format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        form_data::encode(named)
    );
    let disposition = HeaderValue::try_from(disposition);
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (
            header::CONTENT_DISPOSITION,
            disposition.unwrap_or(HeaderValue::from_static("attachment")),
        ),
    ]
}
