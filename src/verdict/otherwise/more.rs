//! Where else a thing is: "only in Kent" against "in Kent and in Ashby".

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::{Ask, meets};
use crate::verdict::code::Code;
use crate::verdict::cover;

/// Words between "only" and the one that it singles out.
const LEADS: [Key; 9] = word::literals(["in", "on", "at", "for", "to", "by", "from", "with", "as"]);
/// Words that join the members of a list.
const JOINTS: [Key; 2] = word::literals(["and", "or"]);
/// Share of the claim's weight that the sentence must hold, in thousandths.
const HELD_MIN: u32 = 800;

/// The others beside the one that the claim has alone.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let only = const { word::literals(["only", "solely", "exclusively"]) };
    let at = (1..tokens.len().saturating_sub(2))
        .find(|at| only.contains(&tokens[*at].surface) && LEADS.contains(&tokens[at + 1].surface))?;
    if case.own.denials().next().is_some() {
        return None;
    }
    let number = case.claim.sentence_at(&case.own.range)?;
    let ask = Ask::for_sentence(case.claim, number, case.source);
    let article = |token: &Token| token.stop && token.kind == TokenKind::Word;
    let first = at + 2 + usize::from(article(&tokens[at + 2]));
    let named = tokens.get(first).filter(|token| token.content() && token.capital)?;
    case.source.sentences.iter().enumerate().find_map(|(number, sentence)| {
        let says_so = sentence.tokens.iter().any(|token| only.contains(&token.surface));
        let held = cover::share(&ask, case.source, number) >= HELD_MIN;
        let other = second(case, sentence, tokens[at + 1].surface, named).filter(|_| held && !says_so)?;
        let range = tokens[at].range.start..named.range.end;
        let reason = case.words(at..first + 1, number, other..other + 1);
        Some(Found::against(Code::SCOPE, range, number, reason))
    })
}

/// A name of the sentence that is joined to the claim's, behind the same small word.
fn second(case: &Case<'_>, sentence: &Sentence, lead: Key, named: &Token) -> Option<usize> {
    let tokens = &sentence.tokens;
    let place = (1..tokens.len()).find(|at| meets(named, &tokens[*at]) && tokens[*at].capital)?;
    let led = tokens[place.saturating_sub(3)..place].iter().any(|token| token.surface == lead);
    if !led {
        return None;
    }
    let is_name = |at: usize| tokens[at].capital && tokens[at].content() && tokens[at].name;
    let joint = |token: &Token| JOINTS.contains(&token.surface);
    // "In Kent and Ashby", "in Kent, Ashby and Holm": nothing but names and joints between.
    let inner = |at: &usize| is_name(*at) || joint(&tokens[*at]) || tokens[*at].kind == TokenKind::Comma;
    let run: Vec<usize> = (place + 1..tokens.len()).take_while(inner).collect();
    let joined = run.iter().any(|at| joint(&tokens[*at]));
    let parted = |at: &usize| joint(&tokens[at - 1]) || tokens[at - 1].kind == TokenKind::Comma;
    let beside = run.iter().copied().find(|at| joined && is_name(*at) && parted(at));
    // "In Kent in May, and in Ashby in June".
    let again = || {
        (place + 1..tokens.len().saturating_sub(2))
            .find(|at| joint(&tokens[*at]) && tokens[at + 1].surface == lead && is_name(at + 2))
    };
    let other = beside.or_else(|| again().map(|at| at + 2))?;
    (!case.claims(&tokens[other])).then_some(other)
}
