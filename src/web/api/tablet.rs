//! `POST /api/v1/device`: a tablet says how it is, and is told what it needs.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::domain::period::HalfDay;
use crate::storage::visit_count::Visits;
use crate::usecase::enrol_device::Paged;
use crate::usecase::report_device::{Report, report};
use crate::web::api::device::Device;
use crate::web::api::form::json_response;
use crate::web::error::Failure;
use crate::web::extract::{self, require_media_type};
use crate::web::json;
use crate::web::kiosk::keeping;
use crate::web::problem::Problem;
use crate::web::site::Site;

/// Largest body of a report: 16 KiB.
pub const MOST_BYTES: usize = 16 * 1024;
/// Most half-days in one report.
const MOST_HALF_DAYS: usize = 120;
/// Most sheets anybody could have.
const MOST: u64 = 1_000_000;
/// Most visits of one half-day: one every seven seconds of four hours.
const MOST_VISITS: u64 = 2000;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/api/v1/device", post(take))
}

/// What a tablet says.
#[derive(ToSchema)]
#[schema(as = DeviceReport)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct ReportShape {
    /// Version of the pages it shows, at most 64 characters.
    version: String,
    /// Sheets not sent yet.
    waiting: u32,
    /// Sheets refused for good and kept on the tablet.
    refused: u32,
    /// Sheets in its queue when it was enrolled as another device; 0 unless given.
    carried: Option<u32>,
    /// `persistent` or `best-effort`.
    storage: String,
    /// Whether the queue is encrypted.
    encrypted: bool,
    /// Whether it opens without the server.
    offline: bool,
    /// Random id of the browser storage that holds the queue, 8 to 64 characters.
    store_id: String,
    /// Visits by half-day, all in all so far; at most 120.
    counts: Vec<VisitsShape>,
}

/// Visits of a half-day.
#[derive(ToSchema)]
#[schema(as = Visits)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct VisitsShape {
    /// `2026-11-24-am` or `-pm`.
    half_day: String,
    /// At most 2000, as each of the others.
    started: u32,
    finished: u32,
    abandoned: u32,
    declined: u32,
    /// Sheets of a rotating block, finished beside those; 0 unless given.
    rotated: Option<u32>,
}

/// What a tablet is told.
#[derive(Serialize, ToSchema)]
#[schema(as = DeviceConfig)]
pub(super) struct ToldDto {
    /// Six digits that open its settings.
    pin: Option<String>,
    unit: String,
    unit_name: String,
    /// What people call the device.
    name: String,
    /// `id@version`
    form: String,
    /// Version of the pages it should show.
    version: String,
}

/// Takes a tablet's report; safe to repeat.
#[utoipa::path(
    post,
    operation_id = "report_device",
    path = "/api/v1/device",
    request_body = ReportShape,
    security(("device" = [])),
    responses(
        (status = 200, description = "taken", body = ToldDto),
        (status = 400, description = "not UTF-8, not JSON, or a key twice", body = super::openapi::Problems),
        (status = 401, description = "`device_unknown`", body = super::openapi::Problems),
        (status = 403, description = "`device_revoked` or `cross_site`", body = super::openapi::Problems),
        (status = 413, description = "over 16 KiB", body = super::openapi::Problems),
        (status = 415, description = "not `application/json`", body = super::openapi::Problems),
        (status = 422, description = "every other problem, all at once", body = super::openapi::Problems),
    )
)]
pub(super) async fn take(
    State(site): State<Site>,
    device: Device,
    request: Request,
) -> Result<Response, Failure> {
    device.confirm(&site).await?;
    require_media_type(request.headers(), "application/json")?;
    let body = extract::bytes(request.into_body(), MOST_BYTES).await?;
    let sent = std::str::from_utf8(&body)
        .ok()
        .and_then(|text| json::read_strictly(text).ok())
        .ok_or_else(|| Failure::new(StatusCode::BAD_REQUEST))?;
    let said = read(&sent)
        .map_err(|problems| Failure::with(StatusCode::UNPROCESSABLE_ENTITY, problems))?;
    let id = device.sender.device.clone().unwrap_or_default();
    let told = report(&site.app, &id, &said).await?;
    let paged = Paged {
        sender: device.sender,
        name: told.name.clone(),
        form: told.form.clone(),
    };
    let kept = keeping::kept(&site, &paged).await?;
    json_response(&ToldDto {
        pin: told.pin,
        unit: told.unit,
        unit_name: told.unit_name,
        name: told.name,
        form: told.form,
        version: kept.version,
    })
}

fn read(sent: &Value) -> Result<Report, Vec<Problem>> {
    let Some(object) = sent.as_object() else {
        return Err(vec![wrong_type("", "một đối tượng JSON", "a JSON object")]);
    };
    let mut fields = Fields {
        object,
        path: String::new(),
        problems: Vec::new(),
    };
    let report = Report {
        version: fields.text("version", 0..=64),
        store: fields.text("store_id", 8..=64),
        waiting: fields.number("waiting", MOST),
        refused: fields.number("refused", MOST),
        carried: fields.number_if_given("carried", MOST),
        persistent: fields.is_persistent(),
        encrypted: fields.flag("encrypted"),
        offline: fields.flag("offline"),
        counts: fields.counts(),
    };
    if fields.problems.is_empty() {
        Ok(report)
    } else {
        Err(fields.problems)
    }
}

/// An object whose fields are read one by one; a wrong one gives a problem and stands as nothing.
struct Fields<'a> {
    object: &'a Map<String, Value>,
    path: String,
    problems: Vec<Problem>,
}

impl Fields<'_> {
    fn text(&mut self, name: &str, length: std::ops::RangeInclusive<usize>) -> String {
        let Some(text) = self.object.get(name).and_then(Value::as_str) else {
            self.refuse(wrong_type(name, "chuỗi ký tự", "a text"));
            return String::new();
        };
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_plain || !length.contains(&text.len()) {
            let (least, most) = (length.start(), length.end());
            self.refuse(Problem::of(
                name,
                "out-of-range",
                (
                    format!("“{name}” cần từ {least} đến {most} ký tự ASCII"),
                    format!("“{name}” takes {least} to {most} ASCII characters"),
                ),
            ));
        }
        text.to_owned()
    }

    fn number(&mut self, name: &str, most: u64) -> u32 {
        let Some(number) = self.object.get(name).filter(|value| value.is_number()) else {
            self.refuse(wrong_type(name, "số nguyên", "an integer"));
            return 0;
        };
        let within = number.as_u64().filter(|number| *number <= most);
        let within = within.and_then(|number| u32::try_from(number).ok());
        if within.is_none() {
            let words = (
                format!("“{name}” cần là số nguyên từ 0 đến {most}"),
                format!("“{name}” takes an integer from 0 to {most}"),
            );
            self.refuse(Problem::of(name, "out-of-range", words));
        }
        within.unwrap_or(0)
    }

    fn number_if_given(&mut self, name: &str, most: u64) -> u32 {
        if self.object.contains_key(name) {
            self.number(name, most)
        } else {
            0
        }
    }

    fn flag(&mut self, name: &str) -> bool {
        let flag = self.object.get(name).and_then(Value::as_bool);
        if flag.is_none() {
            self.refuse(wrong_type(name, "true hoặc false", "true or false"));
        }
        flag.unwrap_or(false)
    }

    fn is_persistent(&mut self) -> bool {
        match self.object.get("storage").and_then(Value::as_str) {
            Some("persistent") => true,
            Some("best-effort") => false,
            Some(_) => {
                self.refuse(Problem::of(
                    "storage",
                    "not-an-option",
                    (
                        "“storage” là persistent hoặc best-effort".to_owned(),
                        "“storage” is persistent or best-effort".to_owned(),
                    ),
                ));
                false
            }
            None => {
                self.refuse(wrong_type("storage", "chuỗi ký tự", "a text"));
                false
            }
        }
    }

    fn counts(&mut self) -> Vec<(HalfDay, Visits)> {
        let Some(list) = self.object.get("counts").and_then(Value::as_array) else {
            self.refuse(wrong_type("counts", "danh sách", "a list"));
            return Vec::new();
        };
        if list.len() > MOST_HALF_DAYS {
            self.refuse(Problem::of(
                "counts",
                "too-many",
                (
                    format!("nhiều nhất {MOST_HALF_DAYS} buổi"),
                    format!("at most {MOST_HALF_DAYS} half-days"),
                ),
            ));
            return Vec::new();
        }
        let mut counts = Vec::new();
        for (position, entry) in list.iter().enumerate() {
            let path = format!("counts.{position}");
            let Some(object) = entry.as_object() else {
                self.refuse(wrong_type(&path, "một đối tượng JSON", "a JSON object"));
                continue;
            };
            let mut fields = Fields {
                object,
                path: path + ".",
                problems: Vec::new(),
            };
            let half_day = fields.half_day();
            let visits = Visits {
                started: fields.number("started", MOST_VISITS).into(),
                finished: fields.number("finished", MOST_VISITS).into(),
                abandoned: fields.number("abandoned", MOST_VISITS).into(),
                declined: fields.number("declined", MOST_VISITS).into(),
                rotated: fields.number_if_given("rotated", MOST_VISITS).into(),
            };
            if let Some(half_day) = half_day {
                if counts.iter().any(|(known, _)| *known == half_day) {
                    fields.refuse(twice());
                }
                counts.push((half_day, visits));
            }
            self.problems.append(&mut fields.problems);
        }
        counts
    }

    fn half_day(&mut self) -> Option<HalfDay> {
        let text = self.object.get("half_day").and_then(Value::as_str);
        let half_day = text.and_then(HalfDay::parse);
        // Years of five digits sort among those of four.
        let half_day =
            half_day.filter(|half_day| half_day.to_string().len() == "2026-11-24-am".len());
        if half_day.is_none() {
            self.refuse(wrong_type(
                "half_day",
                "buổi, ví dụ 2026-11-24-am",
                "a half-day such as 2026-11-24-am",
            ));
        }
        half_day
    }

    fn refuse(&mut self, problem: Problem) {
        let field = problem.field.map(|field| format!("{}{field}", self.path));
        self.problems.push(Problem { field, ..problem });
    }
}

fn wrong_type(name: &str, vi: &str, en: &str) -> Problem {
    let words = (
        format!("“{name}” cần là {vi}"),
        format!("“{name}” takes {en}"),
    );
    let problem = Problem::of(name, "wrong-type", words);
    Problem {
        field: problem.field.filter(|field| !field.is_empty()),
        ..problem
    }
}

fn twice() -> Problem {
    Problem::of(
        "half_day",
        "twice",
        (
            "buổi này đã có trong báo cáo".to_owned(),
            "this half-day stands in the report already".to_owned(),
        ),
    )
}
