//! Units: canonical names, dimensions, exact conversion, and the singular of counted nouns.
//!
//! Takes the names that [`Quantity::unit`](super::Quantity::unit) carries (`kilometre per hour`, `USD`,
//! `phone`). Currencies never convert. It does not read units out of text.

use num_traits::{CheckedDiv, CheckedMul};

use super::exact::{self, Exact};
use super::unit_table::{self, Unit};

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// metre.
    Length,
    /// square metre, hectare.
    Area,
    /// litre, cubic metre.
    Volume,
    /// gram, tonne.
    Mass,
    /// second to week: fixed lengths of time.
    Time,
    /// month to century: lengths of the calendar.
    Months,
    /// kilometre per hour.
    Speed,
    /// watt.
    Power,
    /// joule, kilowatt hour.
    Energy,
    /// byte, bit.
    Storage,
    /// bit per second.
    Rate,
    /// hertz.
    Frequency,
    /// volt.
    Voltage,
    /// ampere.
    Current,
    /// newton.
    Force,
    /// pascal.
    Pressure,
    /// degree, turn.
    Angle,
    /// celsius, fahrenheit, kelvin.
    Temperature,
    /// parts per million.
    Fraction,
    /// percent.
    Percent,
    /// percentage point, basis point.
    Points,
    /// Currencies; they do not convert.
    Money,
    /// Measures without conversion here.
    Other,
}

/// The dimension of a unit name, `None` for a counted noun, a bare number and a compound (`USD per hour`).
pub fn dimension(name: &str) -> Option<Dimension> {
    find(name).map(|unit| unit.dimension)
}

/// True where two unit names are one measure: the same name, units that convert into each other, or
/// `rupee` beside `PKR` or `INR`. Compounds are compared part by part.
pub fn same_measure(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if let (Some((above_a, below_a)), Some((above_b, below_b))) =
        (a.split_once(" per "), b.split_once(" per "))
        && (find(a).is_none() || find(b).is_none())
    {
        return same_measure(above_a, above_b) && same_measure(below_a, below_b);
    }
    match (a, b) {
        ("rupee", "PKR" | "INR" | "LKR") | ("PKR" | "INR" | "LKR", "rupee") => return true,
        ("person", noun) | (noun, "person") if PEOPLE.contains(&noun) => return true,
        _ => {}
    }
    match (find(a), find(b)) {
        (Some(a), Some(b)) if a.dimension == b.dimension => {
            a.dimension == Dimension::Temperature || (a.factor.is_some() && b.factor.is_some())
        }
        _ => false,
    }
}

/// Plain words for people; the same count as `person`.
const PEOPLE: &[&str] = &["people", "individual"];

/// Converts a value from one unit to another of the same measure, exactly; `None` where they do not
/// convert or the numbers overflow. `rupee` stands for either rupee at par.
pub fn convert(value: &Exact, from: &str, to: &str) -> Option<Exact> {
    if from == to {
        return Some(*value);
    }
    if !same_measure(from, to) {
        return None;
    }
    if let (Some(unit), Some(target)) = (find(from), find(to)) {
        if unit.dimension == Dimension::Temperature {
            return from_kelvin(&to_kelvin(value, from)?, to);
        }
        return match (unit.factor, target.factor) {
            (Some(a), Some(b)) => exact::over(&exact::times(value, &a)?, &b),
            _ => Some(*value),
        };
    }
    if let (Some((above, below)), Some((above_to, below_to))) =
        (from.split_once(" per "), to.split_once(" per "))
    {
        let one = Exact::from_integer(1);
        return convert(value, above, above_to)?.checked_div(&convert(&one, below, below_to)?);
    }
    Some(*value)
}

fn to_kelvin(value: &Exact, unit: &str) -> Option<Exact> {
    let zero = Exact::new(27315, 100);
    let nine_fifths = Exact::new(9, 5);
    match unit {
        "celsius" => num_traits::CheckedAdd::checked_add(value, &zero),
        "fahrenheit" => {
            let rankine = num_traits::CheckedAdd::checked_add(value, &Exact::new(45967, 100))?;
            rankine.checked_div(&nine_fifths)
        }
        "rankine" => value.checked_div(&nine_fifths),
        _ => Some(*value),
    }
}

fn from_kelvin(value: &Exact, unit: &str) -> Option<Exact> {
    let nine_fifths = Exact::new(9, 5);
    match unit {
        "celsius" => num_traits::CheckedSub::checked_sub(value, &Exact::new(27315, 100)),
        "fahrenheit" => {
            num_traits::CheckedSub::checked_sub(&value.checked_mul(&nine_fifths)?, &Exact::new(45967, 100))
        }
        "rankine" => value.checked_mul(&nine_fifths),
        _ => Some(*value),
    }
}

fn find(name: &str) -> Option<&'static Unit> {
    let units = unit_table::get();
    units.named(name).map(|place| units.at(place))
}

/// Nouns whose singular follows no rule.
static IRREGULAR: &[(&str, &str)] = &[
    ("people", "person"),
    ("persons", "person"),
    ("children", "child"),
    ("grandchildren", "grandchild"),
    ("schoolchildren", "schoolchild"),
    ("men", "man"),
    ("women", "woman"),
    ("policemen", "policeman"),
    ("gunmen", "gunman"),
    ("fishermen", "fisherman"),
    ("businessmen", "businessman"),
    ("congressmen", "congressman"),
    ("servicemen", "serviceman"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("mice", "mouse"),
    ("geese", "goose"),
    ("oxen", "ox"),
    ("lice", "louse"),
    ("dice", "die"),
    ("wives", "wife"),
    ("lives", "life"),
    ("knives", "knife"),
    ("leaves", "leaf"),
    ("loaves", "loaf"),
    ("wolves", "wolf"),
    ("shelves", "shelf"),
    ("calves", "calf"),
    ("thieves", "thief"),
    ("halves", "half"),
    ("selves", "self"),
    ("scarves", "scarf"),
    ("criteria", "criterion"),
    ("phenomena", "phenomenon"),
    ("bacteria", "bacterium"),
    ("alumni", "alumnus"),
    ("nuclei", "nucleus"),
    ("analyses", "analysis"),
    ("crises", "crisis"),
    ("diagnoses", "diagnosis"),
    ("theses", "thesis"),
    ("series", "series"),
    ("species", "species"),
    ("headquarters", "headquarters"),
    ("buses", "bus"),
    ("gases", "gas"),
    ("viruses", "virus"),
    ("campuses", "campus"),
    ("bonuses", "bonus"),
    ("movies", "movie"),
    ("cookies", "cookie"),
    ("zombies", "zombie"),
    ("rookies", "rookie"),
    ("calories", "calorie"),
    ("ties", "tie"),
    ("lies", "lie"),
    ("pies", "pie"),
    ("dies", "die"),
    ("shoes", "shoe"),
    ("toes", "toe"),
    ("canoes", "canoe"),
    ("caches", "cache"),
    ("axes", "axe"),
    ("headaches", "headache"),
    ("potatoes", "potato"),
    ("pairs", "pair"),
];

/// The singular of a noun in lower case (`companies` → `company`); a noun that looks singular stays.
pub fn singular(noun: &str) -> String {
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == noun) {
        return (*singular).to_owned();
    }
    let cut = |end: usize, add: &str| format!("{}{add}", &noun[..noun.len() - end]);
    if !noun.is_ascii() || noun.len() < 4 {
        return if noun.is_ascii() && noun.len() == 3 && noun.ends_with('s') {
            cut(1, "")
        } else {
            noun.to_owned()
        };
    }
    match noun {
        _ if noun.ends_with("ies") && noun.len() > 4 => cut(3, "y"),
        _ if noun.ends_with("sses")
            || noun.ends_with("shes")
            || noun.ends_with("ches")
            || noun.ends_with("xes") =>
        {
            cut(2, "")
        }
        _ if noun.ends_with("oes") => cut(2, ""),
        _ if noun.ends_with("ss") || noun.ends_with("us") || noun.ends_with("is") => noun.to_owned(),
        _ if noun.ends_with('s') => cut(1, ""),
        _ => noun.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::{decimal, parse};
    use super::*;

    #[test]
    fn units_of_one_dimension_convert_exactly() {
        for (value, from, to, expected) in [
            ("1", "mile", "metre", "1609.344"),
            ("100", "celsius", "fahrenheit", "212"),
            ("32", "fahrenheit", "celsius", "0"),
            ("300", "kelvin", "celsius", "26.85"),
            ("2", "tonne", "kilogram", "2000"),
            ("90", "kilometre per hour", "metre per second", "25"),
            ("1", "hectare", "square metre", "10000"),
            ("3", "year", "month", "36"),
            ("50", "basis point", "percentage point", "0.5"),
            ("5", "megawatt", "kilowatt", "5000"),
            ("250", "rupee", "PKR", "250"),
            ("60", "USD per minute", "USD per hour", "3600"),
        ] {
            let found = convert(&parse(value).expect("a number"), from, to).map(|value| decimal(&value));
            assert_eq!(found.as_deref(), Some(expected), "{value} {from} in {to}");
        }
    }

    #[test]
    fn units_of_two_measures_do_not_convert() {
        for (from, to) in [
            ("USD", "EUR"),
            ("PKR", "INR"),
            ("kilogram", "metre"),
            ("phone", "job"),
            ("percent", "percentage point"),
        ] {
            assert_eq!(convert(&Exact::from_integer(1), from, to), None, "{from} in {to}");
            assert!(!same_measure(from, to));
        }
    }

    #[test]
    fn plurals_become_singulars() {
        for (plural, expected) in [
            ("phones", "phone"),
            ("people", "person"),
            ("companies", "company"),
            ("boxes", "box"),
            ("classes", "class"),
            ("buses", "bus"),
            ("houses", "house"),
            ("cases", "case"),
            ("wives", "wife"),
            ("aircraft", "aircraft"),
            ("heroes", "hero"),
            ("tvs", "tv"),
            ("status", "status"),
        ] {
            assert_eq!(singular(plural), expected);
        }
    }
}
