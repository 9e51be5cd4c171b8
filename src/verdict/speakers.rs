//! Two who speak in one sentence, and count differently: "organisers said 50,000 marched; police counted 5,000".

use super::Verdict;
use super::align::meets;
use super::code::Code;
use super::compare::Shown;
use super::evidence::Stance;
use super::interval::Interval;
use super::part::{Part, Remark};
use crate::quantity::Kind;
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};

/// Words that set what one says against what another does.
const AGAINST: [word::Key; 4] = word::literals(["but", "while", "whereas", "though"]);

/// The part of a sentence around a figure that one speaker has.
fn stretch(sentence: &Sentence, statement: &Statement) -> std::ops::Range<usize> {
    let ends = |token: &Token| token.kind == TokenKind::Break || AGAINST.contains(&token.surface);
    let tokens = &sentence.tokens;
    let from = tokens[..statement.tokens.start].iter().rposition(ends).map_or(0, |at| at + 1);
    let behind = tokens[statement.tokens.end..].iter().position(ends);
    from..behind.map_or(tokens.len(), |at| statement.tokens.end + at)
}

/// The figure that another speaker of the sentence has in the place of one, where both are said to say so.
fn other_count<'r>(source: &'r Reading, one: &Statement) -> Option<&'r Statement> {
    let sentence = &source.sentences[one.sentence];
    let own = stretch(sentence, one);
    let said = |range: &std::ops::Range<usize>| {
        sentence.phrases_in(range.clone()).any(|(_, phrase)| matches!(phrase, Phrase::Attribution))
    };
    let head = |statement: &Statement| statement.head.map(|head| &sentence.tokens[head]);
    source.statements_of(one.sentence).iter().find(|other| {
        let theirs = stretch(sentence, other);
        let like = match (head(one), head(other)) {
            (Some(own), Some(other)) => meets(own, other),
            _ => true,
        };
        let only = |range: &std::ops::Range<usize>, kind: Kind| {
            let within = |statement: &&Statement| {
                range.contains(&statement.tokens.start) && statement.quantity.kind == kind
            };
            source.statements_of(one.sentence).iter().filter(within).count() == 1
        };
        let unit = other.quantity.unit == one.quantity.unit || other.head.is_none();
        theirs != own
            && other.quantity.kind == one.quantity.kind
            && unit
            && like
            && only(&own, one.quantity.kind)
            && only(&theirs, one.quantity.kind)
            && said(&own)
            && said(&theirs)
            && Interval::meaning(&one.quantity).apart(&Interval::meaning(&other.quantity))
    })
}

/// Puts a figure in conflict that one speaker has and another has otherwise, where the claim names neither.
pub(super) fn judge(claim: &Reading, source: &Reading, part: &mut Part) {
    let Some(figure) = part.figure.filter(|_| part.verdict == Verdict::Supported) else { return };
    let own = &claim.sentences[claim.statements[figure].sentence];
    if own.phrases.iter().any(|(_, phrase)| matches!(phrase, Phrase::Attribution)) {
        return;
    }
    let marks = part.supports.iter().flat_map(|support| &support.marks);
    let found = marks.filter_map(|(range, _, _)| {
        let one = source.statements.iter().find(|one| one.quantity.span == *range)?;
        Some((one, other_count(source, one)?))
    });
    let Some((one, other)) = found.into_iter().next() else { return };
    let shown = |one: &Statement| Shown { quantity: &one.quantity, text: &source.text }.span().to_string();
    part.verdict = Verdict::Conflict;
    part.reason = format!("the passage has {} by one speaker and {} by another", shown(one), shown(other));
    part.remarks.insert(
        0,
        Remark {
            code: Code::SELF_CONFLICT,
            message: part.reason.clone(),
            notes: Vec::new(),
            help: Some("say whose count it is, or give both".to_string()),
        },
    );
    for support in &mut part.supports {
        support.stance = Stance::Disagrees;
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Conflict, Supported};
    use super::super::trials::check;

    #[test]
    fn two_who_count_differently_disagree() {
        let source = "Organisers said 50,000 people marched through Deal; police counted 5,000.";
        check(
            source,
            &[
                ("50,000 people marched through Deal.", Conflict),
                ("Organisers said 50,000 people marched through Deal.", Supported),
            ],
        );
        let one = "Organisers said 50,000 people marched through Deal; police said 40 shops were closed.";
        check(one, &[("50,000 people marched through Deal.", Supported)]);
    }
}
