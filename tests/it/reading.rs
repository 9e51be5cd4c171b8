//! What holds for every text: reading never panics, spans lie in the text, and what is printed reads back.

use std::collections::BTreeSet;

use claim_verifier::quantity::change::ChangeRole;
use claim_verifier::quantity::exact::{self, Exact};
use claim_verifier::quantity::{Bound, Figure, Kind, Quantity, read};
use claim_verifier::temporal::{self, Context, Grain};
use proptest::prelude::*;

/// Texts that the changed texts are made of; a text that went wrong is added here and stays.
const SEEDS: &str = include_str!("../fixtures/reading/seeds.txt");

/// Characters that rules look for, and some that none expects.
const SIGNS: &[char] = &[
    '0', '7', '9', '.', ',', '-', '–', '—', '−', '/', ':', '%', '$', '€', '₹', '°', '±', '½', '²', '×', '^',
    '(', ')', '[', '+', '~', '≥', '<', '=', '\'', '’', '"', '“', '&', '@', '#', '_', ' ', '\u{a0}',
    '\u{200b}', '\u{301}', '\n', '\t', '\u{0}', 'a', 'K', 'm', 'é', '元', '\u{202e}', '🙂',
];

/// Reads a text and checks what must hold for each.
fn sound(text: &str) {
    let context =
        Context { reference: chrono::NaiveDate::from_ymd_opt(2025, 5, 15), fiscal_first_month: Some(7) };
    let (quantities, periods) = temporal::read_all(text, &context);
    for quantity in &quantities {
        let inside = |range: &std::ops::Range<usize>| text.get(range.clone()).is_some();
        assert!(inside(&quantity.span) && inside(&quantity.numeral), "{text:?}: {quantity:?}");
        assert!(quantity.noun.as_ref().is_none_or(inside), "{text:?}: {quantity:?}");
        assert!(!quantity.rule.is_empty(), "{text:?}: {quantity:?}");
        if let Figure::Range(low, high) = &quantity.figure {
            assert!(low.value <= high.value, "{text:?}: {quantity:?}");
        }
        if let Some(interval) = quantity.interval() {
            assert!(!interval.is_empty(), "{text:?}: {quantity:?} allows nothing");
        }
        let _ = (quantity.customary(), quantity.measure(), quantity.decimal());
    }
    for pair in quantities.windows(2) {
        assert!(pair[0].numeral.start <= pair[1].numeral.start, "{text:?}: out of order");
    }
    for period in &periods {
        assert!(text.get(period.span.clone()).is_some(), "{text:?}: {period:?}");
        if let (Some(from), Some(to)) = (period.from, period.to) {
            assert!(from < to, "{text:?}: {period:?}");
        }
    }
    assert_eq!(
        (quantities, periods),
        temporal::read_all(text, &context),
        "the same text reads the same twice"
    );
}

/// A quantity in the words of docs/quantities.md.
fn shown(quantity: &Quantity) -> String {
    let mut text = match &quantity.figure {
        Figure::Value(printed) => exact::decimal(&printed.value),
        Figure::Range(low, high) => {
            format!("{} to {}", exact::decimal(&low.value), exact::decimal(&high.value))
        }
    };
    let measure = quantity.measure();
    if !measure.is_empty() {
        text = format!("{text} {measure}");
    }
    if quantity.kind != Kind::Count {
        text = format!("{text} ({})", format!("{:?}", quantity.kind).to_lowercase());
    }
    let bound = match quantity.bound {
        Bound::Exact => "",
        Bound::About => ", about",
        Bound::Over => ", over",
        Bound::AtLeast => ", at-least",
        Bound::Under => ", under",
        Bound::AtMost => ", at-most",
        Bound::Nearly => ", nearly",
        Bound::JustOver => ", just-over",
    };
    let change = quantity.change;
    match change.role {
        ChangeRole::None => format!("{text}{bound}"),
        role => format!("{text}{bound}, {:?} {role:?}", change.direction)
            .replace("Up ", "up ")
            .replace("Down ", "down ")
            .replace(" By", " by")
            .replace(" To", " to")
            .replace(" From", " from"),
    }
}

#[test]
fn the_examples_of_the_documentation_hold() {
    let page = include_str!("../../docs/quantities.md");
    let context =
        Context { reference: chrono::NaiveDate::from_ymd_opt(2025, 5, 15), fiscal_first_month: Some(7) };
    let side = |day: Option<chrono::NaiveDate>| day.map_or("open".to_owned(), |day| day.to_string());
    let (mut compared, mut wrong) = (0, Vec::new());
    for line in page.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let ["", text, reading, ""] = cells[..] else { continue };
        if text == "text" || text.starts_with("---") {
            continue;
        }
        let (quantities, periods) = temporal::read_all(text, &context);
        let dates = periods.iter().filter(|period| !period.unresolved && period.grain != Grain::Time);
        let dates = dates.map(|period| format!("P {} to {}", side(period.from), side(period.to)));
        let found: Vec<String> = quantities.iter().map(shown).chain(dates).collect();
        let found = if found.is_empty() { "nothing".to_owned() } else { found.join(" · ") };
        compared += 1;
        if found != reading {
            wrong.push(format!("{text}: {found}, not {reading}"));
        }
    }
    assert!(compared > 50, "only {compared} examples were found");
    assert!(wrong.is_empty(), "docs/quantities.md:\n{}", wrong.join("\n"));
}

/// The names of the rules that read a text.
fn fired(text: &str) -> BTreeSet<&'static str> {
    let context =
        Context { reference: chrono::NaiveDate::from_ymd_opt(2025, 5, 15), fiscal_first_month: Some(7) };
    let (quantities, periods) = temporal::read_all(text, &context);
    quantities.iter().map(|quantity| quantity.rule).chain(periods.iter().map(|period| period.rule)).collect()
}

#[test]
fn each_rule_is_documented_by_a_text_that_it_reads() {
    let page = include_str!("../../docs/quantities.md");
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        match cells[..] {
            ["", rule, _, example, ""] => Some((rule.strip_prefix('`')?.strip_suffix('`')?, example)),
            _ => None,
        }
    });
    let documented: Vec<(&str, &str)> = rows.collect();
    let silent: Vec<_> = documented.iter().filter(|(rule, example)| !fired(example).contains(rule)).collect();
    assert!(silent.is_empty(), "no rule of that name reads {silent:?}");
    let names: BTreeSet<&str> = documented.iter().map(|(rule, _)| *rule).collect();
    let unknown: Vec<_> =
        SEEDS.lines().chain(page.lines()).flat_map(fired).filter(|rule| !names.contains(rule)).collect();
    assert!(unknown.is_empty(), "docs/quantities.md lacks {unknown:?}");
}

/// Numbers that look drawn and are the same on every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// A text made of seeds: joined, cut, repeated and strewn with signs.
    fn text(&mut self, seeds: &[Vec<char>]) -> String {
        let mut text = seeds[self.below(seeds.len())].clone();
        for _ in 0..1 + self.below(8) {
            let at = self.below(text.len() + 1);
            let end = at + self.below((text.len() - at).min(24) + 1);
            match self.below(5) {
                0 => drop(text.drain(at..end)),
                1 => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len());
                    let to = from + self.below((other.len() - from).min(32) + 1);
                    text.splice(at..at, other[from..to].iter().copied());
                }
                2 => {
                    let piece = text[at..end].to_vec();
                    text.splice(at..at, piece);
                }
                3 => text.insert(at, SIGNS[self.below(SIGNS.len())]),
                _ => text[at..end].iter_mut().for_each(|letter| *letter = letter.to_ascii_uppercase()),
            }
            text.truncate(300);
        }
        text.into_iter().collect()
    }
}

/// Reads `count` changed texts.
fn fuzz(count: usize, start: u64) {
    let seeds: Vec<Vec<char>> = SEEDS.lines().map(|line| line.chars().collect()).collect();
    let mut draw = Draw(start);
    for _ in 0..count {
        sound(&draw.text(&seeds));
    }
}

#[test]
fn seeds_are_sound() {
    SEEDS.lines().for_each(sound);
    sound(SEEDS);
}

#[test]
fn changed_texts_are_sound() {
    fuzz(20_000, 0x2545_F491_4F6C_DD1D);
}

#[test]
#[ignore = "about an hour: fifty million changed texts"]
fn changed_texts_are_sound_for_an_hour() {
    fuzz(50_000_000, 0x9E37_79B9_7F4A_7C15);
}

/// A quantity to print.
#[derive(Debug, Clone)]
struct Plan {
    number: u64,
    decimals: usize,
    scale: (&'static str, i32),
    unit: (&'static str, &'static str, &'static str),
    bound: (&'static str, Bound),
}

/// Words of scale and their power of ten.
const SCALES: &[(&str, i32)] = &[
    ("", 0),
    (" thousand", 3),
    (" lakh", 5),
    (" million", 6),
    (" crore", 7),
    (" billion", 9),
    (" lakh crore", 12),
];
/// What stands before and after the number, and the unit that it makes.
const UNITS: &[(&str, &str, &str)] = &[
    ("$", "", "USD"),
    ("€", "", "EUR"),
    ("Rs ", "", "rupee"),
    ("PKR ", "", "PKR"),
    ("", " tonnes", "tonne"),
    ("", " kilometres", "kilometre"),
    ("", " barrels", "barrel"),
    ("", " lorries", "lorry"),
    ("", " people", "person"),
];
/// Words before the number and the bound that they say.
const BOUNDS: &[(&str, Bound)] = &[
    ("", Bound::Exact),
    ("about ", Bound::About),
    ("more than ", Bound::Over),
    ("at least ", Bound::AtLeast),
    ("fewer than ", Bound::Under),
    ("up to ", Bound::AtMost),
    ("nearly ", Bound::Nearly),
    ("just over ", Bound::JustOver),
];

impl Plan {
    /// The number alone, with a comma before each three digits.
    fn digits(&self) -> String {
        let whole = self.number / 10u64.pow(self.decimals as u32);
        let rest = self.number % 10u64.pow(self.decimals as u32);
        let digits = whole.to_string();
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if self.decimals > 0 { format!("{text}.{rest:0width$}", width = self.decimals) } else { text }
    }

    fn value(&self) -> Exact {
        exact::scaled(i128::from(self.number), self.scale.1 - self.decimals as i32)
            .expect("a value that fits")
    }

    fn text(&self) -> String {
        let (before, after, _) = self.unit;
        format!("The yard took {}{before}{}{}{after} then.", self.bound.0, self.digits(), self.scale.0)
    }
}

fn plan() -> impl Strategy<Value = Plan> {
    let pick = |count: usize| 0..count;
    (2u64..99_999_999, 0usize..4, pick(SCALES.len()), pick(UNITS.len()), pick(BOUNDS.len())).prop_map(
        |(number, decimals, scale, unit, bound)| Plan {
            number: number.max(2 * 10u64.pow(decimals as u32)),
            decimals,
            scale: SCALES[scale],
            unit: UNITS[unit],
            bound: BOUNDS[bound],
        },
    )
}

/// The one quantity of a text.
fn only(text: &str) -> Quantity {
    let found = read(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.into_iter().next().expect("one quantity")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_quantity_reads_back(plan in plan()) {
        // Four bare digits before a noun may be a year; those have tests of their own.
        prop_assume!(plan.decimals > 0 || plan.number > 2200 || plan.number < 1000 || plan.scale.1 > 0);
        let text = plan.text();
        let found = only(&text);
        prop_assert_eq!(found.figure.ends().0.value, plan.value(), "{}", text);
        prop_assert_eq!(found.unit.as_ref(), plan.unit.2, "{}", text);
        prop_assert_eq!(found.bound, plan.bound.1, "{}", text);
        prop_assert_eq!(&text[found.span.clone()], text["The yard took ".len()..text.len() - " then.".len()].trim());
        // The same value printed out in full is the same quantity, though its digits are stated more finely.
        let (before, after, _) = plan.unit;
        let decimal = found.decimal().expect("one value");
        let again = only(&format!("The yard took {}{before}{decimal}{after}; it is full.", plan.bound.0));
        prop_assert_eq!((again.figure.ends().0.value, again.unit, again.kind, again.bound), (plan.value(), found.unit, found.kind, found.bound));
    }

    #[test]
    fn a_printed_range_reads_back(low in 2u64..500, more in 1u64..500, form in 0usize..4, unit in 0usize..UNITS.len()) {
        let (before, after, name) = UNITS[unit];
        let high = low + more;
        let text = match form {
            0 => format!("It took {before}{low}-{high}{after} then."),
            1 => format!("It took {before}{low} to {before}{high}{after} then."),
            2 => format!("It took between {before}{low} and {before}{high}{after} then."),
            _ => format!("It took {before}{low}–{high} million{after} then."),
        };
        let found = only(&text);
        let factor = if form == 3 { 1_000_000 } else { 1 };
        let (a, b) = found.figure.ends();
        let whole = |value: u64| Exact::from_integer(i128::from(value) * factor);
        prop_assert_eq!((a.value, b.value), (whole(low), whole(high)), "{}", text);
        prop_assert_eq!(found.unit.as_ref(), name, "{}", text);
    }

    #[test]
    fn a_share_reads_back(number in 1u64..999_999, decimals in 0usize..4, form in 0usize..3) {
        let printed = Plan { number, decimals, scale: SCALES[0], unit: UNITS[0], bound: BOUNDS[0] };
        let sign = ["%", " percent", " per cent"][form];
        let found = only(&format!("It held {}{sign} then.", printed.digits()));
        prop_assert_eq!(found.kind, Kind::Percent);
        prop_assert_eq!(found.figure.ends().0.value, printed.value());
    }
}
