//! Judges the words of a claim's sentence: whether one or two sentences of a source account for them,
//! or say the opposite in the same place.

use std::ops::Range;

use super::Verdict;
use super::against::{denial, gainsaid, opposite, swapped, undenied, unheard, unshared};
use super::align::{Ask, Word, in_full, meets, shortened};
use super::code::Code;
use super::event;
use super::evidence::{Stance, Step};
use super::part::{Part, Remark, Support};
use super::place;
use super::predicate;
use super::reading;
use super::roles;
use crate::claim::Modality;
use crate::statement::lexicon::{Reading as Phrase, Role, lexicon};
use crate::statement::modality_of;
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Share of the weight of a claim's words that supports it, in thousandths.
const SUPPORT_MIN: u32 = 640;
/// The same in a long source, where a claim's sentence condenses many.
const SUPPORT_LONG_MIN: u32 = 400;
/// Sentences from which a source is long.
const LONG_MIN: usize = 12;
/// Share at which it is at least about the same.
const PARTIAL_MIN: u32 = 450;
/// Share that the clause of a plan must hold for the plan to be that of what the claim tells.
const CLAUSE_MIN: u32 = 250;
/// Share at which an opposite word contradicts.
const OPPOSITE_MIN: u32 = 700;
/// Share at which an opposite beside the same noun of a long source contradicts.
const SWAPPED_MIN: u32 = 400;
/// Share at which a denial on one side only contradicts.
const DENIAL_MIN: u32 = 780;
/// Sentences that may account for one sentence of a claim.
const SENTENCES_MAX: usize = 3;

/// How the words of a claim's sentence are covered.
#[derive(Debug, Clone, Default)]
pub(super) struct Cover {
    /// Weight found in the chosen sentences, in thousandths of the whole.
    pub score: u32,
    /// Weight found in the best single sentence and its context.
    pub best: u32,
    /// Weight found anywhere in the source.
    pub known: u32,
    /// The chosen sentences, best first.
    pub chosen: Vec<usize>,
    /// Words found in none of them.
    pub missing: Vec<usize>,
    /// Names found nowhere in the source.
    pub unknown_names: Vec<usize>,
}

/// Covers the words of an ask with the best few sentences.
pub(super) fn cover(ask: &Ask<'_>, source: &Reading, sentences: &[usize]) -> Cover {
    let whole = ask.total();
    let mut cover = Cover::default();
    let held: Vec<(usize, Vec<bool>)> = sentences
        .iter()
        .map(|at| (*at, ask.words.iter().map(|word| holds(source, &source.sentences[*at], word)).collect()))
        .collect();
    let mut open: Vec<bool> = vec![true; ask.words.len()];
    let mut found = 0;
    for round in 0..SENTENCES_MAX {
        let gain = |held: &[bool]| -> u32 {
            ask.words
                .iter()
                .zip(held)
                .zip(&open)
                .filter(|((_, held), open)| **held && **open)
                .map(|((word, _), _)| word.weight)
                .sum()
        };
        let Some((at, words)) = held.iter().max_by_key(|(at, words)| (gain(words), std::cmp::Reverse(*at)))
        else {
            break;
        };
        let gained = gain(words);
        if gained == 0 {
            break;
        }
        found += gained;
        if round == 0 {
            cover.best = found;
        }
        cover.chosen.push(*at);
        for (open, held) in open.iter_mut().zip(words) {
            *open &= !held;
        }
    }
    // A subject that the best sentence leaves unsaid is not asked of it.
    let unsaid = cover.chosen.first().is_some_and(|at| source.sentences[*at].unsaid_subject);
    let foreign =
        cover.chosen.iter().any(|at| source.sentences[*at].tokens.iter().any(super::align::is_country));
    let cut_short = |word: &Word<'_>| cover.chosen.iter().any(|at| shortened(ask, word, source, *at));
    let pet_form = |word: &Word<'_>| cover.chosen.iter().any(|at| in_full(ask, word, source, *at));
    let waived = |word: &Word<'_>| {
        super::align::frequency(word.token, source) == 0
            && (unsaid && word.unsaid
                || word.token.name && (source.own_voice || cut_short(word) || pet_form(word))
                || !foreign && super::align::is_country(word.token))
    };
    let waived_weight: u32 = ask.words.iter().filter(|word| waived(word)).map(|word| word.weight).sum();
    let whole = whole - waived_weight;
    cover.best = (cover.best * 1000).checked_div(whole).unwrap_or(1000);
    cover.score = (found * 1000).checked_div(whole).unwrap_or(1000);
    for (open, word) in open.iter_mut().zip(&ask.words) {
        *open &= !waived(word);
    }
    let known: u32 = ask
        .words
        .iter()
        .filter(|word| super::align::frequency(word.token, source) > 0)
        .map(|word| word.weight)
        .sum();
    cover.known = (known * 1000).checked_div(whole).unwrap_or(1000);
    cover.missing = (0..ask.words.len()).filter(|at| open[*at]).collect();
    cover.unknown_names = cover
        .missing
        .iter()
        .copied()
        .filter(|at| {
            ask.words[*at].token.name
                && !super::align::is_country(ask.words[*at].token)
                && super::align::frequency(ask.words[*at].token, source) == 0
        })
        .collect();
    cover
}

/// Share of the weight that one sentence itself holds, in thousandths.
pub(super) fn share(ask: &Ask<'_>, source: &Reading, at: usize) -> u32 {
    let sentence = &source.sentences[at];
    let held = ask.words.iter().filter(|word| sentence.tokens.iter().any(|token| meets(word.token, token)));
    (held.map(|word| word.weight).sum::<u32>() * 1000).checked_div(ask.total()).unwrap_or(1000)
}

fn holds(source: &Reading, sentence: &Sentence, word: &Word<'_>) -> bool {
    let has = |sentence: &Sentence| {
        sentence.tokens.iter().any(|token| {
            matches!(token.kind, TokenKind::Word | TokenKind::Number) && meets(word.token, token)
        })
    };
    // "(1950 – 2001)" says that somebody died.
    let lived = || {
        let event = |class: &u16| lexicon().classes[usize::from(*class)].role == Role::Event;
        word.token.classes.iter().any(|class| event(class) && event::has_life(sentence, *class))
    };
    has(sentence)
        || lived()
        || sentence.context.iter().any(|at| {
            has(&source.sentences[*at])
                && (source.sentences[*at].heading || sentence.points_back || word.token.name)
        })
}

pub(super) fn is_long(source: &Reading) -> bool {
    source.sentences.len() >= LONG_MIN
}

fn support_min(source: &Reading) -> u32 {
    if is_long(source) { SUPPORT_LONG_MIN } else { SUPPORT_MIN }
}

/// A superlative of the claim that the source only has with "one of", or not at all.
fn unproved_superlative(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
    let packs = lexicon();
    let one_of = |tokens: &[Token], at: usize| {
        let one = const { crate::statement::word::literal("one") };
        let among = const { crate::statement::word::literal("among") };
        tokens[at.saturating_sub(6)..at].iter().any(|token| token.surface == one || token.surface == among)
    };
    let graded = |token: &Token| {
        packs.is_superlative(token.surface) && token.key != token.surface
            || token.content() && packs.is_superlative(token.surface)
    };
    let tokens = &ask.sentence.tokens;
    let at = (0..tokens.len()).find(|at| graded(&tokens[*at]) && !one_of(tokens, *at))?;
    let stands: Vec<(usize, usize)> = cover
        .chosen
        .iter()
        .flat_map(|sentence| {
            (0..source.sentences[*sentence].tokens.len()).map(move |place| (*sentence, place))
        })
        .filter(|(sentence, place)| source.sentences[*sentence].tokens[*place].surface == tokens[at].surface)
        .collect();
    let proved = stands.iter().any(|(sentence, place)| !one_of(&source.sentences[*sentence].tokens, *place));
    (!stands.is_empty() && !proved).then(|| ask.reading.slice(&tokens[at].range).to_string())
}

/// Words of rank before a superlative.
const RANKS: [word::Key; 9] =
    word::literals(["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]);

/// Whether a rank stands right before a superlative, with the words for the message: "the second-largest".
fn ranked<'r>(reading: &'r Reading, tokens: &[Token], at: usize) -> (bool, &'r str) {
    let hyphen = at > 0 && tokens[at - 1].kind == TokenKind::Mark;
    let before = at.checked_sub(1 + usize::from(hyphen)).filter(|at| {
        let digits = reading.slice(&tokens[*at].range).starts_with(|first: char| first.is_ascii_digit());
        digits || RANKS.contains(&tokens[*at].surface)
    });
    let start = before.unwrap_or(at);
    (before.is_some(), reading.slice(&(tokens[start].range.start..tokens[at].range.end)))
}

/// The same superlative with a rank on one side only: "the largest" against "the second-largest".
fn outranked(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
    let packs = lexicon();
    let tokens = &ask.sentence.tokens;
    let other = &source.sentences[*cover.chosen.first()?].tokens;
    let graded = |at: &usize| tokens[*at].content() && packs.is_superlative(tokens[*at].surface);
    (0..tokens.len()).filter(graded).find_map(|at| {
        let (own, words) = ranked(ask.reading, tokens, at);
        let stands = (0..other.len()).filter(|place| other[*place].surface == tokens[at].surface);
        let theirs: Vec<_> = stands.map(|place| ranked(source, other, place)).collect();
        let (_, found) = theirs.first()?;
        theirs.iter().all(|(rank, _)| *rank != own).then(|| format!("“{words}” against “{found}”"))
    })
}

/// What the claim tells as done, where none of its past verbs stands in the chosen sentences of a short text.
fn untold(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
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
    let stands =
        |deed: &Token| {
            cover.chosen.iter().map(|at| &source.sentences[*at]).any(|sentence| {
                lived(deed, sentence) || sentence.tokens.iter().any(|token| meets(deed, token))
            })
        };
    (!deeds.any(stands)).then(|| ask.reading.slice(&first.range).to_string())
}

/// How the source means what a claim tells as done: none of the claim's past verbs is past there, and
/// the sentence speaks of a plan, a target, a permission.
fn unfinished(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<&'static str> {
    let own = ask.sentence;
    let is_modal = |(_, phrase): &&(std::ops::Range<usize>, Phrase)| matches!(phrase, Phrase::Modality(name) if modality_of(name).is_some_and(|(_, modality)| modality != Modality::Denial));
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
    let done = deeds.iter().any(|deed| sentence.tokens.iter().any(|token| token.past && meets(deed, token)));
    // A plan in another clause is one of another thing.
    let ends = |at: &usize| matches!(sentence.tokens[*at].kind, TokenKind::Comma | TokenKind::Break);
    let told_there = |at: &Range<usize>| {
        let from = (0..at.start).rev().find(ends).map_or(0, |at| at + 1);
        let to = (at.end..sentence.tokens.len()).find(ends).unwrap_or(sentence.tokens.len());
        let clause = &sentence.tokens[from..to];
        let held = ask.words.iter().filter(|word| clause.iter().any(|token| meets(word.token, token)));
        held.map(|word| word.weight).sum::<u32>() * 1000 >= ask.total() * CLAUSE_MIN
    };
    let mut phrases = sentence.phrases.iter().filter(is_modal);
    let (_, Phrase::Modality(name)) = phrases.find(|(at, _)| told_there(at))? else { return None };
    let (_, modality) = modality_of(name)?;
    (!done).then(|| reading::word(modality))
}

/// A numbered name of the claim that a long source has with other numbers only: "Mill 2" where it tells of Mill 3.
fn misnumbered(ask: &Ask<'_>, source: &Reading) -> Option<String> {
    let numbered = |tokens: &[Token], at: usize| {
        tokens[at].capital
            && tokens[at].content()
            && tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Number && next.range.len() <= 2)
    };
    let own = &ask.sentence.tokens;
    let figures = &ask.reading.statements[ask.sentence.statements.clone()];
    let dated = |at: usize| {
        let place = &own[at].range;
        let periods = &ask.sentence.periods;
        periods.iter().any(|period| period.span.start <= place.start && place.end <= period.span.end)
    };
    let counted = |at: usize| dated(at) || figures.iter().any(|figure| figure.tokens.contains(&at));
    let at = (0..own.len()).find(|at| {
        if !numbered(own, *at) || counted(at + 1) {
            return false;
        }
        let sentences = source.postings.get(&own[*at].key).into_iter().flatten();
        let mut others = sentences.flat_map(|number| {
            let tokens = &source.sentences[*number as usize].tokens;
            let named = |place: &usize| numbered(tokens, *place) && tokens[*place].key == own[*at].key;
            (0..tokens.len()).filter(named).map(|place| tokens[place + 1].key)
        });
        let known: Vec<_> = others.by_ref().collect();
        !known.is_empty() && !known.contains(&own[at + 1].key)
    })?;
    Some(ask.reading.slice(&(own[at].range.start..own[at + 1].range.end)).to_string())
}

/// What the words of a source say of a claim's sentence.
struct Said {
    verdict: Verdict,
    /// It stands beside the figures of its sentence.
    decides: bool,
    code: Option<Code>,
    reason: String,
    /// The sentence that says so, where it is none of those chosen.
    sentence: Option<usize>,
}

impl Said {
    fn new(verdict: Verdict, reason: impl Into<String>) -> Said {
        Said { verdict, decides: false, code: None, reason: reason.into(), sentence: None }
    }

    fn deciding(reason: impl Into<String>) -> Said {
        Said { decides: true, ..Said::new(Verdict::Partial, reason) }
    }

    fn otherwise(words: &str) -> Said {
        Said::new(Verdict::Contradicted, format!("the source says otherwise: {words}"))
    }
}

/// What the source says against the sentence.
fn against(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<Said> {
    // The word that has its opposite in the source cannot be found there: the rest must be.
    let rest =
        |weight: u32| (cover.best * ask.total()).checked_div(ask.total().saturating_sub(weight)).unwrap_or(0);
    let exchanged = || swapped(ask, source).filter(|_| is_long(source) && cover.score >= SWAPPED_MIN);
    let opposed = || {
        let (weight, _, words) = opposite(ask, cover, source)?;
        (rest(weight) >= OPPOSITE_MIN).then_some(words)
    };
    if let Some(words) = exchanged().or_else(opposed) {
        return Some(Said::otherwise(&words));
    }
    if cover.best < DENIAL_MIN {
        return None;
    }
    if let Some(words) = outranked(ask, cover, source) {
        return Some(Said::otherwise(&words));
    }
    if let Some(words) = cover.chosen.first().and_then(|at| roles::swapped(ask, source, *at)) {
        let reason = format!("the source has it the other way round: {words}");
        return Some(Said::new(Verdict::Contradicted, reason));
    }
    let word = denial(ask, cover, source)?;
    Some(Said::new(
        Verdict::Contradicted,
        format!("one of claim and source denies “{word}”, the other says it"),
    ))
}

/// What makes less of the sentence than its words, found in the source, would.
fn less(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<Said> {
    let told = cover.score >= PARTIAL_MIN;
    let full = cover.score >= support_min(source);
    if let Some(word) = unproved_superlative(ask, cover, source).filter(|_| told) {
        let reason = format!("the source says “one of” where the claim says “{word}”");
        return Some(Said::new(Verdict::Partial, reason));
    }
    if let Some(word) = undenied(ask, cover, source).filter(|_| full) {
        return Some(Said::deciding(format!("the claim denies “{word}”, which the source does not")));
    }
    if let Some(word) = unheard(ask, cover, source) {
        return Some(Said::deciding(format!("the claim denies “{word}”, the source denies nothing")));
    }
    if let Some(word) = gainsaid(ask, cover, source) {
        return Some(Said::deciding(format!("the source denies “{word}”, which the claim does not")));
    }
    if let Some(words) = cover.chosen.first().and_then(|at| predicate::other_kind(ask, source, *at)) {
        return Some(Said::deciding(words));
    }
    if let Some(words) = unshared(ask, cover, source) {
        return Some(Said::deciding(format!(
            "the claim says “{words}”, the source does not say that of it alone"
        )));
    }
    if let Some(name) = misnumbered(ask, source).filter(|_| is_long(source)) {
        return Some(Said::deciding(format!("the source has other numbers than “{name}”")));
    }
    if let Some(how) = unfinished(ask, cover, source).filter(|_| told) {
        let reason = format!("the claim says it is done, the source says it is {how}");
        return Some(Said { code: Some(Code::MODALITY), ..Said::deciding(reason) });
    }
    if let Some(deed) = untold(ask, cover, source).filter(|_| told) {
        return Some(Said::deciding(format!("the source does not say “{deed}”")));
    }
    if cover.chosen.first().is_some_and(|at| roles::parted(ask, source, *at)) {
        let reason = "the words of the claim stand in different clauses of the source";
        return Some(Said::new(Verdict::Partial, reason));
    }
    if let Some(place) = place::elsewhere(ask, source) {
        let code = Some(Code::SUBJECT);
        return Some(Said { code, sentence: Some(place.sentence), ..Said::otherwise(&place.words) });
    }
    if let Some(name) = place::unplaced(ask, source) {
        return Some(Said::new(
            Verdict::NotAddressed,
            format!("no sentence of the source puts it in {name}"),
        ));
    }
    let (doer, both_names) =
        cover.chosen.iter().find_map(|at| roles::other_doer(ask, source, *at)).filter(|_| told)?;
    Some(Said { decides: both_names, ..Said::new(Verdict::Partial, doer) })
}

/// What the share of the words alone says.
fn by_share(cover: &Cover, source: &Reading, missing: &str) -> Said {
    let named = cover.unknown_names.is_empty();
    if cover.score >= support_min(source) && named {
        Said::new(Verdict::Supported, "the words of the claim stand in the source")
    } else if cover.score >= PARTIAL_MIN && named {
        Said::new(Verdict::Partial, format!("not accounted for: {missing}"))
    } else {
        Said::new(Verdict::NotAddressed, format!("not in the source: {missing}"))
    }
}

/// Judges one sentence of a claim by its words.
pub(super) fn judge(ask: &Ask<'_>, source: &Reading, witness: usize, sentences: &[usize]) -> (Part, Cover) {
    let mut cover = cover(ask, source, sentences);
    let words = cover.missing.iter().map(|at| ask.reading.slice(&ask.words[*at].token.range));
    let missing = words.collect::<Vec<_>>().join(", ");
    let said = against(ask, &cover, source)
        .or_else(|| less(ask, &cover, source))
        .unwrap_or_else(|| by_share(&cover, source, &missing));
    let stance = match said.verdict {
        Verdict::Supported => Stance::Supports,
        Verdict::Partial => Stance::Weakens,
        Verdict::NotAddressed => Stance::Nearby,
        _ => Stance::Contradicts,
    };
    if let Some(at) = said.sentence {
        cover.chosen = vec![at];
    }
    let mut part = Part::unaddressed(ask.sentence.range.clone(), "", said.reason);
    part.verdict = said.verdict;
    part.decides = said.decides;
    part.strength = cover.score;
    if let Some(code) = said.code {
        let message = part.reason.clone();
        part.remarks.push(Remark { code, message, notes: Vec::new(), help: None });
    }
    part.steps.push(Step {
        rule: "align-words".to_string(),
        place: cover.chosen.first().map(|at| (witness.to_string(), source.sentences[*at].range.clone())),
        outcome: format!(
            "{:?}, {} of 1000 of the words, best sentence {}, known {}, names {}; missing: {}",
            part.verdict,
            cover.score,
            cover.best,
            cover.known,
            cover.unknown_names.len(),
            missing
        ),
    });
    let shown = if part.verdict == Verdict::NotAddressed { 1 } else { cover.chosen.len() };
    for at in cover.chosen.iter().take(shown) {
        part.supports.push(Support {
            witness,
            range: source.sentences[*at].range.clone(),
            stance,
            marks: Vec::new(),
        });
    }
    (part, cover)
}
