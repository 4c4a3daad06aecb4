//! The administrative report: to print, as a document, and the settings of heads and signature.

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::Markup;

use crate::domain::account::Role;
use crate::domain::report_setting::{Problem, Typed};
use crate::domain::unit::Level;
use crate::exchange::report::docx;
use crate::usecase::UsecaseError;
use crate::usecase::describe_unit::{Described, describe};
use crate::usecase::find_unit::find_today;
use crate::usecase::print_report::{Origin, Printed, Version, Wanted, print};
use crate::usecase::set_report::{Outcome, may_set, set, setting};
use crate::web::desk::Desk;
use crate::web::download;
use crate::web::error::{Failure, Shown};
use crate::web::extract::{self, Path, single_values};
use crate::web::site::Site;
use crate::web::view::desk_nav::{self, ProvincePage, Tabs, UnitPage};
use crate::web::view::report::{self as view, PrintPage};
use crate::web::view::report_files::{self, ReportDesk, Saved, SettingPage};
use crate::web::view::report_links::{Files, Settings};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}/bao-cao/in", get(unit_print))
        .route("/don-vi/{unit}/bao-cao.docx", get(unit_document))
        .route(
            "/don-vi/{unit}/bao-cao/cai-dat",
            get(unit_settings).post(set_unit),
        )
        .route("/tinh/{unit}/bao-cao", get(province_page))
        .route("/tinh/{unit}/bao-cao/in", get(province_print))
        .route("/tinh/{unit}/bao-cao.docx", get(province_document))
        .route(
            "/tinh/{unit}/bao-cao/cai-dat",
            get(province_settings).post(set_province),
        )
}

/// Which desk's address a report stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Unit,
    Province,
}

async fn unit_print(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    print_page(&desk, &unit, Place::Unit).await
}

async fn province_print(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    print_page(&desk, &unit, Place::Province).await
}

async fn unit_document(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    document(&desk, &unit, Place::Unit).await
}

async fn province_document(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    document(&desk, &unit, Place::Province).await
}

async fn unit_settings(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    show_settings(&desk, &unit, Place::Unit).await
}

async fn province_settings(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    show_settings(&desk, &unit, Place::Province).await
}

async fn set_unit(
    desk: Desk,
    Path(unit): Path<String>,
    form: extract::Form,
) -> Result<Response, Failure> {
    keep(&desk, &unit, Place::Unit, form).await
}

async fn set_province(
    desk: Desk,
    Path(unit): Path<String>,
    form: extract::Form,
) -> Result<Response, Failure> {
    keep(&desk, &unit, Place::Province, form).await
}

/// The page of a province's report, with its files.
async fn province_page(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    let described = Place::Province.find(&desk, &unit).await?;
    let address = Place::Province.address(&unit);
    let period = desk.period.to_string();
    let head = desk.head(&described);
    let page = ReportDesk {
        masthead: head.masthead(),
        tabs: &Place::Province.tabs(&desk, &unit),
        name: &described.unit.full_name,
        period: &desk.shown(),
        files: Files {
            desk: &address,
            period: &period,
            settings: if may_set(&desk.who) {
                Settings::Offered
            } else {
                Settings::Hidden
            },
        },
    };
    Ok(report_files::page(desk.words, &page))
}

impl Place {
    fn address(self, unit: &str) -> String {
        match self {
            Self::Unit => format!("/don-vi/{unit}"),
            Self::Province => format!("/tinh/{unit}"),
        }
    }

    fn check(self, level: &str) -> Result<(), Failure> {
        let is_province = level == Level::Province.as_str();
        if is_province == (self == Self::Province) {
            Ok(())
        } else {
            Err(Failure::not_found())
        }
    }

    /// The unit in today's edition, if its report stands under this address.
    async fn find(self, desk: &Desk, unit: &str) -> Result<Described, Failure> {
        let app = &desk.site.app;
        let found = find_today(app, &desk.who.scope, unit).await?;
        self.check(&found.unit.level)?;
        Ok(describe(app, found.edition, unit).await?)
    }

    fn tabs(self, desk: &Desk, unit: &str) -> Markup {
        let period = desk.period.to_string();
        let counter = format!("/don-vi/{unit}/may");
        let tabs = Tabs {
            unit,
            period: &period,
            counter: may_set(&desk.who).then_some(&counter),
        };
        match self {
            Self::Unit => desk_nav::unit(desk.words, tabs, UnitPage::Report),
            Self::Province => desk_nav::province(desk.words, tabs, ProvincePage::Report),
        }
    }
}

/// What `?ban=` says to have the report composed of what is known by now.
const PRESENT: &str = "hien-nay";

async fn printed(desk: &Desk, unit: &str, place: Place) -> Result<Printed, Failure> {
    let drafts = matches!(
        (place, desk.who.role),
        (Place::Unit, Role::Officer) | (Place::Province, Role::Province)
    );
    let wanted = Wanted {
        unit,
        period: desk.period,
        compiler: drafts.then_some(desk.who.name.as_str()),
        version: if desk.query.get("ban") == Some(PRESENT) {
            Version::Present
        } else {
            Version::Settled
        },
    };
    let printed = print(&desk.site.app, &desk.who.scope, wanted).await?;
    place.check(&printed.unit.level)?;
    Ok(printed)
}

async fn print_page(desk: &Desk, unit: &str, place: Place) -> Result<Markup, Failure> {
    let printed = printed(desk, unit, place).await?;
    let (address, period) = (place.address(unit), desk.period);
    let settings = format!("{address}/bao-cao/cai-dat?period={period}");
    let settled = format!("{address}/bao-cao/in?period={period}");
    let mut document = format!("{address}/bao-cao.docx?period={period}");
    if matches!(printed.origin, Origin::Anew { .. }) {
        document = format!("{document}&ban={PRESENT}");
    }
    Ok(view::page(
        desk.words,
        &PrintPage {
            report: &printed.report,
            origin: printed.origin,
            settled: &settled,
            present: &format!("{settled}&ban={PRESENT}"),
            back: &format!("{address}/bao-cao?period={period}"),
            document: &document,
            settings: may_set(&desk.who).then_some(&settings),
        },
    ))
}

async fn document(desk: &Desk, unit: &str, place: Place) -> Result<Response, Failure> {
    const MEDIA_TYPE: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let printed = printed(desk, unit, place).await?;
    let content = docx::write(&printed.report).map_err(UsecaseError::File)?;
    let plain = format!("bao-cao-{unit}-{}.docx", desk.period);
    let named = format!(
        "Báo cáo mức độ hài lòng - {} - {}.docx",
        printed.unit.full_name, desk.period
    );
    Ok((download::headers(MEDIA_TYPE, &plain, &named), content).into_response())
}

/// The settings as they are, for who may change them.
async fn show_settings(desk: &Desk, unit: &str, place: Place) -> Result<Markup, Failure> {
    let described = place.find(desk, unit).await?;
    if !may_set(&desk.who) {
        return Err(Failure::new(StatusCode::FORBIDDEN));
    }
    let typed = setting(&desk.site.app, &described).await?.typed();
    let saved = match desk.query.get("da-luu") {
        Some(_) => Saved::JustNow,
        None => Saved::Not,
    };
    Ok(settings_page(desk, place, &described, (&typed, &[], saved)))
}

fn settings_page(
    desk: &Desk,
    place: Place,
    unit: &Described,
    (typed, problems, saved): (&Typed, &[Problem], Saved),
) -> Markup {
    let code = &unit.unit.code;
    let (address, period) = (place.address(code), desk.period);
    let head = desk.head(unit);
    let page = SettingPage {
        masthead: head.masthead(),
        tabs: &place.tabs(desk, code),
        name: &unit.unit.full_name,
        address: &format!("{address}/bao-cao/cai-dat?period={period}"),
        print: &format!("{address}/bao-cao/in?period={period}"),
        typed,
        problems,
        saved,
    };
    report_files::settings(desk.words, &page)
}

/// Keeps what was typed, or shows it again with everything that is wrong with it.
async fn keep(
    desk: &Desk,
    unit: &str,
    place: Place,
    extract::Form(fields): extract::Form,
) -> Result<Response, Failure> {
    let described = place.find(desk, unit).await?;
    let mut fields = single_values(fields)?;
    let mut field = |name: &str| fields.remove(name).unwrap_or_default();
    let typed = Typed {
        superior: field("superior"),
        agency: field("agency"),
        symbol: field("symbol"),
        place: field("place"),
        addressees: field("addressees"),
        recipients: field("recipients"),
        body: field("body"),
        mode: field("mode"),
        head_post: field("head_post"),
        post: field("post"),
        signer: field("signer"),
    };
    match set(&desk.site.app, &desk.who, unit, &typed).await? {
        Outcome::Kept => {
            let (address, period) = (place.address(unit), desk.period);
            let way = format!("{address}/bao-cao/cai-dat?period={period}&da-luu=1");
            Ok(Redirect::to(&way).into_response())
        }
        Outcome::Forbidden => Err(Failure::new(StatusCode::FORBIDDEN)),
        Outcome::Wrong(problems) => {
            let page = settings_page(desk, place, &described, (&typed, &problems, Saved::Not));
            let mut response = (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
            response.extensions_mut().insert(Shown);
            Ok(response)
        }
    }
}
