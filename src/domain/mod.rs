//! The subject itself: questionnaires, periods, tallies and the arithmetic of satisfaction. Pure: no I/O, no clock, no async.

pub mod account;
pub mod dossiers;
pub mod enrolment;
pub mod form;
pub mod interval;
pub mod ledger;
pub mod mark;
pub mod merge;
pub mod method;
pub mod paper;
pub mod percent;
pub mod period;
pub mod quality;
pub mod ranking;
pub mod results;
pub mod roll_up;
pub mod sample;
pub mod service_field;
pub mod sheet;
pub mod simulation;
pub mod spoken;
pub mod tally;
pub mod unit;
pub mod vietnamese;
pub mod voucher;
pub mod working_day;
