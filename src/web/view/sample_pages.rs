//! Every page once, filled, for the tests of what must hold for all of them.

mod province_pages;
mod slip_pages;
mod unit_pages;

pub(crate) use self::province_pages::overview as province_page;
use self::unit_pages::empty_unit;
pub(crate) use self::unit_pages::unit_page;
use crate::config::Language;
use crate::domain::form::{Channel, Choice, Form};
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::layout::{Above, Masthead};
use crate::web::view::questionnaire::{Given, Questionnaire, Wrong};
use crate::web::view::speech::Clips;
use crate::web::view::unit::Downloads;
use crate::web::view::{
    admin, failure, home, kiosk, questionnaire, sample, settings, sign_in, slip_entry, thanks,
};

/// Every page once, with something in it.
pub(crate) fn pages(language: Language) -> Vec<(&'static str, String)> {
    let words = Words::of(language);
    let tag = language.as_str();
    let masthead = masthead();
    let given = Given::from([
        ("chung".into(), vec!["4".into()]),
        ("comment".into(), vec!["<b>\"".into()]),
    ]);
    let wrong = [Wrong {
        field: "can-cai-thien".into(),
        message: "Chọn nhiều nhất 3 điều.".into(),
    }];
    let enter = |refused| sign_in::SignIn {
        masthead,
        published: Some("/ket-qua"),
        next: "/",
        name: "namdan.tranthib",
        refused,
    };
    vec![
        ("phieu", asked(tag, &Given::new(), &[])),
        ("phieu-sai", asked(tag, &given, &wrong)),
        ("may-quay", kiosk_page(tag)),
        ("cam-on", thanks::page(tag).into_string()),
        ("may-cam-on", thanks::at_tablet(tag).into_string()),
        ("may-cai-dat", settings::page(words).into_string()),
        (
            "dang-nhap",
            sign_in::page(words, &enter(None)).into_string(),
        ),
        (
            "dang-nhap-sai",
            sign_in::page(words, &enter(Some(sign_in::Refused::Wrong))).into_string(),
        ),
        (
            "loi-404",
            failure::page(words, axum::http::StatusCode::NOT_FOUND, &[]).into_string(),
        ),
        ("trang-dau", home_page(words)),
        ("don-vi", unit_page(words, &sample::row())),
        (
            "don-vi-it",
            unit_page(
                words,
                &ResultRow {
                    enough: false,
                    n: 12,
                    late: 2,
                    ..sample::row()
                },
            ),
        ),
        ("don-vi-trong", empty_unit(words)),
        ("tinh", province_page(words)),
        ("tinh-trong", province_pages::empty(words)),
        ("ma", slip_pages::desk(words)),
        ("ma-in", slip_pages::printed(words)),
        ("ma-nhap", slip_entry::page(words, None).into_string()),
        (
            "ma-nhap-sai",
            slip_entry::page(words, Some("<b>")).into_string(),
        ),
        ("trang-mo-dong", slip_entry::closed(words).into_string()),
        ("quan-tri", admin_page(words)),
    ]
}

pub(super) fn masthead() -> Masthead<'static> {
    Masthead {
        place: "Xã Nấm Dẩn (01141), tỉnh Tuyên Quang",
        above: Some(Above {
            name: "tỉnh Tuyên Quang",
            address: "/tinh/08?period=2026-Q3b",
        }),
        account: Some("Trần Thị B"),
        other_language: "?lang=en",
        simulated: true,
    }
}

fn asked(tag: &str, given: &Given, problems: &[Wrong]) -> String {
    let services = services();
    questionnaire::page(&Questionnaire {
        given,
        problems,
        ..sheet(tag, &sample::form(), &services)
    })
    .into_string()
}

/// The kiosk in the language of `tag`, nothing recorded.
pub(crate) fn kiosk_page(tag: &str) -> String {
    kiosk_of(tag, &sample::form(), &Clips::new())
}

pub(crate) fn kiosk_of(tag: &str, form: &Form, clips: &Clips) -> String {
    let tongue = |tag, own_name, vietnamese_name| kiosk::Tongue {
        tag,
        own_name,
        vietnamese_name,
    };
    kiosk::page(&kiosk::Kiosk {
        block: None,
        sheet: Questionnaire {
            address: "/may/quay",
            channel: Channel::Tablet,
            clips: Some(clips),
            ..sheet(tag, form, &services())
        },
        tongue: tag,
        tongues: &[
            tongue("vi", "Tiếng Việt", "Tiếng Việt"),
            tongue("en", "English", "Tiếng Anh"),
        ],
    })
    .into_string()
}

pub(crate) fn sheet<'a>(tag: &'a str, form: &'a Form, services: &'a [Choice]) -> Questionnaire<'a> {
    static EMPTY: Given = Given::new();
    Questionnaire {
        form,
        unit_name: "xã Nấm Dẩn",
        address: "/phieu/01141/hai-long-quay",
        language: tag,
        channel: Channel::Open,
        services,
        id: "3d0f0c4e-8f5c-4f0a-9a61-2f1f2d6f9b11",
        collected_at: "2026-11-24T09:30:00+07:00",
        given: &EMPTY,
        problems: &[],
        clips: None,
    }
}

fn services() -> Vec<Choice> {
    [
        ("ho-tich", "Hộ tịch, tư pháp"),
        ("chung-thuc", "Chứng thực"),
        ("dat-dai", "Đất đai"),
        ("khac", "Khác"),
    ]
    .map(|(value, name)| sample::choice(value, name, name))
    .to_vec()
}

fn home_page(words: Words) -> String {
    home::page(
        words,
        &home::Home {
            masthead: Masthead {
                account: None,
                ..masthead()
            },
            node: "Xã Nấm Dẩn, tỉnh Tuyên Quang",
            questionnaires: &[(
                "Xã Nấm Dẩn: phiếu tại quầy".into(),
                "/phieu/01141/hai-long-quay".into(),
            )],
            published: Some("/ket-qua"),
            desk: None,
            administration: Some("/quan-tri"),
        },
    )
    .into_string()
}

pub(super) const DOWNLOADS: Downloads<'_> = Downloads {
    workbook: "/don-vi/01141/so-lieu.xlsx?period=2026-Q3b",
    csv: "/don-vi/01141/so-lieu.csv?period=2026-Q3b",
};

fn admin_page(words: Words) -> String {
    let row = |name: &str| vec![name.to_owned(), "01141".to_owned()];
    let line = |name: &str, revoke: Option<&str>| admin::Line {
        cells: row(name),
        revoke: revoke.map(str::to_owned),
    };
    admin::page(
        words,
        &admin::Administration {
            masthead: masthead(),
            accounts: &[line("namdan.tranthib", None)],
            devices: &[line("quầy 1", Some("/quan-tri/thiet-bi/d1/thu-hoi"))],
            tokens: &[],
        },
    )
    .into_string()
}
