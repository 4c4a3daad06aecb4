//! `hailong init`: the folder of a node.

use super::{CliError, Context};
use crate::domain::unit::Edition;
use crate::usecase::init_node::init;

/// Creates the folder of a commune node or a province node: database, unit lists, signing key.
#[derive(Debug, clap::Args)]
pub struct Init {
    /// Unit code: five digits for a commune, two for a province.
    #[arg(long, value_name = "CODE")]
    unit: String,
    /// Edition of unit codes: 2025-07-01 or 2026-09-20; the one in force today unless given.
    #[arg(long, value_name = "ID")]
    edition: Option<String>,
}

impl Init {
    /// Runs the command.
    ///
    /// # Errors
    /// When the folder is used (78) or the unit unknown (2); then nothing is changed.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let edition = match &self.edition {
            None => None,
            Some(id) => Some(Edition::parse(id).ok_or_else(|| unknown_edition(context, id))?),
        };
        init(&context.data_dir, &self.unit, edition, &context.clock)
            .await
            .map_err(|error| context.explain(error))?;
        let folder = context.data_dir.display();
        let words = context.language.pick(
            format!("đã tạo nút cho đơn vị {} trong {folder}; tiếp theo: hailong user add, device add, serve", self.unit),
            format!("made a node for unit {} in {folder}; next: hailong user add, device add, serve", self.unit),
        );
        writeln!(context.err, "{words}")?;
        Ok(())
    }
}

fn unknown_edition(context: &Context, id: &str) -> CliError {
    let known: Vec<_> = Edition::ALL
        .iter()
        .map(|edition| edition.as_str())
        .collect();
    let known = known.join(", ");
    CliError::Usage(context.language.pick(
        format!("không có danh mục “{id}”; các danh mục: {known}"),
        format!("no edition “{id}”; there are {known}"),
    ))
}
