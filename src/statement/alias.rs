//! Binds a typed alias to the words of a claim that it is another name of.
//!
//! Nothing is guessed about a source here: the editor says that both names are one, and only which words of the
//! claim are meant is found out, by words in common, by a near spelling, else the subject or the measure. A handle is
//! typed beside the name that it is of: "Hill Ferries @hillboats".

use super::Reading;
use super::word::{self, Key, Token};

/// Letters by which two spellings of one name may differ.
const LETTERS_MAX: usize = 2;
/// Letters from which a spelling can be near another.
const LETTERS_MIN: usize = 4;

/// A word of a claim: number of its sentence and of its token.
type Place = (usize, usize);

/// Makes the words that an alias stands for meet the words of the alias.
pub(super) fn bind(reading: &mut Reading, main: usize, figure: Option<usize>, alias: &str) {
    let words: Vec<Token> = word::tokens(alias, 0..alias.len()).into_iter().filter(Token::content).collect();
    if words.is_empty() {
        return;
    }
    let meant = match named(reading, &words, alias) {
        Some(run) => run,
        None if words.iter().any(|word| word.capital) => return,
        None => measure(reading, main, figure),
    };
    let key = |(sentence, at): &Place| reading.sentences[*sentence].tokens[*at].key;
    let said: Vec<Key> = meant.iter().map(key).collect();
    let others: Vec<Key> = words.iter().map(|word| word.key).filter(|word| !said.contains(word)).collect();
    // A shorter name accounts for the whole of the longer one.
    let others = if others.is_empty() { words.iter().map(|word| word.key).collect() } else { others };
    let handle = alias.contains('@');
    let missing: Vec<Key> =
        said.into_iter().filter(|own| handle || words.iter().all(|word| word.key != *own)).collect();
    let labels = reading.statements.iter_mut().flat_map(|statement| &mut statement.labels);
    let tokens = reading.sentences.iter_mut().flat_map(|sentence| &mut sentence.tokens);
    for token in tokens.chain(labels).filter(|token| token.content() && missing.contains(&token.key)) {
        token.aliases.extend(&others);
        token.set_bits();
    }
}

/// The name of the claim that an alias belongs to.
fn named(reading: &Reading, words: &[Token], alias: &str) -> Option<Vec<Place>> {
    let runs = runs(reading);
    let token = |(sentence, at): &Place| &reading.sentences[*sentence].tokens[*at];
    let shared = |run: &Vec<Place>| {
        run.iter().filter(|place| words.iter().any(|word| word.key == token(place).key)).count()
    };
    let near = |run: &Vec<Place>| {
        run.iter().any(|place| {
            let own = reading.slice(&token(place).range).to_lowercase();
            words.iter().any(|word| is_near(&own, &alias[word.range.clone()].to_lowercase()))
        })
    };
    let most = runs.iter().rev().max_by_key(|run| shared(run)).filter(|run| shared(run) > 0);
    let chosen = most.or_else(|| runs.iter().find(|run| near(run)));
    let subject = || runs.first().filter(|_| words.iter().any(|word| word.capital));
    chosen.or_else(subject).cloned()
}

/// Runs of capitalised words, in order.
fn runs(reading: &Reading) -> Vec<Vec<Place>> {
    let mut runs: Vec<Vec<Place>> = Vec::new();
    for (number, sentence) in reading.sentences.iter().enumerate() {
        let mut last = None;
        for (at, token) in sentence.tokens.iter().enumerate() {
            if !(token.capital && token.content()) {
                continue;
            }
            match (last, runs.last_mut()) {
                (Some(before), Some(run)) if before + 1 == at => run.push((number, at)),
                _ => runs.push(vec![(number, at)]),
            }
            last = Some(at);
        }
    }
    runs
}

/// The words that say what a claim measures.
fn measure(reading: &Reading, main: usize, figure: Option<usize>) -> Vec<Place> {
    let sentence = &reading.sentences[main];
    let around = figure.map_or(0..sentence.tokens.len(), |number| reading.statements[number].segment.clone());
    let asked = |at: &usize| sentence.tokens[*at].content() && !sentence.tokens[*at].name;
    around.filter(asked).map(|at| (main, at)).collect()
}

/// True where two spellings differ by a letter or two.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().min(other.len()) < LETTERS_MIN || one.len().abs_diff(other.len()) > LETTERS_MAX {
        return false;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (place, against) in other.iter().enumerate() {
            let changed = before + usize::from(letter != against);
            before = row[place + 1];
            row[place + 1] = changed.min(before + 1).min(row[place] + 1);
        }
    }
    row[other.len()] <= LETTERS_MAX
}
