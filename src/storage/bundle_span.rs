//! What is held of other nodes' spans.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::{StorageError, bytes, count};

/// One unit's span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleSpanRow {
    /// Unit code.
    pub unit: String,
    /// Span, by its first day.
    pub span: String,
    /// Id of the bundle it came with.
    pub bundle: String,
    /// That bundle's revision.
    pub revision: u64,
    /// Whether the span was closed by then.
    pub is_final: bool,
    /// Whether it counts no more.
    pub is_withdrawn: bool,
    /// Who signed it.
    pub public_key: [u8; 32],
    /// Hash over the tallies of all forms.
    pub tallies: [u8; 32],
    /// Answers that came after the close, by form, as a JSON object.
    pub late: String,
}

impl BundleSpanRow {
    /// `late` as counts by `id@version`.
    ///
    /// # Errors
    /// When the text is no such object.
    pub fn late_by_form(&self) -> Result<BTreeMap<String, u64>, StorageError> {
        serde_json::from_str(&self.late).map_err(|error| {
            StorageError::Corrupt(format!("bundle span {} {}: {error}", self.unit, self.span))
        })
    }
}

/// Adds the span, or puts it in the place of what was held.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(
    connection: &mut SqliteConnection,
    row: &BundleSpanRow,
) -> Result<(), StorageError> {
    let revision = i64::try_from(row.revision).unwrap_or(i64::MAX);
    let (public_key, tallies) = (row.public_key.as_slice(), row.tallies.as_slice());
    sqlx::query!(
        "insert into bundle_span (unit, span, bundle, revision, is_final, is_withdrawn,
                                  public_key, tallies, late)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         on conflict (unit, span) do update set
             bundle = excluded.bundle, revision = excluded.revision,
             is_final = excluded.is_final, is_withdrawn = excluded.is_withdrawn,
             public_key = excluded.public_key, tallies = excluded.tallies, late = excluded.late",
        row.unit,
        row.span,
        row.bundle,
        revision,
        row.is_final,
        row.is_withdrawn,
        public_key,
        tallies,
        row.late
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A unit's spans, withdrawn ones too, by date.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<BundleSpanRow>, StorageError> {
    let rows = sqlx::query_as!(
        Raw,
        r#"select unit, span, bundle, revision, is_final as "is_final: bool",
                  is_withdrawn as "is_withdrawn: bool", public_key, tallies, late
           from bundle_span where unit = ?1 order by span"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Raw::check).collect()
}

/// Every unit's spans between two, both included, withdrawn ones too, by unit and date.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn between(
    connection: &mut SqliteConnection,
    from: &str,
    to: &str,
) -> Result<Vec<BundleSpanRow>, StorageError> {
    let rows = sqlx::query_as!(
        Raw,
        r#"select unit, span, bundle, revision, is_final as "is_final: bool",
                  is_withdrawn as "is_withdrawn: bool", public_key, tallies, late
           from bundle_span where span between ?1 and ?2 order by unit, span"#,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Raw::check).collect()
}

/// Where every unit's spans between two, both included, came from: unit, span, bundle, and whether
/// it was withdrawn.
///
/// # Errors
/// When the file cannot be read.
pub async fn origins(
    connection: &mut SqliteConnection,
    from: &str,
    to: &str,
) -> Result<Vec<(String, String, String, bool)>, StorageError> {
    let rows = sqlx::query!(
        r#"select unit, span, bundle, is_withdrawn as "is_withdrawn: bool"
           from bundle_span where span between ?1 and ?2 order by unit, span"#,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.unit, row.span, row.bundle, row.is_withdrawn))
        .collect())
}

/// Whether anything of a unit's is held and counts.
///
/// # Errors
/// When the file cannot be read.
pub async fn has_any(connection: &mut SqliteConnection, unit: &str) -> Result<bool, StorageError> {
    let found = sqlx::query_scalar!(
        "select 1 from bundle_span where unit = ?1 and is_withdrawn = 0 limit 1",
        unit
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}

/// A span as SQLite gives it.
struct Raw {
    unit: String,
    span: String,
    bundle: String,
    revision: i64,
    is_final: bool,
    is_withdrawn: bool,
    public_key: Vec<u8>,
    tallies: Vec<u8>,
    late: String,
}

impl Raw {
    fn check(self) -> Result<BundleSpanRow, StorageError> {
        Ok(BundleSpanRow {
            unit: self.unit,
            span: self.span,
            bundle: self.bundle,
            revision: count(self.revision)?,
            is_final: self.is_final,
            is_withdrawn: self.is_withdrawn,
            public_key: bytes(self.public_key)?,
            tallies: bytes(self.tallies)?,
            late: self.late,
        })
    }
}
