//! Finds what a source denies of a claim's sentence, or the claim of the source's.

use super::align::{Ask, meets};
use super::cover::{Cover, is_long};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Tokens within which a denial denies.
const DENIED_REACH: usize = 6;

/// A word that the claim denies, and that the sentences chosen for it say without any denial.
pub(super) fn undenied(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
    let own = ask.sentence;
    let chosen: Vec<&Sentence> = cover.chosen.iter().map(|at| &source.sentences[*at]).collect();
    if chosen.iter().any(|sentence| is_cut(own, sentence)) {
        return None;
    }
    let denials = own.denials().filter(|at| denies(ask, *at));
    let word = denials.filter(|at| !is_long(source) || !heard(ask, *at, source)).find_map(|at| {
        let word = own.denied_by(at)?;
        let said = |sentence: &Sentence| {
            sentence.tokens.iter().any(|token| token.key == word.key || token.root == word.root)
        };
        let undenied = |sentence: &Sentence| sentence.denials().next().is_none();
        // "A trial at no cost" denies no trial.
        let far = |sentence: &Sentence| {
            let place = |token: &Token| token.key == word.key || token.root == word.root;
            let stands = sentence.tokens.iter().position(place);
            // "Risk-free" is without risk.
            let free = |place: usize| {
                sentence
                    .tokens
                    .get(place + 2)
                    .is_some_and(|token| token.surface == const { word::literal("free") })
            };
            stands.is_none_or(|place| {
                !free(place) && sentence.denials().all(|at| place.abs_diff(at) > DENIED_REACH)
            })
        };
        let mut stands = chosen.iter().filter(|sentence| said(sentence));
        let in_chosen = stands.clone().next().is_some() && stands.all(|sentence| undenied(sentence));
        // A long source may say it elsewhere, with the word that follows it in the claim.
        let mut rest = own.tokens.iter().filter(|token| token.range.start > word.range.start);
        let next = rest.find(|token| token.content());
        let both = |sentence: &&Sentence| {
            let holds = |next| sentence.tokens.iter().any(|token| meets(next, token));
            said(sentence) && next.is_some_and(holds)
        };
        let mut all = source.sentences.iter().filter(|_| is_long(source)).filter(both);
        (in_chosen || all.clone().next().is_some() && all.all(far)).then_some(word)
    })?;
    Some(ask.reading.slice(&word.range).to_string())
}

/// A word that exactly one of claim and best sentence denies.
pub(super) fn denial(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
    let sentence = cover.chosen.first().map(|at| &source.sentences[*at])?;
    let own = ask.sentence;
    let one_sided = |one: &Sentence, other: &Sentence, text: &Reading| -> Option<String> {
        let denied: Vec<&Token> =
            one.denials().flat_map(|at| one.denied_by(at).into_iter().chain(not_yet_in(one, at))).collect();
        let other_denied: Vec<&Token> = other.denials().filter_map(|at| other.denied_by(at)).collect();
        denied
            .into_iter()
            .find(|token| {
                let stands = other.tokens.iter().any(|twin| twin.key == token.key || twin.root == token.root);
                stands && other_denied.is_empty()
            })
            .map(|token| text.slice(&token.range).to_string())
    };
    // "Without the fee" is what "we waive the fee" says.
    let waived = || {
        let waives = const { word::literals(["waive", "waived", "waives", "waiving"]) };
        sentence.tokens.iter().any(|token| waives.contains(&token.surface))
    };
    let singled = own.denials().any(|at| !denies(ask, at));
    if tells_denial(own) || signed_nothing(ask, source).is_some() {
        return None;
    }
    // "Were without power" is what "the power was cut" tells.
    if is_cut(own, sentence) {
        return None;
    }
    let without = const { word::literal("without") };
    // "Were without their captain" is what "the captain missed the match" tells.
    if misses(own) && sentence.denials().all(|at| sentence.tokens[at].surface == without) {
        return None;
    }
    one_sided(own, sentence, ask.reading)
        .filter(|_| !waived() && !singled)
        .or_else(|| one_sided(sentence, own, source).filter(|_| !(says_only(own) && excepts(sentence))))
}

/// True where the claim is without what a sentence tells was taken away.
fn is_cut(own: &Sentence, sentence: &Sentence) -> bool {
    let without = const { word::literal("without") };
    let mut denials = own.denials().peekable();
    denials.peek().is_some()
        && denials.all(|at| own.tokens[at].surface == without)
        && sentence.tokens.iter().any(|token| TAKEN.contains(&token.surface))
}

/// Verbs of taking a thing away.
const TAKEN: [word::Key; 12] = word::literals([
    "cut",
    "cuts",
    "lost",
    "lose",
    "disconnected",
    "interrupted",
    "deprived",
    "failed",
    "outage",
    "outages",
    "blackout",
    "severed",
]);

/// Words of one who is not there, or of what one has not.
const MISSED: [word::Key; 11] = word::literals([
    "missed",
    "misses",
    "missing",
    "absent",
    "lacks",
    "lacked",
    "lacking",
    "sidelined",
    "cleared",
    "acquitted",
    "unavailable",
]);

/// True for a claim of what is not there.
fn misses(own: &Sentence) -> bool {
    own.tokens.iter().any(|token| MISSED.contains(&token.surface))
}

/// True for "denied that it was": the claim has the denial that the source prints.
fn tells_denial(own: &Sentence) -> bool {
    let denies = const { word::literals(["denied", "denies", "deny", "denying"]) };
    own.tokens.iter().any(|token| denies.contains(&token.surface))
}

/// Words that deny what stands before them.
const NOTHING: [word::Key; 4] = word::literals(["nothing", "none", "nobody", "neither"]);

/// The verb of the claim, which a sentence with its subject says of nothing: "Ash came and signed nothing".
pub(super) fn signed_nothing(ask: &Ask<'_>, source: &Reading) -> Option<String> {
    let own = &ask.sentence.tokens;
    let subject = own.first().filter(|first| first.capital && first.name)?;
    source.sentences.iter().find_map(|sentence| {
        let tokens = &sentence.tokens;
        let nothing = |pair: &[Token]| {
            if !NOTHING.contains(&pair[1].surface) || !pair[0].past || !pair[0].content() {
                return None;
            }
            let verb = own.iter().find(|token| token.root == pair[0].root)?;
            Some(ask.reading.slice(&verb.range).to_string())
        };
        let verb = tokens.windows(2).find_map(nothing)?;
        tokens.iter().any(|token| meets(subject, token)).then_some(verb)
    })
}

/// A word of the claim that the sentences chosen for it deny, and that the source says nowhere without a denial.
pub(super) fn gainsaid(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
    let own = ask.sentence;
    if own.denials().next().is_some() || says_only(own) || misses(own) {
        return None;
    }
    let is = |one: &Token, other: &Token| one.key == other.key || one.root == other.root;
    let stands = |word: &Token| own.tokens.iter().any(|token| token.content() && is(token, word));
    let elsewhere = |word: &Token| {
        source.sentences.iter().any(|sentence| {
            sentence.denials().next().is_none() && sentence.tokens.iter().any(|token| is(token, word))
        })
    };
    let bounds = |sentence: &Sentence, at: usize| {
        sentence.tokens.get(at + 1).is_some_and(|next| BOUNDING.contains(&next.surface))
    };
    let chosen = cover.chosen.iter().map(|at| &source.sentences[*at]).filter(|sentence| !excepts(sentence));
    let word = chosen.into_iter().find_map(|sentence| {
        let denials = sentence.denials().filter(|at| !bounds(sentence, *at));
        let mut denied = denials.filter_map(|at| sentence.denied_by(at));
        denied.find(|word| stands(word) && !elsewhere(word))
    })?;
    Some(source.slice(&word.range).to_string())
}

/// Words behind "no" and "not" that make a bound of it, or nothing.
pub(super) const BOUNDING: [word::Key; 11] = word::literals([
    "fewer", "less", "more", "later", "longer", "only", "earlier", "sooner", "one", "just", "merely",
]);

/// Tokens behind a denial that it denies.
const DENIED_MAX: usize = 7;

/// True for a word that denies something: not the "no" of "no more than 40", nor the "except" before one of many.
fn denies(ask: &Ask<'_>, at: usize) -> bool {
    let tokens = &ask.sentence.tokens;
    let bounds = tokens.get(at + 1).is_some_and(|next| BOUNDING.contains(&next.surface));
    let bounds = bounds && !ask.sentence.is_no_one(at);
    !bounds && !singles_out(tokens, at) && tokens[at].surface != const { word::literal("except") }
}

/// Words that take one out of all that is denied.
const SAVE: [word::Key; 4] = word::literals(["but", "except", "than", "save"]);
/// Tokens from "no" to such a word.
const SAVE_REACH: usize = 5;

/// "In no season but 1906", "no other club than", "nobody but Ash": it is told of that one alone.
fn singles_out(tokens: &[Token], at: usize) -> bool {
    let no = const { word::literals(["no", "nobody", "none", "nothing", "never"]) };
    let behind = tokens.iter().skip(at + 1).take(SAVE_REACH);
    let mut behind = behind.take_while(|token| token.kind != TokenKind::Comma);
    no.contains(&tokens[at].surface) && behind.any(|token| SAVE.contains(&token.surface))
}

/// The content words that a denial of the claim reaches, to the end of its part of the sentence.
fn denied_words<'a>(ask: &Ask<'a>, at: usize) -> Vec<&'a Token> {
    let stops = |token: &Token| matches!(token.kind, TokenKind::Comma | TokenKind::Break);
    let rest = ask.sentence.tokens[at + 1..].iter().take(DENIED_MAX).take_while(|token| !stops(token));
    rest.filter(|token| token.content()).collect()
}

/// True where some sentence of the source denies a word that the claim's denial reaches.
fn heard(ask: &Ask<'_>, at: usize, source: &Reading) -> bool {
    let denied = denied_words(ask, at);
    let near = |sentence: &Sentence, place: usize| {
        let reach = place.saturating_sub(DENIED_REACH)..(place + DENIED_MAX).min(sentence.tokens.len());
        sentence.tokens[reach].iter().any(|token| denied.iter().any(|own| meets(own, token)))
    };
    // What is free costs nothing.
    let costs =
        const { word::literals(["cost", "costs", "charge", "charges", "fee", "fees", "charged", "cent"]) };
    let free = const {
        word::literals(["free", "complimentary", "waive", "waived", "waives", "waiving", "included", "drop"])
    };
    let waived = denied.iter().any(|word| costs.contains(&word.surface));
    source.sentences.iter().any(|sentence| {
        sentence.denials().any(|place| near(sentence, place))
            || waived && sentence.tokens.iter().any(|token| free.contains(&token.surface))
    })
}

/// A word that the claim denies where no sentence of a long source that has it, or a word near it, denies anything.
fn unheard_of(ask: &Ask<'_>, source: &Reading) -> Option<String> {
    ask.sentence.denials().filter(|at| denies(ask, *at)).find_map(|at| {
        let first = *denied_words(ask, at).first()?;
        (!heard(ask, at, source)).then(|| ask.reading.slice(&first.range).to_string())
    })
}

/// A word that the claim denies where the sentences chosen for it deny nothing at all.
pub(super) fn unheard(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
    if is_long(source) {
        return unheard_of(ask, source);
    }
    let own = ask.sentence;
    // "Undefeated" denies as "never lost" does.
    let undone = |token: &Token| token.past && source.slice(&token.range).starts_with("un");
    let undone = || source.sentences.iter().any(|sentence| sentence.tokens.iter().any(undone));
    let denies = |at: &usize| source.sentences[*at].denials().next().is_some();
    let quiet = !cover.chosen.iter().any(denies) && !undone();
    let bounds = |at: usize| !self::denies(ask, at);
    // "No" may be put another way, but not in a source that denies nothing.
    let silent = || source.sentences.iter().all(|sentence| sentence.denials().next().is_none());
    let no = const { word::literal("no") };
    let plain = |at: usize| {
        is_plain(&own.tokens[at]) || own.is_no_one(at) || own.tokens[at].surface == no && silent()
    };
    let at = own.denials().find(|at| quiet && !bounds(*at) && plain(*at))?;
    let word = own.denied_by(at)?;
    Some(ask.reading.slice(&word.range).to_string())
}

/// True for the words that do nothing but deny.
fn is_plain(token: &Token) -> bool {
    const { word::literals(["not", "never", "n't", "nobody", "none"]) }.contains(&token.surface)
}

/// "Not yet in full-scale production": all that is not reached, to the end of its clause.
fn not_yet_in(sentence: &Sentence, at: usize) -> impl Iterator<Item = &Token> {
    let is = |at: usize, form: word::Key| sentence.tokens.get(at).is_some_and(|token| token.surface == form);
    let reached = is(at + 1, const { word::literal("yet") }) && is(at + 2, const { word::literal("in") });
    let rest = sentence.tokens[at..]
        .iter()
        .take_while(|token| token.kind != TokenKind::Comma && token.kind != TokenKind::Break);
    rest.filter(move |token| reached && token.content())
}

/// "Nobody but Ash does it" says that only Ash does.
fn excepts(sentence: &Sentence) -> bool {
    let is = |at: usize, form: word::Key| sentence.tokens[at].surface == form;
    (1..sentence.tokens.len()).any(|at| {
        is(at, const { word::literal("except") })
            || is(at, const { word::literal("but") })
                && !is(at - 1, const { word::literal("nothing") })
                && is(at - 1, const { word::literal("one") })
            || is(at, const { word::literal("than") }) && is(at - 1, const { word::literal("other") })
    })
}

/// A word that the claim says alone of something, where the sentences chosen for it leave nobody out.
pub(super) fn unshared(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
    let tokens = &ask.sentence.tokens;
    let only = const { word::literals(["only", "solely", "exclusively"]) };
    let denied = |at: usize| at > 0 && ask.sentence.denials().any(|denial| denial + 1 == at);
    // "Only 40" says that it is few, "only if" on which terms, "only in May" when.
    let terms =
        const { word::literals(["if", "when", "after", "in", "on", "by", "since", "for", "to", "because"]) };
    let at = (0..tokens.len()).find(|at| {
        let next = tokens.get(at + 1);
        let figures = &ask.reading.statements[ask.sentence.statements.clone()];
        let counts = figures.iter().any(|figure| (*at..at + 4).contains(&figure.tokens.start));
        only.contains(&tokens[*at].surface)
            && !denied(*at)
            && !counts
            && next.is_some_and(|next| next.content() && !terms.contains(&next.surface))
    })?;
    let shuts = const {
        word::literals([
            "only",
            "solely",
            "exclusively",
            "alone",
            "sole",
            "just",
            "merely",
            "first",
            "unique",
            "single",
            "lone",
            "all",
        ])
    };
    let closed = cover.chosen.iter().map(|at| &source.sentences[*at]).any(|sentence| {
        sentence.denials().next().is_some()
            || sentence.tokens.iter().any(|token| shuts.contains(&token.surface))
    });
    (!closed).then(|| ask.reading.slice(&(tokens[at].range.start..tokens[at + 1].range.end)).to_string())
}

fn says_only(sentence: &Sentence) -> bool {
    let only = const { word::literals(["only", "alone", "solely"]) };
    sentence.tokens.iter().any(|token| only.contains(&token.surface))
}
