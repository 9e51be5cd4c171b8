//! Joins two numerals to a range: `36-40`, `$3-4 million`, "between 5 and 7", "8- to 16-metre".
//!
//! Takes the first piece, reads the second, gives a draft where the two are one range. "From 12 % to
//! 7 %" under a verb of change is no range but two values, which `shifts` gives their parts.

use std::borrow::Cow;

use num_traits::CheckedMul;

use super::assemble::{Draft, Piece, rule_of};
use super::exact::Exact;
use super::lexicon::flag;
use super::lexis::{Gap, Shape};
use super::numeral::Numeral;
use super::reader::Reader;
use super::{Figure, Kind};

/// How two numerals are joined.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Joint {
    Dash,
    To,
    And,
    Or,
}

impl Reader<'_> {
    /// The range that begins with `piece`, if one does.
    pub(super) fn range(&self, piece: &Piece, from: usize) -> Option<Draft> {
        let (joint, at) = self.joint(piece)?;
        let first = self.hedged(piece.first);
        let second = match joint {
            Joint::And | Joint::To if first < piece.first && self.is_hedge(at) => {
                self.range_end(at + 1, piece.end)?
            }
            _ => self.range_end(at, piece.end)?,
        };
        let led = self.known_before(first);
        if !self.joins(piece, &second, joint, led) {
            return None;
        }
        let (mut low, mut high) = (piece.numeral, second.numeral);
        self.share_scale(&mut low, &high);
        if let (Some(scale), None) = (low.scale, high.scale) {
            // "$1 million to 2": the second end has the scale of the first only where it would else fall below it.
            if high.value < low.value && high.value < Exact::from_integer(1000) {
                high.value = high.value.checked_mul(&scale)?;
                high.step = Some(scale);
            }
        }
        let unit = second
            .unit
            .clone()
            .filter(|unit| !(unit.kind == Kind::Currency && piece.unit.is_some()))
            .or_else(|| piece.unit.clone());
        let per = second.unit.as_ref().filter(|unit| unit.name.contains(" per "));
        let mut unit = match (unit, per) {
            (Some(unit), Some(per)) if !unit.name.contains(" per ") => Some(per.clone()),
            (unit, _) => unit,
        };
        // "$36-40/hour": what stands below the line follows the second end.
        if let Some(read) = unit.as_mut().filter(|read| second.unit.is_none() && !read.name.contains(" per "))
        {
            read.end = second.end;
            self.per(read);
        }
        let noun = match unit {
            None => self.counted_noun(second.end, false, high.scale.is_some()),
            Some(_) => None,
        };
        let measured =
            unit.is_some() || high.scale.is_some() || noun.is_some_and(|noun| self.plural_noun(noun.head));
        if self.refused_numeral(&piece.numeral, piece.first, measured).is_some() {
            return None;
        }
        let rising = low.value < high.value;
        if !rising && piece.numeral.value >= num_traits::Zero::zero() {
            return None;
        }
        // "-5 to -10 °C" goes from the colder end.
        if high.value < low.value {
            std::mem::swap(&mut low, &mut high);
        }
        if joint == Joint::Dash && !measured && self.contest(piece.first, second.end) {
            return None;
        }
        let kind = unit.as_ref().map_or(Kind::Count, |unit| unit.kind);
        let lead = matches!(led, "between" | "from") && first > from;
        let hedge = (first < piece.first).then(|| self.bound_before(piece.first)).flatten();
        Some(Draft {
            first: if lead { first - 1 } else { piece.first },
            end: unit.as_ref().map_or(second.end, |unit| unit.end.max(second.end)),
            numeral: (piece.numeral.first, second.numeral.end),
            figure: Figure::Range(self.printed(&low, kind), self.printed(&high, kind)),
            kind,
            unit: unit.map_or(Cow::Borrowed(""), |unit| unit.name),
            plus: second.plus,
            bound: hedge.filter(|_| lead),
            noun,
            change: None,
            rule: if kind == Kind::Count { "range" } else { rule_of(kind) },
        })
    }

    /// Where the end of a range begins: at the hedge of "between about 5 and about 7", else at its numeral.
    fn hedged(&self, first: usize) -> usize {
        let led = |before: &usize| {
            self.is_hedge(*before) && matches!(self.known_before(*before), "between" | "from")
        };
        first.checked_sub(1).filter(led).unwrap_or(first)
    }

    fn is_hedge(&self, at: usize) -> bool {
        matches!(self.known(at), "about" | "around" | "roughly" | "approximately" | "some" | "nearly")
    }

    /// What joins a second numeral to the piece, and where that one begins.
    fn joint(&self, piece: &Piece) -> Option<(Joint, usize)> {
        let mut at = piece.end;
        if self.gap(at) == Gap::Line {
            return None;
        }
        // "8- to 16-metre".
        if self.sign(at, '-')
            && self.gap(at) == Gap::None
            && matches!(self.known(at + 1), "to" | "and" | "or")
            && self.gap(at + 1) == Gap::Space
        {
            at += 1;
        }
        if self.shape(at)? == Shape::Sign {
            let dash = self.dash(at) || self.sign(at, '~');
            // "10,000-$20,000", "- 5": touching both sides or apart from both.
            let even = (self.gap(at) == Gap::None) == (self.gap(at + 1) == Gap::None);
            let minus = self.gap(at) != Gap::None && self.gap(at + 1) == Gap::None;
            return (dash && even && !minus && self.code(at) != 0x2014).then_some((Joint::Dash, at + 1));
        }
        let joint = match self.known(at) {
            "to" | "till" | "until" | "through" => Joint::To,
            "and" if self.known_before(self.hedged(piece.first)) == "between" => Joint::And,
            "or" => Joint::Or,
            _ => return None,
        };
        Some((joint, at + 1))
    }

    /// Whether the two pieces fit as the ends of one range.
    fn joins(&self, first: &Piece, second: &Piece, joint: Joint, led: &str) -> bool {
        let same = match (&first.unit, &second.unit) {
            (None, None) => true,
            (None, Some(unit)) => unit.kind != Kind::Currency || joint != Joint::Or,
            (Some(unit), None) => unit.kind == Kind::Currency && joint != Joint::Or,
            (Some(a), Some(b)) => a.name == b.name || b.name.starts_with(&format!("{} per ", a.name)),
        };
        if !same || first.numeral.indefinite || second.numeral.indefinite {
            return false;
        }
        match joint {
            Joint::And => true,
            Joint::Dash => !first.numeral.letter || second.numeral.letter || first.unit.is_some(),
            Joint::To if led == "from" => !self.changed(self.hedged(first.first) - 1),
            Joint::To => {
                // "rose 5% to 12%": after a verb of change the second value is where it went.
                let verb = first.first.checked_sub(1).is_some_and(|before| {
                    self.is(before, flag::UP | flag::DOWN) || self.known(before) == "by"
                });
                !(verb && first.unit.is_some() && second.unit.is_some())
            }
            Joint::Or => {
                let next = first.numeral.value + Exact::from_integer(1) == second.numeral.value;
                next && first.unit.is_none()
                    && first.numeral.words == second.numeral.words
                    && second.numeral.value < Exact::from_integer(100)
            }
        }
    }

    /// Whether a verb of change governs the "from" at `at`.
    fn changed(&self, at: usize) -> bool {
        for back in 1..=12 {
            let Some(place) = at.checked_sub(back) else { return false };
            if self.clause_break(place) || self.is(place, flag::SPREAD) {
                return false;
            }
            if self.is(place, flag::UP | flag::DOWN | flag::MOVE) && !self.is(place, flag::LINKS) {
                return true;
            }
        }
        false
    }

    /// Words of a contest near a pair of numbers: it is a score.
    fn contest(&self, first: usize, end: usize) -> bool {
        self.near(first.saturating_sub(6), first, flag::CONTEST) || self.near(end, end + 3, flag::CONTEST)
    }

    /// "3-4 million": the first end takes the scale of the second where it then stays below it.
    fn share_scale(&self, low: &mut Numeral, high: &Numeral) {
        let Some(scale) = high.scale.filter(|_| low.scale.is_none()) else { return };
        // Printed alike: 2,500 is less than the 3,000 of "3,000 crore"; "900,000 to 1.2 million" is not.
        if low.value >= high.value / scale {
            return;
        }
        let Some(value) = low.value.checked_mul(&scale).filter(|value| *value < high.value) else { return };
        low.value = value;
        low.step = match low.step {
            Some(step) => step.checked_mul(&scale),
            None => Some(scale),
        };
        low.scale = Some(scale);
    }
}
