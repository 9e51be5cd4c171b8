//! The figure of a claim, for arithmetic between claims.

use crate::claim::Claim;
use crate::quantity::exact::{End, Exact, Interval};
use crate::quantity::{self, Bound, Figure, Kind, Printed, Quantity};

/// The figure of a claim, or why it has no single one.
///
/// What is typed wins: `value`, then `change`; else the one quantity of the text that is neither a rank, an age nor
/// a length of time.
///
/// # Errors
/// What to type so that there is one.
pub fn of_claim(claim: &Claim) -> Result<(Interval, String), String> {
    let typed = claim.value.as_ref().or(claim.change.as_ref());
    if let Some(typed) = typed {
        let quantities = quantity::read(&typed.value);
        let quantity =
            quantities.first().ok_or_else(|| format!("`{}` of {} is no figure", typed.value, claim.id))?;
        return Ok((meaning(quantity), typed.value.clone()));
    }
    let quantities = quantity::read(&claim.text.value);
    let mut counting = quantities
        .iter()
        .filter(|quantity| !matches!(quantity.kind, Kind::Ordinal | Kind::Age | Kind::Duration));
    match (counting.next(), counting.next()) {
        (Some(only), None) => Ok((meaning(only), claim.text.value[only.span.clone()].to_owned())),
        (None, _) => Err(format!("{} has no figure; give it `value`", claim.id)),
        (Some(_), Some(_)) => Err(format!("{} has several figures; say which with `value`", claim.id)),
    }
}

/// The values a quantity can stand for: half a unit of its last stated digit each way, a tenth of the value for a
/// hedge, no end on the open side of a bound. Percents are hundredths.
fn meaning(quantity: &Quantity) -> Interval {
    let whole = match &quantity.figure {
        Figure::Value(printed) => spread(printed),
        Figure::Range(low, high) => Interval { low: spread(low).low, high: spread(high).high },
    };
    let value = match &quantity.figure {
        Figure::Value(printed) => printed.value,
        Figure::Range(low, _) => low.value,
    };
    let tenth = value / Exact::from_integer(10);
    let hedged = match quantity.bound {
        Bound::Exact => whole,
        Bound::About => Interval::closed(value - tenth, value + tenth),
        Bound::Over | Bound::AtLeast => Interval { low: End::Closed(value), high: End::Unbounded },
        Bound::Under | Bound::AtMost => Interval { low: End::Unbounded, high: End::Closed(value) },
        Bound::Nearly => Interval::closed(value - tenth, value),
        Bound::JustOver => Interval::closed(value, value + tenth),
    };
    match quantity.kind {
        Kind::Percent | Kind::Points => {
            let hundred = Interval::point(Exact::from_integer(100));
            hedged.checked_div(&hundred).unwrap_or(hedged)
        }
        _ => hedged,
    }
}

fn spread(printed: &Printed) -> Interval {
    match printed.step {
        None => Interval::point(printed.value),
        Some(step) => {
            let half = step / Exact::from_integer(2);
            Interval::half_open(printed.value - half, printed.value + half)
        }
    }
}
