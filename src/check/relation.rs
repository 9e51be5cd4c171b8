//! Works relations between claims out, in intervals: a relation is broken only when no values that the printed
//! figures stand for can fulfil it.

use std::collections::BTreeMap;

use crate::claim::relation::{Comparison, Expression, Operator, Rule};
use crate::claim::{Claim, ClaimSet};
use crate::quantity::exact::{End, Interval, decimal};

use super::figure;
use super::outcome::{Holds, RelationOutcome};

/// Every relation of a set with what came of it.
pub(super) fn hold(set: &ClaimSet, strict_bounds: bool) -> Vec<RelationOutcome> {
    let claims: BTreeMap<&str, &Claim> = set.claims().map(|(_, claim)| (claim.id.as_str(), claim)).collect();
    let mut outcomes = Vec::new();
    for (at, file) in set.files.iter().enumerate() {
        for (number, relation) in file.relations.iter().enumerate() {
            let (holds, notes) = work_out(&relation.parsed, &claims, strict_bounds);
            outcomes.push(RelationOutcome { file: at, relation: number, holds, notes });
        }
    }
    outcomes
}

fn work_out(rule: &Rule, claims: &BTreeMap<&str, &Claim>, strict_bounds: bool) -> (Holds, Vec<String>) {
    let mut figures = BTreeMap::new();
    let mut notes = Vec::new();
    let mut missing = Vec::new();
    for (id, _) in rule.claims() {
        if figures.contains_key(id) {
            continue;
        }
        match claims.get(id).map(|claim| figure::of_claim(claim, strict_bounds)) {
            Some(Ok((interval, printed))) => {
                let span = show(&interval);
                let exact = span.starts_with(|c: char| c.is_ascii_digit());
                notes.push(if exact {
                    format!("{id} = {printed}")
                } else {
                    format!("{id} = {printed}, in {span}")
                });
                figures.insert(id, interval);
            }
            Some(Err(why)) => missing.push(why),
            None => missing.push(format!("no claim has the id {id}")),
        }
    }
    if !missing.is_empty() {
        return (Holds::Undecided, missing);
    }
    let (Some(left), Some(right)) = (value(&rule.left, &figures), value(&rule.right, &figures)) else {
        notes.push(
            "a side has no bounded value: it divides by a range that holds zero, or runs too large"
                .to_owned(),
        );
        return (Holds::Undecided, notes);
    };
    let holds = possible(&left, rule.comparison, &right);
    let sign = match rule.comparison {
        Comparison::AtMost => "≤",
        Comparison::Less => "<",
        Comparison::Equal => "=",
        Comparison::AtLeast => "≥",
        Comparison::More => ">",
    };
    let word = if holds { "can hold" } else { "cannot hold" };
    notes.push(format!("{} {sign} {} {word}", show(&left), show(&right)));
    (if holds { Holds::Holds } else { Holds::Broken }, notes)
}

/// The interval of an expression; `None` where it has no bounds.
fn value(expression: &Expression, figures: &BTreeMap<&str, Interval>) -> Option<Interval> {
    match expression {
        Expression::Claim(id, _) => figures.get(id.as_str()).copied(),
        Expression::Number(number) => Some(Interval::point(*number)),
        Expression::Sum(terms) => {
            let mut terms = terms.iter().map(|term| value(term, figures));
            let first = terms.next()??;
            terms.try_fold(first, |sum, term| sum.checked_add(&term?))
        }
        Expression::Binary(left, operator, right) => {
            let (left, right) = (value(left, figures)?, value(right, figures)?);
            match operator {
                Operator::Plus => left.checked_add(&right),
                Operator::Minus => left.checked_sub(&right),
                Operator::Times => left.checked_mul(&right),
                Operator::Over => left.checked_div(&right),
            }
        }
    }
}

/// Whether some value of the left stands in the comparison to some value of the right.
fn possible(left: &Interval, comparison: Comparison, right: &Interval) -> bool {
    match comparison {
        Comparison::Equal => left.intersects(right),
        Comparison::AtMost => below(left, right, true),
        Comparison::Less => below(left, right, false),
        Comparison::AtLeast => below(right, left, true),
        Comparison::More => below(right, left, false),
    }
}

/// Whether some value of one is below, or at most at, some value of another.
fn below(low: &Interval, high: &Interval, or_equal: bool) -> bool {
    match (low.low, high.high) {
        (End::Unbounded, _) | (_, End::Unbounded) => true,
        (End::Closed(from), End::Closed(to)) if or_equal => from <= to,
        (End::Closed(from) | End::Open(from), End::Closed(to) | End::Open(to)) => from < to,
    }
}

fn show(interval: &Interval) -> String {
    if let (End::Closed(low), End::Closed(high)) = (interval.low, interval.high)
        && low == high
    {
        return decimal(&low);
    }
    let (low, high) = interval.printed(6);
    let open = if matches!(interval.low, End::Closed(_)) { '[' } else { '(' };
    let close = if matches!(interval.high, End::Closed(_)) { ']' } else { ')' };
    let end = |end: Option<String>| end.unwrap_or_else(|| "…".to_owned());
    format!("{open}{}, {}{close}", end(low), end(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_read(strict: bool, figures: &[(&str, &str)], rule: &str, expected: Holds) {
        let mut file = String::new();
        for (id, value) in figures {
            file.push_str(&format!(
                "[[claim]]\nid = \"{id}\"\ntext = \"A.\"\nsources = [\"https://example.org/\"]\nvalue = \"{value}\"\n"
            ));
        }
        file.push_str(&format!("[[relation]]\nrule = \"{rule}\"\n"));
        let set = crate::claim::read(vec![("claims.toml".into(), file)], |_| Ok(())).expect("a sound file");
        let outcome = &hold(&set, strict)[0];
        assert_eq!(outcome.holds, expected, "{rule} {:?}", outcome.notes);
    }

    fn check(figures: &[(&str, &str)], rule: &str, expected: Holds) {
        check_read(false, figures, rule, expected);
    }

    #[test]
    fn relations_are_worked_out_in_intervals() {
        check(&[("direct", "60,000 jobs"), ("total", "45,000 jobs")], "direct <= total", Holds::Broken);
        check(&[("direct", "40,000 jobs"), ("total", "60,000 jobs")], "direct <= total", Holds::Holds);
        // Rounding can close the gap.
        check(&[("a", "2.4 million cups"), ("b", "2.5 million cups")], "a >= b", Holds::Broken);
        check(&[("a", "2 million cups"), ("b", "2.4 million cups")], "a >= b", Holds::Holds);
        check(
            &[("now", "25 million cups"), ("then", "13 million cups"), ("growth", "88%")],
            "now / then - 1 = growth",
            Holds::Holds,
        );
        check(
            &[("now", "25 million cups"), ("then", "13 million cups"), ("growth", "60%")],
            "now / then - 1 = growth",
            Holds::Broken,
        );
        check(&[("a", "3 boats"), ("b", "4 boats"), ("c", "7 boats")], "c = a + b", Holds::Holds);
        check(&[("a", "3 boats"), ("b", "4 boats"), ("c", "6 boats")], "sum(a, b) <= c", Holds::Broken);
    }

    #[test]
    fn a_bound_leaves_its_open_side_possible() {
        check(
            &[("direct", "60,000 jobs"), ("total", "more than 40,000 jobs")],
            "direct <= total",
            Holds::Holds,
        );
        check(&[("direct", "60,000 jobs"), ("total", "up to 40,000 jobs")], "direct <= total", Holds::Broken);
    }

    #[test]
    fn a_plus_sign_reaches_to_the_next_step_unless_bounds_are_strict() {
        let figures = [("direct", "60,000 jobs"), ("total", "40,000+ jobs")];
        check_read(false, &figures, "direct <= total", Holds::Broken);
        check_read(true, &figures, "direct <= total", Holds::Holds);
        check(&[("direct", "45,000 jobs"), ("total", "40,000+ jobs")], "direct <= total", Holds::Holds);
    }
}
