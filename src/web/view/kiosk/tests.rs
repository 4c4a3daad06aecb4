use super::*;
use crate::domain::form::{Form, Question};
use crate::domain::spoken::TextKey;
use crate::web::text::Words;
use crate::web::view::sample;
use crate::web::view::sample_pages::{kiosk_of, kiosk_page};
use crate::web::view::speech::Clips;

/// What stands between `start` and the end of the section that it opens.
fn section<'a>(page: &'a str, start: &str) -> &'a str {
    let (_, rest) = page.split_once(start).expect(start);
    rest.split_once("</section>").expect("an end").0
}

fn step<'a>(page: &'a str, name: &str) -> &'a str {
    section(
        page,
        &format!("<section class=\"step\" data-screen=\"question\" data-name=\"{name}\""),
    )
}

#[test]
fn every_question_is_a_fieldset_on_a_screen_of_its_own() {
    let page = kiosk_page("vi");
    let form = sample::form();
    for question in form.questions() {
        let step = step(&page, question.id.as_str());
        assert_eq!(step.matches("<fieldset").count(), 1, "{}", question.id);
        assert_eq!(step.matches("<legend").count(), 1, "{}", question.id);
    }
    let n_fieldsets = form.questions().count() + 1;
    assert_eq!(
        page.matches("<fieldset").count(),
        n_fieldsets,
        "the service field too"
    );
}

#[test]
fn a_screen_says_what_the_script_steps_by() {
    let page = kiosk_page("vi");
    for (name, expected, why) in [
        ("chung", " data-kind=\"rating\" data-numbered>", "a level"),
        ("muc-dich", " data-kind=\"choice\" data-numbered>", "one"),
        (
            "can-cai-thien",
            " data-kind=\"multi\" data-most=\"3\" data-numbered>",
            "at most three",
        ),
        (
            "ket-qua",
            " data-kind=\"rating\" data-numbered data-if=\"muc-dich\" data-any=\"nhan-ket-qua\">",
            "asked only then",
        ),
        ("service", " data-kind=\"service\" data-numbered>", "ours"),
        (
            "gioi-tinh",
            " data-kind=\"choice\">",
            "a person's own has no number",
        ),
    ] {
        assert!(step(&page, name).starts_with(expected), "{why}");
    }
    assert!(page.contains("data-form=\"hai-long-quay@1\" data-language=\"vi\""));
    assert!(page.contains("data-quiet=\"60\" data-warning=\"30\" data-thanks=\"8\""));
}

#[test]
fn nothing_is_chosen_beforehand_and_no_choice_is_louder_than_another() {
    let page = kiosk_page("vi");
    assert!(!page.contains(" checked") && !page.contains("autofocus"));
    let cards = section(&page, "data-screen=\"privacy\"");
    assert_eq!(
        cards
            .matches("<button type=\"button\" class=\"card\"")
            .count(),
        2
    );
    for level in ["5", "1"] {
        let (_, option) = page
            .split_once(&format!("name=\"chung\" value=\"{level}\">"))
            .expect("the level");
        let label = option.split_once("<span").expect("a word").0;
        let plain = label.replace(['0', '4'], "").replace(level, "");
        assert_eq!(
            plain,
            "<label for=\"chung-\"><svg class=\"face\" aria-hidden=\"true\" focusable=\"false\"><use href=\"#face-\"></use></svg>",
            "every level looks alike"
        );
    }
}

#[test]
fn only_the_questionnaire_shows_without_a_script() {
    let page = kiosk_page("vi");
    for screen in [
        "attract",
        "privacy",
        "languages",
        "nothing",
        "failed",
        "thanks",
        "idle",
    ] {
        let tag = format!("data-screen=\"{screen}\" hidden>");
        assert!(page.contains(&tag), "{screen}");
    }
    assert!(page.contains("<form method=\"post\" action=\"/may/quay?lang=vi\""));
    assert!(page.contains("Không ai biết phiếu nào là của Ông/Bà."));
    assert_eq!(
        page.matches("type=\"submit\"").count(),
        1,
        "one way to send"
    );
}

#[test]
fn the_thanks_know_nothing_of_the_answer() {
    let page = kiosk_page("vi");
    let thanks = section(&page, "data-screen=\"thanks\"");
    assert!(thanks.contains("Phiếu đã lưu trên máy.") && thanks.contains("Phiếu đã gửi."));
    assert!(!thanks.contains("href=") && !thanks.contains("name="));
}

#[test]
fn only_a_form_of_more_than_ten_questions_is_checked_and_never_aloud() {
    let check = "data-screen=\"check\"";
    assert!(!kiosk_page("vi").contains(check), "nine questions");
    let mut form = sample::form();
    let again = form.sections.get(1).expect("a section").questions.clone();
    let more = (0..2).map(|n| Question {
        id: sample::code(&format!("them-{n}")),
        ..again[0].clone()
    });
    form.sections[1].questions.extend(more);
    let page = kiosk_of("vi", &form, &Clips::new());
    assert!(!section(&page, check).contains("data-say"), "eleven");
}

#[test]
fn what_is_heard_of_a_question_is_itself_and_its_options_in_order() {
    let clips = Clips::from([(TextKey::of("Hài lòng"), "c".repeat(64))]);
    let page = kiosk_of("en", &sample::form(), &clips);
    let said: Vec<&str> = step(&page, "chung")
        .split("<span data-say data-say-lang=\"en\"")
        .skip(1)
        .map(|rest| rest.split_once('>').expect("a tag").1)
        .map(|rest| rest.split_once('<').expect("an end").0)
        .collect();
    assert_eq!(said.len(), 7, "{said:?}");
    assert_eq!(
        said[1..],
        [
            "Very satisfied",
            "Satisfied",
            "Neutral",
            "Dissatisfied",
            "Very dissatisfied",
            "Don&#39;t know / Rather not say"
        ]
        .map(|word| word.replace("&#39;", "'"))
    );
    let clip = format!("data-clip=\"/may/tieng/{}\">Satisfied<", "c".repeat(64));
    assert!(
        page.contains(&clip),
        "the recording of the Vietnamese words"
    );
}

#[test]
fn every_word_said_aloud_is_in_the_list_to_be_recorded() {
    let form: Form = sample::form();
    let page = kiosk_of("vi", &form, &Clips::new());
    for key in SPOKEN {
        let words = Words::for_tag("vi").say(key);
        assert!(
            page.contains(&format!(">{words}</span>")),
            "{key} is on no screen"
        );
    }
}

#[test]
fn a_page_to_be_mended_has_no_script_that_could_hide_what_was_typed() {
    assert!(kiosk_page("vi").contains("<script type=\"module\""));
    let given = questionnaire::Given::from([("chung".into(), vec!["4".into()])]);
    let form = sample::form();
    let page = page(&Kiosk {
        block: None,
        sheet: Questionnaire {
            given: &given,
            ..crate::web::view::sample_pages::sheet("vi", &form, &[])
        },
        tongue: "vi",
        tongues: &[],
    })
    .into_string();
    assert!(page.contains(" checked") && !page.contains("<script"));
}
