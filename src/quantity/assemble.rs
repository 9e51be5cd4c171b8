//! Puts a quantity together around each numeral: sign, currency, unit, range, bound, change, noun.
//!
//! Takes the anchors of a stretch, gives quantities. The stages of one reading: 1 refuse by what
//! stands before, 2 read the first piece (currency, sign, numeral, unit), 3 join a range or ratio,
//! 4 refuse by what stands beside, 5 count the noun, 6 read bound and change.

use std::borrow::Cow;

use num_traits::{CheckedMul, Signed, Zero};

use super::bounds::BoundRead;
use super::change::{Change, ChangeRole, Direction};
use super::exact::Exact;
use super::lexicon::{Calendar, Number, flag};
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
    fn quantity(&self, at: usize, from: usize, found: &mut Vec<Quantity>) -> Option<usize> {
        let shape = self.shape(at)?;
        if shape == Shape::Word {
            let entry = self.entry(at)?;
            if entry.is(flag::MULTIPLE) {
                return self.multiple_word(at, from, found);
            }
            if entry.number == Number::None {
                return self.ordinal_word(at, found);
            }
            if let Some(end) = self.ordinal_word(at, found) {
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
    fn numeral_start(&self, at: usize, from: usize) -> usize {
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
    fn skip_refused(&self, at: usize) -> usize {
        let mut end = at + 1;
        while end < self.len() && self.gap(end) == Gap::None && !self.sign_of(end, ")],;") {
            end += 1;
        }
        end
    }

    /// Stage 2: the currency, sign, numeral and unit at `at`.
    pub(super) fn piece(&self, at: usize, from: usize) -> Option<Piece> {
        let mut numeral = self.numeral(at)?;
        let mut first = at;
        // "tens of thousands".
        if numeral.indefinite
            && let Some(start) = self.tens_of(at)
            && start >= from
        {
            numeral.value = numeral.value.checked_mul(&Exact::from_integer(10))?;
            (numeral.first, first) = (start, start);
        }
        let mut money = self.currency_before(first).filter(|(_, start)| *start >= from);
        if let Some((_, start)) = money {
            first = start;
        }
        let negative = self.minus_before(first, from);
        if let Some(start) = negative {
            (first, numeral.value) = (start, -numeral.value);
            if money.is_none() {
                money = self.currency_before(first).filter(|(_, start)| *start >= from);
                if let Some((_, start)) = money {
                    first = start;
                }
            }
        }
        let mut end = numeral.end;
        // "2,000.45±0.01": the tolerance is no quantity of its own.
        if self.sign(end, '±')
            && let Some(run) = self.digit_run(end + 1)
        {
            end = run.end;
        }
        let plus = self.sign(end, '+') && self.gap(end) == Gap::None && !self.numeric(end + 1);
        if plus {
            end += 1;
        }
        let beside = Numeral { end, ..numeral };
        let mut unit = if money.is_some() { None } else { self.unit_after(&beside) };
        if let Some((place, _)) = money {
            let mut read = UnitRead { name: Cow::Borrowed(self.unit_name(place)), kind: Kind::Currency, end };
            self.qualified_money(&mut read);
            self.per(&mut read);
            unit = Some(read);
        } else if unit.is_none() {
            unit = self.percent_in_front(first, end);
        }
        if negative.is_none()
            && unit
                .as_ref()
                .is_some_and(|read| matches!(read.name.as_ref(), "celsius" | "fahrenheit" | "kelvin"))
            && let Some(sign) = first.checked_sub(1).filter(|sign| {
                *sign > from && self.sign_of(*sign, "-−") && self.shape(sign - 1) == Some(Shape::Word)
            })
            && self.gap(sign) == Gap::Space
        {
            (first, numeral.value) = (sign, -numeral.value);
        }
        if let Some(read) = &mut unit {
            self.scale_behind(read, &mut numeral, first);
            end = read.end;
        }
        let late_plus = self.sign(end, '+')
            && self.gap(end) == Gap::None
            && end > 0
            && self.shape(end + 1) != Some(Shape::Digits);
        let mut piece =
            Piece { first, end: end + usize::from(late_plus), numeral, unit, plus: plus || late_plus };
        self.composite(&mut piece);
        Some(piece)
    }

    /// "$1,190.00 AUD", "$10 dollars", "$80.00 U.S.": a name after a signed amount.
    fn qualified_money(&self, read: &mut UnitRead) {
        let Some((unit, end)) = self.unit_at(read.end, None) else { return };
        let name = self.unit_name(unit);
        let money = super::units::kind_of(self.units.at(unit).dimension) == Kind::Currency;
        let word = self.shape(read.end) == Some(Shape::Word);
        if money && word && (read.name == name || (read.name == "USD" && name.ends_with('D'))) {
            *read = UnitRead { name: Cow::Borrowed(name), kind: Kind::Currency, end };
        }
    }

    /// "75 USD million", "30 MUSD", "MAUD 60": a scale that stands with the currency.
    fn scale_behind(&self, read: &mut UnitRead, numeral: &mut Numeral, first: usize) {
        if read.kind != Kind::Currency {
            return;
        }
        let million = |at: usize| self.million_code(at).is_some();
        let scale = match self.scales(read.end) {
            Some((scale, after, false))
                if numeral.scale.is_none() && self.shape(read.end - 1) == Some(Shape::Word) =>
            {
                read.end = after;
                scale
            }
            _ if million(first) || (read.end > numeral.end && million(read.end - 1)) => {
                Exact::from_integer(1_000_000)
            }
            _ => return,
        };
        if let Some(value) = numeral.value.checked_mul(&scale) {
            numeral.value = value;
            numeral.step = numeral.step.map_or(Some(scale), |step| step.checked_mul(&scale));
            numeral.scale = Some(scale);
        }
    }

    /// "percent of twenty": the rare form with the percent word in front.
    fn percent_in_front(&self, first: usize, end: usize) -> Option<UnitRead> {
        let of = first.checked_sub(1).filter(|of| self.known(*of) == "of")?;
        let word = of.checked_sub(1)?;
        let percent = match self.word(word).to_ascii_lowercase().as_str() {
            "percent" | "percents" => word,
            "cent" | "cents" if word > 0 && self.known(word - 1) == "per" => word - 1,
            _ => return None,
        };
        let counted = percent > 0
            && (self.numeric(percent - 1)
                || self.is_hyphen(percent - 1)
                || self.is_article(percent - 1)
                || self.known(percent - 1) == "what");
        (!counted).then_some(UnitRead { name: Cow::Borrowed("percent"), kind: Kind::Percent, end })
    }

    /// A minus sign or "minus", "negative" right before `first`.
    fn minus_before(&self, first: usize, from: usize) -> Option<usize> {
        let before = first.checked_sub(1).filter(|before| *before >= from)?;
        if matches!(self.known(before), "minus" | "negative")
            || matches!(self.word(before), "minus" | "negative")
        {
            return Some(before);
        }
        if !self.sign_of(before, "-−–") {
            return None;
        }
        // A hyphen that touches something before it, or stands between two things, is no minus.
        let opens = before == 0 || self.gap(before) != Gap::None || self.sign_of(before - 1, "([$€£/,:=|");
        let touches = self.gap(first) == Gap::None;
        let alone = before == 0 || self.gap(before) == Gap::Line;
        let after_word = before > 0 && self.is(before - 1, flag::BE | flag::PREPOSITION | flag::ADVERB);
        (opens
            && (touches || alone || (self.sign(before, '-') && after_word && self.gap(first) == Gap::Space)))
            .then_some(before)
    }

    /// "5 feet 2 inches", "6 lb 3 oz", "3 dollars 40 cents": the smaller unit adds to the larger.
    fn composite(&self, piece: &mut Piece) {
        let Some(read) = &piece.unit else { return };
        let smaller: &[(&str, i128)] = match read.name.as_ref() {
            "foot" => &[("inch", 12)],
            "pound" => &[("ounce", 16)],
            "USD" | "CAD" | "AUD" | "EUR" => &[("cent", 100)],
            "GBP" => &[("pence", 100)],
            "CNY" => return,
            _ => return,
        };
        let at = piece.end + usize::from(self.is_and(piece.end));
        let Some(next) =
            self.digit_run(at).map(|run| run.end).or_else(|| self.cardinal(at).map(|found| found.1))
        else {
            return;
        };
        let Some(numeral) = self.numeral(at).filter(|numeral| numeral.end == next && !numeral.fraction)
        else {
            return;
        };
        let unit = self.unit_after(&numeral);
        let size = match &unit {
            Some(unit) => {
                smaller.iter().find(|(name, _)| *name == unit.name).map(|(_, size)| (*size, unit.end))
            }
            // "15 dollars and 50." says cents without naming them.
            None => self.bare_cents(&numeral, read).then_some((100, numeral.end)),
        };
        let Some((size, end)) = size else { return };
        let part = numeral.value / Exact::from_integer(size);
        if part < Exact::from_integer(1) && !numeral.value.is_negative() && piece.numeral.value.is_integer() {
            if let Some(sum) = num_traits::CheckedAdd::checked_add(&piece.numeral.value, &part) {
                piece.numeral.value = sum;
                piece.numeral.step = None;
                piece.end = end;
            }
        }
    }

    /// A number of at most two digits after an amount of whole money, with nothing after it.
    fn bare_cents(&self, numeral: &Numeral, read: &UnitRead) -> bool {
        let two = self.word(numeral.first).len() == 2 && numeral.bare;
        let named = self.shape(read.end - 1) == Some(Shape::Word) || self.sign(read.end - 1, '€');
        let closes = self.shape(numeral.end).is_none()
            || (self.sign(numeral.end, '.') && self.shape(numeral.end + 1).is_none());
        two && named && closes && read.kind == Kind::Currency
    }

    /// Stages 3 to 6 for a first piece.
    fn drafted(&self, piece: Piece, from: usize, found: &mut Vec<Quantity>) -> Option<usize> {
        if let Some(draft) = self.fold(&piece).or_else(|| self.ratio(&piece)) {
            return self.finish(draft, from, found);
        }
        let noun = match &piece.unit {
            None if !piece.numeral.fraction || piece.numeral.scale.is_some() => {
                let one = piece.numeral.value == Exact::from_integer(1);
                let of = piece.numeral.indefinite
                    || (piece.numeral.scale.is_some() && self.known(piece.end) == "of");
                self.counted_noun(piece.end, one, of)
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
        draft.noun = noun;
        self.finish(draft, from, found)
    }

    fn draft_value(&self, piece: &Piece) -> Draft {
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
        let mut bound = Bound::Exact;
        let mut first = draft.first;
        if let Some(read) =
            draft.bound.take().or_else(|| self.bound_before(first).filter(|read| read.edge >= from))
        {
            bound = read.bound;
            first = first.min(read.edge);
            // "nearly at least", "about up to": a second hedge before the first is part of the words.
            if let Some(outer) = self.bound_before(first).filter(|outer| {
                outer.edge >= from
                    && matches!(outer.bound, Bound::AtMost | Bound::AtLeast | Bound::Over | Bound::Under)
            }) {
                (bound, first) = (outer.bound, outer.edge);
            }
        }
        if draft.plus && bound == Bound::Exact {
            bound = Bound::AtLeast;
        }
        if bound == Bound::Exact
            && let Some(read) = self.bound_after(draft.end)
        {
            (bound, draft.end) = (read.bound, read.edge);
        }
        if bound == Bound::Exact
            && matches!(draft.figure, Figure::Value(_))
            && self.indefinite_at(draft.numeral.0)
        {
            bound = Bound::AtLeast;
        }
        let change = draft.change.unwrap_or_else(|| self.change_at(first, draft.end, draft.kind));
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

    fn indefinite_at(&self, at: usize) -> bool {
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
    fn noun_text(&self, head: usize) -> String {
        self.word(head).to_lowercase()
    }

    /// What stands below the line after a counted noun: "32,000 vehicles a year".
    fn below_count(&self, at: usize) -> Option<(Cow<'static, str>, usize)> {
        let mut read = UnitRead { name: Cow::Borrowed(""), kind: Kind::Dimension, end: at };
        self.per(&mut read);
        let below = read.name.strip_prefix(" per ")?.to_owned();
        Some((Cow::Owned(below), read.end))
    }

    /// Turns a duration into an age: "45-year-old", "5 years old", "aged 45", "3 years of age".
    fn age(&self, draft: &mut Draft) {
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
            let before = draft.first.checked_sub(1).map_or("", |at| self.word(at));
            let after = self.word(draft.end);
            if matches!(after, "yo" | "y") && self.gap(draft.end) <= Gap::Space {
                draft.end += 1 + if self.sign(draft.end + 1, '/') { 2 } else { 0 };
                (draft.kind, draft.unit) = (Kind::Age, Cow::Borrowed("year"));
            } else if matches!(before, "aged" | "age") && self.shape(draft.end) != Some(Shape::Word)
                || matches!(before, "aged")
                    && matches!(
                        self.known(draft.end),
                        "and" | "or" | "to" | "in" | "who" | "was" | "is" | "has"
                    )
            {
                (draft.kind, draft.unit) = (Kind::Age, Cow::Borrowed("year"));
            }
        }
        if draft.kind == Kind::Age {
            draft.rule = "age";
        }
    }

    /// A figure like "3-1" that is a score, a vote or a ratio and no range.
    fn score(&self, piece: &Piece) -> bool {
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

    /// Whether `at` begins a numeral that may close a range.
    pub(super) fn range_end(&self, at: usize, from: usize) -> Option<Piece> {
        let start = if self.sign_of(at, "$£€₹¥~")
            || (self.shape(at) == Some(Shape::Word) && self.symbol(self.word(at)).is_some())
        {
            at + 1
        } else {
            at
        };
        let start = if self.sign(start, '$') { start + 1 } else { start };
        if self.dated.get(start).copied().unwrap_or(true) {
            return None;
        }
        let numeric = self.numeric(start)
            || (self.sign(start, '.') && self.shape(start + 1) == Some(Shape::Digits))
            || (self.is_article(start) && self.numeric(start + 1));
        if !numeric || (start == at && self.ordinal_suffix(start + 1).is_some()) {
            return None;
        }
        self.piece(start, from)
    }

    /// Gives list members the scale and unit that stand with the last one: "3.91, 2.97 and 2.65 million".
    fn share_scales(&self, found: &mut [Quantity]) {
        for last in 1..found.len() {
            let mut member = last;
            while member > 0 && self.listed(&found[member - 1], &found[member]) {
                let (before, after) = found.split_at_mut(member);
                if !share(&mut before[member - 1], &after[0], self) {
                    break;
                }
                member -= 1;
            }
        }
    }

    /// True where nothing but a comma, "and" or "or" stands between two quantities.
    fn listed(&self, left: &Quantity, right: &Quantity) -> bool {
        if right.numeral.start < left.span.end
            || left.noun.is_some()
            || left.kind != Kind::Count
            || !left.unit.is_empty()
        {
            return false;
        }
        let between = self.tokens.text.get(left.span.end..right.span.start).unwrap_or("x").trim();
        matches!(between, "," | "and" | "or" | ", and" | ", or" | "&")
    }

    /// "233-fold", "10 times as many", "10x".
    fn fold(&self, piece: &Piece) -> Option<Draft> {
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
                let next = self.known(end + 1);
                let multiple = matches!(
                    next,
                    "as" | "more"
                        | "the"
                        | "higher"
                        | "larger"
                        | "those"
                        | "that"
                        | "what"
                        | "its"
                        | "his"
                        | "her"
                        | "their"
                        | "bigger"
                        | "greater"
                        | "less"
                        | "fewer"
                        | "lower"
                        | "smaller"
                        | "over"
                ) || matches!(
                    self.word(end + 1),
                    "faster" | "longer" | "stronger" | "better" | "cheaper" | "slower" | "worse" | "than"
                );
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
    fn ratio(&self, piece: &Piece) -> Option<Draft> {
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
    fn multiple_word(&self, at: usize, from: usize, found: &mut Vec<Quantity>) -> Option<usize> {
        let word = self.known(at);
        let followed = matches!(
            self.known(at + 1),
            "the"
                | "that"
                | "its"
                | "their"
                | "his"
                | "her"
                | "as"
                | "what"
                | "those"
                | "this"
                | "last"
                | "our"
                | "from"
                | "to"
                | "in"
                | "over"
                | "again"
                | "every"
                | "by"
                | "and"
                | "since"
        );
        let (value, direction) = match word {
            "twice" | "thrice" => {
                if !matches!(
                    self.known(at + 1),
                    "as" | "the"
                        | "that"
                        | "its"
                        | "their"
                        | "what"
                        | "those"
                        | "more"
                        | "his"
                        | "her"
                        | "last"
                ) {
                    return None;
                }
                (if word == "twice" { 2 } else { 3 }, Direction::None)
            }
            "double" | "triple" | "treble" | "quadruple" | "doubles" | "triples" | "quintuple"
            | "quadruples"
                if !followed
                    && !(self.is(at.wrapping_sub(1), flag::FUTURE | flag::BE)
                        || matches!(self.known_before(at), "to" | "more")) =>
            {
                return None;
            }
            _ => (
                multiple_value(word)?,
                if word.starts_with("halv") { Direction::Down } else { Direction::Up },
            ),
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

    /// "seventh-largest", "third place", "the fourth biggest".
    fn ordinal_word(&self, at: usize, found: &mut Vec<Quantity>) -> Option<usize> {
        let mut value = self.entry(at)?.ordinal;
        let mut end = at + 1;
        if let (0, Number::Tens(tens)) = (value, self.entry(at)?.number) {
            let hyphen = usize::from(self.is_hyphen(end));
            let ones = self.entry(end + hyphen).map_or(0, |entry| entry.ordinal);
            if !(1..10).contains(&ones)
                || self.entry(end + hyphen).is_some_and(|entry| entry.word.ends_with('s'))
            {
                return None;
            }
            (value, end) = (u32::from(tens) + ones, end + hyphen + 1);
        }
        if value == 0 {
            return None;
        }
        let hyphen = usize::from(self.is_hyphen(end));
        let next = self.word(end + hyphen);
        let superlative =
            next.len() > 4 && next.ends_with("est") || matches!(next, "most" | "least" | "best" | "worst");
        let place = hyphen == 0 && matches!(next, "place" | "position" | "rank" | "spot");
        let listed = at > 0
            && matches!(self.known(at - 1), "from" | "to" | "ranked")
            && (self.shape(end) != Some(Shape::Word)
                || matches!(self.known(end), "to" | "in" | "place" | "among"));
        if !superlative && !place && !listed {
            return None;
        }
        self.push_ordinal(at, end, i128::from(value), found);
        Some(end)
    }

    fn push_ordinal(&self, at: usize, end: usize, value: i128, found: &mut Vec<Quantity>) {
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
    if number.is_empty() || digits(own).len() < own.len() {
        return false;
    }
    let decimals = |text: &str| text.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len());
    let alike = decimals(&number) == decimals(own) || (decimals(&number) > 0) == (decimals(own) > 0);
    if scaled {
        let plain = super::exact::parse(&number.replace(',', "")).filter(|plain| !plain.is_zero());
        let Some(factor) = plain.map(|plain| theirs.value / plain) else { return false };
        if !alike || mine.value >= Exact::from_integer(1000) {
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
    if left.unit.is_empty() && !right.unit.is_empty() && right.kind != Kind::Currency {
        left.unit = right.unit.clone();
        left.kind = right.kind;
    } else if right.kind == Kind::Currency
        && !text[right.span.start..right.numeral.start].contains(['$', '£', '€', '₹'])
    {
        left.unit = right.unit.clone();
        left.kind = right.kind;
    }
    left.rule = "list";
    true
}
