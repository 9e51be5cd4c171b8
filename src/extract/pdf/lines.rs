//! Groups the fragments of a page into lines, top to bottom, and each line into cells, left to right.
//!
//! Printers write a page in pieces of a word, a glyph or a line; only their places tell what belongs
//! together. Words are parted by small gaps, cells by wide ones. What stands upright along the page is
//! read as one piece where its glyphs climb one after another.

use super::{Fragment, Sheet};

/// Fragments on one base line, cut into cells where the gap is wide.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Base line.
    pub base: f64,
    /// Largest type on the line.
    pub size: f64,
    /// The cells, left to right.
    pub cells: Vec<Column>,
}

impl Line {
    /// Left edge of the first cell.
    pub fn left(&self) -> f64 {
        self.cells.first().map_or(0.0, |cell| cell.left)
    }

    /// Right edge of the last cell.
    pub fn right(&self) -> f64 {
        self.cells.last().map_or(0.0, |cell| cell.right)
    }
}

/// A stretch of a line.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Its words.
    pub text: String,
    /// Left edge.
    pub left: f64,
    /// Right edge.
    pub right: f64,
    /// Upper edge.
    pub top: f64,
}

/// A gap wider than this part of the type size parts words.
const WORD_GAP: f64 = 0.18;
/// A gap wider than this part of the type size parts cells.
const CELL_GAP: f64 = 1.2;

/// Groups the fragments of a page.
pub(super) fn lines_of(sheet: &Sheet) -> Vec<Line> {
    let upright = upright_runs(&sheet.fragments);
    let mut fragments: Vec<&Fragment> =
        upright.iter().filter(|fragment| !fragment.text.trim().is_empty()).collect();
    fragments.sort_by(|one, other| other.base.total_cmp(&one.base).then(one.left.total_cmp(&other.left)));
    let mut groups: Vec<Vec<&Fragment>> = Vec::new();
    for fragment in fragments {
        match groups.last_mut() {
            // Raised and lowered signs stand within a third of the type size of their line.
            Some(group)
                if (group[0].base - fragment.base).abs() <= 0.35 * fragment.size.min(group[0].size) =>
            {
                group.push(fragment);
            }
            _ => groups.push(vec![fragment]),
        }
    }
    groups.into_iter().map(line_of).collect()
}

/// Joins glyphs that climb (or sink) along one vertical, as upright heads of tables are written.
fn upright_runs(fragments: &[Fragment]) -> Vec<Fragment> {
    let follows = |before: &Fragment, next: &Fragment| {
        let step = (next.base - before.base).abs();
        (next.left - before.left).abs() <= 0.05 * before.size
            && (next.size - before.size).abs() <= 0.05 * before.size
            && step > 0.1 * before.size
            && (step - before.width).abs() <= 0.3 * before.size
            && before.text.chars().count() <= 3
    };
    let mut joined: Vec<Fragment> = Vec::with_capacity(fragments.len());
    let mut at = 0;
    while at < fragments.len() {
        let mut end = at + 1;
        while end < fragments.len() && follows(&fragments[end - 1], &fragments[end]) {
            end += 1;
        }
        // Lines of a letter each stand under one another too; three glyphs and more are a word.
        if end - at >= 3 {
            let mut run = fragments[at].clone();
            run.text = fragments[at..end].iter().map(|fragment| fragment.text.as_str()).collect();
            let bases = || fragments[at..end].iter().map(|fragment| fragment.base);
            run.base = bases().fold(f64::MAX, f64::min);
            run.rise = Some(bases().fold(f64::MIN, f64::max) - run.base + run.size);
            run.width = run.size;
            joined.push(run);
        } else {
            joined.extend_from_slice(&fragments[at..end]);
        }
        at = end;
    }
    joined
}

fn line_of(mut group: Vec<&Fragment>) -> Line {
    group.sort_by(|one, other| one.left.total_cmp(&other.left));
    let size = group.iter().map(|fragment| fragment.size).fold(0.0, f64::max);
    let mut cells: Vec<Column> = Vec::new();
    for fragment in &group {
        let right = fragment.left + fragment.width;
        let top = fragment.base + fragment.rise.unwrap_or(fragment.size);
        match cells.last_mut() {
            Some(cell) if fragment.left - cell.right <= CELL_GAP * size => {
                let gap = fragment.left - cell.right;
                if gap > WORD_GAP * size && !cell.text.ends_with(' ') && !fragment.text.starts_with(' ') {
                    cell.text.push(' ');
                }
                cell.text.push_str(&fragment.text);
                cell.right = cell.right.max(right);
                cell.top = cell.top.max(top);
            }
            _ => cells.push(Column { text: fragment.text.clone(), left: fragment.left, right, top }),
        }
    }
    for cell in &mut cells {
        cell.text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut line = Line { base: group[0].base, size, cells };
    join_bullet(&mut line);
    line
}

/// A bullet or number in front of a text is not a cell of its own.
fn join_bullet(line: &mut Line) {
    let [first, second] = line.cells.as_slice() else { return };
    if !is_bullet(&first.text) || !second.text.contains(|letter: char| letter.is_alphabetic()) {
        return;
    }
    let text = format!("{} {}", first.text, second.text);
    let top = first.top.max(second.top);
    line.cells = vec![Column { text, left: first.left, right: second.right, top }];
}

/// True for `•`, `–`, `(a)`, `iv.`, `3)`.
pub(super) fn is_bullet(text: &str) -> bool {
    let short = text.chars().count() <= 5;
    let sign = text.chars().count() == 1
        && !text.contains(char::is_alphanumeric)
        && !text.contains(['%', '$', '\u{20ac}', '\u{a3}']);
    let inner = text.trim_start_matches('(').trim_end_matches([')', '.']);
    let counted = inner.len() < text.len()
        && !inner.is_empty()
        && !text.ends_with('(')
        && text.ends_with([')', '.'])
        && inner.chars().all(|letter| letter.is_ascii_alphanumeric())
        && inner.bytes().filter(u8::is_ascii_digit).count() <= 2;
    short && (sign || counted)
}
