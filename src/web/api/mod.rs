//! The JSON API under `/api/v1`.

pub mod form;
pub mod sheet;
