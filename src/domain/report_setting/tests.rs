use rstest::rstest;

use super::*;

fn typed() -> Typed {
    let text = str::to_owned;
    Typed {
        superior: String::new(),
        agency: text("Ủy ban nhân dân\nxã Nấm Dẩn"),
        symbol: text("BC-UBND"),
        place: text("Nấm Dẩn"),
        addressees: text("Sở Nội vụ tỉnh Tuyên Quang"),
        recipients: text("Như trên;\r\n  Lưu: VT.\r\n"),
        body: text("Ủy ban nhân dân"),
        mode: text("kt"),
        head_post: text("Chủ tịch"),
        post: text("Phó Chủ tịch"),
        signer: text("Nguyễn Văn A"),
    }
}

#[test]
fn a_setting_is_tidied_and_comes_back_as_it_was_typed() {
    let read = typed().read().unwrap();
    assert_eq!(read.recipients, "Như trên;\nLưu: VT.");
    assert_eq!(read.typed().read().unwrap(), read);
    assert_eq!(
        read.authority(),
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    );
}

#[rstest]
#[case("truc-tiep", "Ủy ban nhân dân", "Chủ tịch", &["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"])]
#[case("truc-tiep", "", "Giám đốc", &["GIÁM ĐỐC"])]
#[case("kt", "", "Phó Giám đốc", &["KT. CHỦ TỊCH", "PHÓ GIÁM ĐỐC"])]
#[case("tl", "", "Chánh Văn phòng", &["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"])]
#[case("tuq", "", "Trưởng phòng", &["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"])]
#[case("q", "", "Giám đốc", &["Q. GIÁM ĐỐC"])]
fn the_right_to_sign_is_written_as_the_decree_writes_it(
    #[case] mode: &str,
    #[case] body: &str,
    #[case] post: &str,
    #[case] expected: &[&str],
) {
    let typed = Typed {
        mode: mode.to_owned(),
        body: body.to_owned(),
        post: post.to_owned(),
        ..typed()
    };
    assert_eq!(typed.read().unwrap().authority(), expected);
}

#[test]
fn every_problem_is_told_at_once() {
    let bad = Typed {
        superior: "a\nb\nc".to_owned(),
        agency: " \n ".to_owned(),
        symbol: "BC/UBND".to_owned(),
        place: "x".repeat(61),
        mode: "ký".to_owned(),
        signer: "a\u{7}b".to_owned(),
        ..typed()
    };
    let problems = bad.read().unwrap_err();
    let told: Vec<_> = problems
        .iter()
        .map(|problem| (problem.field, problem.what))
        .collect();
    assert_eq!(
        told,
        [
            ("superior", Wrong::TooManyLines(2)),
            ("agency", Wrong::Missing),
            ("place", Wrong::TooLong(60)),
            ("signer", Wrong::Unprintable),
            ("symbol", Wrong::NoSymbol),
            ("mode", Wrong::NoMode),
        ]
    );
}

#[test]
fn who_signs_by_order_signs_for_a_head_and_for_no_body() {
    let bad = Typed {
        mode: "tl".to_owned(),
        head_post: String::new(),
        ..typed()
    };
    let problems = bad.read().unwrap_err();
    let told: Vec<_> = problems.iter().map(|problem| problem.field).collect();
    assert_eq!(told, ["head_post", "body"]);
}
