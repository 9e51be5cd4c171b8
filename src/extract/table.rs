//! Tables as full grids: spans expanded, headers resolved, units found.

use std::ops::Range;

/// A table as a full grid: spans expanded, headers resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Caption or nearest heading.
    pub caption: Option<String>,
    /// Rows of cells; every row has the same number of cells.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Bytes of [`Document::text`](super::Document::text) of this cell's text.
    pub range: Range<usize>,
    /// True for a header cell.
    pub header: bool,
    /// Text of the row headers that apply.
    pub row_labels: Vec<String>,
    /// Text of the column headers that apply.
    pub column_labels: Vec<String>,
    /// Unit that a header or a unit row gives the cell.
    pub unit: Option<String>,
}
