//! Writes the blocks of a page as text, and notes characters and areas for its citations.

use std::ops::Range;

use super::super::PassageKind;
use super::super::composer::Composer;
use super::super::grid::{Grid, Slot};
use super::super::grid_text::{self, is_figure};
use super::super::origins::Part;
use super::super::table::{Cell, Table};
use super::layout::{Block, Row};
use super::lines::{Column, Line};

/// A table as it was written, before its labels are known.
pub(super) struct WrittenTable {
    caption: Option<String>,
    grid: Grid,
    rows: Vec<Vec<Cell>>,
}

impl WrittenTable {
    /// Finds labels and units; `text` is the whole document's.
    pub fn resolve(self, text: &str) -> Table {
        grid_text::resolve(text, &self.grid, self.rows, self.caption)
    }
}

/// Writes one page.
pub(super) fn page(number: u32, blocks: &[Block], composer: &mut Composer, tables: &mut Vec<WrittenTable>) {
    let mut sheet = SheetText::default();
    let mut caption: Option<String> = None;
    composer.part = composer.origins.parts.len() as u32;
    for block in blocks {
        match block {
            Block::Text { kind, lines } => {
                sheet.text_block(*kind, lines, composer);
                let first = &lines[0].cells[0].text;
                let names_table = ["Table", "TABLE", "Annex", "Schedule", "Figure", "Exhibit"];
                if *kind == PassageKind::Heading || names_table.iter().any(|word| first.starts_with(word)) {
                    caption = Some(first.clone());
                }
            }
            Block::Table { rows, aligned } => {
                let written: Vec<Vec<Cell>> = rows.iter().map(|row| sheet.row(row, composer)).collect();
                if *aligned {
                    tables.push(WrittenTable {
                        caption: caption.clone(),
                        grid: grid_of(rows),
                        rows: written,
                    });
                }
            }
        }
    }
    composer.origins.parts.push(Part::Page { number, text: sheet.text, areas: sheet.areas });
}

/// The grid of rows that share columns; the rows above the first figure are heads.
fn grid_of(rows: &[Row]) -> Grid {
    let has_figure = |row: &Row| row.places.iter().flatten().any(|cell| is_figure(&cell.text));
    let heads = rows.iter().take_while(|row| !has_figure(row)).count();
    let mut number = 0;
    let mut slot = || {
        number += 1;
        Slot { cell: Some(number), header: false, repeated: false }
    };
    let grid = rows.iter().map(|row| row.places.iter().map(|_| slot()).collect()).collect();
    let head_rows = if heads < rows.len() { heads.min(HEAD_ROWS_MAX) } else { 0 };
    Grid { rows: grid, head_rows, caption: None, cut: false }
}

/// More lines than this above the figures are not heads.
const HEAD_ROWS_MAX: usize = 5;

/// The text of a page as it grows.
#[derive(Default)]
struct SheetText {
    text: String,
    /// Characters of the text so far.
    characters: u32,
    areas: Vec<(Range<u32>, [i32; 4])>,
}

impl SheetText {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.characters += text.chars().count() as u32;
    }

    /// Adds a stretch of a line with its area.
    fn cell(&mut self, cell: &Column, base: f64, size: f64) -> Range<usize> {
        let (start, from) = (self.text.len(), self.characters);
        self.push(&cell.text);
        let area = [
            cell.left.floor() as i32,
            (base - size * 0.25).floor() as i32,
            cell.right.ceil() as i32,
            cell.top.max(base + size).ceil() as i32,
        ];
        self.areas.push((from..self.characters, area));
        start..self.text.len()
    }

    fn text_block(&mut self, kind: PassageKind, lines: &[Line], composer: &mut Composer) {
        for (number, line) in lines.iter().enumerate() {
            let cell = &line.cells[0];
            let range = self.cell(cell, line.base, line.size);
            self.push("\n");
            composer.same(&self.text[range.clone()], range.start as u32);
            // A word or range that was cut at its hyphen goes on without a space.
            let next = lines.get(number + 1).and_then(|next| next.cells[0].text.chars().next());
            let cut = cell.text.ends_with(['-', '\u{2010}'])
                && next.is_some_and(|next| next.is_lowercase() || next.is_ascii_digit());
            if !cut {
                composer.same("\n", range.end as u32);
            }
        }
        composer.close(kind);
    }

    fn row(&mut self, row: &Row, composer: &mut Composer) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(row.places.len());
        for (number, place) in row.places.iter().enumerate() {
            if number > 0 {
                self.push(" | ");
                composer.insert(" | ");
            }
            let start = composer.text.len();
            if let Some(cell) = place {
                let range = self.cell(cell, row.base, row.size);
                composer.same(&self.text[range.clone()], range.start as u32);
            }
            cells.push(Cell {
                range: start..composer.text.len(),
                header: false,
                row_labels: Vec::new(),
                column_labels: Vec::new(),
                unit: None,
            });
        }
        self.push("\n");
        composer.close(PassageKind::TableRow);
        cells
    }
}
