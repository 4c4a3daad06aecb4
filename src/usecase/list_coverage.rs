//! Lists what is recorded of the texts a tablet speaks, and which languages may be offered.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::find_unit::Found;
use super::{App, UsecaseError};
use crate::domain::spoken::{SpokenLanguage, Standing, TextKey};
use crate::storage::StorageError;
use crate::storage::clip::{self, ClipRow};
use crate::storage::spoken_language::{self, SignOffRow};
use crate::storage::{device, profile, unit};

/// The recordings a unit has: its own, and behind them those of the node's own unit and of the
/// province above it, which stand in for every commune's.
#[derive(Clone, Debug, Default)]
pub struct Recordings {
    own: BTreeMap<(String, String), ClipRow>,
    shared: BTreeMap<(String, String), ClipRow>,
    own_sign_offs: BTreeMap<String, SignOffRow>,
    shared_sign_offs: BTreeMap<String, SignOffRow>,
}

/// How much of a language is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Texts to be spoken.
    pub n_texts: usize,
    /// Those without a recording.
    pub n_missing: usize,
    /// Those whose recording no speaker has approved yet.
    pub n_unreviewed: usize,
}

/// The recordings of a unit.
///
/// # Errors
/// When the file cannot be read.
pub async fn recordings(app: &App, unit: &str) -> Result<Recordings, UsecaseError> {
    let stand_ins = stand_ins(app).await?;
    Ok(recordings_in(&mut *app.store.read().await?, &stand_ins, unit).await?)
}

/// The units whose recordings stand in for those a unit has not: the node's own, and its province.
///
/// # Errors
/// When the file cannot be read.
pub async fn stand_ins(app: &App) -> Result<Vec<String>, UsecaseError> {
    let node = &app.node.unit;
    let above = if let Some(province) = node.own_province() {
        Some(String::from(province))
    } else {
        let mut connection = app.store.read().await?;
        let unit = unit::find(&mut connection, app.edition().as_str(), node.as_str()).await?;
        unit.and_then(|unit| unit.parent)
    };
    Ok(std::iter::once(node.as_str().to_owned())
        .chain(above)
        .collect())
}

pub(super) async fn recordings_in(
    connection: &mut SqliteConnection,
    stand_ins: &[String],
    unit: &str,
) -> Result<Recordings, StorageError> {
    let mut found = Recordings {
        own: by_text(clip::of_unit(connection, unit).await?),
        own_sign_offs: by_language(spoken_language::of_unit(connection, unit).await?),
        ..Recordings::default()
    };
    // The nearest comes last and takes the place of those above it.
    for other in stand_ins.iter().rev().filter(|other| *other != unit) {
        // What no speaker has heard does not leave its own unit.
        let shared = clip::of_unit(connection, other).await?;
        let shared = shared.into_iter().filter(|clip| clip.reviewed);
        found.shared.extend(by_text(shared.collect()));
        let sign_offs = spoken_language::of_unit(connection, other).await?;
        found.shared_sign_offs.extend(by_language(sign_offs));
    }
    Ok(found)
}

fn by_text(clips: Vec<ClipRow>) -> BTreeMap<(String, String), ClipRow> {
    let keyed = clips.into_iter();
    keyed
        .map(|clip| ((clip.language.clone(), clip.text_key.clone()), clip))
        .collect()
}

fn by_language(sign_offs: Vec<SignOffRow>) -> BTreeMap<String, SignOffRow> {
    let keyed = sign_offs.into_iter();
    keyed.map(|row| (row.language.clone(), row)).collect()
}

impl Recordings {
    /// What a tablet plays: the unit's own recording if a speaker approved it, else the shared one.
    #[must_use]
    pub fn played(&self, language: &str, text: &TextKey) -> Option<&ClipRow> {
        let place = (language.to_owned(), text.as_str().to_owned());
        let own = self.own.get(&place).filter(|clip| clip.reviewed);
        own.or_else(|| self.shared.get(&place))
    }

    /// What the unit's staff see: its own recording, approved or not, else the shared one.
    #[must_use]
    pub fn shown(&self, language: &str, text: &TextKey) -> Option<&ClipRow> {
        let place = (language.to_owned(), text.as_str().to_owned());
        self.own.get(&place).or_else(|| self.shared.get(&place))
    }

    /// Who approved the unit's own recordings, else who approved the shared ones.
    #[must_use]
    pub fn sign_off(&self, language: &str) -> Option<&SignOffRow> {
        let own = self.own_sign_offs.get(language);
        own.or_else(|| self.shared_sign_offs.get(language))
    }

    /// How many of `texts` are recorded.
    #[must_use]
    pub fn coverage(&self, language: &str, texts: &[TextKey]) -> Coverage {
        let shown = texts.iter().map(|text| self.shown(language, text));
        let mut coverage = Coverage {
            n_texts: texts.len(),
            n_missing: 0,
            n_unreviewed: 0,
        };
        for clip in shown {
            match clip {
                None => coverage.n_missing += 1,
                Some(clip) => coverage.n_unreviewed += usize::from(!clip.reviewed),
            }
        }
        coverage
    }

    /// Whether a tablet that speaks `texts` offers the language: nobody who cannot read meets a
    /// question that stays silent, and nobody hears what no speaker has heard before.
    #[must_use]
    pub fn is_offered(&self, language: &SpokenLanguage, texts: &[TextKey]) -> bool {
        let mut played = texts.iter().map(|text| self.played(language.tag, text));
        match language.standing {
            Standing::Written => true,
            Standing::Recorded => !texts.is_empty() && played.all(|clip| clip.is_some()),
        }
    }

    /// A fingerprint of all that is shown for `texts`: what a speaker has heard is what is signed.
    #[must_use]
    pub fn fingerprint(&self, language: &str, texts: &[TextKey]) -> String {
        let mut hash = Sha256::new();
        for text in texts {
            hash.update(text.as_str());
            if let Some(clip) = self.shown(language, text) {
                hash.update(clip.sha256);
            }
        }
        hex::encode(hash.finalize()).chars().take(16).collect()
    }
}

/// Sheets by language in the month of today, of all answers this node has for the unit.
///
/// # Errors
/// When the file cannot be read.
pub async fn languages_used(
    app: &App,
    found: &Found,
) -> Result<BTreeMap<String, u64>, UsecaseError> {
    let month = app.clock.now_local().strftime("%Y-%m").to_string();
    let units = codes(found);
    let mut connection = app.store.read().await?;
    Ok(profile::count_languages(&mut connection, &units, &month).await?)
}

/// The forms that the unit's tablets ask, by name without version.
///
/// # Errors
/// When the file cannot be read.
pub async fn forms_asked(app: &App, found: &Found) -> Result<Vec<String>, UsecaseError> {
    let units = codes(found);
    Ok(device::forms(&mut *app.store.read().await?, &units).await?)
}

/// The units counted, as a JSON array.
fn codes(found: &Found) -> String {
    let codes = found.counted().iter().map(|unit| unit.code.as_str());
    codes.collect::<serde_json::Value>().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clip(unit: &str, text: &TextKey, reviewed: bool) -> ClipRow {
        ClipRow {
            unit: unit.to_owned(),
            language: "hmn".to_owned(),
            text_key: text.as_str().to_owned(),
            sha256: [u8::from(reviewed); 32],
            recorded_on: "2026-11-24".to_owned(),
            reviewed,
        }
    }

    #[test]
    fn a_tablet_plays_only_what_a_speaker_approved_and_the_province_stands_in() {
        let texts = ["Một", "Hai", "Ba"].map(TextKey::of);
        let [one, two, three] = &texts;
        let mong = SpokenLanguage::find("hmn").unwrap();
        let found = Recordings {
            own: by_text(vec![clip("01141", one, true), clip("01141", two, false)]),
            shared: by_text(vec![clip("08", two, true)]),
            ..Recordings::default()
        };
        assert_eq!(found.played("hmn", one).unwrap().unit, "01141");
        assert_eq!(
            found.played("hmn", two).unwrap().unit,
            "08",
            "its own is unheard"
        );
        assert_eq!(
            found.shown("hmn", two).unwrap().unit,
            "01141",
            "and waits at the desk"
        );
        assert_eq!(found.played("hmn", three), None);
        let coverage = found.coverage("hmn", &texts);
        assert_eq!((coverage.n_texts, coverage.n_missing), (3, 1));
        assert_eq!(coverage.n_unreviewed, 1);
        assert!(!found.is_offered(mong, &texts), "one text is silent");
        assert!(found.is_offered(mong, &texts[..2]), "all approved");
        assert!(!found.is_offered(mong, &[]), "nothing is no language");
        let english = SpokenLanguage::find("en").unwrap();
        assert!(found.is_offered(english, &texts), "it can be read");
    }

    #[test]
    fn a_fingerprint_follows_every_recording() {
        let texts = ["Một", "Hai"].map(TextKey::of);
        let of = |reviewed| {
            let own = by_text(vec![clip("01141", &texts[0], reviewed)]);
            let found = Recordings {
                own,
                ..Recordings::default()
            };
            found.fingerprint("hmn", &texts)
        };
        assert_ne!(of(true), of(false), "their contents differ");
        assert_eq!(of(true), of(true));
    }
}
