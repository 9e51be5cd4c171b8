//! Reads periods out of text: half-open spans of days with their grain and the name of their rule.
//!
//! Takes a text and a reference date, gives [`Period`] values in order of their place. Relative
//! forms resolve against the reference date only; there is no clock here.

mod days;
mod feasts;
mod resolve;

#[cfg(test)]
mod corpus;

use std::ops::Range;

use chrono::NaiveDate;

use crate::quantity::{self, Quantity};

/// What relative and fiscal forms are resolved against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context {
    /// The day of the text itself (its publication); relative forms stay unresolved without one.
    pub reference: Option<NaiveDate>,
    /// First month of the fiscal year, 1–12 (Pakistan 7, India 4, United States government 10), where
    /// the country is known; fiscal years stay unresolved without one.
    pub fiscal_first_month: Option<u32>,
}

/// Reads the periods of a text, in order of their place.
pub fn read(text: &str, context: &Context) -> Vec<Period> {
    read_all(text, context).1
}

/// Reads the quantities and the periods of a text in one pass.
pub fn read_all(text: &str, context: &Context) -> (Vec<Quantity>, Vec<Period>) {
    let mut periods = Vec::new();
    let quantities =
        quantity::read_dated(text, |form, base| periods.push(resolve::period(form, base, context)));
    (quantities, periods)
}

/// One period as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Bytes of the expression.
    pub span: Range<usize>,
    /// First day, `None` where the text leaves the side open or the form is unresolved.
    pub from: Option<NaiveDate>,
    /// First day after the period, `None` likewise.
    pub to: Option<NaiveDate>,
    /// How fine the expression is.
    pub grain: Grain,
    /// Which calendar the expression names.
    pub calendar: Calendar,
    /// True for a relative form (`last year`) that had no reference date to resolve against.
    pub unresolved: bool,
    /// Name of the rule that read it.
    pub rule: &'static str,
}

impl Period {
    /// The period of the same length a year before; none where a side is open.
    pub fn year_before(&self) -> Option<Period> {
        let year = chrono::Months::new(12);
        let from = self.from?.checked_sub_months(year)?;
        Some(Period { from: Some(from), to: Some(self.to?.checked_sub_months(year)?), ..self.clone() })
    }

    /// The period of the same length a year after; none where a side is open.
    pub fn year_after(&self) -> Option<Period> {
        let year = chrono::Months::new(12);
        let from = self.from?.checked_add_months(year)?;
        Some(Period { from: Some(from), to: Some(self.to?.checked_add_months(year)?), ..self.clone() })
    }
}

/// How fine a period expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grain {
    /// A clock time within a day.
    Time,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A half-year.
    Half,
    /// A year.
    Year,
    /// A decade or longer.
    Decade,
}

/// Which calendar a year, half or quarter belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Calendar {
    /// The calendar year.
    Civil,
    /// A fiscal year, its first month 1–12; `None` where neither text nor country tells.
    Fiscal(Option<u32>),
}
