//! Files of counts, sound and not.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::*;
use crate::domain::form::{Code, Text};
use crate::domain::service_field::ServiceField;

fn read(bytes: &[u8]) -> Result<Vec<CountLine>, Vec<LineProblem>> {
    let services = ["dat-dai", "ho-tich"].map(|code| ServiceField {
        code: Code::parse(code).unwrap(),
        label: Text::new(code.to_owned(), BTreeMap::new()),
        from: date(2025, 7, 1),
        until: None,
    });
    let known = Known {
        units: &BTreeSet::from(["01141".to_owned()]),
        services: &Services::new(services.into()),
        today: date(2026, 11, 24),
    };
    super::read(bytes, &known)
}

fn problems(text: &str) -> Vec<(u64, String)> {
    let problems = read(text.as_bytes()).unwrap_err();
    problems.into_iter().map(|it| (it.line, it.en)).collect()
}

#[test]
fn counts_are_read_in_either_dress() {
    let expected = [CountLine {
        line: 2,
        unit: "01141".to_owned(),
        time: CountedTime::parse("2026-11-03").unwrap(),
        service: "dat-dai".to_owned(),
        received: 12,
        returned: 9,
    }];
    for (text, why) in [
        (
            "unit_code,day,service,received,returned\n01141,2026-11-03,dat-dai,12,9\n",
            "plain",
        ),
        (
            "\u{feff}received;returned;unit_code;service;day\r\n12;9;01141;dat-dai;2026-11-03\r\n",
            "as spreadsheets write it, in another order",
        ),
        (
            "unit_code,day,service,received,returned\n\"01141\", 2026-11-03,dat-dai ,12,9",
            "quoted, with spaces, without a last line break",
        ),
    ] {
        assert_eq!(read(text.as_bytes()).unwrap(), expected, "{why}");
    }
    let months = read(b"unit_code,month,received,returned\n01141,2026-11,12,9\n").unwrap();
    assert_eq!(months[0].time, CountedTime::parse("2026-11").unwrap());
    assert_eq!(
        months[0].service, "",
        "no service column: all fields together"
    );
}

#[test]
fn a_header_must_name_each_column_once() {
    for (text, expected, why) in [
        ("", "the file has no line", "empty"),
        (
            "unit_code,day,month,received,returned",
            "exactly one of",
            "day and month",
        ),
        ("unit_code,received,returned", "exactly one of", "neither"),
        (
            "unit_code,day,received",
            "“returned” is missing",
            "one missing",
        ),
        (
            "unit_code,day,received,returned,note",
            "unknown column “note”",
            "one too many",
        ),
        (
            "unit_code,day,day,received,returned",
            "“day” twice",
            "one twice",
        ),
        (
            "01141,2026-11-03,1,1",
            "unknown column “01141”",
            "no header",
        ),
    ] {
        let found = problems(text);
        assert!(
            found
                .iter()
                .any(|(line, words)| *line == 1 && words.contains(expected)),
            "{why}"
        );
    }
}

#[test]
fn every_problem_of_every_line_is_reported() {
    let text = "unit_code,day,service,received,returned\n\
                01141,2026-11,dat-dai,-1,x\n\
                01141,2026-11-03,,1,2\n\
                01141,2026-11-03,,1,2\n\
                01141,2026-11-03,dat-dai,1,2\n\
                01141,2026-11-04\n\
                01141,2026-11-05,,1.5,10000001\n\
                1141,2026-11-25,x,1,1\n";
    let found = problems(text);
    let lines: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 2, 2, 4, 5, 6, 7, 7, 8, 8, 8], "{found:?}");
    for (line, part) in [
        (2, "“day” must look like"),
        (2, "“received” must be"),
        (4, "already there above"),
        (5, "a total stands beside"),
        (6, "has 2 fields, the header 5"),
        (7, "got “1.5”"),
        (8, "no commune “1141”"),
        (8, "2026-11-25 is yet to come"),
        (8, "no service field “x”"),
    ] {
        assert!(
            found
                .iter()
                .any(|(at, words)| *at == line && words.contains(part)),
            "{part}"
        );
    }
}

#[test]
fn lines_are_numbered_as_an_editor_does() {
    for end in ["\n", "\r\n"] {
        let text = [
            "unit_code,day,received,returned",
            "",
            "",
            "01141,y,1,1",
            "\"01141\",z,1,1",
        ];
        let found = problems(&text.join(end));
        let lines: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 5], "{end:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_a_problem_of_their_line() {
    let bytes = b"unit_code,day,received,returned\n01141,2026-11-03,1,\xff\n";
    assert_eq!(read(bytes).unwrap_err()[0].line, 2);
}
