//! What must hold for every page, whatever it shows.

use crate::config::Language;
use crate::web::text::Words;
use crate::web::view::sample;
use crate::web::view::sample_pages::{pages, province_page, unit_page};

#[test]
fn no_page_has_inline_script_or_style() {
    for (name, page) in both() {
        for forbidden in ["<script>", " style=", "<style", "javascript:", " onclick"] {
            assert!(!page.contains(forbidden), "{name} has {forbidden}");
        }
        for script in page.split("<script").skip(1) {
            assert!(
                script.contains(" src=\"/assets/") && script.contains("></script>"),
                "{name}"
            );
        }
    }
}

#[test]
fn every_page_names_its_language_has_one_heading_and_one_main() {
    for (name, page) in both() {
        assert!(page.contains("<html lang=\""), "{name}");
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        assert_eq!(page.matches("<main").count(), 1, "{name}");
    }
}

#[test]
fn no_id_stands_twice_on_a_page_and_every_label_and_link_finds_its_own() {
    for (name, page) in both() {
        let mut seen = std::collections::BTreeSet::new();
        for id in values(&page, " id=\"") {
            assert!(seen.insert(id), "{name}: id {id} twice");
        }
        for target in values(&page, " for=\"").chain(values(&page, "href=\"#")) {
            assert!(seen.contains(target), "{name}: nothing has the id {target}");
        }
    }
}

#[test]
fn what_was_typed_comes_back_escaped_and_chosen() {
    let (_, page) = &pages(Language::Vi)[1];
    assert!(page.contains("&lt;b&gt;&quot;"), "typed markup is text");
    assert_eq!(
        page.matches(" checked").count(),
        1,
        "the one answer given is kept"
    );
    assert!(
        page.contains("href=\"#can-cai-thien-0\""),
        "the summary leads to the field"
    );
}

#[test]
fn nothing_is_chosen_beforehand() {
    let (_, page) = &pages(Language::Vi)[0];
    assert!(!page.contains(" checked") && !page.contains("Chưa gửi được"));
}

#[test]
fn the_questionnaire_asks_every_question_in_form_order_with_its_values() {
    let (_, page) = &pages(Language::Vi)[0];
    let mut at = 0;
    for question in sample::form().questions() {
        let found = page[at..]
            .find(&format!("name=\"{}\"", question.id))
            .expect("asked in order");
        at += found;
    }
    assert!(
        page.contains("name=\"phan-anh\" value=\"chua-gui\""),
        "codes outside the scale are offered"
    );
    assert!(
        page.contains("Chỉ trả lời nếu ở câu 1 Ông/Bà chọn “Nhận kết quả”."),
        "a condition is said in words"
    );
    assert!(
        page.contains("Câu 9") && !page.contains("Câu 10"),
        "nine with the service field, profile apart"
    );
    assert!(page.contains("Không ai biết phiếu nào là của Ông/Bà."));
}

#[test]
fn the_desk_shows_figure_interval_counts_and_what_it_is_not() {
    let page = unit_page(Words::of(Language::Vi), &sample::row());
    for shown in [
        "85,37",
        "82,17–88,09",
        "467 trong 547",
        "15/06–14/09/2026",
        "không phải Chỉ số SIPAS",
        "Tải Excel",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
}

#[test]
fn the_province_says_whether_the_sum_agrees() {
    let page = province_page(Words::of(Language::Vi));
    assert!(page.contains("Khớp.") && !page.contains("Không khớp"));
    let digits = |text: &str| {
        text.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
    };
    let listed: std::collections::BTreeSet<_> = page.split("Xã số ").skip(1).map(digits).collect();
    assert_eq!(listed.len(), 124, "every unit is listed");
}

fn both() -> Vec<(&'static str, String)> {
    let mut all = pages(Language::Vi);
    all.extend(pages(Language::En));
    all
}

fn values<'a>(page: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(before)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}
