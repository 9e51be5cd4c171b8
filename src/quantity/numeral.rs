//! Reads one numeral: digits with separators, number words, scale words, fractions, exponents.
//!
//! Takes tokens and a place, gives the exact value, the place after it and how far its digits are
//! stated. It does not ask whether the numeral counts anything.

use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, Zero};

use super::exact::{self, Exact};
use super::fractions::vulgar_value;
use super::lexicon::Number;
use super::lexis::{Gap, Shape};
use super::reader::Reader;

/// A numeral as it stands in the tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numeral {
    /// Its first token.
    pub first: usize,
    /// The token after it.
    pub end: usize,
    /// Its value, scale words applied.
    pub value: Exact,
    /// The unit of the last stated digit; `None` where it is exact.
    pub step: Option<Exact>,
    /// Written with words alone.
    pub words: bool,
    /// Digits without any separator, decimals or scale.
    pub bare: bool,
    /// A decimal point or comma stands in it.
    pub decimal: bool,
    /// A scale word or letter stands in it; its multiplier.
    pub scale: Option<Exact>,
    /// A fraction (`3/4`, two thirds, half).
    pub fraction: bool,
    /// An indefinite plural (`dozens`, `tens of thousands`).
    pub indefinite: bool,
    /// Scale letter touching the digits (`10k`).
    pub letter: bool,
}

/// The value of a run of digits and how it was printed.
pub(crate) struct DigitRun {
    /// All digits as one number.
    pub number: i128,
    /// How many of them are decimals.
    pub decimals: u32,
    /// The token after the run.
    pub end: usize,
    /// Thousands separators stand in it.
    pub grouped: bool,
}

const MINUS_SIGNS: [u16; 4] = [b'-' as u16, 0x2212, 0x2013, 0xfe63];

/// True for a hyphen, minus or en dash.
pub(crate) fn is_dash(code: u16) -> bool {
    MINUS_SIGNS.contains(&code) || code == 0x2010 || code == 0x2011
}

impl Numeral {
    /// A numeral of which nothing but its value is known.
    pub(super) fn new(first: usize, end: usize, value: Exact) -> Numeral {
        Numeral {
            first,
            end,
            value,
            step: None,
            words: false,
            bare: false,
            decimal: false,
            scale: None,
            fraction: false,
            indefinite: false,
            letter: false,
        }
    }
}

impl Reader<'_> {
    /// Reads the numeral that starts at `at`.
    pub(crate) fn numeral(&self, at: usize) -> Option<Numeral> {
        match self.shape(at)? {
            Shape::Digits => self.digit_numeral(at),
            Shape::Vulgar => self.vulgar(at),
            Shape::Word => self.word_numeral(at).map(|numeral| self.repeated(numeral)),
            Shape::Sign if self.sign(at, '.') => self.digit_numeral(at),
            Shape::Sign => None,
        }
    }

    /// "Twenty (20) percent": the same number in digits beside its words.
    fn repeated(&self, mut numeral: Numeral) -> Numeral {
        let end = numeral.end;
        if self.sign(end, '(')
            && let Some(run) = self.digit_run(end + 1)
            && self.sign(run.end, ')')
            && exact::scaled(run.number, -(run.decimals as i32)) == Some(numeral.value)
        {
            numeral.end = run.end + 1;
        }
        numeral
    }

    pub(super) fn digit_numeral(&self, at: usize) -> Option<Numeral> {
        let run = self.digit_run(at)?;
        let mut end = run.end;
        let mut value = exact::scaled(run.number, -(run.decimals as i32))?;
        let plain = run.decimals == 0 && !run.grouped;
        let mut fraction = false;
        if plain {
            if let Some((part, after)) = self.slash_fraction(at) {
                (value, end, fraction) = (part, after, true);
            } else if let Some((part, after)) = self.fraction_tail(end) {
                (value, end, fraction) = (value.checked_add(&part)?, after, true);
            } else if let Some((part, after)) = self.counted_parts(end, run.number) {
                (value, end, fraction) = (part, after, true);
            }
        }
        let mut step = if fraction { None } else { stated_step(run.number, run.decimals, false) };
        if let Some((power, after)) = self.exponent(end) {
            let factor = exact::scaled(1, power)?;
            value = exact::times(&value, &factor)?;
            step = stated_step(run.number, run.decimals, true).and_then(|step| exact::times(&step, &factor));
            end = after;
        } else if let Some((powered, after)) = self.raised(end, &value) {
            (value, end, step) = (powered, after, None);
        }
        let mut numeral = Numeral {
            step,
            bare: plain && !fraction && end == run.end,
            decimal: run.decimals > 0,
            fraction,
            ..Numeral::new(at, end, value)
        };
        self.scale_digits(&mut numeral, &run);
        self.halves(&mut numeral);
        Some(numeral)
    }

    /// Applies the scale words and letters after the digits, then mixed numerals (`4 thousand 3 hundred`).
    pub(super) fn scale_digits(&self, numeral: &mut Numeral, run: &DigitRun) {
        let Some((scale, after, letter)) = self.scales(numeral.end) else { return };
        let Some(value) = exact::times(&numeral.value, &scale) else { return };
        let step = if numeral.fraction { None } else { stated_step(run.number, run.decimals, true) };
        numeral.value = value;
        numeral.step = step.and_then(|step| exact::times(&step, &scale));
        numeral.scale = Some(scale);
        numeral.letter = letter;
        numeral.end = after;
        numeral.bare = false;
        // "3 hundred and 21", "4 thousand 3 hundred": each further part is smaller than the scale before.
        let mut smallest = scale;
        for _ in 0..4 {
            let and = usize::from(self.is_and(numeral.end));
            let at = numeral.end + and;
            let Some(more) = self.digit_run(at).filter(|more| more.decimals == 0 && !letter) else {
                return self.worded_part(numeral, smallest, and, at);
            };
            let mut part = Exact::from_integer(more.number);
            let mut end = more.end;
            match self.scales(end) {
                Some((next, after, false)) if next < smallest => {
                    let Some(scaled) = part.checked_mul(&next) else { return };
                    (part, end, smallest) = (scaled, after, next);
                }
                None if and == 1 && part < smallest && smallest.is_integer() && !part.is_zero() => {
                    smallest = Exact::from_integer(1);
                }
                _ => return,
            }
            let Some(sum) = numeral.value.checked_add(&part) else { return };
            numeral.value = sum;
            numeral.step = Some(smallest);
            numeral.end = end;
        }
    }

    /// "3 hundred and one", "6 crore and two hundred": a smaller part in words after "and".
    pub(super) fn worded_part(&self, numeral: &mut Numeral, smallest: Exact, and: usize, at: usize) {
        let hundred = Exact::from_integer(100);
        if and == 0 {
            return;
        }
        let Some((part, end, _)) = self.cardinal(at).filter(|(part, ..)| *part < smallest && !part.is_zero())
        else {
            return;
        };
        if (smallest == hundred || part >= hundred)
            && let Some(sum) = numeral.value.checked_add(&part)
        {
            (numeral.value, numeral.step, numeral.end) = (sum, Some(Exact::from_integer(1)), end);
        }
    }

    /// The power of ten in `e10`, `×10−5`, `x 10^6`.
    pub(super) fn exponent(&self, end: usize) -> Option<(i32, usize)> {
        let word = self.word(end);
        let signed = |at: usize| -> Option<(i32, usize)> {
            let minus = usize::from(self.shape(at) == Some(Shape::Sign) && is_dash(self.code(at)));
            let plus = usize::from(minus == 0 && self.sign(at, '+'));
            let at = at + minus + plus;
            let power: i32 = self.digits_at(at).filter(|_| self.gap(at) == Gap::None)?.parse().ok()?;
            (power <= 36).then_some((if minus == 1 { -power } else { power }, at + 1))
        };
        if (word == "e" || word == "E") && self.gap(end) == Gap::None && self.gap(end + 1) == Gap::None {
            return signed(end + 1);
        }
        if word == "x" || word == "X" || self.sign(end, '×') || self.sign(end, '·') {
            let ten = self.digits_at(end + 1)?;
            let caret = usize::from(self.sign(end + 2, '^'));
            if ten == "10" {
                return signed(end + 2 + caret);
            }
        }
        None
    }

    /// `1.1^23`: a power of a number.
    pub(super) fn raised(&self, end: usize, value: &Exact) -> Option<(Exact, usize)> {
        if !self.sign(end, '^') || self.gap(end) != Gap::None {
            return None;
        }
        let minus = usize::from(self.sign(end + 1, '-'));
        let plus = usize::from(self.sign(end + 1, '+'));
        let at = end + 1 + minus + plus;
        let power: u32 = self.digits_at(at)?.parse().ok().filter(|power| *power <= 64)?;
        let mut result = Exact::from_integer(1);
        for _ in 0..power {
            result = result.checked_mul(value)?;
        }
        if minus == 1 {
            result = Exact::from_integer(1).checked_div(&result)?;
        }
        Some((result, at + 1))
    }

    pub(super) fn vulgar(&self, at: usize) -> Option<Numeral> {
        let mut numeral =
            Numeral { fraction: true, ..Numeral::new(at, at + 1, vulgar_value(self.code(at))?) };
        if let Some((scale, after, _)) = self.scales(at + 1) {
            numeral.value = numeral.value.checked_mul(&scale)?;
            (numeral.scale, numeral.end) = (Some(scale), after);
        }
        Some(numeral)
    }

    /// The product of the scale words or the scale letter from `at`: value, place after, letter.
    pub(crate) fn scales(&self, at: usize) -> Option<(Exact, usize, bool)> {
        if let Some((power, letter_end)) = self.scale_letter(at) {
            return Some((exact::scaled(1, power)?, letter_end, true));
        }
        let mut product: Option<Exact> = None;
        let mut end = at;
        // At most three in a row are a number; more is noise.
        for _ in 0..3 {
            let hyphen = usize::from(self.is_hyphen(end) && product.is_none());
            let Some(entry) = self.entry(end + hyphen) else { break };
            if self.gap(end) == Gap::Line {
                break;
            }
            let factor = match entry.number {
                Number::Hundred => Exact::from_integer(100),
                Number::Scale(power) => exact::scaled(1, i32::from(power))?,
                Number::Pack(size) => Exact::from_integer(i128::from(size)),
                _ => break,
            };
            let next = match product {
                Some(product) => match product.checked_mul(&factor) {
                    Some(next) => next,
                    None => break,
                },
                None => factor,
            };
            product = Some(next);
            end += 1 + hyphen;
        }
        product.map(|product| (product, end, false))
    }

    /// `k`, `M`, `bn` and the like, touching the digits or, for the plain ones, after a space.
    pub(super) fn scale_letter(&self, at: usize) -> Option<(i32, usize)> {
        if self.shape(at)? != Shape::Word {
            return None;
        }
        let touching = self.gap(at) == Gap::None;
        if self.gap(at) == Gap::Line {
            return None;
        }
        let word = self.word(at);
        let power = match word {
            "K" if self.heat_near(at) => return None,
            "k" | "K" => 3,
            "MM" | "mm" if touching && self.money_near(at) => 6,
            "M" => 6,
            "m" if self.million_m(at) => 6,
            "b" | "B" if touching => 9,
            "bn" | "Bn" | "BN" | "mn" | "Mn" | "tn" | "Tn" if touching => {
                if word.starts_with(['b', 'B']) {
                    9
                } else if word.starts_with(['m', 'M']) {
                    6
                } else {
                    12
                }
            }
            "T" if touching && self.money_near(at) => 12,
            "t" if touching && self.currency_before_numeral(at) => 12,
            "G" if !touching => 9,
            "cr" | "Cr" | "CR" => 7,
            "L" if touching && self.currency_before_numeral(at) => 5,
            _ => return None,
        };
        if !touching && matches!(word, "M" | "k" | "K" | "G") && !self.numeral_only(at) {
            return None;
        }
        // A digit, or more letters after a hyphen, make it a name: 10k2.
        let glued = self.shape(at + 1) == Some(Shape::Digits) && self.gap(at + 1) == Gap::None;
        (!glued).then_some((power, at + 1))
    }

    /// "and a half", "and three quarters" after a number with or without scale: "3 million and a half".
    pub(super) fn halves(&self, numeral: &mut Numeral) {
        if !self.is_and(numeral.end) {
            return;
        }
        let Some((part, end)) = self.part_words(numeral.end + 1) else { return };
        let part = match numeral.scale {
            // "one million and a half" is one and a half million; "and a half million" names its own scale.
            Some(scale) if self.scales(end).is_none() => part.checked_mul(&scale),
            _ => Some(part),
        };
        let (part, end) = match (part, self.scales(end)) {
            (Some(part), Some((scale, after, false))) if numeral.scale.is_some() => {
                (part.checked_mul(&scale), after)
            }
            (part, _) => (part, end),
        };
        if let Some(value) = part.and_then(|part| numeral.value.checked_add(&part)) {
            numeral.value = value;
            numeral.end = end;
            numeral.fraction = numeral.scale.is_none();
            numeral.bare = false;
            if numeral.scale.is_none()
                && let Some((scale, after, false)) = self.scales(end)
                && let Some(value) = numeral.value.checked_mul(&scale)
            {
                numeral.step = Exact::new(1, 10).checked_mul(&scale);
                (numeral.value, numeral.end, numeral.scale, numeral.fraction) =
                    (value, after, Some(scale), false);
            }
        }
    }
}

/// The unit of the last stated digit of printed digits, before any scale is applied.
///
/// With decimals or a scale all digits printed are stated, but trailing zeros of a whole number count
/// only to the second significant digit; a whole number below 1,000 without a scale is exact.
pub(crate) fn stated_step(number: i128, decimals: u32, scaled: bool) -> Option<Exact> {
    if decimals > 0 {
        return exact::scaled(1, -(decimals as i32));
    }
    if !scaled && number < 1000 {
        return None;
    }
    let mut zeros = 0;
    let mut rest = number;
    while rest >= 100 && rest % 10 == 0 {
        rest /= 10;
        zeros += 1;
    }
    exact::scaled(1, zeros)
}
