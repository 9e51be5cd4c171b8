//! A word that goes with one figure of a sentence is not to be lent to another: "8 million mobile customers and 2 million
//! broadband customers" are not 8 million broadband customers.

use super::{Case, Doubt};
use crate::quantity::Kind;
use crate::statement::word::Token;
use crate::statement::{Sentence, Statement};
use crate::verdict::Verdict;
use crate::verdict::align::meets;
use crate::verdict::attached::{JOINS, is_word, words};
use crate::verdict::code::Code;

/// The claim's figure has a word that the source attaches to another figure of the same sentence.
pub(super) fn to_another(case: &Case<'_>) -> Option<Doubt> {
    let claimed = case.claimed();
    let told = case.told();
    let own = words(claimed, case.own);
    let other = words(told, case.other);
    let outside = |word: &Token, sibling: &[&Token]| {
        let same = |token: &Token| sibling.iter().any(|one| one.range == token.range);
        told.tokens.iter().any(|token| meets(word, token) && !same(token))
    };
    let alike = |one: &&Statement| {
        one.quantity.kind == case.other.quantity.kind
            && one.quantity.change.role == case.other.quantity.change.role
    };
    for sibling in case.siblings().filter(alike).filter(|one| case.clashes(one)) {
        let theirs = words(told, sibling);
        let lent = own.iter().find(|word| {
            theirs.iter().any(|token| is_word(word, token)) && !other.iter().any(|token| meets(word, token))
        });
        let Some(word) = lent else { continue };
        // The figure has a word of its own that the claim leaves out, or that it joins with the lent one.
        let shared = || theirs.iter().any(|token| other.iter().any(|one| is_word(one, token)));
        let ousted = other.iter().any(|token| {
            !theirs.iter().any(|one| meets(one, token)) && !claimed.tokens.iter().any(|one| meets(one, token))
        });
        let joined = joined(claimed, word, &other);
        let bare = other.is_empty() && case.own.quantity.kind == Kind::Currency && !outside(word, &theirs);
        let far = outside(word, &theirs) && !shared();
        if (ousted && !far) || joined || bare {
            let reason = format!(
                "the source has “{}” with {}, not with {}",
                case.claim.slice(&word.range),
                case.printed(sibling),
                case.printed(case.other)
            );
            return Some(Doubt::new(Verdict::Contradicted, Code::SCOPE, reason));
        }
    }
    None
}

/// True where "and" joins a word of the claim with one of the others right beside it.
fn joined(sentence: &Sentence, word: &Token, others: &[&Token]) -> bool {
    let tokens = &sentence.tokens;
    let at = tokens.partition_point(|token| token.range.start < word.range.start);
    let near = |at: Option<usize>| {
        let token = at.and_then(|at| tokens.get(at));
        token.is_some_and(|token| others.iter().any(|other| is_word(other, token)))
    };
    let and = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| JOINS.contains(&token.surface))
    };
    and(at.checked_sub(1)) && near(at.checked_sub(2)) || and(Some(at + 1)) && near(Some(at + 2))
}
