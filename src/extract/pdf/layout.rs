//! The reading order of a page: columns one after the other, lines joined to paragraphs, rows to tables.
//!
//! A figure whose unit stands on the next line ("310.25 / million") is one sentence, so lines of a
//! paragraph are joined; a row of a table never is. Rows of one table are laid on common columns, so
//! that an empty cell keeps its place.

use super::super::PassageKind;
use super::lines::{Column, Line, is_bullet};

/// A part of a page in reading order.
#[derive(Debug)]
pub(super) enum Block {
    /// Lines that read on.
    Text {
        /// Heading, paragraph or list item.
        kind: PassageKind,
        /// The lines.
        lines: Vec<Line>,
    },
    /// Rows of a table, each with one place a column.
    Table {
        /// The rows; a place is empty where the row has no cell in that column.
        rows: Vec<Row>,
        /// Whether rows share columns; where they do not, no labels can be told.
        aligned: bool,
    },
}

/// A row of a table.
#[derive(Debug)]
pub(super) struct Row {
    /// Base line.
    pub base: f64,
    /// Size of its type.
    pub size: f64,
    /// One place a column.
    pub places: Vec<Option<Column>>,
}

/// Orders the lines of a page.
pub(super) fn rows_of(lines: Vec<Line>) -> Vec<Block> {
    let mut sizes: Vec<f64> = lines.iter().map(|line| line.size).collect();
    sizes.sort_by(f64::total_cmp);
    let body_size = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0);
    let mut blocks = Vec::new();
    let mut open: Vec<Line> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some((gutter, len)) = columns_at(&lines[at..]) else {
            open.push(lines[at].clone());
            at += 1;
            continue;
        };
        group(std::mem::take(&mut open), body_size, &mut blocks);
        for right_side in [false, true] {
            let side = lines[at..at + len].iter().filter_map(|line| {
                let keep = |cell: &&Column| (cell.left >= gutter) == right_side;
                let cells: Vec<Column> = line.cells.iter().filter(keep).cloned().collect();
                (!cells.is_empty()).then_some(Line { cells, ..*line })
            });
            group(side.collect(), body_size, &mut blocks);
        }
        at += len;
    }
    group(open, body_size, &mut blocks);
    blocks
}

/// Two columns of prose: a run of lines whose wordy cells all stand on one side of a gutter.
fn columns_at(lines: &[Line]) -> Option<(f64, usize)> {
    let words = |cell: &Column| {
        cell.text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
    };
    // The two columns need not share base lines: the gutter is where one cell begins right of another near it.
    let near = &lines[..lines.len().min(4)];
    let cells = || near.iter().flat_map(|line| line.cells.iter().map(move |cell| (line, cell)));
    let gutter = cells().find_map(|(line, right)| {
        let beside = cells().any(|(other, left)| {
            left.right < right.left && (line.base - other.base).abs() <= 1.5 * line.size && words(left) >= 3
        });
        (beside && words(right) >= 3).then_some(right.left - 1.0)
    })?;
    let fits = |line: &Line| {
        line.cells.len() <= 2
            && line.cells.iter().all(|cell| cell.right <= gutter + 1.0 || (cell.left - gutter).abs() <= 16.0)
    };
    let len = lines.iter().take_while(|line| fits(line)).count();
    let run = || lines[..len].iter().flat_map(|line| &line.cells);
    let wordy = run().filter(|cell| words(cell) >= 3).count();
    let right = run().filter(|cell| cell.left >= gutter - 15.0).count();
    let cells = run().count();
    (cells >= 8 && right >= 4 && cells - right >= 4 && wordy * 3 >= cells * 2).then_some((gutter - 15.0, len))
}

/// Groups lines in reading order into blocks.
fn group(lines: Vec<Line>, body_size: f64, blocks: &mut Vec<Block>) {
    let width = lines.iter().map(Line::right).fold(0.0, f64::max);
    let mut rows: Vec<Line> = Vec::new();
    for line in lines {
        if line.cells.len() > 1 {
            let apart = rows.last().is_some_and(|last| last.base - line.base > 4.0 * line.size);
            if apart {
                blocks.push(table(std::mem::take(&mut rows)));
            }
            rows.push(line);
            continue;
        }
        if !rows.is_empty() {
            blocks.push(table(std::mem::take(&mut rows)));
        }
        let text = &line.cells[0].text;
        let is_heading = line.size > body_size * 1.15 && text.len() <= 200;
        let kind = if is_heading {
            PassageKind::Heading
        } else if text.split(' ').next().is_some_and(is_bullet) && !is_unfinished(blocks.last()) {
            PassageKind::ListItem
        } else {
            PassageKind::Paragraph
        };
        match blocks.last_mut() {
            Some(Block::Text { kind: above, lines }) if reads_on(*above, kind, lines, &line, width) => {
                lines.push(line)
            }
            _ => blocks.push(Block::Text { kind, lines: vec![line] }),
        }
    }
    if !rows.is_empty() {
        blocks.push(table(rows));
    }
}

/// True where the text so far stops inside a sentence, so that a line that begins "12." goes on with it.
fn is_unfinished(block: Option<&Block>) -> bool {
    let Some(Block::Text { kind: PassageKind::Paragraph, lines }) = block else { return false };
    lines.last().is_some_and(|line| !line.cells[0].text.ends_with(['.', ':', ';', '!', '?', ',']))
}

/// True where a line goes on with the text of the lines above it.
fn reads_on(above: PassageKind, kind: PassageKind, lines: &[Line], line: &Line, width: f64) -> bool {
    let last = lines.last().expect("a block has a line");
    let both_headings = above == PassageKind::Heading && kind == PassageKind::Heading;
    let plain = kind == PassageKind::Paragraph && above != PassageKind::Heading;
    if !(both_headings || plain) || lines.len() >= LINES_MAX {
        return false;
    }
    let gap = last.base - line.base;
    let same_type = (last.size - line.size).abs() <= 0.1 * line.size;
    // A paragraph may be indented on its first line, a list item on the others.
    let under = (last.left() - line.left()).abs() <= 3.0 * line.size;
    let ended = last.cells[0].text.ends_with(['.', '!', '?', ':']) && last.right() < width - 4.0 * line.size;
    let indented = kind == PassageKind::Paragraph
        && above == PassageKind::Paragraph
        && line.left() > last.left() + 0.8 * line.size
        && last.cells[0].text.ends_with('.');
    (0.7 * line.size..=1.7 * line.size).contains(&gap) && same_type && under && !ended && !indented
}

/// Lines of one paragraph at most.
const LINES_MAX: usize = 80;

/// Lays rows on common columns.
fn table(lines: Vec<Line>) -> Block {
    let bounds = columns_of(&lines);
    let mut rows = Vec::with_capacity(lines.len());
    let mut aligned = bounds.len() <= COLUMNS_MAX && lines.len() > 1;
    for line in &lines {
        let mut places: Vec<Option<Column>> = vec![None; bounds.len()];
        for cell in &line.cells {
            let place = place_of(cell, &bounds);
            if places[place].is_some() {
                aligned = false;
            }
            places[place] = Some(cell.clone());
        }
        rows.push(Row { base: line.base, size: line.size, places });
    }
    if !aligned {
        rows = lines
            .into_iter()
            .map(|line| Row {
                base: line.base,
                size: line.size,
                places: line.cells.into_iter().map(Some).collect(),
            })
            .collect();
    }
    Block::Table { rows, aligned }
}

/// Wider tables are not laid on columns.
const COLUMNS_MAX: usize = 40;

/// The columns of a table as stretches of the page, from the rows with the most cells down.
fn columns_of(lines: &[Line]) -> Vec<(f64, f64)> {
    let mut order: Vec<&Line> = lines.iter().collect();
    order.sort_by_key(|line| std::cmp::Reverse(line.cells.len()));
    let mut bounds: Vec<(f64, f64)> = Vec::new();
    for line in order {
        for cell in &line.cells {
            let over: Vec<usize> = (0..bounds.len()).filter(|at| overlap(cell, bounds[*at]) > 0.0).collect();
            match over.as_slice() {
                [] => {
                    let at = bounds.partition_point(|(left, _)| *left < cell.left);
                    bounds.insert(at, (cell.left, cell.right));
                }
                [one] => {
                    // A column grows with its cells, but not into its neighbours.
                    let low = one.checked_sub(1).map_or(f64::MIN, |before| bounds[before].1);
                    let high = bounds.get(one + 1).map_or(f64::MAX, |after| after.0);
                    bounds[*one].0 = bounds[*one].0.min(cell.left.max(low));
                    bounds[*one].1 = bounds[*one].1.max(cell.right.min(high));
                }
                // A cell over several columns says nothing about their bounds.
                _ => {}
            }
        }
    }
    merge_exclusive(lines, &mut bounds);
    bounds
}

/// A head centred over a column of short labels seems a column of its own; no row fills both.
fn merge_exclusive(lines: &[Line], bounds: &mut Vec<(f64, f64)>) {
    let mut at = 0;
    while at + 1 < bounds.len() {
        let fills =
            |line: &Line, column: usize| line.cells.iter().any(|cell| place_of(cell, bounds) == column);
        if lines.iter().any(|line| fills(line, at) && fills(line, at + 1)) {
            at += 1;
        } else {
            let (_, right) = bounds.remove(at + 1);
            bounds[at].1 = bounds[at].1.max(right);
        }
    }
}

fn overlap(cell: &Column, (left, right): (f64, f64)) -> f64 {
    cell.right.min(right) - cell.left.max(left)
}

/// The column that a cell stands in: the one it overlaps most; the first of equals.
fn place_of(cell: &Column, bounds: &[(f64, f64)]) -> usize {
    let mut best = 0;
    for at in 1..bounds.len() {
        if overlap(cell, bounds[at]) > overlap(cell, bounds[best]) {
            best = at;
        }
    }
    best
}
