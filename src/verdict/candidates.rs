//! Chooses the sentences of a source that can speak to a claim, by the words and numerals they share.
//!
//! Work grows with the postings of the claim's words, not with the source.

use num_traits::CheckedDiv;

use super::interval::ends;
use crate::quantity::exact::Exact;
use crate::statement::{ROOT, Reading, class_key};

/// Below this many sentences all are looked at.
const ALL_MAX: usize = 24;
/// Sentences kept of a longer source.
const KEPT_MAX: usize = 32;
/// Postings that are walked for one claim; rare words go first.
const WALKED_MAX: usize = 6_000;

/// What the claim's own figure weighs beside its words, where few others are like it.
const TELLING: u32 = 30;
/// Powers of a thousand by which a table may be scaled.
const SCALES: [i128; 4] = [1, 1_000, 1_000_000, 1_000_000_000];

/// Numbers of the sentences worth a look, in order.
pub(super) fn sentences(claim: &Reading, source: &Reading) -> Vec<usize> {
    if source.sentences.len() <= ALL_MAX {
        return (0..source.sentences.len()).collect();
    }
    let mut lists: Vec<&Vec<u32>> = Vec::new();
    for token in claim.sentences.iter().flat_map(|sentence| &sentence.tokens).filter(|token| token.content())
    {
        let keys = [token.key, token.root ^ ROOT]
            .into_iter()
            .chain(token.classes.iter().map(|class| class_key(*class)))
            .chain(token.aliases.iter().copied());
        lists.extend(keys.filter_map(|key| source.postings().get(&key)));
    }
    lists.sort_by_key(|list| list.len());
    let mut scores = Scores { of: vec![0; source.sentences.len()], touched: Vec::new() };
    let mut walked = 0;
    for list in lists {
        walked += list.len();
        if walked > WALKED_MAX {
            break;
        }
        let weight = match source.sentences.len() / list.len().max(1) {
            0..4 => 1,
            4..16 => 2,
            16..64 => 3,
            _ => 4,
        };
        for sentence in list {
            scores.add(*sentence as usize, weight);
        }
    }
    for statement in &claim.statements {
        let (low, _) = ends(&statement.quantity.figure);
        let telling = !low.is_integer() || low >= Exact::from_integer(100);
        let weight = if telling { TELLING } else { 5 };
        // A cell of a table leaves thousands or millions to its caption.
        for scale in SCALES.iter().take(if telling { SCALES.len() } else { 1 }) {
            let Some(printed) = low.checked_div(&Exact::from_integer(*scale)) else { continue };
            for number in source.numerals.get(&printed).into_iter().flatten().take(200) {
                scores.add(source.statements[*number as usize].sentence, weight);
            }
        }
    }
    let Scores { of, touched: mut kept } = scores;
    if kept.len() > KEPT_MAX {
        kept.select_nth_unstable_by_key(KEPT_MAX, |sentence| (std::cmp::Reverse(of[*sentence]), *sentence));
        kept.truncate(KEPT_MAX);
    }
    kept.sort_unstable();
    kept
}

/// What speaks for each sentence of a source.
struct Scores {
    /// By number of the sentence.
    of: Vec<u32>,
    /// The sentences for which anything speaks.
    touched: Vec<usize>,
}

impl Scores {
    fn add(&mut self, sentence: usize, weight: u32) {
        let score = &mut self.of[sentence];
        if *score == 0 {
            self.touched.push(sentence);
        }
        *score += weight;
    }
}
