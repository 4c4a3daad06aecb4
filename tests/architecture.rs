//! Guards the walls of the house: rules that a compiler does not know, read off the source text.
//!
//! Every rule is first shown samples that break it, and must find each; then the project.

#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/source.rs"]
mod source;
#[path = "architecture/table.rs"]
mod table;

use std::io;

use source::{Source, View};

type Rule = fn(&[Source]) -> Vec<String>;

/// Shows a rule its bad samples, each a path and a text, and then the project.
fn hold(rule: Rule, bad_samples: &[(&str, &str)]) -> io::Result<()> {
    for (path, text) in bad_samples {
        let sample = sample(path, text);
        assert_eq!(
            rule(&sample).len(),
            1,
            "the rule must find one offender in {sample:?}"
        );
    }
    let offenders = rule(&source::project()?);
    assert!(offenders.is_empty(), "\n{}\n", offenders.join("\n"));
    Ok(())
}

fn sample(path: &str, text: &str) -> Vec<Source> {
    vec![Source::new(path.to_owned(), text.to_owned())]
}

#[test]
fn the_domain_knows_no_io_no_clock_no_waiting_no_web_no_database() -> io::Result<()> {
    hold(
        rules::impure_words_in_the_domain,
        &[
            ("src/domain/a.rs", "use sqlx::Row;"),
            ("src/domain/a.rs", "async fn wait() {}"),
            ("src/domain/a.rs", "fn now() { Timestamp::now() }"),
            ("src/domain/a.rs", "let text = std::fs::read(path);"),
            ("src/domain/deep/a.rs", "fn page() -> maud::Markup {}"),
        ],
    )
}

#[test]
fn every_statement_is_in_storage() -> io::Result<()> {
    hold(
        rules::statements_outside_storage,
        &[
            ("src/usecase/a.rs", "sqlx::query(\"select 1\")"),
            (
                "src/intake/a.rs",
                "let rows = query_as!(Row, \"select 1\");",
            ),
            ("src/web/a.rs", "let n = query_scalar!(\"select 1\");"),
        ],
    )
}

#[test]
fn pages_and_commands_do_not_name_the_database() -> io::Result<()> {
    hold(
        rules::database_words_in_web_and_cli,
        &[
            ("src/web/a.rs", "use sqlx::Pool;"),
            ("src/cli/a.rs", "fn f(e: sqlx::Error) {}"),
        ],
    )
}

#[test]
fn a_reader_sees_what_the_session_or_token_allows_and_no_handler_widens_it() -> io::Result<()> {
    hold(
        rules::scopes_made_in_handlers,
        &[
            (
                "src/web/unit/mod.rs",
                "count(app, &Scope::of_shell(), unit)",
            ),
            (
                "src/web/api/results.rs",
                "let scope = Scope::of_unit(&unit);",
            ),
        ],
    )
}

#[test]
fn a_file_imports_downward_only() -> io::Result<()> {
    hold(
        rules::upward_imports,
        &[
            ("src/domain/a.rs", "use crate::storage::answer;"),
            ("src/domain/a.rs", "use crate::clock::Clock;"),
            ("src/forms/a.rs", "use crate::exchange::csv;"),
            ("src/storage/a.rs", "use crate::usecase::submit;"),
            ("src/intake/a.rs", "let x = crate::web::page();"),
            ("src/usecase/a.rs", "use crate::{domain::form, web::view};"),
            (
                "src/usecase/a.rs",
                "use crate::{\n    domain::{form, sheet},\n    web::view,\n};",
            ),
            ("src/web/a.rs", "use crate::cli::Context;"),
            ("src/clock.rs", "use crate::domain::period;"),
        ],
    )
}

#[test]
fn all_statements_about_a_table_are_in_one_file() -> io::Result<()> {
    let migration = "-- Answers.\ncreate table answer (id text) strict;\n";
    let statement = |verb: &str| format!("fn f() {{ query!(\"{verb}\n answer where 1\") }}");
    for verb in [
        "delete from",
        "select 1 from",
        "insert into",
        "update",
        "join",
    ] {
        let project = [
            sample("migrations/1.sql", migration),
            sample("src/storage/answer.rs", &statement("select 1 from")),
            sample("src/storage/batch.rs", &statement(verb)),
        ];
        let offenders = table::tables_with_two_homes(&project.concat());
        assert_eq!(
            offenders.len(),
            1,
            "{verb} away from home must be found: {offenders:?}"
        );
    }
    hold(table::tables_with_two_homes, &[])
}

#[test]
fn no_file_is_longer_than_400_lines() -> io::Result<()> {
    let long = "line\n".repeat(401);
    let samples = [
        "src/a.rs",
        "tests/a.rs",
        "src/web/assets/a.css",
        "src/web/assets/a.js",
    ];
    hold(
        rules::long_files,
        &samples.map(|path| (path, long.as_str())),
    )
}

#[test]
fn no_test_is_ignored_expects_a_panic_or_sleeps() -> io::Result<()> {
    hold(
        rules::evasive_tests,
        &[
            ("tests/a.rs", "#[ignore = \"slow\"]"),
            ("src/domain/a.rs", "#[should_panic(expected = \"no\")]"),
            ("tests/http/a.rs", "tokio::time::sleep(long).await;"),
            (
                "src/a.rs",
                "#[cfg(test)]\nmod tests {\n    fn f() { thread::sleep(long) }\n}",
            ),
            (
                "tests/browser/a.test.mjs",
                "await page.waitForTimeout(500);",
            ),
            ("tests/browser/a.test.mjs", "test.skip(\"later\", f);"),
        ],
    )
}

#[test]
fn nothing_is_kept_in_a_map_without_order() -> io::Result<()> {
    hold(
        rules::unordered_maps,
        &[("src/web/a.rs", "let m = HashMap::new();")],
    )
}

#[test]
fn division_happens_in_the_statistics_files_only() -> io::Result<()> {
    hold(
        rules::divisions_outside_statistics,
        &[
            ("src/web/a.rs", "let share = satisfied * 100 / n;"),
            ("src/domain/tally.rs", "sum /= n;"),
            ("src/exchange/csv.rs", "let pages = rows.div_ceil(50);"),
        ],
    )
}

#[test]
fn no_float_is_named_outside_its_reasoned_homes() -> io::Result<()> {
    hold(
        rules::floats,
        &[("src/domain/a.rs", "fn share() -> f64 {}")],
    )
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() -> io::Result<()> {
    hold(
        rules::bare_allows,
        &[
            ("src/a.rs", "#[allow(dead_code)]"),
            ("tests/a.rs", "#![allow(x)]"),
        ],
    )
}

#[test]
fn every_migration_opens_with_a_comment() -> io::Result<()> {
    hold(
        rules::unexplained_migrations,
        &[("migrations/1.sql", "create table a (b text) strict;")],
    )
}

#[test]
fn no_work_is_postponed_in_a_comment() -> io::Result<()> {
    let postponed = [
        concat!("// TO", "DO: later"),
        concat!("// FIX", "ME"),
        concat!("-- X", "XX"),
    ];
    hold(
        rules::postponed_work,
        &postponed.map(|text| ("src/a.rs", text)),
    )
}

#[test]
fn a_file_is_named_after_what_is_in_it() -> io::Result<()> {
    hold(
        rules::nameless_files,
        &[("src/utils.rs", ""), ("tests/http/helpers.rs", "")],
    )
}

/// Path, text, and why no rule may object.
const PEACEFUL: [(&str, &str, &str); 12] = [
    (
        "src/domain/a.rs",
        "// async code stays out, and so does sqlx",
        "a comment is not code",
    ),
    (
        "src/domain/a.rs",
        "let a = \"1/2 of an f64\";",
        "a string is not code",
    ),
    (
        "src/domain/a.rs",
        "let a = r#\"a \" / HashMap\"#;",
        "nor is a raw one",
    ),
    (
        "src/domain/a.rs",
        "let slash = ['/', '\\''];",
        "nor a character",
    ),
    (
        "src/domain/a.rs",
        "fn f<'a>(x: &'a str) -> &'a str { x }",
        "lifetimes are no quotes",
    ),
    (
        "src/domain/a.rs",
        "/* a / b /* c / d */ e / f */",
        "block comments nest",
    ),
    (
        "src/domain/a.rs",
        "let asynchronous = tomls;",
        "part of a word is another word",
    ),
    (
        "src/domain/percent.rs",
        "numerator / denominator",
        "a statistics file divides",
    ),
    (
        "src/domain/a.rs",
        "#[cfg(test)]\nmod tests {\n    use crate::forms;\n}",
        "a test may",
    ),
    (
        "src/storage/a.rs",
        "query!(\"select 1\")",
        "statements live here",
    ),
    (
        "src/cli/a.rs",
        "use crate::{config, web};",
        "the top imports everything",
    ),
    (
        "src/web/a.rs",
        "use crate::clock::Clock;",
        "the clock is beside the storeys",
    ),
];

#[test]
fn what_keeps_the_rules_is_left_in_peace() {
    let rules: [Rule; 8] = [
        rules::impure_words_in_the_domain,
        rules::statements_outside_storage,
        rules::upward_imports,
        rules::evasive_tests,
        rules::unordered_maps,
        rules::divisions_outside_statistics,
        rules::floats,
        rules::bare_allows,
    ];
    for (path, text, why) in PEACEFUL {
        for rule in rules {
            assert_eq!(
                rule(&sample(path, text)),
                Vec::<String>::new(),
                "{why}: {text}"
            );
        }
    }
}

#[test]
fn code_and_strings_are_told_apart() {
    for (text, code, strings) in [
        ("a(\"b\") // c", "a(   )", "b"),
        ("a(r#\"b \"c\" d\"#)", "a(", "b \"c\" d"),
        ("a(\"\\\"b\")", "a(", "b"),
        ("for_r(b'\"', \"q\")", "for_r(b", "q"),
    ] {
        let in_code = source::separate(text, View::Code);
        let in_strings = source::separate(text, View::Strings);
        assert_eq!(
            in_code.chars().count(),
            text.chars().count(),
            "lines stay where they are"
        );
        assert!(
            in_code.contains(code.trim_end()),
            "code of {text} is {in_code:?}"
        );
        assert!(
            in_strings.contains(strings),
            "strings of {text} are {in_strings:?}"
        );
        assert!(!in_code.contains(strings), "code of {text} is {in_code:?}");
    }
}

#[test]
fn a_module_declared_for_tests_is_test_code() {
    let mut sources = [
        sample("src/exchange/mod.rs", "#[cfg(test)]\nmod sample;\nmod csv;"),
        sample("src/exchange/sample.rs", "let half = n / 2;"),
        sample("src/exchange/csv.rs", "let half = n / 2;"),
    ]
    .concat();
    source::mark_test_modules(&mut sources);
    let offenders = rules::divisions_outside_statistics(&sources);
    assert_eq!(offenders, ["src/exchange/csv.rs:1: /"]);
}
