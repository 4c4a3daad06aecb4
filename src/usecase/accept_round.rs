//! Takes a province's signed round on.

use sqlx::SqliteConnection;

use super::record_event::{Act, record};
use super::trust_key::{Signer, signer};
use super::{App, UsecaseError};
use crate::domain::merge::Outcome;
use crate::domain::round::Round;
use crate::exchange::round_file::{SignedRound, read};
use crate::exchange::signed::FileProblem;
use crate::forms::rounds::parse_round;
use crate::storage::round::{self, RoundRow};
use crate::storage::unit;

/// What became of a round file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundLine {
    /// Id and revision it names, if it can be read.
    pub named: Option<(String, u32)>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was not taken on; empty when it was.
    pub problems: Vec<FileProblem>,
}

/// Takes the round on if the key trusted for its province signed it; an older revision, or the one
/// that is held, changes nothing. Whatever is wrong with the file is said in the line.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn accept(app: &App, bytes: &[u8], actor: &str) -> Result<RoundLine, UsecaseError> {
    let signed = match read(bytes) {
        Ok(signed) => signed,
        Err(problems) => return Ok(RoundLine::refused(None, problems)),
    };
    let round = match parse_round("", &signed.body) {
        Ok(round) => round,
        Err(problems) => {
            let problems = problems
                .into_iter()
                .map(|problem| FileProblem::at(problem.line, problem.vi, problem.en));
            return Ok(RoundLine::refused(None, problems.collect()));
        }
    };
    let named = Some((round.id.clone(), round.revision));
    let mut write = app.store.write().await?;
    let problems = strange(app, write.connection(), &round, &signed).await?;
    if !problems.is_empty() {
        return Ok(RoundLine::refused(named, problems));
    }
    let held = round::find(write.connection(), &round.id).await?;
    let outcome = judge(held.as_ref(), &round, &signed.body);
    let problems = match outcome {
        Outcome::Conflict => vec![other_content(&round)],
        Outcome::Merged | Outcome::Already | Outcome::Refused => Vec::new(),
    };
    if outcome == Outcome::Merged {
        let row = row(app, &round, signed);
        round::put(write.connection(), &row).await?;
        let subject = format!("{} {} {}", row.id, row.revision, row.period);
        let act = Act {
            day: &row.received_on,
            actor,
            action: "round-accept",
            subject: &subject,
        };
        record(&mut write, act).await?;
        write.commit().await?;
    }
    Ok(RoundLine {
        named,
        outcome,
        problems,
    })
}

impl RoundLine {
    fn refused(named: Option<(String, u32)>, problems: Vec<FileProblem>) -> Self {
        Self {
            named,
            outcome: Outcome::Refused,
            problems,
        }
    }
}

fn judge(held: Option<&RoundRow>, round: &Round, body: &str) -> Outcome {
    match held {
        // An id belongs to the province that used it first.
        Some(held) if held.province != round.province => Outcome::Conflict,
        Some(held) if held.revision == round.revision && held.body != body => Outcome::Conflict,
        Some(held) if held.revision >= round.revision => Outcome::Already,
        Some(_) | None => Outcome::Merged,
    }
}

fn row(app: &App, round: &Round, signed: SignedRound) -> RoundRow {
    RoundRow {
        id: round.id.clone(),
        revision: round.revision,
        province: round.province.clone(),
        period: round.period.to_string(),
        body: signed.body,
        public_key: *signed.key.as_bytes(),
        signature: signed.signature,
        received_on: app.today(),
    }
}

/// Why nobody here may listen to this round.
async fn strange(
    app: &App,
    connection: &mut SqliteConnection,
    round: &Round,
    signed: &SignedRound,
) -> Result<Vec<FileProblem>, UsecaseError> {
    let own = app.node.unit.as_str();
    let province = &round.province;
    let edition = crate::domain::unit::Edition::in_force_on(round.period.to());
    let unit = unit::find(connection, edition.as_str(), own).await?;
    let above = unit.and_then(|unit| unit.parent);
    let mut problems = Vec::new();
    if province != own && Some(province) != above.as_ref() {
        problems.push(FileProblem::whole(
            format!("đợt của tỉnh {province}, không phải tỉnh của đơn vị {own}"),
            format!("the round is of province {province}, not of unit {own}'s"),
        ));
    } else if !app.node.is_province() && !round.asks(own) {
        problems.push(FileProblem::whole(
            format!("đợt này không có đơn vị {own}"),
            format!("unit {own} takes no part in this round"),
        ));
    }
    match signer(app, connection, province, &signed.key).await? {
        Signer::Trusted => {}
        Signer::Own if province == own => {}
        Signer::Own | Signer::OtherUnit(_) | Signer::Unknown => problems.push(untrusted(province)),
    }
    let forms = std::iter::once(&round.form).chain(&round.rotating);
    for form in forms.filter(|form| app.catalog.find(form).is_none()) {
        problems.push(FileProblem::whole(
            format!("máy chủ này không có mẫu phiếu {form}; hãy nhận tệp mẫu phiếu của tỉnh trước"),
            format!("this node has no form {form}; take the province's form file first"),
        ));
    }
    if app.methods.get(&round.method).is_none() {
        let method = &round.method;
        problems.push(FileProblem::whole(
            format!("máy chủ này không có phương pháp {method}; hãy nhận tệp của tỉnh trước"),
            format!("this node has no method {method}; take the province's file first"),
        ));
    }
    Ok(problems)
}

/// The province's key is not the one trusted here.
pub(super) fn untrusted(province: &str) -> FileProblem {
    FileProblem::whole(
        format!(
            "khóa niêm phong không phải khóa được tin cậy cho {province}; hỏi tỉnh dòng khóa rồi chạy “unit trust {province} --key TỆP”"
        ),
        format!(
            "the key of the seal is not the one trusted for {province}; ask for the line of its key and run “unit trust {province} --key FILE”"
        ),
    )
}

fn other_content(round: &Round) -> FileProblem {
    let (id, revision) = (&round.id, round.revision);
    FileProblem::whole(
        format!("đã có đợt {id}, bản {revision}, với nội dung khác; hỏi lại tỉnh"),
        format!("round {id}, revision {revision}, is here with other content; ask the province"),
    )
}
