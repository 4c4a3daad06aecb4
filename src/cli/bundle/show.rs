//! `hailong bundle show` and `verify`: what is in a bundle, and who says so.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::{CliError, Context, file};
use crate::exchange::bundle::{MAX_FILE_BYTES, Problem, SignedBundle, SpanPart, key_text, read};
use crate::forms::catalog::Catalog;
use crate::usecase::merge_bundle::problem::MergeFault;
use crate::usecase::merge_bundle::read_apart;
use crate::usecase::trust_key::{Signer, signer};

/// Says what is in a bundle. Needs no node; forms are those of the program.
#[derive(Debug, clap::Args)]
pub struct Show {
    /// The bundle.
    file: PathBuf,
    /// Prints a JSON object.
    #[arg(long)]
    json: bool,
}

impl Show {
    /// Runs the command.
    ///
    /// # Errors
    /// When the file cannot be opened (2) or is no whole bundle (1).
    pub fn run(self, context: &mut Context) -> Result<(), CliError> {
        let bytes = open(&self.file)?;
        let catalog = Catalog::shipped().map_err(|problems| {
            let words = problems
                .iter()
                .map(|problem| problem.describe(context.language));
            CliError::Configuration(words.collect::<Vec<_>>().join("\n"))
        })?;
        let signed = read(&bytes, &|name| catalog.exactly(name))
            .map_err(|problems| broken(context, &problems))?;
        if self.json {
            writeln!(context.out, "{}", as_json(&signed))?;
        } else {
            print(context, &signed)?;
        }
        Ok(())
    }
}

/// Checks a bundle and whose it is.
///
/// # Errors
/// [`CliError::Found`] when it is not whole, or its key may not speak for its unit.
pub(super) async fn verify(context: &mut Context, file: &Path) -> Result<(), CliError> {
    let bytes = open(file).map_err(|error| CliError::Found(error.to_string()))?;
    let app = context.open().await?.app;
    let (_, outcome) = read_apart(&app.catalog, bytes)
        .await
        .map_err(|error| context.explain(error))?;
    let signed = outcome.map_err(|problems| broken(context, &problems))?;
    let unit = &signed.bundle.unit;
    let mut connection = app
        .store
        .read()
        .await
        .map_err(|e| context.explain(e.into()))?;
    let whose = signer(&app, &mut connection, unit, &signed.key).await;
    let words = match whose.map_err(|error| context.explain(error))? {
        Signer::Trusted => context.language.pick(
            format!("toàn vẹn, ký bằng khóa được tin cậy của đơn vị {unit}"),
            format!("whole, signed by the key trusted for unit {unit}"),
        ),
        Signer::Own => context.language.pick(
            "toàn vẹn, ký bằng khóa của chính nút này".to_owned(),
            "whole, signed by this node's own key".to_owned(),
        ),
        Signer::OtherUnit(other) => {
            let fault = MergeFault::KeyOfOtherUnit(other);
            return Err(CliError::Found(fault.words(context.language)));
        }
        Signer::Unknown => {
            let fault = MergeFault::KeyUnknown(unit.clone());
            return Err(CliError::Found(fault.words(context.language)));
        }
    };
    writeln!(context.out, "{words}")?;
    writeln!(context.out, "{}", key_text(&signed.key))?;
    Ok(())
}

fn open(file: &Path) -> Result<Vec<u8>, CliError> {
    file::read(file, MAX_FILE_BYTES)
        .map_err(|error| CliError::Usage(format!("{}: {error}", file.display())))
}

fn broken(context: &Context, problems: &[Problem]) -> CliError {
    let place = context.language.pick("dòng", "line");
    let lines = problems.iter().map(|problem| {
        let words = problem.fault.words(context.language);
        match problem.line {
            0 => words,
            line => format!("{place} {line}: {words}"),
        }
    });
    CliError::Found(lines.collect::<Vec<_>>().join("\n"))
}

/// Sheets counted in a span, over all forms.
fn n_sheets(part: &SpanPart) -> u64 {
    let cells = part.forms.values().flat_map(|tally| tally.cells.values());
    cells.map(|cell| cell.sheets).sum()
}

fn as_json(signed: &SignedBundle) -> Value {
    let bundle = &signed.bundle;
    let spans = bundle.spans.iter().map(|(span, part)| {
        json!({
            "from": span.from().to_string(), "to": span.to().to_string(),
            "final": part.is_final, "sheets": n_sheets(part),
            "late": part.late.values().sum::<u64>(),
        })
    });
    json!({
        "unit": bundle.unit, "edition": bundle.edition, "period": bundle.period.to_string(),
        "from": bundle.period.from().to_string(), "to": bundle.period.to().to_string(),
        "revision": bundle.revision, "provisional": bundle.is_provisional(),
        "forms": bundle.forms.keys().collect::<Vec<_>>(), "heads": bundle.heads.len(),
        "spans": spans.collect::<Vec<_>>(),
        "sha256": hex::encode(signed.sha256), "body_sha256": hex::encode(signed.body_sha256),
        "key": key_text(&signed.key),
    })
}

fn print(context: &mut Context, signed: &SignedBundle) -> Result<(), CliError> {
    let (bundle, language) = (&signed.bundle, context.language);
    let state = if bundle.is_provisional() {
        language.pick("tạm thời, có kỳ chưa khóa", "provisional, a span is open")
    } else {
        language.pick("chính thức, mọi kỳ đã khóa", "final, every span is closed")
    };
    let forms: Vec<&str> = bundle.forms.keys().map(String::as_str).collect();
    let (from, to) = (bundle.period.from(), bundle.period.to());
    let facts = [
        (
            language.pick("đơn vị", "unit"),
            format!("{} ({})", bundle.unit, bundle.edition),
        ),
        (
            language.pick("kỳ", "period"),
            format!("{}: {from} – {to}", bundle.period),
        ),
        (
            language.pick("bản", "revision"),
            format!("{}, {state}", bundle.revision),
        ),
        (language.pick("mẫu phiếu", "forms"), forms.join(", ")),
        (
            language.pick("niêm phong", "seals"),
            bundle.heads.len().to_string(),
        ),
        (
            language.pick("mã băm", "sha256"),
            hex::encode(signed.sha256),
        ),
        (language.pick("khóa", "key"), key_text(&signed.key)),
    ];
    for (name, value) in facts {
        writeln!(context.out, "{name}: {value}")?;
    }
    let heads = language.pick(
        "nửa tháng\tphiếu\ttrễ\ttình trạng",
        "half-month\tsheets\tlate\tstate",
    );
    writeln!(context.out, "{heads}")?;
    for (span, part) in &bundle.spans {
        let state = if part.is_final {
            language.pick("đã khóa", "closed")
        } else {
            language.pick("đang mở", "open")
        };
        let late: u64 = part.late.values().sum();
        writeln!(context.out, "{span}\t{}\t{late}\t{state}", n_sheets(part))?;
    }
    Ok(())
}
