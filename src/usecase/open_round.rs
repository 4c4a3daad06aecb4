//! Opens a survey round at the province: checked against what the province has, and signed.

use std::collections::BTreeSet;

use super::record_event::{Act, record};
use super::trust_key::own_key;
use super::{App, Invalid, UsecaseError};
use crate::domain::merge::Outcome;
use crate::domain::rotation::can_rotate;
use crate::domain::round::Round;
use crate::domain::unit::Edition;
use crate::exchange::bundle::signing_key;
use crate::exchange::round_file::{body_of, sign};
use crate::forms::Problem;
use crate::forms::rounds::{Ground, MOST_ROUND_BYTES, check_round, parse_round};
use crate::storage::round::{self, RoundRow};
use crate::storage::{StorageError, unit};

/// A round that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The round.
    pub round: Round,
    /// [`Outcome::Merged`] when it is new, [`Outcome::Already`] when this very text was open.
    pub outcome: Outcome,
}

/// Why a round was not opened.
#[derive(Debug)]
pub enum OpenError {
    /// Problems of the file, in line order.
    Problems(Vec<Problem>),
    /// Anything else.
    Usecase(UsecaseError),
}

/// Opens the round a file describes, or the next revision of one that is open; `name` is what
/// problems call the file.
///
/// # Errors
/// [`OpenError::Problems`] with everything that is wrong; [`UsecaseError::Invalid`] when this is no
/// province.
pub async fn open(app: &App, name: &str, text: &str, actor: &str) -> Result<Opened, OpenError> {
    if !app.node.is_province() {
        return Err(OpenError::Usecase(no_province()));
    }
    let body = body_of(text);
    if body.len() > MOST_ROUND_BYTES {
        return Err(OpenError::Problems(vec![too_large(name)]));
    }
    let mut write = app.store.write().await?;
    let (units, held) = around(app, write.connection(), &body).await?;
    let round = check(app, (name, &body), &units, &held).map_err(OpenError::Problems)?;
    if held
        .iter()
        .any(|row| row.id == round.id && row.body == body)
    {
        let outcome = Outcome::Already;
        return Ok(Opened { round, outcome });
    }
    let key = signing_key(&app.node.signing_key);
    let row = RoundRow {
        id: round.id.clone(),
        revision: round.revision,
        province: round.province.clone(),
        period: round.period.to_string(),
        public_key: *own_key(app).as_bytes(),
        signature: sign(&body, &key),
        received_on: app.today(),
        body,
    };
    round::put(write.connection(), &row).await?;
    let subject = format!("{} {} {}", row.id, row.revision, row.period);
    let act = Act {
        day: &row.received_on,
        actor,
        action: "round-open",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(Opened {
        round,
        outcome: Outcome::Merged,
    })
}

/// The units that can take part in the round's period, and the rounds there are.
async fn around(
    app: &App,
    connection: &mut sqlx::SqliteConnection,
    body: &str,
) -> Result<(BTreeSet<String>, Vec<RoundRow>), StorageError> {
    let edition = parse_round("", body).map_or(app.edition(), |round| {
        Edition::in_force_on(round.period.to())
    });
    let units = unit::children(connection, edition.as_str(), app.node.unit.as_str()).await?;
    let units = units.into_iter().map(|unit| unit.code).collect();
    Ok((units, round::all(connection).await?))
}

fn check(
    app: &App,
    (name, body): (&str, &str),
    units: &BTreeSet<String>,
    held: &[RoundRow],
) -> Result<Round, Vec<Problem>> {
    let factors = |form: &str| {
        let form = app.catalog.find(form)?;
        Some(
            form.factors()
                .map(|section| section.id.to_string())
                .collect(),
        )
    };
    let other = |id: &str| {
        let row = held.iter().find(|row| row.id == id && row.body != body)?;
        Some(row.revision)
    };
    let ground = Ground {
        province: app.node.unit.as_str(),
        units,
        form: &factors,
        rotates: &|form| app.catalog.find(form).map(|form| can_rotate(form)),
        has_method: &|id| app.methods.get(id).is_some(),
        other_revision: &other,
    };
    check_round(name, body, &ground)
}

fn no_province() -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: "chỉ máy chủ của tỉnh mở đợt khảo sát; tại xã hãy dùng “round accept”".to_owned(),
        en: "only a province's node opens rounds; on a unit's node use “round accept”".to_owned(),
    })
}

fn too_large(name: &str) -> Problem {
    Problem {
        file: name.to_owned(),
        line: 1,
        vi: format!("tệp lớn hơn {MOST_ROUND_BYTES} byte"),
        en: format!("the file is larger than {MOST_ROUND_BYTES} bytes"),
    }
}

impl From<StorageError> for OpenError {
    fn from(error: StorageError) -> Self {
        Self::Usecase(error.into())
    }
}
