//! Problems of a method file with their lines.

use toml::Spanned;
use toml::de::DeTable;

use crate::forms::Problem;

/// The problems found so far in one file.
pub(super) struct Problems {
    file: String,
    line_starts: Vec<usize>,
    pub(super) found: Vec<Problem>,
}

impl Problems {
    pub(super) fn new(file: &str, text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = ends.map(|(at, _)| at + 1).collect();
        Self {
            file: file.to_owned(),
            line_starts,
            found: Vec::new(),
        }
    }

    /// The root table, as much of it as is TOML.
    pub(super) fn parse<'t>(&mut self, text: &'t str) -> Spanned<DeTable<'t>> {
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let words = error.message();
            self.add(
                at,
                format!("không đúng cú pháp TOML: {words}"),
                format!("not TOML: {words}"),
            );
        }
        root
    }

    pub(super) fn sorted(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|problem| problem.line);
        self.found
    }

    pub(super) fn add(&mut self, at: usize, vi: String, en: String) {
        let line = 1 + self.line_starts.partition_point(|start| *start <= at);
        self.found.push(Problem {
            file: self.file.clone(),
            line,
            vi,
            en,
        });
    }
}
