//! `hailong import`: answers from elsewhere, by the same rules as the batch API.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::{CliError, Context};
use crate::domain::form::Channel;
use crate::usecase::App;
use crate::usecase::find_unit::is_collected;
use crate::usecase::submit_sheet::{
    Ready, Receipt, Sender, Status, SubmitError, check, submit_all,
};

/// Lines handled together; bounds memory.
const MOST_AT_ONCE: usize = 1_000;

/// Takes in answers, one JSON object a line; safe to repeat.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// The file; its lines are those of the batch API.
    file: PathBuf,
    /// How the answers were given: tablet, qr or paper.
    #[arg(long, default_value = "paper")]
    channel: String,
}

impl Import {
    /// Runs the command: one result line per input line, on standard output.
    ///
    /// # Errors
    /// [`CliError::Found`] when a line was not taken; the others are stored all the same.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let channel = Channel::parse(&self.channel)
            .filter(|channel| matches!(channel, Channel::Tablet | Channel::Qr | Channel::Paper));
        let channel = channel.ok_or_else(|| {
            CliError::Usage(context.language.pick(
                format!(
                    "không có kênh “{}”; nhập vào kênh tablet, qr hoặc paper",
                    self.channel
                ),
                format!(
                    "no channel “{}”; import into tablet, qr or paper",
                    self.channel
                ),
            ))
        })?;
        let file = std::fs::File::open(&self.file)
            .map_err(|error| CliError::Usage(format!("{}: {error}", self.file.display())))?;
        let app = context.open().await?.app;
        let mut lines = BufReader::new(file).split(b'\n');
        let mut n_refused = 0_u64;
        loop {
            let block: Vec<Vec<u8>> = lines
                .by_ref()
                .take(MOST_AT_ONCE)
                .collect::<Result<_, _>>()?;
            if block.is_empty() {
                break;
            }
            n_refused += import_block(context, &app, channel, &block).await?;
        }
        context.out.flush()?;
        if n_refused == 0 {
            return Ok(());
        }
        Err(CliError::Found(context.language.pick(
            format!("{n_refused} dòng không được nhận, xem từng dòng kết quả"),
            format!("{n_refused} lines were not taken, see the result lines"),
        )))
    }
}

async fn import_block(
    context: &mut Context,
    app: &App,
    channel: Channel,
    block: &[Vec<u8>],
) -> Result<u64, CliError> {
    let mut ready = Vec::new();
    let mut checked = Vec::with_capacity(block.len());
    for line in block.iter().filter(|line| !line.trim_ascii().is_empty()) {
        match check_line(app, channel, line).await {
            Ok(sheet) => {
                ready.push(sheet);
                checked.push(None);
            }
            Err(refusal) => checked.push(Some(refusal)),
        }
    }
    let mut outcomes = submit_all(app, ready).await.into_iter();
    let mut n_refused = 0;
    for refusal in checked {
        let line = match refusal {
            Some(refusal) => Some(refusal),
            None => outcomes
                .next()
                .map(|outcome| outcome_line(context, outcome)),
        };
        let Some((code, line)) = line else { continue };
        n_refused += u64::from(code >= 300);
        writeln!(context.out, "{line}")?;
    }
    Ok(n_refused)
}

type Line = (u16, Value);

async fn check_line(app: &App, channel: Channel, line: &[u8]) -> Result<Ready, Line> {
    let sheet: Map<String, Value> = serde_json::from_slice(line).map_err(|error| {
        (
            400,
            json!({"id": null, "code": 400, "problems": [
            {"field": "", "code": "not-json", "message": error.to_string()}]}),
        )
    })?;
    let id = sheet.get("id").cloned().unwrap_or(Value::Null);
    let unit = match sheet.get("unit").and_then(Value::as_str) {
        Some(unit) => unit.to_owned(),
        None => app.node.unit.to_string(),
    };
    let is_ours = match app.store.read().await {
        Ok(mut connection) => is_collected(&mut connection, &app.node.unit, &unit)
            .await
            .unwrap_or(false),
        Err(_) => false,
    };
    if !is_ours {
        return Err((
            403,
            json!({"id": id, "code": 403, "problems": [
            {"field": "unit", "code": "other_unit", "message": unit}]}),
        ));
    }
    let sender = Sender {
        device: None,
        unit,
        channel,
    };
    check(app, &sender, &sheet).map_err(|error| refusal(&id, &error, "vi"))
}

fn outcome_line(context: &Context, outcome: Result<Receipt, SubmitError>) -> Line {
    match outcome {
        Ok(Receipt {
            id,
            status: Status::Stored,
        }) => (201, json!({"id": id, "code": 201})),
        Ok(Receipt {
            id,
            status: Status::Duplicate,
        }) => (200, json!({"id": id, "code": 200})),
        Err(error) => refusal(&Value::Null, &error, context.language.as_str()),
    }
}

fn refusal(id: &Value, error: &SubmitError, language: &str) -> Line {
    let (code, problems) = match error {
        SubmitError::Problems(problems) => {
            let problems: Vec<_> = problems
                .iter()
                .map(|problem| {
                    let message = problem.message.get(language);
                    json!({"field": problem.field, "code": problem.code, "message": message})
                })
                .collect();
            (422, problems)
        }
        SubmitError::OtherUnit => (403, vec![json!({"code": "other_unit"})]),
        SubmitError::DeviceRevoked => (403, vec![json!({"code": "device_revoked"})]),
        SubmitError::Conflict => (409, vec![json!({"code": "conflict"})]),
        SubmitError::Later(error) => (
            503,
            vec![json!({"code": "later", "message": error.to_string()})],
        ),
    };
    (code, json!({"id": id, "code": code, "problems": problems}))
}
