//! The outside of the server, line by line of the contract: real sockets, a real folder, a clock
//! that the tests move.

mod batch;
mod desk;
mod frame;
mod open;
mod page;
mod questionnaire;
mod response;
mod results;
mod server;
mod session;
mod sheet;
mod time;
