//! Aligns a part of a claim with a statement or sentence of a source: how much of what the claim
//! says stands there, and what keeps a number from being evidence.

pub(super) use super::ask::{Ask, Word, frequency, is_direction, meets};
use super::ask::{asked, is_discourse};
use super::names;
use super::subject;
use super::{block, doing};
use crate::extract::PassageKind;
use crate::statement::lexicon::{Role, lexicon};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};

/// What keeps a figure from being evidence: someone else stands before it as the subject.
pub(super) const OTHER_NAME: &str = "the sentence speaks of another name";

/// How well a statement fits what is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    /// Share of the weight that was found, nearer words counting fully, in thousandths.
    pub score: u32,
    /// The same over the words of the figure's own segment.
    pub own: u32,
    /// What keeps the number from being evidence.
    pub block: Option<String>,
    /// It is only a name beside the figure that keeps it from being evidence.
    pub rivalled: bool,
    /// It is only a name or a deed of the figure's sentence that keeps it from being evidence.
    pub by_subject: bool,
    /// The counted nouns differ.
    pub other_head: bool,
    /// The counted nouns differ, though the claim's stands elsewhere in the sentence.
    pub far_head: bool,
    /// Names of the claim that the source has nowhere.
    pub unknown_names: usize,
    /// Names of the claim that are not near the statement.
    pub far_names: usize,
    /// Names of the claim that are near the statement.
    pub near_names: usize,
    /// Names of the claim that stand in the statement's own sentence.
    pub said_names: usize,
    /// Own words of the claim that are the statement's own too.
    pub owned: usize,
    /// Names among the claim's own words that are not near the statement.
    pub own_strangers: usize,
    /// Telling words of the claim that stand in the statement's own sentence or labels, a bit each.
    pub said: u64,
    /// Content words of the statement's segment that the claim lacks.
    pub extra: usize,
    /// Own words of the claim that are not the statement's own.
    pub lacking: usize,
}

impl Fit {
    /// That of a figure of which it is not asked yet.
    pub const SURE: Fit = Fit {
        score: 1000,
        own: 1000,
        block: None,
        rivalled: false,
        by_subject: false,
        other_head: false,
        far_head: false,
        unknown_names: 0,
        far_names: 0,
        near_names: 0,
        said_names: 0,
        owned: 0,
        own_strangers: 0,
        said: 0,
        extra: 0,
        lacking: 0,
    };
}

/// How near a word stands to a statement: 4 own, 3 sentence or context, 1 anywhere, 0 nowhere.
fn nearness(word: &Token, source: &Reading, statement: &Statement) -> u32 {
    let sentence = &source.sentences[statement.sentence];
    if statement.labels.iter().any(|label| meets(word, label)) {
        return 4;
    }
    let stands = |tokens: &[Token]| {
        let spoken = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Number);
        tokens.iter().any(|token| meets(word, token) && spoken(token))
    };
    if stands(&sentence.tokens[statement.segment.clone()]) {
        return 4;
    }
    if stands(&sentence.tokens) {
        return 3;
    }
    if !behind(source, sentence, word) {
        return u32::from(frequency(word, source) > 0);
    }
    if word.name && !is_country(word) && is_elsewhere(word, source, statement) { 1 } else { 3 }
}

/// True for a name of the text before a sentence that is not the one that the sentence is about.
fn is_elsewhere(name: &Token, source: &Reading, statement: &Statement) -> bool {
    let sentence = &source.sentences[statement.sentence];
    // A number word that opens a sentence is no name.
    let figure = |at: usize| {
        let mut figures = source.statements[sentence.statements.clone()].iter();
        figures.any(|other| other.tokens.contains(&at))
    };
    let names = || {
        let mut tokens = sentence.tokens.iter().enumerate();
        tokens.any(|(at, token)| {
            token.name && token.kind == TokenKind::Word && !is_country(token) && !figure(at)
        })
    };
    let about = || {
        let headed = |at: &&usize| source.sentences[**at].heading;
        let mut behind = sentence.antecedents.iter().chain(sentence.context.iter().filter(headed));
        behind.any(|at| has(&source.sentences[*at], name))
    };
    !sentence.points_back && (names() || counts_all(sentence, statement)) && !about()
}

/// True where the word stands in the text that a sentence leans on.
fn behind(source: &Reading, sentence: &Sentence, word: &Token) -> bool {
    let leans_on = sentence.context.iter().chain(sentence.antecedents.iter().filter(|_| word.name));
    leans_on.copied().any(|context| has(&source.sentences[context], word))
}

/// True for "all plants together", "the national total": a figure of no one in particular.
fn counts_all(sentence: &Sentence, statement: &Statement) -> bool {
    let all = const { crate::statement::word::literals(["all", "national", "nationwide", "total"]) };
    // "Cargo of all kinds" is cargo.
    let kinds = const { crate::statement::word::literals(["kinds", "sorts", "types"]) };
    let before = &sentence.tokens[statement.segment.start..statement.tokens.start];
    let sort = |at: usize| before.get(at + 1).is_some_and(|next| kinds.contains(&next.surface));
    statement.scope == Some("total")
        || (0..before.len()).any(|at| all.contains(&before[at].surface) && !sort(at))
}

pub(super) fn has(sentence: &Sentence, word: &Token) -> bool {
    sentence.tokens.iter().any(|token| meets(word, token) && token.kind == TokenKind::Word)
}

/// How well a statement of a source fits what a claim's figure asks.
pub(super) fn fit(ask: &Ask<'_>, source: &Reading, statement: &Statement) -> Fit {
    let mut fit = Fit::default();
    let (mut found, mut whole, mut own_found, mut own_whole, mut far_countries) = (0, 0, 0, 0, 0);
    let mut subject_far = None;
    let said = &source.sentences[statement.sentence];
    let subject_said = || ask.words.iter().any(|word| word.leading && has(said, word.token));
    let near: Vec<&Token> = own_words(source, statement).collect();
    for (number, word) in ask.words.iter().enumerate() {
        let mut level = nearness(word.token, source, statement);
        let telling = !word.token.gloss.is_light() && !word.unsaid && word.weight > 1;
        if telling && (level == 4 || level == 3 && has(said, word.token)) {
            fit.said |= 1_u64.checked_shl(number as u32).unwrap_or(0);
        }
        // Where the sentence names the subject, its other names may stand in the text before it.
        let other = level == 1 && !word.leading && word.token.name;
        if other && behind(source, said, word.token) && subject_said() {
            level = 2;
        }
        // A name of which the sentence prints the other part.
        if level == 1 && word.token.name && names::shortened_to(ask, word, source, statement.sentence) {
            level = 2;
        }
        if level <= 1 && word.token.name && names::definite(ask, word.token, source, statement.sentence) {
            level = 3;
        }
        found += word.weight * level;
        whole += word.weight * 4;
        if word.own {
            own_found += word.weight * level;
            own_whole += word.weight * 4;
            fit.owned += usize::from(level >= 3 && word.weight > 2);
            fit.own_strangers += usize::from(level < 2 && word.token.name);
            fit.lacking += usize::from(level < 4 && word.weight > 2 && !word.token.name);
        }
        if word.token.name && word.leading && !is_country(word.token) {
            subject_far = Some(level == 1 && subject_far != Some(false));
        }
        if word.token.name {
            let unsaid = level == 0
                && (source.own_voice
                    || is_country(word.token) && !sentence_names_country(source, statement)
                    || word.unsaid && subject::is_left_unsaid(ask, source, statement)
                    || names::shortened(ask, word, source, statement.sentence));
            fit.unknown_names += usize::from(level == 0 && !unsaid);
            fit.far_names += usize::from(level == 1);
            far_countries += usize::from(level == 1 && is_country(word.token));
            fit.near_names += usize::from(level >= 2 && !is_country(word.token));
            let said = level >= 2 && has(&source.sentences[statement.sentence], word.token);
            fit.said_names += usize::from(said && !is_country(word.token));
            if unsaid {
                whole -= word.weight * 4;
                own_whole -= if word.own { word.weight * 4 } else { 0 };
            }
        }
    }
    fit.score = (found * 1000).checked_div(whole).unwrap_or(500);
    fit.own = (own_found * 1000).checked_div(own_whole).unwrap_or(fit.score);
    fit.extra = extra(ask, &near);
    (fit.other_head, fit.far_head) = other_head(ask, source, statement, &near);
    let near = Near { words: near, far_countries, subject_far };
    bar(&mut fit, ask, source, statement, &near);
    fit
}

/// What stands around a figure of a source.
struct Near<'s> {
    /// Its own content words.
    words: Vec<&'s Token>,
    /// Countries that the claim names and the sentence does not.
    far_countries: usize,
    /// Whether the claim's subject is named elsewhere only.
    subject_far: Option<bool>,
}

/// Looks for what keeps the figure from being evidence.
fn bar(fit: &mut Fit, ask: &Ask<'_>, source: &Reading, statement: &Statement, around: &Near<'_>) {
    let near = &around.words[..];
    let never = block::never(ask, source, statement, near);
    fit.by_subject = never.as_ref().is_some_and(|(_, counted)| !counted);
    fit.block = never
        .map(|(words, _)| words)
        .or_else(|| block::carried(ask, source, statement))
        .or_else(|| block::part(ask, source, statement, near))
        .or_else(|| block::other_sort(ask, source, statement))
        .or_else(|| doing::of_others(ask, source, statement));
    if fit.block.is_none() {
        fit.block = block::rival(ask, source, statement, near);
        fit.rivalled = fit.block.is_some();
        fit.by_subject = fit.rivalled;
    }
    let other = || names_other(ask, source, statement, fit.far_names == around.far_countries);
    let another = || around.subject_far == Some(true) && subject::is_another(ask, source, statement);
    if fit.block.is_none() && (fit.near_names == 0 && fit.far_names > 0 && other() || another()) {
        fit.block = Some(OTHER_NAME.to_string());
        fit.by_subject = true;
    }
}

/// True where someone that the claim does not name stands before the figure in its clause, as its subject. Where the
/// claim names countries only, it takes another country.
fn names_other(ask: &Ask<'_>, source: &Reading, statement: &Statement, of_countries: bool) -> bool {
    let sentence = &source.sentences[statement.sentence];
    let before = statement.clause.start..statement.tokens.start;
    !sentence.points_back
        && sentence.tokens[before].iter().any(|token| {
            token.name
                && token.kind == TokenKind::Word
                && (!of_countries || is_country(token))
                && !ask.sentence.tokens.iter().any(|claimed| meets(claimed, token))
        })
}

/// True for the name of a country or its people: what a source on that country leaves unsaid.
pub(super) fn is_country(token: &Token) -> bool {
    token.gloss.has(Role::Country)
}

fn sentence_names_country(source: &Reading, statement: &Statement) -> bool {
    source.sentences[statement.sentence].tokens.iter().any(is_country)
}

/// Own content words of a statement.
pub(super) fn own_words<'s>(
    source: &'s Reading,
    statement: &'s Statement,
) -> impl Iterator<Item = &'s Token> {
    let sentence = &source.sentences[statement.sentence];
    statement
        .segment
        .clone()
        .filter(|at| !statement.tokens.contains(at))
        .map(|at| &sentence.tokens[at])
        .filter(|token| token.content() && asked(sentence, token))
        .chain(statement.labels.iter().filter(|token| !is_direction(token)))
}

/// Those of the statement's own words that the claim lacks.
fn extra(ask: &Ask<'_>, near: &[&Token]) -> usize {
    let sentence = ask.sentence;
    near.iter()
        .filter(|token| !is_discourse(token) && !token.name)
        .filter(|token| !sentence.tokens.iter().any(|claimed| meets(claimed, token) || meets(token, claimed)))
        .count()
}

/// Nouns of people who do something.
const PEOPLE: [word::Key; 20] = word::literals([
    "passengers",
    "visitors",
    "tourists",
    "travellers",
    "travelers",
    "commuters",
    "users",
    "customers",
    "members",
    "students",
    "pupils",
    "voters",
    "fans",
    "spectators",
    "patients",
    "runners",
    "participants",
    "guests",
    "pilgrims",
    "migrants",
]);

/// Nouns before "of" and a number that counts nothing else.
const RATINGS: [word::Key; 6] = word::literals(["score", "rating", "grade", "mark", "scored", "rated"]);

/// True for the 60 of "a score of over 60": it counts no critics.
fn is_rating(ask: &Ask<'_>, own: &Statement) -> bool {
    let tokens = &ask.sentence.tokens;
    let from = ask.sentence.tokens_in(&own.quantity.span).start;
    let of = from.checked_sub(1).filter(|at| tokens[*at].surface == const { word::literal("of") });
    of.and_then(|at| at.checked_sub(1)).is_some_and(|at| RATINGS.contains(&tokens[at].surface))
}

/// Words for some of all people.
const SOME: [word::Key; 10] = word::literals([
    "women", "men", "girls", "boys", "children", "adults", "females", "males", "teachers", "pupils",
]);

/// True for "500 women" beside "500 people" or "500 men and women": a part is counted, where the source counts all.
pub(super) fn narrower(sentence: &Sentence, wanted: &Token, head: &Token) -> bool {
    let all =
        const { word::literals(["people", "persons", "patients", "participants", "members", "residents"]) };
    if !SOME.contains(&wanted.surface) {
        return false;
    }
    if wanted.key != head.key {
        return all.contains(&head.surface) || SOME.contains(&head.surface);
    }
    let at = sentence.tokens.partition_point(|token| token.range.start < head.range.start);
    let and = const { word::literal("and") };
    let joined = |at: usize| sentence.tokens.get(at).is_some_and(|token| token.surface == and);
    let other = |at: usize| sentence.tokens.get(at).is_some_and(|token| SOME.contains(&token.surface));
    joined(at + 1) && other(at + 2) || at >= 2 && joined(at - 1) && other(at - 2)
}

/// Whether both name what is counted and the names do not meet: nor does the claim's stand elsewhere in the sentence,
/// and, for the second, among the statement's own words.
fn other_head(ask: &Ask<'_>, source: &Reading, statement: &Statement, near: &[&Token]) -> (bool, bool) {
    let both = |other: bool| (other, other);
    let Some(own) = ask.statement.and_then(|own| own.head) else {
        return both(statement.head.is_some() && ask.statement.is_some_and(|own| is_rating(ask, own)));
    };
    let sentence = &source.sentences[statement.sentence];
    let said_of_all = |at: usize| predicate(ask, own).iter().any(|token| meets(token, &sentence.tokens[at]));
    if statement.head.is_some_and(said_of_all) {
        return both(false);
    }
    let wanted = &ask.sentence.tokens[own];
    // A figure of a list without a noun of its own counts what the list counts.
    let listed = || {
        let before = source.statements_of(statement.sentence).iter();
        let earlier = before.filter(|other| {
            other.tokens.end <= statement.tokens.start && other.quantity.kind == statement.quantity.kind
        });
        let head = earlier.rev().find_map(|other| other.head).map(|head| &sentence.tokens[head]);
        head.or_else(|| statement.labels.iter().find(|label| is_thing(label))).filter(|_| !statement.cell)
    };
    let Some(head) = statement.head.map(|head| &sentence.tokens[head]).or_else(listed) else {
        return both(statement.cell && !labelled(source, statement, wanted));
    };
    let living = |token: &Token| ["employ", "person", "company"].iter().any(|class| has_class(token, class));
    let stands_for = |unit: &Token, other: &Token| has_class(unit, "unit") && !living(other);
    // Jobs are held by people.
    let holds = |one: &Token, two: &Token| {
        has_class(one, "person")
            && has_class(two, "employ")
            && ask.sentence.tokens.iter().any(|token| has_class(token, "employ"))
    };
    if narrower(sentence, wanted, head) {
        return both(true);
    }
    // Passengers are people.
    let people = const { word::literals(["people", "persons"]) };
    if people.contains(&wanted.surface) && PEOPLE.contains(&head.surface)
        || meets(wanted, head)
        || meets(head, wanted)
        || stands_for(wanted, head)
        || stands_for(head, wanted)
        || holds(wanted, head)
        || holds(head, wanted)
    {
        return both(false);
    }
    if has_class(head, "unit") && living(wanted) || has_class(wanted, "unit") && living(head) {
        return both(true);
    }
    // The claimed noun is what another figure of the sentence counts.
    let counted_elsewhere = source.statements_of(statement.sentence).iter().any(|other| {
        other.tokens != statement.tokens
            && other.quantity.kind == statement.quantity.kind
            && other.head.is_some_and(|head| meets(wanted, &sentence.tokens[head]))
    });
    if counted_elsewhere {
        return both(true);
    }
    // The claimed noun may stand elsewhere among the statement's own words.
    // "Linen Services" is a name, no service that is counted.
    let named = |token: &Token| token.name && token.capital && !wanted.capital;
    let mut words = sentence.tokens.iter().filter(|token| token.kind == TokenKind::Word && !named(token));
    let stands = words.any(|token| meets(wanted, token));
    (!stands, !near.iter().any(|token| meets(wanted, token)))
}

/// "All five ferries are steam boats": the words that are said of all of what is counted.
fn predicate<'a>(ask: &Ask<'a>, head: usize) -> &'a [Token] {
    let tokens = &ask.sentence.tokens;
    let is = |at: usize, form: word::Key| tokens[at].surface == form;
    let counted = ask.statement.and_then(|own| own.tokens.start.checked_sub(1));
    let copula = (head..tokens.len())
        .find(|at| is(*at, const { word::literal("are") }) || is(*at, const { word::literal("were") }));
    match copula.filter(|_| counted.is_some_and(|at| is(at, const { word::literal("all") }))) {
        Some(copula) => &tokens[copula + 1..],
        None => &[],
    }
}

fn is_thing(token: &Token) -> bool {
    token.gloss.has(Role::Thing) || token.gloss.has(Role::Part)
}

/// Rows of a table that are looked at for the one that is meant.
const ROWS_MAX: usize = 200;

/// True where a cell's row or column names what is counted, or neither names a thing.
fn labelled(source: &Reading, statement: &Statement, wanted: &Token) -> bool {
    let near = |token: &Token| meets(wanted, token) || meets(token, wanted);
    own_words(source, statement).any(near)
        || !heads_other_row(source, statement, near) && !statement.labels.iter().any(is_thing)
        || has_class(wanted, "unit")
}

/// True for a cell of a row that the claim does not name, in a table that has a row of totals.
pub(super) fn is_part_row(claim: &Reading, own: &Statement, source: &Reading, cell: &Statement) -> bool {
    let total = const { word::literals(["total", "totals", "all", "overall", "together"]) };
    let sentence = &source.sentences[cell.sentence];
    let first = source.slice(&sentence.range).split('|').next().map_or(0, str::len);
    let mut label =
        sentence.tokens.iter().take_while(|token| token.range.end <= sentence.range.start + first);
    let claimed = &claim.sentences[own.sentence].tokens;
    let named = |token: &Token| claimed.iter().any(|other| meets(other, token) || meets(token, other));
    let words = label.clone().any(Token::content);
    words
        && !label.any(|token| total.contains(&token.surface) || named(token))
        && heads_other_row(source, cell, |token| total.contains(&token.surface))
}

/// True where another row of the cell's table is headed by such a word.
fn heads_other_row(source: &Reading, statement: &Statement, such: impl Fn(&Token) -> bool) -> bool {
    let row = |at: &usize| {
        source.sentences[*at].kind == PassageKind::TableRow
            && source.sentences[*at].passage.abs_diff(source.sentences[statement.sentence].passage)
                == at.abs_diff(statement.sentence)
    };
    let headed = |at: usize| {
        let sentence = &source.sentences[at];
        let first = source.slice(&sentence.range).split('|').next().map_or(0, str::len);
        let head = sentence.tokens.iter().take_while(|token| token.range.end <= sentence.range.start + first);
        head.into_iter().any(&such)
    };
    let above = (0..statement.sentence).rev().take_while(row);
    let below = (statement.sentence + 1..source.sentences.len()).take_while(row);
    above.chain(below).take(ROWS_MAX).any(headed)
}

/// True for a word of the class of this name.
pub(super) fn has_class(token: &Token, name: &str) -> bool {
    let packs = lexicon();
    token.classes.iter().any(|class| packs.classes[usize::from(*class)].name == name)
}
