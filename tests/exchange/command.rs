//! The commands, against the built program.
