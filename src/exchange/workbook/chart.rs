//! Charts that the spreadsheet draws from the cells of a table.

use rust_xlsxwriter::{
    ChartAxisCrossing, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartPatternFill, ChartPatternFillType, ChartSolidFill, ChartType, Worksheet, XlsxError,
};

use crate::exchange::workbook::page::{FONT, TABLE_TOP, Table, n_rows};

/// A bar chart of some of a table's columns, drawn by the spreadsheet from its own cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chart {
    /// What it shows.
    pub(super) title: &'static str,
    /// The column with the names of the bars.
    pub(super) names: u16,
    /// The columns with their lengths in percent, side by side in one bar if several.
    pub(super) figures: Vec<u16>,
    /// Rows drawn, from the first: those of the first form.
    pub(super) n_rows: u32,
}

/// Draws the chart below the table, on a page of its own where it would be cut, and returns the
/// last row it covers.
pub(super) fn draw(sheet: &mut Worksheet, table: &Table, drawn: &Chart) -> Result<u32, XlsxError> {
    let n_rows_high = n_rows_high(drawn.n_rows);
    let mut chart = bars(table, drawn);
    chart
        .set_width(WIDTH)
        .set_height(n_rows_high * PIXELS_PER_ROW);
    let below = TABLE_TOP + n_rows(table) + 3;
    let top = if n_rows(table) + n_rows_high > ROWS_PER_PAGE {
        sheet.set_page_breaks(&[below])?;
        // A border on the very edge of a page is not printed.
        below + 1
    } else {
        below
    };
    sheet.insert_chart(top, 0, &chart)?;
    Ok(top + n_rows_high)
}

fn bars(table: &Table, drawn: &Chart) -> rust_xlsxwriter::Chart {
    let (first, last) = (TABLE_TOP + 1, TABLE_TOP + drawn.n_rows);
    let is_stacked = drawn.figures.len() > 1;
    let mut chart = rust_xlsxwriter::Chart::new(if is_stacked {
        ChartType::BarPercentStacked
    } else {
        ChartType::Bar
    });
    for (column, fill) in drawn.figures.iter().zip(FILLS) {
        let series = chart.add_series();
        series
            .set_name((table.name, TABLE_TOP, *column))
            .set_categories((table.name, first, drawn.names, last, drawn.names))
            .set_values((table.name, first, *column, last, *column))
            .set_format(&mut filled(*fill))
            .set_gap(60);
        if !is_stacked {
            let mut label = ChartDataLabel::new();
            series.set_data_label(label.show_value().set_num_format("0.00").set_font(&font()));
        }
    }
    chart
        .title()
        .set_name(drawn.title)
        .set_font(font().set_size(11).set_bold());
    // The first row on top, as in the table, and the scale below.
    chart
        .y_axis()
        .set_reverse()
        .set_crossing(ChartAxisCrossing::Max)
        .set_font(&font());
    let hairline = ChartLine::new()
        .set_color(0x00D9_D9D9)
        .set_width(0.5)
        .clone();
    chart
        .x_axis()
        .set_major_gridlines_line(&hairline)
        .set_font(&font());
    if is_stacked {
        chart
            .legend()
            .set_position(ChartLegendPosition::Bottom)
            .set_font(&font());
    } else {
        chart.x_axis().set_min(0).set_max(100).set_num_format("0");
        chart.legend().set_hidden();
    }
    chart
}

/// Blue and orange ends are equally dark in grey: the orange side is hatched.
fn filled(fill: u32) -> ChartFormat {
    let mut bars = ChartFormat::new();
    if fill == ORANGE {
        bars.set_pattern_fill(
            ChartPatternFill::new()
                .set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards)
                .set_foreground_color(fill)
                .set_background_color(0x00FF_FFFF),
        );
    } else {
        bars.set_solid_fill(ChartSolidFill::new().set_color(fill));
    }
    bars
}

fn font() -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(9);
    font
}

/// Rows that a chart of so many bars covers beside those of its frame: two a bar up to twelve, so
/// that a name may take two lines, and one for each further bar.
fn n_rows_high(n_bars: u32) -> u32 {
    CHART_FRAME + n_bars + n_bars.clamp(2, 12)
}

/// Rows that the title, the axis and the legend of a chart take.
const CHART_FRAME: u32 = 6;
/// Height of a row without a height of its own.
const PIXELS_PER_ROW: u32 = 20;
/// Rows of an A4 page on its side, at the scale at which the narrowest sheet fits its width.
const ROWS_PER_PAGE: u32 = 24;
const WIDTH: u32 = 820;
const ORANGE: u32 = 0x00B3_5806;
/// Satisfied, neutral, dissatisfied.
const FILLS: &[u32] = &[0x0021_66AC, 0x00D9_D9D9, ORANGE];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_has_room_for_its_name() {
        for n_bars in 1..=40 {
            let pixels = (n_rows_high(n_bars) - CHART_FRAME) * PIXELS_PER_ROW;
            assert!(
                pixels >= n_bars * 24,
                "{n_bars} bars with names of 9 points: {pixels} pixels"
            );
        }
    }
}
