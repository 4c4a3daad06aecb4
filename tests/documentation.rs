//! Every command, setting and route is in the documentation, and nothing else is.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory as _};
use hailong::cli::Cli;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Sections of a page by their `## ` heading.
fn sections(page: &str) -> BTreeMap<&str, &str> {
    page.split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .collect()
}

/// The commands that do something, by path, with their long options.
fn commands(command: &Command, path: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
    for below in command.get_subcommands() {
        let path = format!("{path} {}", below.get_name()).trim().to_owned();
        if below.has_subcommands() {
            commands(below, &path, found);
        } else {
            let options = below
                .get_arguments()
                .filter_map(|argument| argument.get_long());
            found.insert(path, options.map(|option| format!("--{option}")).collect());
        }
    }
}

fn is_part_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

fn options_named_in(section: &str) -> BTreeSet<String> {
    section
        .split(|c| !is_part_of_name(c))
        .filter(|word| word.len() > 2 && word.starts_with("--"))
        .map(str::to_owned)
        .collect()
}

/// Problems of the page of commands.
fn differences(page: &str) -> Vec<String> {
    let mut known = BTreeMap::new();
    commands(&Cli::command(), "", &mut known);
    let sections = sections(page);
    let mut found = Vec::new();
    for (command, options) in &known {
        let Some(section) = sections.get(command.as_str()) else {
            found.push(format!("{command} has no section"));
            continue;
        };
        let mut named = options_named_in(section);
        // Every command takes it; the page says so once.
        named.remove("--data");
        found.extend(
            options
                .difference(&named)
                .map(|o| format!("{command} {o} is not named")),
        );
        found.extend(
            named
                .difference(options)
                .map(|o| format!("{command} has no {o}")),
        );
    }
    let strangers = sections
        .keys()
        .filter(|section| !known.contains_key(**section));
    found.extend(strangers.map(|section| format!("there is no command {section}")));
    found
}

#[test]
fn every_command_and_option_is_documented_and_no_other() {
    let page = read("docs/commands.md");
    assert_eq!(differences(&page), Vec::<String>::new());
    assert_eq!(
        differences(&page.replace("## sample\n", "## simple\n")).len(),
        2
    );
    assert_eq!(differences(&page.replace("--seed", "--seeds")).len(), 2);
}

#[test]
fn every_variable_of_the_environment_is_documented() {
    let config = read("src/config.rs");
    let page = read("docs/commands.md");
    let named: Vec<&str> = config
        .split("variable(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(named.contains(&"HAILONG_DATA"), "found {named:?}");
    for name in named {
        assert!(
            page.contains(&format!("`{name}")),
            "{name} is not in docs/commands.md"
        );
    }
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The paths that the program's routers know, as they are written.
fn routes() -> BTreeSet<String> {
    let mut files = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"),
        &mut files,
    );
    let mut found = BTreeSet::new();
    for path in files {
        let is_test = path.file_stem().is_some_and(|stem| {
            let stem = stem.to_string_lossy();
            stem == "tests" || stem.ends_with("_test")
        });
        let text = fs::read_to_string(&path).unwrap();
        let program = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        for rest in program.split(".route(").skip(1).filter(|_| !is_test) {
            let route = rest
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next());
            found.extend(route.map(str::to_owned));
        }
    }
    found
}

#[test]
fn every_route_is_documented_once_and_no_other() {
    let page = read("docs/http.md");
    let mut documented = BTreeSet::new();
    for line in page.lines() {
        let Some(path) = line
            .strip_prefix("| `")
            .and_then(|rest| rest.split('`').next())
        else {
            continue;
        };
        assert!(documented.insert(path.to_owned()), "{path} stands twice");
    }
    let known = routes();
    assert!(known.len() > 15, "the routers are read: {known:?}");
    assert_eq!(known, documented);
}
