//! Judges the times of day in a claim: "leaves at 6:40 pm" against the times that the source prints.

use std::ops::Range;

use super::Verdict;
use super::align::Ask;
use super::code::Code;
use super::cover;
use super::evidence::Stance;
use super::part::{Part, Remark, Support};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Share of the claim's words that must stand beside another time for it to contradict.
const CLASH_MIN: u32 = 650;

/// A time of day as printed.
struct Clock {
    /// Minutes after midnight or noon, and whether that is known to be noon.
    minutes: u32,
    afternoon: Option<bool>,
    range: Range<usize>,
}

impl Clock {
    fn meets(&self, other: &Clock) -> bool {
        self.minutes == other.minutes
            && self.afternoon.zip(other.afternoon).is_none_or(|(one, two)| one == two)
    }
}

/// Adds a part for each time that a claim's sentence names.
pub(super) fn judge(ask: &Ask<'_>, source: &Reading, witness: usize, sentences: &[usize]) -> Vec<Part> {
    let wanted = clocks(ask.reading, ask.sentence);
    if wanted.is_empty() {
        return Vec::new();
    }
    let printed: Vec<(usize, Clock)> = sentences
        .iter()
        .flat_map(|at| clocks(source, &source.sentences[*at]).into_iter().map(move |clock| (*at, clock)))
        .collect();
    let open = |clock: &&Clock| !printed.is_empty() || !names_hour(source, sentences, clock);
    wanted.iter().filter(open).map(|clock| one(ask, clock, &printed, source, witness)).collect()
}

/// True where a source without any time of day prints the bare number of the hour: "let us make it 7".
fn names_hour(source: &Reading, sentences: &[usize], clock: &Clock) -> bool {
    let hour = |token: &Token| source.slice(&token.range).parse::<u32>().ok().map(|hour| hour % 12 * 60);
    let mut tokens = sentences.iter().flat_map(|at| &source.sentences[*at].tokens);
    tokens.any(|token| token.kind == TokenKind::Number && hour(token) == Some(clock.minutes))
}

fn one(ask: &Ask<'_>, wanted: &Clock, printed: &[(usize, Clock)], source: &Reading, witness: usize) -> Part {
    let label = ask.reading.slice(&wanted.range).to_string();
    let mut part =
        Part::unaddressed(wanted.range.clone(), label.clone(), format!("the source does not name {label}"));
    let share = |at: usize| cover::share(ask, source, at);
    let agrees = printed.iter().filter(|(_, clock)| clock.meets(wanted)).max_by_key(|(at, _)| share(*at));
    let other = printed.iter().max_by_key(|(at, _)| share(*at)).filter(|(at, _)| share(*at) >= CLASH_MIN);
    let (at, clock, stance) = match (agrees, other) {
        (Some((at, clock)), _) => (*at, clock, Stance::Supports),
        (None, Some((at, clock))) => (*at, clock, Stance::Contradicts),
        (None, None) => return part,
    };
    let clashes = stance == Stance::Contradicts;
    part.verdict = if clashes { Verdict::Contradicted } else { Verdict::Supported };
    part.strength = share(at);
    part.reason = format!("claim {label}, source {}", source.slice(&clock.range));
    if clashes {
        part.remarks.push(Remark {
            code: Code::PERIOD,
            message: format!("{}: another time", part.reason),
            notes: Vec::new(),
            help: None,
        });
    }
    let note = part.reason.clone();
    let support = Support { witness, range: source.sentences[at].range.clone(), stance, marks: Vec::new() };
    part.supports.push(support.mark(clock.range.clone(), clashes, note));
    part
}

/// The times of a sentence: digits with a colon and two more, or digits before "am", "pm", "o'clock".
fn clocks(reading: &Reading, sentence: &Sentence) -> Vec<Clock> {
    let tokens = &sentence.tokens;
    let number = |token: &Token, most: u32| {
        let form = reading.slice(&token.range);
        form.parse::<u32>()
            .ok()
            .filter(|value| token.kind == TokenKind::Number && form.len() <= 2 && *value <= most)
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let start = at;
        at += 1;
        let Some(hour) = number(&tokens[start], 24) else { continue };
        let touches =
            |one: usize| tokens.get(one + 1).is_some_and(|next| next.range.start == tokens[one].range.end);
        let colon = tokens.get(start + 1).is_some_and(|token| token.key == word::mark(":"))
            && touches(start)
            && touches(start + 1);
        let minutes = tokens
            .get(start + 2)
            .filter(|token| colon && token.range.len() == 2)
            .and_then(|token| number(token, 59));
        let mut end = start + if minutes.is_some() { 3 } else { 1 };
        let half = half_of_day(tokens, end);
        if minutes.is_none() && half.is_none() {
            continue;
        }
        let mut afternoon = (hour > 12).then_some(true);
        if let Some((noon, length)) = half {
            afternoon = noon.or(afternoon);
            end += length;
        }
        found.push(Clock {
            minutes: hour % 12 * 60 + minutes.unwrap_or(0),
            afternoon,
            range: tokens[start].range.start..tokens[end - 1].range.end,
        });
        at = end;
    }
    found
}

/// "am", "p.m." or "o'clock" at a token: which half of the day, and how many tokens it takes.
fn half_of_day(tokens: &[Token], at: usize) -> Option<(Option<bool>, usize)> {
    let is = |at: usize, form: word::Key| tokens.get(at).is_some_and(|token| token.surface == form);
    if is(at, const { word::literal("am") }) || is(at, const { word::literal("pm") }) {
        return Some((Some(is(at, const { word::literal("pm") })), 1));
    }
    if is(at, const { word::literal("o'clock") }) {
        return Some((None, 1));
    }
    let dotted = is(at + 2, const { word::literal("m") })
        && (is(at, const { word::literal("a") }) || is(at, const { word::literal("p") }));
    dotted.then(|| (Some(is(at, const { word::literal("p") })), 3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, source: &str, expected: &[Verdict]) {
        let (claim, source) = (read_claim(claim, None, None), read_claim(source, None, None));
        let ask = Ask::for_sentence(&claim, 0, &source);
        let found: Vec<Verdict> = judge(&ask, &source, 0, &[0]).iter().map(|part| part.verdict).collect();
        assert_eq!(found, expected, "{}", claim.text);
    }

    #[test]
    fn times_of_day_are_compared() {
        let source = "The night ferry to the island leaves the old harbour at 18:40.";
        check("The night ferry leaves the harbour at 6:40 pm.", source, &[Verdict::Supported]);
        check("The night ferry leaves the harbour at 6:50 pm.", source, &[Verdict::Contradicted]);
        check("The night ferry leaves the harbour at 6:40 am.", source, &[Verdict::Contradicted]);
        check("Dinner is served at 7 p.m. in the hall.", source, &[Verdict::NotAddressed]);
        check("The ferry carries 40 cars.", source, &[]);
    }
}
