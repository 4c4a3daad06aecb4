//! Satisfaction questionnaires at Vietnamese one-stop counters, from tablet to province.
//!
//! The storeys, from the ground up: [`domain`]; [`forms`], [`units`] and [`exchange`];
//! [`storage`]; [`intake`]; [`usecase`]; [`web`] and [`cli`]. A file imports downward only.

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod forms;
pub mod intake;
pub mod storage;
pub mod units;
pub mod usecase;
pub mod web;
