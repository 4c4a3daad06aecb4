//! Stylesheets, fonts and ornaments, embedded in the program and served under hashed names.
//!
//! A name changes with its content, so a browser may keep a file for ever.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::web::view::ornament;

/// The address of the asset `name`, such as `/assets/base.3f9a1c2b7d84e6a0.css`.
///
/// A name that is no asset gives an address that is not found.
#[must_use]
pub fn path(name: &str) -> &'static str {
    ASSETS.paths.get(name).map_or("/assets/", String::as_str)
}

/// Answers a request for the last part of an asset's address; `None`: there is no such file.
#[must_use]
pub fn serve(file: &str, request: &HeaderMap) -> Option<Response> {
    let asset = ASSETS.files.get(file)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(asset.media_type),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
        (header::ETAG, asset.etag.clone()),
    ];
    let known = request
        .get(header::IF_NONE_MATCH)
        .is_some_and(|tag| tag == asset.etag);
    Some(if known {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, asset.content.clone()).into_response()
    })
}

/// Every address of ours that a page, stylesheet or module names between quotes, as `is_kept`
/// tells, and those named by the assets among them.
pub fn named_in(text: &str, is_kept: fn(&str) -> bool) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut unread = vec![text];
    while let Some(text) = unread.pop() {
        // Addresses stand between quotes, and hold none themselves.
        for part in text.split('"').filter(|part| is_kept(part)) {
            if found.insert(part.to_owned()) {
                let file = part.trim_start_matches("/assets/");
                unread.extend(ASSETS.files.get(file).and_then(Asset::text));
            }
        }
    }
    found
}

struct Assets {
    /// Plain name to address.
    paths: BTreeMap<&'static str, String>,
    /// Hashed file name to file.
    files: BTreeMap<String, Asset>,
}

struct Asset {
    media_type: &'static str,
    etag: HeaderValue,
    content: axum::body::Bytes,
}

impl Asset {
    /// What may name other files; fonts and pictures name none.
    fn text(&self) -> Option<&str> {
        let is_text = self.media_type.starts_with("text/");
        std::str::from_utf8(&self.content).ok().filter(|_| is_text)
    }
}

static ASSETS: LazyLock<Assets> = LazyLock::new(load);

/// Stylesheets and modules come last: they name the others, which become hashed addresses.
fn load() -> Assets {
    let mut assets = Assets {
        paths: BTreeMap::new(),
        files: BTreeMap::new(),
    };
    let fonts: [(&str, &'static [u8]); 4] = [
        (
            "be-vietnam-pro-400.woff2",
            include_bytes!("fonts/be-vietnam-pro-400.woff2"),
        ),
        (
            "be-vietnam-pro-500.woff2",
            include_bytes!("fonts/be-vietnam-pro-500.woff2"),
        ),
        (
            "be-vietnam-pro-600.woff2",
            include_bytes!("fonts/be-vietnam-pro-600.woff2"),
        ),
        (
            "be-vietnam-pro-700.woff2",
            include_bytes!("fonts/be-vietnam-pro-700.woff2"),
        ),
    ];
    for (name, content) in fonts {
        assets.add(name, "font/woff2", Cow::Borrowed(content));
    }
    for (name, svg) in [
        ("band.svg", ornament::band_tile()),
        ("cloth.svg", ornament::cloth_tile()),
    ] {
        assets.add(name, "image/svg+xml", Cow::Owned(svg.into_bytes()));
    }
    assets.add(
        "icon.svg",
        "image/svg+xml",
        Cow::Borrowed(include_bytes!("icon.svg")),
    );
    let sheets = [
        ("base.css", include_str!("base.css")),
        ("paper.css", include_str!("paper.css")),
        ("settings.css", include_str!("settings.css")),
        ("kiosk.css", include_str!("kiosk.css")),
        ("paper-print.css", include_str!("paper-print.css")),
        ("desk.css", include_str!("desk.css")),
        ("slips.css", include_str!("slips.css")),
        ("figures.css", include_str!("figures.css")),
        ("rounds.css", include_str!("rounds.css")),
        ("heat.css", include_str!("heat.css")),
        ("glance.css", include_str!("glance.css")),
        ("trend.css", include_str!("trend.css")),
        ("overview.css", include_str!("overview.css")),
        ("questions.css", include_str!("questions.css")),
        ("series.css", include_str!("series.css")),
        ("plan.css", include_str!("plan.css")),
        ("public.css", include_str!("public.css")),
        ("poster.css", include_str!("poster.css")),
        ("report.css", include_str!("report.css")),
        ("report-desk.css", include_str!("report-desk.css")),
    ];
    for (name, sheet) in sheets {
        let text = assets.linked(sheet, "url(\"", "url(\"");
        assets.add(name, "text/css; charset=utf-8", Cow::Owned(text));
    }
    for (name, module) in MODULES {
        let text = assets.linked(&tight(module), "from \"./", "from \"");
        assets.add(name, "text/javascript; charset=utf-8", Cow::Owned(text));
    }
    assets
}

/// JavaScript modules, each after those it imports by `from "./name.js"`.
const MODULES: &[(&str, &str)] = &[
    ("record.js", include_str!("record.js")),
    ("sound.js", include_str!("sound.js")),
    ("chance.js", include_str!("chance.js")),
    ("queue.js", include_str!("queue.js")),
    ("identity.js", include_str!("identity.js")),
    ("tablet.js", include_str!("tablet.js")),
    ("settings.js", include_str!("settings.js")),
    ("enrol.js", include_str!("enrol.js")),
    ("keying.js", include_str!("keying.js")),
    ("steps.js", include_str!("steps.js")),
    ("idle.js", include_str!("idle.js")),
    ("invitation.js", include_str!("invitation.js")),
    ("kiosk.js", include_str!("kiosk.js")),
];

/// A module without indentation and lines of comment, which weigh a third of it on the way.
/// Modules hold no text of several lines, so none of it is meant.
fn tight(module: &str) -> String {
    let mut tight = String::with_capacity(module.len());
    let mut is_comment = false;
    for line in module.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            tight.push_str(line);
            tight.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    tight
}

impl Assets {
    /// `text` with every file that stands between `named` and a quote under its hashed address,
    /// behind `addressed`.
    fn linked(&self, text: &str, named: &str, addressed: &str) -> Vec<u8> {
        let mut linked = text.to_owned();
        for (name, address) in &self.paths {
            linked = linked.replace(
                &format!("{named}{name}\""),
                &format!("{addressed}{address}\""),
            );
        }
        linked.into_bytes()
    }

    fn add(&mut self, name: &'static str, media_type: &'static str, content: Cow<'static, [u8]>) {
        let hash: String = hex::encode(Sha256::digest(&content))
            .chars()
            .take(16)
            .collect();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let file = format!("{stem}.{hash}.{extension}");
        let etag = HeaderValue::try_from(format!("\"{hash}\""))
            .unwrap_or(HeaderValue::from_static("\"\""));
        self.paths.insert(name, format!("/assets/{file}"));
        self.files.insert(
            file,
            Asset {
                media_type,
                etag,
                content: content.into_owned().into(),
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_file_is_kept_for_a_year_and_not_sent_twice() {
        let file = path("base.css").trim_start_matches("/assets/");
        let first = serve(file, &HeaderMap::new()).unwrap();
        assert_eq!(first.status(), StatusCode::OK);
        let mut request = HeaderMap::new();
        request.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(
            serve(file, &request).unwrap().status(),
            StatusCode::NOT_MODIFIED
        );
        assert!(
            serve("base.css", &request).is_none(),
            "only the hashed name is served"
        );
    }

    #[test]
    fn stylesheets_name_only_files_that_exist() {
        for asset in ASSETS
            .files
            .values()
            .filter(|asset| asset.media_type.starts_with("text/css"))
        {
            let sheet = std::str::from_utf8(&asset.content).unwrap();
            for part in sheet.split("url(\"").skip(1) {
                let address = part.split('"').next().unwrap();
                assert!(
                    ASSETS.paths.values().any(|known| known == address),
                    "{address}"
                );
            }
        }
    }

    #[test]
    fn modules_import_only_files_that_exist() {
        for (name, _) in MODULES {
            let file = path(name).trim_start_matches("/assets/");
            let module = std::str::from_utf8(&ASSETS.files[file].content).unwrap();
            for part in module.split("from \"").skip(1) {
                let address = part.split('"').next().unwrap();
                assert!(
                    ASSETS.paths.values().any(|known| known == address),
                    "{name} imports {address}"
                );
            }
        }
    }

    #[test]
    fn comments_and_indentation_stay_here_and_every_statement_goes_out() {
        let module =
            "// one\n/** two */\nlet a = 1; // three\n\n  /* four\n   * five */\n  a += \"//\";\n";
        assert_eq!(tight(module), "let a = 1; // three\na += \"//\";\n");
        for (name, module) in MODULES {
            assert!(!module.contains("`\n"), "{name}: a text of several lines");
        }
    }

    #[test]
    fn a_page_names_its_files_and_they_name_theirs() {
        let page = format!("<link href=\"{}\">", path("base.css"));
        let found = named_in(&page, |address| address.starts_with("/assets/"));
        assert!(found.contains(path("base.css")));
        assert!(
            found.contains(path("be-vietnam-pro-500.woff2")),
            "{found:?}"
        );
        assert!(!found.contains(path("desk.css")));
    }

    #[test]
    fn a_first_visit_of_the_questionnaire_stays_small() {
        let bytes: usize = [
            "base.css",
            "paper.css",
            "cloth.svg",
            "be-vietnam-pro-500.woff2",
            "be-vietnam-pro-700.woff2",
        ]
        .iter()
        .map(|name| {
            ASSETS.files[path(name).trim_start_matches("/assets/")]
                .content
                .len()
        })
        .sum();
        assert!(bytes < 100_000, "{bytes} bytes before the page itself");
    }
}
