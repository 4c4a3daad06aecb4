//! Arguments in, exit code out; one file per command.

pub mod method;
pub mod sample;
pub mod forms;

use std::fmt;
use std::io::Write;
use std::path::PathBuf;

use crate::clock::Clock;
use crate::config::Language;

/// What every command gets.
pub struct Context {
    /// The data folder, `--data`.
    pub data_dir: PathBuf,
    /// The language of messages.
    pub language: Language,
    /// The time.
    pub clock: Clock,
    /// Machine output: stdout.
    pub out: Box<dyn Write + Send>,
    /// Words for people: stderr.
    pub err: Box<dyn Write + Send>,
}

/// Why a command did not end well. The words are already in the reader's language.
#[derive(Debug)]
pub enum CliError {
    /// A check found something: exit 1.
    Found(String),
    /// Wrong usage: exit 2.
    Usage(String),
    /// Trouble that a restart may cure: exit 75.
    Trouble(String),
    /// Wrong configuration, or a database newer than the program: exit 78.
    Configuration(String),
}

impl CliError {
    /// The exit code of the contract.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Found(_) => 1,
            Self::Usage(_) => 2,
            Self::Trouble(_) => 75,
            Self::Configuration(_) => 78,
        }
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(words)
            | Self::Usage(words)
            | Self::Trouble(words)
            | Self::Configuration(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for CliError {}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        Self::Trouble(error.to_string())
    }
}
