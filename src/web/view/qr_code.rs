//! A QR code as a drawing.

use std::fmt::Write as _;

use fast_qr::{ECL, Module, QRBuilder};
use maud::{Markup, html};

/// Light modules that must surround a code, by the standard.
const QUIET: usize = 4;

/// A square drawing of `text` with its quiet zone, one unit a module: 15 % of it may be dirty or
/// torn. `None` when the text is longer than a code holds.
#[must_use]
pub fn svg(text: &str, label: &str) -> Option<Markup> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in code.data.chunks(code.size).take(code.size).enumerate() {
        draw_row(&mut path, y + QUIET, row);
    }
    Some(html! {
        svg class="qr" viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label) shape-rendering="crispEdges" {
            path d=(path) {}
        }
    })
}

/// One dash for each run of dark modules.
fn draw_row(path: &mut String, y: usize, row: &[Module]) {
    let mut x = 0;
    for run in row.chunk_by(|one, other| one.value() == other.value()) {
        if run.first().is_some_and(|module| module.value()) {
            let (from, width) = (x + QUIET, run.len());
            // Writing to a text cannot fail.
            let _written = write!(path, "M{from} {y}h{width}v1h-{width}z");
        }
        x += run.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_a_quiet_edge() {
        let drawn = svg("https://khaosat.tuyenquang.gov.vn/q/7K3MQ9ZD2A", "mã").unwrap();
        let drawn = drawn.into_string();
        // Version 4: 33 modules, and 4 on either side.
        assert!(drawn.contains("viewBox=\"0 0 41 41\""), "{drawn}");
        let corners = ["M4 4h7v1", "M30 4h7v1", "M4 30h7v1"];
        for corner in corners {
            assert!(drawn.contains(corner), "{corner}");
        }
        assert!(
            !drawn.contains("M0 ") && !drawn.contains(" 40h"),
            "the edge is light"
        );
    }

    #[test]
    fn what_is_too_long_is_no_code() {
        assert!(svg(&"a".repeat(3_000), "mã").is_none());
    }
}
