//! What came together over a long stretch is not what came in the part of it that the source counts by itself:
//! "4,200 since 2014, 310 of them in 2023".

use super::{Case, Doubt};
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::statement::Statement;
use crate::verdict::Verdict;
use crate::verdict::code::Code;
use crate::verdict::period::{self, When};
use crate::verdict::value;
use crate::verdict::weigh;

/// The claim gives for a stretch what the source has for a longer one, beside a figure of the claim's own.
pub(super) fn longer(case: &Case<'_>) -> Option<Doubt> {
    if !matches!(case.own.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension) {
        return None;
    }
    let wanted = value::period_of(case.claim, case.own)?;
    let when = |one: &Statement| period::compare(Some(&wanted), one.period.as_ref(), true);
    if when(case.other) != When::Contains {
        return None;
    }
    let plain = |one: &Statement| one.quantity.change.role == ChangeRole::None;
    let part = |one: &&Statement| {
        let alike = one.quantity.unit == case.other.quantity.unit && one.head.is_some();
        plain(one) && (alike || weigh::is_part(case.source, one, case.other))
    };
    let mut beside = case.siblings().filter(part);
    let own =
        beside.find(|one| when(one) == When::Same && case.clashes(one)).filter(|_| plain(case.other))?;
    let reason = format!(
        "the source has {} for a longer time, and {} for the claim's",
        case.printed(case.other),
        case.printed(own)
    );
    Some(Doubt::new(Verdict::Contradicted, Code::PERIOD, reason))
}
