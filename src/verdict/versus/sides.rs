//! Two members of one list, two deeds of one sentence, or a difference that the source prints.

use std::ops::Range;

use super::{Comparison, LESS, MORE, Outcome};
use crate::quantity::Kind;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Statement};
use crate::verdict::align::meets;
use crate::verdict::interval::Interval;
use crate::verdict::listed::{self, Named};
use crate::verdict::period::{self, When};
use crate::verdict::shift;

/// Share of what is compared that must stand around the figures, in hundredths.
const HELD_MIN: usize = 60;
/// Words that stand for the subject of the second side.
const PRONOUNS: [Key; 4] = word::literals(["it", "they", "he", "she"]);
/// Words of a time before.
const BEFORE: [Key; 6] = word::literals(["earlier", "before", "ago", "previous", "previously", "last"]);
/// Words that count the time back.
const TIMES: [Key; 8] =
    word::literals(["year", "years", "month", "months", "season", "quarter", "week", "time"]);
/// Tokens from the size of a difference to its "than".
const THAN_REACH: usize = 3;

/// What one source says of a comparison.
pub(super) fn settle<'a>(
    asked: &Comparison<'_>,
    source: &'a Reading,
    witness: usize,
    sentences: &[usize],
) -> Option<Outcome<'a>> {
    if let Some([one, two]) = sentences.iter().find_map(|at| by_list(asked, source, *at)) {
        return outcome(asked, source, witness, one, two);
    }
    by_course(asked, source, witness, sentences)
}

/// What the figures of two verbs of one source say of a comparison of deeds.
pub(super) fn of_deeds<'a>(
    asked: &Comparison<'_>,
    source: &'a Reading,
    witness: usize,
    sentences: &[usize],
) -> Option<Outcome<'a>> {
    let [one, two] = sentences.iter().find_map(|at| by_deeds(asked, source, *at))?;
    outcome(asked, source, witness, one, two)
}

/// Which of two figures is the greater; none where rounding leaves it open.
fn outcome<'a>(
    asked: &Comparison<'_>,
    source: &Reading,
    witness: usize,
    one: &'a Statement,
    two: &'a Statement,
) -> Option<Outcome<'a>> {
    let (first, second) = (Interval::meaning(&one.quantity), Interval::meaning(&two.quantity));
    let greater = if second.below(&first) {
        true
    } else if first.below(&second) {
        false
    } else {
        return None;
    };
    let shown = |one: &Statement| source.slice(&one.quantity.span).trim().to_string();
    let sign = if greater { ">" } else { "<" };
    let reason = format!("{} {sign} {}", shown(one), shown(two));
    let figures = vec![(witness, one), (witness, two)];
    Some(Outcome { figures, agrees: greater == asked.more, reason })
}

/// The members of a list that the two sides name.
fn by_list<'a>(asked: &Comparison<'_>, source: &'a Reading, at: usize) -> Option<[&'a Statement; 2]> {
    let tokens = &asked.own.tokens;
    let left: Vec<&Token> = asked.asked(0..asked.than).collect();
    let right: Vec<&Token> = asked.asked(asked.than + 1..tokens.len()).collect();
    listed::members(source, at).into_iter().find_map(|list| {
        let named = |member: &Named<'_>, side: &[&Token]| {
            let names: Vec<&&Token> =
                member.label.iter().filter(|token| token.name && token.capital).collect();
            let all: Vec<&&Token> = if names.is_empty() { member.label.iter().collect() } else { names };
            all.iter().all(|word| side.iter().any(|own| own.key == word.key || meets(own, word)))
        };
        let of = |side: &[&Token], other: &[&Token]| {
            let mut found = list.iter().filter(|member| named(member, side) && !named(member, other));
            let first = found.next()?;
            found.next().is_none().then_some(first)
        };
        let (one, two) = (of(&left, &right)?, of(&right, &left)?);
        let (first, second) = (one.statement?, two.statement?);
        let money = const { word::literal("money") };
        let paid = tokens.iter().any(|token| token.surface == money);
        let labels: Vec<&Token> = one.label.iter().chain(&two.label).copied().collect();
        let timely = in_time(asked, first) && in_time(asked, second);
        let apt = !paid || first.quantity.kind == Kind::Currency;
        (timely && apt && of_measure(asked, source, at, &labels)).then_some([first, second])
    })
}

/// True unless the figure is said to be of another time than the claim's.
fn in_time(asked: &Comparison<'_>, figure: &Statement) -> bool {
    let told = figure.period.as_ref().filter(|timed| timed.nearness > 1);
    asked.first_times().all(|wanted| {
        !matches!(period::compare(Some(wanted), told, false), When::Apart | When::OtherCalendar)
    })
}

/// True where what is compared stands in the passage, up to the figures' sentence.
fn of_measure(asked: &Comparison<'_>, source: &Reading, at: usize, labels: &[&Token]) -> bool {
    let money = const { word::literal("money") };
    let all = asked.asked(0..asked.own.tokens.len());
    let rest: Vec<&Token> =
        all.filter(|word| word.surface != money && !labels.iter().any(|label| meets(word, label))).collect();
    let passage = source.sentences[at].passage;
    let near: Vec<&Token> = source.sentences[..=at]
        .iter()
        .filter(|sentence| sentence.passage == passage)
        .flat_map(|sentence| &sentence.tokens)
        .collect();
    let stands = |word: &&&Token| near.iter().any(|token| meets(word, token) || meets(token, word));
    let named = rest.iter().filter(|word| word.name).all(|word| stands(&word));
    named && rest.iter().filter(stands).count() * 100 >= rest.len() * HELD_MIN
}

/// "Imported 412 tonnes and grew 80": the figures of two verbs.
fn by_deeds<'a>(asked: &Comparison<'_>, source: &'a Reading, at: usize) -> Option<[&'a Statement; 2]> {
    let tokens = &asked.own.tokens;
    let pronoun = tokens.get(asked.than + 1).is_some_and(|next| PRONOUNS.contains(&next.surface));
    let deed =
        |range: Range<usize>| range.rev().map(|at| &tokens[at]).find(|token| token.past && token.content());
    let first = deed(0..asked.at)?;
    let second = deed(asked.than + 1..tokens.len()).filter(|_| pronoun)?;
    let sentence = &source.sentences[at];
    let figures = source.statements_of(at);
    let of = |verb: &Token| {
        let mut found = figures.iter().filter(|figure| {
            let from =
                figures.iter().map(|one| one.tokens.end).filter(|end| *end <= figure.tokens.start).max();
            let before = sentence.tokens[from.unwrap_or(0)..figure.tokens.start].iter().rev();
            let mut verbs = before.filter(|token| token.past && token.content());
            verbs.next().is_some_and(|own| meets(verb, own) || meets(own, verb))
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    let (one, two) = (of(first)?, of(second)?);
    let alike = one.quantity.kind == two.quantity.kind && one.quantity.unit == two.quantity.unit;
    (alike && in_time(asked, one) && of_measure(asked, source, at, &[first, second])).then_some([one, two])
}

/// Against a time before: the two ends of a change, or the size of a difference.
fn by_course<'a>(
    asked: &Comparison<'_>,
    source: &'a Reading,
    witness: usize,
    sentences: &[usize],
) -> Option<Outcome<'a>> {
    let tokens = &asked.own.tokens;
    let second = &tokens[asked.than + 1..];
    if !second.iter().any(|token| BEFORE.contains(&token.surface)) {
        return None;
    }
    if asked.first_times().count() > 1 {
        return None;
    }
    let words: Vec<&Token> = asked
        .asked(0..tokens.len())
        .filter(|token| !BEFORE.contains(&token.surface) && !TIMES.contains(&token.surface))
        .collect();
    if let Some((after, before)) =
        shift::told(&words, source, sentences).filter(|(after, _)| in_time(asked, after))
    {
        return outcome(asked, source, witness, after, before);
    }
    sentences.iter().find_map(|at| {
        let sentence = &source.sentences[*at];
        let (size, more) = source
            .statements_of(*at)
            .iter()
            .find_map(|one| Some((one, difference(&sentence.tokens, one)?)))?;
        let held = words.iter().filter(|word| sentence.tokens.iter().any(|token| meets(word, token))).count();
        let reason = format!("the source has “{}”", source.slice(&size.quantity.span).trim());
        (in_time(asked, size) && held == words.len()).then(|| Outcome {
            figures: vec![(witness, size)],
            agrees: more == asked.more,
            reason,
        })
    })
}

/// "410 fewer than in the same months of 2024": which way it differs from a time before.
fn difference(tokens: &[Token], one: &Statement) -> Option<bool> {
    let than = const { word::literal("than") };
    let next = tokens.get(one.tokens.end)?;
    let more = MORE.contains(&next.surface);
    let told = more || LESS.contains(&next.surface);
    let behind = tokens[one.tokens.end..].iter().take(THAN_REACH + 1);
    let mut behind = behind.take_while(|token| token.kind != TokenKind::Comma);
    (told && behind.any(|token| token.surface == than)).then_some(more)
}
