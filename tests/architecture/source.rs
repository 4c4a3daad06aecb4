//! The project's files as text, with comments and strings told apart from code.

use std::fs;
use std::io;
use std::path::Path;

/// One file of the project.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Path from the project's root, with `/`.
    pub(crate) path: String,
    /// The whole text.
    pub(crate) text: String,
    /// Whether all of it is test code.
    is_test: bool,
}

/// One line of a file, in one of its views.
pub(crate) struct Line {
    /// Counted from 1.
    pub(crate) number: usize,
    /// The text.
    pub(crate) text: String,
    /// Whether it stands in test code: a test file, or below `#[cfg(test)] mod … {`.
    pub(crate) is_test: bool,
}

/// What a view of a Rust file keeps; the rest becomes spaces, so that lines stay where they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// Everything but comments and the insides of strings.
    Code,
    /// The insides of strings.
    Strings,
}

/// Files whose lines somebody wrote by hand.
const EXTENSIONS: [&str; 7] = ["rs", "mjs", "js", "css", "sql", "toml", "md"];
/// Folders that hold none, or that others wrote.
const LEFT_OUT: [&str; 5] = ["node_modules", "target", ".git", ".sqlx", "hailong-data"];

/// Every hand-written file below the project's root, sorted by path.
pub(crate) fn project() -> io::Result<Vec<Source>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    read_folder(root, root, &mut sources)?;
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    mark_test_modules(&mut sources);
    Ok(sources)
}

fn read_folder(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && !LEFT_OUT.contains(&name.as_str()) {
            read_folder(root, &path, sources)?;
        } else if path.is_file() && EXTENSIONS.contains(&extension.as_str()) {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let relative = relative.to_string_lossy().replace('\\', "/");
            sources.push(Source::new(relative, fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// Marks the files of modules that their parents declare below `#[cfg(test)]`.
pub(crate) fn mark_test_modules(sources: &mut [Source]) {
    let declared: Vec<String> = sources.iter().flat_map(Source::test_modules).collect();
    for source in sources {
        source.is_test |= declared.contains(&source.path);
    }
}

impl Source {
    /// A file, judged by its path alone.
    pub(crate) fn new(path: String, text: String) -> Self {
        let is_test =
            path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs");
        Self {
            path,
            text,
            is_test,
        }
    }

    /// Paths of the modules declared here for tests alone.
    fn test_modules(&self) -> Vec<String> {
        let folder = match self.path.strip_suffix("/mod.rs") {
            Some(folder) => folder,
            None => self.path.trim_end_matches(".rs"),
        };
        let lines: Vec<&str> = self.text.lines().map(str::trim).collect();
        let pairs = lines.iter().zip(lines.iter().skip(1));
        let declared = pairs.filter(|(attribute, _)| **attribute == "#[cfg(test)]");
        let names = declared.filter_map(|(_, module)| {
            let name = module
                .trim_start_matches("pub(crate) ")
                .strip_prefix("mod ")?;
            Some(format!("{folder}/{}.rs", name.strip_suffix(';')?))
        });
        names.collect()
    }

    /// Whether it is Rust below `folder`.
    pub(crate) fn is_rust_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder) && self.extension() == "rs"
    }

    /// What stands after the last dot of its name.
    pub(crate) fn extension(&self) -> &str {
        self.path
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
    }

    /// Its name without folder and extension.
    pub(crate) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default()
    }

    /// Its lines as they are.
    pub(crate) fn lines(&self) -> Vec<Line> {
        self.number(&self.text)
    }

    /// Its lines in one view.
    pub(crate) fn view(&self, view: View) -> Vec<Line> {
        self.number(&separate(&self.text, view))
    }

    fn number(&self, text: &str) -> Vec<Line> {
        let first_test_line = self.first_test_line();
        let numbered = text.lines().enumerate().map(|(at, line)| Line {
            number: at + 1,
            text: line.to_owned(),
            is_test: at + 1 >= first_test_line,
        });
        numbered.collect()
    }

    fn first_test_line(&self) -> usize {
        if self.is_test {
            return 1;
        }
        let lines: Vec<&str> = self.text.lines().map(str::trim).collect();
        let opens_tests = |from: &usize| {
            let mut below = lines.iter().skip(*from).take(6);
            below.next() == Some(&"#[cfg(test)]")
                && below.any(|line| line.starts_with("mod ") && line.ends_with('{'))
        };
        (0..lines.len())
            .find(opens_tests)
            .map_or(usize::MAX, |at| at + 1)
    }
}

#[derive(Clone, Copy)]
enum State {
    Code,
    LineComment,
    BlockComment(usize),
    Text,
    RawText(usize),
}

/// `text` with everything blanked that `view` does not keep.
pub(crate) fn separate(text: &str, view: View) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut state = State::Code;
    let mut at = 0;
    while at < chars.len() {
        let rest = chars.get(at..).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let (next, length) = step(state, before, rest);
        let is_code = matches!(state, State::Code) && matches!(next, State::Code) && length == 1;
        let is_text = matches!(
            (state, next),
            (State::Text, State::Text) | (State::RawText(_), State::RawText(_))
        );
        let keeps = match view {
            View::Code => is_code,
            View::Strings => is_text,
        };
        let taken = rest.iter().take(length);
        out.extend(taken.map(|c| if *c == '\n' || keeps { *c } else { ' ' }));
        state = next;
        at += length;
    }
    out
}

/// The state after the next few characters, and how many they are.
fn step(state: State, before: Option<char>, rest: &[char]) -> (State, usize) {
    match (state, rest) {
        (State::Code, ['/', '/', ..]) => (State::LineComment, 2),
        (State::Code, ['/', '*', ..]) => (State::BlockComment(1), 2),
        (State::Code, ['"', ..]) => (State::Text, 1),
        (State::Code, ['\'', '\\', escaped, tail @ ..]) => {
            let to_quote = tail.iter().position(|c| *c == '\'').unwrap_or(0);
            (State::Code, if *escaped == '\'' { 4 } else { to_quote + 4 })
        }
        (State::Code, ['\'', _, '\'', ..]) => (State::Code, 3),
        (State::Code, ['r', tail @ ..]) if !before.is_some_and(is_name_but_b) => {
            let hashes = tail.iter().take_while(|c| **c == '#').count();
            if tail.get(hashes) == Some(&'"') {
                (State::RawText(hashes), hashes + 2)
            } else {
                (State::Code, 1)
            }
        }
        (State::BlockComment(depth), ['/', '*', ..]) => (State::BlockComment(depth + 1), 2),
        (State::BlockComment(1), ['*', '/', ..]) => (State::Code, 2),
        (State::BlockComment(depth), ['*', '/', ..]) => (State::BlockComment(depth - 1), 2),
        (State::Text, ['\\', _, ..]) => (State::Text, 2),
        (State::LineComment, ['\n', ..]) | (State::Text, ['"', ..]) => (State::Code, 1),
        (State::RawText(hashes), ['"', tail @ ..])
            if tail.iter().take(hashes).filter(|c| **c == '#').count() == hashes =>
        {
            (State::Code, hashes + 1)
        }
        (state, _) => (state, 1),
    }
}

fn is_name_but_b(c: char) -> bool {
    (c.is_alphanumeric() || c == '_') && c != 'b'
}
