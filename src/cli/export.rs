//! `hailong export`: figures as files for people and programs.

use std::path::PathBuf;

use super::period::parse_period;
use super::{CliError, Context, file};
use crate::config::Language;
use crate::domain::account::Scope;
use crate::domain::period::Period;
use crate::exchange::csv::{Dialect, Separator};
use crate::exchange::report::{Report, docx};
use crate::usecase::export_answers::{self, Rows};
use crate::usecase::export_file::{Asked, tallies_csv, workbook};
use crate::usecase::print_report::{Version, Wanted, print};
use crate::usecase::{App, UsecaseError};
use crate::web::view::report;

/// Writes figures to a file, as far as they may be shown.
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
    /// The kind of file: by default csv for tallies, answers and dictionary, xlsx for a workbook,
    /// docx for a report.
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
    /// Single answers of a province's closed half-months.
    Answers,
    /// What the columns and codes of answers mean.
    Dictionary,
}

impl What {
    fn name(self) -> &'static str {
        match self {
            Self::Tallies => "tallies",
            Self::Workbook => "workbook",
            Self::Report => "report",
            Self::Answers => "answers",
            Self::Dictionary => "dictionary",
        }
    }

    /// The kinds of file it can be, the usual one first.
    fn formats(self) -> &'static [Format] {
        match self {
            Self::Tallies | Self::Dictionary => &[Format::Csv],
            Self::Workbook => &[Format::Xlsx],
            Self::Report => &[Format::Docx, Format::Html],
            Self::Answers => &[Format::Csv, Format::Ndjson, Format::Sps],
        }
    }
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
    /// One JSON object a line.
    Ndjson,
    /// SPSS syntax that reads the CSV.
    Sps,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Ndjson => "ndjson",
            Self::Sps => "sps",
        }
    }
}

impl Export {
    /// Runs the command.
    ///
    /// # Errors
    /// When unit or period are unknown, or the file cannot be of that kind (2); when it cannot be
    /// written (75).
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let format = self.format(context.language)?;
        let period = parse_period(context, &self.period)?;
        let app = context.open().await?.app;
        if self.what == What::Answers && format != Format::Sps {
            return self.stream(context, &app, (period, format)).await;
        }
        let written = self.write(&app, (period, format)).await;
        let bytes = written.map_err(|error| context.explain(error))?;
        file::write(context, &self.out, &bytes)
    }

    async fn write(
        &self,
        app: &App,
        (period, format): (Period, Format),
    ) -> Result<Vec<u8>, UsecaseError> {
        let scope = Scope::of_shell();
        let unit = self.unit.as_str();
        let asked = Asked { unit, period };
        let language = Language::parse(&self.lang).unwrap_or(Language::Vi);
        match self.what {
            What::Tallies => tallies_csv(app, &scope, asked, self.dialect()).await,
            What::Workbook => workbook(app, &scope, asked, language).await,
            What::Report => {
                let wanted = Wanted {
                    unit,
                    period,
                    compiler: None,
                    version: Version::Settled,
                };
                written(&print(app, &scope, wanted).await?.report, format)
            }
            What::Answers => {
                let data = self.out.with_extension("csv");
                let name = data.file_name().map(|name| name.to_string_lossy());
                let name = name.unwrap_or_default();
                Ok(export_answers::spss(app, language, &name))
            }
            What::Dictionary => export_answers::dictionary(app, language, self.dialect()),
        }
    }

    /// Writes answers piece by piece, however many there are.
    async fn stream(
        &self,
        context: &mut Context,
        app: &App,
        (period, format): (Period, Format),
    ) -> Result<(), CliError> {
        let rows = if format == Format::Ndjson {
            Rows::Ndjson
        } else {
            Rows::Csv(self.dialect())
        };
        let asked = (self.unit.as_str(), period);
        let begun = export_answers::begin(app, &Scope::of_shell(), asked, rows).await;
        let mut answers = begun.map_err(|error| context.explain(error))?;
        let recorded = export_answers::record_export(app, "shell", asked).await;
        recorded.map_err(|error| context.explain(error))?;
        let mut writing = file::Writing::begin(&self.out)?;
        while let Some(piece) = answers
            .next()
            .await
            .map_err(|error| context.explain(error))?
        {
            writing.add(context, &piece)?;
        }
        writing.end(context)
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

    /// The kind of file asked for, or the usual one.
    fn format(&self, language: Language) -> Result<Format, CliError> {
        let usage = |text: String| Err(CliError::Usage(text));
        let (what, formats) = (self.what.name(), self.what.formats());
        let usual = formats.first().copied().unwrap_or(Format::Csv);
        let format = self.format.unwrap_or(usual);
        if !formats.contains(&format) {
            let names: Vec<&str> = formats.iter().map(|format| format.name()).collect();
            let names = names.join(", ");
            return usage(language.pick(
                format!("{what} chỉ xuất được ra {names}"),
                format!("{what} can only be {names}"),
            ));
        }
        if format != Format::Csv && (self.bom || self.semicolon) {
            return usage(
                language
                    .pick(
                        "--bom và --semicolon chỉ dùng cho csv",
                        "--bom and --semicolon are for csv only",
                    )
                    .to_owned(),
            );
        }
        Ok(format)
    }
}

fn written(report: &Report, format: Format) -> Result<Vec<u8>, UsecaseError> {
    if format == Format::Html {
        Ok(report::file(report).into_string().into_bytes())
    } else {
        docx::write(report).map_err(UsecaseError::File)
    }
}
