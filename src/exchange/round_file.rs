//! The signed round file: a round's TOML, and a last line with key and signature.
//!
//! The format is written down in `docs/rounds.md`. The last line is a TOML comment, so that the
//! signed file is still the round's TOML.

use ed25519_dalek::{SigningKey, VerifyingKey};

use crate::exchange::bundle::{
    is_signed, key_text, parse_key, parse_signature, sign_hash, signature_text,
};
use crate::exchange::signed::{FileProblem, hash_of};

/// Largest signed file: a round and its last line.
pub const MOST_SIGNED_BYTES: usize = 65_536 + 512;

/// What the last line begins with.
const SEAL: &str = "# hailong-round ";

/// A round file that is whole and signed, by whomever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRound {
    /// All lines before the last.
    pub body: String,
    /// Whose signature it is.
    pub key: VerifyingKey,
    /// The signature over the SHA-256 of the body.
    pub signature: [u8; 64],
}

/// A round's text as it is signed: lines end in `\n`, no byte order mark, and no earlier seal.
#[must_use]
pub fn body_of(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let lines = text.lines().filter(|line| !line.starts_with(SEAL));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The signature over a body.
#[must_use]
pub fn sign(body: &str, key: &SigningKey) -> [u8; 64] {
    sign_hash(key, &hash_of(body))
}

/// The signed file.
#[must_use]
pub fn write(round: &SignedRound) -> Vec<u8> {
    let (key, signature) = (key_text(&round.key), signature_text(&round.signature));
    format!("{}{SEAL}{key} {signature}\n", round.body).into_bytes()
}

/// Reads a signed file; line ends of another system are forgiven.
///
/// # Errors
/// Every reason why it is not whole or not signed.
pub fn read(bytes: &[u8]) -> Result<SignedRound, Vec<FileProblem>> {
    if bytes.len() > MOST_SIGNED_BYTES {
        return Err(vec![FileProblem::too_large(MOST_SIGNED_BYTES)]);
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(vec![FileProblem::no_text()]);
    };
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let (body, last) = match text.rfind('\n') {
        Some(at) => text.split_at(at + 1),
        None => ("", text),
    };
    let n_lines = text.lines().count();
    let no_seal = || {
        FileProblem::at(
            n_lines,
            "dòng cuối không phải dòng niêm phong “# hailong-round …”; tệp chưa được tỉnh niêm phong hoặc bị cắt mất cuối",
            "the last line is no seal “# hailong-round …”; the province has not sealed the file, or its end is missing",
        )
    };
    let seal = last
        .strip_prefix(SEAL)
        .and_then(|seal| seal.split_once(' '));
    let (key, signature) = seal.ok_or_else(|| vec![no_seal()])?;
    match (parse_key(key), parse_signature(signature)) {
        (Ok(key), Some(signature)) if is_signed(&key, &hash_of(body), &signature) => {
            Ok(SignedRound {
                body: body.to_owned(),
                key,
                signature,
            })
        }
        (Ok(_), Some(_)) => Err(vec![FileProblem::wrong_signature()]),
        (Ok(_) | Err(_), Some(_) | None) => Err(vec![no_seal()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::bundle::signing_key;

    fn signed(body: &str) -> Vec<u8> {
        let key = signing_key(&[7; 32]);
        write(&SignedRound {
            body: body.to_owned(),
            key: key.verifying_key(),
            signature: sign(body, &key),
        })
    }

    #[test]
    fn a_signed_round_reads_back_and_is_still_toml() {
        let body = body_of("\u{feff}id = \"a\"\r\ntitle = \"đợt\"");
        assert_eq!(body, "id = \"a\"\ntitle = \"đợt\"\n");
        let file = signed(&body);
        assert_eq!(read(&file).unwrap().body, body);
        let text = String::from_utf8(file).unwrap();
        assert!(toml::from_str::<toml::Table>(&text).is_ok());
        let windows = text.replace('\n', "\r\n");
        assert_eq!(read(windows.as_bytes()).unwrap().body, body);
        assert_eq!(body_of(&text), body, "signed again without the old seal");
    }

    #[test]
    fn every_change_to_a_signed_round_is_seen() {
        let file = String::from_utf8(signed("id = \"a\"\n")).unwrap();
        let other_key = key_text(&signing_key(&[8; 32]).verifying_key());
        let own_key = key_text(&signing_key(&[7; 32]).verifying_key());
        for (text, why) in [
            (file.replace("\"a\"", "\"b\""), "another id"),
            (format!("\n{file}"), "a line more"),
            (file.replace(&own_key, &other_key), "another key"),
            (file.replace(SEAL, "# "), "no seal"),
            ("id = \"a\"\n".to_owned(), "not signed"),
            (String::new(), "nothing"),
            (file[..file.len() - 9].to_owned(), "cut short"),
            (format!("{file}x = 1\n"), "something behind the seal"),
            ("x".repeat(MOST_SIGNED_BYTES + 1), "too large"),
        ] {
            assert!(read(text.as_bytes()).is_err(), "{why}");
        }
        assert!(read(b"\xff").is_err(), "no text");
    }
}
