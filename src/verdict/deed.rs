//! What a claim tells as done and the source tells nowhere, or as a plan only.

use std::ops::Range;

use super::align::{Ask, meets};
use super::cover::{Cover, is_long};
use super::{event, pending, reading};
use crate::claim::Modality;
use crate::statement::lexicon::{Reading as Phrase, Role, lexicon};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, are_scored, modality_of};

/// Nouns of a plan.
const PLAN: [word::Key; 3] = word::literals(["plan", "scheme", "programme"]);
/// Share that the clause of a plan must hold for the plan to be that of what the claim tells.
const CLAUSE_MIN: u32 = 250;

/// What the claim tells as done, where none of its past verbs stands in the chosen sentences of a short text.
pub(super) fn untold(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
    if is_long(source) {
        return None;
    }
    let own = ask.sentence;
    let packs = lexicon();
    let known = |token: &Token| {
        let event = |class: &u16| packs.classes[usize::from(*class)].role == Role::Event;
        token.classes.iter().any(event)
    };
    // What stands in brackets, as "(born 1960)", is told on the side: its date is judged by itself.
    let aside = |token: &Token| {
        let before = own.tokens.iter().take_while(|other| other.range.start < token.range.start);
        let count = |form: &str| before.clone().filter(|token| token.key == word::mark(form)).count();
        // "A retired teacher" is what somebody is.
        let articles = const { word::literals(["a", "an", "the"]) };
        count("(") > count(")") || before.clone().last().is_some_and(|last| articles.contains(&last.surface))
    };
    let mut deeds =
        own.tokens.iter().filter(|token| token.content() && !token.name && known(token) && !aside(token));
    let first = deeds.clone().next()?;
    let lived = |deed: &Token, sentence: &Sentence| {
        deed.classes.iter().any(|class| event::has_life(sentence, *class))
    };
    let tells = |deed: &Token, sentence: &Sentence| {
        lived(deed, sentence) || sentence.tokens.iter().any(|token| meets(deed, token))
    };
    // What a chosen sentence leans on is told with it.
    let with_context = |at: &usize| {
        let sentence = &source.sentences[*at];
        let behind = sentence.context.iter().chain(&sentence.antecedents);
        std::iter::once(sentence).chain(behind.map(|at| &source.sentences[*at]))
    };
    let stands =
        |deed: &Token| cover.chosen.iter().flat_map(with_context).any(|sentence| tells(deed, sentence));
    (!deeds.any(stands)).then(|| ask.reading.slice(&first.range).to_string())
}

/// How the source means what a claim tells as done, where it does not mean it as done.
pub(super) fn unfinished(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<&'static str> {
    planned(ask, cover, source).or_else(|| pending::expected(ask, source))
}

/// How the sentence nearest to the claim means it: none of the claim's past verbs is past there, and
/// the sentence speaks of a plan, a target, a permission.
fn planned(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<&'static str> {
    let own = ask.sentence;
    let is_modal = |(_, phrase): &&(Range<usize>, Phrase)| matches!(phrase, Phrase::Modality(name) if modality_of(name).is_some_and(|(_, modality)| modality != Modality::Denial));
    if own.phrases.iter().any(|phrase| is_modal(&phrase)) {
        return None;
    }
    // "Is included" tells of what is, "the planned road" of none.
    let present = const { word::literals(["is", "are", "be", "being", "a", "an", "the", "its", "their"]) };
    let tells = |at: &usize| {
        let token = &own.tokens[*at];
        let before = own.tokens[at.saturating_sub(2)..*at].iter();
        token.past
            && token.content()
            && !token.capital
            && !before.clone().any(|token| present.contains(&token.surface))
    };
    let deeds: Vec<&Token> = (0..own.tokens.len()).filter(tells).map(|at| &own.tokens[at]).collect();
    let sentence = &source.sentences[*cover.chosen.first()?];
    if deeds.is_empty() || cover.chosen.len() > 1 && cover.best < cover.score {
        return None;
    }
    // "Will be ordered" is not done.
    let ahead = const { word::literals(["will", "would", "to", "shall"]) };
    let is_ahead = |at: usize| {
        let be =
            at.checked_sub(1).is_some_and(|at| sentence.tokens[at].surface == const { word::literal("be") });
        be && at >= 2 && ahead.contains(&sentence.tokens[at - 2].surface)
    };
    let is_done = |deed: &&Token| {
        let mut said = sentence.tokens.iter().enumerate();
        said.any(|(at, token)| token.past && meets(deed, token) && !is_ahead(at))
    };
    let done = deeds.iter().any(is_done);
    // A plan in another clause is one of another thing.
    let ends = |at: &usize| matches!(sentence.tokens[*at].kind, TokenKind::Comma | TokenKind::Break);
    let told_there = |at: &Range<usize>| {
        let from = (0..at.start).rev().find(ends).map_or(0, |at| at + 1);
        let to = (at.end..sentence.tokens.len()).find(ends).unwrap_or(sentence.tokens.len());
        let clause = &sentence.tokens[from..to];
        let held = ask.words.iter().filter(|word| clause.iter().any(|token| meets(word.token, token)));
        held.map(|word| word.weight).sum::<u32>() * 1000 >= ask.total() * CLAUSE_MIN
    };
    // "The first device of a plan to build more" was made: the plan is a thing there.
    let within = const { word::literals(["of", "under", "for", "by", "with", "from", "in"]) };
    let article = const { word::literals(["a", "an", "the", "its", "their", "his", "her"]) };
    let is_thing = |at: &Range<usize>| {
        let surface = |at: usize| sentence.tokens[at].surface;
        // "Plan to" and "to build" are two phrases of "a plan to build".
        let plan = at.start.checked_sub(1).filter(|at| PLAN.contains(&surface(*at)));
        let start = plan.unwrap_or(at.start);
        let before = |back: usize| start.checked_sub(back).map(surface);
        let led = before(1).is_some_and(|form| article.contains(&form));
        led && before(2).is_some_and(|form| within.contains(&form))
    };
    let aside = |at: &Range<usize>| are_scored(sentence, at) || is_thing(at);
    let mut phrases = sentence.phrases.iter().filter(is_modal).filter(|(at, _)| !aside(at));
    let (_, Phrase::Modality(name)) = phrases.find(|(at, _)| told_there(at))? else { return None };
    let (_, modality) = modality_of(name)?;
    (!done).then(|| reading::word(modality))
}
