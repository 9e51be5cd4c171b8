//! What keeps a figure of a source from being evidence by its words: another deed, another part, another's figure.

use super::ask::{Ask, Word, is_direction, is_part, meets};
use super::converse;
use crate::quantity::Kind;
use crate::statement::lexicon::{Role, lexicon};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};

/// A class edge `never` between what the claim asks and what the statement is about, and whether it is what is counted.
pub(super) fn never(
    ask: &Ask<'_>,
    source: &Reading,
    statement: &Statement,
    own: &[&Token],
) -> Option<(String, bool)> {
    let guarded = |token: &Token| token.gloss.is_guarded();
    if !own.iter().any(|token| guarded(token)) || !ask.words.iter().any(|word| guarded(word.token)) {
        return None;
    }
    let packs = lexicon();
    // "1,500 locally made phones": how a thing came about is not what is told of it.
    let sentence = &source.sentences[statement.sentence];
    let within = statement.head.map_or(0..0, |head| statement.tokens.end..head);
    let shaped = |token: &&Token| {
        sentence.tokens[within.clone()].iter().any(|other| std::ptr::eq(*token, other) && other.past)
    };
    let near: Vec<&Token> = own.iter().copied().filter(|token| !shaped(token)).collect();
    let asked = |word: &&Word<'_>| word.own || ask.statement.is_none_or(|own| own.labels.is_empty());
    for word in ask.words.iter().filter(|word| guarded(word.token)).filter(asked) {
        if near.iter().any(|token| meets(word.token, token)) {
            continue;
        }
        for class in &word.token.classes {
            for token in &near {
                if !token.classes.iter().any(|other| packs.never(*class, *other)) {
                    continue;
                }
                // A statement word that the claim has as well separates nothing.
                if ask.words.iter().any(|claimed| meets(claimed.token, token)) {
                    continue;
                }
                let place = sentence.tokens.iter().position(|other| std::ptr::eq(*token, other));
                if place
                    .is_some_and(|place| converse::seen_from_both(ask.sentence, word.token, sentence, place))
                {
                    continue;
                }
                let (one, two) =
                    (printed(ask.reading, ask.sentence, word.token), printed(source, sentence, token));
                let counted = statement.head.is_some_and(|head| std::ptr::eq(*token, &sentence.tokens[head]));
                return Some((format!("“{one}” is not “{two}”"), counted));
            }
        }
    }
    None
}

/// A word as printed, with the other words of the phrase that it stands for ("electric car").
fn printed<'r>(reading: &'r Reading, sentence: &Sentence, token: &Token) -> &'r str {
    let from = sentence.tokens.partition_point(|other| other.range.start <= token.range.start);
    let joined = |other: &&Token| {
        other.stop
            && (other.kind == TokenKind::Word
                && !lexicon().is_stop(other.surface)
                && !lexicon().is_negation(other.surface)
                || other.kind == TokenKind::Mark && other.range.len() == 1)
    };
    let words = sentence.tokens[from..].iter().take_while(joined);
    let end = words
        .filter(|other| other.kind == TokenKind::Word)
        .last()
        .map_or(token.range.end, |last| last.range.end);
    reading.slice(&(token.range.start..end.max(token.range.end)))
}

/// Sentences before a statement in which the verb that it goes without is looked for.
const CARRIED_MAX: usize = 4;

/// Verbs that say of an amount only that it is there.
static LIGHT_VERBS: std::sync::LazyLock<[word::Key; 17]> = std::sync::LazyLock::new(|| {
    word::normals([
        "bring", "come", "see", "follow", "stand", "reach", "total", "amount", "account", "add", "record",
        "register", "hit", "post", "mark", "remain", "average",
    ])
});

/// True for a verb that leaves what was done to the text before it, verbs of rising and falling among them.
fn is_light(token: &Token) -> bool {
    is_direction(token) || LIGHT_VERBS.contains(&token.key)
}

/// A statement without a verb of its own ("December brought 2 tonnes") goes on with that of the text before it.
pub(super) fn carried(ask: &Ask<'_>, source: &Reading, statement: &Statement) -> Option<String> {
    let packs = lexicon();
    let deeds = |token: &Token| -> Vec<u16> {
        let class = |class: &&u16| {
            let class = &packs.classes[usize::from(**class)];
            class.role == Role::Action && !class.never.is_empty()
        };
        token.classes.iter().filter(class).copied().collect()
    };
    let is_deed = |token: &Token| token.gloss.is_deed();
    let sentence = &source.sentences[statement.sentence];
    let told = |token: &Token| token.past && token.content() && !token.name && !is_light(token);
    if sentence.tokens.iter().any(told) || sentence.tokens.iter().chain(&statement.labels).any(is_deed) {
        return None;
    }
    let wanted = || ask.words.iter().filter(|word| word.own).map(|word| (word.token, deeds(word.token)));
    let mut before = (0..statement.sentence).rev().take(CARRIED_MAX).map(|at| &source.sentences[at]);
    // "Tens of thousands of skilled jobs were made": what shapes a counted noun is no deed.
    let shapes = |other: &Sentence, at: usize| {
        let figures = source.statements[other.statements.clone()].iter();
        figures.filter_map(|one| Some(one.tokens.end..=one.head?)).any(|within| within.contains(&at))
    };
    let told = before.by_ref().take_while(|other| other.passage == sentence.passage).find_map(|other| {
        // "Sales Agent:" is who speaks.
        let named = |token: &Token| token.capital && token.plural;
        let mut verbs =
            (0..other.tokens.len()).filter(|at| is_deed(&other.tokens[*at]) && !named(&other.tokens[*at]));
        let deed = verbs.find(|at| !shapes(other, *at))?;
        Some((other, &other.tokens[deed]))
    })?;
    let (behind, deed) = told;
    let told = deeds(deed);
    let against = |own: &u16| !told.contains(own) && told.iter().any(|other| packs.never(*own, *other));
    let (own, _) = wanted().find(|(_, own)| own.iter().any(against))?;
    let (one, two) = (printed(ask.reading, ask.sentence, own), printed(source, behind, deed));
    Some(format!("“{one}” is not “{two}”, of which the text before it speaks"))
}

/// The word right before the noun that a claim's figure counts: the "rye" of "40 rye loaves".
fn sort_of(sentence: &Sentence, noun: usize) -> Option<&Token> {
    let before = &sentence.tokens[noun.checked_sub(1)?];
    (before.kind == TokenKind::Word && before.content() && !before.past && !before.adverb).then_some(before)
}

/// The statement's sentence has the counted noun with another word before it only, and the source has the claim's own
/// pair elsewhere: "rye loaves" where the claim counts "oat loaves", of which the source speaks as well.
pub(super) fn other_sort(ask: &Ask<'_>, source: &Reading, statement: &Statement) -> Option<String> {
    let head = ask.statement?.head?;
    let own = sort_of(ask.sentence, head)?;
    let noun = &ask.sentence.tokens[head];
    let sentence = &source.sentences[statement.sentence];
    if own.name || sentence.tokens.iter().any(|token| meets(own, token)) {
        return None;
    }
    let nouns = |sentence: &Sentence| -> Vec<usize> {
        (0..sentence.tokens.len()).filter(|at| meets(noun, &sentence.tokens[*at])).collect()
    };
    let places = nouns(sentence);
    let other = sort_of(sentence, *places.first()?)?;
    // The first word of a sentence has its capital from there.
    let named = |sort: &Token| sort.name && sort.range.start > sentence.range.start;
    let sorted = |at: &usize| sort_of(sentence, *at).is_some_and(|sort| !named(sort) && sort.key != own.key);
    let elsewhere = |sentence: &Sentence| {
        nouns(sentence).iter().any(|at| sort_of(sentence, *at).is_some_and(|sort| meets(own, sort)))
    };
    (places.iter().all(sorted) && source.sentences.iter().any(elsewhere)).then(|| {
        let (one, two) = (printed(ask.reading, ask.sentence, own), printed(source, sentence, other));
        format!("“{one} {}” are not “{two}” ones", ask.reading.slice(&noun.range))
    })
}

/// The statement counts a part where the claim counts another part, or the whole.
pub(super) fn part(
    ask: &Ask<'_>,
    source: &Reading,
    statement: &Statement,
    near: &[&Token],
) -> Option<String> {
    let names_part = |token: &&Token| token.gloss.has(Role::Part);
    let own = || ask.words.iter().filter(|word| word.own).map(|word| word.token).filter(names_part);
    let theirs = near.iter().copied().find(names_part);
    let parts = |token: &'_ Token| token.classes.iter().copied().filter(is_part).collect::<Vec<u16>>();
    let mine = own().next().and_then(|token| Some((token, *parts(token).first()?)));
    if mine.is_some() && theirs.is_some() {
        let mut shared = own().flat_map(parts);
        if shared.any(|class| near.iter().any(|token| token.classes.contains(&class))) {
            return None;
        }
    }
    let claimed = |token: &Token| printed(ask.reading, ask.sentence, token);
    let told = |token: &Token| printed(source, &source.sentences[statement.sentence], token);
    match (mine, theirs) {
        (Some((own, _)), Some(other)) => Some(format!("“{}” is not “{}”", claimed(own), told(other))),
        (None, Some(other)) => Some(format!("“{}” is a part of what the claim counts", told(other))),
        // Money is spent on what the passage speaks of.
        (Some((_, class)), None)
            if statement.quantity.kind == Kind::Currency && topic(source, statement, class) =>
        {
            None
        }
        (Some((own, _)), None) => Some(format!("“{}” is a part of what the source counts", claimed(own))),
        (None, None) => None,
    }
}

/// Sentences up to which a source has one topic.
const SHORT_MAX: usize = 12;

/// True where the passage around a statement names a class, or a source that is short anywhere.
fn topic(source: &Reading, statement: &Statement, class: u16) -> bool {
    let passage = source.sentences[statement.sentence].passage;
    let short = source.sentences.len() <= SHORT_MAX;
    let around = source.sentences.iter().filter(|sentence| short || sentence.passage == passage);
    around.flat_map(|sentence| &sentence.tokens).any(|token| token.classes.contains(&class))
}

/// A name that the claim asks for stands with another figure of the sentence, and this one has a name of its own.
pub(super) fn rival(
    ask: &Ask<'_>,
    source: &Reading,
    statement: &Statement,
    own: &[&Token],
) -> Option<String> {
    let sentence = &source.sentences[statement.sentence];
    let others = source.statements_of(statement.sentence);
    // "3,000 Marlow boats": a name between the number and what is counted is no owner.
    let counted = statement.tokens.end..statement.head.unwrap_or(statement.tokens.end);
    let sort = |token: &Token| {
        sentence.tokens[counted.start.min(counted.end)..counted.end]
            .iter()
            .any(|other| std::ptr::eq(token, other))
    };
    let near = || own.iter().copied().filter(|token| !sort(token));
    for word in ask.words.iter().filter(|word| word.token.name) {
        if near().any(|token| meets(word.token, token)) {
            continue;
        }
        let stands_elsewhere = others.iter().any(|other| {
            let apart =
                other.clause.end <= statement.clause.start || statement.clause.end <= other.clause.start;
            let theirs = if apart { other.clause.clone() } else { other.segment.clone() };
            other.tokens != statement.tokens
                && theirs.into_iter().any(|at| meets(word.token, &sentence.tokens[at]))
        });
        if !stands_elsewhere {
            continue;
        }
        let stranger = |token: &&Token| !ask.sentence.tokens.iter().any(|claimed| meets(claimed, token));
        if let Some(named) = near().filter(|token| token.name).find(stranger) {
            return Some(format!("the figure belongs to {}", source.slice(&named.range)));
        }
    }
    None
}
