//! Finds a claim's figure in a table cell whose unit and scale stand elsewhere in the table: the digits alone tell.
//!
//! A cell prints "12,707" where its caption says "in millions" and a cell before it "$". A figure of three digits or
//! more does not meet its like by chance; a cell with other digits says nothing here.

use num_traits::{CheckedMul, Signed};

use super::compare::{Compared, Note, Relation, Shown};
use super::interval::{Interval, ends};
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Figure, Kind};

/// Digits from which a figure tells.
const DIGITS_MIN: usize = 3;
/// Digits from which a percentage with a decimal point tells.
const PERCENT_DIGITS_MIN: usize = 2;
/// Powers of a thousand that a caption may leave to the reader.
const SCALES: [i128; 4] = [1, 1_000, 1_000_000, 1_000_000_000];

/// How a claim's figure stands to that of a cell without a unit, where the digits are the same.
pub(super) fn printed(claim: Shown<'_>, cell: Shown<'_>) -> Option<Compared<'static>> {
    let (own, other) = (claim.quantity, cell.quantity);
    let bare = other.kind == Kind::Count && other.unit.is_empty() && other.bound == Bound::Exact;
    let Figure::Value(_) = &own.figure else { return None };
    let (value, _) = ends(&other.figure);
    if !bare || !value.is_positive() || !tells(claim) {
        return None;
    }
    let scales = match own.kind {
        Kind::Percent => &SCALES[..1],
        Kind::Currency | Kind::Count => &SCALES[..],
        _ => return None,
    };
    let wanted = Interval::figure(&own.figure);
    let meets = |factor: &i128| {
        value.checked_mul(&Exact::from_integer(*factor)).is_some_and(|scaled| wanted.holds(scaled))
    };
    scales.iter().any(meets).then(|| Compared {
        relation: Relation::Agree,
        code: None,
        note: Note::Told(format!("claim {}, cell {} of a table", claim.span(), cell.span())),
        same_numeral: true,
    })
}

/// True for a figure with so many digits that another of the same digits is the same figure.
pub(super) fn tells(claim: Shown<'_>) -> bool {
    let numeral = claim.text.get(claim.quantity.numeral.clone()).unwrap_or_default();
    let digits: String = numeral.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_start_matches('0').trim_end_matches('0').len();
    let least = match claim.quantity.kind {
        Kind::Percent if numeral.contains('.') => PERCENT_DIGITS_MIN,
        _ => DIGITS_MIN,
    };
    significant >= least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, cell: &str, expected: bool) {
        let (one, other) = (read_claim(claim, None, None), read_claim(cell, None, None));
        let shown = |reading: &'_ crate::statement::Reading| reading.statements[0].quantity.clone();
        let (own, printed_in) = (shown(&one), shown(&other));
        let found = printed(
            Shown { quantity: &own, text: &one.text },
            Shown { quantity: &printed_in, text: &other.text },
        );
        assert_eq!(found.is_some(), expected, "{claim} / {cell}");
    }

    #[test]
    fn the_digits_of_a_cell_tell() {
        check("The mill earned $12.7 billion.", "Sales 12,707", true);
        check("The mill earned $4,305,000.", "Sales 4,305", true);
        check("The margin was 27.2%.", "Margin 27.2", true);
    }

    #[test]
    fn few_digits_and_other_digits_do_not() {
        check("The mill earned $12 million.", "They sold 12.", false);
        check("The mill earned $12.7 billion.", "Sales 12,807", false);
        check("The margin was 27%.", "It came to 27.", false);
    }
}
