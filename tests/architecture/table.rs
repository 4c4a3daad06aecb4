//! The rule that keeps all statements about one table in one file.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Line, Source, View};

/// Statements that read a table away from its home: `(file, table, why)`.
const JOINS: [(&str, &str, &str); 0] = [];

/// Tables whose statements stand in several files. A table's home is the file of its name with
/// its folder, or else the only one that names it.
pub(crate) fn tables_with_two_homes(sources: &[Source]) -> Vec<String> {
    let migrations = sources
        .iter()
        .filter(|source| source.path.starts_with("migrations/"));
    let tables: BTreeSet<String> = migrations
        .flat_map(|source| named_after(&source.lines(), &["table"]))
        .map(|(_, table)| table)
        .collect();
    let mut uses: BTreeMap<String, Vec<(&Source, usize)>> = BTreeMap::new();
    for source in sources
        .iter()
        .filter(|source| source.is_rust_in("src/storage/"))
    {
        let mut lines = source.view(View::Strings);
        lines.retain(|line| !line.is_test);
        for (number, table) in named_after(&lines, &["into", "from", "join", "update"]) {
            let is_join = JOINS
                .iter()
                .any(|(path, read, _)| *path == source.path && *read == table);
            if tables.contains(&table) && !is_join {
                uses.entry(table).or_default().push((source, number));
            }
        }
    }
    let mut offenders = Vec::new();
    for (table, places) in uses {
        let files: BTreeSet<&str> = places
            .iter()
            .map(|(source, _)| home(&source.path))
            .collect();
        if files.len() > 1 {
            let strangers = places
                .iter()
                .filter(|(source, _)| home(&source.path) != format!("src/storage/{table}"));
            offenders.extend(strangers.map(|(source, line)| {
                format!(
                    "{}:{line}: table {table} has its home elsewhere",
                    source.path
                )
            }));
        }
    }
    offenders
}

/// A file without its ending; one that grew into a folder of its name is one home with it.
fn home(path: &str) -> &str {
    let below = path.strip_prefix("src/storage/").unwrap_or_default();
    let name = below.find(['/', '.']).unwrap_or(below.len());
    path.get(..path.len() - below.len() + name).unwrap_or(path)
}

/// The word after any of `words`, with its line; SQL is lower case here, and may break lines.
fn named_after(lines: &[Line], words: &[&str]) -> Vec<(usize, String)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let tokens: Vec<(usize, &str)> = lines
        .iter()
        .filter(|line| !line.text.trim_start().starts_with("--"))
        .flat_map(|line| {
            line.text
                .split(|c| !is_part(c))
                .map(|word| (line.number, word))
        })
        .filter(|(_, word)| !word.is_empty())
        .collect();
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    pairs
        .filter(|((_, word), _)| words.contains(word))
        .map(|(_, (number, name))| (*number, (*name).to_owned()))
        .collect()
}
