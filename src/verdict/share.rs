//! Shares: a printed part over its printed whole, or over the sum of the parts.

use num_traits::{CheckedMul, Zero};

use super::align::{has_class, meets, own_words};
use super::code::Code;
use super::derive::{Derived, Operand, Pool, Wanted};
use super::interval::Interval;
use super::period::{self, When};
use super::show::Scale;
use crate::extract::PassageKind;
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::Exact;
use crate::statement::lexicon::{Role, lexicon};
use crate::statement::word::{self, Token};

/// Derives the share that a claim's percentage asks for.
pub(super) fn derive<'a>(wanted: &Wanted<'_>, pool: &Pool<'a>) -> Vec<Derived<'a>> {
    let amounts = pool.operands(wanted, |quantity| {
        matches!(quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension)
            && quantity.change.role != ChangeRole::From
    });
    let timely: Vec<&Operand<'a>> = amounts.iter().filter(|one| in_time(wanted, one)).collect();
    let (part_words, whole_words) = sides(wanted);
    let parts: Vec<&&Operand<'a>> =
        timely.iter().filter(|one| distinct(one, &part_words, &whole_words)).collect();
    let mut derived = Vec::new();
    for part in parts {
        for other in timely.iter().filter(|other| {
            !std::ptr::eq(other.statement, part.statement) && other.like(part) && together(other, part)
        }) {
            let larger = other.interval().below(&part.interval());
            if is_whole(other, &whole_words, part) && !larger {
                derived.extend(ratio(
                    part,
                    &other.interval(),
                    &other.shown(),
                    vec![(*part).clone(), (*other).clone()],
                ));
            }
        }
        for other in timely.iter().filter(|other| rivals(part, other)) {
            if wants_both(wanted, part, other)
                && let Some(whole) = part.interval().plus(&other.interval())
            {
                let shown = format!("({} + {})", part.shown(), other.shown());
                derived.extend(ratio(part, &whole, &shown, vec![(*part).clone(), (*other).clone()]));
            }
        }
    }
    derived
}

fn ratio<'a>(
    part: &Operand<'a>,
    whole: &Interval,
    shown: &str,
    operands: Vec<Operand<'a>>,
) -> Option<Derived<'a>> {
    let quotient = part.interval().over(whole)?;
    let hundred = Exact::from_integer(100);
    let percent = |end: Option<Exact>| match end {
        Some(end) => end.checked_mul(&hundred).map(Some),
        None => Some(None),
    };
    let interval = Interval { low: percent(quotient.low)?, high: percent(quotient.high)?, ..quotient };
    if interval.low.is_none_or(|low| low.is_zero()) {
        return None;
    }
    let sum = format!("{} ÷ {shown} = {}", part.shown(), Scale::PERCENT.interval(&interval));
    Some(Derived { interval, sum, operands, code: Code::SHARE })
}

fn in_time(wanted: &Wanted<'_>, operand: &Operand<'_>) -> bool {
    match (&wanted.period, operand.period()) {
        (Some(wanted), Some(own)) => period::periods(wanted, own) == When::Same,
        _ => true,
    }
}

/// The claim's words for the part and for the whole: the whole follows the "of" after the figure.
fn sides<'w>(wanted: &Wanted<'w>) -> (Vec<&'w Token>, Vec<&'w Token>) {
    let sentence = &wanted.claim.sentences[wanted.statement.sentence];
    let of = const { crate::statement::word::literal("of") };
    let after = wanted.statement.tokens.end;
    let pivot = (after..sentence.tokens.len()).find(|at| sentence.tokens[*at].surface == of).unwrap_or(after);
    let breaks = (pivot..sentence.tokens.len())
        .find(|at| {
            const { crate::statement::word::literals(["were", "was", "are", "is"]) }
                .contains(&sentence.tokens[*at].surface)
        })
        .unwrap_or(sentence.tokens.len());
    let content =
        |range: std::ops::Range<usize>| sentence.tokens[range].iter().filter(|token| token.content());
    let mut part: Vec<&Token> = content(0..pivot).collect();
    part.extend(content(breaks..sentence.tokens.len()));
    (part, content(pivot..breaks).collect())
}

fn parts_of<'t>(tokens: impl Iterator<Item = &'t Token>) -> Vec<u16> {
    let packs = lexicon();
    tokens
        .flat_map(|token| &token.classes)
        .filter(|class| matches!(packs.classes[usize::from(**class)].role, Role::Part | Role::Action))
        .copied()
        .collect()
}

/// True where the operand bears a class of the part that the whole does not have, or a name of the part.
fn distinct(operand: &&Operand<'_>, part: &[&Token], whole: &[&Token]) -> bool {
    let own: Vec<&Token> = own_words(operand.source, operand.statement).collect();
    let own_classes = parts_of(own.iter().copied());
    let of_part = parts_of(part.iter().copied());
    let of_whole = parts_of(whole.iter().copied());
    let by_class = own_classes.iter().any(|class| of_part.contains(class) && !of_whole.contains(class));
    let by_name = part.iter().any(|token| {
        token.name
            && own.iter().any(|other| meets(token, other))
            && !whole.iter().any(|other| meets(token, other))
    });
    // "Local plants" against "made locally": home-made is the part.
    let home = |tokens: &[&Token]| tokens.iter().any(|token| has_class(token, "local"));
    let by_home = home(part) && home(&own) && !home(whole);
    (by_class || by_name || by_home) && !operand.fit.other_head
}

/// True where the operand is the whole: it bears no part class, and the claim's words for the whole fit it.
fn is_whole(operand: &Operand<'_>, whole: &[&Token], part: &Operand<'_>) -> bool {
    let packs = lexicon();
    let own: Vec<&Token> = own_words(operand.source, operand.statement).collect();
    let is_part = |token: &&&Token| {
        token.classes.iter().any(|class| packs.classes[usize::from(*class)].role == Role::Part)
    };
    if own.iter().any(|token| is_part(&token)) {
        return false;
    }
    let _ = part;
    !whole.is_empty() && whole.iter().any(|token| own.iter().any(|other| meets(token, other)))
}

/// True where both stand in one passage, or in rows of tables.
fn together(one: &Operand<'_>, other: &Operand<'_>) -> bool {
    let place = |operand: &Operand<'_>| {
        let sentence = &operand.source.sentences[operand.statement.sentence];
        (sentence.passage, sentence.kind == PassageKind::TableRow)
    };
    let ((passage, row), (other_passage, other_row)) = (place(one), place(other));
    one.witness == other.witness && (passage == other_passage || row && other_row)
}

/// True where the two bear classes that exclude each other, so that they can be parts of one whole.
fn rivals(part: &Operand<'_>, other: &Operand<'_>) -> bool {
    let packs = lexicon();
    let one = parts_of(own_words(part.source, part.statement));
    let two = parts_of(own_words(other.source, other.statement));
    part.like(other)
        && together(part, other)
        && one.iter().any(|class| {
            !two.contains(class)
                && two.iter().any(|other| !one.contains(other) && packs.never(*class, *other))
        })
}

/// True where the claim speaks of both parts, or of the market that they make up.
fn wants_both(wanted: &Wanted<'_>, part: &Operand<'_>, other: &Operand<'_>) -> bool {
    let packs = lexicon();
    let sentence = &wanted.claim.sentences[wanted.statement.sentence];
    let classes: Vec<u16> = sentence.tokens.iter().flat_map(|token| &token.classes).copied().collect();
    let market = classes
        .iter()
        .any(|class| matches!(packs.classes[usize::from(*class)].name.as_str(), "demand" | "meet"));
    let _ = part;
    let sold = sentence.tokens.iter().any(|token| token.key == word::normal("market"));
    market
        || sold
        || parts_of(own_words(other.source, other.statement)).iter().any(|class| classes.contains(class))
}
