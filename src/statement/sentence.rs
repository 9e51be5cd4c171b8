//! Cuts passages into sentences and reads the words of each.

use std::ops::Range;

use super::dateline;
use super::lexicon::{Reading as Phrase, Role, lexicon};
use super::voice;
use super::word::{self, Forms, Key, Token, TokenKind};
use crate::extract::{PassageKind, sentence};
use crate::temporal::Period;

/// A sentence with its words and what was read from it.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Number of its passage.
    pub passage: usize,
    /// What its passage is.
    pub kind: PassageKind,
    /// True for a heading or a title before a tab.
    pub heading: bool,
    /// Its words and marks.
    pub tokens: Vec<Token>,
    /// Phrases of the reading packs: token range and reading.
    pub phrases: Vec<(Range<usize>, Phrase)>,
    /// Periods, with absolute spans.
    pub periods: Vec<Period>,
    /// A period that the sentence takes over from text before it.
    pub carried: Option<Period>,
    /// Its statements, as a range of the reading's list.
    pub statements: Range<usize>,
    /// Sentences whose words stand behind this one: heading, title, the one before.
    pub context: Vec<usize>,
    /// Sentences that may name the subject that this one leaves unsaid: the chain of those before it in its passage
    /// that leave it unsaid too, up to the one that names it, or the whole passage before.
    pub antecedents: Vec<usize>,
    /// It begins with a word that points back (it, they, the latter …).
    pub points_back: bool,
    /// It speaks of its own author: "we", "our", "the company".
    pub own_voice: bool,
    /// Its subject is not named: it points back, opens with "the" and a common noun, or speaks as "we".
    pub unsaid_subject: bool,
}

/// Participles of what was made with a purpose.
const MADE_FOR: [word::Key; 10] = word::literals([
    "built",
    "designed",
    "made",
    "crafted",
    "tailored",
    "devised",
    "developed",
    "created",
    "intended",
    "suited",
]);
/// Words that "with" leads over to a participle.
const WITH_REACH: usize = 6;

impl Sentence {
    /// True where a verb among these tokens tells of the past.
    pub fn tells_past(&self, tokens: Range<usize>) -> bool {
        let joined = |at: usize| at > 0 && self.tokens[at - 1].kind == TokenKind::Mark;
        // "Can be bought" and "is included" tell of what is.
        let present = const { word::literals(["be", "is", "are", "being"]) };
        let lasting = |at: usize| {
            self.tokens[at.saturating_sub(2)..at].iter().any(|token| present.contains(&token.surface))
        };
        // "Has a guarantee" tells of what is.
        let owns = |at: usize| {
            let own = const { word::literals(["has", "have"]) };
            let article = const { word::literals(["a", "an", "the", "no", "its", "their"]) };
            own.contains(&self.tokens[at].surface)
                && self.tokens.get(at + 1).is_some_and(|next| article.contains(&next.surface))
        };
        // "With the fee waived".
        let beside = |at: usize| {
            let with = const { word::literal("with") };
            let before = self.tokens[at.saturating_sub(WITH_REACH)..at].iter().rev();
            let mut phrase = before.take_while(|token| token.kind != TokenKind::Comma && !token.past);
            phrase.any(|token| token.surface == with)
        };
        // "A tool built to help" tells what it is for.
        let meant = |at: usize| {
            let purpose = const { word::literals(["to", "for"]) };
            MADE_FOR.contains(&self.tokens[at].surface)
                && self.tokens.get(at + 1).is_some_and(|next| purpose.contains(&next.surface))
        };
        tokens.into_iter().any(|at| {
            let token = &self.tokens[at];
            let told = token.past && !token.name && !owns(at);
            told && !joined(at) && !lasting(at) && !beside(at) && !meant(at)
        })
    }

    /// The content word that a denial at this token denies: the next one within four tokens.
    pub fn denied_by(&self, at: usize) -> Option<&Token> {
        let at = at + usize::from(self.is_no_one(at));
        let end = (at + 5).min(self.tokens.len());
        let itself = const { word::literals(["itself", "himself", "herself", "themselves"]) };
        let told = |token: &&Token| token.content() && !token.gloss.has(Role::Discourse);
        self.tokens[at + 1..end].iter().find(|token| told(token) && !itself.contains(&token.surface))
    }

    /// True for a word that is no word of a change where it stands: the particle of "sign up", the first part of
    /// "cutting-edge".
    pub fn is_particle(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let particles = const { word::literals(["up", "down"]) };
        let leads =
            const { word::literals(["by", "from", "to", "about", "nearly", "almost", "over", "some"]) };
        let next = self.tokens.get(at + 1);
        let led = |next: &Token| {
            next.kind == TokenKind::Number || next.kind == TokenKind::Mark || leads.contains(&next.surface)
        };
        let been = const { word::literals(["is", "are", "was", "were", "be", "been"]) };
        let before = at.checked_sub(1).map(|at| &self.tokens[at]);
        let verb =
            before.is_some_and(|before| before.kind == TokenKind::Word && !been.contains(&before.surface));
        let hyphen = next.is_some_and(|next| {
            next.kind == TokenKind::Mark && next.key == word::mark("-") && next.range.start == token.range.end
        });
        // "Up to 40" is a bound; only what goes, comes or is can be up to 40.
        let bound = next.is_some_and(|next| next.surface == const { word::literal("to") })
            && !before.is_some_and(|before| moves(before) || been.contains(&before.surface));
        hyphen && token.going
            || particles.contains(&token.surface) && (bound || verb && !next.is_some_and(led))
    }

    /// The tokens that deny.
    pub fn denials(&self) -> impl Iterator<Item = usize> {
        (0..self.tokens.len())
            .filter(|at| self.tokens[*at].gloss.may_deny())
            .filter(|at| is_negation(&self.tokens[*at]) || self.falls_short(*at) || self.is_nil(*at))
            .filter(|at| !self.answers(*at) && !self.waits(*at) && !self.has_no_other(*at))
    }

    /// True for the "no" of "no one", which says "nobody".
    pub fn is_no_one(&self, at: usize) -> bool {
        let is = |at: usize, form: word::Key| self.tokens.get(at).is_some_and(|token| token.surface == form);
        is(at, const { word::literal("no") }) && is(at + 1, const { word::literal("one") })
    }

    /// True for the "not" of "not built until 1900": it was built then.
    pub fn waits(&self, at: usize) -> bool {
        let not = const { word::literals(["not", "n't", "never", "didn't", "wasn't", "weren't"]) };
        let until = const { word::literals(["until", "till"]) };
        let behind = self.tokens.iter().skip(at + 1).take(WAIT_REACH);
        let mut behind =
            behind.take_while(|token| !matches!(token.kind, TokenKind::Comma | TokenKind::Break));
        not.contains(&self.tokens[at].surface) && behind.any(|token| until.contains(&token.surface))
    }

    /// True for the "no" that denies no word behind it: an answer ("no, thank you"), the "No." before a number.
    fn answers(&self, at: usize) -> bool {
        let no = const { word::literal("no") };
        let next = self.tokens.get(at + 1);
        let ends = |next: &Token| next.kind == TokenKind::Comma || next.key == word::mark(".");
        self.tokens[at].surface == no && next.is_some_and(ends)
    }

    /// True for "has no other plants", "faced no further charges": what there is, is not denied.
    fn has_no_other(&self, at: usize) -> bool {
        let no = const { word::literals(["no", "any"]) };
        let other = const { word::literals(["other", "further", "additional"]) };
        let has = const {
            word::literals([
                "has", "have", "had", "is", "are", "was", "were", "with", "faces", "faced", "there",
            ])
        };
        let next = self.tokens.get(at + 1);
        no.contains(&self.tokens[at].surface)
            && next.is_some_and(|next| other.contains(&next.surface))
            && at.checked_sub(1).is_some_and(|before| has.contains(&self.tokens[before].surface))
            && !self.tokens[at..].iter().any(|token| token.surface == const { word::literal("than") })
    }

    /// True for the nought of "0 reported deaths".
    fn is_nil(&self, at: usize) -> bool {
        let nil = const { word::literals(["0", "zero"]) };
        let counts = || self.tokens.get(at + 1).is_some_and(|next| next.content());
        // The score of "a 0–0 draw" denies nothing.
        let scored = || at > 0 && self.tokens[at - 1].range.end == self.tokens[at].range.start;
        nil.contains(&self.tokens[at].surface) && counts() && !scored()
    }

    /// True for "close to winning", "declined to sing": it did not happen.
    fn falls_short(&self, at: usize) -> bool {
        // "Decided against abolishing it".
        let chose = const { word::literals(["decided", "voted", "advised", "argued", "chose"]) };
        if self.tokens[at].surface == const { word::literal("against") } {
            let before = at.checked_sub(1).map(|at| self.tokens[at].surface);
            let next = self.tokens.get(at + 1);
            return before.is_some_and(|before| chose.contains(&before))
                && next.is_some_and(|next| next.going);
        }
        let declines = const { word::literals(["declined", "declines", "declining"]) };
        let to = const { word::literal("to") };
        // "Free of asbestos"; what is free of charge is given.
        if self.tokens[at].surface == const { word::literal("free") } {
            let of = const { word::literals(["of", "from"]) };
            let money =
                const { word::literals(["charge", "cost", "tax", "duty", "charges", "fees", "rent"]) };
            let is = |at: usize, words: &[word::Key]| {
                self.tokens.get(at).is_some_and(|token| words.contains(&token.surface))
            };
            return is(at + 1, &of)
                && self.tokens.get(at + 2).is_some_and(Token::content)
                && !is(at + 2, &money);
        }
        let verb = |at: usize| self.tokens.get(at).is_some_and(|token| token.content() && !token.plural);
        if declines.contains(&self.tokens[at].surface) {
            return self.tokens.get(at + 1).is_some_and(|next| next.surface == to) && verb(at + 2);
        }
        let is = |at: usize, form: word::Key| self.tokens.get(at).is_some_and(|token| token.surface == form);
        let going = || self.tokens.get(at + 2).is_some_and(|token| token.content() && token.going);
        is(at, const { word::literal("close") }) && is(at + 1, const { word::literal("to") }) && going()
    }

    /// The phrases that touch a range of tokens.
    pub fn phrases_in(&self, range: Range<usize>) -> impl Iterator<Item = &(Range<usize>, Phrase)> {
        self.phrases.iter().filter(move |(at, _)| at.start < range.end && range.start < at.end)
    }

    /// The tokens that a stretch of bytes covers.
    pub fn tokens_in(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.range.end <= bytes.start);
        let end = self.tokens.partition_point(|token| token.range.start < bytes.end);
        start..end.max(start)
    }
}

/// Tokens from a "not" to its "until".
const WAIT_REACH: usize = 8;

/// True for a word that denies, the endings of contractions included.
pub(crate) fn is_negation(token: &Token) -> bool {
    token.kind == TokenKind::Word && token.gloss.denies()
}

/// Cuts passages into sentences and reads their words and phrases.
pub(crate) fn read(text: &str, passages: &[(Range<usize>, PassageKind)]) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut heading: Option<usize> = None;
    let mut first: Option<usize> = None;
    let mut row_head: Option<usize> = None;
    let mut forms = Forms::of(text);
    for (number, (range, kind)) in passages.iter().enumerate() {
        let mut title = None;
        let mut last = None;
        for (range, is_title) in split(text, range.clone(), *kind) {
            let at = sentences.len();
            let mut tokens = forms.tokens(text, range.clone());
            if last.is_none() && !is_title && *kind == PassageKind::Paragraph {
                dateline::cut(text, &mut tokens);
            }
            if tokens.is_empty() {
                continue;
            }
            let is_heading = is_title || *kind == PassageKind::Heading || *kind == PassageKind::Caption;
            let points_back =
                tokens.iter().take(2).any(|token| is_pointer(token.surface)) || opens_back(&tokens);
            let mut context: Vec<usize> = Vec::new();
            // A passage's first sentence leans on the passage before it when it points back.
            let before = at.checked_sub(1).filter(|_| last.is_none() && (points_back || title.is_some()));
            for other in [title, heading, last, row_head, before, first].into_iter().flatten() {
                if !context.contains(&other) {
                    context.push(other);
                }
            }
            let phrases = phrases(&tokens);
            let own_voice = voice::speaks_as_we(&tokens);
            // A row without a name leaves to the text around its table whose figures they are.
            let named = |token: &Token| token.name && token.kind == TokenKind::Word;
            let row = *kind == PassageKind::TableRow && !tokens.iter().any(named);
            let unsaid_subject =
                row || points_back || opens_commonly(&tokens) || own_voice || names_a_kind(&tokens, &phrases);
            let antecedents =
                if unsaid_subject { antecedents(&sentences, number, last, points_back) } else { Vec::new() };
            sentences.push(Sentence {
                range,
                passage: number,
                kind: *kind,
                heading: is_heading,
                tokens,
                phrases,
                periods: Vec::new(),
                carried: None,
                statements: 0..0,
                context,
                antecedents,
                points_back,
                own_voice,
                unsaid_subject,
            });
            if is_title {
                title = Some(at);
            } else if is_heading {
                heading = Some(at);
            } else {
                first.get_or_insert(at);
                last = Some(at);
            }
            if *kind == PassageKind::TableRow && row_head.is_none() {
                row_head = Some(at);
            }
        }
        if *kind != PassageKind::TableRow {
            row_head = None;
        }
    }
    sentences
}

/// Tokens within which an opening of place or time ends.
const OPENING_MAX: usize = 10;

/// True for "As of December 17, 2019, it has …": the subject behind an opening points back.
fn opens_back(tokens: &[Token]) -> bool {
    let openings = const {
        word::literals(["as", "in", "on", "by", "at", "since", "for", "after", "before", "during", "from"])
    };
    let opens = tokens.first().is_some_and(|token| openings.contains(&token.surface));
    let pronouns = const { word::literals(["it", "they", "he", "she"]) };
    // "On 30 May 2013 he joined": a date needs no comma.
    let dates = |token: &Token| token.kind == TokenKind::Number || token.capital && !token.stop;
    opens
        && tokens.windows(2).take(OPENING_MAX).any(|pair| {
            (pair[0].kind == TokenKind::Comma || dates(&pair[0])) && pronouns.contains(&pair[1].surface)
        })
}

/// Sentences that are looked at for an unsaid subject.
const ANTECEDENTS_MAX: usize = 6;

/// The sentences that may name the subject of one of this passage that leaves it unsaid and follows `last` there.
fn antecedents(sentences: &[Sentence], passage: usize, last: Option<usize>, points_back: bool) -> Vec<usize> {
    let mut found: Vec<usize> = match last {
        Some(last) if sentences[last].antecedents.is_empty() => {
            // "They" may stand for what the sentence before the last one named.
            let before = last.checked_sub(1).filter(|at| points_back && sentences[*at].passage == passage);
            std::iter::once(last).chain(before).collect()
        }
        Some(last) => std::iter::once(last).chain(sentences[last].antecedents.iter().copied()).collect(),
        None => {
            let before = sentences.iter().enumerate().rev().skip_while(|(_, other)| other.heading);
            let behind = before.take_while(|(_, other)| {
                other.kind == PassageKind::Paragraph && other.passage + 1 == passage && !other.heading
            });
            behind.map(|(at, _)| at).collect()
        }
    };
    found.truncate(ANTECEDENTS_MAX);
    found
}

/// True for a sentence that opens with "the" and a common noun: "The plant opened".
fn opens_commonly(tokens: &[Token]) -> bool {
    let the = tokens.first().is_some_and(|token| token.surface == const { word::literal("the") });
    the && tokens
        .iter()
        .skip(1)
        .take(4)
        .find(|token| token.kind == TokenKind::Word && token.content())
        .is_some_and(|token| !token.capital)
        && tokens.get(1).is_some_and(|token| !token.capital)
}

/// True for a sentence with "the film", "the company": a subject named elsewhere.
fn names_a_kind(tokens: &[Token], phrases: &[(Range<usize>, Phrase)]) -> bool {
    let pointing = const { word::literals(["the", "this", "its", "their"]) };
    phrases.iter().any(|(at, phrase)| {
        *phrase == Phrase::Kind
            && at.start > 0
            && pointing.contains(&tokens[at.start - 1].surface)
            && !tokens[at.start].capital
            // "the film Old Mill" names it.
            && tokens.get(at.end).is_none_or(|next| !next.capital)
    })
}

/// True for a verb that goes with "up" and "down".
fn moves(token: &Token) -> bool {
    const MOVES: [Key; 24] = word::literals([
        "go", "goes", "gone", "going", "went", "come", "comes", "came", "coming", "move", "moved", "moves",
        "shot", "jumped", "climbed", "crept", "edged", "ticked", "rose", "pushed", "driven", "brought",
        "fell", "slid",
    ]);
    MOVES.contains(&token.surface)
}

fn is_pointer(surface: Key) -> bool {
    const POINTERS: [Key; 19] = word::literals([
        "it", "they", "he", "she", "this", "these", "that", "those", "its", "their", "his", "her", "them",
        "former", "latter", "there", "both", "one", "another",
    ]);
    POINTERS.contains(&surface)
}

fn phrases(tokens: &[Token]) -> Vec<(Range<usize>, Phrase)> {
    let opens = |at: &usize| tokens[*at].gloss.opens_reading();
    if !(0..tokens.len()).any(|at| opens(&at)) {
        return Vec::new();
    }
    let packs = lexicon();
    let keys: Vec<Key> = tokens.iter().map(|token| token.surface).collect();
    let mut found: Vec<(Range<usize>, Phrase)> = Vec::new();
    for at in (0..keys.len()).filter(opens) {
        for (length, reading) in packs.readings(&keys[at..]) {
            found.push((at..at + length, reading));
        }
    }
    // A shorter phrase of the same family inside a longer one says nothing of its own.
    let inside = |inner: &(Range<usize>, Phrase), outer: &(Range<usize>, Phrase)| {
        inner.0.len() < outer.0.len()
            && outer.0.start <= inner.0.start
            && inner.0.end <= outer.0.end
            && std::mem::discriminant(&inner.1) == std::mem::discriminant(&outer.1)
    };
    let kept = found.clone();
    found.retain(|one| !kept.iter().any(|other| inside(one, other)) && !is_ware(tokens, one));
    found
}

/// What a plan can be that one buys.
const WARES: [Key; 18] = word::literals([
    "pricing",
    "subscription",
    "insurance",
    "health",
    "dental",
    "premium",
    "platinum",
    "gold",
    "basic",
    "payment",
    "data",
    "service",
    "pension",
    "retirement",
    "rate",
    "tariff",
    "savings",
    "membership",
]);

/// True for "an insurance plan": something sold, not something intended.
fn is_ware(tokens: &[Token], (at, phrase): &(Range<usize>, Phrase)) -> bool {
    let plan = matches!(phrase, Phrase::Modality("plan")) && at.len() == 1;
    let noun = const { word::literals(["plan", "plans"]) }.contains(&tokens[at.start].surface);
    let before = at.start.checked_sub(1).map(|before| tokens[before].surface);
    let priced = || {
        let cost = ["cost", "start", "include", "cover"].map(word::normal);
        tokens[at.end..].iter().take(3).any(|token| cost.contains(&token.key))
    };
    plan && noun && (before.is_some_and(|before| WARES.contains(&before)) || priced())
}

/// Sentence ranges of a passage; the flag marks a title that a tab ends.
fn split(text: &str, range: Range<usize>, kind: PassageKind) -> Vec<(Range<usize>, bool)> {
    if matches!(kind, PassageKind::TableRow | PassageKind::Heading | PassageKind::Caption) {
        return vec![(range, false)];
    }
    let mut out = Vec::new();
    let mut start = range.start;
    if let Some(tab) = text[range.clone()].find('\t').filter(|tab| *tab > 0 && *tab < 120) {
        out.push((start..start + tab, true));
        start += tab + 1;
    }
    let rest = &text[start..range.end];
    out.extend(sentence::sentences(rest).into_iter().map(|cut| (start + cut.start..start + cut.end, false)));
    out.retain(|(range, _)| !text[range.clone()].trim().is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let cut: Vec<&str> = split(text, 0..text.len(), PassageKind::Paragraph)
            .into_iter()
            .map(|(range, _)| &text[range])
            .collect();
        assert_eq!(cut, expected);
    }

    #[test]
    fn a_tab_ends_a_title() {
        check("Old Mill\tBuilt in 1900. Burnt.", &["Old Mill", "Built in 1900.", "Burnt."]);
    }
}
