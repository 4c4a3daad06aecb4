//! The woven band and the cloth, as SVG tiles that stylesheets repeat.

use std::fmt::Write;

const THREAD: &str = "#F8F4EA";
const LIGHT: &str = "#8D96CC";
const GROUND: &str = "#232C6B";

/// The band: 12 × 9 cells of 3 px on indigo.
#[must_use]
pub fn band_tile() -> String {
    tile((12, 9, 3), |x, y| {
        let from_middle = (x - 6).abs();
        let thread = y == 7 - from_middle || y == 1 + from_middle;
        let beside = x.min(12 - x) + (y - 4).abs() <= 1;
        let light = from_middle + (y - 4).abs() <= 1 || beside;
        yarn(thread, light)
    })
}

/// The cloth: 16 × 29 cells of 5 px, the full weave of the first page and the last.
#[must_use]
pub fn cloth_tile() -> String {
    tile((16, 29, 5), |x, y| {
        let (t, e, d) = (y.min(28 - y), x.min(16 - x), (y - 14).abs());
        let a = (x - 8).abs() + d;
        let zigzag = (x % 8 - 4).abs();
        match t {
            0 => yarn(x % 4 < 2, false),
            2..=6 => yarn(t - 2 == zigzag, t - 4 == zigzag),
            8.. => yarn(
                matches!(a, 0 | 1 | 6) || e + d <= 1,
                a == 3 || e + 6 - d <= 2,
            ),
            _ => None,
        }
    })
}

fn yarn(thread: bool, light: bool) -> Option<&'static str> {
    if thread {
        Some(THREAD)
    } else {
        light.then_some(LIGHT)
    }
}

/// Draws `columns` × `rows` cells of `cell` px, one rectangle for each run of one colour.
fn tile(
    (columns, rows, cell): (i32, i32, i32),
    colour: impl Fn(i32, i32) -> Option<&'static str>,
) -> String {
    let (width, height) = (columns * cell, rows * cell);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {columns} {rows}\" shape-rendering=\"crispEdges\">\
         <path fill=\"{GROUND}\" d=\"M0 0h{columns}v{rows}H0z\"/>"
    );
    for paint in [THREAD, LIGHT] {
        let mut path = String::new();
        for y in 0..rows {
            for x in (0..columns).filter(|x| colour(*x, y) == Some(paint)) {
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
        let _ = write!(svg, "<path fill=\"{paint}\" d=\"{path}\"/>");
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tiles_have_the_drawn_size_and_both_yarns() {
        for (svg, size) in [
            (band_tile(), "width=\"36\" height=\"27\""),
            (cloth_tile(), "width=\"80\" height=\"145\""),
        ] {
            assert!(svg.contains(size), "{svg}");
            assert!(!svg.contains("d=\"\""), "both yarns are used: {svg}");
        }
    }
}
