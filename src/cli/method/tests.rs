//! `method try` as a program meets it: exact JSON, and words for whatever is wrong.

use std::io::Write;
use std::sync::{Arc, Mutex};

use clap::Parser;

use super::*;
use crate::clock::Clock;

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: MethodCommand,
}

#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn run(args: &[&str], language: Language) -> Result<String, CliError> {
    let page = Page::default();
    let mut context = Context {
        data_dir: "nowhere".into(),
        language,
        clock: Clock::System,
        out: Box::new(page.clone()),
        err: Box::new(Page::default()),
    };
    let MethodCommand::Try(command) = Line::try_parse_from(["method", "try"].iter().chain(args))
        .unwrap()
        .command;
    command.run(&mut context)?;
    let bytes = page.0.lock().unwrap().clone();
    Ok(String::from_utf8(bytes).unwrap())
}

#[test]
fn json_has_exactly_the_fields_of_the_contract() {
    let cases: [(&[&str], &str); 5] = [
        (
            &[
                "diem",
                "--counts",
                "1=3,2=0,3=10,4=40,5=47",
                "--format",
                "json",
            ],
            r#"{"method":"diem","counts":{"1":3,"2":0,"3":10,"4":40,"5":47},"numerator":428,"denominator":500,"percent":"85.60","group":"B"}"#,
        ),
        (
            &["ty-le", "--counts", "5=0", "--format", "json"],
            r#"{"method":"ty-le","counts":{"1":0,"2":0,"3":0,"4":0,"5":0},"numerator":0,"denominator":0,"percent":null,"group":null}"#,
        ),
        (
            &["tt01", "--counts", "2=2,1=1", "--format", "json"],
            r#"{"method":"tt01","counts":{"0":0,"1":1,"2":2},"numerator":5,"denominator":3,"score":"1.7","group":null}"#,
        ),
        (
            &["tt01", "--figure", "15.0", "--format", "json"],
            r#"{"figure":"15.0","group":"xuat-sac"}"#,
        ),
        (
            &[
                "diem",
                "--counts",
                "5=18446744073709551615",
                "--format",
                "json",
            ],
            r#"{"method":"diem","counts":{"1":0,"2":0,"3":0,"4":0,"5":18446744073709551615},"numerator":92233720368547758075,"denominator":92233720368547758075,"percent":"100.00","group":"A"}"#,
        ),
    ];
    for (args, expected) in cases {
        assert_eq!(run(args, Language::En).unwrap().trim_end(), expected);
    }
}

#[test]
fn every_problem_with_counts_is_named_in_the_readers_language() {
    let args = [
        "diem",
        "--counts",
        "6=1,1=-2,2=1,2=3,x,3=18446744073709551616,4=+1,",
    ];
    let error = run(&args, Language::En).unwrap_err();
    assert_eq!(error.exit_code(), 2);
    let words = error.to_string();
    for piece in [
        "\"6\"", "\"1=-2\"", "level 2", "\"x\"", "\"3=1844", "\"4=+1\"", "got \"\"",
    ] {
        assert!(words.contains(piece), "{piece} in {words}");
    }
    let words = run(&args, Language::Vi).unwrap_err().to_string();
    assert!(words.contains("xuất hiện hơn một lần"), "{words}");
}

#[test]
fn unknown_methods_and_figures_are_wrong_usage() {
    let cases: [&[&str]; 4] = [
        &["sipas", "--figure", "80"],
        &["ty-le", "--figure", "82,66"],
        &["ty-le", "--figure", "-1"],
        &["tt01", "--figure", "18.05"],
    ];
    for args in cases {
        assert_eq!(
            run(args, Language::Vi).unwrap_err().exit_code(),
            2,
            "{args:?}"
        );
    }
}

#[test]
fn people_read_a_line_and_a_group() {
    let shown = run(&["ty-le", "--counts", "5=4,1=1"], Language::Vi).unwrap();
    assert_eq!(shown, "4 / 5 = 80.00 %\nnhóm B\n");
}
