//! `hailong export`: figures as files for people and programs.

use std::path::PathBuf;

use super::period::parse_period;
use super::{CliError, Context, file};
use crate::config::Language;
use crate::domain::account::Scope;
use crate::exchange::csv::{Dialect, Separator};
use crate::exchange::report::{Status, docx};
use crate::usecase::compose_report::{self, Figures, compose};
use crate::usecase::export_file::{Asked, tallies_csv, workbook};
use crate::usecase::{App, UsecaseError};
use crate::web::view::report;

/// Writes figures to a file: exact, unsealed answers included.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// What the file holds.
    #[arg(value_enum)]
    what: What,
    /// Unit code; of a province, every unit below it.
    #[arg(long, value_name = "CODE")]
    unit: String,
    /// Such as 2026-Q4, 2026-11 or 2026-Q4b.
    #[arg(long)]
    period: String,
    /// The kind of file: tallies are csv, a workbook is xlsx, a report is docx unless it is html.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The file, replaced if it is there; - writes to standard output.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Language of headings and labels; a report is always Vietnamese.
    #[arg(long, value_parser = ["vi", "en"], default_value = "vi")]
    lang: String,
    /// Puts a byte order mark in front of a CSV, for Excel.
    #[arg(long)]
    bom: bool,
    /// Separates the columns of a CSV by semicolons, for Excel where decimals have a comma.
    #[arg(long)]
    semicolon: bool,
}

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum What {
    /// Every count, one row per question, level and channel.
    Tallies,
    /// Results with their counts and notes.
    Workbook,
    /// The administrative report.
    Report,
}

/// Kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// UTF-8, CR LF.
    Csv,
    /// For spreadsheets.
    Xlsx,
    /// For browsers, which print it as PDF.
    Html,
    /// For word processors.
    Docx,
}

impl Export {
    /// Runs the command.
    ///
    /// # Errors
    /// When unit or period are unknown, or the file cannot be of that kind (2); when it cannot be
    /// written (75).
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        self.check_format(context.language)?;
        let asked = Asked {
            unit: &self.unit,
            period: parse_period(context, &self.period)?,
        };
        let app = context.open().await?.app;
        let scope = Scope::of_shell();
        let written = match self.what {
            What::Tallies => tallies_csv(&app, &scope, asked, self.dialect()).await,
            What::Workbook => {
                let language = Language::parse(&self.lang).unwrap_or(Language::Vi);
                workbook(&app, &scope, asked, language).await
            }
            What::Report => self.report(&app, &scope, asked).await,
        };
        let bytes = written.map_err(|error| context.explain(error))?;
        file::write(context, &self.out, &bytes)
    }

    async fn report(
        &self,
        app: &App,
        scope: &Scope,
        asked: Asked<'_>,
    ) -> Result<Vec<u8>, UsecaseError> {
        let asked = compose_report::Asked {
            unit: asked.unit,
            period: asked.period,
            figures: Figures::Exact,
            compiler: None,
            status: Status::Draft,
        };
        let report = compose(app, scope, asked).await?.report;
        match self.format {
            Some(Format::Html) => Ok(report::file(&report).into_string().into_bytes()),
            Some(Format::Docx | Format::Csv | Format::Xlsx) | None => {
                docx::write(&report).map_err(UsecaseError::File)
            }
        }
    }

    fn dialect(&self) -> Dialect {
        let separator = if self.semicolon {
            Separator::Semicolon
        } else {
            Separator::Comma
        };
        Dialect {
            separator,
            has_mark: self.bom,
        }
    }

    fn check_format(&self, language: Language) -> Result<(), CliError> {
        let usage = |vi: &str, en: &str| Err(CliError::Usage(language.pick(vi, en).to_owned()));
        match (self.what, self.format) {
            (What::Tallies, Some(Format::Xlsx | Format::Html | Format::Docx)) => usage(
                "tallies chỉ xuất được ra csv; muốn có tệp xlsx hãy xuất workbook",
                "tallies can only be csv; for xlsx export a workbook",
            ),
            (What::Workbook, Some(Format::Csv | Format::Html | Format::Docx)) => usage(
                "workbook chỉ xuất được ra xlsx; muốn có tệp csv hãy xuất tallies",
                "a workbook can only be xlsx; for csv export tallies",
            ),
            (What::Report, Some(Format::Csv | Format::Xlsx)) => usage(
                "report chỉ xuất được ra docx hoặc html",
                "a report can only be docx or html",
            ),
            (What::Workbook | What::Report, _) if self.bom || self.semicolon => usage(
                "--bom và --semicolon chỉ dùng cho csv",
                "--bom and --semicolon are for csv only",
            ),
            (What::Tallies, None | Some(Format::Csv))
            | (What::Workbook, None | Some(Format::Xlsx))
            | (What::Report, None | Some(Format::Html | Format::Docx)) => Ok(()),
        }
    }
}
