//! The approved recordings of a language as a file, from a province to its communes' own servers.
//!
//! JSON Lines: a header, then one line per recording with its sound in base64; `docs/sound.md`
//! describes it.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::spoken::{MOST_CLIP_BYTES, MediaType, SpokenLanguage, TextKey};

/// Largest file: some 90 recordings of the largest size.
pub const MOST_FILE_BYTES: usize = 128 * 1024 * 1024;

const FORMAT: &str = "hailong-sound@1";

/// A language's recordings and who approved them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recordings {
    /// The unit they were made for.
    pub unit: String,
    /// Language tag.
    pub language: String,
    /// The native speaker who heard every one.
    pub speaker: String,
    /// The day of the approval, ISO.
    pub signed_on: String,
    /// The recordings, by text.
    pub clips: Vec<Recording>,
}

/// One recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The text spoken.
    pub text: TextKey,
    /// The day it was made, ISO.
    pub recorded_on: String,
    /// The sound.
    pub sound: Vec<u8>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    format: String,
    unit: String,
    language: String,
    speaker: String,
    signed_on: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    text_key: String,
    recorded_on: String,
    sha256: String,
    body: String,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1.
    pub line: usize,
    /// Vietnamese.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

/// The file of these recordings.
///
/// # Errors
/// Never, as every value is text; what serde says otherwise.
pub fn write(recordings: &Recordings) -> Result<Vec<u8>, serde_json::Error> {
    let header = Header {
        format: FORMAT.to_owned(),
        unit: recordings.unit.clone(),
        language: recordings.language.clone(),
        speaker: recordings.speaker.clone(),
        signed_on: recordings.signed_on.clone(),
    };
    let mut file = serde_json::to_vec(&header)?;
    file.push(b'\n');
    for clip in &recordings.clips {
        let line = Line {
            text_key: clip.text.as_str().to_owned(),
            recorded_on: clip.recorded_on.clone(),
            sha256: hex::encode(Sha256::digest(&clip.sound)),
            body: STANDARD.encode(&clip.sound),
        };
        serde_json::to_writer(&mut file, &line)?;
        file.push(b'\n');
    }
    Ok(file)
}

/// Reads a whole file.
///
/// # Errors
/// The first line that is not what [`write()`] makes: nothing of such a file is taken.
pub fn read(file: &[u8]) -> Result<Recordings, Problem> {
    let text = std::str::from_utf8(file).unwrap_or_default();
    let mut lines = text.lines();
    let header = lines
        .next()
        .and_then(|line| serde_json::from_str(line).ok());
    let header: Header = header
        .filter(|header: &Header| header.format == FORMAT)
        .ok_or(problem(
            1,
            "không phải tệp bản ghi âm của hailong",
            "no file of recordings",
        ))?;
    if SpokenLanguage::find(&header.language).is_none() {
        return Err(problem(
            1,
            "không biết tiếng này",
            "the language is not known",
        ));
    }
    if !is_day(&header.signed_on) || !(1..=100).contains(&header.speaker.chars().count()) {
        return Err(problem(
            1,
            "thiếu người duyệt hoặc ngày duyệt",
            "no approval",
        ));
    }
    let mut seen = BTreeSet::new();
    let mut clips = Vec::new();
    for (place, line) in lines.enumerate() {
        let clip = clip(line, place + 2)?;
        if !seen.insert(clip.text.clone()) {
            return Err(problem(
                place + 2,
                "lời này đã có ở trên",
                "the text stands above",
            ));
        }
        clips.push(clip);
    }
    Ok(Recordings {
        unit: header.unit,
        language: header.language,
        speaker: header.speaker,
        signed_on: header.signed_on,
        clips,
    })
}

fn clip(line: &str, number: usize) -> Result<Recording, Problem> {
    let whole = serde_json::from_str(line).ok().and_then(|line: Line| {
        let sound = STANDARD.decode(&line.body).ok()?;
        let is_same = hex::encode(Sha256::digest(&sound)) == line.sha256;
        (is_same && is_day(&line.recorded_on)).then_some(())?;
        Some(Recording {
            text: TextKey::parse(&line.text_key)?,
            recorded_on: line.recorded_on,
            sound,
        })
    });
    let whole = whole.ok_or(problem(number, "dòng bị hỏng", "the line is broken"))?;
    let fits = whole.sound.len() <= MOST_CLIP_BYTES && MediaType::of(&whole.sound).is_some();
    fits.then_some(whole)
        .ok_or(problem(number, "không phải bản ghi âm", "no recording"))
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

fn problem(line: usize, vi: &'static str, en: &'static str) -> Problem {
    Problem { line, vi, en }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Recordings {
        let clip = |text: &str| Recording {
            text: TextKey::of(text),
            recorded_on: "2026-11-20".to_owned(),
            sound: format!("OggS {text}").into_bytes(),
        };
        Recordings {
            unit: "08".to_owned(),
            language: "hmn".to_owned(),
            speaker: "Giàng A Páo".to_owned(),
            signed_on: "2026-11-24".to_owned(),
            clips: vec![clip("Có"), clip("Không")],
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let file = write(&sample()).unwrap();
        assert_eq!(read(&file), Ok(sample()));
        let text = String::from_utf8(file).unwrap();
        assert_eq!(text.lines().count(), 3);
        assert!(text.starts_with("{\"format\":\"hailong-sound@1\",\"unit\":\"08\""));
    }

    #[test]
    fn a_file_with_anything_amiss_is_refused_by_its_line() {
        let good = String::from_utf8(write(&sample()).unwrap()).unwrap();
        let last = good.lines().last().unwrap().to_owned();
        for (file, line, why) in [
            (String::new(), 1, "nothing"),
            (good.replace("sound@1", "sound@2"), 1, "another format"),
            (good.replace("\"hmn\"", "\"xx\""), 1, "no language"),
            (good.replace("2026-11-24", "2026-13-24"), 1, "no day"),
            (good.replace("Giàng A Páo", ""), 1, "no speaker"),
            (
                good.replace("2026-11-20", "hôm qua"),
                2,
                "no day of a recording",
            ),
            (
                good.replacen("T2dn", "T2dm", 1),
                2,
                "a sound that was changed",
            ),
            (good[..good.len() - 9].to_owned(), 3, "cut short"),
            (format!("{good}{last}\n"), 4, "a text twice"),
        ] {
            assert_eq!(read(file.as_bytes()).unwrap_err().line, line, "{why}");
        }
    }
}
