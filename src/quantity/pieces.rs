//! Reads one piece of a quantity: a numeral with the sign, currency and unit that touch it.
//!
//! Takes the place of a numeral, gives the piece. Ranges and bounds are joined to it elsewhere.

use std::borrow::Cow;

use num_traits::{CheckedAdd, CheckedMul, Signed};

use super::Kind;
use super::assemble::Piece;
use super::exact::Exact;
use super::lexicon::flag;
use super::lexis::{Gap, Shape};
use super::numeral::Numeral;
use super::reader::Reader;
use super::units::UnitRead;

impl Reader<'_> {
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
        let (money, opens, negative) = self.money_side(first, from);
        first = opens;
        if negative {
            numeral.value = -numeral.value;
        }
        let mut end = numeral.end;
        // "3,150.25±0.05": the tolerance is no quantity of its own.
        if self.sign(end, '±')
            && let Some(run) = self.digit_run(end + 1)
        {
            end = run.end;
        }
        let plus = self.sign(end, '+') && self.gap(end) == Gap::None && !self.numeric(end + 1);
        end += usize::from(plus);
        let suffix = self.bound_suffix(end);
        let mut unit = match money {
            Some(place) => {
                let mut read =
                    UnitRead { name: Cow::Borrowed(self.unit_name(place)), kind: Kind::Currency, end };
                self.qualified_money(&mut read);
                self.per(&mut read);
                Some(read)
            }
            None => {
                let beside = Numeral { end: end + if suffix.is_some() { 2 } else { 0 }, ..numeral };
                self.unit_after(&beside).or_else(|| self.percent_in_front(first, end))
            }
        };
        if !negative && let Some(sign) = self.degrees_below(&unit, first, from) {
            (first, numeral.value) = (sign, -numeral.value);
        }
        if let Some(read) = &mut unit {
            dotted_thousands(read, &mut numeral);
            self.scale_behind(read, &mut numeral, first);
            end = read.end;
        }
        let late_plus = self.sign(end, '+')
            && self.gap(end) == Gap::None
            && end > 0
            && self.shape(end + 1) != Some(Shape::Digits);
        let mut piece = Piece {
            first,
            end: end + usize::from(late_plus),
            numeral,
            unit,
            plus: plus || late_plus,
            suffix,
        };
        self.composite(&mut piece);
        Some(piece)
    }

    /// The currency and the minus sign before `first`, in either order: the currency, the first token, whether negative.
    fn money_side(&self, first: usize, from: usize) -> (Option<u16>, usize, bool) {
        let before = |at: usize| self.currency_before(at).filter(|(_, start)| *start >= from);
        let (mut money, mut first) = match before(first) {
            Some((unit, start)) => (Some(unit), start),
            None => {
                let parted = self.currency_before_bound(first).filter(|(_, start)| *start >= from);
                (parted.map(|(unit, _)| unit), first)
            }
        };
        let minus = self.minus_before(first, from);
        if let Some(start) = minus {
            first = start;
            if money.is_none()
                && let Some((unit, start)) = before(first)
            {
                (money, first) = (Some(unit), start);
            }
        }
        (money, first, minus.is_some())
    }

    /// The minus sign that a space parts from degrees: "falls to - 5 °C".
    fn degrees_below(&self, unit: &Option<UnitRead>, first: usize, from: usize) -> Option<usize> {
        let degrees = unit
            .as_ref()
            .is_some_and(|read| matches!(read.name.as_ref(), "celsius" | "fahrenheit" | "kelvin"));
        let sign = first.checked_sub(1).filter(|sign| degrees && *sign > from)?;
        let apart = self.gap(sign) == Gap::Space && self.shape(sign - 1) == Some(Shape::Word);
        (apart && self.sign_of(sign, "-−")).then_some(sign)
    }

    /// "$ more than 1,000": a sign of money that the bound parts from its number.
    fn currency_before_bound(&self, first: usize) -> Option<(u16, usize)> {
        let read = self.bound_before(first)?;
        let sign = read.edge.checked_sub(1).filter(|sign| self.shape(*sign) == Some(Shape::Sign))?;
        self.money_sign(sign).then(|| self.currency_before(read.edge))?
    }

    /// "$1,250.00 NZD", "$10 dollars", "$75.00 U.S.": a name after a signed amount.
    pub(super) fn qualified_money(&self, read: &mut UnitRead) {
        let Some((unit, end)) = self.unit_at(read.end, None) else { return };
        let name = self.unit_name(unit);
        let money = super::units::kind_of(self.units.at(unit).dimension) == Kind::Currency;
        let word = self.shape(read.end) == Some(Shape::Word);
        if money && word && (read.name == name || (read.name == "USD" && name.ends_with('D'))) {
            *read = UnitRead { name: Cow::Borrowed(name), kind: Kind::Currency, end };
        }
    }

    /// "75 USD million", "30 MUSD", "MAUD 60": a scale that stands with the currency.
    pub(super) fn scale_behind(&self, read: &mut UnitRead, numeral: &mut Numeral, first: usize) {
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
    pub(super) fn percent_in_front(&self, first: usize, end: usize) -> Option<UnitRead> {
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
    pub(super) fn minus_before(&self, first: usize, from: usize) -> Option<usize> {
        let before = first.checked_sub(1).filter(|before| *before >= from)?;
        if matches!(self.known(before), "minus" | "negative") {
            // "plus or minus 3 points" says how far, not below zero.
            let either = before > 1 && self.known(before - 1) == "or" && self.known(before - 2) == "plus";
            return (!either).then_some(before);
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
    pub(super) fn composite(&self, piece: &mut Piece) {
        let Some(read) = &piece.unit else { return };
        let smaller: &[(&str, i128)] = match read.name.as_ref() {
            "foot" => &[("inch", 12)],
            "pound" => &[("ounce", 16)],
            "USD" | "CAD" | "AUD" => &[("cent", 100)],
            "EUR" => &[("cent", 100), ("centime", 100), ("centimes", 100)],
            "CHF" => &[("centime", 100), ("centimes", 100), ("rappen", 100)],
            "INR" | "PKR" => &[("paisa", 100), ("paise", 100), ("paisas", 100)],
            "GBP" => &[("pence", 100)],
            "CNY" => &[("mao", 10), ("jiao", 10), ("fen", 100)],
            "hour" => &[("minute", 60), ("second", 3600)],
            "minute" => &[("second", 60)],
            _ => return,
        };
        let lasts = read.kind == Kind::Duration;
        let at = piece.end + usize::from(self.is_and(piece.end) || lasts && self.sign(piece.end, ','));
        let Some(numeral) = self.plain_part(at) else { return };
        let size = match self.unit_after(&numeral) {
            Some(unit) => {
                smaller.iter().find(|(name, _)| *name == unit.name).map(|(_, size)| (*size, unit.end))
            }
            None => {
                let word = self.word(numeral.end);
                let named = smaller.iter().find(|(name, _)| *name == word);
                match named {
                    Some((_, size)) => Some((*size, numeral.end + 1)),
                    // "15 dollars and 50." says cents without naming them.
                    None => self.bare_cents(&numeral, read).then_some((100, numeral.end)),
                }
            }
        };
        let Some((size, end)) = size else { return };
        if lasts && self.parts_of_age(piece.first, end) {
            return;
        }
        let one = Exact::from_integer(1);
        let part = numeral.value / Exact::from_integer(size);
        if !(part < one && !numeral.value.is_negative() && piece.numeral.value.is_integer()) {
            return;
        }
        let Some(sum) = piece.numeral.value.checked_add(&part) else { return };
        (piece.numeral.value, piece.numeral.step, piece.end) = (sum, None, end);
        if lasts && size == 60 {
            self.seconds_behind(piece);
        }
        // "six mao two": a last digit counts the tenths of what stands before it.
        if matches!(self.word(end - 1), "mao" | "jiao")
            && let Some(last) = self.plain_part(end).filter(|last| last.value < Exact::from_integer(10))
            && self.shape(last.end) != Some(Shape::Word)
        {
            piece.numeral.value += last.value / Exact::from_integer(size * 10);
            piece.end = last.end;
        }
    }

    /// "Aged two years and four months": an age is told in whole years elsewhere. "Two days and six hours respectively".
    fn parts_of_age(&self, first: usize, end: usize) -> bool {
        let before = self.known_before(first);
        let behind = self.word(end + usize::from(self.is_hyphen(end)));
        let at = || first.checked_sub(2).is_some_and(|at| before == "of" && self.word(at) == "age");
        let of = || behind == "of" && self.word(end + 1) == "age";
        before == "aged" || matches!(behind, "old" | "respectively") || at() || of()
    }

    /// "2 hours, 51 minutes and 3 seconds".
    fn seconds_behind(&self, piece: &mut Piece) {
        let at = piece.end + usize::from(self.is_and(piece.end) || self.sign(piece.end, ','));
        let hours = piece.unit.as_ref().is_some_and(|read| read.name == "hour");
        let Some(numeral) = self.plain_part(at).filter(|_| hours) else { return };
        let Some(unit) = self.unit_after(&numeral).filter(|unit| unit.name == "second") else { return };
        if let Some(sum) = piece.numeral.value.checked_add(&(numeral.value / Exact::from_integer(3600))) {
            (piece.numeral.value, piece.end) = (sum, unit.end);
        }
    }

    /// A whole numeral that stands alone at `at`, without a fraction beside it.
    fn plain_part(&self, at: usize) -> Option<Numeral> {
        let next =
            self.digit_run(at).map(|run| run.end).or_else(|| self.cardinal(at).map(|found| found.1))?;
        self.numeral(at).filter(|numeral| numeral.end == next && !numeral.fraction)
    }

    /// A number of at most two digits after an amount of whole money, with nothing after it.
    pub(super) fn bare_cents(&self, numeral: &Numeral, read: &UnitRead) -> bool {
        let two = self.word(numeral.first).len() == 2 && numeral.bare;
        let named = self.shape(read.end - 1) == Some(Shape::Word) || self.sign(read.end - 1, '€');
        let closes = self.shape(numeral.end).is_none()
            || (self.sign(numeral.end, '.') && self.shape(numeral.end + 1).is_none());
        two && named && closes && read.kind == Kind::Currency
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
}

/// "Rp 31.500": currencies without small coins set thousands apart with dots, so three digits after one are a group.
fn dotted_thousands(read: &UnitRead, numeral: &mut Numeral) {
    if !matches!(read.name.as_ref(), "IDR" | "VND" | "HUF")
        || numeral.scale.is_some()
        || numeral.step != Some(Exact::new(1, 1000))
    {
        return;
    }
    let thousand = Exact::from_integer(1000);
    if let Some(value) = numeral.value.checked_mul(&thousand) {
        numeral.value = value;
        numeral.step = super::numeral::stated_step(*value.numer(), 0, false);
        numeral.decimal = false;
    }
}
