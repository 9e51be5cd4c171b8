//! Texts that must and must not parse, and what no text may do: panic, or take more steps than its length allows.

use proptest::prelude::*;

use super::change::{ChangeRole, Direction};
use super::exact::decimal;
use super::{Bound, Figure, Kind, Quantity, read, read_dated};

/// One line a quantity: value or range, unit, bound and change where there are any.
fn shown(quantity: &Quantity) -> String {
    let mut text = match &quantity.figure {
        Figure::Value(printed) => decimal(&printed.value),
        Figure::Range(low, high) => format!("{}..{}", decimal(&low.value), decimal(&high.value)),
    };
    let measure = quantity.measure();
    if !measure.is_empty() {
        text = format!("{text} {measure}");
    }
    if quantity.kind == Kind::Ordinal {
        text = format!("#{text}");
    }
    if quantity.bound != Bound::Exact {
        text = format!("{text} {:?}", quantity.bound);
    }
    if quantity.change.role != ChangeRole::None {
        let direction = match quantity.change.direction {
            Direction::Up => "up",
            Direction::Down => "down",
            Direction::None => "change",
        };
        text = format!("{text} {direction} {:?}", quantity.change.role);
    }
    text
}

/// Reads a text and compares all its quantities.
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = read(text).iter().map(shown).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn values_and_scales() {
    check("The plant built 12,34,567 scooters.", &["1234567 scooter"]);
    check("It sold 2.75 million units.", &["2750000 unit"]);
    check("A loan of Rs 3.5 lakh crore was agreed.", &["3500000000000 rupee"]);
    check("Revenue reached $4.5bn.", &["4500000000 USD"]);
    check("Some 65K fans came.", &["65000 fan About"]);
    check("It lost ₹7 kharab.", &["700000000000 INR down By"]);
    check("Three and a half million trees fell.", &["3500000 tree"]);
    check("They ordered half a dozen vans.", &["6 van"]);
    check("Tens of thousands of goats drowned.", &["10000 goat AtLeast"]);
    check("A quarter of a million homes lack power.", &["250000 home"]);
    check("Three-quarters of the crop failed.", &["0.75"]);
    check("One in eight pupils walks.", &["0.125"]);
    check("It found 2,345 new COVID-19 cases.", &["2345 case"]);
    check("It ordered 30 Boeing 737 MAX planes.", &["30 plane"]);
    check("Debt is 2.4 times income, plus or minus 2 points.", &["2.4", "2 point"]);
    check("They lend $9 billion over four years.", &["9000000000 USD", "4 year"]);
    check("It pumps 1.2 million bpd.", &["1200000 barrel per day"]);
    check("The dose was 5.5x10^-3 grams.", &["0.0055 gram"]);
    check("It fell to -12 °C overnight.", &["-12 celsius down To"]);
    check("Twenty (20) percent was kept.", &["20 percent"]);
    check("They ordered two hundred and five dozen eggs.", &["260 egg"]);
    check("It has four million, two hundred and ten trees.", &["4000210 tree"]);
    check("It costs Rp 45.500 there.", &["45500 IDR"]);
}

#[test]
fn fractions() {
    check("It was two thirty-firsts of the whole.", &["0.06451612903225806"]);
    check("It was two hundred sixty sevenths.", &["2.985074626865672"]);
    check("It was five and twelve hundredths.", &["5.12"]);
    check("Sales rose by a third to a record.", &["0.3333333333333333 up By"]);
    check("They waited half an hour and drove a quarter of a mile.", &["0.5 hour", "0.25 mile"]);
    check("They scored in the second-half of the game.", &[]);
}

#[test]
fn units_and_currencies() {
    check("The load weighs 18 tonnes.", &["18 tonne"]);
    check("It was built on 450 square metres.", &["450 square metre"]);
    check("Trains run at 160 km/h.", &["160 kilometre per hour"]);
    check("It paid A$40 million for it.", &["40000000 AUD"]);
    check("Wages of $21-24/hour were offered.", &["21..24 USD per hour"]);
    check("It trades at $42 a share.", &["42 USD per share"]);
    check("The works makes 9,000 lorries a year.", &["9000 lorry per year"]);
    check("The rate rose 75 basis points.", &["75 basis point up By"]);
    check("He is a 61-year-old farmer.", &["61 year"]);
    check("The children are aged 4 to 9, the women aged 31 and 44.", &["4..9 year", "31 year", "44 year"]);
    check("It lasted the five and eight months.", &["5 month", "8 month"]);
    check("It took 30-odd days before 60,000-plus fans.", &["30 day About", "60000 fan AtLeast"]);
    check("They need 9 W/m² per day.", &["9 watt per square metre per day"]);
    check("It cost two kuai and six mao.", &["2.6 CNY"]);
    check("It has 40 rural and coastal schools.", &["40 school"]);
    check("One senior judge left; one person died.", &["1 judge", "1 person"]);
    check("She swam the 5 feet 6 inches.", &["5.5 foot"]);
}

#[test]
fn ranges_and_lists() {
    check("It takes 6-8 weeks.", &["6..8 week"]);
    check("It will cost €2-3 million.", &["2000000..3000000 EUR"]);
    check("Between 300 and 400 miners walked out.", &["300..400 miner"]);
    check("It takes between about 9% and about 14% of the heat.", &["9..14 percent About"]);
    check("It rose from about 9% to about 14%.", &["9 percent About up From", "14 percent About up To"]);
    check("It spent Rs 4,500-5,000 crore.", &["45000000000..50000000000 rupee"]);
    check("The duty rises from 9 to 14 percent.", &["9 percent up From", "14 percent up To"]);
    check("They made 1.25, 2.50 and 3.75 million bulbs.", &["1250000 bulb", "2500000 bulb", "3750000 bulb"]);
    check("The share fell from 14% to 9%.", &["14 percent down From", "9 percent down To"]);
}

#[test]
fn bounds_before_and_after() {
    check("No fewer than 70 barns burned.", &["70 barn AtLeast"]);
    check("Upwards of 300 barges sank.", &["300 barge Over"]);
    check("Just shy of 900 shops closed.", &["900 shop Nearly"]);
    check("70,000+ nurses marched.", &["70000 nurse AtLeast"]);
    check("It needs 15 volts or more.", &["15 volt AtLeast"]);
    check("A maximum of 40 guests may stay.", &["40 guest AtMost"]);
    check("It holds ~30% of the market.", &["30 percent About"]);
    check("A little over 200 ewes died.", &["200 ewe JustOver"]);
}

#[test]
fn changes() {
    check("Sales rose 12%.", &["12 percent up By"]);
    check("We saw an 8% decline.", &["8 percent down By"]);
    check("Output was 23% above the plan.", &["23 percent up By"]);
    check("Its profit more than doubled.", &["2 Over up By"]);
    check("Exports grew 9% to 4.1 million tonnes.", &["9 percent up By", "4100000 tonne up To"]);
    check("It fell 30 cents, or 2 percent.", &["30 cent down By", "2 percent down By"]);
    check("Waste is 40% below 1990 levels.", &["40 percent down By"]);
}

#[test]
fn what_counts_nothing() {
    for text in [
        "The Galaxy J9 and the F-22 need 4G.",
        "COVID-19 came back.",
        "It opened in 1997.",
        "It began on 3 May 2019.",
        "It began the day before 3 May 2019.",
        "Call 0321-7654321 now.",
        "See https://example.org/2019/07/list-40.html there.",
        "Under Section 302, flight QX-410 was held.",
        "They won 4-2 on Monday.",
        "No one knew which one it was.",
        "Version 3.2.1 is out.",
        "Write to desk7@example.org today.",
        "Call (555) 987-6543 for help.",
        "It is open 24/7 since 9/11.",
        "The old Bn played Twenty20.",
        "Such an odd one went by at 0815 GMT.",
        "It was her thirty-first birthday party.",
    ] {
        check(text, &[]);
    }
    check("By Thursday 4,300 homes had water.", &["4300 home"]);
    check("By Thursday 4, 300 homes had water.", &["300 home"]);
    check("It is the 9th tallest tower.", &["#9"]);
    check("It is the world's fourth-largest port.", &["#4"]);
}

/// Looks-up of tokens that reading a text of `size` bytes takes, made of `unit` over and over.
fn lookups(unit: &str, size: usize) -> u64 {
    let text: String = unit.chars().cycle().take(size).collect();
    let before = super::reader::LOOKUPS.get();
    read_dated(&text, |_, _| {});
    super::reader::LOOKUPS.get() - before
}

#[test]
fn work_grows_no_faster_than_the_text() {
    for unit in [
        "7",
        ",",
        "7,",
        "7 ",
        "two ",
        "and ",
        "$",
        "7-",
        "more than ",
        "from 7 to ",
        "last ",
        "May ",
        "a year ",
        "1.",
        "7%",
        "per ",
        "one hundred and ",
        "7/",
        "half a ",
        "at least ",
        "of the ",
        "(7) ",
        "new ",
        "é",
    ] {
        // A stretch is cut at 16 KiB; within it the work must not grow with its square either.
        let (small, large) = (lookups(unit, 1 << 10), lookups(unit, 1 << 14));
        assert!(
            large <= small * 16 * 3 / 2 + 4096,
            "{unit:?}: {small}, then {large} for sixteen times the text"
        );
        assert!(large < 300 << 14, "{unit:?}: {large} look-ups for {} bytes", 1 << 14);
    }
}

#[test]
fn a_megabyte_of_hostile_text_takes_a_bounded_number_of_steps() {
    for unit in ["7", "million million ", ",", "(", ")(", "-", "to to to ", "7 to ", "\u{2013}", "1,234,567"]
    {
        let taken = lookups(unit, 1 << 20);
        assert!(taken < 160 << 20, "{unit:?}: {taken} look-ups");
    }
}

/// Pieces that texts of the fuzz test are made of: words and signs that rules look for.
const PIECES: &[&str] = &[
    "7",
    "12,345",
    "1.5",
    "0",
    "007",
    "2024",
    "24",
    "$",
    "€",
    "Rs",
    "Rs.",
    "%",
    "million",
    "lakh",
    "crore",
    "two",
    "twenty",
    "hundred",
    "half",
    "a",
    "and",
    "to",
    "from",
    "between",
    "-",
    "–",
    "/",
    ".",
    ",",
    " ",
    "\n",
    "per",
    "hour",
    "year",
    "years",
    "ago",
    "last",
    "next",
    "March",
    "May",
    "Friday",
    "Q4",
    "FY",
    "fiscal",
    "1st",
    "th",
    "of",
    "the",
    "in",
    "over",
    "nearly",
    "at least",
    "+",
    "~",
    "km",
    "m",
    "C",
    "°",
    "½",
    "²",
    "坪",
    "руб.",
    "’",
    "s",
    "old",
    "point",
    "third",
    "quarter",
    "doubled",
    "fold",
    "in 5",
    "+1-",
    "http://",
    "@",
    "×10",
    "^",
    "e5",
    "rose",
    "by",
    "phones",
    "(",
    ")",
    "99999999999999999999999999999999999999999",
];

/// Texts that once went wrong; each stays.
const KEPT: &[&str] = &[
    "571.12坪",
    "1/0",
    "a million",
    "9e99999999999",
    "−",
    "½",
    "7^7^7",
    "1 000 000 000 000 000 000 000 000 000 000 000 000 000 000",
    "FY",
    "Q9",
    "31 February 2024",
    "week 99",
    "the",
    "9999-99-99",
];

/// Reads a text and checks what every reading must hold.
fn sound(text: &str) {
    let found = read(text);
    for quantity in &found {
        assert!(text.get(quantity.span.clone()).is_some(), "{text:?}: {quantity:?}");
        assert!(text.get(quantity.numeral.clone()).is_some(), "{text:?}: {quantity:?}");
        assert!(quantity.noun.clone().is_none_or(|noun| text.get(noun).is_some()), "{text:?}: {quantity:?}");
        let _ = (quantity.interval(), quantity.customary(), shown(quantity));
    }
    assert_eq!(found, read(text), "the same text reads the same twice");
}

#[test]
fn kept_texts_are_sound() {
    KEPT.iter().for_each(|text| sound(text));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_reader(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24), apart in prop::collection::vec(any::<bool>(), 24)) {
        let mut text = String::new();
        for (piece, apart) in pieces.iter().zip(apart) {
            text.push_str(piece);
            if apart {
                text.push(' ');
            }
        }
        sound(&text);
    }

    #[test]
    fn any_characters_are_sound(text in "\\PC{0,80}") {
        sound(&text);
    }
}
