//! `import` of the file in which a tablet saved what it could not send.

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::answers::{sheet, with};
use crate::node::{Node, Said};

/// A new tablet's id and token.
fn tablet(node: &Node) -> (String, String) {
    let said = node.run(&["device", "add", "quầy 1", "--unit", "01141", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let told: Value = serde_json::from_str(&said.out).unwrap();
    let text = |name: &str| told.get(name).and_then(Value::as_str).unwrap().to_owned();
    (text("id"), text("token"))
}

/// The file as the settings page writes it.
fn seal(device: &str, token: &str, sheets: &[Value]) -> Value {
    let lines: Vec<String> = sheets.iter().map(Value::to_string).collect();
    let lines = lines.join("\n");
    let key: [u8; 32] = Sha256::digest(token).into();
    let payload = Payload {
        msg: lines.as_bytes(),
        aad: device.as_bytes(),
    };
    let iv = [7; 12];
    let data = Aes256Gcm::new(&key.into())
        .encrypt(&iv.into(), payload)
        .unwrap();
    json!({"device": device, "iv": STANDARD.encode(iv), "data": STANDARD.encode(data)})
}

fn import(node: &Node, file: &Value) -> Said {
    let file = node.file("hailong-phieu.json", &file.to_string());
    node.run(&["import", &file])
}

fn codes(said: &Said) -> Vec<u64> {
    let lines = said.out.lines();
    lines
        .map(|line| {
            let reply: Value = serde_json::from_str(line).unwrap();
            reply.get("code").and_then(Value::as_u64).unwrap()
        })
        .collect()
}

#[test]
fn a_rescued_queue_is_the_tablets_own_and_counts_once() {
    let node = Node::commune();
    let (device, token) = tablet(&node);
    let good = sheet(9, &json!({"chung": 5}));
    let elsewhere = with(sheet(9, &json!({"chung": 4})), &json!({"unit": "01144"}));
    let file = seal(&device, &token, &[good.clone(), elsewhere, good]);
    let said = import(&node, &file);
    assert_eq!(codes(&said), [201, 403, 200], "{}{}", said.out, said.err);
    assert_eq!(said.code, 1, "one was not taken");
    assert_eq!(codes(&import(&node, &file)), [200, 403, 200], "again");
    let results = node.run(&[
        "results", "--unit", "01141", "--period", "2026", "--by", "channel", "--format", "json",
    ]);
    let rows: Value = serde_json::from_str(&results.out).unwrap();
    let row = &rows["rows"][0];
    assert_eq!(
        (&row["channel"], &row["n"]),
        (&json!("tablet"), &json!(1)),
        "{rows}"
    );
}

#[test]
fn the_queue_of_a_revoked_tablet_is_not_lost() {
    let node = Node::commune();
    let (device, token) = tablet(&node);
    assert_eq!(node.run(&["device", "revoke", &device]).code, 0);
    let file = seal(&device, &token, &[sheet(9, &json!({"chung": 5}))]);
    let said = import(&node, &file);
    assert_eq!((said.code, codes(&said)), (0, vec![201]), "{}", said.err);
}

#[test]
fn a_file_that_was_changed_or_is_anothers_is_not_opened() {
    let node = Node::commune();
    let (device, token) = tablet(&node);
    let (other, _) = tablet(&node);
    let sheets = [sheet(9, &json!({"chung": 5}))];
    let whole = seal(&device, &token, &sheets);
    let with = |name: &str, value: &str| {
        let mut file = whole.clone();
        file[name] = json!(value);
        file
    };
    let mut data = STANDARD.decode(whole["data"].as_str().unwrap()).unwrap();
    data[0] ^= 1;
    for (file, why) in [
        (
            seal(&device, "another token", &sheets),
            "sealed with another token",
        ),
        (with("device", &other), "of another device"),
        (with("device", "d0000000000"), "of no device"),
        (with("data", &STANDARD.encode(&data)), "a bit changed"),
        (with("iv", "AAAA"), "no nonce"),
        (with("data", "không phải base64"), "no base64"),
    ] {
        let said = import(&node, &file);
        assert!(
            said.code != 0 && said.out.is_empty(),
            "{why}: {}{}",
            said.code,
            said.out
        );
        assert!(!said.err.trim().is_empty(), "{why}");
    }
}
