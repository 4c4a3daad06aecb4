//! Opens the file a tablet's queue was rescued to.
//!
//! A tablet that cannot reach its server any more seals what waits with AES-256-GCM. The key is
//! the SHA-256 of its token, which is what this server keeps of the token: the tablet and the
//! server can open the file, and whoever carries it cannot.

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::submit_sheet::Sender;
use super::{App, Invalid, UsecaseError};
use crate::domain::form::Channel;
use crate::storage::{StorageError, device};

/// A rescued queue as it lies in its file, one JSON object.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    device: String,
    /// 12 bytes, base64.
    iv: String,
    /// Lines of the batch API, sealed, base64.
    data: String,
}

impl Sealed {
    /// The rescued queue in a text, if it is one.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }
}

/// A rescued queue, opened.
#[derive(Debug)]
pub struct Rescued {
    /// Whose sheets they are: the tablet's, or, once it is revoked, nobody's but of its channel.
    pub sender: Sender,
    /// Lines of the batch API.
    pub lines: Vec<u8>,
}

/// Opens a rescued queue with what is kept of its device's token.
///
/// # Errors
/// [`UsecaseError::Invalid`] when no device here has that id, or the file was changed or sealed
/// with a token that was renewed since.
pub async fn open(app: &App, sealed: &Sealed) -> Result<Rescued, UsecaseError> {
    let mut connection = app.store.read().await?;
    let id = sealed.device.as_str();
    let known = device::find_with_hash(&mut connection, id).await?;
    let (device, key) = known.ok_or_else(|| unknown(id))?;
    let channel = Channel::parse(&device.channel)
        .ok_or_else(|| StorageError::Corrupt(format!("channel {:?}", device.channel)))?;
    let lines = unseal(&key, sealed).ok_or_else(|| closed(&device.name))?;
    Ok(Rescued {
        sender: Sender {
            device: (!device.revoked).then_some(device.id),
            unit: device.unit,
            channel,
        },
        lines,
    })
}

fn unseal(key: &[u8; 32], sealed: &Sealed) -> Option<Vec<u8>> {
    let iv: [u8; 12] = STANDARD.decode(&sealed.iv).ok()?.try_into().ok()?;
    let data = STANDARD.decode(&sealed.data).ok()?;
    let payload = Payload {
        msg: &data,
        aad: sealed.device.as_bytes(),
    };
    Aes256Gcm::new(key.into()).decrypt(&iv.into(), payload).ok()
}

fn unknown(id: &str) -> UsecaseError {
    let id: String = id.chars().take(40).collect();
    UsecaseError::Invalid(Invalid {
        vi: format!("tệp này của thiết bị “{id}”, máy chủ không có thiết bị đó"),
        en: format!("this file is of device “{id}”, which is not known here"),
    })
}

fn closed(name: &str) -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: format!(
            "không mở được tệp của thiết bị “{name}”: tệp bị sửa, hoặc thiết bị đã được đăng ký \
             lại sau khi lưu tệp; hãy lưu lại tệp trên máy tính bảng"
        ),
        en: format!(
            "the file of device “{name}” cannot be opened: it was changed, or the device was \
             enrolled again after it was saved; save it again on the tablet"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_texts_are_a_rescued_queue() {
        for (text, expected, why) in [
            (r#"{"device":"d1","iv":"a","data":"b"}"#, true, "as written"),
            (r#"{"device":"d1","iv":"a"}"#, false, "no data"),
            (
                r#"{"device":"d1","iv":"a","data":"b","id":"x"}"#,
                false,
                "something more",
            ),
            (r#"{"id":"x","answers":{}}"#, false, "a sheet"),
            ("", false, "nothing"),
        ] {
            assert_eq!(Sealed::read(text.as_bytes()).is_some(), expected, "{why}");
        }
    }
}
