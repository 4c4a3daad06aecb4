//! The answers of one unit's half-month, a few at a time, in the order of their ids.

use sqlx::SqliteConnection;

use crate::domain::period::Span;
use crate::storage::answer::{self, AnswerRow, Stretch};
use crate::storage::{StorageError, batch};

/// Most answers held at once.
pub(super) const MOST_ROWS: i64 = 1_000;

/// How many answers a stretch of ids is to hold at most: ids are random, so that hardly one holds
/// more than [`MOST_ROWS`]. One that does is only slower: it is searched again for each piece.
const ROWS_PER_STRETCH: u64 = 800;

/// A half-month on its way out. Sealed batches never change, so nothing is missed or written
/// twice, however long it takes.
#[derive(Debug)]
pub(super) struct HalfMonth {
    pub(super) unit: String,
    pub(super) span: Span,
    /// Numbers of its sealed batches, a JSON array.
    batches: String,
    /// Ids in a stretch beside its first.
    width: u128,
    /// Where reading goes on; `None` at the end.
    stretch: Option<Stretch>,
}

impl HalfMonth {
    /// Stands before the first answer.
    pub(super) async fn begin(
        connection: &mut SqliteConnection,
        unit: String,
        span: Span,
    ) -> Result<Self, StorageError> {
        let (first, last) = (format!("{}-am", span.from()), format!("{}-pm", span.to()));
        let sealed = batch::sealed_between(connection, &unit, (&first, &last)).await?;
        let n_answers: u64 = sealed.iter().map(|(_, n)| n).sum();
        let numbers: Vec<i64> = sealed.iter().map(|(number, _)| *number).collect();
        let (mut width, mut n_held) = (u128::MAX, ROWS_PER_STRETCH);
        while n_held < n_answers {
            (width, n_held) = (width >> 1, n_held.saturating_mul(2));
        }
        let stretch = Stretch {
            last: width.to_be_bytes(),
            limit: MOST_ROWS,
            ..Stretch::default()
        };
        Ok(Self {
            unit,
            span,
            batches: serde_json::json!(numbers).to_string(),
            width,
            stretch: (n_answers > 0).then_some(stretch),
        })
    }

    /// The next answers, at least one; `None` when there are no more.
    pub(super) async fn next(
        &mut self,
        connection: &mut SqliteConnection,
    ) -> Result<Option<Vec<AnswerRow>>, StorageError> {
        while let Some(stretch) = self.stretch {
            let read = answer::of_batches(connection, &self.unit, &self.batches, &stretch).await?;
            let is_full = i64::try_from(read.len()) == Ok(MOST_ROWS);
            self.stretch = match read.last().filter(|_| is_full) {
                Some((batch, answer)) => Some(Stretch {
                    after: answer.id,
                    after_batch: *batch,
                    ..stretch
                }),
                None => self.following(stretch),
            };
            if !read.is_empty() {
                return Ok(Some(read.into_iter().map(|(_, answer)| answer).collect()));
            }
        }
        Ok(None)
    }

    /// The stretch after one that was read to its end.
    fn following(&self, stretch: Stretch) -> Option<Stretch> {
        let end = u128::from_be_bytes(stretch.last);
        (end < u128::MAX).then(|| Stretch {
            after: stretch.last,
            after_batch: i64::MAX,
            last: end
                .saturating_add(1)
                .saturating_add(self.width)
                .to_be_bytes(),
            ..stretch
        })
    }
}
