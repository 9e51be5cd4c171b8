//! Gives the figures of table rows their labels: the row's first cell, the column's head, the scale of the caption.

use std::ops::Range;

use super::figure::{Statement, Timed};
use super::sentence::Sentence;
use super::word::{Token, TokenKind};
use crate::extract::PassageKind;
use crate::quantity::{self, Figure, Kind};

/// Labels the statements of rows that stand under a row of heads.
pub(crate) fn read(text: &str, sentences: &[Sentence], statements: &mut [Statement]) {
    let mut head: Option<usize> = None;
    for (at, sentence) in sentences.iter().enumerate() {
        if sentence.kind != PassageKind::TableRow {
            head = None;
            continue;
        }
        match head {
            None => {
                head = Some(at);
                // "Boxes, thousand tonnes" of a head counts nothing by itself.
                statements[sentence.statements.clone()].iter_mut().for_each(|one| one.cell = true);
            }
            Some(head) => label(text, &sentences[head], sentence, statements),
        }
    }
}

/// Byte ranges of the cells of a row.
fn cells(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = range.start;
    for (at, _) in text[range.clone()].match_indices('|') {
        cells.push(start..range.start + at);
        start = range.start + at + 1;
    }
    cells.push(start..range.end);
    cells
}

fn label(text: &str, head: &Sentence, row: &Sentence, statements: &mut [Statement]) {
    let columns = cells(text, &head.range);
    let own = cells(text, &row.range);
    // A head row with one cell more opens with the caption.
    let caption = if columns.len() == own.len() + 1 { Some(columns[0].clone()) } else { None };
    let shift = usize::from(caption.is_some());
    let scale = caption.as_ref().and_then(|range| scale(&text[range.clone()]));
    let unit = caption.as_ref().and_then(|range| unit(&text[range.clone()]));
    for statement in &mut statements[row.statements.clone()] {
        let Some(column) = own.iter().position(|cell| cell.contains(&statement.quantity.numeral.start))
        else {
            continue;
        };
        statement.cell = true;
        statement.segment = row.tokens_in(&own[column]);
        let mut labels: Vec<Token> = Vec::new();
        let mut take = |sentence: &Sentence, range: &Range<usize>| {
            let tokens = &sentence.tokens[sentence.tokens_in(range)];
            labels.extend(
                tokens.iter().filter(|token| token.kind == TokenKind::Word && token.content()).cloned(),
            );
        };
        if column > 0 {
            take(row, &own[0]);
        }
        if let Some(range) = columns.get(column + shift) {
            take(head, range);
        }
        if let Some(caption) = &caption {
            take(head, caption);
        }
        statement.labels = labels;
        statement.inherits = false;
        let of_cell = |cell: &Range<usize>, sentence: &Sentence| {
            sentence
                .periods
                .iter()
                .find(|period| cell.start <= period.span.start && period.span.end <= cell.end)
                .cloned()
        };
        let of_column = columns.get(column + shift).and_then(|cell| of_cell(cell, head));
        if let Some(period) = of_cell(&own[0], row).or(of_column) {
            statement.period = Some(Timed { period, nearness: 3 });
        }
        let is_bare = text[own[column].clone()].trim() == &text[statement.quantity.numeral.clone()];
        if is_bare
            && statement.quantity.kind == Kind::Count
            && columns.get(column + shift).is_some_and(|cell| says_percent(&text[cell.clone()]))
        {
            statement.quantity.kind = Kind::Percent;
            statement.quantity.unit = "percent".into();
        }
        if let Some((kind, name)) =
            unit.as_ref().filter(|_| is_bare && statement.quantity.kind == Kind::Count)
        {
            statement.quantity.kind = *kind;
            statement.quantity.unit = name.clone();
        }
        if let Some(scale) = &scale {
            rescale(&mut statement.quantity.figure, scale);
        }
    }
}

/// True for the head of a column of percentages: "Share (percent)", "Growth, %".
fn says_percent(head: &str) -> bool {
    let lower = head.to_lowercase();
    lower.contains('%')
        || lower.contains("percent") && !lower.contains("percentage point")
        || lower.contains("per cent")
}

/// The unit that a caption names behind its comma: "Grain, thousand tonnes".
fn unit(caption: &str) -> Option<(Kind, std::borrow::Cow<'static, str>)> {
    let (_, behind) = caption.rsplit_once(',')?;
    let words = behind.split_whitespace().filter(|word| scale(word).is_none());
    let one = format!("5 {}", words.collect::<Vec<_>>().join(" "));
    let read = quantity::read(&one).into_iter().next()?;
    let whole = read.span.end == one.trim_end().len();
    (whole && matches!(read.kind, Kind::Dimension | Kind::Currency)).then_some((read.kind, read.unit))
}

/// The scale word of a caption (`Handsets, million`).
fn scale(caption: &str) -> Option<quantity::exact::Exact> {
    let lower = caption.to_lowercase();
    let found = [
        ("thousand", 1_000),
        ("lakh", 100_000),
        ("million", 1_000_000),
        ("crore", 10_000_000),
        ("billion", 1_000_000_000),
    ]
    .into_iter()
    .find(|(word, _)| lower.contains(word))?;
    Some(quantity::exact::Exact::from_integer(found.1))
}

fn rescale(figure: &mut Figure, scale: &quantity::exact::Exact) {
    use num_traits::CheckedMul;
    let apply = |printed: &mut quantity::Printed| {
        let step = printed.step.unwrap_or_else(|| quantity::exact::Exact::from_integer(1));
        if let (Some(value), Some(step)) = (printed.value.checked_mul(scale), step.checked_mul(scale)) {
            printed.value = value;
            printed.step = Some(step);
        }
    };
    match figure {
        Figure::Value(printed) => apply(printed),
        Figure::Range(low, high) => {
            apply(low);
            apply(high);
        }
    }
}
