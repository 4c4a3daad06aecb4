//! `hailong results`: percentages with counts, exact, unsealed answers included.

use std::io::Write;

use serde_json::{Value, json};

use super::period::parse_period;
use super::{CliError, Context};
use crate::domain::account::Scope;
use crate::domain::results::{By, ResultRow};
use crate::usecase::compute_results::{Query, compute};

/// Percentages with their counts.
#[derive(Debug, clap::Args)]
pub struct Results {
    /// Unit code.
    #[arg(long, value_name = "CODE")]
    unit: String,
    /// Such as 2026-Q4, 2026-11 or 2026-Q4b.
    #[arg(long)]
    period: String,
    /// `id` for every version, `id@version` for one; all forms with answers unless given.
    #[arg(long)]
    form: Option<String>,
    /// Method id; the form's own unless given.
    #[arg(long)]
    method: Option<String>,
    /// The breakdown.
    #[arg(long, value_enum)]
    by: Option<ByArgument>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// A breakdown as it is written on the command line.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum ByArgument {
    /// One row per unit below.
    Unit,
    /// One row per factor, then the index.
    Section,
    /// One row per question.
    Question,
    /// One row per channel.
    Channel,
    /// One row per month.
    Month,
    /// One row per service field.
    Service,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// `{"rows":[…]}`.
    Json,
    /// For spreadsheets.
    Csv,
}

impl From<ByArgument> for By {
    fn from(argument: ByArgument) -> Self {
        match argument {
            ByArgument::Unit => Self::Unit,
            ByArgument::Section => Self::Section,
            ByArgument::Question => Self::Question,
            ByArgument::Channel => Self::Channel,
            ByArgument::Month => Self::Month,
            ByArgument::Service => Self::Service,
        }
    }
}

impl Results {
    /// Runs the command.
    ///
    /// # Errors
    /// When unit, period, form or method are unknown (2).
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let query = Query {
            unit: &self.unit,
            period: parse_period(context, &self.period)?,
            form: self.form.as_deref(),
            method: self.method.as_deref(),
            by: self.by.map(By::from),
        };
        let app = context.open().await?.app;
        let rows = compute(&app, &Scope::of_shell(), query)
            .await
            .map_err(|error| context.explain(error))?;
        match self.format {
            Format::Json => writeln!(context.out, "{}", json!({"rows": rows}))?,
            Format::Csv => write_csv(&mut context.out, &rows)?,
            Format::Table => write_table(context, &rows)?,
        }
        Ok(())
    }
}

const COLUMNS: [&str; 28] = [
    "unit",
    "edition",
    "period",
    "from",
    "to",
    "form",
    "method",
    "roll_up",
    "units",
    "channels",
    "section",
    "question",
    "channel",
    "month",
    "service",
    "counts",
    "skipped",
    "left_out",
    "not_asked",
    "n",
    "numerator",
    "denominator",
    "percent",
    "score",
    "group",
    "rank",
    "late",
    "flagged",
];

fn write_csv(out: &mut dyn Write, rows: &[ResultRow]) -> Result<(), CliError> {
    let trouble = |error: csv::Error| CliError::Trouble(error.to_string());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer
        .write_record(COLUMNS.iter().chain(&["interval_low", "interval_high"]))
        .map_err(trouble)?;
    for row in rows {
        let value = json!(row);
        let limits = ["low", "high"].map(|limit| value.pointer(&format!("/interval/{limit}")));
        let fields = COLUMNS
            .iter()
            .map(|column| value.get(*column))
            .chain(limits);
        writer.write_record(fields.map(plain)).map_err(trouble)?;
    }
    writer.flush()?;
    Ok(())
}

fn plain(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(map)) => {
            let parts: Vec<String> = map.iter().map(|(key, n)| format!("{key}={n}")).collect();
            parts.join(" ")
        }
        Some(Value::Array(items)) => {
            let parts: Vec<String> = items.iter().map(|item| plain(Some(item))).collect();
            parts.join("+")
        }
        Some(other @ (Value::Bool(_) | Value::Number(_))) => other.to_string(),
    }
}

fn write_table(context: &mut Context, rows: &[ResultRow]) -> Result<(), CliError> {
    if rows.is_empty() {
        let words = context
            .language
            .pick("chưa có phiếu nào trong kỳ", "no answers in the period");
        writeln!(context.err, "{words}")?;
        return Ok(());
    }
    let heads = context.language.pick(
        [
            "đơn vị",
            "mẫu phiếu",
            "mục",
            "cách gộp",
            "n",
            "kết quả",
            "khoảng 95 %",
            "nhóm",
        ],
        [
            "unit",
            "form",
            "row",
            "roll-up",
            "n",
            "figure",
            "95 % interval",
            "group",
        ],
    );
    let mut table = vec![heads.map(str::to_owned)];
    table.extend(rows.iter().map(table_row));
    let mut widths = [0; 8];
    for line in &table {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for line in &table {
        let cells: Vec<String> = line
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        writeln!(context.out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

fn table_row(row: &ResultRow) -> [String; 8] {
    let part = [
        &row.section,
        &row.question,
        &row.channel,
        &row.month,
        &row.service,
    ];
    let part = part
        .into_iter()
        .flatten()
        .next()
        .cloned()
        .unwrap_or_default();
    let figure = match (&row.percent, &row.score) {
        (Some(percent), _) => format!("{percent} %"),
        (None, Some(score)) => score.clone(),
        (None, None) => "–".to_owned(),
    };
    let interval = row
        .interval
        .as_ref()
        .map(|limits| format!("{}–{}", limits.low, limits.high));
    let roll_up = format!(
        "{}, {}",
        plain(Some(&json!(row.roll_up))),
        plain(Some(&json!(row.units)))
    );
    [
        row.unit.clone(),
        row.form.clone(),
        part,
        roll_up,
        row.n.to_string(),
        figure,
        interval.unwrap_or_default(),
        row.group.clone().unwrap_or_default(),
    ]
}
