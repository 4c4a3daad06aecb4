//! Charts that the spreadsheet draws from the cells of a table.

use rust_xlsxwriter::{
    ChartDataLabel, ChartFormat, ChartLegendPosition, ChartPatternFill, ChartPatternFillType,
    ChartSolidFill, ChartType, Worksheet, XlsxError,
};

use crate::exchange::workbook::page::{TABLE_TOP, Table, n_rows};

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

/// Draws the chart two rows below the table, and returns the last row it covers.
pub(super) fn draw(sheet: &mut Worksheet, table: &Table, drawn: &Chart) -> Result<u32, XlsxError> {
    let (first, last) = (TABLE_TOP + 1, TABLE_TOP + drawn.n_rows);
    let is_stacked = drawn.figures.len() > 1;
    let mut chart = rust_xlsxwriter::Chart::new(if is_stacked {
        ChartType::BarPercentStacked
    } else {
        ChartType::Bar
    });
    for (column, fill) in drawn.figures.iter().zip(FILLS) {
        let mut bars = ChartFormat::new();
        if *fill == ORANGE {
            // Blue and orange ends are equally dark in grey: the orange side is hatched.
            bars.set_pattern_fill(
                ChartPatternFill::new()
                    .set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards)
                    .set_foreground_color(*fill)
                    .set_background_color(0x00FF_FFFF),
            );
        } else {
            bars.set_solid_fill(ChartSolidFill::new().set_color(*fill));
        }
        let series = chart.add_series();
        series
            .set_name((table.name, TABLE_TOP, *column))
            .set_categories((table.name, first, drawn.names, last, drawn.names))
            .set_values((table.name, first, *column, last, *column))
            .set_format(&mut bars)
            .set_gap(40);
        if !is_stacked {
            series.set_data_label(ChartDataLabel::new().show_value());
        }
    }
    chart.title().set_name(drawn.title);
    // The first row on top, as in the table.
    chart.y_axis().set_reverse();
    if is_stacked {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        chart.x_axis().set_min(0).set_max(100);
        chart.legend().set_hidden();
    }
    let n_rows_high = CHART_FRAME + drawn.n_rows.saturating_mul(if is_stacked { 3 } else { 1 });
    chart
        .set_width(760)
        .set_height(n_rows_high * PIXELS_PER_ROW);
    let top = TABLE_TOP + n_rows(table) + 3;
    sheet.insert_chart(top, 0, &chart)?;
    Ok(top + n_rows_high)
}

/// Rows that the title, the axis and the legend of a chart take.
const CHART_FRAME: u32 = 6;
/// Height of a row without a height of its own.
const PIXELS_PER_ROW: u32 = 20;
const ORANGE: u32 = 0x00B3_5806;
/// Satisfied, neutral, dissatisfied.
const FILLS: &[u32] = &[0x0021_66AC, 0x00D9_D9D9, ORANGE];
