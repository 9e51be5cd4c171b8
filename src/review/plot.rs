//! Pictures made by the server: figures that sources give over time, with the interval each printed number stands
//! for, and findings over rounds. Every picture has the same in words beside it.

use askama::Template;
use num_traits::ToPrimitive as _;

use super::round::Round;
use crate::check::ClaimOutcome;
use crate::check::source::SourceOutcome;
use crate::quantity::exact::Exact;
use crate::quantity::{Figure, Printed};
use crate::report::sheet::visible;
use crate::statement::{self, Statement};

/// Points of a series: fewer tell nothing, more cannot be told apart.
const POINTS: std::ops::RangeInclusive<usize> = 3..=40;
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 76.0;
const BOTTOM: f64 = 30.0;

/// Claims of one round by verdict.
pub struct Bar {
    /// When.
    pub label: String,
    /// Verdict, which is the class of its colour, and count.
    pub parts: Vec<(&'static str, usize)>,
}

#[derive(Template)]
#[template(path = "series.html")]
struct SeriesPlot {
    label: String,
    points: Vec<Point>,
    ticks: Vec<(f64, String)>,
    first: String,
    last: String,
}

struct Point {
    x: f64,
    y: f64,
    top: f64,
    bottom: f64,
    own: bool,
    words: String,
    period: String,
    source: String,
}

#[derive(Template)]
#[template(path = "bars.html")]
struct BarsPlot {
    label: String,
    caption: String,
    bars: Vec<DrawnBar>,
    most: usize,
    first: String,
    last: String,
}

/// Left edge, width, words, and of each part top, height and class.
type DrawnBar = (f64, f64, String, Vec<(f64, f64, &'static str)>);

/// A figure of a series, before it is drawn.
struct Found {
    day: i32,
    low: f64,
    value: f64,
    high: f64,
    own: bool,
    words: String,
    period: String,
    source: String,
}

/// The series of figures that the sources of a claim give for what it counts; none where there are too few.
pub fn of_claim(round: &Round, outcome: &ClaimOutcome) -> Option<String> {
    let file = &round.set.files[outcome.file];
    let claim = &file.claims[outcome.claim];
    let own_reading = statement::read_claim(&claim.text.value, file.article.published, None);
    let own = own_reading.statements.iter().find(|one| one.period.is_some())?;
    let mut found: Vec<Found> = figure(own, &claim.text.value, "the claim", true).into_iter().collect();
    for citation in &claim.sources {
        let key = (outcome.file, citation.source.clone());
        let Some(SourceOutcome::Read(text)) = round.run.sources.get(&key).map(AsRef::as_ref) else {
            continue;
        };
        let alike = text
            .reading
            .statements
            .iter()
            .filter(|other| same_measure(own, &claim.text.value, other, &text.document.text));
        found.extend(alike.filter_map(|other| figure(other, &text.document.text, &citation.source, false)));
    }
    found.sort_by(|a, b| (a.day, a.own, &a.words).cmp(&(b.day, b.own, &b.words)));
    found.dedup_by(|a, b| a.day == b.day && a.words == b.words && a.own == b.own);
    let mut days: Vec<i32> = found.iter().map(|one| one.day).collect();
    days.dedup();
    if !POINTS.contains(&found.len()) || days.len() < 3 {
        return None;
    }
    draw(&found)
}

/// Whether two statements count the same by unit and noun; near enough for a picture, never for a verdict.
fn same_measure(own: &Statement, own_text: &str, other: &Statement, other_text: &str) -> bool {
    let noun = |statement: &Statement, text: &str| {
        let quantity = &statement.quantity;
        let noun = text.get(quantity.numeral.end..quantity.span.end.max(quantity.numeral.end));
        noun.and_then(|noun| noun.split_whitespace().last())
            .unwrap_or_default()
            .trim_end_matches('s')
            .to_lowercase()
    };
    own.quantity.kind == other.quantity.kind
        && own.quantity.unit == other.quantity.unit
        && own.quantity.per == other.quantity.per
        && noun(own, own_text) == noun(other, other_text)
        && own.scope == other.scope
}

fn figure(statement: &Statement, text: &str, source: &str, own: bool) -> Option<Found> {
    let period = &statement.period.as_ref()?.period;
    let (from, to) = (period.from?, period.to?);
    let Figure::Value(printed) = &statement.quantity.figure else { return None };
    let (low, value, high) = interval(printed)?;
    let one_line =
        |range| text.get(range).map(|words: &str| words.split_whitespace().collect::<Vec<_>>().join(" "));
    use chrono::Datelike as _;
    Some(Found {
        day: (from.num_days_from_ce() + to.num_days_from_ce()) / 2,
        low,
        value,
        high,
        own,
        words: visible(&one_line(statement.quantity.span.clone())?),
        period: visible(&one_line(period.span.clone())?),
        source: visible(source),
    })
}

/// What a printed number stands for, for drawing only.
fn interval(printed: &Printed) -> Option<(f64, f64, f64)> {
    let float =
        |exact: &Exact| exact.numer().to_f64().zip(exact.denom().to_f64()).map(|(over, under)| over / under);
    let value = float(&printed.value)?;
    let half = printed.step.as_ref().and_then(float).unwrap_or(0.0) / 2.0;
    (value.is_finite() && half.is_finite()).then_some((value - half, value, value + half))
}

fn draw(found: &[Found]) -> Option<String> {
    let (first, last) = (found.first()?, found.last()?);
    let low = found.iter().map(|one| one.low).fold(f64::INFINITY, f64::min).min(0.0);
    let high = found.iter().map(|one| one.high).fold(f64::NEG_INFINITY, f64::max);
    let span = f64::from((last.day - first.day).max(1));
    let x = |day: i32| LEFT + 16.0 + f64::from(day - first.day) / span * (WIDTH - LEFT - 40.0);
    let y =
        |value: f64| 12.0 + (high - value) / (high - low).max(f64::MIN_POSITIVE) * (HEIGHT - BOTTOM - 20.0);
    let round = |value: f64| (value * 10.0).round() / 10.0;
    let points = found.iter().map(|one| Point {
        x: round(x(one.day)),
        y: round(y(one.value)),
        top: round(y(one.high)),
        bottom: round(y(one.low)),
        own: one.own,
        words: one.words.clone(),
        period: one.period.clone(),
        source: one.source.clone(),
    });
    let ticks = [low, low + (high - low) / 2.0, high].map(|value| (round(y(value)), short(value)));
    let plot = SeriesPlot {
        label: format!("{} figures from {} to {}", found.len(), first.period, last.period),
        points: points.collect(),
        ticks: ticks.to_vec(),
        first: first.period.clone(),
        last: last.period.clone(),
    };
    plot.render().ok()
}

/// A number for an axis.
fn short(value: f64) -> String {
    let (scaled, unit) = match value.abs() {
        1e12.. => (value / 1e12, " tn"),
        1e9.. => (value / 1e9, " bn"),
        1e6.. => (value / 1e6, " m"),
        1e4.. => (value / 1e3, " k"),
        _ => (value, ""),
    };
    let digits = format!("{scaled:.1}");
    format!("{}{unit}", digits.strip_suffix(".0").unwrap_or(&digits))
}

/// Counts over runs, oldest first, with what they count in words.
pub fn of_runs(bars: &[Bar], title: &str, caption: &str) -> String {
    let total = |bar: &Bar| bar.parts.iter().map(|(_, count)| count).sum::<usize>();
    let most = bars.iter().map(total).max().unwrap_or(0).max(1);
    let width = ((WIDTH - LEFT - 20.0) / bars.len() as f64).min(28.0);
    let scale = (HEIGHT - BOTTOM - 20.0) / most as f64;
    let round = |value: f64| (value * 10.0).round() / 10.0;
    let drawn = bars.iter().enumerate().map(|(at, bar)| {
        let mut y = HEIGHT - BOTTOM;
        let parts = bar.parts.iter().filter(|(_, count)| *count > 0).map(|(class, count)| {
            let height = *count as f64 * scale;
            y -= height;
            (round(y), round(height), *class)
        });
        let counts: Vec<String> = bar
            .parts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| format!("{count} {name}"))
            .collect();
        let words = format!(
            "{}: {}",
            bar.label,
            if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") }
        );
        (round(LEFT + at as f64 * width), round((width - 3.0).max(1.0)), words, parts.collect())
    });
    let plot = BarsPlot {
        label: format!("{title} over the last {} runs", bars.len()),
        caption: caption.to_owned(),
        bars: drawn.collect(),
        most,
        first: bars.first().map_or_else(String::new, |bar| bar.label.clone()),
        last: bars.last().map_or_else(String::new, |bar| bar.label.clone()),
    };
    plot.render().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_short() {
        for (value, expected) in [(0.0, "0"), (5.25, "5.2"), (31_400_000.0, "31.4 m"), (12_000.0, "12 k")] {
            assert_eq!(short(value), expected);
        }
    }

    #[test]
    fn a_series_shows_each_interval_and_says_it_in_words() {
        let found = |day, value: f64, own| Found {
            day,
            low: value - 1.0,
            value,
            high: value + 1.0,
            own,
            words: format!("{value} <cups>"),
            period: format!("year {day}"),
            source: "a".to_owned(),
        };
        let drawn =
            draw(&[found(1, 10.0, false), found(2, 12.0, true), found(3, 20.0, false)]).expect("drawn");
        assert_eq!(drawn.matches("class=\"interval").count(), 3);
        assert_eq!(drawn.matches("<tr").count(), 4);
        assert!(drawn.contains("12 &#60;cups&#62;") && !drawn.contains("<cups>"));
    }
}
