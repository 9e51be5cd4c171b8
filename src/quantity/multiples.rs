//! Reads multiples, ratios and ranks: "doubled", "233-fold", "1 in 5", "third-largest".
//!
//! Takes a piece or the place of a word, gives a draft or the quantity itself.

use std::borrow::Cow;

use num_traits::{Signed, Zero};

use super::assemble::{Draft, Piece};
use super::change::{Change, ChangeRole, Direction};
use super::exact::Exact;
use super::lexicon::{Calendar, Number, flag};
use super::lexis::{Gap, Shape};
use super::reader::Reader;
use super::{Bound, Figure, Kind, Printed, Quantity};

/// Words after "twice" with which it compares.
const AFTER_TWICE: [&str; 11] =
    ["as", "the", "that", "its", "their", "what", "those", "more", "his", "her", "last"];

/// Words after "ten times" with which it compares.
const AFTER_TIMES: [&str; 19] = [
    "as", "more", "the", "higher", "larger", "those", "that", "what", "its", "his", "her", "their", "bigger",
    "greater", "less", "fewer", "lower", "smaller", "over",
];

/// Comparatives and measures of business after "ten times" that no other list holds.
const MORE_SO: [&str; 16] = [
    "faster", "longer", "stronger", "better", "cheaper", "slower", "worse", "than", "earnings", "revenue",
    "income", "sales", "assets", "equity", "GDP", "profits",
];

/// Words after "double" with which it is a verb or compares.
const AFTER_DOUBLE: [&str; 21] = [
    "the", "that", "its", "their", "his", "her", "as", "what", "those", "this", "last", "our", "from", "to",
    "in", "over", "again", "every", "by", "and", "since",
];

impl Reader<'_> {
    /// "233-fold", "10 times as many", "10x".
    pub(super) fn fold(&self, piece: &Piece) -> Option<Draft> {
        if piece.unit.is_some() || piece.numeral.fraction {
            return None;
        }
        let end = piece.end;
        let hyphen = usize::from(self.is_hyphen(end));
        let word = self.word(end + hyphen);
        let last = match word {
            "fold" => end + hyphen + 1,
            "x" | "X" if hyphen == 0 && self.gap(end) == Gap::None && self.gap(end + 1) != Gap::None => {
                end + 1
            }
            "times" if hyphen == 0 => {
                let measured = piece.numeral.decimal
                    && piece.numeral.scale.is_none()
                    && self.shape(end + 1) == Some(Shape::Word)
                    && !self.is(end + 1, flag::STOP);
                let multiple = measured
                    || AFTER_TIMES.contains(&self.known(end + 1))
                    || MORE_SO.contains(&self.word(end + 1));
                if !multiple {
                    return None;
                }
                end + 1
            }
            _ => return None,
        };
        let up = self.change_at(piece.first, last, Kind::Multiple);
        let mut draft = self.draft_value(piece);
        draft.end = last;
        draft.kind = Kind::Multiple;
        draft.rule = "multiple";
        draft.change = Some(up);
        Some(draft)
    }

    /// "1 in 5", "one out of three", "one-in-ten".
    pub(super) fn ratio(&self, piece: &Piece) -> Option<Draft> {
        if piece.unit.is_some()
            || piece.numeral.scale.is_some()
            || !piece.numeral.value.is_integer()
            || piece.numeral.decimal
        {
            return None;
        }
        let end = piece.numeral.end;
        let hyphen = usize::from(self.is_hyphen(end));
        let at = end + hyphen;
        let (mut below, out_of) = match self.known(at) {
            "in" => (at + 1, false),
            "out" if self.known(at + 1) == "of" => (at + 2, true),
            "over" if piece.numeral.value.abs() == Exact::from_integer(1) => (at + 1, true),
            _ => return None,
        };
        below += usize::from(self.is_hyphen(below));
        if !out_of && matches!(self.known(below), "every") {
            below += 1;
        }
        if !self.numeric(below) || self.dated.get(below).copied().unwrap_or(true) {
            return None;
        }
        let numeral = self
            .numeral(below)
            .filter(|numeral| numeral.value.is_integer() && !numeral.decimal && !numeral.fraction)?;
        let (above, value) = (piece.numeral.value.abs(), numeral.value);
        let one = above == Exact::from_integer(1);
        let round = *value.numer() % 10 == 0 || value <= Exact::from_integer(10);
        let unit = self.unit_after(&numeral).is_some();
        if above <= Exact::zero()
            || above >= value
            || unit
            || !(out_of || one || round)
            || self.known(at) == "over" && !one
        {
            return None;
        }
        if !out_of
            && !one
            && self.counted_noun(numeral.end, false, false).is_none()
            && self.shape(numeral.end) == Some(Shape::Word)
            && !self.is(numeral.end, flag::STOP)
        {
            return None;
        }
        Some(Draft {
            first: piece.first,
            end: numeral.end,
            numeral: (piece.numeral.first, numeral.end),
            figure: Figure::Value(Printed { value: piece.numeral.value / value, step: None }),
            kind: Kind::Ratio,
            unit: Cow::Borrowed(""),
            plus: false,
            bound: None,
            noun: None,
            change: None,
            rule: "ratio",
        })
    }

    /// "doubled", "halved", "tenfold", "twice as many".
    pub(super) fn multiple_word(&self, at: usize, from: usize, found: &mut Vec<Quantity>) -> Option<usize> {
        let word = self.known(at);
        let next = self.known(at + 1);
        let (value, direction) = match word {
            "twice" | "thrice" => {
                AFTER_TWICE.contains(&next).then_some(())?;
                (if word == "twice" { 2 } else { 3 }, Direction::None)
            }
            // Present forms are mostly nouns and adjectives: "a double room".
            "double" | "triple" | "treble" | "quadruple" | "doubles" | "triples" | "quintuple"
            | "quadruples"
                if !self.multiplies(at) =>
            {
                return None;
            }
            _ => {
                let direction = if word.starts_with("halv") { Direction::Down } else { Direction::Up };
                (multiple_value(word)?, direction)
            }
        };
        let half = word.starts_with("halv");
        let fold = word.ends_with("fold");
        let value = if half { Exact::new(1, 2) } else { Exact::from_integer(value) };
        let direction = if fold { self.change_at(at, at + 1, Kind::Multiple).direction } else { direction };
        let role = if direction == Direction::None { ChangeRole::None } else { ChangeRole::By };
        let draft = Draft {
            first: at,
            end: at + 1,
            numeral: (at, at + 1),
            figure: Figure::Value(Printed { value, step: None }),
            kind: Kind::Multiple,
            unit: Cow::Borrowed(""),
            plus: false,
            bound: None,
            noun: None,
            change: Some(Change { direction, role }),
            rule: "multiple",
        };
        self.finish(draft, from, found)
    }

    /// Whether a present form is a verb or compares: "double the", "to double", "will double".
    fn multiplies(&self, at: usize) -> bool {
        let led = at > 0 && self.is(at - 1, flag::FUTURE | flag::BE);
        AFTER_DOUBLE.contains(&self.known(at + 1)) || led || matches!(self.known_before(at), "to" | "more")
    }

    /// "seventh-largest", "third place", "the fourth biggest".
    pub(super) fn ordinal_word(&self, at: usize, found: &mut Vec<Quantity>) -> Option<usize> {
        let (value, end) = match self.entry(at)?.ordinal {
            0 => self.compound_ordinal(at)?,
            value => (value, at + 1),
        };
        let hyphen = usize::from(self.is_hyphen(end));
        let next = self.word(end + hyphen);
        let superlative =
            next.len() > 4 && next.ends_with("est") || matches!(next, "most" | "least" | "best" | "worst");
        let place = hyphen == 0 && matches!(next, "place" | "position" | "rank" | "spot");
        let listed = at > 0
            && matches!(self.known(at - 1), "from" | "to" | "ranked" | "came" | "finished" | "placed")
            && (self.shape(end) != Some(Shape::Word)
                || matches!(self.known(end), "to" | "in" | "place" | "among" | "behind" | "at"));
        let listed = listed || at > 0 && self.known(end) == "among" && self.known(at - 1) != "the";
        let listed =
            listed || at > 0 && matches!(self.known(at - 1), "was" | "were") && self.known(end) == "in";
        if !superlative && !place && !listed {
            return None;
        }
        self.push_ordinal(at, end, i128::from(value), found);
        Some(end)
    }

    /// "twenty-first": its value and the token after it.
    fn compound_ordinal(&self, at: usize) -> Option<(u32, usize)> {
        let Number::Tens(tens) = self.entry(at)?.number else { return None };
        let place = at + 1 + usize::from(self.is_hyphen(at + 1));
        let ones = self.entry(place).filter(|entry| !entry.word.ends_with('s'))?.ordinal;
        (1..10).contains(&ones).then_some((u32::from(tens) + ones, place + 1))
    }

    /// The end of a compound ordinal that ranks nothing, so that its tens count nothing: "a thirty-first birthday".
    pub(super) fn ordinal_end(&self, at: usize) -> Option<usize> {
        let (_, end) = self.compound_ordinal(at)?;
        (self.shape(end) == Some(Shape::Word)).then_some(end)
    }

    pub(super) fn push_ordinal(&self, at: usize, end: usize, value: i128, found: &mut Vec<Quantity>) {
        if matches!(self.entry(at).map(|entry| entry.calendar), Some(Calendar::Month(_))) {
            return;
        }
        found.push(Quantity {
            span: self.start(at)..self.end(end - 1),
            numeral: self.start(at)..self.end(end - 1),
            figure: Figure::Value(Printed { value: Exact::from_integer(value), step: None }),
            kind: Kind::Ordinal,
            unit: Cow::Borrowed(""),
            per: Cow::Borrowed(""),
            noun: None,
            bound: Bound::Exact,
            plus_sign: false,
            change: Change::NONE,
            rule: "ordinal",
        });
    }
}

fn multiple_value(word: &str) -> Option<i128> {
    let stems: [(&str, i128); 20] = [
        ("doubl", 2),
        ("redoubl", 2),
        ("twofold", 2),
        ("tripl", 3),
        ("trebl", 3),
        ("threefold", 3),
        ("quadrupl", 4),
        ("fourfold", 4),
        ("quintupl", 5),
        ("fivefold", 5),
        ("sextupl", 6),
        ("sixfold", 6),
        ("sevenfold", 7),
        ("eightfold", 8),
        ("ninefold", 9),
        ("tenfold", 10),
        ("twentyfold", 20),
        ("fiftyfold", 50),
        ("hundredfold", 100),
        ("thousandfold", 1000),
    ];
    if word.starts_with("halv") {
        return Some(0);
    }
    stems.iter().find(|(stem, _)| word.starts_with(stem)).map(|(_, value)| *value)
}
