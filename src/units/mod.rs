//! The official lists of administrative units, embedded.
