//! HTTP: pages and the JSON API.

pub mod assets;
pub mod text;
pub mod view;
