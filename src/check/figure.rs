//! The figure of a claim, for arithmetic between claims.

use crate::claim::Claim;
use crate::quantity::exact::{Exact, Interval};
use crate::quantity::{self, Kind, Quantity};

/// The figure of a claim, or why it has no single one.
///
/// What is typed wins: `value`, then `change`; else the one quantity of the text that is neither a rank, an age nor
/// a length of time. A printed plus sign reaches to the next step of its leading digit unless bounds are strict.
///
/// # Errors
/// What to type so that there is one.
pub fn of_claim(claim: &Claim, strict_bounds: bool) -> Result<(Interval, String), String> {
    let typed = claim.value.as_ref().or(claim.change.as_ref());
    if let Some(typed) = typed {
        let text = match &claim.unit {
            Some(unit) if claim.value.is_some() => format!("{} {}", typed.value, unit.value),
            _ => typed.value.clone(),
        };
        let quantities = quantity::read(&text);
        let quantity =
            quantities.first().ok_or_else(|| format!("`{}` of {} is no figure", typed.value, claim.id))?;
        return Ok((meaning(quantity, strict_bounds)?, typed.value.clone()));
    }
    let quantities = quantity::read(&claim.text.value);
    let mut counting = quantities
        .iter()
        .filter(|quantity| !matches!(quantity.kind, Kind::Ordinal | Kind::Age | Kind::Duration));
    match (counting.next(), counting.next()) {
        (Some(only), None) => {
            Ok((meaning(only, strict_bounds)?, claim.text.value[only.span.clone()].to_owned()))
        }
        (None, _) => Err(format!("{} has no figure; give it `value`", claim.id)),
        (Some(_), Some(_)) => Err(format!("{} has several figures; say which with `value`", claim.id)),
    }
}

/// The values a quantity can stand for. Percents are hundredths.
///
/// # Errors
/// That the figure is too large to calculate with.
fn meaning(quantity: &Quantity, strict_bounds: bool) -> Result<Interval, String> {
    let customary = quantity.customary().filter(|_| !strict_bounds);
    let interval = customary.or_else(|| quantity.interval()).and_then(|interval| match quantity.kind {
        Kind::Percent | Kind::Points => interval.checked_div(&Interval::point(Exact::from_integer(100))),
        _ => Some(interval),
    });
    interval.ok_or_else(|| "its figure is too large to calculate with".to_owned())
}
