//! Arguments in, exit code out; one file per command.

pub mod account;
pub mod back_up;
pub mod bench;
pub mod bundle;
pub mod demo;
pub mod device;
pub mod dossiers;
pub mod export;
pub mod failure;
mod file;
pub mod forms;
pub mod help;
pub mod import;
pub mod init;
pub mod key;
mod log;
pub mod method;
pub mod period;
pub mod reference;
pub mod results;
pub mod round;
pub mod sample;
pub mod serve;
pub mod simulate;
pub mod sound;
pub mod token;
pub mod unit;
pub mod verify;

use std::ffi::OsString;
use std::fmt;
use std::io::Write;
use std::path::PathBuf;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::clock::Clock;
use crate::config::{Config, Language};
use crate::usecase::open_node::{Opened, open};

/// Satisfaction questionnaires at one-stop counters, from tablet to province.
#[derive(Debug, Parser)]
#[command(name = "hailong", version)]
pub struct Cli {
    /// The data folder; `HAILONG_DATA`, or ./hailong-data unless set.
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Every command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Shows the main job with real units and simulated answers, until stopped.
    Demo(demo::Demo),
    /// Creates the folder of a commune or province node.
    Init(init::Init),
    /// Serves pages and API until stopped.
    Serve(serve::Serve),
    /// Accounts of officers, leaders, the province and the administrator.
    #[command(subcommand)]
    User(account::User),
    /// Tablets and other ways in.
    #[command(subcommand)]
    Device(device::Device),
    /// Tokens for programs.
    #[command(subcommand)]
    Token(token::Token),
    /// Questionnaires and their files.
    #[command(subcommand)]
    Forms(forms::Forms),
    /// The arithmetic of a method alone.
    #[command(subcommand)]
    Method(method::MethodCommand),
    /// How many answers a number of dossiers asks for.
    Sample(sample::Sample),
    /// Counts of dossiers, which answers are measured against.
    #[command(subcommand)]
    Dossiers(dossiers::Dossiers),
    /// Figures others published, which ours are shown beside.
    #[command(subcommand)]
    Reference(reference::Reference),
    /// Takes in answers from elsewhere.
    Import(import::Import),
    /// Percentages with their counts, exact.
    Results(results::Results),
    /// Figures as files for people and programs.
    Export(export::Export),
    /// Survey rounds.
    #[command(subcommand)]
    Round(round::RoundCommand),
    /// Periods of account.
    #[command(subcommand)]
    Period(period::PeriodCommand),
    /// Hands in simulated answers, repeatable by seed.
    Simulate(simulate::Simulate),
    /// Recordings of what tablets say.
    #[command(subcommand)]
    Sound(sound::Sound),
    /// Unit results between nodes.
    #[command(subcommand)]
    Bundle(bundle::BundleCommand),
    /// The node's key.
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Units of this province.
    #[command(subcommand)]
    Unit(unit::UnitCommand),
    /// Measures this machine: product path, null writer, naive path, recount, results; a table.
    Bench(bench::Bench),
    /// Recounts everything and compares it with what was signed.
    Verify(verify::Verify),
    /// Writes a consistent copy while serving.
    Backup(back_up::Backup),
    /// Makes a node of a copy.
    Restore(back_up::Restore),
}

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

impl Context {
    /// Opens the node in the data folder.
    ///
    /// # Errors
    /// In words for the reader.
    pub async fn open(&self) -> Result<Opened, CliError> {
        open(&self.data_dir, self.clock.clone())
            .await
            .map_err(|error| self.explain(error))
    }

    /// A use case's error in words for the reader, with its exit code.
    #[must_use]
    pub fn explain(&self, error: crate::usecase::UsecaseError) -> CliError {
        failure::explain(error, self.language)
    }
}

/// Runs the command line; returns the exit code.
pub async fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let config = Config::from_env();
    let mut context = Context {
        data_dir: config.data_dir,
        language: config.language,
        clock: Clock::System,
        out: Box::new(std::io::stdout()),
        err: Box::new(std::io::stderr()),
    };
    let cli = help::in_language(Cli::command(), context.language)
        .try_get_matches_from(arguments)
        .and_then(|m| Cli::from_arg_matches(&m));
    let mut cli = match cli {
        Ok(cli) => cli,
        Err(error) => return help::say(&error, &mut context),
    };
    if let Some(data) = cli.data {
        if let Command::Demo(demo) = &mut cli.command {
            demo.folder = Some(data.clone());
        }
        context.data_dir = data;
    }
    match dispatch(cli.command, &mut context).await {
        Ok(()) => 0,
        Err(error) => {
            let prefix = context.language.pick("lỗi", "error");
            // With nowhere left to write to, the exit code has to say it all.
            let _unheard = writeln!(context.err, "{prefix}: {error}");
            error.exit_code()
        }
    }
}

async fn dispatch(command: Command, context: &mut Context) -> Result<(), CliError> {
    match command {
        Command::Demo(command) => command.run(context).await,
        Command::Init(command) => command.run(context).await,
        Command::Serve(command) => command.run(context).await,
        Command::User(command) => command.run(context).await,
        Command::Device(command) => command.run(context).await,
        Command::Token(command) => command.run(context).await,
        Command::Forms(command) => command.run(context).await,
        Command::Method(command) => command.run(context).await,
        Command::Sample(command) => command.run(context).await,
        Command::Dossiers(command) => command.run(context).await,
        Command::Reference(command) => command.run(context).await,
        Command::Import(command) => command.run(context).await,
        Command::Results(command) => command.run(context).await,
        Command::Export(command) => command.run(context).await,
        Command::Round(command) => command.run(context).await,
        Command::Period(command) => command.run(context).await,
        Command::Simulate(command) => command.run(context).await,
        Command::Sound(command) => command.run(context).await,
        Command::Bundle(command) => command.run(context).await,
        Command::Key(command) => command.run(context).await,
        Command::Unit(command) => command.run(context).await,
        Command::Bench(command) => command.run(context).await,
        Command::Verify(command) => command.run(context).await,
        Command::Backup(command) => command.run(context).await,
        Command::Restore(command) => command.run(context).await,
    }
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
