//! Another figure in the same small phrase: "with 74 branches" against "had 47 branches", "a span of 320 metres" against
//! "a span of 230 metres", however much else the claim says of its subject.

use super::{Case, Found};
use crate::claim::Modality;
use crate::quantity::change::ChangeRole;
use crate::quantity::{Bound, Kind};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Sentence, Statement};
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::compare::{self, Relation, Shown};
use crate::verdict::period::{self, When};
use crate::verdict::value;

/// Verbs that say no more than that a thing has something.
const HAVING: [Key; 18] = word::literals([
    "has",
    "have",
    "had",
    "having",
    "with",
    "operates",
    "operated",
    "operating",
    "runs",
    "ran",
    "running",
    "comprises",
    "comprised",
    "contains",
    "contained",
    "includes",
    "included",
    "boasts",
]);
/// Words that lead from a counted noun to what narrows it down.
const NARROWS: [Key; 10] =
    word::literals(["in", "of", "for", "on", "at", "to", "from", "by", "with", "that"]);
/// Words that open a clause on something else than the subject.
const RELATIVES: [Key; 5] = word::literals(["which", "that", "who", "whose", "where"]);
const ARTICLES: [Key; 3] = word::literals(["a", "an", "the"]);
const OF: Key = word::literal("of");

/// The phrase that a figure stands in: the noun, with the words before it that make it narrower.
#[derive(PartialEq, Eq)]
struct Phrase {
    /// True for "a span of 230 metres", false for "47 branches".
    before: bool,
    noun: Key,
    narrower: Vec<Key>,
}

/// Words for those who live in a place, and of living there.
const DWELLERS: [Key; 4] = word::literals(["people", "persons", "inhabitants", "residents"]);
const LIVE: [Key; 6] = word::literals(["live", "lives", "lived", "reside", "resides", "resided"]);
/// Forms of being, between a noun and its figure.
const BE: [Key; 3] = word::literals(["is", "was", "were"]);

/// "526 people live there", "has 526 inhabitants": the population.
fn peoples(sentence: &Sentence, figure: &Statement) -> bool {
    let tokens = &sentence.tokens;
    let Some(head) = figure.head.filter(|head| DWELLERS.contains(&tokens[*head].surface)) else {
        return false;
    };
    let lives = tokens.get(head + 1).is_some_and(|next| LIVE.contains(&next.surface));
    let at = sentence.tokens_in(&figure.quantity.span).start;
    let lead = at.checked_sub(1).map(|at| tokens[at].surface);
    let has = lead.is_some_and(|lead| HAVING[..3].contains(&lead));
    let home = at >= 2 && tokens[at - 2].surface == const { word::literal("home") };
    lives || home || has && DWELLERS[2..].contains(&tokens[head].surface)
}

/// "Lost: 4" of a table, where it stands as "lost only 4" in a claim: the label.
fn labelled(sentence: &Sentence, figure: &Statement) -> Option<Key> {
    let tokens = &sentence.tokens;
    let at = sentence.tokens_in(&figure.quantity.span).start;
    let label = at.checked_sub(2).filter(|_| tokens[at - 1].key == word::mark(":")).map(|at| &tokens[at])?;
    label.content().then_some(label.root)
}

/// The verb right before a figure, or the noun that it counts, as a table has them for a label.
fn as_label(sentence: &Sentence, figure: &Statement, label: Key) -> bool {
    let tokens = &sentence.tokens;
    let only = const { word::literals(["only", "just", "all"]) };
    let at = sentence.tokens_in(&figure.quantity.span).start;
    let verb = tokens[..at].iter().rev().find(|token| !only.contains(&token.surface));
    let noun = figure.head.filter(|_| verb.is_none_or(|verb| !verb.past)).map(|head| &tokens[head]);
    verb.filter(|verb| verb.past).or(noun).is_some_and(|word| word.root == label || word.key == label)
}

/// The small phrase of a figure, if it stands in one.
fn phrase(sentence: &Sentence, figure: &Statement) -> Option<Phrase> {
    let tokens = &sentence.tokens;
    if peoples(sentence, figure) {
        return Some(Phrase { before: true, noun: word::normal("population"), narrower: Vec::new() });
    }
    let at = sentence.tokens_in(&figure.quantity.span);
    let telling = |token: &&Token| token.content() && token.kind == TokenKind::Word;
    let the = const { word::literals(["the", "its", "a"]) };
    // "The population was 526".
    let is = at.start >= 3
        && BE.contains(&tokens[at.start - 1].surface)
        && the.contains(&tokens[at.start - 3].surface);
    if at.start >= 2 && (tokens[at.start - 1].surface == OF || is) {
        let noun = &tokens[at.start - 2];
        let plain = |token: &&Token| telling(token) && !token.past && !token.capital;
        let narrower = tokens[..at.start - 2].iter().rev().take_while(|token| plain(token));
        return plain(&noun).then(|| Phrase {
            before: true,
            noun: noun.key,
            narrower: narrower.map(|token| token.key).collect(),
        });
    }
    let head = figure.head.filter(|_| figure.quantity.kind == Kind::Count)?;
    let lead = at.start.checked_sub(1).map(|at| &tokens[at])?;
    // "Some 47 branches in Kent" are a part of them.
    let narrowed = tokens.get(head + 1).is_some_and(|next| NARROWS.contains(&next.surface));
    if !HAVING.contains(&lead.surface) || narrowed || head < figure.tokens.end {
        return None;
    }
    let narrower = tokens[figure.tokens.end..head].iter().filter(telling).map(|token| token.key).collect();
    Some(Phrase { before: false, noun: tokens[head].key, narrower })
}

/// True for a figure that is said plainly, of what is.
fn is_plain(figure: &Statement) -> bool {
    matches!(figure.quantity.kind, Kind::Count | Kind::Dimension | Kind::Currency)
        && figure.quantity.change.role == ChangeRole::None
        && figure.modality == Modality::Actual
        && figure.statistics.is_empty()
        && figure.scope.is_none()
}

/// True where the clause of a claim's figure is its subject's: "Ash Bank, …, had 74 branches".
fn is_of_subject(case: &Case<'_>, figure: &Statement) -> bool {
    let tokens = &case.own.tokens;
    let Some(subject) = case.subject() else { return false };
    let breaks = |at: &usize| matches!(tokens[*at].kind, TokenKind::Comma | TokenKind::Break);
    let start = (0..figure.tokens.start).rev().find(breaks).map_or(0, |at| at + 1);
    let clause = &tokens[start..figure.tokens.start];
    let named = |token: &&Token| token.capital && token.content() && token.kind == TokenKind::Word;
    let of_subject = |token: &Token| subject.iter().any(|name| name.range == token.range);
    let within = clause.iter().any(of_subject);
    let stranger = clause.iter().filter(named).any(|token| !of_subject(token));
    let aside = clause.iter().any(|token| RELATIVES.contains(&token.surface));
    let apposed = clause.first().is_some_and(|token| ARTICLES.contains(&token.surface));
    !stranger && !aside && (within || !apposed)
}

/// True where nobody that the claim lacks is named in the clause before a figure of the source.
fn is_of_same(case: &Case<'_>, figure: &Statement) -> bool {
    let sentence = &case.source.sentences[figure.sentence];
    let before = &sentence.tokens[figure.clause.start..figure.tokens.start];
    let named = |token: &&Token| token.capital && token.content() && token.name;
    case.is_about(figure.sentence) && before.iter().filter(named).all(|token| case.claims(token))
}

/// The one figure of a table under the label that a claim has for a verb or a noun.
fn in_table(case: &Case<'_>, own: &Statement) -> Option<Found> {
    let claimed = Shown { quantity: &own.quantity, text: &case.claim.text };
    let mut rows = case.source.statements.iter().filter(|other| {
        let sentence = &case.source.sentences[other.sentence];
        labelled(sentence, other).is_some_and(|label| as_label(case.own, own, label))
    });
    let row = rows.next()?;
    let named = case.source.sentences[row.sentence].tokens.iter();
    let about = case.subject()?.iter().any(|name| named.clone().any(|token| meets(name, token)))
        || case
            .own
            .tokens
            .iter()
            .filter(|token| token.name)
            .any(|name| named.clone().any(|token| meets(name, token)));
    let printed = Shown { quantity: &row.quantity, text: &case.source.text };
    let compared = compare::compare(claimed, printed, false);
    let clash = compared.relation == Relation::Clash && own.quantity.kind == Kind::Count;
    (rows.next().is_none() && about && clash).then(|| {
        Found::against(Code::VALUE, own.quantity.span.clone(), row.sentence, compared.note.to_string())
    })
}

/// The source's figure in the same phrase.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let figures = case.own.statements.clone().filter(|figure| !case.borne_out.contains(figure));
    let figures = figures.map(|figure| &case.claim.statements[figure]);
    figures.filter(|own| is_plain(own) && is_of_subject(case, own)).find_map(|own| {
        if let Some(found) = in_table(case, own) {
            return Some(found);
        }
        let wanted = phrase(case.own, own)?;
        let claimed = Shown { quantity: &own.quantity, text: &case.claim.text };
        let mut told: Option<&Statement> = None;
        for other in &case.source.statements {
            let printed = Shown { quantity: &other.quantity, text: &case.source.text };
            let alike = other.quantity.kind == own.quantity.kind;
            let relation = compare::compare(claimed, printed, false).relation;
            if alike && relation != Relation::Clash {
                return None;
            }
            let sentence = &case.source.sentences[other.sentence];
            let counted = alike && other.quantity.unit == own.quantity.unit && !own.quantity.unit.is_empty();
            let there = phrase(sentence, other).is_some_and(|there| there.noun == wanted.noun);
            if !(alike && (there || counted && own.quantity.kind == Kind::Count)) {
                continue;
            }
            // Two of them are told apart by more than their numbers.
            if told.is_some() {
                return None;
            }
            told = Some(other);
        }
        let other = told?;
        let sentence = &case.source.sentences[other.sentence];
        let period = value::period_of(case.claim, own);
        let when = period::compare(period.as_ref(), other.period.as_ref(), false);
        // "At the end of 2006" beside "by the end of 2006".
        let due = period::deadline(period.as_ref(), other.period.as_ref());
        let fits = phrase(sentence, other)? == wanted
            && is_plain(other)
            && matches!(other.quantity.bound, Bound::Exact | Bound::About)
            && (matches!(when, When::Same | When::Unasked | When::Within) || due == Some(When::Same))
            && is_of_same(case, other);
        let note =
            compare::compare(claimed, Shown { quantity: &other.quantity, text: &case.source.text }, false);
        fits.then(|| {
            Found::against(Code::VALUE, own.quantity.span.clone(), other.sentence, note.note.to_string())
        })
    })
}
