//! Ed25519 keys as text, and signatures over hashes.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::domain::ledger::Hash;

const PREFIX: &str = "ed25519:";

/// The public key as the one line that `key show` prints, `ed25519:<base64 of 32 bytes>`.
#[must_use]
pub fn key_text(key: &VerifyingKey) -> String {
    format!("{PREFIX}{}", STANDARD.encode(key.as_bytes()))
}

/// Reads what [`key_text`] writes; blanks and a line end around it are forgiven.
///
/// # Errors
/// When the text has another shape, is no point of the curve, or is one of the few weak points
/// under which a signature proves nothing.
pub fn parse_key(text: &str) -> Result<VerifyingKey, InvalidKey> {
    let invalid = || InvalidKey(text.trim().chars().take(80).collect());
    let encoded = text.trim().strip_prefix(PREFIX).ok_or_else(invalid)?;
    let bytes: [u8; 32] = decode(encoded).ok_or_else(invalid)?;
    parse_key_bytes(&bytes).ok_or_else(invalid)
}

/// The public key of these 32 bytes, if they are one.
#[must_use]
pub fn parse_key_bytes(bytes: &[u8; 32]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(bytes)
        .ok()
        .filter(|key| !key.is_weak())
}

/// The signing key of these 32 secret bytes.
#[must_use]
pub fn signing_key(secret: &[u8; 32]) -> SigningKey {
    SigningKey::from_bytes(secret)
}

/// Signs a hash: a head's, or that of a bundle's lines. Equal input, equal signature.
///
/// The two cannot be taken for each other: a head's preimage begins with its purpose and a
/// bundle's with a brace.
#[must_use]
pub fn sign_hash(key: &SigningKey, hash: &Hash) -> [u8; 64] {
    key.sign(hash).to_bytes()
}

/// Whether `key` signed `hash`, by the strict rule that leaves one valid signature only.
#[must_use]
pub fn is_signed(key: &VerifyingKey, hash: &Hash, signature: &[u8; 64]) -> bool {
    key.verify_strict(hash, &Signature::from_bytes(signature))
        .is_ok()
}

/// A signature as one word, base64 of 64 bytes.
#[must_use]
pub fn signature_text(signature: &[u8; 64]) -> String {
    encode(signature)
}

/// Reads what [`signature_text`] writes.
#[must_use]
pub fn parse_signature(text: &str) -> Option<[u8; 64]> {
    decode(text)
}

/// Base64 with padding, RFC 4648 section 4.
pub(super) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Exactly `N` bytes from base64.
pub(super) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// A text that is no usable public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidKey(String);

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "key must be ed25519: and 32 bytes in base64, got {:?}",
            self.0
        )
    }
}

impl std::error::Error for InvalidKey {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_line() {
        let key = signing_key(&[7; 32]).verifying_key();
        let text = key_text(&key);
        assert_eq!(text.len(), 8 + 44, "{text}");
        assert_eq!(
            parse_key(&format!("{text}\n")),
            Ok(key),
            "with the line end of a file"
        );
    }

    #[test]
    fn other_texts_are_no_keys() {
        let good = key_text(&signing_key(&[7; 32]).verifying_key());
        let identity = format!("ed25519:{}", encode(&[&[1][..], &[0; 31]].concat()));
        for (text, why) in [
            (String::new(), "empty"),
            (good.replace("ed25519:", ""), "no prefix"),
            (good.replace("ed25519", "rsa"), "another kind"),
            (good.trim_end_matches('=').to_owned(), "no padding"),
            (format!("ed25519:{}", encode(&[7; 31])), "31 bytes"),
            (
                format!("ed25519:{}", encode(&[2; 32])),
                "no point of the curve",
            ),
            (identity, "a weak key verifies anything"),
        ] {
            assert!(parse_key(&text).is_err(), "{why}");
        }
    }

    #[test]
    fn a_signature_holds_for_its_hash_and_key_only() {
        let key = signing_key(&[7; 32]);
        let signature = sign_hash(&key, &[1; 32]);
        assert!(is_signed(&key.verifying_key(), &[1; 32], &signature));
        assert!(
            !is_signed(&key.verifying_key(), &[2; 32], &signature),
            "another hash"
        );
        let other = signing_key(&[8; 32]).verifying_key();
        assert!(!is_signed(&other, &[1; 32], &signature), "another key");
    }

    #[test]
    fn signatures_are_those_of_rfc_8032() {
        // Section 7.1, test 1, whose message is empty, does not fit a hash; test SHA(abc) is
        // longer: the library is trusted with those. Here: the key pair of test 1.
        let secret: [u8; 32] =
            hex::decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
                .unwrap()
                .try_into()
                .unwrap();
        let public = hex::encode(signing_key(&secret).verifying_key().as_bytes());
        assert_eq!(
            public,
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
    }
}
