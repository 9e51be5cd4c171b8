//! Gives the members of a list the scale and unit that stand with the last: "3.91, 2.97 and 2.65 million".
//!
//! Takes the quantities of a stretch, changes the earlier members in place.

use num_traits::{CheckedDiv, CheckedMul, Signed, Zero};

use super::change::ChangeRole;
use super::exact::Exact;
use super::reader::Reader;
use super::{Figure, Kind, Quantity};

impl Reader<'_> {
    /// Gives list members the scale and unit that stand with the last one: "3.91, 2.97 and 2.65 million".
    pub(super) fn share_scales(&self, found: &mut [Quantity]) {
        for place in 1..found.len() {
            let (before, after) = found.split_at_mut(place);
            self.share_age(&before[place - 1], &mut after[0]);
        }
        for last in 1..found.len() {
            // Only the end of a list gives; so each member is visited once and the work stays linear.
            if found.get(last + 1).is_some_and(|next| self.listed(&found[last], next)) {
                continue;
            }
            let mut member = last;
            while member > 0 && self.listed(&found[member - 1], &found[member]) {
                let (before, after) = found.split_at_mut(last);
                if !share(&mut before[member - 1], &after[0], self) {
                    break;
                }
                member -= 1;
            }
        }
    }

    /// "aged 19 and 23": a bare number joined to an age is one.
    fn share_age(&self, left: &Quantity, right: &mut Quantity) {
        let bare = right.kind == Kind::Count && right.unit.is_empty() && right.span == right.numeral;
        if left.kind == Kind::Age
            && bare
            && self
                .tokens
                .text
                .get(left.span.end..right.span.start)
                .is_some_and(|between| between.trim() == "and")
        {
            (right.kind, right.unit, right.rule) = (left.kind, left.unit.clone(), left.rule);
        }
    }

    /// True where nothing but a comma, "and" or "or" stands between two quantities, or "to" between the ends of a change.
    pub(super) fn listed(&self, left: &Quantity, right: &Quantity) -> bool {
        if right.numeral.start < left.span.end
            || left.noun.is_some()
            || left.kind != Kind::Count
            || !left.unit.is_empty()
        {
            return false;
        }
        let between = self.tokens.text.get(left.span.end..right.span.start).unwrap_or("x").trim();
        let change = left.change.role == ChangeRole::From && between == "to";
        change || matches!(between, "," | "and" | "or" | ", and" | ", or" | "&")
    }
}

/// Gives `left` the unit of `right`, and its scale where the two are printed alike; false where they are not.
fn share(left: &mut Quantity, right: &Quantity, reader: &Reader<'_>) -> bool {
    let text = reader.tokens.text;
    let (Figure::Value(mine), Figure::Value(theirs)) = (&mut left.figure, &right.figure) else {
        return false;
    };
    let printed = &text[right.numeral.clone()];
    let own = &text[left.numeral.clone()];
    let digits = |text: &str| {
        text.split(|c: char| !(c.is_ascii_digit() || ".,".contains(c))).next().unwrap_or("").to_owned()
    };
    let number = digits(printed);
    let scaled = number.len() < printed.len();
    // "three and six months": words share a unit and no scale.
    let words = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if words(own) && words(printed) && theirs.step.is_none() && right.kind == Kind::Duration {
        (left.unit, left.kind, left.rule) = (right.unit.clone(), right.kind, "list");
        return true;
    }
    if number.is_empty() || digits(own).len() < own.len() {
        return false;
    }
    let decimals = |text: &str| text.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len());
    let alike = decimals(&number) == decimals(own) || (decimals(&number) > 0) == (decimals(own) > 0);
    if scaled {
        let plain = super::exact::parse(&number.replace(',', "")).filter(|plain| !plain.is_zero());
        // A minus sign before the last member is its own.
        let scale = plain.and_then(|plain| {
            Some((theirs.value.abs().checked_div(&plain)?, plain.checked_mul(&Exact::from_integer(10))?))
        });
        let Some((factor, top)) = scale else { return false };
        if !alike || mine.value >= top.max(Exact::from_integer(1000)) {
            return false;
        }
        let Some(value) = mine.value.checked_mul(&factor) else { return false };
        mine.step = match mine.step {
            Some(step) => step.checked_mul(&factor),
            None => Some(factor),
        };
        mine.value = value;
    } else if right.unit.is_empty() {
        return true;
    }
    // A sign of money before the last member is its own; a name after it is shared.
    let shared = match right.kind {
        Kind::Currency => !text[right.span.start..right.numeral.start].contains(['$', '£', '€', '₹']),
        _ => left.unit.is_empty() && !right.unit.is_empty(),
    };
    if shared {
        left.unit = right.unit.clone();
        left.kind = right.kind;
    }
    left.rule = "list";
    true
}
