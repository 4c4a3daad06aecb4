//! That every command speaks Vietnamese, and nothing else does.

use std::collections::BTreeSet;

use clap::{Command, CommandFactory as _};
use unicode_normalization::is_nfc;

use super::mistake::SENTENCES;
use super::{ROOT, WORDS, Words, in_language, key_of, page, path_below, values_of};
use crate::cli::Cli;
use crate::config::Language;

/// Asks for what `command` needs and below, noting the keys found and the texts missing.
fn walk(command: &Command, path: &str, found: &mut BTreeSet<String>, missing: &mut Vec<String>) {
    let mut ask = |part: &str| match WORDS.find(path, part) {
        Some((key, _)) => {
            found.insert(key.clone());
        }
        None => missing.push(format!("{path} {part}")),
    };
    ask("");
    for argument in command.get_arguments() {
        let name = key_of(argument);
        ask(&name);
        for value in values_of(argument) {
            ask(&format!("{name}={value}"));
        }
    }
    for below in command.get_subcommands() {
        walk(below, &path_below(path, below), found, missing);
    }
}

#[test]
fn every_command_argument_and_value_has_a_vietnamese_text_and_no_text_is_left_over() {
    let (mut found, mut missing) = (BTreeSet::new(), Vec::new());
    walk(&Cli::command(), ROOT, &mut found, &mut missing);
    assert_eq!(missing, Vec::<String>::new(), "missing in help/vi.toml");
    let unused: Vec<_> = WORDS
        .help
        .keys()
        .filter(|key| !found.contains(*key))
        .collect();
    assert_eq!(unused, Vec::<&String>::new(), "unused in help/vi.toml");
}

#[test]
fn every_kind_of_mistake_has_its_sentence() {
    let named = SENTENCES.iter().map(|(_, sentence)| *sentence);
    let named: BTreeSet<_> = named
        .chain(["no-value", "given-twice", "similar", "other", "read-on"])
        .map(str::to_owned)
        .collect();
    assert_eq!(named, WORDS.mistake.keys().cloned().collect());
}

#[test]
fn the_file_is_read_and_its_texts_are_composed() {
    let words: Words = toml::from_str(include_str!("vi.toml")).unwrap();
    let own = words.own.iter().map(|(_, text)| text);
    let texts = own.chain(words.mistake.values()).chain(words.help.values());
    for text in texts {
        assert!(is_nfc(text) && !text.trim().is_empty(), "{text:?}");
    }
}

#[test]
fn no_page_of_help_has_english_words_of_clap() {
    let mut pages = vec![Vec::new(), vec!["help".to_owned()]];
    list(&Cli::command(), &[], &mut pages);
    for path in pages {
        for flag in ["--help", "-h"] {
            let arguments = ["hailong".to_owned()]
                .into_iter()
                .chain(path.clone())
                .chain([flag.to_owned()]);
            let command = in_language(Cli::command(), Language::Vi);
            let error = command.try_get_matches_from(arguments).unwrap_err();
            let text = page(&error);
            for word in [
                "Usage",
                "Options",
                "OPTIONS",
                "Command",
                "COMMAND",
                "Arguments",
                "Print",
                "default",
                "Possible",
                "possible",
            ] {
                assert!(!text.contains(word), "{path:?} has {word:?}:\n{text}");
            }
        }
    }
}

fn list(command: &Command, path: &[String], pages: &mut Vec<Vec<String>>) {
    for below in command.get_subcommands() {
        let mut path = path.to_vec();
        path.push(below.get_name().to_owned());
        list(below, &path, pages);
        pages.push(path);
    }
}

#[test]
fn a_mistake_is_named_in_vietnamese_with_its_argument_and_the_usage() {
    let cases: [(&[&str], &str, &str); 9] = [
        (&["init"], "thiếu --unit <CODE>", "a required argument"),
        (
            &["init", "--unti", "01141"],
            "không có tham số “--unti”; có phải “--unit” không?",
            "a slip of the finger",
        ),
        (&["tính"], "không có lệnh “tính”", "no such command"),
        (
            &["sample", "--dossiers", "1", "--format", "xml"],
            "“xml” không dùng được cho --format <FORMAT>; các giá trị: table, json",
            "a choice",
        ),
        (
            &["sample", "--dossiers"],
            "--dossiers <DOSSIERS> cần một giá trị",
            "a value left out",
        ),
        (
            &["init", "--unit", "01141", "--unit", "01141"],
            "--unit <CODE> chỉ được ghi một lần",
            "twice",
        ),
        (
            &["method", "try", "diem", "--counts", "1=1", "--figure", "1"],
            "--counts <COUNTS> không dùng cùng --figure <FIGURE>",
            "one or the other",
        ),
        (&["verify", "x"], "không có tham số “x”", "one too many"),
        (
            &["sample", "--dossiers", "1", "--format", "{value}"],
            "“{value}” không dùng được",
            "a value is not read as a sentence",
        ),
    ];
    for (arguments, expected, why) in cases {
        let arguments = ["hailong"].iter().chain(arguments);
        let command = in_language(Cli::command(), Language::Vi);
        let error = command.try_get_matches_from(arguments).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{why}");
        let text = super::mistake::in_vietnamese(&error);
        assert!(
            text.starts_with(&format!("lỗi: {expected}")),
            "{why}: {text}"
        );
        assert!(text.contains("--help"), "{why}: {text}");
        assert!(!text.contains("Usage"), "{why}: {text}");
    }
}
