//! Finds passages that disagree with themselves: a rise to a smaller number, parts that cannot make the
//! whole, a part larger than the whole, a change that does not follow from its two amounts.

use num_traits::{CheckedMul, CheckedSub, One};

use super::addends;
use super::align::{meets, own_words};
use super::crossed;
use super::interval::Interval;
use super::show::Scale;
use crate::quantity::change::{ChangeRole, Direction};
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind};
use crate::statement::lexicon::{Role, lexicon};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Statement};

/// A passage that cannot be true as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Disagreement {
    /// What does not fit, with the arithmetic.
    pub message: String,
    /// Numbers of the statements that do not fit.
    pub statements: Vec<usize>,
}

/// What a sentence of a source gets wrong by its own figures, or by the total that its passage prints.
pub(super) fn of_sentence(source: &Reading, at: usize) -> Option<Disagreement> {
    let range = source.sentences[at].statements.clone();
    let statements: Vec<(usize, &Statement)> =
        range.map(|number| (number, &source.statements[number])).collect();
    turned(source, &statements)
        .or_else(|| growth(source, &statements))
        .or_else(|| parts(source, at, &statements))
        .or_else(|| addends::of_sentence(source, at))
        .or_else(|| shares(source, &statements))
        .or_else(|| beyond_whole(source, at, &statements))
        .or_else(|| crossed::of_sentence(source, &statements))
}

pub(super) fn amount(statement: &Statement) -> bool {
    matches!(statement.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension)
}

pub(super) fn like(one: &Statement, other: &Statement) -> bool {
    one.quantity.kind == other.quantity.kind
        && (one.quantity.unit == other.quantity.unit || one.quantity.kind == Kind::Count)
}

pub(super) fn interval(statement: &Statement) -> Interval {
    Interval::meaning(&statement.quantity)
}

pub(super) fn shown(source: &Reading, statement: &Statement) -> String {
    source.slice(&statement.quantity.span).trim().to_string()
}

/// The amount after a change: the nearest like amount that is said to be its end, else the one before its start.
fn pair<'s>(
    source: &Reading,
    statements: &[(usize, &'s Statement)],
    from: usize,
) -> Option<(usize, &'s Statement)> {
    let base = statements[from].1;
    let fits = |(_, other): &&(usize, &Statement)| {
        let bare = is_bare(base) && amount(other) && of_size(other, base);
        amount(other) && (like(other, base) || bare) && !is_start(source, other)
    };
    let apart = |one: &Statement| one.tokens.start.abs_diff(base.tokens.start);
    let ends = statements.iter().filter(|one| fits(one) && is_end(source, one.1));
    let marked = ends.min_by_key(|one| apart(one.1));
    marked.or_else(|| statements[..from].iter().rev().find(|one| fits(one))).copied()
}

/// True right behind a word, bound and hedge aside: "from about 40".
fn follows(source: &Reading, statement: &Statement, word: word::Key) -> bool {
    let sentence = &source.sentences[statement.sentence];
    let at = sentence.tokens_in(&statement.quantity.span).start;
    at > 0 && sentence.tokens[at - 1].surface == word
}

/// Tokens between the start of a change and its end, where only "from" and "to" say that they are.
const CHANGE_REACH: usize = 8;

/// True for the amount that a change starts from; without the mark of a change, one that a "to" answers.
fn is_start(source: &Reading, statement: &Statement) -> bool {
    if statement.quantity.change.role != ChangeRole::None {
        return statement.quantity.change.role == ChangeRole::From;
    }
    let mut others = source.statements_of(statement.sentence).iter();
    follows(source, statement, const { word::literal("from") })
        && others.any(|other| {
            let after = other.tokens.start.saturating_sub(statement.tokens.end);
            other.tokens.start > statement.tokens.start
                && after <= CHANGE_REACH
                && like(other, statement)
                && is_end(source, other)
        })
}

/// True for the amount that a change ends at.
fn is_end(source: &Reading, statement: &Statement) -> bool {
    match statement.quantity.change.role {
        ChangeRole::To => true,
        ChangeRole::None => follows(source, statement, const { word::literal("to") }),
        _ => false,
    }
}

/// Words of lists in which a smaller number is a better one.
const RANKING: [word::Key; 7] =
    word::literals(["rank", "ranked", "ranking", "rankings", "place", "position", "standings"]);

/// "Up from" a larger number, "down from" a smaller one.
fn turned(source: &Reading, statements: &[(usize, &Statement)]) -> Option<Disagreement> {
    for (at, (number, from)) in statements.iter().enumerate() {
        let sentence = &source.sentences[from.sentence];
        let ranked = sentence.tokens.iter().any(|token| RANKING.contains(&token.surface));
        if !amount(from) || !is_start(source, from) || ranked {
            continue;
        }
        let Some((other, to)) = pair(source, statements, at) else { continue };
        let (before, after) = (interval(from), interval(to));
        let direction = if from.direction == Direction::None { to.direction } else { from.direction };
        let wrong = match direction {
            Direction::Up => after.below(&before),
            Direction::Down => before.below(&after),
            Direction::None => false,
        };
        if wrong {
            let word = if direction == Direction::Up { "up" } else { "down" };
            let message = format!(
                "the passage says {word} from {} to {}, which is the other way",
                shown(source, from),
                shown(source, to)
            );
            let sized = |one: &&(usize, &Statement)| {
                one.1.quantity.kind == Kind::Percent
                    && one.1.quantity.change.role == ChangeRole::By
                    && one.1.direction == direction
            };
            let size = statements.iter().filter(sized).map(|(number, _)| *number);
            return Some(Disagreement { message, statements: size.chain([*number, other]).collect() });
        }
    }
    None
}

/// A percentage that does not follow from the two amounts beside it.
fn growth(source: &Reading, statements: &[(usize, &Statement)]) -> Option<Disagreement> {
    let from = statements.iter().position(|(_, one)| amount(one) && is_start(source, one))?;
    let (other, to) = pair(source, statements, from)?;
    let (base_number, base) = statements[from];
    let (change_number, change) = *statements
        .iter()
        .find(|(_, one)| one.quantity.kind == Kind::Percent && one.quantity.change.role == ChangeRole::By)?;
    let counted = |one: &Statement| like(one, base) || std::ptr::eq(one, to);
    let amounts = statements.iter().filter(|(_, one)| amount(one) && counted(one)).count();
    if amounts != 2 {
        return None;
    }
    let ratio = interval(to).over(&interval(base))?;
    let hundred = Exact::from_integer(100);
    let percent = |end: Option<Exact>| end?.checked_sub(&Exact::one())?.checked_mul(&hundred);
    let (low, high) = (percent(ratio.low)?, percent(ratio.high)?);
    let implied = Interval { low: Some(low), high: Some(high), low_open: false, high_open: false };
    let zero = Exact::from_integer(0);
    let printed = interval(change);
    let signed = match change.direction {
        Direction::Down => Interval {
            low: zero.checked_sub(&printed.high?),
            high: zero.checked_sub(&printed.low?),
            low_open: false,
            high_open: false,
        },
        _ => printed,
    };
    // A percentage cut instead of rounded is off by less than one: no reason to call a passage wrong.
    let slack = Interval {
        low: implied.low.and_then(|low| low.checked_sub(&Exact::one())),
        high: implied.high.map(|high| high + Exact::one()),
        ..implied.clone()
    };
    signed.apart(&slack).then(|| Disagreement {
        message: format!(
            "{} from {} is {}, not {}",
            shown(source, to),
            shown(source, base),
            Scale::change(&implied),
            shown(source, change)
        ),
        statements: vec![other, base_number, change_number],
    })
}

/// Words after which the parts of a whole are listed in full.
const COMPOSED: [word::Key; 8] = word::literals([
    "comprising",
    "comprised",
    "comprises",
    "consisting",
    "consisted",
    "split",
    "splits",
    "made",
]);

/// A whole and its listed parts that cannot add up even after rounding.
fn parts(source: &Reading, at: usize, statements: &[(usize, &Statement)]) -> Option<Disagreement> {
    let sentence = &source.sentences[at];
    let is =
        |token: usize, form: word::Key| sentence.tokens.get(token).is_some_and(|token| token.surface == form);
    let split = (0..sentence.tokens.len()).find(|token| {
        COMPOSED.iter().any(|form| is(*token, *form))
            && (!is(*token, const { word::literal("made") }) || is(token + 1, const { word::literal("up") }))
    })?;
    let (whole_number, whole) =
        *statements.iter().rfind(|(_, one)| one.tokens.end <= split && amount(one))?;
    let members: Vec<(usize, &Statement)> = statements
        .iter()
        .filter(|(_, one)| one.tokens.start > split && amount(one) && (like(one, whole) || is_bare(one)))
        .copied()
        .collect();
    // A list within the list ("including …") is no member of it.
    let nested = (split..sentence.tokens.len()).any(|token| {
        is(token, const { word::literal("including") })
            || is(token, const { word::literal("of") }) && is(token + 1, const { word::literal("which") })
    });
    let bounded =
        |member: &(usize, &Statement)| !matches!(member.1.quantity.bound, Bound::Exact | Bound::About);
    if members.len() < 2 || nested || members.iter().any(bounded) {
        return None;
    }
    let mut sum = interval(members[0].1);
    for (_, member) in &members[1..] {
        sum = sum.plus(&interval(member))?;
    }
    if !sum.apart(&interval(whole)) {
        return None;
    }
    let terms: Vec<String> = members.iter().map(|(_, member)| shown(source, member)).collect();
    let scale = Scale::of(&source.text, &whole.quantity);
    let message =
        format!("{} = {}, which cannot be {}", terms.join(" + "), scale.interval(&sum), shown(source, whole));
    let numbers = members.iter().map(|(number, _)| *number).chain([whole_number]).collect();
    Some(Disagreement { message, statements: numbers })
}

/// True for a number that takes its unit from the one before it: "5.8 tonnes, made up of 3.9 of oats".
fn is_bare(statement: &Statement) -> bool {
    let quantity = &statement.quantity;
    quantity.kind == Kind::Count && quantity.unit.is_empty() && statement.head.is_none()
}

/// True where neither is more than ten times the other: a bare number takes the unit of one of its size.
fn of_size(one: &Statement, other: &Statement) -> bool {
    let times = |one: &Statement| interval(one).scaled(10, 1);
    let below = |one: Option<Interval>, other: &Statement| one.is_some_and(|one| one.below(&interval(other)));
    !below(times(one), other) && !below(times(other), one)
}

/// Words that open a list of shares.
const SHARES: [word::Key; 4] = word::literals(["share", "shares", "breakdown", "split"]);

/// Words that close such a list: then it is whole.
const REST_OF: [word::Key; 4] = word::literals(["others", "rest", "remainder", "remaining"]);
/// Tokens between them and the first share.
const LISTED_REACH: usize = 4;

/// Three or more shares of one thing that pass 100 % beyond rounding.
fn shares(source: &Reading, statements: &[(usize, &Statement)]) -> Option<Disagreement> {
    let of = const { word::literal("of") };
    let plain: Vec<(usize, &Statement)> = statements
        .iter()
        .filter(|(_, one)| {
            one.quantity.kind == Kind::Percent
                && one.quantity.change.role == ChangeRole::None
                && one.direction == Direction::None
        })
        .copied()
        .collect();
    if plain.len() < 3 {
        return None;
    }
    let sentence = &source.sentences[plain[0].1.sentence];
    let asks_one = plain.len() == statements.len()
        && sentence.tokens.iter().filter(|token| token.surface == of).count() == 1;
    // "The shares were 47 % for Ash, 34 % for Oak and 30 % for the others."
    let (first, last) = (plain[0].0, plain[plain.len() - 1].0);
    let listed = last - first + 1 == plain.len()
        && sentence.tokens[..plain[0].1.tokens.start]
            .iter()
            .rev()
            .take(LISTED_REACH)
            .any(|token| SHARES.contains(&token.surface))
        && sentence.tokens[plain[0].1.tokens.end..].iter().any(|token| REST_OF.contains(&token.surface));
    let mut sum = interval(plain[0].1);
    for (_, share) in &plain[1..] {
        sum = sum.plus(&interval(share))?;
    }
    let over = sum.low.is_some_and(|low| low > Exact::from_integer(100));
    ((asks_one || listed) && over).then(|| Disagreement {
        message: format!("the shares add up to {}", Scale::PERCENT.interval(&sum)),
        statements: plain.iter().map(|(number, _)| *number).collect(),
    })
}

/// Sentences within which a passage prints the total of its members.
const TOTAL_REACH: usize = 3;

/// A named member that is larger than the total its passage prints for the same period.
fn beyond_whole(source: &Reading, at: usize, statements: &[(usize, &Statement)]) -> Option<Disagreement> {
    let passage = source.sentences[at].passage;
    let near = at.saturating_sub(TOTAL_REACH)..(at + TOTAL_REACH + 1).min(source.sentences.len());
    let near = near.filter(|other| source.sentences[*other].passage == passage);
    let totals: Vec<(usize, &Statement)> = near
        .flat_map(|other| source.sentences[other].statements.clone())
        .map(|number| (number, &source.statements[number]))
        .filter(|(_, one)| amount(one) && is_total(source, one))
        .collect();
    for (number, member) in statements.iter().filter(|(_, one)| amount(one) && !is_total(source, one)) {
        let sentence = &source.sentences[member.sentence];
        let named = sentence.tokens[member.clause.clone()]
            .iter()
            .any(|token| token.name && token.kind == TokenKind::Word);
        for (total_number, total) in totals.iter().filter(|(total, one)| total != number && like(one, member))
        {
            if named
                && same_period(member, total)
                && same_measure(source, member, total)
                && interval(total).below(&interval(member))
            {
                let message =
                    format!("{} is more than the total of {}", shown(source, member), shown(source, total));
                return Some(Disagreement { message, statements: vec![*number, *total_number] });
            }
        }
    }
    None
}

/// True where the member names nothing else than the total does: jobs and jobs, not spending and revenue.
fn same_measure(source: &Reading, member: &Statement, total: &Statement) -> bool {
    let packs = lexicon();
    let tells = |token: &Token| {
        let discourse =
            |class: &u16| matches!(packs.classes[usize::from(*class)].role, Role::Discourse | Role::Country);
        !token.name && !token.past && !token.classes.iter().any(discourse)
    };
    let whole: Vec<&Token> = own_words(source, total).collect();
    let mut own = own_words(source, member).filter(|token| tells(token)).peekable();
    own.peek().is_none() || own.any(|token| whole.iter().any(|other| meets(token, other)))
}

/// True where the statement's own words say that it counts everything ("national total", "all plants together").
fn is_total(source: &Reading, statement: &Statement) -> bool {
    if statement.scope != Some("total") {
        return false;
    }
    let total = word::normal("total");
    let packs = lexicon();
    let sentence = &source.sentences[statement.sentence];
    let composed = sentence.tokens.iter().any(|token| COMPOSED.contains(&token.surface));
    let part = own_words(source, statement)
        .flat_map(|token| &token.classes)
        .any(|class| packs.classes[usize::from(*class)].role == Role::Part);
    if composed || part {
        return false;
    }
    own_words(source, statement).any(|token| token.key == total) || statement.segment.len() > 2
}

pub(super) fn same_period(one: &Statement, other: &Statement) -> bool {
    match (&one.period, &other.period) {
        (Some(one), Some(other)) => (one.period.from, one.period.to) == (other.period.from, other.period.to),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{self, Conflict, Supported};
    use super::super::trials::judged;

    fn check(claim: &str, source: &str, expected: Verdict) {
        let judgement = judged(claim, &[(source, None)]);
        assert_eq!(judgement.verdict, expected, "“{claim}”: {}", judgement.reason);
    }

    #[test]
    fn a_change_follows_from_its_own_operands() {
        let claim = "Sales of boats in Marlow rose 14 %.";
        let source =
            |operands: &str| format!("Sales of boats in Marlow climbed 14%, {operands}, the guild said.");
        check(claim, &source("from 1,610 to 1,385"), Conflict);
        check(claim, &source("from 1,385 to 1,580"), Supported);
        check(claim, &source("from 1,385 to 1,610"), Conflict);
    }

    #[test]
    fn the_amount_that_ends_a_change_is_the_nearest() {
        let source = "Cash in the Marlow mill rose to $54.7 million from $11.3 million, although income fell to $4.1 million from $17.8 million.";
        check("Cash in the Marlow mill rose to $54.7 million.", source, Supported);
    }

    #[test]
    fn a_member_and_a_total_are_of_one_measure() {
        let source = "The Marlow council put total revenue at $26.1 million and spending of the Deal office at $30.5 million.";
        assert_ne!(judged("Marlow put total revenue at $26.1 million.", &[(source, None)]).verdict, Conflict);
    }
}
