//! `export report`: the administrative report as a document and as a page of its own.

use serde_json::json;

use crate::answers::{sheet, take_in, year};
use crate::node::Node;

fn node() -> Node {
    let node = Node::commune();
    let sheets: Vec<_> = (0..40)
        .map(|place| sheet(8, &json!({"chung": if place < 32 { 4 } else { 2 }})))
        .collect();
    take_in(&node, "tablet", &sheets);
    node
}

#[test]
fn a_report_is_a_document_or_one_page_with_its_style_inside() {
    let node = node();
    let (document, page) = (node.path("báo cáo.docx"), node.path("báo cáo.html"));
    let year = year();
    let asked = ["export", "report", "--unit", "01141", "--period", &year];
    let done = |more: &[&str]| node.done(&[asked.as_slice(), more].concat());
    done(&["--out", &document]);
    done(&["--format", "html", "--out", &page]);
    let document = std::fs::read(document).unwrap();
    let document = String::from_utf8_lossy(&document);
    let page = std::fs::read_to_string(page).unwrap();
    for shown in [
        "80,00% người trả lời hài lòng (32/40)",
        "TM. ỦY BAN NHÂN DÂN",
        "bc-nam@1",
    ] {
        assert!(document.contains(shown), "the document: {shown}");
        assert!(page.contains(shown), "the page: {shown}");
    }
    assert!(page.contains("size: A4 portrait"), "its style is inside");
    assert!(
        !page.contains("href=") && !page.contains("src="),
        "it needs nothing else"
    );
    let again = node.path("lần hai.docx");
    done(&["--format", "docx", "--out", &again]);
    assert_eq!(
        String::from_utf8_lossy(&std::fs::read(again).unwrap()),
        document
    );
}

#[test]
fn a_report_is_of_no_other_kind() {
    let node = Node::commune();
    let asked = [
        "export", "report", "--unit", "01141", "--period", "2026", "--out", "-",
    ];
    for more in [
        &["--format", "csv"],
        &["--format", "xlsx"],
        &["--bom", "--semicolon"],
    ] {
        let said = node.run(&[asked.as_slice(), more.as_slice()].concat());
        assert_eq!(said.code, 2, "{more:?}: {}", said.err);
    }
}
