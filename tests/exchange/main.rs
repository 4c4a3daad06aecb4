//! What nodes give each other and people take away: bundles, CSV, workbooks.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod command;
mod export;
mod kept;
mod late;
mod merge;
mod node;
mod refuse;
mod withdraw;
