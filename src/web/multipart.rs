//! `multipart/form-data`, as browsers send a form with a file: the content of one field.

use axum::http::{HeaderMap, header};

/// The content of the field `name` in a whole body; `None`: the body has no such field, or is none
/// that a browser would send (RFC 7578).
pub(super) fn field<'a>(headers: &HeaderMap, body: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let delimiter = format!("\r\n--{}", boundary(headers)?);
    let named = format!("; name=\"{name}\"");
    // The first delimiter has no line before it.
    let mut rest = body.strip_prefix(delimiter.as_bytes().get(2..)?)?;
    // After the last delimiter stand two hyphens.
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = find(part, delimiter.as_bytes())?;
        let (part, after) = part.split_at_checked(end)?;
        rest = after.get(delimiter.len()..)?;
        let blank = find(part, b"\r\n\r\n")?;
        let (head, content) = part.split_at_checked(blank)?;
        let head = String::from_utf8_lossy(head);
        let is_named = head.lines().any(|line| {
            let line = line.to_ascii_lowercase();
            line.starts_with("content-disposition: form-data") && line.contains(&named)
        });
        if is_named {
            return content.get(4..);
        }
    }
    None
}

/// 1 to 70 characters, quoted or not (RFC 2046).
fn boundary(headers: &HeaderMap) -> Option<&str> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (essence, parameters) = kind.split_once(';')?;
    if !essence.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let mut parameters = parameters.split(';').map(str::trim);
    let boundary = parameters.find_map(|it| it.strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    (1..=70).contains(&boundary.len()).then_some(boundary)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|part| part == wanted)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn read<'a>(kind: &'static str, body: &'a [u8]) -> Option<&'a [u8]> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        field(&headers, body, "tep")
    }

    #[test]
    fn a_file_comes_out_as_it_was_put_in() {
        let kind = "multipart/form-data; boundary=----xyz";
        let body = b"------xyz\r\nContent-Disposition: form-data; name=\"khac\"\r\n\r\na\r\n\
            ------xyz\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.wav\"\r\n\
            Content-Type: audio/wav\r\n\r\nRIFF\r\n\r\n--\0\xff\r\n------xyz--\r\n";
        assert_eq!(read(kind, body), Some(&b"RIFF\r\n\r\n--\0\xff"[..]));
        let quoted = "multipart/form-data; boundary=\"----xyz\"";
        assert!(read(quoted, body).is_some(), "a quoted boundary");
    }

    #[test]
    fn what_no_browser_sends_is_nothing() {
        let kind = "multipart/form-data; boundary=b";
        let table: [(&'static str, &[u8], &str); 8] = [
            (kind, b"", "nothing"),
            (kind, b"--b--\r\n", "no field at all"),
            (
                kind,
                b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b--",
                "another field",
            ),
            (
                kind,
                b"--b\r\nContent-Disposition: form-data; name=\"tep\"\r\n\r\nx",
                "cut short",
            ),
            (kind, b"--b\r\nname=\"tep\"\r\n--b--", "no blank line"),
            ("multipart/form-data", b"--b--", "no boundary"),
            (
                "multipart/form-data; boundary=",
                b"----",
                "an empty boundary",
            ),
            ("text/plain; boundary=b", b"--b--", "another type"),
        ];
        for (kind, body, why) in table {
            assert_eq!(read(kind, body), None, "{why}");
        }
    }
}
