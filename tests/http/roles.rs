//! Every page that changes something, posted to by every role: who may, who may not, and to whom it
//! is not there.

use std::collections::BTreeSet;
use std::path::Path;

use hailong::domain::account::{Role, Scope};
use hailong::domain::period::Period;
use hailong::domain::spoken::{SpokenLanguage, TextKey};
use hailong::usecase::check_fields::Refused;
use hailong::usecase::create_bundle::create_of_period;
use hailong::usecase::keep_clip::Slot;
use hailong::usecase::remind_unit::remind;
use hailong::usecase::sign_in::SignedIn;
use hailong::usecase::sign_off_language::{SignOff, sign_off};
use hailong::usecase::switch_open_page::{OpenPage, switch};
use hailong::usecase::{
    App, UsecaseError, exchange_letter, export_file, keep_clip, print_vouchers, publish_results,
};

use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server};
use crate::slip::post_as;

/// Who posts, in the order of the marks.
const WHO: [(&str, Role, &str); 6] = [
    ("officer", Role::Officer, COMMUNE),
    ("leader", Role::Leader, COMMUNE),
    ("province", Role::Province, PROVINCE),
    ("publisher", Role::Publisher, PROVINCE),
    ("admin", Role::Admin, PROVINCE),
    ("neighbour", Role::Officer, NEIGHBOUR),
];

/// A route, what its braces are filled with, the fields posted, and a mark for each of [`WHO`]:
/// `+` it is done or refused for what was typed, `3` forbidden, `4` nothing is there.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
    &'static str,
);

/// Nothing is typed, so that nothing is done that the next one would meet.
const ROWS: &[Row] = &[
    (
        "/don-vi/{unit}/am-thanh/{tieng}/duyet",
        &["01141", "hmn"],
        &[],
        "+++3+4",
    ),
    (
        "/don-vi/{unit}/am-thanh/{tieng}/{loi}",
        &["01141", "hmn", "cam-on"],
        &[],
        "444344",
    ),
    (
        "/don-vi/{unit}/am-thanh/{tieng}/{loi}/xoa",
        &["01141", "hmn", "cam-on"],
        &[],
        "444344",
    ),
    (
        "/don-vi/{unit}/cau-hoi/ly-do",
        &["01141"],
        &[("month", "2026-10b")],
        "++4444",
    ),
    (
        "/don-vi/{unit}/bao-cao/buoc",
        &["01141"],
        &[("act", "drafted")],
        "+33334",
    ),
    ("/don-vi/{unit}/bao-cao/goi", &["01141"], &[], "333334"),
    ("/don-vi/{unit}/bao-cao/nhan", &["01141"], &[], "333334"),
    ("/don-vi/{unit}/bao-cao/cai-dat", &["01141"], &[], "+++334"),
    (
        "/don-vi/{unit}/ke-hoach/muc-tieu",
        &["01141"],
        &[],
        "++3334",
    ),
    ("/don-vi/{unit}/ke-hoach/viec", &["01141"], &[], "++3334"),
    (
        "/don-vi/{unit}/ke-hoach/viec/{number}/xong",
        &["01141", "1"],
        &[],
        "443334",
    ),
    (
        "/don-vi/{unit}/ke-hoach/viec/{number}/bo",
        &["01141", "1"],
        &[],
        "443334",
    ),
    (
        "/don-vi/{unit}/ke-hoach/viec/{number}/mo-lai",
        &["01141", "1"],
        &[],
        "443334",
    ),
    ("/don-vi/{unit}/ma", &["01141"], &[], "+++3+4"),
    ("/don-vi/{unit}/ma/huy-to", &["01141"], &[], "+++3+4"),
    ("/don-vi/{unit}/ma/huy", &["01141"], &[], "+++3+4"),
    ("/don-vi/{unit}/ma/trang-mo", &["01141"], &[], "+++3+4"),
    ("/don-vi/{unit}/may/moi", &["01141"], &[], "+++3+4"),
    (
        "/don-vi/{unit}/may/{device}/dang-ky-lai",
        &["01141", "x"],
        &[],
        "444344",
    ),
    (
        "/don-vi/{unit}/may/{device}/pin",
        &["01141", "x"],
        &[],
        "444344",
    ),
    (
        "/don-vi/{unit}/may/{device}/thu-hoi",
        &["01141", "x"],
        &[],
        "444344",
    ),
    (
        "/don-vi/{unit}/phieu-giay/cap",
        &["01141"],
        &[("form", "hai-long-quay")],
        "+++3+4",
    ),
    ("/don-vi/{unit}/phieu-giay/hong", &["01141"], &[], "+++3+4"),
    (
        "/don-vi/{unit}/phieu-giay/nguoi-nhap",
        &["01141"],
        &[],
        "+++3+4",
    ),
    (
        "/don-vi/{unit}/phieu-giay/nhap/{form}",
        &["01141", "hai-long-quay"],
        &[],
        "+++3+4",
    ),
    (
        "/don-vi/{unit}/phieu-giay/nhap/{form}/quyet-dinh",
        &["01141", "hai-long-quay"],
        &[],
        "+++3+4",
    ),
    ("/don-vi/{unit}/phieu-giay/lo", &["01141"], &[], "+++3+4"),
    (
        "/don-vi/{unit}/phieu-giay/lo/{serial}",
        &["01141", "1"],
        &[],
        "+++3+4",
    ),
    (
        "/don-vi/{unit}/phieu-giay/lo/{serial}/sua",
        &["01141", "1"],
        &[],
        "444344",
    ),
    ("/don-vi/{unit}/phieu-giay/luu", &["01141"], &[], "+++3+4"),
    (
        "/don-vi/{unit}/gop-y/{id}/che",
        &["01141", "00000000000000000000000000000000"],
        &[],
        "3++334",
    ),
    (
        "/don-vi/{unit}/gop-y/{id}/hien",
        &["01141", "00000000000000000000000000000000"],
        &[],
        "344334",
    ),
    ("/tinh/{unit}/chi-so", &["08"], &[], "44+334"),
    ("/tinh/{unit}/dot", &["08"], &[], "44+334"),
    (
        "/tinh/{unit}/nhac-nop/da-nhac",
        &["08"],
        &[("unit", "01144")],
        "44+334",
    ),
    (
        "/tinh/{unit}/nhac-nop/buoc",
        &["08"],
        &[("unit", "01141"), ("act", "accepted")],
        "44+334",
    ),
    ("/tinh/{unit}/nhac-nop/nhan", &["08"], &[], "44+334"),
    ("/tinh/{unit}/cong-bo", &["08"], &[], "443+34"),
    (
        "/tinh/{unit}/cong-bo/{number}/rut",
        &["08", "1"],
        &[],
        "443434",
    ),
    ("/tinh/{unit}/bao-cao/cai-dat", &["08"], &[], "44+334"),
    ("/quan-tri/thiet-bi/{id}/thu-hoi", &["x"], &[], "333343"),
];

#[tokio::test]
async fn every_page_that_changes_something_is_for_the_roles_it_is_documented_for() {
    let server = Server::of(PROVINCE, MORNING).await;
    server.tablet().await;
    let mut cookies = Vec::new();
    for (name, role, unit) in WHO {
        cookies.push(server.signed_in(&format!("roles.{name}"), role, unit).await);
    }
    let mut wrong = Vec::new();
    for (route, values, fields, expected) in ROWS {
        let path = filled(route, values);
        let mut marks = String::new();
        for cookie in &cookies {
            let status = post_as(&server, cookie, &path, fields).await.status();
            marks.push(match status.as_u16() {
                403 => '3',
                404 => '4',
                200 | 303 | 400 | 409 | 415 | 422 => '+',
                _ => '!',
            });
        }
        if marks != *expected {
            wrong.push(format!("{route}: {marks}, not {expected}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn filled(route: &str, values: &[&str]) -> String {
    let mut path = route.to_owned();
    for value in values {
        let (start, rest) = path.split_once('{').unwrap();
        let (_, end) = rest.split_once('}').unwrap();
        path = format!("{start}{value}{end}");
    }
    path
}

/// Routes with a `post` in the source of a desk.
fn posted_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            posted_in(&path, found);
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for route in source.split(".route(").skip(1) {
            let (line, _) = route.split_once("\n}").unwrap_or((route, ""));
            let name = line.trim_start().trim_start_matches('"');
            let name = name.split('"').next().unwrap();
            let is_desk = ["/don-vi/", "/tinh/", "/quan-tri/"]
                .iter()
                .any(|desk| name.starts_with(desk));
            if is_desk && line.contains("post(") {
                found.insert(name.to_owned());
            }
        }
    }
}

#[test]
fn no_page_that_changes_something_is_left_out() {
    let mut posted = BTreeSet::new();
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    posted_in(&web, &mut posted);
    let asked: BTreeSet<String> = ROWS.iter().map(|(route, ..)| (*route).to_owned()).collect();
    assert_eq!(posted, asked);
}

/// The same by the use cases alone, as a page that forgot to ask would call them.
#[tokio::test]
async fn a_use_case_refuses_by_itself_whom_its_page_would_have_refused() {
    let server = Server::of(PROVINCE, MORNING).await;
    server.tablet().await;
    let app = &server.app;
    for (name, role, unit) in WHO {
        let who = &SignedIn {
            name: name.to_owned(),
            role,
            unit: unit.to_owned(),
            scope: Scope::of_unit(unit),
        };
        let (of_counter, of_receiver, of_publisher) = match name {
            "province" => ('+', '+', '3'),
            "publisher" => ('3', '3', '+'),
            "admin" => ('+', '3', '3'),
            "neighbour" => ('4', '4', '4'),
            _ => ('+', '3', '4'),
        };
        assert_eq!(
            at_counter(app, who).await,
            [of_counter; 7],
            "{name} at the counter"
        );
        let period = Period::parse("2026-Q4b").unwrap();
        let received = [
            mark(&remind(app, who, COMMUNE, period).await),
            mark(&exchange_letter::write(app, who, COMMUNE, period).await),
        ];
        assert_eq!(received, [of_receiver; 2], "{name} receives");
        let taken = mark(&exchange_letter::take(app, who, b"").await);
        assert_eq!(taken == '+', of_receiver == '+', "{name} takes a letter");
        let asked = export_file::Asked {
            unit: COMMUNE,
            period,
        };
        let carried = mark(&create_of_period(app, who, asked).await);
        assert_eq!(carried, '3', "{name}: nobody carries from the province");
        let order = publish_results::Order {
            province: PROVINCE,
            period,
            decision: "",
            decided_on: "",
            reason: "",
            digest: "",
            confirmed: "",
            unaccepted: "",
        };
        let withdrawn = publish_results::withdraw(app, who, (PROVINCE, 1), "x").await;
        let published = publish_results::publish(app, who, order).await.map(|_| ());
        let published = [published, withdrawn].map(mark_of_form);
        assert_eq!(published, [of_publisher; 2], "{name} publishes");
    }
}

async fn at_counter(app: &App, who: &SignedIn) -> [char; 7] {
    let text = TextKey::parse("0123456789abcdef").unwrap();
    let language = SpokenLanguage::find("hmn").unwrap();
    let slot = Slot {
        unit: COMMUNE,
        language,
        text: &text,
    };
    let signed = SignOff {
        unit: COMMUNE,
        language,
        texts: &[],
        heard: "",
        speaker: "",
    };
    let order = print_vouchers::Order {
        unit: COMMUNE,
        form: "",
        n_sheets: 0,
        after: 0,
    };
    [
        mark(&keep_clip::keep(app, who, slot, b"").await),
        mark(&keep_clip::remove(app, who, slot).await),
        mark(&sign_off(app, who, signed).await),
        mark(&print_vouchers::print(app, who, order).await),
        mark(&print_vouchers::void_sheet(app, who, (COMMUNE, 1), "x").await),
        mark(&print_vouchers::void_slip(app, who, COMMUNE, "").await),
        mark(&switch(app, who, COMMUNE, OpenPage::On).await),
    ]
}

/// `3` forbidden, `4` out of reach, `+` whatever else it came to.
fn mark<T>(done: &Result<T, UsecaseError>) -> char {
    match done {
        Err(UsecaseError::Forbidden) => '3',
        Err(UsecaseError::UnknownUnit(_)) => '4',
        _ => '+',
    }
}

fn mark_of_form(done: Result<(), Refused>) -> char {
    match done {
        Err(Refused::Other(error)) => mark::<()>(&Err(error)),
        _ => '+',
    }
}
