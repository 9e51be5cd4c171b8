//! Tables on the outline: which are data, and their full grid with spans expanded.
//!
//! HTML tables, ARIA tables and definition lists give the same grid. Layout tables give none: their
//! cells are then read as blocks. The grid knows entries, not text; `table_text` writes it.

use html5ever::{LocalName, local_name};

use super::outline::{At, Outline, Tag, is_heading, is_unseen};

/// One place of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    /// The cell that covers this place; `None` where the row is short.
    pub cell: Option<At>,
    /// True for a header by its element, scope or role.
    pub header: bool,
    /// True where the cell began at another place and only reaches here.
    pub repeated: bool,
}

/// A table as rows of equal length.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    /// The rows.
    pub rows: Vec<Vec<Slot>>,
    /// Rows at the top that are headers by `thead` or by holding header cells only.
    pub head_rows: usize,
    /// The caption's entry.
    pub caption: Option<At>,
    /// True when cells were left out because the grid was too large.
    pub cut: bool,
}

const EMPTY: Slot = Slot { cell: None, header: false, repeated: false };

/// A cell as the page declares it.
struct Declared {
    at: At,
    header: bool,
    columns: usize,
    rows: usize,
}

/// The grid of a data table; `None` for a layout table or anything that is not a table.
pub(crate) fn grid_of(outline: &Outline<'_>, at: At, cells_max: usize) -> Option<Grid> {
    match outline.tag(at) {
        Tag::Table => html_grid(outline, at, cells_max),
        Tag::Dl => list_grid(outline, at),
        Tag::Div | Tag::Section | Tag::Span | Tag::Ul | Tag::Ol | Tag::Other
            if matches!(outline.role(at), "table" | "grid" | "treegrid") =>
        {
            aria_grid(outline, at, cells_max)
        }
        _ => None,
    }
}

fn html_grid(outline: &Outline<'_>, table: At, cells_max: usize) -> Option<Grid> {
    if matches!(outline.role(table), "presentation" | "none") {
        return None;
    }
    let mut caption = None;
    let mut rows: Vec<(bool, Vec<Declared>)> = Vec::new();
    let mut read_rows = |section: At, head: bool| {
        for row in outline.children(section).filter(|row| outline.tag(*row) == Tag::Tr) {
            let cells = outline.children(row).filter(|cell| matches!(outline.tag(*cell), Tag::Td | Tag::Th));
            rows.push((head, cells.map(|cell| declared(outline, cell)).collect()));
        }
    };
    for child in outline.children(table) {
        match outline.tag(child) {
            Tag::Caption => caption = Some(child),
            Tag::Thead => read_rows(child, true),
            Tag::Tbody | Tag::Tfoot => read_rows(child, false),
            _ => {}
        }
    }
    if is_layout(outline, table, &rows) {
        return None;
    }
    let mut grid = expand(&rows, cells_max);
    grid.caption = caption;
    drop_empty(outline, &mut grid);
    (!grid.rows.is_empty()).then_some(grid)
}

fn declared(outline: &Outline<'_>, cell: At) -> Declared {
    let span = |name: &LocalName| {
        outline.attribute(cell, name).and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1)
    };
    let scope = outline.attribute(cell, &local_name!("scope")).is_some();
    Declared {
        at: cell,
        header: outline.tag(cell) == Tag::Th || scope,
        columns: span(&local_name!("colspan")).clamp(1, 1000),
        rows: span(&local_name!("rowspan")).min(65_534),
    }
}

/// A layout table holds tables, headings or prose, or has one cell a row.
fn is_layout(outline: &Outline<'_>, table: At, rows: &[(bool, Vec<Declared>)]) -> bool {
    let inside = table + 1..outline.end(table);
    if inside.clone().any(|at| outline.tag(at) == Tag::Table) {
        return true;
    }
    let widest = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    if widest < 2 {
        return true;
    }
    let mut cells = 0_u32;
    let mut chars = 0_u32;
    let mut prose = 0_u32;
    let mut headers = 0_u32;
    for (_, row) in rows {
        for cell in row {
            let size = outline.entries[cell.at].chars;
            cells += u32::from(size > 0);
            chars += size;
            prose += u32::from(size > 400);
            headers += u32::from(cell.header);
        }
    }
    if cells == 0 {
        return true;
    }
    if headers == 0 && (prose * 3 > cells || (rows.len() == 1 && chars / cells > 120)) {
        return true;
    }
    let headings = inside.filter(|at| is_heading(outline.tag(*at))).count() as u32;
    headers == 0 && headings * 4 > cells
}

/// Lays declared cells on a grid, each repeated over the places it spans.
fn expand(rows: &[(bool, Vec<Declared>)], cells_max: usize) -> Grid {
    let mut grid = Grid::default();
    // Cells that reach down: column → (cell, rows left).
    let mut down: Vec<Option<(Slot, usize)>> = Vec::new();
    let mut used = 0;
    let mut in_head = true;
    for (number, (head, cells)) in rows.iter().enumerate() {
        let mut line: Vec<Slot> = Vec::new();
        let rows_left = rows.len() - number;
        let mut next = cells.iter();
        let mut declared = next.next();
        let reached = down.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        while declared.is_some() || line.len() < reached {
            let column = line.len();
            if let Some(Some((slot, left))) = down.get_mut(column) {
                line.push(Slot { repeated: true, ..*slot });
                *left -= 1;
                if *left == 0 {
                    down[column] = None;
                }
            } else if let Some(cell) = declared.take() {
                let slot = Slot { cell: Some(cell.at), header: cell.header || *head, repeated: false };
                // A rowspan of 0 reaches to the end.
                let reach = if cell.rows == 0 { rows_left } else { cell.rows.min(rows_left) };
                for step in 0..cell.columns {
                    line.push(Slot { repeated: step > 0, ..slot });
                    if reach > 1 {
                        let column = column + step;
                        down.resize(down.len().max(column + 1), None);
                        down[column] = Some((slot, reach - 1));
                    }
                }
                declared = next.next();
            } else {
                line.push(EMPTY);
            }
            used += 1;
            if used + line.len() > cells_max {
                grid.cut = true;
                break;
            }
        }
        used += line.len();
        let all_headers = line.iter().any(|slot| slot.cell.is_some())
            && line.iter().all(|slot| slot.header || slot.cell.is_none());
        in_head = in_head && (*head || all_headers);
        grid.head_rows += usize::from(in_head);
        grid.rows.push(line);
        if grid.cut {
            break;
        }
    }
    let width = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    if width.saturating_mul(grid.rows.len()) > cells_max {
        grid.cut = true;
        grid.rows.truncate((cells_max / width.max(1)).max(1));
        grid.head_rows = grid.head_rows.min(grid.rows.len());
    }
    for row in &mut grid.rows {
        row.resize(width, EMPTY);
    }
    grid
}

/// Rows and columns without any text say nothing.
fn drop_empty(outline: &Outline<'_>, grid: &mut Grid) {
    let full = |slot: &Slot| slot.cell.is_some_and(|cell| outline.entries[cell].chars > 0);
    let width = grid.rows.first().map_or(0, Vec::len);
    let kept: Vec<bool> = (0..width).map(|column| grid.rows.iter().any(|row| full(&row[column]))).collect();
    let mut head_rows = grid.head_rows;
    let mut number = 0;
    grid.rows.retain(|row| {
        let keep = row.iter().any(full);
        if !keep && number < grid.head_rows {
            head_rows -= 1;
        }
        number += 1;
        keep
    });
    grid.head_rows = head_rows;
    for row in &mut grid.rows {
        let mut column = 0;
        row.retain(|_| {
            column += 1;
            kept[column - 1]
        });
    }
}

/// Terms and their descriptions as rows, where the descriptions are short.
fn list_grid(outline: &Outline<'_>, list: At) -> Option<Grid> {
    let mut rows: Vec<Vec<Slot>> = Vec::new();
    let mut term: Option<At> = None;
    let mut next = list + 1;
    while next < outline.end(list) {
        match outline.tag(next) {
            Tag::Dt => {
                term = Some(next);
                next = outline.end(next);
            }
            Tag::Dd => {
                let head = Slot { cell: Some(term?), header: true, repeated: false };
                rows.push(vec![head, Slot { cell: Some(next), header: false, repeated: false }]);
                next = outline.end(next);
            }
            Tag::Div => next += 1,
            tag if is_unseen(tag) => next = outline.end(next),
            Tag::Text if outline.entries[next].chars == 0 => next += 1,
            _ => return None,
        }
    }
    let size = |slot: &Slot| slot.cell.map_or(0, |cell| outline.entries[cell].chars);
    let longest = rows.iter().flatten().map(size).max()?;
    let total: u32 = rows.iter().map(|row| size(&row[1])).sum();
    let short = longest <= 160 && total / rows.len() as u32 <= 80;
    short.then_some(Grid { rows, ..Grid::default() })
}

fn aria_grid(outline: &Outline<'_>, table: At, cells_max: usize) -> Option<Grid> {
    let mut rows: Vec<(bool, Vec<Declared>)> = Vec::new();
    let mut caption = None;
    let mut next = table + 1;
    while next < outline.end(table) {
        match outline.role(next) {
            "row" => {
                rows.push((false, Vec::new()));
                next += 1;
            }
            "caption" => {
                caption = Some(next);
                next = outline.end(next);
            }
            role @ ("cell" | "gridcell" | "columnheader" | "rowheader") => {
                let span = |name: &str| {
                    let value = outline.attribute(next, &LocalName::from(name));
                    value.and_then(|value| value.parse::<usize>().ok()).unwrap_or(1).clamp(1, 1000)
                };
                let (_, row) = rows.last_mut()?;
                row.push(Declared {
                    at: next,
                    header: role.ends_with("header"),
                    columns: span("aria-colspan"),
                    rows: span("aria-rowspan"),
                });
                next = outline.end(next);
            }
            _ => next += 1,
        }
    }
    let mut grid = expand(&rows, cells_max);
    grid.caption = caption;
    drop_empty(outline, &mut grid);
    (!grid.rows.is_empty()).then_some(grid)
}
