//! Folders to measure in: copies of one fresh province node.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cli::{CliError, Context};
use crate::domain::account::Scope;
use crate::domain::form::Channel;
use crate::storage::FILE_NAME;
use crate::usecase::enrol_device::enrol;
use crate::usecase::find_unit::find_today;
use crate::usecase::init_node::init;
use crate::usecase::open_node::{Opened, open};
use crate::usecase::{App, UsecaseError};

/// Tuyên Quang, with its 124 communes.
pub(super) const PROVINCE: &str = "08";

/// A fresh province node with a tablet in each commune.
pub(super) struct Ground {
    root: TempDir,
    /// The tablets' tokens.
    pub(super) tokens: Vec<String>,
    /// The communes' codes, in the same order.
    pub(super) communes: Vec<String>,
}

impl Ground {
    /// Makes the node, in a new folder inside the data folder, or beside it if there is none.
    pub(super) async fn lay(context: &Context) -> Result<Self, CliError> {
        let near = if context.data_dir.is_dir() {
            context.data_dir.as_path()
        } else {
            Path::new(".")
        };
        let root = tempfile::Builder::new()
            .prefix("hailong-bench-")
            .tempdir_in(near)?;
        let node = root.path().join("node");
        let explain = |error| context.explain(error);
        init(&node, PROVINCE, None, &context.clock)
            .await
            .map_err(explain)?;
        let opened = open(&node, context.clock.clone()).await.map_err(explain)?;
        let communes = communes(&opened.app, PROVINCE).await.map_err(explain)?;
        let mut tokens = Vec::new();
        for unit in &communes {
            let tablet = enrol(&opened.app, "bench", unit, Channel::Tablet);
            tokens.push(tablet.await.map_err(explain)?.token);
        }
        close(opened).await?;
        Ok(Self {
            root,
            tokens,
            communes,
        })
    }

    /// A copy of the node, for one measurement.
    pub(super) fn copy(&self, name: &str) -> Result<PathBuf, CliError> {
        let folder = self.path(name);
        std::fs::create_dir(&folder)?;
        std::fs::copy(
            self.root.path().join("node").join(FILE_NAME),
            folder.join(FILE_NAME),
        )?;
        Ok(folder)
    }

    /// The folder of a copy.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Deletes everything.
    pub(super) fn clear(self) -> Result<(), CliError> {
        Ok(self.root.close()?)
    }
}

/// The communes of a province, today.
pub(super) async fn communes(app: &App, province: &str) -> Result<Vec<String>, UsecaseError> {
    let found = find_today(app, &Scope::of_shell(), province).await?;
    Ok(found
        .counted()
        .iter()
        .map(|unit| unit.code.clone())
        .collect())
}

/// Ends the writer, then the connections.
pub(super) async fn close(opened: Opened) -> Result<(), CliError> {
    let Opened { app, writer } = opened;
    let store = app.store.clone();
    drop(app);
    writer.await.map_err(std::io::Error::other)?;
    store.close().await;
    Ok(())
}
