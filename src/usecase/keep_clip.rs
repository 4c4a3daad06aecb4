//! Keeps, deletes and reads recordings of spoken texts.

use sha2::{Digest as _, Sha256};

use super::find_unit::find_today;
use super::list_coverage::stand_ins;
use super::permit::Deed;
use super::sign_in::SignedIn;
use super::{App, Invalid, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::spoken::{MOST_CLIP_BYTES, MediaType, SpokenLanguage, TextKey};
use crate::storage::clip::{self, NewClip};

/// Where a recording belongs.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// The language spoken.
    pub language: &'a SpokenLanguage,
    /// The text spoken.
    pub text: &'a TextKey,
}

/// Keeps a recording in place of the one there was, whose sound is erased. No speaker has heard
/// the new one: tablets play it once the language is signed off again.
///
/// # Errors
/// When the unit is out of reach, the account keeps no counters, or the content is too large or no
/// sound we know.
pub async fn keep(
    app: &App,
    who: &SignedIn,
    slot: Slot<'_>,
    content: &[u8],
) -> Result<(), UsecaseError> {
    find_today(app, &who.scope, slot.unit).await?;
    who.require(app, Deed::KeepCounter)?;
    if content.len() > MOST_CLIP_BYTES {
        return Err(too_large());
    }
    let media_type = MediaType::of(content).ok_or_else(unknown_sound)?;
    let sha256 = hash(content);
    let day = app.today();
    let new = NewClip {
        unit: slot.unit,
        language: slot.language.tag,
        text_key: slot.text.as_str(),
        sha256: &sha256,
        media_type: media_type.as_str(),
        day: &day,
        body: content,
    };
    let mut write = app.store.write().await?;
    clip::put(write.connection(), new).await?;
    Ok(write.commit().await?)
}

pub(super) fn hash(sound: &[u8]) -> [u8; 32] {
    Sha256::digest(sound).into()
}

/// Deletes the unit's own recording for good.
///
/// # Errors
/// When the unit is out of reach, the account keeps no counters, or there is no such recording.
pub async fn remove(app: &App, who: &SignedIn, slot: Slot<'_>) -> Result<(), UsecaseError> {
    find_today(app, &who.scope, slot.unit).await?;
    who.require(app, Deed::KeepCounter)?;
    let mut write = app.store.write().await?;
    let (language, text) = (slot.language.tag, slot.text.as_str());
    if !clip::delete(write.connection(), slot.unit, language, text).await? {
        return Err(UsecaseError::NotFound(text.to_owned()));
    }
    Ok(write.commit().await?)
}

/// Who wants to hear a recording.
#[derive(Clone, Copy, Debug)]
pub enum Listener<'a> {
    /// A tablet of that unit.
    Tablet(&'a str),
    /// Someone signed in.
    Account(&'a Scope),
}

/// The sound of a content and its media type, if the listener's unit has it, or one whose
/// recordings stand in for it.
///
/// # Errors
/// [`UsecaseError::NotFound`] when there is none, or it is out of reach.
pub async fn read(
    app: &App,
    listener: Listener<'_>,
    sha256: &[u8; 32],
) -> Result<(String, Vec<u8>), UsecaseError> {
    let mut units = stand_ins(app).await?;
    match listener {
        Listener::Tablet(unit) => units.push(unit.to_owned()),
        Listener::Account(scope) => {
            let with = clip::units_with(&mut *app.store.read().await?, sha256).await?;
            for unit in with {
                if find_today(app, scope, &unit).await.is_ok() {
                    units.push(unit);
                }
            }
        }
    }
    let units = serde_json::Value::from(units).to_string();
    let found = clip::body(&mut *app.store.read().await?, sha256, &units).await?;
    found.ok_or_else(|| UsecaseError::NotFound(hex::encode(sha256)))
}

fn too_large() -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: "bản ghi lớn hơn 1 MB; hãy ghi ngắn lại, mỗi lời chỉ vài giây".to_owned(),
        en: "the recording is larger than 1 MB; record it shorter, a few seconds a text".to_owned(),
    })
}

fn unknown_sound() -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: "tệp này không phải bản ghi âm WebM, Ogg, MP3, M4A hay WAV".to_owned(),
        en: "this file is no recording in WebM, Ogg, MP3, M4A or WAV".to_owned(),
    })
}
