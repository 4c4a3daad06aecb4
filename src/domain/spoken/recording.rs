//! What a recording may be: one of five kinds of sound, told by its first bytes.

use std::fmt;

/// Largest recording: 1 MiB, over a minute of speech in every usual quality.
pub const MOST_CLIP_BYTES: usize = 1024 * 1024;

/// The kinds of sound every tablet plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// What Chrome records.
    Webm,
    /// What Firefox records.
    Ogg,
    /// MP3.
    Mpeg,
    /// M4A: what most telephones record.
    Mp4,
    /// WAV.
    Wav,
}

impl MediaType {
    /// The kind a content is of, whatever its name or sender says; `None`: no sound we know.
    #[must_use]
    pub fn of(content: &[u8]) -> Option<Self> {
        let starts = |bytes: &[u8]| content.starts_with(bytes);
        let at = |from: usize| content.get(from..from + 4).unwrap_or_default();
        if starts(&[0x1a, 0x45, 0xdf, 0xa3]) && head(content).windows(4).any(|it| it == b"webm") {
            Some(Self::Webm)
        } else if starts(b"OggS") {
            Some(Self::Ogg)
        } else if starts(b"RIFF") && at(8) == b"WAVE" {
            Some(Self::Wav)
        } else if at(4) == b"ftyp" && SOUND_BRANDS.iter().any(|brand| at(8) == *brand) {
            Some(Self::Mp4)
        } else if starts(b"ID3") || is_mpeg_frame(content) {
            Some(Self::Mpeg)
        } else {
            None
        }
    }

    /// The name in headers and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webm => "audio/webm",
            Self::Ogg => "audio/ogg",
            Self::Mpeg => "audio/mpeg",
            Self::Mp4 => "audio/mp4",
            Self::Wav => "audio/wav",
        }
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Brands of MP4 files that hold sound; pictures such as HEIC are MP4 files too.
const SOUND_BRANDS: [&[u8; 4]; 10] = [
    b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"dash",
];

/// Where `WebM` says so: Matroska files begin alike.
fn head(content: &[u8]) -> &[u8] {
    content.get(..64).unwrap_or(content)
}

/// Eleven bits set, then a layer that is not the reserved one.
fn is_mpeg_frame(content: &[u8]) -> bool {
    matches!(content, [0xff, second, ..] if second & 0xe0 == 0xe0 && second & 0x06 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_is_known_by_its_first_bytes() {
        let webm = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x42";
        let matroska = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska";
        let table: [(&[u8], Option<MediaType>, &str); 14] = [
            (webm, Some(MediaType::Webm), "what Chrome records"),
            (matroska, None, "its sister, which tablets do not play"),
            (b"OggS\0\x02", Some(MediaType::Ogg), "Ogg"),
            (b"ID3\x04", Some(MediaType::Mpeg), "MP3 with its tags"),
            (b"\xff\xfb\x90", Some(MediaType::Mpeg), "MP3 without"),
            (b"\xff\xf1\x50", None, "bare AAC: the layer is reserved"),
            (b"\0\0\0\x18ftypM4A \0", Some(MediaType::Mp4), "a telephone"),
            (b"\0\0\0\x18ftypheic\0", None, "a picture in an MP4 file"),
            (b"RIFF\x24\0\0\0WAVEfmt ", Some(MediaType::Wav), "WAV"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", None, "a picture in a RIFF file"),
            (b"<svg onload=alert(1)>", None, "markup"),
            (b"\x89PNG\r\n", None, "a picture"),
            (b"RIFF", None, "cut short"),
            (b"", None, "nothing"),
        ];
        for (content, expected, why) in table {
            assert_eq!(MediaType::of(content), expected, "{why}");
        }
    }
}
