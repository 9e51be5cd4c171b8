//! Of what somebody died: an illness against an accident or a murder.

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::word::{self, Key};
use crate::verdict::code::Code;

/// Words of a natural death.
const NATURAL: [Key; 20] = word::literals([
    "cancer",
    "stroke",
    "pneumonia",
    "tuberculosis",
    "leukemia",
    "leukaemia",
    "disease",
    "illness",
    "influenza",
    "malaria",
    "typhoid",
    "cholera",
    "diabetes",
    "failure",
    "natural",
    "infection",
    "fever",
    "sepsis",
    "heart",
    "tumour",
]);
/// Words of one that was done to him, or befell him.
const VIOLENT: [Key; 18] = word::literals([
    "killed",
    "murdered",
    "assassinated",
    "executed",
    "hanged",
    "beheaded",
    "shot",
    "stabbed",
    "drowned",
    "crash",
    "accident",
    "collision",
    "suicide",
    "poisoned",
    "murder",
    "assassination",
    "avalanche",
    "gunshot",
]);
/// Words of dying.
const DIES: [Key; 6] = word::literals(["died", "dies", "death", "killed", "murdered", "suffered"]);

fn holds(sentence: &Sentence, words: &[Key]) -> bool {
    sentence.tokens.iter().any(|token| words.contains(&token.surface))
}

/// The source's death of the other sort.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let (natural, violent) = (holds(case.own, &NATURAL), holds(case.own, &VIOLENT));
    let at = tokens.iter().position(|token| DIES.contains(&token.surface))?;
    if natural == violent || case.own.denials().next().is_some() {
        return None;
    }
    let (own, other) = if natural { (&NATURAL[..], &VIOLENT[..]) } else { (&VIOLENT[..], &NATURAL[..]) };
    let word = (at..tokens.len()).find(|at| own.contains(&tokens[*at].surface))?;
    // One who was shot may have died of an infection.
    if case.source.sentences.iter().any(|sentence| holds(sentence, own)) {
        return None;
    }
    case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
        |(place, sentence)| {
            let dies = holds(sentence, &DIES[..5]);
            let there = sentence.tokens.iter().position(|token| other.contains(&token.surface))?;
            let plain = sentence.denials().next().is_none() && !case.of_another(sentence, there);
            let range = tokens[at].range.start..tokens[word].range.end;
            let words = || case.words(at..word + 1, place, there..there + 1);
            (dies && plain).then(|| Found::against(Code::COMPARISON, range, place, words()))
        },
    )
}
