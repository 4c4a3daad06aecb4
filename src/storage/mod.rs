//! All SQL. One file per table.
