//! The rules themselves: each takes files and returns every offender as `path:line: what`.

use crate::source::{Line, Source, View};

/// Words that would bring I/O, time, waiting, the web or a database into the domain.
const IMPURE: [&str; 17] = [
    "sqlx",
    "axum",
    "tokio",
    "tower",
    "hyper",
    "maud",
    "toml",
    "async",
    "await",
    "std::fs",
    "std::net",
    "std::io",
    "std::env",
    "Instant",
    "SystemTime",
    "Timestamp::now",
    "ZonedDateTime::now",
];

/// Words that make an SQL statement.
const STATEMENTS: [&str; 7] = [
    "query!",
    "query_as!",
    "query_scalar!",
    "query_unchecked!",
    "sqlx::query",
    "sqlx::raw_sql",
    "QueryBuilder",
];

/// The storeys from the ground up: a file imports from its own folder and from lower ones.
const STOREYS: [&[&str]; 7] = [
    &["domain"],
    &["forms", "exchange", "units"],
    &["storage"],
    &["intake"],
    &["usecase"],
    &["web"],
    &["cli"],
];

/// Beside the storeys: open to all of them but the domain.
const BESIDE: [&str; 2] = ["clock", "config"];

/// Where shares, means, intervals and ranks are computed: the only home of division.
const STATISTICS: [&str; 7] = [
    "src/domain/percent.rs",
    "src/domain/interval.rs",
    "src/domain/method.rs",
    "src/domain/sample.rs",
    "src/domain/ranking.rs",
    "src/domain/quality.rs",
    "src/domain/progress.rs",
];

/// Divisions that no figure comes from: `(file, why)`.
const PLAIN_DIVISION: [(&str, &str); 5] = [
    ("src/web/view/questionnaire.rs", "minutes a form takes"),
    ("src/domain/period.rs", "years and months of a calendar"),
    ("src/web/view/geometry.rs", "places on a drawing"),
    ("src/exchange/report/fit.rs", "widths on paper"),
    ("src/cli/bench/measure.rs", "times of a measurement"),
];

/// Floats that no figure comes from: `(file, why)`.
const FLOATS: [(&str, &str); 2] = [
    (
        "src/exchange/workbook/page.rs",
        "a spreadsheet's native numbers are floats",
    ),
    (
        "src/web/json.rs",
        "a JSON reader has to name every kind of number, to refuse this one later",
    ),
];

const MOST_LINES: usize = 400;

pub(crate) fn impure_words_in_the_domain(sources: &[Source]) -> Vec<String> {
    each_line(sources, "src/domain/", View::Code, |_, line| {
        first_word(&line.text, &IMPURE)
    })
}

pub(crate) fn statements_outside_storage(sources: &[Source]) -> Vec<String> {
    each_line(sources, "src/", View::Code, |source, line| {
        let at_home = source.path.starts_with("src/storage/");
        if at_home {
            None
        } else {
            first_word(&line.text, &STATEMENTS)
        }
    })
}

pub(crate) fn database_words_in_web_and_cli(sources: &[Source]) -> Vec<String> {
    each_line(sources, "src/", View::Code, |source, line| {
        let is_outer = source.path.starts_with("src/web/") || source.path.starts_with("src/cli/");
        if is_outer {
            first_word(&line.text, &["sqlx"])
        } else {
            None
        }
    })
}

/// The only files of the web that make a scope: who is signed in, and whose token was shown.
const SCOPE_MAKERS: [&str; 2] = ["src/web/session.rs", "src/web/api/bundle.rs"];

/// A handler that makes a scope of its own would let its reader see more than the account may.
pub(crate) fn scopes_made_in_handlers(sources: &[Source]) -> Vec<String> {
    each_line(sources, "src/web/", View::Code, |source, line| {
        if SCOPE_MAKERS.contains(&source.path.as_str()) || line.is_test {
            None
        } else {
            first_word(&line.text, &["Scope::of_unit", "Scope::of_shell"])
        }
    })
}

pub(crate) fn upward_imports(sources: &[Source]) -> Vec<String> {
    let mut offenders = Vec::new();
    for source in sources.iter().filter(|source| source.is_rust_in("src/")) {
        let own = source
            .path
            .trim_start_matches("src/")
            .split(['/', '.'])
            .next()
            .unwrap_or("");
        let mut lines = source.view(View::Code);
        lines.retain(|line| !line.is_test && own != "main" && own != "lib");
        let code: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let code = code.join("\n");
        for (at, import) in code.match_indices("crate::") {
            let number = code.get(..at).unwrap_or_default().matches('\n').count() + 1;
            let names = imported(code.get(at + import.len()..).unwrap_or_default());
            let upward = names.into_iter().filter(|other| !may_import(own, other));
            offenders.extend(
                upward.map(|other| format!("{}:{number}: {own} imports {other}", source.path)),
            );
        }
    }
    offenders
}

/// The modules named after `crate::`: one, or each first name in a group of braces.
fn imported(after: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let first_name = |path: &str| {
        path.trim()
            .chars()
            .take_while(|c| is_part(*c))
            .collect::<String>()
    };
    let Some(group) = after.strip_prefix('{') else {
        return vec![first_name(after)];
    };
    let mut depth = 1_usize;
    let mut outermost = String::new();
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 1 => outermost.push(c),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    outermost
        .split(',')
        .map(first_name)
        .filter(|name| !name.is_empty())
        .collect()
}

fn may_import(own: &str, other: &str) -> bool {
    let storey = |name: &str| STOREYS.iter().position(|folders| folders.contains(&name));
    match (storey(own), storey(other)) {
        _ if own == other => true,
        (Some(own), Some(other)) => own > other,
        (Some(own), None) => own > 0 && BESIDE.contains(&other),
        (None, _) => BESIDE.contains(&own) && BESIDE.contains(&other),
    }
}

pub(crate) fn long_files(sources: &[Source]) -> Vec<String> {
    let written =
        |source: &&Source| ["rs", "mjs", "js", "css", "sql"].contains(&source.extension());
    let count = |source: &Source| source.text.lines().count();
    let long = sources
        .iter()
        .filter(written)
        .filter(|source| count(source) > MOST_LINES);
    long.map(|source| format!("{}:{}: over {MOST_LINES} lines", source.path, count(source)))
        .collect()
}

pub(crate) fn evasive_tests(sources: &[Source]) -> Vec<String> {
    let mut offenders = Vec::new();
    for folder in ["src/", "tests/"] {
        offenders.extend(each_line(sources, folder, View::Code, |_, line| {
            let skips = ["#[ignore", "#[should_panic"];
            let waits = ["sleep"];
            let attribute = skips.iter().find(|word| line.text.contains(**word));
            let skipped = attribute.map(|word| (*word).to_owned());
            skipped.or_else(|| {
                if line.is_test {
                    first_word(&line.text, &waits)
                } else {
                    None
                }
            })
        }));
    }
    for source in sources.iter().filter(|source| source.extension() == "mjs") {
        let waits = [
            "setTimeout",
            "setInterval",
            "waitForTimeout",
            "skip",
            "todo",
        ];
        let found = source.lines().into_iter().filter_map(|line| {
            let word = first_word(&line.text, &waits)?;
            Some(format!("{}:{}: {word}", source.path, line.number))
        });
        offenders.extend(found.filter(|_| source.path.starts_with("tests/")));
    }
    offenders
}

pub(crate) fn unordered_maps(sources: &[Source]) -> Vec<String> {
    each_line(sources, "src/", View::Code, |_, line| {
        first_word(&line.text, &["HashMap"])
    })
}

pub(crate) fn divisions_outside_statistics(sources: &[Source]) -> Vec<String> {
    each_line(sources, "src/", View::Code, |source, line| {
        let is_plain = PLAIN_DIVISION.iter().any(|(path, _)| *path == source.path);
        if line.is_test || is_plain || STATISTICS.contains(&source.path.as_str()) {
            return None;
        }
        let methods = ["div_ceil", "div_floor", "div_euclid", "checked_div"];
        let sign = line.text.contains('/').then(|| "/".to_owned());
        sign.or_else(|| first_word(&line.text, &methods))
    })
}

pub(crate) fn floats(sources: &[Source]) -> Vec<String> {
    each_line(sources, "src/", View::Code, |source, line| {
        let is_named = FLOATS.iter().any(|(path, _)| *path == source.path);
        if is_named {
            None
        } else {
            first_word(&line.text, &["f32", "f64"])
        }
    })
}

pub(crate) fn bare_allows(sources: &[Source]) -> Vec<String> {
    each_line(sources, "", View::Code, |_, line| {
        let found = ["#[allow", "#![allow"]
            .iter()
            .find(|word| line.text.contains(**word));
        found.map(|word| (*word).to_owned())
    })
}

pub(crate) fn unexplained_migrations(sources: &[Source]) -> Vec<String> {
    let is_migration =
        |source: &&Source| source.path.starts_with("migrations/") && source.extension() == "sql";
    let silent = |source: &&Source| !source.text.starts_with("-- ");
    let found = sources.iter().filter(is_migration).filter(silent);
    found
        .map(|source| format!("{}:1: no comment on top", source.path))
        .collect()
}

pub(crate) fn postponed_work(sources: &[Source]) -> Vec<String> {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("X", "XX"),
    ];
    let mut offenders = Vec::new();
    for source in sources {
        let found = source.lines().into_iter().filter_map(|line| {
            let word = first_word(&line.text, &words)?;
            Some(format!("{}:{}: {word}", source.path, line.number))
        });
        offenders.extend(found);
    }
    offenders
}

pub(crate) fn nameless_files(sources: &[Source]) -> Vec<String> {
    let empty = [
        "util", "utils", "helper", "helpers", "common", "misc", "manager",
    ];
    let found = sources
        .iter()
        .filter(|source| empty.contains(&source.stem()));
    found
        .map(|source| format!("{}:1: the name says nothing", source.path))
        .collect()
}

/// `check` on every line of every Rust file below `folder`, in one view.
fn each_line(
    sources: &[Source],
    folder: &str,
    view: View,
    check: impl Fn(&Source, &Line) -> Option<String>,
) -> Vec<String> {
    let mut offenders = Vec::new();
    for source in sources.iter().filter(|source| source.is_rust_in(folder)) {
        for line in source.view(view) {
            if let Some(what) = check(source, &line) {
                offenders.push(format!("{}:{}: {what}", source.path, line.number));
            }
        }
    }
    offenders
}

/// The first of `words` that stands in `text` as a whole word.
fn first_word(text: &str, words: &[&str]) -> Option<String> {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let stands_alone = |word: &&&str| {
        text.match_indices(**word).any(|(at, found)| {
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            let after = text
                .get(at + found.len()..)
                .and_then(|tail| tail.chars().next());
            !is_part(before) && !is_part(after)
        })
    };
    words
        .iter()
        .find(stands_alone)
        .map(|word| (*word).to_owned())
}
