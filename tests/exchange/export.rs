//! Files hold the numbers that result rows hold.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use hailong::config::Language;
use hailong::domain::account::Scope;
use hailong::domain::period::Period;
use hailong::exchange::csv::{Dialect, Separator};
use hailong::usecase::export_file::{Asked, tallies_csv, workbook};
use serde_json::Value;

use crate::node::{NAM_DAN, NEIGHBOUR, Node, PROVINCE, sheets};

/// Of both units, and closed.
const QUARTER: &str = "2026-Q4b";

async fn province() -> Node {
    let province = Node::of(PROVINCE).await;
    province.take(NAM_DAN, &sheets(3, 90)).await;
    province.take(NEIGHBOUR, &sheets(16, 72)).await;
    // Every span of the quarter is closed, and nothing in it is too few to be shown.
    province
        .clock
        .set("2026-12-26T09:00:00+07:00".parse().unwrap());
    province
}

fn asked(unit: &str) -> Asked<'_> {
    Asked {
        unit,
        period: Period::parse(QUARTER).unwrap(),
    }
}

/// Counts by form, question and code; of all units together.
type Counts = BTreeMap<(String, String, String), u64>;

fn counts_of_rows(rows: &[Value]) -> Counts {
    let mut counts = Counts::new();
    let pooled = rows.iter().filter(|row| row["units"] == "pooled-counts");
    for row in pooled.filter(|row| row.get("question").is_some()) {
        let key = |code: &str| {
            let text = |field: &str| row[field].as_str().unwrap().to_owned();
            (text("form"), text("question"), code.to_owned())
        };
        for field in ["counts", "outside"] {
            for (code, count) in row[field].as_object().unwrap() {
                counts.insert(key(code), count.as_u64().unwrap());
            }
        }
        for field in ["left_out", "not_asked"] {
            counts.insert(key(field), row[field].as_u64().unwrap());
        }
    }
    counts
}

#[tokio::test]
async fn the_csv_adds_up_to_the_result_rows() {
    let province = province().await;
    for (unit, units) in [
        (NAM_DAN, vec![NAM_DAN]),
        (PROVINCE, vec![NAM_DAN, NEIGHBOUR]),
    ] {
        let scope = Scope::of_shell();
        let file = tallies_csv(&province.app, &scope, asked(unit), Dialect::default()).await;
        let file = file.unwrap();
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let mut counts = Counts::new();
        let mut seen = Vec::new();
        for record in reader.records().map(Result::unwrap) {
            assert_eq!(&record[1], "2026-09-20", "the edition on the last day");
            assert_eq!((&record[3], &record[4]), ("2026-09-15", "2026-12-14"));
            assert_eq!(&record[9], "tablet");
            if !seen.contains(&record[0].to_owned()) {
                seen.push(record[0].to_owned());
            }
            let key = (
                record[5].to_owned(),
                record[6].to_owned(),
                record[7].to_owned(),
            );
            *counts.entry(key).or_default() += record[8].parse::<u64>().unwrap();
        }
        seen.sort_unstable();
        assert_eq!(seen, units);
        let expected = counts_of_rows(&province.rows(unit, QUARTER).await);
        assert!(!expected.is_empty());
        assert_eq!(counts, expected, "{unit}");
    }
}

#[tokio::test]
async fn excel_gets_its_mark_and_semicolons() {
    let province = province().await;
    let dialect = Dialect {
        separator: Separator::Semicolon,
        has_mark: true,
    };
    let file = tallies_csv(&province.app, &Scope::of_shell(), asked(NAM_DAN), dialect).await;
    let text = String::from_utf8(file.unwrap()).unwrap();
    assert!(text.starts_with("\u{feff}unit_code;"), "{}", &text[..40]);
    assert!(text.contains("Nấm Dẩn;2026-09-15"), "names are Vietnamese");
}

#[tokio::test]
async fn the_workbook_has_the_numbers_of_the_result_rows() {
    let province = province().await;
    let scope = Scope::of_shell();
    let bytes = workbook(&province.app, &scope, asked(PROVINCE), Language::Vi)
        .await
        .unwrap();
    let again = workbook(&province.app, &scope, asked(PROVINCE), Language::Vi)
        .await
        .unwrap();
    assert_eq!(bytes, again, "equal content, equal bytes");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    assert!(names.contains(&"Theo đơn vị".to_owned()), "{names:?}");
    let rows = province.rows(PROVINCE, QUARTER).await;
    let summary = book.worksheet_range("Tổng hợp").unwrap();
    let pooled: Vec<&Value> = rows.iter().take(4).collect();
    assert_eq!(pooled.len(), 4, "two forms, pooled and mean");
    for row in pooled
        .into_iter()
        .filter(|row| row["units"] == "pooled-counts")
    {
        let (n, percent) = (row["n"].to_string(), row["percent"].as_str().unwrap());
        let title = if row["form"] == "mot-cau@1" {
            "mot-cau@1"
        } else {
            "hai-long-quay@1"
        };
        let found = summary.rows().any(|cells| {
            let has = |wanted: &str| {
                let numbers = cells.iter().filter_map(calamine::DataType::get_float);
                numbers
                    .into_iter()
                    .any(|number| format!("{number}") == wanted || format!("{number:.2}") == wanted)
            };
            has(&n) && has(percent)
        });
        assert!(
            found,
            "{title}: n {n} and {percent} as numbers in {summary:?}"
        );
    }
    let notes = book.worksheet_range("Ghi chú").unwrap();
    let text: Vec<String> = notes.rows().flatten().map(ToString::to_string).collect();
    let text = text.join("\n");
    for part in [
        "hai-long-quay@1",
        "mot-cau@1",
        QUARTER,
        "Tuyên Quang",
        "n = ",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[tokio::test]
async fn no_two_rows_of_a_breakdown_look_alike_and_differ() {
    let province = province().await;
    let scope = Scope::of_shell();
    let bytes = workbook(&province.app, &scope, asked(PROVINCE), Language::Vi)
        .await
        .unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    for sheet in ["Theo yếu tố", "Theo lĩnh vực", "Theo kênh"] {
        let range = book.worksheet_range(sheet).unwrap();
        let mut names: Vec<(String, String)> = range
            .rows()
            .filter(|cells| cells[0].to_string().contains('@'))
            .map(|cells| (cells[0].to_string(), cells[1].to_string()))
            .collect();
        let n_rows = names.len();
        names.sort();
        names.dedup();
        assert!(n_rows > 0, "{sheet} has rows");
        assert_eq!(
            names.len(),
            n_rows,
            "{sheet}: the unit roll-up has no column"
        );
    }
}

#[tokio::test]
async fn files_of_a_unit_out_of_reach_are_not_to_be_had() {
    let province = province().await;
    let foreign = Scope::of_unit(NEIGHBOUR);
    let file = tallies_csv(&province.app, &foreign, asked(NAM_DAN), Dialect::default()).await;
    assert!(file.is_err());
    assert!(
        workbook(&province.app, &foreign, asked(NAM_DAN), Language::Vi)
            .await
            .is_err()
    );
}
