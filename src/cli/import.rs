//! `hailong import`: answers from elsewhere, by the same rules as the batch API.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;

use axum::http::StatusCode;
use serde_json::Value;

use super::{CliError, Context};
use crate::domain::form::Channel;
use crate::usecase::App;
use crate::usecase::find_unit::is_collected;
use crate::usecase::open_rescue::{self, Sealed};
use crate::usecase::submit_sheet::Sender;
use crate::web::api::batch::{Reply, lines, submit_lines};
use crate::web::api::device::other_unit_problem;

/// Lines handled together; bounds memory.
const MOST_AT_ONCE: usize = 1_000;

/// The largest file: half a gibibyte, some million answers. A larger one is better cut in parts,
/// each of which says what became of its lines.
const MOST_FILE_BYTES: u64 = 512 * 1024 * 1024;

/// Takes in answers, one JSON object a line; safe to repeat.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// The file: its lines are those of the batch API, or it is one a tablet saved its queue to.
    file: PathBuf,
    /// How the answers were given: tablet, qr or paper; a tablet's own file says it itself.
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
        if file.metadata()?.len() > MOST_FILE_BYTES {
            return Err(CliError::Usage(context.language.pick(
                format!(
                    "{}: tệp lớn hơn 512 MiB; hãy chia thành nhiều tệp",
                    self.file.display()
                ),
                format!(
                    "{}: the file is over 512 MiB; cut it into several",
                    self.file.display()
                ),
            )));
        }
        let app = context.open().await?.app;
        let mut lines = BufReader::new(file).split(b'\n');
        let mut n_refused = 0_u64;
        loop {
            let block: Vec<Vec<u8>> = lines
                .by_ref()
                .take(MOST_AT_ONCE)
                .collect::<Result<_, _>>()?;
            let replies = match block.as_slice() {
                [] => break,
                [line] if let Some(sealed) = Sealed::read(line) => {
                    import_rescued(context, &app, &sealed).await?
                }
                block => import_block(context, &app, channel, block).await?,
            };
            for reply in replies {
                n_refused += u64::from(!reply.code.is_success());
                writeln!(context.out, "{}", reply.line(context.language))?;
            }
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

/// Hands in what a tablet could not send, as if the tablet did.
async fn import_rescued(
    context: &Context,
    app: &App,
    sealed: &Sealed,
) -> Result<Vec<Reply>, CliError> {
    let rescued = open_rescue::open(app, sealed).await;
    let rescued = rescued.map_err(|error| context.explain(error))?;
    let lines = lines(&rescued.lines);
    let mut replies = Vec::with_capacity(lines.len());
    for block in lines.chunks(MOST_AT_ONCE) {
        replies.extend(submit_lines(app, &rescued.sender, block).await);
    }
    Ok(replies)
}

/// Hands a block in, unit by unit; replies are in the order of its lines, blank ones left out.
async fn import_block(
    context: &Context,
    app: &App,
    channel: Channel,
    block: &[Vec<u8>],
) -> Result<Vec<Reply>, CliError> {
    let mut units: BTreeMap<String, Vec<(usize, &[u8])>> = BTreeMap::new();
    for (position, line) in block.iter().enumerate() {
        if !line.trim_ascii().is_empty() {
            units
                .entry(unit_of(app, line))
                .or_default()
                .push((position, line));
        }
    }
    let mut replies = BTreeMap::new();
    for (unit, lines) in units {
        let (positions, lines): (Vec<usize>, Vec<&[u8]>) = lines.into_iter().unzip();
        let mut connection = app
            .store
            .read()
            .await
            .map_err(|e| context.explain(e.into()))?;
        let is_ours = is_collected(&mut connection, &app.node.unit, &unit).await;
        drop(connection);
        let of_unit = if is_ours.map_err(|error| context.explain(error))? {
            submit_lines(
                app,
                &Sender {
                    device: None,
                    unit,
                    channel,
                },
                &lines,
            )
            .await
        } else {
            lines.iter().map(|line| not_ours(line)).collect()
        };
        replies.extend(positions.into_iter().zip(of_unit));
    }
    Ok(replies.into_values().collect())
}

/// The unit a line names, or the node's own; what else is wrong with the line shows later.
fn unit_of(app: &App, line: &[u8]) -> String {
    field(line, "unit").unwrap_or_else(|| app.node.unit.to_string())
}

fn not_ours(line: &[u8]) -> Reply {
    Reply {
        id: field(line, "id"),
        code: StatusCode::FORBIDDEN,
        problems: vec![other_unit_problem()],
    }
}

fn field(line: &[u8], name: &str) -> Option<String> {
    let sheet: Value = serde_json::from_slice(line).ok()?;
    sheet.get(name)?.as_str().map(str::to_owned)
}
