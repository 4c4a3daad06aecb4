//! Form, method and service files: read, checked with file and line, embedded.

pub mod parse;
pub mod catalog;
pub mod methods;
pub mod services;
