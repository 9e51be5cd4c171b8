//! What a claim tells as done and every sentence of a source that has its verb only expects, plans or wishes.

use super::align::{Ask, meets};
use super::cover::is_long;
use super::reading;
use crate::claim::Modality;
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, modality_of};

/// Tokens from the words of a plan to what is planned: "expect reserves to recover".
const REACH_MAX: usize = 4;

/// Auxiliaries that leave to the words behind them what was so: "was back to normal".
const BEEN: [word::Key; 3] = word::literals(["was", "were", "been"]);

/// How the source means what the claim tells as done, where it means it nowhere as done.
pub(super) fn expected(ask: &Ask<'_>, source: &Reading) -> Option<&'static str> {
    let own = ask.sentence;
    let modal = own.phrases.iter().any(|(_, phrase)| plan(phrase).is_some());
    if is_long(source) || modal {
        return None;
    }
    let told = told(own);
    let mut how = None;
    for sentence in &source.sentences {
        for at in 0..sentence.tokens.len() {
            if told.iter().any(|word| meets(word, &sentence.tokens[at])) {
                how = Some(led_by(sentence, at)?);
            }
        }
    }
    how.map(reading::word)
}

/// The verbs that a claim tells as done; else what it says that something was.
fn told(own: &Sentence) -> Vec<&Token> {
    let tokens = &own.tokens;
    let present = const { word::literals(["is", "are", "be", "being", "a", "an", "the", "its", "their"]) };
    let deed = |at: &usize| {
        let token = &tokens[*at];
        let before = at.checked_sub(1).map(|before| tokens[before].surface);
        token.past && token.content() && !token.capital && !before.is_some_and(|one| present.contains(&one))
    };
    let deeds: Vec<&Token> = (0..tokens.len()).filter(deed).map(|at| &tokens[at]).collect();
    if !deeds.is_empty() {
        return deeds;
    }
    let Some(been) = tokens.iter().position(|token| BEEN.contains(&token.surface)) else { return Vec::new() };
    let by = const { word::literals(["by", "in", "on", "at", "until", "since", "for", "of"]) };
    let rest = tokens[been + 1..]
        .iter()
        .take_while(|token| token.kind == TokenKind::Word && !by.contains(&token.surface));
    rest.filter(|token| token.content() && !token.name).collect()
}

/// The plan or the forecast whose words stand right before a verb.
fn led_by(sentence: &Sentence, at: usize) -> Option<Modality> {
    let tokens = &sentence.tokens;
    if tokens[at].past {
        return None;
    }
    sentence.phrases.iter().find_map(|(place, phrase)| {
        let between = tokens.get(place.end..at)?;
        let stops = |token: &Token| matches!(token.kind, TokenKind::Comma | TokenKind::Break);
        plan(phrase).filter(|_| between.len() <= REACH_MAX && !between.iter().any(stops))
    })
}

/// The plan, target or forecast that a phrase tells of.
fn plan(phrase: &Phrase) -> Option<Modality> {
    let Phrase::Modality(name) = phrase else { return None };
    let (_, modality) = modality_of(name)?;
    matches!(modality, Modality::Plan | Modality::Target | Modality::Forecast).then_some(modality)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Partial, Supported};
    use super::super::trials::check;

    #[test]
    fn what_is_expected_has_not_happened() {
        check(
            "The guild said stocks of flour in Deal fell. 'We expect stocks to recover by December,' the master said.",
            &[
                ("Stocks of flour in Deal recovered by December.", Partial),
                ("The guild expects stocks of flour in Deal to recover by December.", Supported),
            ],
        );
        check(
            "Trade on the quay of Deal should begin to return to normal by late March, the master said.",
            &[("Trade on the quay of Deal was back to normal by late March.", Partial)],
        );
        check(
            "Trade on the quay of Deal was back to normal by late March, the master said.",
            &[("Trade on the quay of Deal was normal by late March.", Supported)],
        );
    }
}
