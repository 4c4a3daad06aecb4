//! Carries the approved recordings of a language from node to node by file.

use super::find_unit::find_today;
use super::list_coverage::stand_ins;
use super::record_event::{Act, record};
use super::{App, Invalid, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::spoken::{MediaType, SpokenLanguage, TextKey};
use crate::exchange::recordings::{self, Problem, Recording, Recordings};
use crate::storage::clip::{self, NewClip};
use crate::storage::spoken_language::{self, SignOffRow};
use crate::storage::{StorageError, Write};

/// The file of a language that a unit's speaker has approved.
///
/// # Errors
/// When the unit is unknown, or nobody has approved the language there.
pub async fn export(
    app: &App,
    scope: &Scope,
    unit: &str,
    language: &SpokenLanguage,
) -> Result<Vec<u8>, UsecaseError> {
    find_today(app, scope, unit).await?;
    let mut connection = app.store.read().await?;
    let signed = spoken_language::of_unit(&mut connection, unit).await?;
    let mut signed = signed.into_iter();
    let signed = signed.find(|row| row.language == language.tag);
    let signed = signed.ok_or_else(|| not_approved(unit, language))?;
    let clips = clip::reviewed(&mut connection, unit, language.tag).await?;
    let clips = clips.into_iter().map(|(row, sound)| {
        let text = TextKey::parse(&row.text_key);
        Ok(Recording {
            text: text.ok_or_else(|| StorageError::Corrupt(format!("key {:?}", row.text_key)))?,
            recorded_on: row.recorded_on,
            sound,
        })
    });
    let file = Recordings {
        unit: unit.to_owned(),
        language: language.tag.to_owned(),
        speaker: signed.speaker,
        signed_on: signed.signed_on,
        clips: clips.collect::<Result<_, StorageError>>()?,
    };
    Ok(recordings::write(&file).map_err(|error| StorageError::Corrupt(error.to_string()))?)
}

/// What a file brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The unit.
    pub unit: String,
    /// The language's tag.
    pub language: String,
    /// Recordings taken in.
    pub n_clips: usize,
}

/// Takes a file in, whole, in place of all that was held of its unit and language; safe to repeat.
///
/// # Errors
/// When the file is broken, or of a unit whose recordings do not stand in here.
pub async fn import(app: &App, file: &[u8]) -> Result<Imported, UsecaseError> {
    let file = recordings::read(file).map_err(|problem| broken(&problem))?;
    if !stand_ins(app).await?.contains(&file.unit) {
        return Err(foreign(&file.unit));
    }
    let mut write = app.store.write().await?;
    clip::delete_language(write.connection(), &file.unit, &file.language).await?;
    for recording in &file.clips {
        put(&mut write, &file, recording).await?;
    }
    let day = app.today();
    let row = SignOffRow {
        unit: file.unit.clone(),
        language: file.language.clone(),
        speaker: file.speaker.clone(),
        signed_on: file.signed_on.clone(),
        signed_by: "shell".to_owned(),
    };
    spoken_language::put(write.connection(), &row).await?;
    let act = Act {
        day: &day,
        actor: "shell",
        action: "sound-import",
        subject: &format!("{} {}", file.unit, file.language),
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(Imported {
        n_clips: file.clips.len(),
        unit: file.unit,
        language: file.language,
    })
}

async fn put(write: &mut Write, file: &Recordings, clip: &Recording) -> Result<(), UsecaseError> {
    let media_type = MediaType::of(&clip.sound);
    let media_type = media_type.ok_or_else(|| foreign(&file.unit))?;
    let sha256 = super::keep_clip::hash(&clip.sound);
    let new = NewClip {
        unit: &file.unit,
        language: &file.language,
        text_key: clip.text.as_str(),
        sha256: &sha256,
        media_type: media_type.as_str(),
        day: &clip.recorded_on,
        body: &clip.sound,
    };
    clip::put(write.connection(), new).await?;
    let hashes = serde_json::Value::from(vec![hex::encode(sha256)]).to_string();
    clip::review(write.connection(), &file.unit, &file.language, &hashes).await?;
    Ok(())
}

fn not_approved(unit: &str, language: &SpokenLanguage) -> UsecaseError {
    let tag = language.tag;
    UsecaseError::Invalid(Invalid {
        vi: format!("đơn vị {unit} chưa có người bản ngữ duyệt bản ghi tiếng {tag}"),
        en: format!("no native speaker has approved {tag} at unit {unit}"),
    })
}

fn foreign(unit: &str) -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: format!("tệp là của đơn vị {unit}, không phải đơn vị hay tỉnh của nút này"),
        en: format!("the file is of unit {unit}, neither this node's unit nor its province"),
    })
}

fn broken(problem: &Problem) -> UsecaseError {
    let Problem { line, vi, en } = problem;
    UsecaseError::Invalid(Invalid {
        vi: format!("dòng {line}: {vi}"),
        en: format!("line {line}: {en}"),
    })
}
