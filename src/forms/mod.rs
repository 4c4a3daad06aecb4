//! Form, method and service files: read, checked with file and line, embedded.

pub mod catalog;
pub mod methods;
pub mod parse;
pub mod services;
