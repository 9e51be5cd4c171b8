//! A rate is no total: so much a day, a head or a hectare against so much in all.
//!
//! What a figure is "per" stands below its line, or in a word beside it ("daily output of"). Where only one side has
//! such a word anywhere in its sentence, the same number is another amount.

use super::Verdict;
use super::code::Code;
use super::compare;
use super::derive::Operand;
use crate::claim::Modality;
use crate::quantity::{Kind, Quantity};
use crate::statement::word::{self, Token};
use crate::statement::{Reading, Sentence, Statement};
use crate::temporal::{Grain, Period};

/// What a rate is counted by: its names and, for a stretch of time, how long it is.
struct Per {
    names: &'static [word::Key],
    grain: Option<Grain>,
    shown: &'static str,
}

const PERS: [Per; 8] = [
    Per {
        names: &word::literals(["second", "minute", "hour", "hours", "hourly"]),
        grain: Some(Grain::Time),
        shown: "so much an hour",
    },
    Per {
        names: &word::literals(["day", "days", "daily", "night", "nightly", "shift"]),
        grain: Some(Grain::Day),
        shown: "so much a day",
    },
    Per {
        names: &word::literals(["week", "weeks", "weekly"]),
        grain: Some(Grain::Week),
        shown: "so much a week",
    },
    Per {
        names: &word::literals(["month", "months", "monthly"]),
        grain: Some(Grain::Month),
        shown: "so much a month",
    },
    Per {
        names: &word::literals(["quarter", "quarters", "quarterly"]),
        grain: Some(Grain::Quarter),
        shown: "so much a quarter",
    },
    Per {
        names: &word::literals(["year", "years", "yearly", "annual", "annually", "annum"]),
        grain: Some(Grain::Year),
        shown: "so much a year",
    },
    Per {
        names: &word::literals([
            "head",
            "capita",
            "person",
            "people",
            "inhabitant",
            "inhabitants",
            "resident",
            "each",
            "apiece",
        ]),
        grain: None,
        shown: "so much a head",
    },
    Per {
        names: &word::literals(["hectare", "hectares", "acre", "acres", "kilometre", "tree", "plant", "cow"]),
        grain: None,
        shown: "so much a hectare, an acre or another measure",
    },
];

/// Adjectives and adverbs that make a rate of a figure near them.
const RATE_WORDS: [word::Key; 6] =
    word::literals(["daily", "hourly", "nightly", "weekly", "monthly", "quarterly"]);
/// Tokens between such a word and its figure.
const REACH_MAX: usize = 6;
/// Words for the line of a rate.
const LINES: [word::Key; 5] = word::literals(["a", "an", "per", "each", "every"]);
/// Words before a stretch of time in which something was: "sold in a day".
const INSIDE: [word::Key; 8] =
    word::literals(["in", "within", "over", "for", "after", "of", "during", "than"]);
/// Words that make a date of "a year": "a year earlier".
const AWAY: [word::Key; 7] = word::literals(["earlier", "before", "ago", "later", "after", "on", "of"]);
/// Words of a claim that its figure is all there was.
const ALL: [word::Key; 6] = word::literals(["whole", "entire", "total", "altogether", "overall", "totalled"]);

/// Where one of two agreeing figures is a rate and the other none, or one of another stretch: what is left of the claim.
pub(super) fn differs(
    claim: &Reading,
    own: &Statement,
    source: &Reading,
    other: &Statement,
) -> Option<(Verdict, Code, String)> {
    if !matches!(own.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension) {
        return None;
    }
    let (here, there) = (&claim.sentences[own.sentence], &source.sentences[other.sentence]);
    let (one, two) = (rate(here, own), rate(there, other));
    let message = |one: &str, two: &str| format!("the claim gives {one}, the source {two}");
    match (one, two) {
        (Some(one), Some(two)) if one.shown == two.shown => None,
        (Some(one), Some(two)) if mentions(here, two) || mentions(there, one) => None,
        (Some(one), Some(two)) => {
            Some((Verdict::Contradicted, Code::STATISTIC, message(one.shown, two.shown)))
        }
        // What is more than so much in one stretch of time is more than that in all.
        (None, Some(two)) if two.grain.is_some() && compare::way(own.quantity.bound) > 0 => None,
        (None, Some(two)) if !mentions(here, two) => {
            let verdict = against(here, own, two, told_period(here, own))?;
            Some((verdict, Code::STATISTIC, message("an amount in all", two.shown)))
        }
        (Some(one), None) if !mentions(there, one) && !behind(source, there, one) => {
            let verdict = against(there, other, one, told_period(there, other))?;
            Some((verdict, Code::STATISTIC, message(one.shown, "an amount in all")))
        }
        _ => None,
    }
}

/// Why another number clashes with nothing: the one is a rate, the other is not, or is one of another stretch.
pub(super) fn apart(claim: &Reading, own: &Statement, source: &Reading, other: &Statement) -> Option<String> {
    let units = own.quantity.unit.contains(" per ") && other.quantity.unit.contains(" per ");
    let said = differs(claim, own, source, other).filter(|_| !units).map(|(_, _, message)| message);
    said.or_else(|| one_sided(claim, own, source, other))
}

/// True for "4 doctors" beside "4 doctors per 1,000 people": no amount is so many in a thousand.
pub(super) fn is_of_so_many(own: &Quantity, other: &Quantity) -> bool {
    let many = |line: &str| line.starts_with(|first: char| first.is_ascii_digit());
    line(other).is_some_and(many) && line(own).is_none()
}

/// True for so much in a time: what can be made in a year is not what is made.
pub(super) fn is_in_a_time(quantity: &Quantity) -> bool {
    const TIMES: [&str; 7] = ["year", "month", "week", "day", "hour", "minute", "quarter"];
    line(quantity).is_some_and(|line| TIMES.contains(&line))
}

/// Why a figure clashes with none that is not told "per" anything: $1.12 a share is no part of $97 million.
pub(super) fn one_sided(
    claim: &Reading,
    own: &Statement,
    source: &Reading,
    other: &Statement,
) -> Option<String> {
    let (here, there) = (&claim.sentences[own.sentence], &source.sentences[other.sentence]);
    let (below, beside, words) = match (shared_line(claim, own), shared_line(source, other)) {
        (Some(below), None) => (below, &there.tokens[other.segment.clone()], ["the claim", "the source"]),
        (None, Some(below)) => (below, &here.tokens[own.segment.clone()], ["the source", "the claim"]),
        _ => return None,
    };
    let behind = there.context.iter().flat_map(|at| &source.sentences[*at].tokens);
    let key = word::normal(below);
    let unsaid = !beside.iter().chain(behind).any(|token| token.key == key || is_rate_word(token));
    unsaid.then(|| format!("{} gives so much per {below}, {} does not", words[0], words[1]))
}

/// The line of a unit.
const PER: &str = " per ";

/// Where the line of a unit begins. Units are short, and few have one: no search is prepared for it.
fn below(unit: &str) -> Option<usize> {
    unit.as_bytes().windows(PER.len()).rposition(|part| part == PER.as_bytes())
}

/// What stands below the line of a figure's unit.
fn line(quantity: &Quantity) -> Option<&str> {
    let unit = &quantity.unit;
    below(unit)
        .map(|at| &unit[at + PER.len()..])
        .or_else(|| Some(quantity.per.as_ref()).filter(|per| !per.is_empty()))
}

/// Words between two figures that share what stands below the line behind the second.
const LINKS: [word::Key; 8] = word::literals(["or", "and", "to", "instead", "of", "rather", "than", "not"]);
/// So many of them.
const LINKS_MAX: usize = 3;

/// The same, where the figure behind it has the line for both: "290 instead of 390 euros a month".
fn shared_line<'r>(reading: &'r Reading, statement: &'r Statement) -> Option<&'r str> {
    let behind = || {
        let others = reading.statements_of(statement.sentence).iter();
        let next = others
            .filter(|other| other.tokens.start >= statement.tokens.end)
            .min_by_key(|other| other.tokens.start)?;
        let between = &reading.sentences[statement.sentence].tokens[statement.tokens.end..next.tokens.start];
        let linked = (1..=LINKS_MAX).contains(&between.len())
            && between.iter().all(|token| LINKS.contains(&token.surface));
        (linked && next.quantity.kind == statement.quantity.kind).then(|| line(&next.quantity)).flatten()
    };
    line(&statement.quantity).or_else(behind)
}

/// What is left where a figure that is no rate has the number of one.
fn against(sentence: &Sentence, total: &Statement, rate: &Per, period: Option<&Period>) -> Option<Verdict> {
    let all = total.scope == Some("total")
        || sentence.tokens[total.clause.clone()].iter().any(|token| ALL.contains(&token.surface));
    let longer = rate.grain.zip(period).is_some_and(|(grain, period)| period.grain > grain);
    // So much a year is what a year has, and what goes on every year is often told without it.
    let stretch = rate.grain.zip(period).is_some_and(|(grain, period)| period.grain <= grain);
    let yearly = rate.grain == Some(Grain::Year);
    match (all, longer) {
        (_, true) => Some(Verdict::Contradicted),
        _ if stretch => None,
        (true, _) if !yearly => Some(Verdict::Contradicted),
        _ if yearly => None,
        _ => Some(Verdict::Partial),
    }
}

/// How a figure is a rate, in words, if it is one.
pub(super) fn shown(sentence: &Sentence, statement: &Statement) -> Option<&'static str> {
    rate(sentence, statement).map(|per| per.shown)
}

/// What a figure is a rate by, if it is one.
fn rate(sentence: &Sentence, statement: &Statement) -> Option<&'static Per> {
    if let Some(below) = line(&statement.quantity) {
        let key = word::surface(below);
        return PERS.iter().find(|per| per.names.contains(&key));
    }
    let near = statement.tokens.start.saturating_sub(REACH_MAX).max(statement.segment.start)
        ..(statement.tokens.end + REACH_MAX).min(statement.segment.end);
    let mut found = sentence.tokens[near].iter().filter(|token| !token.capital && is_rate_word(token));
    let key = found.next().map(|token| token.surface).or_else(|| below_behind(sentence, statement))?;
    PERS.iter().find(|per| per.names.contains(&key))
}

/// "520 tonnes of rye a day": what stands below the line behind the counted words.
fn below_behind(sentence: &Sentence, statement: &Statement) -> Option<word::Key> {
    let end = (statement.tokens.end + REACH_MAX).min(statement.segment.end);
    (statement.tokens.end + 1..end.saturating_sub(1)).find_map(|at| {
        let [before, line, below] = &sentence.tokens[at - 1..=at + 1] else { return None };
        let led = INSIDE.contains(&before.surface);
        let dated = sentence.tokens.get(at + 2).is_some_and(|next| AWAY.contains(&next.surface));
        (LINES.contains(&line.surface) && !led && !dated).then_some(below.surface)
    })
}

fn is_rate_word(token: &Token) -> bool {
    RATE_WORDS.contains(&token.surface)
}

/// True where the sentence has a word of what the rate is counted by.
fn mentions(sentence: &Sentence, per: &Per) -> bool {
    sentence.tokens.iter().any(|token| per.names.contains(&token.surface))
}

/// True where the text that a sentence leans on has such a word.
fn behind(source: &Reading, sentence: &Sentence, per: &Per) -> bool {
    sentence.context.iter().any(|at| mentions(&source.sentences[*at], per))
}

/// The stretch of time that a figure's own sentence gives it.
fn told_period<'s>(sentence: &'s Sentence, statement: &'s Statement) -> Option<&'s Period> {
    let own = statement.period.as_ref().filter(|timed| timed.nearness >= 2).map(|timed| &timed.period);
    own.or_else(|| sentence.periods.first())
}

/// True for what stands above the line of a claim's rate: the money of "$206 a bag".
pub(super) fn is_above(own: &Quantity, one: &Operand<'_>) -> bool {
    let quantity = &one.statement.quantity;
    let above = below(&own.unit).map(|at| &own.unit[..at]);
    above.is_some_and(|above| above == quantity.unit && own.kind == quantity.kind)
}

/// True where the second figure counts what the claim's rate is told per: bags, for "$206 a bag".
pub(super) fn shares(own: &Quantity, one: &Operand<'_>, other: &Operand<'_>) -> bool {
    let Some(below) = below(&own.unit).map(|at| &own.unit[at + PER.len()..]) else { return false };
    let counted =
        other.statement.head.map(|head| &other.source.sentences[other.statement.sentence].tokens[head]);
    let measured = other.statement.quantity.unit == below;
    let actual = |operand: &Operand<'_>| operand.statement.modality == Modality::Actual;
    is_above(own, one)
        && (measured && other.statement.quantity.kind == Kind::Dimension
            || counted.is_some_and(|token| token.key == word::normal(below))
                && other.statement.quantity.kind == Kind::Count)
        && actual(one)
        && actual(other)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Partial, Supported};
    use super::super::trials::check;

    #[test]
    fn so_much_a_day_is_not_so_much_in_all() {
        check(
            "The mill at Deal ground on average 520 tonnes of rye a day in 2019.",
            &[
                ("The mill at Deal ground 520 tonnes of rye over the whole of 2019.", Contradicted),
                ("The mill at Deal ground 520 tonnes of rye in 2019.", Contradicted),
                ("The mill at Deal ground 520 tonnes of rye a day in 2019.", Supported),
                ("The mill at Deal ground 520 tonnes of rye.", Partial),
                ("The mill at Deal ground more than 510 tonnes of rye in 2019.", Supported),
            ],
        );
        check(
            "The mill at Deal had a daily output of 520 tonnes of rye in 2019.",
            &[("The mill at Deal had an output of 520 tonnes of rye in the whole of 2019.", Contradicted)],
        );
    }

    #[test]
    fn so_much_in_all_is_not_so_much_a_day() {
        check(
            "The mill at Deal ground 520 tonnes of rye in all of 2019.",
            &[
                ("The mill at Deal ground 520 tonnes of rye a day in 2019.", Contradicted),
                ("The mill at Deal ground 520 tonnes of rye in 2019.", Supported),
            ],
        );
        check(
            "The mill at Deal ground 520 tonnes of rye in May, against 480 tonnes of rye a year earlier.",
            &[("The mill at Deal ground 520 tonnes of rye in May.", Supported)],
        );
        // The day may be named elsewhere in what is said.
        check(
            "On a usual day of 2019 the mill at Deal ground 520 tonnes of rye.",
            &[("The mill at Deal ground 520 tonnes of rye a day in 2019.", Supported)],
        );
    }

    #[test]
    fn what_goes_on_every_year_is_often_told_without_it() {
        check(
            "The mill at Deal grinds 90,000 tonnes of rye a year.",
            &[
                ("The mill at Deal grinds 90,000 tonnes of rye.", Supported),
                ("The mill at Deal grinds 90,000 tonnes of rye a month.", Contradicted),
            ],
        );
    }

    #[test]
    fn so_much_a_head_is_not_so_much_in_all() {
        check(
            "Deal ate 12 kg of rye bread per head in 2019.",
            &[
                ("Deal ate 12 kg of rye bread in total in 2019.", Contradicted),
                ("Deal ate 12 kg of rye bread per person in 2019.", Supported),
            ],
        );
    }
}
