//! Files for other people and programs: bundles, CSV, workbooks.

pub mod answers;
pub mod bundle;
pub mod codes;
pub mod csv;
pub mod dossiers;
pub mod letter;
pub mod recordings;
pub mod references;
pub mod report;
pub mod round_file;
pub mod signed;
pub mod workbook;

#[cfg(test)]
mod sample;
