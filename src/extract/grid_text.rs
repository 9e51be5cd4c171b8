//! Writes a grid as lines, one a row with cells joined by ` | `, and resolves labels and units.

use super::composer::Composer;
use super::grid::{Grid, Slot};
use super::outline::Outline;
use super::table::{Cell, Table};
use super::{PassageKind, origins::normalise};

/// Longer texts are written once and stay empty where their cell only reaches.
const REPEATED_CHARS_MAX: u32 = 200;

/// Bytes that repeating spanned cells may add to one document.
pub(crate) const REPEATED_BYTES_MAX: usize = 1 << 20;

/// Writes the rows of a grid; `cell_text` writes the text of one cell's entry.
pub(crate) fn write_rows(
    outline: &Outline<'_>,
    grid: &Grid,
    composer: &mut Composer,
    repeated: &mut usize,
    mut cell_text: impl FnMut(&mut Composer, usize),
) -> Vec<Vec<Cell>> {
    let mut rows = Vec::with_capacity(grid.rows.len());
    for row in &grid.rows {
        let whole = row.len() > 1 && row[0].cell.is_some() && row.iter().all(|slot| slot.cell == row[0].cell);
        let mut cells: Vec<Cell> = Vec::with_capacity(row.len());
        for (column, slot) in row.iter().enumerate() {
            if whole && column > 0 {
                // A cell over the whole row is a heading inside the table; it is written once.
                cells.push(cells[0].clone());
                continue;
            }
            if column > 0 {
                composer.insert(" | ");
            }
            let start = composer.text.len();
            if let Some(at) = slot.cell {
                let size = outline.entries[at].chars;
                let affordable = size <= REPEATED_CHARS_MAX && *repeated < REPEATED_BYTES_MAX;
                if !slot.repeated || affordable {
                    composer.drop_space();
                    cell_text(composer, at);
                    composer.drop_space();
                }
                if slot.repeated {
                    *repeated += composer.text.len() - start;
                }
            }
            cells.push(Cell {
                range: start..composer.text.len(),
                header: slot.header,
                row_labels: Vec::new(),
                column_labels: Vec::new(),
                unit: None,
            });
        }
        composer.close(PassageKind::TableRow);
        rows.push(cells);
    }
    rows
}

/// Resolves headers, labels and units of written rows.
pub(crate) fn resolve(text: &str, grid: &Grid, mut rows: Vec<Vec<Cell>>, caption: Option<String>) -> Table {
    let words = |cell: &Cell| text[cell.range.clone()].to_owned();
    let mut head_rows = grid.head_rows.min(rows.len());
    if head_rows == rows.len() {
        // A table of headers only has a header row at most.
        head_rows = usize::from(rows.len() > 1);
    }
    if head_rows == 0 && first_row_heads(text, grid, &rows) {
        head_rows = 1;
    }
    while head_rows > 0 && head_rows + 1 < rows.len() && is_unit_row(text, &rows[head_rows]) {
        head_rows += 1;
    }
    let label_column = head_rows < rows.len() && first_column_heads(text, &rows[head_rows..]);
    let unit_column = rows.first().filter(|_| head_rows > 0).and_then(|row| {
        row.iter().position(|cell| {
            let head = words(cell).to_lowercase();
            matches!(head.as_str(), "unit" | "units" | "uom" | "unit of measure" | "measure")
        })
    });
    let heads: Vec<Vec<String>> =
        rows[..head_rows].iter().map(|row| row.iter().map(words).collect()).collect();
    let caption_unit = caption.as_deref().and_then(unit_in);
    let mut group: Option<String> = None;
    for (number, row) in rows.iter_mut().enumerate() {
        if number < head_rows {
            row.iter_mut().for_each(|cell| cell.header = true);
            continue;
        }
        let slots: &[Slot] = &grid.rows[number];
        if slots.len() > 1 && slots.iter().all(|slot| slot.cell == slots[0].cell) {
            group = Some(words(&row[0])).filter(|group| !group.is_empty());
            row.iter_mut().for_each(|cell| cell.header = true);
            continue;
        }
        if label_column && !row.iter().any(|cell| cell.header) {
            row[0].header = true;
        }
        let texts: Vec<String> = row.iter().map(words).collect();
        let is_label: Vec<bool> = row.iter().map(|cell| cell.header).collect();
        for (column, cell) in row.iter_mut().enumerate() {
            if cell.header {
                continue;
            }
            let labels = (0..column).rev().filter(|left| is_label[*left]).map(|left| texts[left].clone());
            cell.row_labels = group.iter().cloned().chain(dedup(labels.collect())).collect();
            cell.column_labels = dedup(heads.iter().map(|head| head[column].clone()).collect());
            cell.unit = cell
                .column_labels
                .iter()
                .rev()
                .find_map(|label| unit_in(label))
                .or_else(|| unit_column.filter(|at| *at != column).map(|at| texts[at].clone()))
                .or_else(|| cell.row_labels.iter().rev().find_map(|label| unit_in(label)))
                .or_else(|| caption_unit.clone())
                .filter(|unit| !unit.is_empty());
        }
    }
    Table { caption, rows }
}

fn dedup(labels: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for label in labels {
        if !label.is_empty() && !kept.contains(&label) {
            kept.push(label);
        }
    }
    kept
}

/// True for a text that is a figure: digits outweigh letters.
pub(crate) fn is_figure(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    digits > 0 && letters <= digits.max(3) && !is_year_or_period(text)
}

fn is_year_or_period(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.len() == 4
        && (digits.starts_with("19") || digits.starts_with("20"))
        && !text.contains(['.', ',', '%'])
}

/// The first row heads the columns where it holds no figure and the rows below hold some.
fn first_row_heads(text: &str, grid: &Grid, rows: &[Vec<Cell>]) -> bool {
    if rows.len() < 2 || grid.rows[0].iter().any(|slot| slot.header) {
        return false;
    }
    let figure = |cell: &Cell| is_figure(&text[cell.range.clone()]);
    let first = rows[0].iter().any(figure);
    let below = rows[1..].iter().filter(|row| row.iter().any(figure)).count();
    !first && below * 2 >= rows.len() - 1
}

/// The first column labels its rows where it holds no figures and the others hold some.
fn first_column_heads(text: &str, rows: &[Vec<Cell>]) -> bool {
    let figure = |cell: &Cell| is_figure(&text[cell.range.clone()]);
    let first = rows.iter().filter(|row| row.first().is_some_and(figure)).count();
    let others = rows.iter().filter(|row| row.iter().skip(1).any(figure)).count();
    first * 4 <= rows.len() && others * 2 >= rows.len()
}

fn is_unit_row(text: &str, row: &[Cell]) -> bool {
    let mut units = 0;
    for cell in row {
        let words = text[cell.range.clone()].trim();
        if words.is_empty() {
            continue;
        }
        let bracketed = words.starts_with(['(', '[']) && words.ends_with([')', ']']) && words.len() <= 24;
        let sign = matches!(words, "%" | "$" | "\u{20ac}" | "\u{a3}" | "Rs." | "Rs" | "\u{20b9}");
        if !bracketed && !sign {
            return false;
        }
        units += 1;
    }
    units > 0
}

/// The unit a label or caption carries: the words in its last brackets, or a last part like `, %`.
fn unit_in(label: &str) -> Option<String> {
    let is_unit = |words: &str| {
        !words.is_empty()
            && words.chars().count() <= 24
            && words
                .chars()
                .any(|character| character.is_alphabetic() || "%$\u{20ac}\u{a3}\u{20b9}".contains(character))
            && !words.bytes().any(|byte| byte.is_ascii_digit())
    };
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(end) = label.rfind(close)
            && let Some(start) = label[..end].rfind(open)
        {
            let words = label[start + open.len_utf8()..end].trim();
            if is_unit(words) {
                return Some(normalise(words));
            }
        }
    }
    if matches!(label.trim(), "%" | "$" | "\u{20ac}" | "\u{a3}" | "\u{20b9}") {
        return Some(label.trim().to_owned());
    }
    let last = label.rsplit(',').next()?.trim();
    (last != label.trim() && (last == "%" || last.ends_with('%')) && is_unit(last)).then(|| last.to_owned())
}
