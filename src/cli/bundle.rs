//! `hailong bundle`: unit results between nodes.

mod show;

use std::path::{Path, PathBuf};

use serde_json::json;

use super::period::parse_period;
use super::{CliError, Context, file};
use crate::domain::account::Scope;
use crate::domain::merge::Outcome;
use crate::exchange::bundle::MAX_FILE_BYTES;
use crate::usecase::App;
use crate::usecase::create_bundle::create;
use crate::usecase::export_file::Asked;
use crate::usecase::list_reports::{Received, bundles};
use crate::usecase::merge_bundle::{Handed, MergeLine, Mode, merge};
use crate::usecase::withdraw_bundle::withdraw;

/// Unit results between nodes.
#[derive(Debug, clap::Subcommand)]
pub enum BundleCommand {
    /// Writes what a unit counted in a period, signed; seals what is open first.
    Create {
        /// Unit code; one this node collects for.
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// Such as 2026-Q4, 2026-11 or 2026-Q4b.
        #[arg(long)]
        period: String,
        /// The file, replaced if it is there; - writes to standard output.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Says what is in a bundle, whoever signed it.
    Show(show::Show),
    /// Checks that a bundle is whole and signed by a key that may speak for its unit.
    Verify {
        /// The bundle.
        file: PathBuf,
    },
    /// Takes bundles of this province's units: each replaces what was held, none adds.
    Merge(Merge),
    /// Lists every bundle that was merged.
    List {
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Takes a merged bundle back: what came with it counts no more.
    Withdraw {
        /// The bundle's id, as `bundle list` shows it.
        id: String,
        /// Why, for whoever asks later.
        #[arg(long)]
        reason: String,
    },
}

/// Takes bundles.
#[derive(Debug, clap::Args)]
pub struct Merge {
    /// The bundles; each is taken or refused on its own.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Only says what would become of each, as things stand now.
    #[arg(long)]
    dry_run: bool,
    /// One JSON object a file.
    #[arg(long)]
    json: bool,
}

impl BundleCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// In words for the reader; [`CliError::Found`] when a bundle was not taken or does not hold.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        match self {
            Self::Create { unit, period, out } => {
                let period = parse_period(context, &period)?;
                let app = context.open().await?.app;
                let asked = Asked {
                    unit: &unit,
                    period,
                };
                let bytes = create(&app, &Scope::of_shell(), asked)
                    .await
                    .map_err(|error| context.explain(error))?;
                file::write(context, &out, &bytes)
            }
            Self::Show(command) => command.run(context),
            Self::Verify { file } => show::verify(context, &file).await,
            Self::Merge(command) => command.run(context).await,
            Self::List { json } => list(context, json).await,
            Self::Withdraw { id, reason } => {
                let app = context.open().await?.app;
                let n_spans = withdraw(&app, &id, &reason, "shell")
                    .await
                    .map_err(|error| context.explain(error))?;
                let words = context.language.pick(
                    format!("đã rút gói {id}: {n_spans} nửa tháng không còn được tính"),
                    format!("withdrew bundle {id}: {n_spans} half-months count no more"),
                );
                writeln!(context.err, "{words}")?;
                Ok(())
            }
        }
    }
}

impl Merge {
    async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let app = context.open().await?.app;
        let mode = if self.dry_run {
            Mode::DryRun
        } else {
            Mode::Merge
        };
        let mut n_unsettled = 0_usize;
        for file in &self.files {
            let line = merge_file(context, &app, file, mode).await?;
            n_unsettled += usize::from(!line.outcome.is_settled());
            let shown = file.display().to_string();
            if self.json {
                let line = line.json(Some(&shown), context.language);
                let line = line.map_err(|error| CliError::Trouble(error.to_string()))?;
                writeln!(context.out, "{line}")?;
            } else {
                print_line(context, &shown, &line)?;
            }
            context.out.flush()?;
        }
        if n_unsettled == 0 {
            return Ok(());
        }
        Err(CliError::Found(context.language.pick(
            format!("{n_unsettled} tệp không được nhận, xem từng dòng kết quả"),
            format!("{n_unsettled} files were not taken, see the result lines"),
        )))
    }
}

async fn merge_file(
    context: &Context,
    app: &App,
    file: &Path,
    mode: Mode,
) -> Result<MergeLine, CliError> {
    let bytes = match file::read(file, MAX_FILE_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(MergeLine::unreadable(error.to_string())),
    };
    let handed = Handed {
        bytes,
        scope: &Scope::of_shell(),
        actor: "shell",
        mode,
    };
    merge(app, handed)
        .await
        .map_err(|error| context.explain(error))
}

fn print_line(context: &mut Context, file: &str, line: &MergeLine) -> Result<(), CliError> {
    let language = context.language;
    let outcome = match line.outcome {
        Outcome::Merged => language.pick("đã nhận", "merged"),
        Outcome::Already => language.pick("đã có", "already there"),
        Outcome::Conflict => language.pick("mâu thuẫn", "conflict"),
        Outcome::Refused => language.pick("từ chối", "refused"),
    };
    let named = line.unit.iter().chain(&line.period).cloned();
    let named: Vec<String> = named
        .chain(line.revision.map(|revision| revision.to_string()))
        .collect();
    writeln!(context.out, "{file}\t{outcome}\t{}", named.join(" "))?;
    for problem in &line.problems {
        let words = problem.fault.words(language);
        match problem.line {
            Some(line) => {
                let place = language.pick("dòng", "line");
                writeln!(context.out, "\t{place} {line}: {words}")?;
            }
            None => writeln!(context.out, "\t{words}")?,
        }
    }
    Ok(())
}

async fn list(context: &mut Context, as_json: bool) -> Result<(), CliError> {
    let app = context.open().await?.app;
    let received = bundles(&app)
        .await
        .map_err(|error| context.explain(error))?;
    for Received { bundle, n_spans } in received {
        if as_json {
            let state = if bundle.reason.is_some() {
                "withdrawn"
            } else {
                "merged"
            };
            let line = json!({
                "id": bundle.id, "unit": bundle.unit, "period": bundle.period,
                "revision": bundle.revision, "provisional": bundle.provisional,
                "sha256": hex::encode(bundle.sha256), "received_on": bundle.received_on,
                "state": state, "reason": bundle.reason, "spans": n_spans,
            });
            writeln!(context.out, "{line}")?;
            continue;
        }
        let state = state_words(context, bundle.reason.as_deref(), n_spans);
        let (id, unit, period) = (bundle.id, bundle.unit, bundle.period);
        let (revision, day) = (bundle.revision, bundle.received_on);
        writeln!(
            context.out,
            "{id}\t{unit}\t{period}\t{revision}\t{day}\t{state}"
        )?;
    }
    Ok(())
}

fn state_words(context: &Context, reason: Option<&str>, n_spans: usize) -> String {
    match reason {
        Some(reason) => context
            .language
            .pick(format!("đã rút: {reason}"), format!("withdrawn: {reason}")),
        None if n_spans == 0 => context
            .language
            .pick("đã được thay thế", "replaced")
            .to_owned(),
        None => context.language.pick(
            format!("đang tính {n_spans} nửa tháng"),
            format!("{n_spans} half-months count"),
        ),
    }
}
