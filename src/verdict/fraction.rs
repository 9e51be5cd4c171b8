//! Fractions in words beside shares in percent: half of them is 50 %, a third is 33 or 34 %.

use num_traits::{CheckedMul, CheckedSub};

use super::compare::{Compared, Relation, Shown};
use super::interval::ends;
use super::reckon::is_fraction;
use super::value::Question;
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Figure, Kind};
use crate::statement::Statement;

/// Whether a fraction in words and a share in percent, the one the claim's and the other the source's, are one kind of
/// number; none for other figures. "8/10" is a mark out of ten, and no share.
pub(super) fn beside_percent(claim: Shown<'_>, source: Shown<'_>) -> Option<bool> {
    let percent = |one: Shown<'_>| one.quantity.kind == Kind::Percent;
    let beside = |one: Shown<'_>, other: Shown<'_>| is_fraction(one.quantity) && percent(other);
    let marked = || [claim, source].iter().any(|one| is_fraction(one.quantity) && one.span().contains('/'));
    (beside(claim, source) || beside(source, claim)).then(|| !marked())
}

/// A third stands for 33 and for 34 %; of 31 % it says neither yes nor no.
pub(super) fn loosen(compared: &mut Compared<'_>, claim: &Figure, source: &Figure) {
    let ((low, high), (least, most)) = (ends(claim), ends(source));
    let apart = if high < least { least.checked_sub(&high) } else { low.checked_sub(&most) };
    let times = |parts: i128| apart.and_then(|apart| apart.checked_mul(&Exact::from_integer(parts)));
    if times(50).is_some_and(|times| times <= most) {
        compared.relation = Relation::Agree;
        compared.code = None;
    } else if times(10).is_some_and(|times| times <= most) {
        compared.relation = Relation::Incomparable;
        compared.code = None;
    }
}

/// Why a share in percent neither clashes with a fraction nor keeps its bound: the source prints other shares too.
pub(super) fn one_of_many(
    question: &Question<'_>,
    statement: &Statement,
    relation: Relation,
) -> Option<String> {
    let own = &question.own().quantity;
    if relation == Relation::Agree && matches!(own.bound, Bound::Exact | Bound::About) {
        return None;
    }
    let percent = |one: &Statement| one.quantity.kind == Kind::Percent;
    let rough = is_fraction(own) && percent(statement);
    let many = || question.source.statements.iter().filter(|one| percent(one)).nth(1).is_some();
    (rough && many()).then(|| "the source gives other shares as well".to_string())
}
