//! Compares how two statements are meant: modality, scope, statistic, rate.

use std::sync::LazyLock;

use super::Verdict;
use super::code::Code;
use super::purpose;
use super::rate;
use crate::claim::Modality;
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::quantity::unit::{self, Dimension};
use crate::statement::lexicon::{ClassId, lexicon};
use crate::statement::word::{self, Token};
use crate::statement::{Reading, Statement};

/// Classes whose figures add up over time.
static FLOWS: LazyLock<Vec<ClassId>> = LazyLock::new(|| {
    let names = [
        "produce", "import", "export", "sell", "earn", "deliver", "ship", "tax", "remit", "invest", "die",
        "infect", "bear",
    ];
    names.iter().filter_map(|name| lexicon().class_named(name)).collect()
});

/// True where a statement counts what adds up over time, so that a month is not its year.
pub(super) fn is_flow(reading: &Reading, statement: &Statement) -> bool {
    let quantity = &statement.quantity;
    // A share or a rate of one part of a year stands for the rest until another is printed.
    let by = quantity.change.role == ChangeRole::By;
    if matches!(quantity.kind, Kind::Percent | Kind::Ratio) {
        return by;
    }
    let sentence = &reading.sentences[statement.sentence];
    let tokens = sentence.tokens.iter().chain(&statement.labels);
    tokens.flat_map(|token| &token.classes).any(|class| FLOWS.contains(class))
}

/// True for the length, height or area of a thing, which the dates told beside it do not change.
pub(super) fn lasts(reading: &Reading, statement: &Statement) -> bool {
    let quantity = &statement.quantity;
    let measured = matches!(unit::dimension(&quantity.unit), Some(Dimension::Length | Dimension::Area));
    let tokens = &reading.sentences[statement.sentence].tokens[statement.segment.clone()];
    let still = !tokens.iter().flat_map(|token| &token.classes).any(|class| FLOWS.contains(class));
    measured && still && quantity.per.is_empty() && quantity.change.role == ChangeRole::None
}

/// Where two agreeing figures are meant differently: the verdict that is left, its code and its words.
pub(super) fn differs(
    claim: &Reading,
    own: &Statement,
    source: &Reading,
    other: &Statement,
) -> Option<(Verdict, Code, String)> {
    modality(claim, own, source, other)
        .or_else(|| rate::differs(claim, own, source, other))
        .or_else(|| scope(own, source, other))
        .or_else(|| statistic(own, other))
        .or_else(|| {
            let message = purpose::narrowed((claim, own), (source, other))?;
            Some((Verdict::Partial, Code::SCOPE, message))
        })
}

/// The word for a modality in a message.
pub(super) fn word(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual => "done",
        Modality::Plan => "planned",
        Modality::Target => "a target",
        Modality::Forecast => "expected",
        Modality::Capacity => "a capacity",
        Modality::Condition => "conditional, permitted or at risk",
        Modality::Denial => "denied",
    }
}

fn modality(
    claim: &Reading,
    own: &Statement,
    source: &Reading,
    other: &Statement,
) -> Option<(Verdict, Code, String)> {
    let phrase = other.modality_phrase.as_ref().map(|at| {
        let tokens = &source.sentences[other.sentence].tokens;
        source.slice(&(tokens[at.start].range.start..tokens[at.end - 1].range.end)).to_string()
    });
    // It waits for something, could be in an hour what it is not now, or is hoped for.
    let short_of_it = |two: Modality| {
        waits(source, other)
            || two == Modality::Capacity && rate::is_in_a_time(&own.quantity)
            || phrase.as_deref().is_some_and(|phrase| phrase.to_lowercase().starts_with("hop"))
    };
    match (own.modality, other.modality) {
        (one, two) if one == two => None,
        // "Called off the strike" is what "ended the strike" tells.
        (Modality::Actual, Modality::Denial) if tells_end(claim, own) => None,
        (Modality::Actual, Modality::Denial) => {
            Some((Verdict::Contradicted, Code::MODALITY, "the source denies it".to_string()))
        }
        // "Advises to carry four", "offers five", "estimates a crop of 340": what is told is the advice.
        (Modality::Actual, two) if two != Modality::Denial && is_advice(claim, own) => None,
        // A claim in the present tense of what is offered or true in general needs no deed, but more than a hope.
        (Modality::Actual, two)
            if two != Modality::Forecast
                && !short_of_it(two)
                && own.modality_phrase.is_none()
                && !claim.sentences[own.sentence].tells_past(own.clause.clone()) =>
        {
            None
        }
        (Modality::Actual, two) => {
            let phrase = phrase.unwrap_or_default();
            Some((
                Verdict::Partial,
                Code::MODALITY,
                format!("the claim says it is done, the source says it is {} (“{phrase}”)", word(two)),
            ))
        }
        _ => None,
    }
}

/// "Once it runs, the plant will supply": what waits for something is not so yet.
fn waits(source: &Reading, other: &Statement) -> bool {
    let once = const { word::literals(["once"]) };
    let first = source.sentences[other.sentence].tokens.first();
    first.is_some_and(|first| once.contains(&first.surface))
}

/// Verbs of what is so now.
const NOW: [word::Key; 6] = word::literals(["is", "are", "stands", "remains", "has", "now"]);

/// True where a claim says that its figure is so now: no value before a change is.
pub(super) fn is_of_now(claim: &Reading, own: &Statement) -> bool {
    let sentence = &claim.sentences[own.sentence];
    let tokens = &sentence.tokens[own.clause.clone()];
    let now = tokens.iter().any(|token| NOW.contains(&token.surface));
    now && own.period.is_none() && !tokens.iter().any(|token| token.past && token.content())
}

/// Verbs of those who say what may be had or should be done.
const ADVICE: [word::Key; 11] = word::literals([
    "advises",
    "recommends",
    "suggests",
    "offers",
    "proposes",
    "urges",
    "invites",
    "announces",
    "estimates",
    "sees",
    "reckons",
]);

/// True where such a verb leads to the figure.
fn is_advice(claim: &Reading, own: &Statement) -> bool {
    let tokens = &claim.sentences[own.sentence].tokens;
    tokens[own.clause.start..own.tokens.start].iter().any(|token| ADVICE.contains(&token.surface))
}

/// Words of an end that was put to something.
const ENDS: [word::Key; 14] = word::literals([
    "ended",
    "ends",
    "end",
    "over",
    "stopped",
    "halted",
    "suspended",
    "cancelled",
    "canceled",
    "scrapped",
    "shelved",
    "abandoned",
    "dropped",
    "called",
]);

/// True for a claim that tells of an end.
fn tells_end(claim: &Reading, own: &Statement) -> bool {
    claim.sentences[own.sentence].tokens.iter().any(|token| ENDS.contains(&token.surface))
}

/// True for a scope that is a part of a whole.
pub(super) fn is_narrow(scope: Option<&str>) -> bool {
    matches!(scope, Some("direct" | "indirect"))
}

fn scope(own: &Statement, source: &Reading, other: &Statement) -> Option<(Verdict, Code, String)> {
    let one = own.scope?;
    let words = match other.scope {
        Some(two) if one == two || !is_narrow(Some(one)) && !is_narrow(Some(two)) => return None,
        Some(two) => format!("the claim counts {}, the source {}", scope_word(one), scope_word(two)),
        None if is_narrow(Some(one)) && own.quantity.kind == Kind::Count && !says(source, other, one) => {
            format!("the claim counts {} only, the source does not say which part it counts", scope_word(one))
        }
        None => return None,
    };
    Some((Verdict::Partial, Code::SCOPE, words))
}

/// True where a heading or a label of a figure names a scope.
fn says(source: &Reading, statement: &Statement, scope: &str) -> bool {
    let named = |token: &Token| token.surface == word::surface(scope);
    let behind = &source.sentences[statement.sentence].context;
    statement.labels.iter().any(named)
        || behind
            .iter()
            .any(|at| source.sentences[*at].heading && source.sentences[*at].tokens.iter().any(named))
}

/// The word for a scope in a message.
pub(super) fn scope_word(scope: &str) -> &str {
    match scope {
        "both" => "direct and indirect together",
        "per-head" => "per head",
        other => other,
    }
}

fn statistic(own: &Statement, other: &Statement) -> Option<(Verdict, Code, String)> {
    let has = |statement: &Statement, name: &str| statement.statistics.contains(&name);
    for (one, two) in [("average", "median"), ("median", "average"), ("real", "nominal"), ("nominal", "real")]
    {
        if has(own, one) && has(other, two) && !has(other, one) {
            return Some((
                Verdict::Partial,
                Code::STATISTIC,
                format!("the claim gives the {one}, the source the {two}"),
            ));
        }
    }
    let yearly =
        |statement: &Statement| has(statement, "annual") || statement.quantity.unit.contains("per year");
    let plans = !matches!(other.modality, Modality::Actual);
    if yearly(own) && !yearly(other) && (has(other, "cumulative") || plans && other.period.is_some()) {
        return Some((
            Verdict::Partial,
            Code::CUMULATIVE,
            "the claim gives a yearly figure, the source one over several years".to_string(),
        ));
    }
    None
}
