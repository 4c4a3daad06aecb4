//! Copies a node while it serves, and makes a node of a copy.

use std::path::{Path, PathBuf};

use super::UsecaseError;
use crate::storage::{FILE_NAME, StorageError, Store, file, node};

/// Writes a consistent, checked copy; it appears under its name only once it is whole.
///
/// # Errors
/// When the target exists, cannot be written, or does not pass SQLite's check.
pub async fn back_up(store: &Store, target: &Path) -> Result<(), UsecaseError> {
    if target.exists() {
        return Err(StorageError::Exists.into());
    }
    let mut draft = target.as_os_str().to_owned();
    draft.push(".unfinished");
    let draft = PathBuf::from(draft);
    store.copy_into(&draft).await?;
    sync(&draft)?;
    std::fs::rename(&draft, target)?;
    Ok(())
}

/// Makes the folder of a node from a copy.
///
/// # Errors
/// When the folder is used, or the copy is no whole database of this program.
pub async fn restore(copy: &Path, data_dir: &Path) -> Result<(), UsecaseError> {
    if !copy.is_file() {
        return Err(StorageError::Missing.into());
    }
    super::init_node::prepare_folder(data_dir)?;
    let file = data_dir.join(FILE_NAME);
    let draft = data_dir.join("hailong.unfinished");
    std::fs::copy(copy, &draft)?;
    if let Err(error) = check(&draft).await {
        std::fs::remove_file(&draft)?;
        return Err(error);
    }
    sync(&draft)?;
    std::fs::rename(&draft, &file)?;
    Ok(())
}

fn sync(path: &Path) -> std::io::Result<()> {
    std::fs::File::open(path)?.sync_all()
}

async fn check(path: &Path) -> Result<(), UsecaseError> {
    let store = Store::open(path).await?;
    let mut connection = store.read().await?;
    let problems = file::integrity(&mut connection).await?;
    node::load(&mut connection).await?;
    drop(connection);
    // With the writer as the last to close, SQLite leaves no log beside the file.
    store.truncate_log().await?;
    store.close().await;
    if problems.is_empty() {
        Ok(())
    } else {
        Err(StorageError::Corrupt(problems.join("; ")).into())
    }
}
