//! The database as it lies on the disk: what is stored, what is lost, what is given away.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test ends where it misses what it needs"
)]

mod faults;
mod intake;
mod node;
mod order_of_arrival;
mod seal;
