//! Form, method and service files: read, checked with file and line, embedded.

pub mod catalog;
pub mod kind;
pub mod methods;
pub mod parse;
pub mod rounds;
pub mod services;

mod asking;
mod checks;
mod fields;
mod questions;
mod scales;
#[cfg(test)]
mod tests;
mod wording;

pub use fields::Problem;
