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
    if file == Path::new(STANDARD) {
        context.out.write_all(bytes)?;
        context.out.flush()?;
        return Ok(());
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".unfinished");
    let unfinished = PathBuf::from(name);
    let written = write_through(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, file));
    written.map_err(|error| {
        // What cannot be written can often not be removed either; the name says what it is.
        let _left_behind = fs::remove_file(&unfinished);
        CliError::Trouble(format!("{}: {error}", file.display()))
    })
}

/// Writes a file that was not there, for its owner alone: nobody else's file, link or permission
/// is written through. One that an interrupted command left behind goes first.
fn write_through(file: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(bytes)?;
    file.sync_all()
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
        write_through(&unfinished, b"figures").unwrap();
        assert_eq!(
            fs::read(&target).unwrap(),
            b"of another",
            "the link is not followed"
        );
        write_through(&unfinished, b"newer").unwrap();
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
