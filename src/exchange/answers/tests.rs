use super::*;
use crate::config::Language;
use crate::exchange::sample::form;
use crate::forms::services;

fn forms() -> Vec<Arc<Form>> {
    vec![Arc::new(form("mau-a")), Arc::new(form("mau-b"))]
}

fn place() -> Place<'static> {
    Place {
        unit: "01141",
        edition: "2026-09-20",
        span: Span::parse("2026-11-15").unwrap(),
    }
}

const MARKS: fn() -> Vec<Mark> = || {
    vec![
        Mark::Option(1),
        Mark::Level(5),
        Mark::Outside(0),
        Mark::LeftOut,
        Mark::NotAsked,
        Mark::Options(vec![true, false, true]),
    ]
};

fn answer<'a>(form: &'a Form, marks: &'a [Mark]) -> Answer<'a> {
    Answer {
        form,
        service: Some("ho-tich"),
        channel: "tablet",
        is_flagged: true,
        marks,
    }
}

#[test]
fn a_row_of_csv_has_a_cell_for_every_column_and_none_filled_of_another_form() {
    let (forms, marks) = (forms(), MARKS());
    let columns = columns(&forms);
    let mut piece = CsvPiece::begin(Separator::Comma);
    piece.add_head(&columns).unwrap();
    piece
        .add(&columns, place(), &answer(&forms[1], &marks))
        .unwrap();
    let text = String::from_utf8(piece.end().unwrap()).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines[0].len(), lines[1].len());
    let cells: Vec<(&str, &str)> = lines[0]
        .iter()
        .copied()
        .zip(lines[1].iter().copied())
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    assert_eq!(
        cells,
        [
            ("unit_code", "01141"),
            ("unit_edition", "2026-09-20"),
            ("from", "2026-11-15"),
            ("to", "2026-11-30"),
            ("form", "mau-b@1"),
            ("service", "ho-tich"),
            ("channel", "tablet"),
            ("flagged", "1"),
            ("mau-b@1:muc-dich", "nhan-ket-qua"),
            ("mau-b@1:chung", "5"),
            ("mau-b@1:bien-bao", "skip"),
            ("mau-b@1:sach-se", "left-out"),
            ("mau-b@1:thai-do", "not-asked"),
            ("mau-b@1:can-cai-thien:thoi-gian", "1"),
            ("mau-b@1:can-cai-thien:thai-do", "0"),
            ("mau-b@1:can-cai-thien:trang-thiet-bi", "1"),
        ]
    );
}

#[test]
fn a_line_of_json_tells_levels_from_what_is_outside_the_scale() {
    let (forms, marks) = (forms(), MARKS());
    let line = json_line(place(), &answer(&forms[0], &marks));
    let row: Value = serde_json::from_slice(&line).unwrap();
    assert_eq!(
        row["answers"],
        json!({
            "muc-dich": "nhan-ket-qua",
            "chung": 5,
            "bien-bao": {"outside": "skip"},
            "sach-se": {"outside": "left-out"},
            "thai-do": null,
            "can-cai-thien": ["thoi-gian", "trang-thiet-bi"],
        })
    );
    assert_eq!(row["flagged"], json!(true));
    assert!(line.ends_with(b"}\n"), "one line");
}

#[test]
fn the_dictionary_explains_every_column() {
    let (forms, services) = (forms(), services::shipped().unwrap());
    let file = dictionary(&forms, &services, Language::Vi, Dialect::default()).unwrap();
    let text = String::from_utf8(file).unwrap();
    let columns = columns(&forms);
    let names = columns.iter().map(|column| column.name.as_str());
    for name in FIRST_COLUMNS.into_iter().chain(names) {
        let told = text
            .lines()
            .any(|line| line.starts_with(&format!("{name},")));
        assert!(told, "{name}");
    }
    assert!(
        text.contains("mau-a@1:chung,5,Rất hài lòng"),
        "levels have labels"
    );
}

#[test]
fn the_syntax_for_spss_reads_as_many_variables_as_the_file_has_columns() {
    let forms = forms();
    let syntax = syntax(&forms, Language::En, "it's.csv");
    let read = syntax
        .lines()
        .filter(|line| line.trim_end_matches('.').ends_with(" A40"));
    assert_eq!(read.count(), FIRST_COLUMNS.len() + columns(&forms).len());
    assert!(
        syntax.contains("/FILE='it''s.csv'"),
        "a name cannot end its text"
    );
    assert!(
        syntax
            .contains("RECODE q2 ('left-out'='-1') ('not-asked'='-2') ('skip'='-11') (ELSE=COPY)."),
        "what is off the scale becomes missing"
    );
    assert!(syntax.contains("VALUE LABELS q1 'nop-ho-so' 'nop-ho-so'"));
}
