//! The subject itself: questionnaires, periods, tallies and the arithmetic of satisfaction. Pure: no I/O, no clock, no async.

pub mod unit;
pub mod vietnamese;
pub mod form;
pub mod sheet;
pub mod period;
pub mod tally;
pub mod method;
pub mod percent;
pub mod interval;
pub mod sample;
pub mod ranking;
pub mod results;
pub mod quality;
pub mod ledger;
pub mod account;
