//! What a part of a claim asks of a source: the words that have to be found there, and how much each
//! of them weighs.
//!
//! Weights are whole numbers; a word that few sentences hold weighs more. No distance between words
//! is used: words meet by form, by class of the packs, or by root.

use std::ops::Range;

use super::speech;
use crate::quantity::Kind;
use crate::statement::label::year_number;
use crate::statement::lexicon::{Reading as Phrase, Role, lexicon};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{ROOT, Reading, Sentence, Statement, class_key};

/// A content word of a claim with its weight in one source.
#[derive(Debug, Clone)]
pub(super) struct Word<'a> {
    /// The word.
    pub token: &'a Token,
    /// How much it weighs.
    pub weight: u32,
    /// Stands in the segment of the figure that is asked for.
    pub own: bool,
    /// Belongs to the first name of the sentence, its likely subject.
    pub leading: bool,
    /// Belongs to the name that a source on it may leave unsaid ("the film", "he").
    pub unsaid: bool,
    /// The name that it is a part of, by the token it begins with.
    pub name: Option<usize>,
}

/// What a part of a claim asks of a source.
#[derive(Debug, Clone)]
pub(super) struct Ask<'a> {
    /// The claim.
    pub reading: &'a Reading,
    /// Its sentence.
    pub sentence: &'a Sentence,
    /// Its figure, if the part has one.
    pub statement: Option<&'a Statement>,
    /// The words that have to be found.
    pub words: Vec<Word<'a>>,
}

/// True where one of the words stands among the tokens as it is written here.
pub(super) fn says(tokens: &[Token], words: &[Key]) -> bool {
    tokens.iter().any(|token| words.contains(&token.surface))
}

/// How a claim's word meets a source's.
#[inline]
pub(super) fn meets(claim: &Token, source: &Token) -> bool {
    claim.bits & source.bits != 0 && meet(claim, source)
}

fn meet(claim: &Token, source: &Token) -> bool {
    if claim.key == source.key
        || source.acronyms.contains(&claim.surface)
        || claim.acronyms.contains(&source.surface)
        || claim.aliases.contains(&source.key)
    {
        return true;
    }
    if source.stop || claim.stop {
        return false;
    }
    if claim.root == source.root && !(claim.name ^ source.name) {
        return true;
    }
    if claim.classes.is_empty() || source.classes.is_empty() {
        return false;
    }
    let packs = lexicon();
    claim
        .classes
        .iter()
        .filter(|class| packs.classes[usize::from(**class)].role != Role::Discourse)
        .any(|class| source.classes.iter().any(|other| packs.is_a(*other, *class)))
}

/// True for a word that only tells the direction of a change.
pub(super) fn is_direction(token: &Token) -> bool {
    token.gloss.is_direction()
}

pub(super) fn is_discourse(token: &Token) -> bool {
    !token.name && token.gloss.has(Role::Discourse)
}

impl<'a> Ask<'a> {
    /// What a claim's figure asks.
    pub fn for_statement(reading: &'a Reading, number: usize, source: &Reading) -> Ask<'a> {
        let statement = &reading.statements[number];
        let sentence = &reading.sentences[statement.sentence];
        let rivals: Vec<Range<usize>> = reading.statements[sentence.statements.clone()]
            .iter()
            .filter(|other| other.tokens != statement.tokens)
            .map(|other| other.segment.clone())
            .collect();
        let credit = speech::credit(sentence).unwrap_or(0..0);
        let listed = listed_before(sentence, statement);
        let mut words: Vec<Word<'a>> = Vec::new();
        let named = |at: usize, token: &Token| listed.contains(&at) && token.name;
        let asked_for = |(at, token): &(usize, &Token)| !credit.contains(at) && !named(*at, token);
        for (at, token) in sentence.tokens.iter().enumerate().filter(asked_for) {
            let own = statement.segment.contains(&at);
            let rival = !own && rivals.iter().any(|range| range.contains(&at));
            let counted = reading.statements[sentence.statements.clone()]
                .iter()
                .any(|other| other.tokens.contains(&at));
            let unit = reading.statements[sentence.statements.clone()]
                .iter()
                .any(|other| is_unit(other, token) || is_other_unit(other, token, source));
            let cause = names_cause(reading, sentence, at) && frequency(token, source) == 0;
            let turn = year_number(reading, &sentence.tokens, at).is_some();
            if !asked(sentence, token) || counted || unit || turn || rival && !token.name || cause {
                continue;
            }
            let weight = if labels_name(sentence, at) { 1 } else { weight(token, source) };
            push(&mut words, token, own, weight, rival);
        }
        for token in &statement.labels {
            push(&mut words, token, true, weight(token, source), false);
        }
        mark_leading(sentence, &mut words);
        mark_unsaid(sentence, source, &mut words);
        Ask { reading, sentence, statement: Some(statement), words }
    }

    /// What a whole sentence of a claim asks.
    pub fn for_sentence(reading: &'a Reading, number: usize, source: &Reading) -> Ask<'a> {
        let sentence = &reading.sentences[number];
        let mut words: Vec<Word<'a>> = Vec::new();
        let figures = &reading.statements[sentence.statements.clone()];
        let credit = speech::credit(sentence).unwrap_or(0..0);
        for (at, token) in sentence.tokens.iter().enumerate().filter(|(_, token)| asked(sentence, token)) {
            let counted = figures.iter().any(|statement| {
                statement.tokens.contains(&at)
                    || is_unit(statement, token)
                    || is_below(statement, token)
                    || is_other_unit(statement, token, source)
            });
            let cause = names_cause(reading, sentence, at) && frequency(token, source) == 0;
            if counted || credit.contains(&at) || cause {
                continue;
            }
            let weight = if labels_name(sentence, at) { 1 } else { weight(token, source) };
            push(&mut words, token, true, weight, false);
        }
        mark_leading(sentence, &mut words);
        mark_unsaid(sentence, source, &mut words);
        Ask { reading, sentence, statement: None, words }
    }

    /// The same of the words within a range of tokens only.
    pub fn within(&self, range: Range<usize>) -> Ask<'a> {
        let tokens = &self.sentence.tokens[range];
        let near = |word: &&Word<'a>| tokens.iter().any(|token| token.key == word.token.key);
        Ask { words: self.words.iter().filter(near).cloned().collect(), ..self.clone() }
    }

    /// The whole weight.
    pub fn total(&self) -> u32 {
        self.words.iter().map(|word| word.weight).sum()
    }
}

/// Words that set what follows beside what was listed before.
const BESIDE: [Key; 3] = word::literals(["besides", "plus", "alongside"]);

/// The tokens of a list beside which a figure stands: "Ash, Birch and Elm work there, besides 40 others".
fn listed_before(sentence: &Sentence, statement: &Statement) -> Range<usize> {
    let before = sentence.tokens.partition_point(|token| token.range.end <= statement.quantity.span.start);
    let beside = before.checked_sub(1).filter(|at| {
        BESIDE.contains(&sentence.tokens[*at].surface)
            && at.checked_sub(1).is_some_and(|comma| sentence.tokens[comma].kind == TokenKind::Comma)
    });
    0..beside.unwrap_or(0)
}

/// Marks the names of a sentence and the words of its first one, small words between their parts left out.
fn mark_leading(sentence: &Sentence, words: &mut [Word<'_>]) {
    let is_capital =
        |token: &Token| (token.capital || token.name) && !token.stop && token.kind == TokenKind::Word;
    let tokens = &sentence.tokens;
    let mut from = 0;
    let mut first = true;
    // A common word that only opens the sentence is no name.
    while let Some(start) = (from..tokens.len()).find(|at| is_capital(&tokens[*at]) && tokens[*at].name) {
        let end = (start..tokens.len())
            .find(|at| {
                let token = &tokens[*at];
                let next = tokens.get(at + 1).is_some_and(is_capital);
                // "And" stands between two names, not inside one.
                let both = token.surface == const { word::literal("and") };
                let joins = token.stop && next && token.kind == TokenKind::Word && !both;
                let inner = token.kind == TokenKind::Number
                    || token.kind == TokenKind::Mark && token.range.len() == 1;
                let after = next || tokens.get(at + 1).is_some_and(|token| token.stop && token.capital);
                let titled = token.key == word::mark(":") && after;
                !is_capital(token) && !joins && !inner && !titled
            })
            .unwrap_or(tokens.len());
        for word in words.iter_mut() {
            if tokens[start..end].iter().any(|token| std::ptr::eq(token, word.token)) {
                word.leading = first && start < LEADING_MAX;
                word.name = Some(start);
            }
        }
        first = false;
        from = end.max(start + 1);
    }
}

/// Words that open a sentence with a place, a time or an occasion, its subject behind a comma.
const OPENINGS: [Key; 9] =
    word::literals(["on", "in", "at", "by", "for", "during", "after", "before", "from"]);

/// Marks the name that a source may leave unsaid: the first one, or the first behind an opening that the source has
/// too ("On Film Review, Old Mill has …" against "on Film Review, the film has …").
fn mark_unsaid(sentence: &Sentence, source: &Reading, words: &mut [Word<'_>]) {
    let known = |word: &Word<'_>| frequency(word.token, source) > 0;
    let subject_known = words.iter().any(|word| word.leading && known(word));
    let opening = sentence.tokens.first().is_some_and(|token| {
        let opens = OPENINGS.contains(&token.surface);
        opens && sentence.tokens.iter().any(|token| token.kind == TokenKind::Comma)
    });
    let comma = |at: usize| sentence.tokens[at].kind == TokenKind::Comma;
    let behind = |name: &usize| (name.saturating_sub(4)..*name).any(comma);
    let chosen = if subject_known && opening {
        let strange = |name: &usize| !words.iter().any(|word| word.name == Some(*name) && known(word));
        words.iter().filter_map(|word| word.name).filter(strange).filter(behind).min()
    } else {
        words.iter().find(|word| word.leading).and_then(|word| word.name)
    };
    // "47 Orchards": the number is a part of the name.
    let number = chosen.and_then(|name| sentence.tokens.get(name.checked_sub(1)?));
    let number = number.filter(|token| token.kind == TokenKind::Number);
    for word in words.iter_mut() {
        let part = number.is_some_and(|number| number.range == word.token.range);
        word.unsaid = part || word.name.is_some() && word.name == chosen;
    }
}

/// True for "the film" before the name of one, or "(film)" behind it: it says what a name is of, and a text on it need not.
fn labels_name(sentence: &Sentence, at: usize) -> bool {
    let kind = |(place, phrase): &(Range<usize>, Phrase)| *phrase == Phrase::Kind && place.contains(&at);
    let next = sentence.tokens[at + 1..].iter().find(|token| token.kind != TokenKind::Quote);
    let before = next.is_some_and(|next| next.kind == TokenKind::Word && next.capital);
    !sentence.tokens[at].capital
        && sentence.phrases.iter().any(kind)
        && (before || next.is_some_and(|next| next.key == word::mark(")")))
}

/// Classes of what people die of or fall ill with.
const AFFLICTIONS: [&str; 4] = ["die", "recover", "infect", "injure"];
/// Words that lead from the dead and the ill to what they suffer from.
const CAUSES: [Key; 4] = word::literals(["from", "of", "to", "with"]);

/// True for the name of what the counted ones died of: "COVID-19 deaths", "cases of Ebola". A report on an outbreak
/// names it once.
fn names_cause(reading: &Reading, sentence: &Sentence, at: usize) -> bool {
    let token = &sentence.tokens[at];
    if !token.name || token.kind != TokenKind::Word || token.gloss.has(Role::Country) {
        return false;
    }
    let afflicted = |head: usize| {
        let classes = &lexicon().classes;
        let of = |class: &u16| AFFLICTIONS.contains(&classes[usize::from(*class)].name.as_str());
        sentence.tokens[head].classes.iter().any(of)
    };
    let led = |head: usize| {
        let between = sentence.tokens.get(head + 1..at).unwrap_or_default();
        let cause = |token: &Token| CAUSES.contains(&token.surface);
        matches!(between, [.., last] if between.len() <= 2 && cause(last))
    };
    reading.statements[sentence.statements.clone()].iter().any(|statement| {
        statement.head.is_some_and(|head| {
            afflicted(head) && ((statement.tokens.end..head).contains(&at) || head < at && led(head))
        })
    })
}

/// Tokens before which the first name of a sentence is its likely subject.
const LEADING_MAX: usize = 12;

fn push<'a>(words: &mut Vec<Word<'a>>, token: &'a Token, own: bool, weight: u32, rival: bool) {
    let weight = if rival { weight.div_ceil(2) } else { weight };
    let weight = if own && weight > 1 { weight * 2 } else { weight };
    match words.iter_mut().find(|word| word.token.key == token.key) {
        // A part that is named twice is the figure's own where it is named beside it.
        Some(known) if own && token.classes.iter().any(is_part) => known.own = true,
        Some(_) => {}
        None => words.push(Word { leading: false, unsaid: false, name: None, token, weight, own }),
    }
}

pub(super) fn is_part(class: &u16) -> bool {
    lexicon().classes[usize::from(*class)].role == Role::Part
}

/// True for a word that only says how the sentence is meant: plans, target, expected.
fn is_modal(sentence: &Sentence, token: &Token) -> bool {
    sentence.phrases.iter().any(|(at, phrase)| {
        matches!(phrase, Phrase::Modality(_))
            && sentence.tokens[at.clone()].iter().any(|other| other.range == token.range)
    })
}

/// True for "together", "in all": they say how a figure was made, not what it counts.
fn asks_for_sum(sentence: &Sentence, token: &Token) -> bool {
    let within =
        |at: &Range<usize>| sentence.tokens[at.clone()].iter().any(|other| other.range == token.range);
    sentence.phrases.iter().any(|(at, phrase)| *phrase == Phrase::Derive("sum") && within(at))
}

/// Stretches of time with a word that makes them the one before.
const STRETCHES: [Key; 7] = word::literals(["day", "week", "month", "quarter", "year", "season", "decade"]);
const EARLIER: [Key; 3] = word::literals(["before", "earlier", "ago"]);
const PREVIOUS: [Key; 4] = word::literals(["previous", "preceding", "prior", "last"]);

/// True for "the month before", "the previous year": they tell what a change is told against.
fn is_time_before(sentence: &Sentence, token: &Token) -> bool {
    let at = sentence.tokens.partition_point(|other| other.range.start < token.range.start);
    let is = |at: usize, forms: &[Key]| {
        sentence.tokens.get(at).is_some_and(|token| forms.contains(&token.surface))
    };
    let named = |at: usize| is(at, &STRETCHES) && (is(at + 1, &EARLIER) || at > 0 && is(at - 1, &PREVIOUS));
    named(at) || is(at, &PREVIOUS) && named(at + 1)
}

/// True for the name of a unit that the source writes in another way, or may: "GW", "tonnes" where it has kilograms.
fn is_other_unit(statement: &Statement, token: &Token, source: &Reading) -> bool {
    let quantity = &statement.quantity;
    let inside = quantity.numeral.end <= token.range.start && token.range.end <= quantity.span.end;
    quantity.kind == Kind::Dimension && inside && (token.name || frequency(token, source) == 0)
}

/// True for what a figure is so much per: the "day" of "40 boats a day".
fn is_below(statement: &Statement, token: &Token) -> bool {
    let (span, per) = (&statement.quantity.span, &statement.quantity.per);
    let inside = span.start <= token.range.start && token.range.end <= span.end;
    inside && !per.is_empty() && token.key == word::normal(per)
}

/// True for a word of a quantity's expression that is no counted noun: percent, fold, dollars, at least.
fn is_unit(statement: &Statement, token: &Token) -> bool {
    let span = &statement.quantity.span;
    let of_age = statement.quantity.kind == Kind::Age && token.key == word::normal("age");
    let inside = span.start <= token.range.start && token.range.end <= span.end;
    of_age
        || statement.quantity.kind == Kind::Dimension && is_extent(statement, token)
        || inside
            && (token.range.start < statement.quantity.numeral.start
                || !matches!(statement.quantity.kind, Kind::Count | Kind::Dimension))
}

/// Words behind a measure that say which way it was taken.
const EXTENTS: [Key; 5] = word::literals(["long", "high", "tall", "wide", "deep"]);

/// True for the "long" of "40 metres long", which other words say as well.
fn is_extent(statement: &Statement, token: &Token) -> bool {
    let behind = token.range.start.checked_sub(statement.quantity.span.end);
    // "40 metres in length".
    let nouns = const { word::literals(["length", "height", "width", "depth"]) };
    EXTENTS.contains(&token.surface) && behind.is_some_and(|gap| gap <= 1)
        || nouns.contains(&token.surface) && behind.is_some_and(|gap| gap <= " in ".len())
}

/// True for a word that must be found: content or a number that counts nothing, and no part of a period or a change.
pub(super) fn asked(sentence: &Sentence, token: &Token) -> bool {
    (token.content() || token.kind == TokenKind::Number && !joined_on(sentence, token))
        && !is_direction(token)
        && !is_modal(sentence, token)
        && !asks_for_sum(sentence, token)
        && !is_time_before(sentence, token)
        && !sentence
            .periods
            .iter()
            .any(|period| period.span.start <= token.range.start && token.range.end <= period.span.end)
}

/// True for the number of "SR-71": a part of the word before it.
fn joined_on(sentence: &Sentence, token: &Token) -> bool {
    let at = sentence.tokens.partition_point(|other| other.range.start < token.range.start);
    at >= 2
        && sentence.tokens[at - 1].kind == TokenKind::Mark
        && sentence.tokens[at - 1].range.end == token.range.start
        && sentence.tokens[at - 2].range.end == sentence.tokens[at - 1].range.start
        && sentence.tokens[at - 2].kind == TokenKind::Word
}

/// Rare words and names weigh more.
fn weight(token: &Token, source: &Reading) -> u32 {
    if is_discourse(token) {
        return 1;
    }
    let all = source.sentences.len().max(1);
    let held = frequency(token, source);
    let rare = match held {
        0 => 3,
        held if held * 8 <= all + 8 => 3,
        held if held * 2 <= all => 2,
        _ => 1,
    };
    if token.name { rare + 1 } else { rare }
}

/// In how many sentences of the source a word or its like stands.
pub(super) fn frequency(token: &Token, source: &Reading) -> usize {
    let postings = source.postings();
    let length = |key| postings.get(&key).map_or(0, Vec::len);
    let packs = lexicon();
    let meaning =
        token.classes.iter().filter(|class| packs.classes[usize::from(**class)].role != Role::Discourse);
    let by_class = meaning.map(|class| length(class_key(*class))).max().unwrap_or(0);
    let by_alias = token.aliases.iter().map(|alias| length(*alias)).max().unwrap_or(0);
    length(token.key).max(by_class).max(by_alias).max(length(token.root ^ ROOT))
}
