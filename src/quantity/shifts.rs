//! Reads the change that the words around a quantity tell of: direction, and by, to or from.
//!
//! Takes the tokens of a quantity, looks a few words to each side within the clause.

use super::Kind;
use super::change::{Change, ChangeRole, Direction};
use super::lexicon::flag;
use super::lexis::Shape;
use super::reader::Reader;

/// Tokens that a role looks back for its verb; news clauses rarely run longer between the two.
const REACH: usize = 14;

impl Reader<'_> {
    /// The change in which the quantity at `first..end` stands.
    pub(crate) fn change_at(&self, first: usize, end: usize, kind: Kind) -> Change {
        let before = self.known_before(first);
        if matches!(before, "to" | "from" | "at") {
            let at = first - 1;
            if before != "at"
                && let Some(direction) = self.moved(at)
            {
                let role = if before == "to" { ChangeRole::To } else { ChangeRole::From };
                return Change { direction, role };
            }
        }
        let told = || {
            self.by_before(first, kind)
                .or_else(|| self.by_after(end, kind))
                .or_else(|| self.by_object(first, end, kind))
                .or_else(|| self.by_margin(first, end))
        };
        if let Some(direction) = told() {
            return Change { direction, role: ChangeRole::By };
        }
        Change::NONE
    }

    fn direction(&self, at: usize) -> Option<Direction> {
        let entry = self.entry(at)?;
        if entry.is(flag::UP) {
            Some(Direction::Up)
        } else if entry.is(flag::DOWN) {
            Some(Direction::Down)
        } else {
            None
        }
    }

    /// The verb of change before "to" or "from" at `at`, if the clause has one.
    fn moved(&self, at: usize) -> Option<Direction> {
        let mut found = None;
        for back in 1..=REACH {
            let Some(place) = at.checked_sub(back) else { break };
            if self.clause_break(place) {
                break;
            }
            if self.is(place, flag::LINKS) && !matches!(self.known(place), "up" | "down") {
                continue;
            }
            match self.direction(place) {
                Some(direction) => return Some(direction),
                None if self.is(place, flag::MOVE) && found.is_none() => found = Some(Direction::None),
                None => {}
            }
        }
        found
    }

    /// "rose 5%", "fell by 1.5", "an increase of 5%", "up 47%".
    fn by_before(&self, first: usize, kind: Kind) -> Option<Direction> {
        let mut place = first.checked_sub(1)?;
        for _ in 0..4 {
            let adverb = self.is(place, flag::ADVERB) && self.direction(place).is_none()
                || (self.shape(place) == Some(Shape::Word)
                    && self.entry(place).is_none()
                    && self.word(place).ends_with("ly"));
            if !adverb {
                break;
            }
            place = place.checked_sub(1)?;
        }
        let word = self.known(place);
        if word == "by" {
            for back in 1..=8 {
                let at = place.checked_sub(back)?;
                if self.clause_break(at) {
                    break;
                }
                if let Some(direction) = self.direction(at) {
                    return Some(direction);
                }
            }
            return None;
        }
        if word == "of" || word == "in" && kind == Kind::Percent {
            let noun = place.checked_sub(1)?;
            return self.direction(noun).filter(|_| self.is(noun, flag::CHANGE_NOUN));
        }
        let link = self.is(place, flag::LINKS);
        let direction = self.direction(place)?;
        match word {
            "up" | "down" => {
                place.checked_sub(1).is_none_or(|verb| !self.is(verb, flag::PHRASAL)).then_some(direction)
            }
            _ if link || matches!(word, "discount" | "growth" | "loss") => None,
            // "hike 11 km" is a walk.
            "hike" | "hiked" | "hikes" if kind == Kind::Dimension => None,
            // "lost 12 seats", "gained 3 points": a verb right before its amount.
            _ => Some(direction),
        }
    }

    /// "raises the basic fee 30% to about $15": the verb of a share that "to" and a number follow.
    fn by_object(&self, first: usize, end: usize, kind: Kind) -> Option<Direction> {
        let relative = matches!(kind, Kind::Percent | Kind::Points);
        let goes_to = self.known(end) == "to" && (end + 1..end + 5).any(|at| self.numeric(at));
        if !relative || !goes_to {
            return None;
        }
        self.moved(first).filter(|direction| *direction != Direction::None)
    }

    /// "a 35% decrease", "47% above 2023", "28% more than", "4% lower".
    fn by_after(&self, end: usize, kind: Kind) -> Option<Direction> {
        let relative = matches!(kind, Kind::Percent | Kind::Points | Kind::Multiple);
        // "15% off every order": what it is taken from may be told as a gain.
        if kind == Kind::Percent && self.word(end) == "off" {
            return Some(Direction::None);
        }
        let mut place = end + usize::from(self.is_hyphen(end));
        for skipped in 0..3 {
            if self.clause_break(place) || self.shape(place) != Some(Shape::Word) {
                return None;
            }
            let noun = self.is(place, flag::CHANGE_NOUN);
            let link = self.is(place, flag::LINKS);
            if link && skipped == 0 {
                let than = self.known(place + 1) == "than";
                return self
                    .direction(place)
                    .filter(|_| relative || than && matches!(self.known(place), "higher" | "lower"));
            }
            if noun {
                return self.direction(place);
            }
            // One adjective may stand between: "a 5% annual rise", "35% year-on-year growth".
            let stop =
                self.is(place, flag::STOP) && !matches!(self.known(place), "yearly" | "annual" | "monthly");
            if stop || self.shape(place).is_none() || self.plural_noun(place) {
                return None;
            }
            place += 1;
            while self.tight_hyphen(place) {
                place += 2;
            }
        }
        None
    }

    /// "14,000 fewer than in 2023", "14 more pupils than Ash": what lies between two days, or two that are compared.
    fn by_margin(&self, first: usize, end: usize) -> Option<Direction> {
        let near = first..end + 2;
        // "71, lower than the average": what stands behind a comma is said of the number, not its size.
        let joined = |at: &usize| *at < end || !self.clause_break(*at) && !self.sign(*at, ',');
        let (at, direction) = near.take_while(joined).find_map(|at| match self.word(at) {
            "more" | "higher" | "bigger" | "larger" | "longer" | "taller" => Some((at, Direction::Up)),
            "fewer" | "less" | "lower" | "smaller" | "shorter" => Some((at, Direction::Down)),
            _ => None,
        })?;
        let than = (at + 1..at + 6).find(|at| self.word(*at) == "than")?;
        // "More than 14 pupils" is a bound.
        let bound = (first..end).contains(&than) || (at..than).any(|at| self.clause_break(at));
        // "14 more than 30" compares two numbers; a year is none.
        let year = |at: usize| self.word(at).len() == 4 && self.word(at - 1) == "in";
        let number = (than + 1..than + 3).any(|at| self.numeric(at) && !year(at));
        (!bound && !number).then_some(direction)
    }
}
