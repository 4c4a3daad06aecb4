//! Pages as pure functions from data to markup: no I/O, no clock, no arithmetic.

pub mod admin;
pub mod asked;
pub mod chart;
pub mod comments;
pub mod compare;
pub mod compare_form;
pub mod desk_nav;
pub mod enrolment;
pub mod face;
pub mod failure;
pub mod geometry;
pub mod heat;
pub mod home;
pub mod icon;
pub mod invitation;
pub mod kiosk;
pub mod layout;
pub mod notice;
pub mod number;
pub mod ornament;
#[cfg(test)]
mod pages_test;
pub mod paper;
pub mod period;
pub mod province;
pub mod qr;
pub mod quality_line;
pub mod question_field;
pub mod questionnaire;
pub mod reminder_desk;
pub mod report_desk;
pub mod report_steps;
pub mod questions;
pub mod references;
pub mod result_table;
pub mod round_desk;
pub mod running;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
pub(crate) mod sample_pages;
pub mod settings;
pub mod sign_in;
pub mod slip_desk;
pub mod slip_entry;
pub mod slips;
pub(crate) mod sound;
pub mod speech;
pub mod tablets;
pub mod task_line;
pub mod thanks;
pub mod trend;
pub mod trend_page;
pub mod unit;
pub mod unit_nav;
