//! Puts a quantity together around each numeral: sign, currency, unit, range, bound, change, noun.
//!
//! Takes the anchors of a stretch, gives quantities. The stages of one reading: 1 refuse by what
//! stands before, 2 read the first piece (currency, sign, numeral, unit), 3 join a range or ratio,
//! 4 refuse by what stands beside, 5 count the noun, 6 read bound and change.

use std::borrow::Cow;

use super::bounds::BoundRead;
use super::change::{Change, ChangeRole};
use super::exact::Exact;
use super::lexicon::{Number, flag};
use super::lexis::{Gap, Shape};
use super::nouns::NounRead;
use super::numeral::Numeral;
use super::reader::Reader;
use super::units::UnitRead;
use super::{Bound, Figure, Kind, Printed, Quantity, unit};

/// A numeral with the sign, currency and unit that touch it.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub first: usize,
    pub end: usize,
    pub numeral: Numeral,
    pub unit: Option<UnitRead>,
    /// Token after the unit or numeral where a plus sign stood.
    pub plus: bool,
    /// The bound of "-plus" or "-odd" after the numeral.
    pub suffix: Option<Bound>,
}

/// What is known of a quantity before its surroundings are read.
pub(super) struct Draft {
    pub first: usize,
    pub end: usize,
    pub numeral: (usize, usize),
    pub figure: Figure,
    pub kind: Kind,
    pub unit: Cow<'static, str>,
    pub plus: bool,
    pub bound: Option<BoundRead>,
    pub noun: Option<NounRead>,
    pub change: Option<Change>,
    pub rule: &'static str,
}

impl Reader<'_> {
    /// Reads the quantities of the stretch into `found`.
    pub(super) fn quantities(&self, found: &mut Vec<Quantity>) {
        let mut from = 0;
        let first = found.len();
        for anchor in &self.tokens.anchors {
            let at = *anchor as usize;
            if at < from || self.dated[at] {
                continue;
            }
            if let Some(end) = self.quantity(at, from, found) {
                from = end.max(at + 1);
            }
        }
        self.share_scales(&mut found[first..]);
    }

    /// Reads what starts at one anchor; gives the token up to which it is settled.
    pub(super) fn quantity(&self, at: usize, from: usize, found: &mut Vec<Quantity>) -> Option<usize> {
        let shape = self.shape(at)?;
        if shape == Shape::Word {
            let entry = self.entry(at)?;
            if entry.is(flag::MULTIPLE) {
                return self.multiple_word(at, from, found);
            }
            if entry.number == Number::None {
                return self.ordinal_word(at, found);
            }
            if self.refused_word(at).is_some() {
                return Some(at + 1);
            }
            if let Some(end) = self.ordinal_word(at, found).or_else(|| self.ordinal_end(at)) {
                return Some(end);
            }
        }
        if shape == Shape::Digits {
            if self.refused_digits(at).is_some() {
                return Some(self.skip_refused(at));
            }
            if let Some(end) = self.ordinal_suffix(at + 1) {
                let value = self.word(at).parse::<i64>().ok()?;
                self.push_ordinal(at, end, i128::from(value), found);
                return Some(end);
            }
        }
        let start = self.numeral_start(at, from);
        let piece = self.piece(start, from).or_else(|| self.piece(at, from).filter(|_| start != at))?;
        if self.dated.get(piece.numeral.end - 1).copied().unwrap_or(false) && piece.numeral.end - 1 != at {
            return Some(at + 1);
        }
        self.drafted(piece, from, found)
    }

    /// Where the numeral of the anchor begins: an article or "tens of" before it belongs to it.
    pub(super) fn numeral_start(&self, at: usize, from: usize) -> usize {
        if self.shape(at) == Some(Shape::Digits)
            && at > from
            && self.sign(at - 1, '.')
            && self.gap(at) == Gap::None
        {
            let open = at < 2
                || self.gap(at - 1) != Gap::None
                || !matches!(self.shape(at - 2), Some(Shape::Digits | Shape::Word));
            // "$..75" and " .75": the dot is a decimal point unless a word or number touches it.
            if open {
                return at - 1;
            }
        }
        let word = self.shape(at) == Some(Shape::Word);
        if word && at > from && self.is_article(at - 1) && self.gap(at) < Gap::Line {
            return at - 1;
        }
        if word && at > from && self.is_hyphen(at - 1) && at > from + 1 && self.is_article(at - 2) {
            return at - 2;
        }
        at
    }

    /// After a refusal, the whole run of touching tokens is passed over.
    pub(super) fn skip_refused(&self, at: usize) -> usize {
        let mut end = at + 1;
        while end < self.len() && self.gap(end) == Gap::None && !self.sign_of(end, ")],;") {
            end += 1;
        }
        end
    }

    /// Stages 3 to 6 for a first piece.
    pub(super) fn drafted(&self, piece: Piece, from: usize, found: &mut Vec<Quantity>) -> Option<usize> {
        if let Some(draft) = self.fold(&piece).or_else(|| self.ratio(&piece)) {
            return self.finish(draft, from, found);
        }
        let noun_at = piece.end + if piece.suffix.is_some() && piece.unit.is_none() { 2 } else { 0 };
        let noun = match &piece.unit {
            None if !piece.numeral.fraction || piece.numeral.scale.is_some() => {
                let one = piece.numeral.value == Exact::from_integer(1);
                let of = piece.numeral.indefinite
                    || (piece.numeral.scale.is_some() && self.known(piece.end) == "of");
                self.counted_noun(noun_at, one, of)
            }
            _ => None,
        };
        let closed = piece.unit.is_some() || piece.numeral.scale.is_some() || piece.plus;
        if let Some(draft) = self.range(&piece, from) {
            return self.finish(draft, from, found);
        }
        if self.score(&piece) {
            return Some(piece.end + 2);
        }
        let strong = piece.unit.is_some()
            || piece.numeral.scale.is_some()
            || noun.is_some_and(|noun| self.plural_noun(noun.head));
        if self
            .refused_numeral(&piece.numeral, piece.first, if piece.numeral.words { closed } else { strong })
            .is_some()
        {
            return Some(piece.numeral.end);
        }
        let mut draft = self.draft_value(&piece);
        if (noun.is_some() || piece.unit.is_some())
            && let Some(bound) = piece.suffix
        {
            draft.bound = Some(BoundRead { bound, edge: draft.first });
        }
        draft.noun = noun;
        self.finish(draft, from, found)
    }

    /// "40,000-plus fans", "20-odd years": the bound that a hyphen joins to a numeral.
    pub(super) fn bound_suffix(&self, end: usize) -> Option<Bound> {
        if !self.tight_hyphen(end) {
            return None;
        }
        match self.word(end + 1) {
            "plus" => Some(Bound::AtLeast),
            "odd" => Some(Bound::About),
            _ => None,
        }
    }

    pub(super) fn draft_value(&self, piece: &Piece) -> Draft {
        let (kind, unit, rule) = match &piece.unit {
            Some(read) => (read.kind, read.name.clone(), rule_of(read.kind)),
            None => {
                (Kind::Count, Cow::Borrowed(""), if piece.numeral.fraction { "fraction" } else { "count" })
            }
        };
        Draft {
            first: piece.first,
            end: piece.end,
            numeral: (piece.numeral.first, piece.numeral.end),
            figure: Figure::Value(self.printed(&piece.numeral, kind)),
            kind,
            unit,
            plus: piece.plus,
            bound: None,
            noun: None,
            change: None,
            rule,
        }
    }

    /// The printed value; a whole number below 1,000 that measures and does not count is stated to its unit.
    pub(super) fn printed(&self, numeral: &Numeral, kind: Kind) -> Printed {
        let measured = matches!(kind, Kind::Percent | Kind::Points | Kind::Dimension);
        let whole = numeral.value.is_integer() && !numeral.words && !numeral.fraction;
        let step = match numeral.step {
            None if measured && whole => Some(Exact::from_integer(1)),
            step => step,
        };
        Printed { value: numeral.value, step }
    }

    /// Stages 5 and 6, then the quantity itself.
    pub(super) fn finish(&self, mut draft: Draft, from: usize, found: &mut Vec<Quantity>) -> Option<usize> {
        let mut per = Cow::Borrowed("");
        let mut noun_range = None;
        if let Some(noun) = draft.noun {
            draft.unit = Cow::Owned(unit::singular(&self.noun_text(noun.head)));
            noun_range = Some(self.start(noun.first)..self.end(noun.end - 1));
            draft.end = noun.end;
            if let Some((below, end)) = self.below_count(draft.end) {
                (per, draft.end) = (below, end);
            }
        } else if draft.kind == Kind::Currency && draft.unit.contains(" per ") {
            // A counted noun below the line is no part of a unit of money.
            if let Some((above, below)) = draft.unit.split_once(" per ")
                && unit::dimension(below).is_none()
            {
                let (above, below) = (above.to_owned(), below.to_owned());
                (draft.unit, per) = (Cow::Owned(above), Cow::Owned(below));
            }
        }
        self.age(&mut draft);
        let (bound, first) = self.bound_around(&mut draft, from, found.last());
        let change = draft.change.unwrap_or_else(|| self.change_at(first, draft.end, draft.kind));
        let change =
            if change == Change::NONE { self.restated(first, &draft.unit, found.last()) } else { change };
        let end = draft.end;
        found.push(Quantity {
            span: self.start(first)..self.end(end - 1),
            numeral: self.start(draft.numeral.0)..self.end(draft.numeral.1 - 1),
            figure: draft.figure,
            kind: draft.kind,
            unit: draft.unit,
            per,
            noun: noun_range,
            bound,
            plus_sign: draft.plus,
            change,
            rule: draft.rule,
        });
        Some(end)
    }

    /// The bound before or behind a draft, with the first token of the whole expression.
    fn bound_around(&self, draft: &mut Draft, from: usize, last: Option<&Quantity>) -> (Bound, usize) {
        let first = draft.first;
        let before = draft.bound.take().or_else(|| {
            let spread = |edge| draft.kind == Kind::Duration && self.spread_over(edge, last);
            self.bound_before(first).filter(|read| read.edge >= from && !spread(read.edge))
        });
        if let Some(read) = before {
            let first = first.min(read.edge);
            // "nearly at least", "about up to": a second hedge before the first is part of the words.
            let strong = |bound| matches!(bound, Bound::AtMost | Bound::AtLeast | Bound::Over | Bound::Under);
            let outer = self.bound_before(first).filter(|outer| outer.edge >= from && strong(outer.bound));
            return outer.map_or((read.bound, first), |outer| (outer.bound, outer.edge));
        }
        if draft.plus {
            return (Bound::AtLeast, first);
        }
        if let Some(read) = self.bound_after(draft.end) {
            draft.end = read.edge;
            return (read.bound, first);
        }
        let indefinite = matches!(draft.figure, Figure::Value(_)) && self.indefinite_at(draft.numeral.0);
        (if indefinite { Bound::AtLeast } else { Bound::Exact }, first)
    }

    /// "$60 billion over three years": the time that an amount is spread over, no bound.
    fn spread_over(&self, at: usize, last: Option<&Quantity>) -> bool {
        let amount = last.filter(|last| self.known(at) == "over" && last.span.end < self.start(at));
        amount.is_some_and(|last| {
            (1..=5)
                .map_while(|back| at.checked_sub(back))
                .take_while(|place| !self.clause_break(*place) && !self.sign(*place, ','))
                .any(|place| self.end(place) == last.span.end)
        })
    }

    /// "fell 45 cents, or 0.6 percent", "rose 5% and 6%": an amount said a second time, or a like one
    /// beside it, has the same part in the change.
    fn restated(&self, first: usize, unit: &str, last: Option<&Quantity>) -> Change {
        let said_again = |last: &&Quantity| {
            let joins = |at: usize| self.known(at) == "or" || self.known(at) == "and" && last.unit == unit;
            let or = first.checked_sub(1).filter(|or| joins(*or))?;
            let end = or.checked_sub(1 + usize::from(or > 0 && self.sign(or - 1, ',')))?;
            (last.change.role == ChangeRole::By && self.end(end) == last.span.end).then_some(())
        };
        last.filter(|last| said_again(last).is_some()).map_or(Change::NONE, |last| last.change)
    }

    pub(super) fn indefinite_at(&self, at: usize) -> bool {
        let word = self.known(at);
        (self.word(at).eq_ignore_ascii_case("tens") && self.known(at + 1) == "of")
            || matches!(
                word,
                "hundreds"
                    | "thousands"
                    | "millions"
                    | "billions"
                    | "trillions"
                    | "dozens"
                    | "lakhs"
                    | "crores"
            )
    }

    /// The head noun in lower case; names that are written in capitals keep them out of the unit too.
    pub(super) fn noun_text(&self, head: usize) -> String {
        self.word(head).to_lowercase()
    }

    /// What stands below the line after a counted noun: "32,000 vehicles a year".
    pub(super) fn below_count(&self, at: usize) -> Option<(Cow<'static, str>, usize)> {
        let mut read = UnitRead { name: Cow::Borrowed(""), kind: Kind::Dimension, end: at };
        self.per(&mut read);
        let below = read.name.strip_prefix(" per ")?.to_owned();
        Some((Cow::Owned(below), read.end))
    }

    /// Turns a duration into an age: "45-year-old", "5 years old", "aged 45", "3 years of age".
    pub(super) fn age(&self, draft: &mut Draft) {
        if draft.kind == Kind::Duration {
            let hyphen = usize::from(self.is_hyphen(draft.end));
            let after = self.word(draft.end + hyphen);
            if matches!(after, "old" | "olds" | "older") && self.known(draft.end + hyphen + 1) != "than" {
                draft.end += hyphen + 1;
                draft.kind = Kind::Age;
            } else if after == "of" && self.word(draft.end + 1) == "age" {
                draft.end += 2;
                draft.kind = Kind::Age;
            }
        } else if draft.kind == Kind::Count && draft.noun.is_none() {
            let before = self.known_before(draft.first);
            let after = self.word(draft.end);
            if matches!(after, "yo" | "y") && self.gap(draft.end) <= Gap::Space {
                draft.end += 1 + if self.sign(draft.end + 1, '/') { 2 } else { 0 };
                (draft.kind, draft.unit) = (Kind::Age, Cow::Borrowed("year"));
            } else if before == "aged"
                || draft.first > 0
                    && matches!(self.word(draft.first - 1), "turned" | "turns" | "turning")
                    && self.shape(draft.end) != Some(Shape::Word)
                || matches!(before, "age" | "ages")
                    && (self.shape(draft.end) != Some(Shape::Word) || self.is(draft.end, flag::STOP))
            {
                (draft.kind, draft.unit) = (Kind::Age, Cow::Borrowed("year"));
            }
        }
        if draft.kind == Kind::Age {
            draft.rule = "age";
        }
    }

    /// A figure like "3-1" that is a score, a vote or a ratio and no range.
    pub(super) fn score(&self, piece: &Piece) -> bool {
        if piece.unit.is_some() || !piece.numeral.bare {
            return false;
        }
        let end = piece.numeral.end;
        let dashed = self.tight_hyphen(end) && self.shape(end + 1) == Some(Shape::Digits);
        let colon = self.sign(end, ':')
            && self.gap(end) == Gap::None
            && self.gap(end + 1) == Gap::None
            && self.shape(end + 1) == Some(Shape::Digits);
        dashed || colon
    }
}

pub(super) fn rule_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Currency => "money",
        Kind::Percent => "percent",
        Kind::Points => "points",
        Kind::Duration => "duration",
        Kind::Dimension => "measure",
        _ => "count",
    }
}
