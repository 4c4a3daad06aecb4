//! Files that commands read and write.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::{CliError, Context};

/// What stands for standard input and standard output.
const STANDARD: &str = "-";

/// Reads a file, or standard input for `-`, up to `most_bytes` and one: whoever reads it further
/// sees that it is too large.
///
/// # Errors
/// The system's.
pub(super) fn read(file: &Path, most_bytes: usize) -> io::Result<Vec<u8>> {
    let most = u64::try_from(most_bytes)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    if file == Path::new(STANDARD) {
        io::stdin().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Writes to standard output for `-`, else to a file of that name, which is there whole or not at
/// all: it is written under another name first. A file of that name is replaced.
///
/// # Errors
/// [`CliError::Trouble`] naming the file.
pub(super) fn write(context: &mut Context, file: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let mut writing = Writing::begin(file)?;
    writing.add(context, bytes)?;
    writing.end(context)
}

/// A file on its way out, piece by piece. Dropped before [`Writing::end`], nothing of it stays.
pub(super) struct Writing {
    to: PathBuf,
    /// The file under its other name; `None`: standard output.
    unfinished: Option<(PathBuf, File)>,
}

impl Writing {
    /// Begins to write.
    ///
    /// # Errors
    /// [`CliError::Trouble`] naming the file.
    pub(super) fn begin(file: &Path) -> Result<Self, CliError> {
        let to = file.to_owned();
        if file == Path::new(STANDARD) {
            return Ok(Self {
                to,
                unfinished: None,
            });
        }
        let mut name = file.as_os_str().to_owned();
        name.push(".unfinished");
        let name = PathBuf::from(name);
        let created = create(&name).map_err(|error| trouble(file, &error))?;
        Ok(Self {
            to,
            unfinished: Some((name, created)),
        })
    }

    /// Adds a piece.
    ///
    /// # Errors
    /// [`CliError::Trouble`] naming the file.
    pub(super) fn add(&mut self, context: &mut Context, bytes: &[u8]) -> Result<(), CliError> {
        match &mut self.unfinished {
            Some((_, file)) => file
                .write_all(bytes)
                .map_err(|error| trouble(&self.to, &error)),
            None => Ok(context.out.write_all(bytes)?),
        }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// [`CliError::Trouble`] naming the file.
    pub(super) fn end(mut self, context: &mut Context) -> Result<(), CliError> {
        match &self.unfinished {
            Some((name, file)) => {
                let placed = file.sync_all().and_then(|()| fs::rename(name, &self.to));
                placed.map_err(|error| trouble(&self.to, &error))?;
                self.unfinished = None;
                Ok(())
            }
            None => Ok(context.out.flush()?),
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if let Some((name, _)) = &self.unfinished {
            // What cannot be written can often not be removed either; the name says what it is.
            let _left_behind = fs::remove_file(name);
        }
    }
}

fn trouble(file: &Path, error: &io::Error) -> CliError {
    CliError::Trouble(format!("{}: {error}", file.display()))
}

/// Creates a file that was not there, for its owner alone: nobody else's file, link or permission
/// is written through. One that an interrupted command left behind goes first.
fn create(file: &Path) -> io::Result<File> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn an_unfinished_file_is_its_owners_and_follows_no_link() {
        let folder = tempfile::TempDir::new().unwrap();
        let (target, unfinished) = (
            folder.path().join("other"),
            folder.path().join("a.unfinished"),
        );
        fs::write(&target, "of another").unwrap();
        symlink(&target, &unfinished).unwrap();
        create(&unfinished).unwrap().write_all(b"figures").unwrap();
        assert_eq!(
            fs::read(&target).unwrap(),
            b"of another",
            "the link is not followed"
        );
        create(&unfinished).unwrap().write_all(b"newer").unwrap();
        assert_eq!(
            fs::read(&unfinished).unwrap(),
            b"newer",
            "what was left behind is replaced"
        );
        let metadata = fs::symlink_metadata(&unfinished).unwrap();
        assert!(metadata.is_file());
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    }
}
