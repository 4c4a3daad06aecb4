use serde_json::json;

use crate::domain::form::{Channel, Code, Form, Kind, Question, Text};
use crate::domain::roll_up::RollUp;
use crate::domain::sheet::{RawSheet, decode, parse};
use crate::forms::catalog::{Catalog, SHIPPED_METHODS};
use crate::forms::methods::Methods;
use crate::forms::services;

fn form(name: &str) -> Form {
    Form::clone(Catalog::shipped().unwrap().find(name).unwrap())
}

fn ids<'a>(questions: impl Iterator<Item = &'a Question>) -> Vec<&'a str> {
    questions.map(|question| question.id.as_str()).collect()
}

fn values(question: &Question) -> Vec<&str> {
    match &question.kind {
        Kind::Choice(options) | Kind::Multi { options, .. } => {
            options.iter().map(|option| option.value.as_str()).collect()
        }
        Kind::Rating(_) | Kind::Text => Vec::new(),
    }
}

#[test]
fn the_four_forms_are_sound_and_have_their_headlines() {
    let catalog = Catalog::shipped().unwrap();
    let found: Vec<_> = catalog
        .all()
        .map(|form| {
            (
                form.form_ref.to_string(),
                form.default_method.as_str(),
                form.headline,
            )
        })
        .collect();
    let expected = [
        (
            "danh-gia-ho-so@1".to_owned(),
            "tt01",
            RollUp::OverallQuestion,
        ),
        (
            "hai-long-quay@1".to_owned(),
            "ty-le",
            RollUp::OverallQuestion,
        ),
        ("mot-cau@1".to_owned(), "ty-le", RollUp::OverallQuestion),
        ("sipas-xa@1".to_owned(), "ty-le", RollUp::PooledAnswers),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_counter_form_asks_what_the_contract_names() {
    let form = form("hai-long-quay@1");
    let expected = [
        "muc-dich",
        "chung",
        "tiep-can",
        "thu-tuc",
        "cong-chuc",
        "ket-qua",
        "phan-anh",
        "can-cai-thien",
        "gioi-tinh",
        "tuoi",
    ];
    assert_eq!(ids(form.questions()), expected);
    assert_eq!(ids(form.counted()), expected[..8]);
    assert_eq!(
        form.factors()
            .map(|section| section.factor)
            .collect::<Vec<_>>(),
        [1, 2, 3, 4, 5].map(Some)
    );
    assert_eq!(form.service_after, Code::parse("muc-dich").ok());
    let muc_dich = form.question("muc-dich").unwrap();
    assert_eq!(
        values(muc_dich),
        ["nop-ho-so", "bo-sung", "nhan-ket-qua", "hoi-thong-tin"]
    );
    let ket_qua = form.question("ket-qua").unwrap().show_if.as_ref().unwrap();
    assert_eq!(
        (ket_qua.question.as_str(), &ket_qua.any_of[..]),
        ("muc-dich", &["nhan-ket-qua".to_owned()][..])
    );
    let phan_anh = form.question("phan-anh").unwrap();
    assert!(phan_anh.show_if.is_none(), "always asked");
    let outside: Vec<_> = phan_anh
        .outside
        .iter()
        .map(|choice| choice.value.as_str())
        .collect();
    assert_eq!(outside, ["skip", "chua-gui"]);
    let improve = form.question("can-cai-thien").unwrap();
    assert!(matches!(improve.kind, Kind::Multi { most: 3, .. }));
    assert!(values(improve).contains(&"thoi-gian") && values(improve).contains(&"trang-thiet-bi"));
}

#[test]
fn the_survey_has_the_nineteen_items_by_factor() {
    let form = form("sipas-xa@1");
    let sizes: Vec<_> = form
        .factors()
        .map(|section| section.questions.len())
        .collect();
    assert_eq!(sizes, [4, 4, 5, 3, 3]);
    let sources: Vec<_> = form
        .factors()
        .flat_map(|section| &section.questions)
        .map(|question| question.source.clone().unwrap())
        .collect();
    let expected: Vec<_> = (15..=33)
        .map(|item| format!("SIPAS 2022 câu 9.{item}"))
        .collect();
    assert_eq!(sources, expected);
    for id in ["phien-ha", "ngoai-phi"] {
        let question = form.question(id).unwrap();
        for channel in Channel::ALL {
            let asked = matches!(channel, Channel::Qr | Channel::Paper);
            assert_eq!(question.is_asked_on(channel), asked, "{id} on {channel:?}");
        }
    }
    assert!(
        form.question("dan-toc").is_none(),
        "ethnicity is off by default"
    );
}

#[test]
fn scales_have_the_words_of_the_method_best_first() {
    let words = |name: &str| {
        let form = form(name);
        let scale = form
            .question("chung")
            .unwrap()
            .satisfaction_scale()
            .unwrap()
            .clone();
        let levels = scale.levels.iter();
        levels
            .map(|level| format!("{} {}", level.code, level.label.get("vi")))
            .collect::<Vec<_>>()
    };
    let five = [
        "5 Rất hài lòng",
        "4 Hài lòng",
        "3 Bình thường",
        "2 Không hài lòng",
        "1 Rất không hài lòng",
    ];
    for name in ["hai-long-quay", "mot-cau", "sipas-xa"] {
        assert_eq!(words(name), five);
    }
    assert_eq!(
        words("danh-gia-ho-so"),
        ["2 Rất hài lòng", "1 Hài lòng", "0 Không hài lòng"]
    );
}

#[test]
fn every_rating_and_profile_question_may_be_skipped() {
    for form in Catalog::shipped().unwrap().all() {
        for question in form.questions() {
            let skippable = question
                .outside
                .iter()
                .any(|choice| choice.value.as_str() == "skip");
            let must = question.profile || matches!(question.kind, Kind::Rating(_));
            assert!(skippable || !must, "{}: {}", form.form_ref, question.id);
        }
    }
}

#[test]
fn every_question_can_be_read_aloud_in_eight_seconds() {
    // Vietnamese is written one syllable a word; slow reading aloud is three syllables a second.
    const MOST_SYLLABLES: usize = 24;
    for form in Catalog::shipped().unwrap().all() {
        for question in form.questions() {
            let words = question.text.get("vi");
            let n_syllables = words.split([' ', '/']).count();
            assert!(n_syllables <= MOST_SYLLABLES, "{n_syllables}: {words}");
            assert!(words.contains("Ông/Bà"), "{words}");
        }
    }
}

#[test]
fn english_is_a_wording_of_its_own() {
    let own = |text: &Text| text.has("en") && text.get("en") != text.get("vi");
    for form in Catalog::shipped().unwrap().all() {
        assert!(own(&form.title));
        assert!(form.sections.iter().all(|section| own(&section.title)));
        for question in form.questions() {
            assert!(own(&question.text), "{}: {}", form.form_ref, question.id);
        }
    }
}

#[test]
fn the_service_list_has_the_codes_of_the_method() {
    let services = services::shipped().unwrap();
    let codes: Vec<_> = services
        .all()
        .iter()
        .map(|field| field.code.as_str())
        .collect();
    let expected = [
        "ho-tich",
        "chung-thuc",
        "dat-dai",
        "nong-nghiep-moi-truong",
        "xay-dung",
        "ho-kinh-doanh",
        "noi-vu",
        "bao-tro-xa-hoi",
        "y-te",
        "giao-duc",
        "khac",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn the_answers_of_the_contract_are_taken() {
    let form = form("hai-long-quay@1");
    let answers = json!({
        "chung": 5, "tiep-can": 4, "thu-tuc": "skip",
        "can-cai-thien": ["thoi-gian", "trang-thiet-bi"], "gioi-tinh": "nu"
    });
    let (service, comment, duration_s) = (json!("ho-tich"), json!("…"), json!(83));
    let raw = RawSheet {
        answers: Some(&answers),
        service: Some(&service),
        comment: Some(&comment),
        duration_s: Some(&duration_s),
        ..RawSheet::default()
    };
    let sheet = parse(&form, &services::shipped().unwrap(), Channel::Tablet, raw).unwrap();
    assert_eq!(sheet.encoded(), "-54?-.-10000010");
    assert_eq!(decode(&form, sheet.encoded()).unwrap(), sheet.marks());
    assert_eq!(
        sheet.profile().get("gioi-tinh").map(String::as_str),
        Some("nu")
    );
    assert_eq!((sheet.overall_level(), sheet.flag()), (Some(5), None));
}

#[test]
fn forms_may_name_the_methods_that_are_there() {
    assert_eq!(
        Methods::shipped().unwrap().ids().collect::<Vec<_>>(),
        SHIPPED_METHODS
    );
}
