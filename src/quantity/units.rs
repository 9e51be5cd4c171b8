//! Reads the unit beside a numeral: currency before it, unit words and symbols after it, and "per".
//!
//! Takes a place, gives a unit with the tokens that it covers. Ambiguous signs (`m`, `pounds`, `in`,
//! `C`) are decided here by their neighbours.

use std::borrow::Cow;

use super::Kind;
use super::lexicon::{Number, flag};
use super::lexis::{Gap, Shape};
use super::numeral::Numeral;
use super::reader::Reader;
use super::unit::{self, Dimension};

/// A unit read beside a numeral.
#[derive(Debug, Clone)]
pub(crate) struct UnitRead {
    /// Canonical name.
    pub name: Cow<'static, str>,
    /// The kind of quantity that it makes.
    pub kind: Kind,
    /// The token after it.
    pub end: usize,
}

/// Nouns that may stand below the line after "a": "$98 a share".
const PER_NOUNS: [&str; 26] = [
    "share",
    "head",
    "person",
    "piece",
    "unit",
    "dozen",
    "ticket",
    "night",
    "bottle",
    "litre",
    "tonne",
    "pack",
    "seat",
    "copy",
    "bag",
    "bale",
    "sack",
    "crate",
    "carton",
    "room",
    "bed",
    "visitor",
    "pupil",
    "passenger",
    "customer",
    "trip",
];

impl<'a> Reader<'a> {
    /// The unit that begins at `at`: its place and the token after it.
    pub(crate) fn unit_at(&self, at: usize, numeral: Option<&Numeral>) -> Option<(u16, usize)> {
        if self.gap(at) == Gap::Line {
            return None;
        }
        if let Some(found) = self.phrase(at) {
            return Some(found);
        }
        let shape = self.shape(at)?;
        if shape == Shape::Word {
            let entry = self.entry(at);
            if let Some(power) = entry.filter(|entry| matches!(entry.word, "square" | "cubic" | "sq" | "cu"))
            {
                let hyphen = usize::from(self.is_hyphen(at + 1));
                if let Some((length, end)) = self.plain_unit(at + 1 + hyphen, numeral)
                    && let Some(unit) =
                        self.powered(length, if matches!(power.word, "square" | "sq") { 2 } else { 3 })
                {
                    return Some((unit, end));
                }
            }
        }
        let (unit, end) = self.plain_unit(at, numeral)?;
        if self.units.at(unit).dimension == Dimension::Length
            && let Some((power, end)) = self.power_after(end)
            && let Some(unit) = self.powered(unit, power)
        {
            return Some((unit, end));
        }
        Some((unit, end))
    }

    pub(super) fn powered(&self, unit: u16, power: u32) -> Option<u16> {
        let name = self.unit_name(unit);
        let prefix = if power == 2 { "square" } else { "cubic" };
        self.units.named(&format!("{prefix} {name}"))
    }

    /// `²`, `^2`, a touching `2`, "squared" after a length.
    pub(super) fn power_after(&self, at: usize) -> Option<(u32, usize)> {
        for (sign, power) in [('²', 2), ('³', 3)] {
            if self.sign(at, sign) {
                return Some((power, at + 1));
            }
        }
        match self.word(at) {
            "squared" => return Some((2, at + 1)),
            "cubed" => return Some((3, at + 1)),
            _ => {}
        }
        let caret = usize::from(self.sign(at, '^'));
        if self.gap(at) == Gap::None {
            match self.word(at + caret) {
                "2" => return Some((2, at + caret + 1)),
                "3" => return Some((3, at + caret + 1)),
                _ => {}
            }
        }
        None
    }

    /// A name of more than one word.
    pub(super) fn phrase(&self, at: usize) -> Option<(u16, usize)> {
        let first = match self.shape(at)? {
            Shape::Word => {
                let entry = self.entry(at).filter(|entry| entry.is(flag::PHRASE))?;
                entry.word
            }
            Shape::Sign if self.sign_of(at, "%°º˚") => self.text(at),
            _ => return None,
        };
        let phrases = &self.units.phrases;
        let from = phrases.partition_point(|(words, _)| words[0] < first);
        phrases[from..].iter().take_while(|(words, _)| words[0] == first).find_map(|(words, unit)| {
            let fits = words.iter().enumerate().skip(1).all(|(place, word)| {
                self.gap(at + place) < Gap::Line && self.text(at + place).eq_ignore_ascii_case(word)
            });
            let scale = matches!(*words.last().unwrap_or(&""), "c" | "f");
            let whole = !scale || self.shape(at + words.len()) != Some(Shape::Digits);
            (fits && whole).then_some((*unit, at + words.len()))
        })
    }

    /// A unit of one word or symbol.
    pub(super) fn plain_unit(&self, at: usize, numeral: Option<&Numeral>) -> Option<(u16, usize)> {
        let text = self.text(at);
        let touching = self.gap(at) == Gap::None;
        // Suffixed dollars: "5 CAD$", "10 US$".
        if self.shape(at) == Some(Shape::Word) && self.sign(at + 1, '$') && self.gap(at + 1) == Gap::None {
            let glued = format!("{text}$");
            if let Some(unit) = self.symbol(&glued) {
                return Some((unit, at + 2));
            }
        }
        if let Some(entry) = self.entry(at)
            && entry.unit != 0
            && (text.len() > 2 || self.symbol(text).is_none())
        {
            return self.word_unit(at, entry.word, entry.unit, numeral);
        }
        let unit = match self.symbol(text) {
            Some(unit) => unit,
            None if self.shape(at) == Some(Shape::Word) => {
                return self.lower_code(text).map(|unit| (unit, at + 1));
            }
            None => return None,
        };
        if self.shape(at) == Some(Shape::Sign)
            && self.is_money(unit)
            && self.gap(at) != Gap::None
            && self.numeric(at + 1)
        {
            // "10 $ 30": the sign belongs to the first number when nothing but the space parts them;
            // "50 - $2.00" and "rises 5 $3 million" keep it for the second, which it touches.
            if self.gap(at + 1) == Gap::None {
                return None;
            }
        }
        if self.shape(at) == Some(Shape::Word) && !self.symbol_holds(at, text, touching, numeral) {
            return None;
        }
        let dot = usize::from(
            self.shape(at) == Some(Shape::Word)
                && self.sign(at + 1, '.')
                && self.gap(at + 1) == Gap::None
                && (self.gap(at + 2) < Gap::Line
                    && self.word(at + 2).starts_with(|c: char| c.is_ascii_lowercase())),
        );
        Some((unit, at + 1 + dot))
    }

    /// Whether a word that can be a unit is one here.
    pub(super) fn word_unit(
        &self,
        at: usize,
        word: &'static str,
        unit: u16,
        numeral: Option<&Numeral>,
    ) -> Option<(u16, usize)> {
        let one = numeral
            .is_none_or(|numeral| numeral.value == super::exact::Exact::from_integer(1) || numeral.fraction);
        let hyphened = at > 0 && self.is_hyphen(at - 1);
        let holds = match word {
            "second" => (one && !self.is_hyphen(at + 1)) || hyphened,
            "min" | "sec" | "mo" | "tb" => true,
            "percentage" | "percentages" => self.known(at + 1) != "of",
            "pound" | "pounds" => return Some((self.pounds(at, numeral)?, at + 1)),
            _ => true,
        };
        holds.then_some((unit, at + 1))
    }

    /// "pounds": money where money is spoken of or the number is in millions, else weight.
    pub(super) fn pounds(&self, at: usize, numeral: Option<&Numeral>) -> Option<u16> {
        let scaled = numeral
            .and_then(|numeral| numeral.scale)
            .is_some_and(|scale| scale >= super::exact::Exact::from_integer(1_000_000));
        let from = at.saturating_sub(8);
        let weighed = (from..(at + 4).min(self.len())).any(|place| {
            let word = self.word(place);
            ["weigh", "weight", "weighs", "weighed", "weighing", "heavy", "bag", "lose", "lost", "gained"]
                .contains(&word)
        });
        let money = !weighed && (scaled || self.near(from, at + 5, flag::MONEY));
        self.units.named(if money { "GBP" } else { "pound" })
    }

    /// Whether a symbol of few letters is a unit here and no word.
    pub(super) fn symbol_holds(
        &self,
        at: usize,
        text: &str,
        touching: bool,
        numeral: Option<&Numeral>,
    ) -> bool {
        let heat = || self.heat_near(at);
        let next_word = self.shape(at + 1) == Some(Shape::Word) && self.gap(at + 1) == Gap::None;
        if next_word && !self.sign(at + 1, '/') {
            return false;
        }
        let glued = self.shape(at + 1) == Some(Shape::Digits)
            && self.gap(at + 1) == Gap::None
            && !matches!(self.word(at + 1), "2" | "3");
        if glued {
            return false;
        }
        match text {
            "in" => {
                let feet = at > 2 && matches!(self.word(at - 2), "feet" | "foot" | "ft");
                feet || (self.shape(at + 1) != Some(Shape::Word)
                    && !self.numeric(at + 1)
                    && !self.sign_of(at + 1, "-(,"))
                    || self.known(at + 1) == "long"
            }
            "am" | "pm" => numeral.is_some_and(|numeral| numeral.decimal),
            "C" | "F" => heat() || numeral.is_some_and(|n| n.value < num_traits::Zero::zero()),
            "K" => heat(),
            "m" | "g" | "l" | "L" | "t" | "W" | "V" | "J" | "T" => true,
            // Lines of a screen (1080p) and pages are no coins.
            "p" => touching && numeral.is_some_and(|n| n.value < super::exact::Exact::from_integer(100)),
            "s" => touching && !self.round_ten(at, numeral),
            "A" | "N" | "B" | "h" => touching && !self.capital(at + 1),
            "b" => false,
            "Re" | "Fr" | "RM" | "DM" | "Dh" | "TL" => true,
            "a" | "AU" => !touching && text == "AU",
            "at" | "as" => false,
            "mb" | "gb" | "tb" | "kb" => true,
            "ha" | "ac" | "ct" | "rad" | "cal" | "cd" | "bar" | "kn" | "kt" | "mo" => true,
            _ => true,
        }
    }

    /// Words or signs of temperature near `at`.
    pub(crate) fn heat_near(&self, at: usize) -> bool {
        let from = at.saturating_sub(14);
        self.near(from, at + 14, flag::HEAT) || (from..at + 14).any(|place| self.sign(place, '°'))
    }

    pub(super) fn round_ten(&self, at: usize, numeral: Option<&Numeral>) -> bool {
        numeral.is_none_or(|numeral| {
            numeral.bare && self.word(at - 1).ends_with('0') && self.word(at - 1).len() != 3
        })
    }

    /// The unit after a numeral, with its kind; compounds with "per" included.
    pub(crate) fn unit_after(&self, numeral: &Numeral) -> Option<UnitRead> {
        let mut at = numeral.end;
        // "20 (kg)", "27-kilometre", "12-cent", "8- to".
        let bracket = self.sign_of(at, "([{<")
            && self.sign_of(at + 2, ")]}>")
            && self.shape(at + 1) == Some(Shape::Word);
        let hyphen = self.is_hyphen(at) && self.shape(at + 1) == Some(Shape::Word);
        let mut prefix = None;
        // "half an hour", "a quarter of a mile", "three quarters of a percentage point".
        let of = usize::from(self.known(at) == "of");
        if numeral.fraction && numeral.words && self.is_article(at + of) {
            let (place, end) = self.unit_at(at + of + 1, None)?;
            let unit = self.units.at(place);
            let kind = kind_of(unit.dimension);
            return matches!(kind, Kind::Dimension | Kind::Duration | Kind::Points).then_some(UnitRead {
                name: Cow::Borrowed(unit.name),
                kind,
                end,
            });
        }
        // "Billions of dollars", "tens of thousands of pounds".
        let money = of == 1
            && numeral.indefinite
            && self.unit_at(at + 1, Some(numeral)).is_some_and(|(place, _)| self.is_money(place));
        if bracket || hyphen || money {
            at += 1;
        } else if self.shape(at) == Some(Shape::Word) && self.gap(at) <= Gap::Space {
            prefix = self.million_code(at);
        }
        let (place, mut end) = match prefix {
            Some(unit) => (unit, at + 1),
            None => self.unit_at(at, Some(numeral))?,
        };
        if hyphen && self.is_money(place) && self.shape(at) != Some(Shape::Word) {
            return None;
        }
        if bracket {
            end += 1;
        }
        let unit = self.units.at(place);
        let kind = kind_of(unit.dimension);
        let mut read = UnitRead { name: Cow::Borrowed(unit.name), kind, end };
        self.redundant_money(&mut read);
        self.per(&mut read);
        Some(read)
    }

    /// "$10 dollars", "40 dollar dollar": the same currency twice is said once.
    pub(super) fn redundant_money(&self, read: &mut UnitRead) {
        if read.kind == Kind::Currency
            && let Some((unit, end)) = self.unit_at(read.end, None)
            && self.unit_name(unit) == read.name
            && self.shape(read.end) == Some(Shape::Word)
        {
            read.end = end;
        }
    }

    /// Adds what stands below the line to a unit: "/hour", "per kilo", "a year", "an hour".
    pub(crate) fn per(&self, read: &mut UnitRead) {
        if matches!(read.kind, Kind::Percent | Kind::Points) {
            return;
        }
        let Some((below, end)) = self.below(read.end) else { return };
        let name = format!("{} per {below}", read.name);
        if read.kind == Kind::Dimension || read.kind == Kind::Currency {
            let known = self.units.named(&name).map(|unit| self.unit_name(unit));
            read.name = known.map_or(Cow::Owned(name), Cow::Borrowed);
            read.end = end;
            // "35 W/m² per day" goes on below the line.
            if read.name.matches(" per ").count() == 1 && (self.known(end) == "per" || self.sign(end, '/')) {
                self.per(read);
            }
        }
    }

    /// The name below the line at `at`, with the token after it.
    pub(super) fn below(&self, at: usize) -> Option<(Cow<'static, str>, usize)> {
        if self.gap(at) == Gap::Line {
            return None;
        }
        let hyphen = usize::from(self.is_hyphen(at));
        let slash = self.sign(at, '/');
        let word = self.known(at + hyphen);
        let article = matches!(word, "a" | "an" | "each" | "every");
        if !slash && word != "per" && !article {
            return None;
        }
        let after = at + hyphen + 1;
        let after = after + usize::from(self.is_hyphen(after));
        if !slash && word == "per" && self.numeric(after) && self.shape(after) == Some(Shape::Digits) {
            let run = self.digit_run(after)?;
            let noun = self.word(run.end);
            (run.decimals == 0 && !noun.is_empty()).then_some(())?;
            return Some((
                format!("{} {}", run.number, unit::singular(&noun.to_ascii_lowercase())).into(),
                run.end + 1,
            ));
        }
        if let Some((unit, end)) = self.unit_at(after, None) {
            let measure = !matches!(
                kind_of(self.units.at(unit).dimension),
                Kind::Percent | Kind::Points | Kind::Currency
            );
            // "$13 billion a year earlier" speaks of a year before, not of a rate.
            let dated =
                article && matches!(self.known(end), "ago" | "earlier" | "later" | "before" | "after");
            let plural = article && self.known(after).ends_with('s');
            return (measure && !plural && !dated).then(|| (Cow::Borrowed(self.unit_name(unit)), end));
        }
        let noun = self.word(after).to_ascii_lowercase();
        let listed = PER_NOUNS.contains(&noun.as_str());
        let fits = if article {
            listed
        } else {
            self.shape(after) == Some(Shape::Word) && !self.is(after, flag::STOP) && noun.len() > 2
        };
        fits.then(|| (Cow::Owned(unit::singular(&noun)), after + 1))
    }

    /// True for a plural noun at `at`.
    pub(crate) fn plural_noun(&self, at: usize) -> bool {
        if self.shape(at) != Some(Shape::Word) {
            return false;
        }
        if let Some(entry) = self.entry(at) {
            if entry.is(flag::PLURAL) {
                return true;
            }
            if entry.is(flag::NOT_PLURAL | flag::STOP | flag::BE)
                || matches!(entry.number, Number::Small(_) | Number::Tens(_))
            {
                return false;
            }
        }
        let word = self.word(at).as_bytes();
        let [head @ .., before, last] = word else { return false };
        let plural = match word.len() {
            // "TVs", "MPs", "NGOs".
            3 => *last == b's' && head.iter().chain([before]).all(u8::is_ascii_uppercase),
            4 => *last == b's' && *before != b's',
            _ => *last == b's' && !matches!(before, b's' | b'u' | b'i'),
        };
        plural && !self.possessive(at)
    }

    /// True where "'s" or an apostrophe follows the word.
    pub(crate) fn possessive(&self, at: usize) -> bool {
        self.sign_of(at + 1, "'’") && self.gap(at + 1) == Gap::None && !self.sign_of(at + 2, "'’")
    }
}

/// The kind of quantity that a dimension makes.
pub(crate) fn kind_of(dimension: Dimension) -> Kind {
    match dimension {
        Dimension::Money => Kind::Currency,
        Dimension::Percent => Kind::Percent,
        Dimension::Points => Kind::Points,
        Dimension::Time | Dimension::Months => Kind::Duration,
        _ => Kind::Dimension,
    }
}
