//! The one writer: answers wait in a bounded queue and are committed in groups.
//!
//! The writer takes what waits, begins, inserts, commits, and only then answers everyone: an
//! answered request is on disk. There is no timer; under load the groups grow by themselves.

mod group;
mod slips;

use std::fmt;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::domain::form::Channel;
use crate::domain::period::Placement;
use crate::domain::sheet::AnswerSheet;
use crate::storage::{StorageError, Store};

/// Answers that may wait; one more is told to come back (503).
pub const MOST_WAITING: usize = 4_096;

/// Answers in one commit: bounds how long the first of them waits for the last.
pub const MOST_IN_GROUP: usize = 1_024;

/// A finished answer on its way to the disk.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The unit that served.
    pub unit: String,
    /// The device's id; `None` for the open page, imports and paper.
    pub device: Option<String>,
    /// How it was handed in, before an officer's help moved it.
    pub handed_in: Channel,
    /// Where its own clock puts it.
    pub placement: Placement,
    /// Random id made when the person finished.
    pub id: [u8; 16],
    /// `id@version`.
    pub form: String,
    /// The answers.
    pub sheet: AnswerSheet,
    /// What "same content" covers.
    pub content: Vec<u8>,
    /// SHA-256 of the slip's code it came with; the slip is used up with it.
    pub voucher: Option<[u8; 32]>,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk.
    Stored,
    /// It was on disk already, with the same content.
    Duplicate,
    /// Its id is on disk with other content; the first stays.
    Conflict,
    /// Its device was revoked before it could be stored.
    DeviceRevoked,
    /// Its slip is not good: used, made void, or never printed.
    VoucherUsed,
}

/// The way into the queue. Clones share it; the writer ends when the last is dropped.
#[derive(Clone, Debug)]
pub struct Intake {
    queue: mpsc::Sender<Waiting>,
}

/// What the writer does with a group.
#[derive(Clone, Debug)]
pub enum Writer {
    /// Commits as many as wait, together.
    Group(Store, Clock),
    /// Commits one at a time: what a writer without groups would reach, for `bench`.
    OneByOne(Store, Clock),
    /// Stores nothing: what everything around the writer would reach, for `bench`.
    Nothing,
}

#[derive(Debug)]
struct Waiting {
    arrival: Arrival,
    reply: oneshot::Sender<Result<Outcome, IntakeError>>,
}

impl Intake {
    /// Starts the writer. The handle ends after the last [`Intake`] is dropped and everything
    /// that waited is on disk.
    #[must_use]
    pub fn start(writer: Writer) -> (Self, JoinHandle<()>) {
        let (queue, waiting) = mpsc::channel(MOST_WAITING);
        (Self { queue }, tokio::spawn(run(writer, waiting)))
    }

    /// Stores one answer; returns when it is on disk.
    ///
    /// # Errors
    /// When the queue is full, or the disk refuses. Then nothing is acknowledged, and the same
    /// id may be sent again.
    pub async fn submit(&self, arrival: Arrival) -> Result<Outcome, IntakeError> {
        self.enqueue(arrival)?
            .await
            .map_err(|_| IntakeError::Stopped)?
    }

    /// Stores many answers; each has an outcome of its own, in order.
    pub async fn submit_all(&self, arrivals: Vec<Arrival>) -> Vec<Result<Outcome, IntakeError>> {
        let waiting: Vec<_> = arrivals
            .into_iter()
            .map(|arrival| self.enqueue(arrival))
            .collect();
        let mut outcomes = Vec::with_capacity(waiting.len());
        for reply in waiting {
            outcomes.push(match reply {
                Ok(reply) => reply.await.unwrap_or(Err(IntakeError::Stopped)),
                Err(error) => Err(error),
            });
        }
        outcomes
    }

    /// Answers waiting now.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue
            .max_capacity()
            .saturating_sub(self.queue.capacity())
    }

    fn enqueue(
        &self,
        arrival: Arrival,
    ) -> Result<oneshot::Receiver<Result<Outcome, IntakeError>>, IntakeError> {
        let (reply, outcome) = oneshot::channel();
        self.queue
            .try_send(Waiting { arrival, reply })
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => IntakeError::Full,
                mpsc::error::TrySendError::Closed(_) => IntakeError::Stopped,
            })?;
        Ok(outcome)
    }
}

async fn run(writer: Writer, mut queue: mpsc::Receiver<Waiting>) {
    let most = match writer {
        Writer::Group(..) | Writer::Nothing => MOST_IN_GROUP,
        Writer::OneByOne(..) => 1,
    };
    let mut group = Vec::with_capacity(most);
    while queue.recv_many(&mut group, most).await > 0 {
        let (arrivals, replies): (Vec<_>, Vec<_>) = group
            .drain(..)
            .map(|waiting| (waiting.arrival, waiting.reply))
            .unzip();
        match write(&writer, &arrivals).await {
            Ok(outcomes) => {
                for (reply, outcome) in replies.into_iter().zip(outcomes) {
                    // A request that has gone away still has its answer stored.
                    let _gone = reply.send(Ok(outcome));
                }
            }
            Err(error) => {
                tracing::error!(%error, cause = ?std::error::Error::source(&error), "answers not stored");
                let error = Arc::new(error);
                for reply in replies {
                    let _gone = reply.send(Err(IntakeError::Storage(Arc::clone(&error))));
                }
            }
        }
    }
}

async fn write(writer: &Writer, arrivals: &[Arrival]) -> Result<Vec<Outcome>, StorageError> {
    match writer {
        Writer::Group(store, clock) | Writer::OneByOne(store, clock) => {
            group::store(store, clock, arrivals).await
        }
        Writer::Nothing => Ok(vec![Outcome::Stored; arrivals.len()]),
    }
}

/// Why an answer was not acknowledged. In every case the same id may be sent again.
#[derive(Clone, Debug)]
pub enum IntakeError {
    /// The queue is full.
    Full,
    /// The program is stopping.
    Stopped,
    /// The disk refused.
    Storage(Arc<StorageError>),
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("intake queue is full"),
            Self::Stopped => f.write_str("intake has stopped"),
            Self::Storage(_) => f.write_str("answers could not be stored"),
        }
    }
}

impl std::error::Error for IntakeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Storage(error) => Some(error.as_ref()),
            Self::Full | Self::Stopped => None,
        }
    }
}
