//! Of whom a verb is told: those who died are not those who were hurt, and who runs the laboratory does not lead the trial.

use super::ask::{Ask, meets};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};

/// Forms between those of whom something is told and what they did.
const FORMS: [word::Key; 9] =
    word::literals(["was", "were", "is", "are", "have", "has", "had", "been", "being"]);
/// Words that join two clauses.
const JOINS: [word::Key; 5] = word::literals(["and", "but", "while", "whereas", "though"]);
/// Words with which one leads or owns something together.
const TOGETHER: [word::Key; 4] = word::literals(["and", "with", "alongside", "or"]);

/// True where one clause ends and the next one begins.
fn parts(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Comma | TokenKind::Break) || JOINS.contains(&token.surface)
}

/// The verb right behind a place, over its auxiliary forms and adverbs.
fn verb_from(sentence: &Sentence, from: usize) -> Option<usize> {
    let small = |token: &Token| FORMS.contains(&token.surface) || token.adverb;
    let at = (from..sentence.tokens.len()).find(|at| !small(&sentence.tokens[*at]))?;
    let token = &sentence.tokens[at];
    (token.content() && token.kind == TokenKind::Word && !token.capital).then_some(at)
}

/// What those did whom a statement counts, or what was done to them: "died" of "two people died", "hurt" of "were hurt".
fn deed_of(sentence: &Sentence, statement: &Statement) -> Option<usize> {
    let from = statement.head.map_or(statement.tokens.end, |head| head + 1).max(statement.tokens.end);
    let turned = sentence.tokens.get(from).is_some_and(|token| FORMS.contains(&token.surface));
    verb_from(sentence, from).filter(|at| sentence.tokens[*at].past || turned)
}

/// What those whom the statement counts did, where the claim tells something else of them that the sentence tells of
/// others, behind it: "two people died and others were hurt" where the claim counts the hurt.
pub(super) fn of_others(ask: &Ask<'_>, source: &Reading, statement: &Statement) -> Option<String> {
    let own = ask.sentence;
    let asked = &own.tokens[deed_of(own, ask.statement?)?];
    let sentence = &source.sentences[statement.sentence];
    let told = deed_of(sentence, statement)?;
    if meets(asked, &sentence.tokens[told]) {
        return None;
    }
    let elsewhere = (told + 1..sentence.tokens.len()).find(|at| meets(asked, &sentence.tokens[*at]))?;
    let between = &sentence.tokens[told + 1..elsewhere];
    let join = between.iter().rposition(parts)?;
    // A subject of its own stands between the two: "the others", "forty more".
    let own_subject = between[join + 1..]
        .iter()
        .any(|token| !FORMS.contains(&token.surface) && !token.adverb && !parts(token));
    own_subject.then(|| {
        let word = |reading: &'_ Reading, token: &Token| reading.slice(&token.range).to_string();
        format!("“{}” is not “{}”", word(ask.reading, asked), word(source, &sentence.tokens[told]))
    })
}

/// The name that a claim's sentence opens with and the verb behind it.
fn doer(sentence: &Sentence) -> Option<(&[Token], usize)> {
    let named =
        |token: &Token| token.capital && token.kind == TokenKind::Word || token.kind == TokenKind::Mark;
    let end = sentence.tokens.iter().take_while(|token| named(token)).count();
    let name = &sentence.tokens[..end];
    let known = name.iter().any(|token| token.name && token.content());
    Some((name, verb_from(sentence, end)?)).filter(|_| known)
}

/// Who does what the claim tells of another, where the sentence names both, each before a verb of its own.
pub(super) fn of_another(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<(String, String)> {
    let (name, verb) = doer(ask.sentence)?;
    let asked = &ask.sentence.tokens[verb];
    let tokens = &source.sentences[at].tokens;
    let is_own = |token: &Token| {
        token.capital && name.iter().any(|own| own.content() && own.capital && meets(own, token))
    };
    let own_place = tokens.iter().position(is_own)?;
    let mut deeds = (1..tokens.len()).filter(|at| meets(asked, &tokens[*at]) && !tokens[*at].capital);
    let deed = deeds.next().filter(|_| deeds.next().is_none())?;
    let first = (0..deed).rev().find(|at| !FORMS.contains(&tokens[*at].surface) && !tokens[*at].adverb)?;
    let part = |token: &Token| token.capital && token.content() && token.kind == TokenKind::Word;
    let before = (0..=first).rev().take_while(|at| part(&tokens[*at])).count();
    let other = first + 1 - before..first + 1;
    let joined = other.start.checked_sub(1).is_some_and(|at| TOGETHER.contains(&tokens[at].surface));
    if before == 0 || joined || !tokens[other.clone()].iter().any(|token| token.name) {
        return None;
    }
    // The claim's own one has another verb, in a clause of its own, and no part in this one.
    let last = own_place + tokens[own_place..].iter().take_while(|token| token.capital).count();
    let (low, high) = if own_place > deed { (deed, own_place) } else { (last, other.start) };
    let apart = low < high && tokens[low..high].iter().any(parts);
    let with = own_place.checked_sub(1).is_some_and(|at| {
        tokens[at].surface == const { word::literal("with") }
            || tokens[at].surface == const { word::literal("by") }
    });
    let busy = tokens.get(last).is_some_and(|token| FORMS.contains(&token.surface))
        || verb_from(&source.sentences[at], last) == Some(last);
    (apart && busy && !with).then(|| {
        let whole = |range: &[Token], reading: &Reading| {
            reading.slice(&(range[0].range.start..range[range.len() - 1].range.end)).to_string()
        };
        (whole(&tokens[other], source), whole(name, ask.reading))
    })
}

/// Those who belong to somebody and are not he.
const KIN: [word::Key; 24] = word::literals([
    "brother",
    "sister",
    "father",
    "mother",
    "wife",
    "husband",
    "son",
    "daughter",
    "parents",
    "cousin",
    "uncle",
    "aunt",
    "friend",
    "lawyer",
    "spokesman",
    "spokeswoman",
    "widow",
    "rival",
    "neighbour",
    "partner",
    "assistant",
    "predecessor",
    "successor",
    "opponent",
]);

/// Who of somebody's it was, where the claim says it of that one: "owned by Lee's brother".
pub(super) fn of_kin(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<(String, String)> {
    let (name, _) = doer(ask.sentence)?;
    let tokens = &source.sentences[at].tokens;
    let own = name.iter().rfind(|token| token.content() && token.capital)?;
    if ask.sentence.tokens.iter().any(|token| KIN.contains(&token.surface)) {
        return None;
    }
    let mut places =
        (0..tokens.len()).filter(|at| tokens[*at].capital && meets(own, &tokens[*at])).peekable();
    places.peek()?;
    let kin = |at: usize| {
        (at + 1..(at + KIN_REACH).min(tokens.len())).find(|at| KIN.contains(&tokens[*at].surface)).filter(
            |kin| {
                let owner = source.slice(&(tokens[at].range.start..tokens[*kin].range.start));
                owner.contains("'s ") || owner.contains("’s ")
            },
        )
    };
    let mut found = None;
    for at in places {
        found = Some((at, kin(at)?));
    }
    let (at, kin) = found?;
    let words = source.slice(&(tokens[at].range.start..tokens[kin].range.end)).to_string();
    Some((words, ask.reading.slice(&own.range).to_string()))
}

/// Tokens from an owner to whom he has.
const KIN_REACH: usize = 5;

/// Words before the place where something is done.
const WHERE: [word::Key; 2] = word::literals(["in", "at"]);

/// Tokens that the name of a place may have.
const NAME_REACH: usize = 5;

/// A verb with the name of the place behind it: where both stand.
fn places(sentence: &Sentence) -> impl Iterator<Item = (usize, usize)> {
    let tokens = &sentence.tokens;
    let named = |token: &Token| token.capital && token.content() && token.kind == TokenKind::Word;
    (2..tokens.len())
        .filter(move |at| named(&tokens[*at]) && WHERE.contains(&tokens[*at - 1].surface))
        .filter_map(move |at| {
            let verb = &tokens[at - 2];
            (verb.past && verb.content() && !verb.capital).then_some((at - 2, at))
        })
}

/// What the source tells of another place, and of the claim's tells something else: "born in Deal, he studied in Hull"
/// where the claim has him study in Deal.
pub(super) fn at_another_place(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<(String, String)> {
    let own = &ask.sentence.tokens;
    let other = &source.sentences[at].tokens;
    places(ask.sentence).find_map(|(verb, place)| {
        let told = || places(&source.sentences[at]);
        let same = |deed: &usize| meets(&own[verb], &other[*deed]);
        let (deed, found) = told().find(|(deed, _)| same(deed))?;
        let run = |found: usize| &other[found..(found + NAME_REACH).min(other.len())];
        let here = told()
            .any(|(deed, found)| same(&deed) && run(found).iter().any(|token| meets(&own[place], token)));
        let elsewhere = other.iter().enumerate().any(|(at, token)| at != found && meets(&own[place], token));
        (!here && elsewhere).then(|| {
            let words = |reading: &Reading, tokens: &[Token], from: usize, to: usize| {
                reading.slice(&(tokens[from].range.start..tokens[to].range.end)).to_string()
            };
            (words(ask.reading, own, verb, place), words(source, other, deed, found))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, NotAddressed, Partial, Supported};
    use super::super::trials::check;

    #[test]
    fn what_is_told_of_others_is_not_told_of_those_counted() {
        let source = "Two people died in the crash and others were hurt.";
        check(
            source,
            &[
                ("Forty people were hurt in the crash.", NotAddressed),
                ("Two people were hurt in the crash.", NotAddressed),
                ("Two people died in the crash.", Supported),
                ("Three people died in the crash.", Contradicted),
            ],
        );
        // One verb of the same people may follow another.
        let source = "Forty weavers struck and were dismissed in May.";
        check(source, &[("Forty weavers were dismissed in May.", Supported)]);
    }

    #[test]
    fn who_has_a_verb_of_his_own_does_not_do_what_another_does() {
        let source = "The mill is 40 years old. Tom Reed leads it; Ann Bell is answerable for the looms.";
        check(source, &[("Ann Bell leads the mill.", Partial), ("Tom Reed leads the mill.", Supported)]);
        let present = "Tom Reed leads the guild of Deal; Ann Bell runs its archive.";
        check(present, &[("Ann Bell leads the guild of Deal.", Partial)]);
        let both = "The mill is 40 years old. Tom Reed and Ann Bell lead it.";
        check(both, &[("Ann Bell leads the mill.", Supported)]);
    }

    #[test]
    fn a_place_goes_with_its_verb() {
        let source = "Ann Bell, born in Deal, is a painter who studied in Hull.";
        check(source, &[("Ann Bell studied in Deal.", Partial), ("Ann Bell studied in Hull.", Supported)]);
    }

    #[test]
    fn a_brother_is_another() {
        let source = "The farm in Deal is owned by Bell's brother.";
        check(
            source,
            &[("Bell owns the farm in Deal.", Partial), ("Bell's brother owns the farm in Deal.", Supported)],
        );
    }
}
