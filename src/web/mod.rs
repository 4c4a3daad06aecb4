//! HTTP: pages and the JSON API.
