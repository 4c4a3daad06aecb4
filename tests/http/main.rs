//! The outside of the server, line by line of the contract: real sockets, a real folder, a clock
//! that the tests move.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that misses what it needs has found something"
)]

mod acceptance;
mod admin;
mod answers;
mod batch;
mod board;
mod bundle;
mod comments;
mod compare;
mod confirmation;
mod counter;
mod desk;
mod device;
mod disclosure;
mod enrolment;
mod file_names;
mod frame;
mod glance;
mod hidden_comment;
mod kept_report;
mod main_form;
mod open;
mod page;
mod paper;
mod plan;
mod position;
mod province;
mod public;
mod publication;
mod questionnaire;
mod questions;
mod references;
mod reminder;
mod report;
mod report_guard;
mod report_print;
mod report_task;
mod response;
mod results;
mod roles;
mod rotated;
mod rotating;
mod round;
mod server;
mod serving;
mod session;
mod shared_sound;
mod sheet;
mod slip;
mod slip_desk;
mod slip_page;
mod sound;
mod spoken;
mod tablets;
mod time;
mod trend;
mod two_rounds;
mod two_servers;
