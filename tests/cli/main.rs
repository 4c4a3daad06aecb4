//! The built program from outside: its commands, exit codes, output and files.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod account;
mod answers;
mod arithmetic;
mod breakdown;
mod copy;
mod dossiers;
mod forms;
mod language;
mod late;
mod node;
mod reference;
mod report;
mod rescue;
mod results;
mod round;
mod stream;
mod unit;
mod verify;
