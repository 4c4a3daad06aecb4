//! Writes down that a native speaker has heard and approved every recording of a language.

use super::find_unit::find_today;
use super::list_coverage::{recordings_in, stand_ins};
use super::permit::Deed;
use super::record_event::{Act, record};
use super::sign_in::SignedIn;
use super::{App, Invalid, UsecaseError};
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::spoken::{SpokenLanguage, TextKey};
use crate::domain::vietnamese::to_nfc;
use crate::storage::clip;
use crate::storage::spoken_language::{self, SignOffRow};

/// Longest name of a speaker.
pub const MOST_NAME_CHARS: usize = 100;

/// What is signed, and in whose name.
#[derive(Clone, Copy, Debug)]
pub struct SignOff<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// The language.
    pub language: &'a SpokenLanguage,
    /// Every text a tablet of the unit speaks.
    pub texts: &'a [TextKey],
    /// The fingerprint of the recordings that the page showed.
    pub heard: &'a str,
    /// The native speaker's name.
    pub speaker: &'a str,
}

/// Signs a language off: from then on tablets offer it. A recording changed later is unheard, and
/// the language waits for the next sign-off: a unit could otherwise have its citizens hear, in the
/// name of that speaker, what no speaker ever heard.
///
/// # Errors
/// When the unit is out of reach, the account keeps no counters, a text has no recording, the recordings are others than the page
/// showed, or the name is no name.
pub async fn sign_off(app: &App, who: &SignedIn, signed: SignOff<'_>) -> Result<(), UsecaseError> {
    find_today(app, &who.scope, signed.unit).await?;
    who.require(app, Deed::KeepCounter)?;
    let speaker = name(signed.speaker)?;
    let (unit, language) = (signed.unit, signed.language.tag);
    let day = app.today();
    let stand_ins = stand_ins(app).await?;
    let mut write = app.store.write().await?;
    let found = recordings_in(write.connection(), &stand_ins, unit).await?;
    let n_missing = found.coverage(language, signed.texts).n_missing;
    if n_missing > 0 {
        return Err(missing(n_missing));
    }
    if found.fingerprint(language, signed.texts) != signed.heard {
        return Err(changed());
    }
    let shown = signed
        .texts
        .iter()
        .filter_map(|it| found.shown(language, it));
    let hashes: Vec<String> = shown.map(|clip| hex::encode(clip.sha256)).collect();
    let hashes = serde_json::Value::from(hashes).to_string();
    clip::review(write.connection(), unit, language, &hashes).await?;
    let row = SignOffRow {
        unit: unit.to_owned(),
        language: language.to_owned(),
        speaker,
        signed_on: day.clone(),
        signed_by: who.name.clone(),
    };
    spoken_language::put(write.connection(), &row).await?;
    let act = Act {
        day: &day,
        actor: &who.name,
        action: "sound-sign",
        subject: &format!("{unit} {language}"),
    };
    record(&mut write, act).await?;
    Ok(write.commit().await?)
}

fn name(text: &str) -> Result<String, UsecaseError> {
    let name = to_nfc(text.trim());
    let n_chars = name.chars().count();
    if !(1..=MOST_NAME_CHARS).contains(&n_chars) || !is_plain(&name, Lines::One) {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("cần tên người bản ngữ, nhiều nhất {MOST_NAME_CHARS} chữ cái"),
            en: format!("the speaker's name is needed, at most {MOST_NAME_CHARS} characters"),
        }));
    }
    Ok(name)
}

fn missing(n: usize) -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: format!("còn thiếu {n} bản ghi; ghi đủ rồi mới duyệt được"),
        en: format!("{n} recordings are missing; only a complete language can be signed off"),
    })
}

fn changed() -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: "bản ghi đã đổi trong lúc nghe; mời mở lại trang và nghe những bản mới".to_owned(),
        en: "recordings changed meanwhile; open the page again and listen to the new ones"
            .to_owned(),
    })
}
