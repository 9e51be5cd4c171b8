//! The days of feasts, by computation; moon feasts from a table of announced days.
//!
//! Takes a feast's place in the reader's list and a year, gives the day. Feasts that differ between
//! countries are read the way English-language news of the United States names them.

use chrono::{Datelike, NaiveDate};

use super::days::plus_days;
use crate::quantity::datepoints::FEASTS;

/// The day of a feast in a year; `None` where it is not known.
pub(super) fn day(feast: u8, year: i32) -> Option<NaiveDate> {
    let name = FEASTS.get(usize::from(feast))?;
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    match *name {
        "christmas eve" => fixed(12, 24),
        "christmas" | "christmas day" => fixed(12, 25),
        "boxing day" => fixed(12, 26),
        "halloween" => fixed(10, 31),
        "independence day" => fixed(7, 4),
        "juneteenth" => fixed(6, 19),
        "veterans day" => fixed(11, 11),
        "earth day" => fixed(4, 22),
        "saint patrick" => fixed(3, 17),
        "easter" | "easter sunday" => easter(year),
        "easter monday" => plus_days(easter(year)?, 1),
        "thanksgiving" | "thanksgiving day" => nth(year, 11, 3, 4),
        "black friday" => plus_days(nth(year, 11, 3, 4)?, 1),
        "cyber monday" => plus_days(nth(year, 11, 3, 4)?, 4),
        "labor day" | "labour day" => nth(year, 9, 0, 1),
        "memorial day" => plus_days(nth(year, 6, 0, 1)?, -7),
        name if name.starts_with("valentine") => fixed(2, 14),
        name if name.ends_with("eve") => fixed(12, 31),
        name if name.starts_with("new year") => fixed(1, 1),
        name if name.contains("fitr") => moon(EID_AL_FITR, year),
        name if name.contains("adha") => moon(EID_AL_ADHA, year),
        "diwali" => moon(DIWALI, year),
        _ => None,
    }
}

/// True for feasts whose weekend runs to the Monday on which they fall.
pub(super) fn weekend(feast: u8, year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let day = day(feast, year)?;
    let monday = plus_days(day, -i64::from(day.weekday().num_days_from_monday()))?;
    match day.weekday().num_days_from_monday() {
        // A Monday feast ends the weekend before it; a Thursday one begins the next.
        0 => Some((plus_days(day, -2)?, plus_days(day, 1)?)),
        3 | 4 => Some((day, plus_days(monday, 7)?)),
        _ => Some((plus_days(monday, 5)?, plus_days(monday, 7)?)),
    }
}

/// The n-th weekday (Monday 0) of a month.
fn nth(year: i32, month: u32, weekday: u32, count: u8) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let ahead = (7 + weekday - first.weekday().num_days_from_monday()) % 7;
    plus_days(first, i64::from(ahead) + 7 * (i64::from(count) - 1))
}

/// Western Easter by the anonymous Gregorian computus.
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31).ok()? + 1)
}

fn moon(table: &[(i32, u32, u32)], year: i32) -> Option<NaiveDate> {
    let (_, month, day) = table.iter().find(|(found, ..)| *found == year)?;
    NaiveDate::from_ymd_opt(year, *month, *day)
}

static EID_AL_FITR: &[(i32, u32, u32)] = &[
    (2015, 7, 17),
    (2016, 7, 6),
    (2017, 6, 25),
    (2018, 6, 15),
    (2019, 6, 4),
    (2020, 5, 24),
    (2021, 5, 13),
    (2022, 5, 2),
    (2023, 4, 21),
    (2024, 4, 10),
    (2025, 3, 30),
    (2026, 3, 20),
    (2027, 3, 9),
    (2028, 2, 26),
];

static EID_AL_ADHA: &[(i32, u32, u32)] = &[
    (2015, 9, 23),
    (2016, 9, 11),
    (2017, 9, 1),
    (2018, 8, 21),
    (2019, 8, 11),
    (2020, 7, 31),
    (2021, 7, 20),
    (2022, 7, 9),
    (2023, 6, 28),
    (2024, 6, 16),
    (2025, 6, 6),
    (2026, 5, 27),
    (2027, 5, 16),
    (2028, 5, 5),
];

static DIWALI: &[(i32, u32, u32)] = &[
    (2015, 11, 11),
    (2016, 10, 30),
    (2017, 10, 19),
    (2018, 11, 7),
    (2019, 10, 27),
    (2020, 11, 14),
    (2021, 11, 4),
    (2022, 10, 24),
    (2023, 11, 12),
    (2024, 10, 31),
    (2025, 10, 20),
    (2026, 11, 8),
    (2027, 10, 29),
    (2028, 10, 17),
];
