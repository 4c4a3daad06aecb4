//! The words of `--help` in the reader's language.
//!
//! English stands in the doc comments of the commands; Vietnamese is laid over the tree of
//! commands from `help/vi.toml`, and over the few words of clap's own that surround it.

mod mistake;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use clap::builder::Resettable;
use clap::{Arg, Command};
use serde::Deserialize;

use super::Context;
use crate::config::Language;

/// The tree of commands, with help in `language`.
#[must_use]
pub fn in_language(command: Command, language: Language) -> Command {
    match language {
        Language::En => command,
        Language::Vi => described(command, ROOT),
    }
}

/// Says what stopped the command line from being run: the help or version that was asked for, or
/// what is wrong with it. Returns the exit code.
pub fn say(error: &clap::Error, context: &mut Context) -> u8 {
    let exit_code = if error.use_stderr() { 2 } else { 0 };
    let is_said = match context.language {
        Language::En => error.print(),
        Language::Vi if error.use_stderr() => {
            write!(context.err, "{}", mistake::in_vietnamese(error))
        }
        Language::Vi => write!(context.out, "{}", page(error)),
    };
    if is_said.is_ok() { exit_code } else { 2 }
}

/// What the keys of `vi.toml` call the program itself.
const ROOT: &str = "hailong";

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("help/vi.toml")).unwrap_or_default());

/// `vi.toml`. A file that does not parse gives no words; a test reads it too.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// Clap's own words and ours, in the order they are replaced.
    own: Vec<(String, String)>,
    /// One sentence for each kind of mistake.
    mistake: BTreeMap<String, String>,
    /// By command path, or command path and argument.
    help: BTreeMap<String, String>,
}

impl Words {
    /// The text of a command, argument or value, with the key it was found under.
    ///
    /// An argument that means the same everywhere stands once, without a path.
    fn find(&self, path: &str, part: &str) -> Option<(&String, &String)> {
        let own = if part.is_empty() {
            path.to_owned()
        } else {
            format!("{path} {part}")
        };
        let found = self.help.get_key_value(&own);
        found.or_else(|| self.help.get_key_value(part))
    }

    fn text(&self, path: &str, part: &str) -> Option<&str> {
        self.find(path, part).map(|(_, text)| text.as_str())
    }
}

fn described(command: Command, path: &str) -> Command {
    let command = match WORDS.text(path, "") {
        Some(text) => command.about(text).long_about(Resettable::Reset),
        None => command,
    };
    command
        .mut_args(|argument| described_argument(argument, path))
        .mut_subcommands(|command| {
            let path = path_below(path, &command);
            described(command, &path)
        })
}

fn path_below(path: &str, command: &Command) -> String {
    match path {
        ROOT => command.get_name().to_owned(),
        _ => format!("{path} {}", command.get_name()),
    }
}

fn described_argument(argument: Arg, path: &str) -> Arg {
    let name = key_of(&argument);
    let Some(text) = WORDS.text(path, &name) else {
        return argument;
    };
    if !argument.get_action().takes_values() {
        return argument.help(text.to_owned()).long_help(Resettable::Reset);
    }
    let mut lines = vec![text.to_owned()];
    for default in argument.get_default_values() {
        lines.push(format!("(mặc định: {})", default.display()));
    }
    let mut lines = vec![lines.join(" ")];
    for value in values_of(&argument) {
        let meaning = WORDS.text(path, &format!("{name}={value}"));
        lines.push(format!("- {value}: {}", meaning.unwrap_or_default()));
    }
    argument
        .help(lines.join("\n"))
        .long_help(Resettable::Reset)
        .hide_default_value(true)
        .hide_possible_values(true)
}

/// `--flag`, or `<name>` for an argument that is told by its place.
fn key_of(argument: &Arg) -> String {
    match argument.get_long() {
        Some(flag) => format!("--{flag}"),
        None => format!("<{}>", argument.get_id()),
    }
}

/// The values a choice allows; a switch has none worth naming.
fn values_of(argument: &Arg) -> Vec<String> {
    if !argument.get_action().takes_values() {
        return Vec::new();
    }
    let values = argument.get_possible_values();
    values
        .iter()
        .map(|value| value.get_name().to_owned())
        .collect()
}

/// A page that clap made, with clap's own words in Vietnamese.
fn page(error: &clap::Error) -> String {
    in_our_words(&error.render().to_string())
}

fn in_our_words(text: &str) -> String {
    let replace = |text: String, (english, ours): &(String, String)| text.replace(english, ours);
    WORDS.own.iter().fold(text.to_owned(), replace)
}
