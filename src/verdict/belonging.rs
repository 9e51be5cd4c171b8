//! To which of two figures of a source the words of a claim belong.

use std::cmp::Ordering;
use std::ops::Range;

use super::align;
use super::compare::Relation;
use super::derive::Wanted;
use super::value::{Question, Weighed, strong};
use crate::claim::Modality;
use crate::quantity::change::Direction;
use crate::quantity::{Bound, Kind};
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{label, rank};

/// The figure whose sentence says all that the sentence of the agreeing one says of the claim, and more, where its
/// value is another: "64 % of the girls" is told beside "75 % of the pupils".
pub(super) fn told_of<'w, 'a>(agrees: &Weighed<'a>, weighed: &'w [Weighed<'a>]) -> Option<&'w Weighed<'a>> {
    let own = agrees.fit.said;
    weighed.iter().find(|one| {
        let other = one.fit.said;
        one.barred.is_none()
            && one.compared.relation == Relation::Clash
            && own & other == own
            && other != own
            && one.statement.sentence != agrees.statement.sentence
            && one.fit.score >= agrees.fit.score
            && one.when >= agrees.when
    })
}

/// Whether a figure that agrees outweighs one that does not.
pub(super) fn outweighs(question: &Question<'_>, agrees: &Weighed<'_>, clash: &Weighed<'_>) -> bool {
    // The same number is no chance, even where its sentence leaves more unsaid.
    // Where both stand in one sentence, the claim's words stand with the figure that they belong to.
    let one_sentence =
        clash.statement.sentence == agrees.statement.sentence && clash.fit.own > agrees.fit.own;
    // "Of the 90 nurses 12 had gone": the whole is nobody's answer to how many of them had.
    if is_whole_of(question, clash, agrees) && agrees.compared.same_numeral {
        return true;
    }
    if agrees.compared.same_numeral && clash.statement.sentence == agrees.statement.sentence {
        // "Nine were admitted and 14 rejected": the claim's verb is that of the one clause.
        let verb = verb_of(question);
        let has_verb = |one: &Weighed<'_>| {
            let tokens = &question.source.sentences[one.statement.sentence].tokens;
            tokens[one.statement.segment.clone()].iter().any(|token| token.past && token.content())
        };
        let has = |one: &Weighed<'_>| {
            let tokens = &question.source.sentences[one.statement.sentence].tokens;
            let own = |word: &&Token| {
                tokens[one.statement.segment.clone()].iter().any(|token| align::meets(word, token))
            };
            verb.as_ref().is_some_and(own)
        };
        let own = question.own();
        let counts = own.quantity.kind == Kind::Count
            && own.direction == Direction::None
            && own.modality == agrees.statement.modality;
        if counts && has(agrees) && !has(clash) && has_verb(clash)
            || adds_up(question, agrees) && !adds_up(question, clash)
        {
            return true;
        }
    }
    // A song has a place on each list, and one for each week.
    if agrees.compared.same_numeral && clash.statement.quantity.rule == rank::RULE {
        return true;
    }
    let margin = match agrees.compared.relation {
        _ if one_sentence => 0,
        Relation::Agree if agrees.compared.same_numeral => 250,
        Relation::Agree => 150,
        _ => 0,
    };
    clash.fit.score <= agrees.fit.score + margin || clash.fit.said_names < agrees.fit.said_names
}

/// The verb of the claim's figure: the nearest one before it in its part of the sentence.
fn verb_of<'a>(question: &Question<'a>) -> Option<&'a Token> {
    let own = question.own();
    let tokens = &question.claim.sentences[own.sentence].tokens;
    let before = &tokens[own.segment.start..own.tokens.start];
    before.iter().rfind(|token| token.past && token.content() && !token.name)
}

/// True for the figure behind "together" and "in all", where the claim names no part.
fn adds_up(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    let joins = const { word::literals(["together", "altogether", "total", "combined", "all"]) };
    let tokens = &question.source.sentences[one.statement.sentence].tokens;
    let start = one.statement.tokens.start;
    tokens[start.saturating_sub(2)..start].iter().any(|token| joins.contains(&token.surface))
}

/// True for the 90 of "of the 90 nurses, 12 had gone": the whole of which the other is a part.
fn is_whole_of(question: &Question<'_>, whole: &Weighed<'_>, part: &Weighed<'_>) -> bool {
    let (of, the) = const { (word::literals(["of"]), word::literals(["the", "its", "their", "all"])) };
    let tokens = &question.source.sentences[whole.statement.sentence].tokens;
    let at = whole.statement.tokens.start;
    let led = at >= 2 && of.contains(&tokens[at - 2].surface) && the.contains(&tokens[at - 1].surface);
    let start = part.statement.tokens.start;
    if !led || whole.statement.sentence != part.statement.sentence || start <= at {
        return false;
    }
    // "12 closed; the other 28 stay open": what is left is not what the claim tells of, unless it says so.
    let others = const { word::literals(["other", "remaining", "rest"]) };
    let own = question.own();
    let behind = question.claim.sentences[own.sentence].tokens[own.tokens.end..].iter();
    let mut words = behind.filter(|token| token.content() && !token.name && token.kind == TokenKind::Word);
    let says =
        |verb: &Token| tokens[part.statement.tokens.end..].iter().any(|token| align::meets(verb, token));
    !others.contains(&tokens[start - 1].surface) || words.next_back().is_some_and(says)
}

/// Which of two figures of one sentence the words of the claim's figure stand with: its verb and what follows it.
fn nearer(question: &Question<'_>, one: &Weighed<'_>, other: &Weighed<'_>) -> Option<Ordering> {
    let own = question.own();
    let tokens = &question.claim.sentences[own.sentence].tokens;
    // "Two Golden Ears": the name of what is counted is said once.
    let named = tokens[own.tokens.end..].iter().take_while(|token| token.capital).count();
    let counted = own.tokens.end..own.tokens.end + named;
    // "A cap of 40" says nothing of what the 40 does.
    let from = question.claim.sentences[own.sentence].tokens_in(&own.quantity.span).start;
    let of = from.checked_sub(1).is_some_and(|at| tokens[at].surface == const { word::literal("of") });
    let before =
        (own.segment.start..own.tokens.start).filter(|at| !of && tokens[*at].content() && !tokens[*at].name);
    let words = before.chain(own.tokens.end..own.segment.end);
    let words: Vec<&Token> = words
        .filter(|at| own.head != Some(*at) && !counted.contains(at))
        .map(|at| &tokens[at])
        .filter(|token| token.content())
        .collect();
    let stands = |weighed: &Weighed<'_>, word: &Token| {
        let statement = weighed.statement;
        let segment = &question.source.sentences[statement.sentence].tokens[statement.segment.clone()];
        // The members of a list share their verb, and what stands before the first of them.
        let whole = &question.source.sentences[statement.sentence].tokens;
        let first = one.statement.tokens.start.min(other.statement.tokens.start);
        let later = statement.tokens.start >= first && !segment.iter().any(|token| token.past);
        let shared = word.past && !segment.iter().any(|token| token.past)
            || later && whole[..first].iter().any(|token| align::meets(word, token));
        shared || segment.iter().any(|token| align::meets(word, token))
    };
    // A name is not what tells two figures of one sentence apart.
    let told = |weighed: &Weighed<'_>, word: &Token| {
        let statement = weighed.statement;
        let segment = &question.source.sentences[statement.sentence].tokens[statement.segment.clone()];
        segment.iter().any(|token| align::meets(word, token) && !(word.capital && token.capital))
    };
    // "Ash baked 40 loaves and Oak 30": the claim's subject stands with its own figure.
    let lead = |weighed: &Weighed<'_>| {
        let statement = weighed.statement;
        let segment = &question.source.sentences[statement.sentence].tokens[statement.segment.clone()];
        let name = tokens.iter().take_while(|token| token.capital || token.stop).filter(|token| token.name);
        let mut name = name.peekable();
        name.peek().is_some() && name.all(|token| segment.iter().any(|other| align::meets(token, other)))
    };
    let named = |weighed: &Weighed<'_>| {
        let statement = weighed.statement;
        let segment = &question.source.sentences[statement.sentence].tokens[statement.segment.clone()];
        segment.iter().any(|token| token.name && token.capital && token.content())
    };
    match (lead(one), lead(other)) {
        (true, false) if named(other) => return Some(Ordering::Greater),
        (false, true) if named(one) => return Some(Ordering::Less),
        _ => {}
    }
    // What comes before the verb is what the sentence is about.
    let verb = tokens[own.segment.start..own.tokens.start].iter().find(|token| token.past);
    let about = || words.iter().filter(|word| verb.is_some_and(|verb| word.range.end <= verb.range.start));
    let whole = |one: &Weighed<'_>, other: &Weighed<'_>| {
        about().next().is_some() && about().all(|word| told(one, word) && !told(other, word))
    };
    match (whole(one, other), whole(other, one)) {
        (true, _) => return Some(Ordering::Greater),
        (_, true) => return Some(Ordering::Less),
        _ => {}
    }
    let only = |one: &Weighed<'_>, other: &Weighed<'_>| {
        words.iter().any(|word| stands(one, word) && !stands(other, word))
    };
    match (only(one, other), only(other, one)) {
        (true, true) => None,
        (true, false) => Some(Ordering::Greater),
        (false, true) => Some(Ordering::Less),
        (false, false) => Some(Ordering::Equal),
    }
}

/// True where the first of two figures of one sentence is the one that the claim means: its words stand with it, or it
/// is the total of which the other is a part.
fn belongs(question: &Question<'_>, one: &Weighed<'_>, other: &Weighed<'_>) -> bool {
    let total = |weighed: &Weighed<'_>| weighed.statement.scope == Some("total");
    let whole = question.own().scope.is_none_or(|own| own == "total");
    one.statement.sentence == other.statement.sentence
        && match nearer(question, one, other) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => whole && total(one) && !total(other),
            _ => false,
        }
}

/// Of a figure that agrees and one of its sentence that does not the one that the claim means, where its words tell.
pub(super) fn meant<'w, 'a>(
    question: &Question<'a>,
    agrees: &'w Weighed<'a>,
    weighed: &'w [Weighed<'a>],
) -> Option<&'w Weighed<'a>> {
    let own = question.own();
    let beside = |one: &&Weighed<'_>| {
        one.barred.is_none()
            && one.compared.relation == Relation::Clash
            && one.statement.sentence == agrees.statement.sentence
            && one.when == agrees.when
            && strong(one)
    };
    let clashes = || weighed.iter().filter(beside);
    if agrees.compared.relation != Relation::Agree {
        return None;
    }
    let meant = [Modality::Actual, Modality::Plan];
    if own.modality != agrees.statement.modality || !meant.contains(&own.modality) {
        return None;
    }
    let elsewhere = weighed.iter().find(|one| one.barred.is_none() && one.fit.score > agrees.fit.score);
    if elsewhere.is_some_and(|one| one.statement.sentence != agrees.statement.sentence) {
        return None;
    }
    // A bound holds for many figures, the same number for few.
    let bounded = own.quantity.bound != Bound::Exact;
    if let Some(clash) = clashes().find(|clash| bounded && belongs(question, clash, agrees)) {
        return Some(clash);
    }
    let told = clashes().next().is_some() && clashes().all(|clash| belongs(question, agrees, clash));
    told.then_some(agrees)
}

/// True for the sum that a claim of several asks for, where the source says that it is one.
pub(super) fn is_sum(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    let phrases = &question.source.sentences[one.statement.sentence].phrases;
    let adds = |(_, phrase): &(Range<usize>, Phrase)| *phrase == Phrase::Derive("sum");
    one.compared.relation == Relation::Agree
        && phrases.iter().any(adds)
        && !of_others(question, one)
        && Wanted::new(question.claim, question.number).asks("sum")
}

/// True where the claim adds up another number of members than the source does: "the three together" is no sum of two.
fn of_others(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    let own = question.own();
    let tokens = &question.claim.sentences[own.sentence].tokens[..own.tokens.start];
    let and = const { word::literal("and") };
    let joins = |token: &&Token| token.kind == TokenKind::Comma || token.surface == and;
    let members = tokens.iter().filter(joins).count() + 1;
    let source = &question.source.sentences[one.statement.sentence].tokens[..one.statement.tokens.start];
    let told = source.iter().find_map(|token| label::number(question.source, token));
    members > 1 && told.is_some_and(|told| usize::try_from(told) != Ok(members))
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Supported};
    use super::super::trials::check;

    #[test]
    fn a_figure_goes_with_its_verb_and_with_what_follows_it() {
        check(
            "The Loaf was named for seven Golden Ears, of which it won two.",
            &[("The Loaf won two Golden Ears.", Supported)],
        );
        let source =
            "In fall 2019, Deal School enrolled 20,195 junior and 5,627 senior pupils, or 25,822 in all.";
        check(
            source,
            &[
                ("Deal School has over 25,000 pupils.", Supported),
                ("Deal School enrolled more than 6,000 senior pupils in fall 2019.", Contradicted),
            ],
        );
        check(
            "The Loaf took $ 45.8 million at home, and $ 157.4 million abroad, for a worldwide total of $ 203.2 million.",
            &[("The Loaf took more than $ 200 million worldwide.", Supported)],
        );
    }
}
