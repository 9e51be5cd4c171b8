//! Reads statements out of a document or a claim: quantity, measure, subject, period, scope, modality, attribution.
//!
//! The same code reads a claim and a source; deciding is comparing statements. A [`Reading`] is made
//! once for a document and serves every claim about it. Nothing is judged here, and no distance
//! between words is used: what belongs together stands in the packs.

mod alias;
mod carry;
mod change;
pub(crate) mod clause;
mod cut;
mod dateline;
mod during;
mod figure;
pub(crate) mod gloss;
pub(crate) mod label;
pub(crate) mod lexicon;
mod modality;
pub(crate) mod rank;
mod same;
mod sentence;
mod stem;
mod synonym;
mod table;
pub(crate) mod timing;
pub(crate) mod typed;
mod voice;
pub(crate) mod word;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use chrono::NaiveDate;
use rustc_hash::FxHashMap as HashMap;

use crate::extract::{Document, PassageKind};
use crate::quantity::Figure;
use crate::quantity::exact::Exact;
use crate::temporal::Context;
pub(crate) use figure::{Statement, Timed};
pub(crate) use modality::{are_scored, modality_of};
pub(crate) use sentence::Sentence;
use word::Key;

/// Everything that was read out of a text: sentences, and a statement for each of their quantities.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The text that all ranges count in.
    pub(crate) text: String,
    /// First month of its country's fiscal year, where the country is known.
    pub(crate) fiscal_first_month: Option<u32>,
    /// Who publishes it, in words of the document.
    pub(crate) publisher: Option<String>,
    /// It is a report that speaks of its own author as "the Company", and seldom by name.
    pub(crate) own_voice: bool,
    /// It is a letter, a call, a chat or a talk: somebody speaks to somebody.
    pub(crate) spoken: bool,
    /// Sentences in order.
    pub(crate) sentences: Vec<Sentence>,
    /// Statements in order of their place.
    pub(crate) statements: Vec<Statement>,
    /// Sentences that hold a word, by normal form, root and class: listed when first asked for, as a claim's never are.
    postings: OnceLock<HashMap<Key, Vec<u32>>>,
    /// Statements by their lower printed value.
    pub(crate) numerals: HashMap<Exact, Vec<u32>>,
}

/// Version of the word packs and reading rules; a new one may change verdicts.
pub fn version() -> &'static str {
    lexicon::version()
}

/// Reads a document.
pub fn read(document: &Document) -> Reading {
    let passages: Vec<(Range<usize>, PassageKind)> =
        document.passages.iter().map(|passage| (passage.range.clone(), passage.kind)).collect();
    let date = document.published.or(document.updated);
    let mut reading = read_passages(&document.text, &passages, date, None, true);
    reading.publisher = document.publisher.clone();
    reading.postings();
    reading
}

/// Reads a claim's text; relative periods resolve against the day its article was published, fiscal
/// years by the country it names, else by the first month given.
pub fn read_claim(text: &str, published: Option<NaiveDate>, fiscal: Option<u32>) -> Reading {
    read_passages(text, &[(0..text.len(), PassageKind::Paragraph)], published, fiscal, false)
}

/// First month taken for fiscal years of no known country.
const FISCAL_MONTH: u32 = 7;

fn read_passages(
    text: &str,
    passages: &[(Range<usize>, PassageKind)],
    date: Option<NaiveDate>,
    fiscal: Option<u32>,
    is_document: bool,
) -> Reading {
    let masked = bullets_off(word::masked(text), passages);
    let mut sentences = sentence::read(&masked, passages);
    let fiscal_first_month = lexicon::fiscal_month(&sentences).or(fiscal);
    // Without a country any first month will do: two fiscal years of one name are then the same days,
    // and neither is a calendar year.
    let context = Context { reference: date, fiscal_first_month: fiscal_first_month.or(Some(FISCAL_MONTH)) };
    let mut statements = Vec::new();
    let mut year = None;
    for at in 0..sentences.len() {
        let quantities = carry::periods(&masked, &mut sentences, at, &context, is_document, &mut year);
        figure::read(quantities, &mut sentences[at], at, &mut statements);
        carry::years_beside(&sentences[at], &mut statements);
        same::share_unit(&sentences, at, &mut statements);
        carry::measures(&sentences, at, &mut statements);
    }
    table::read(&masked, &sentences, &mut statements);
    let own_voice = voice::speaks_of_itself(&sentences);
    let spoken = voice::is_spoken(&sentences);
    let mut numerals: HashMap<Exact, Vec<u32>> = HashMap::default();
    for (statement, number) in statements.iter().zip(0_u32..) {
        let (Figure::Value(printed) | Figure::Range(printed, _)) = &statement.quantity.figure;
        numerals.entry(printed.value).or_default().push(number);
    }
    Reading {
        text: text.to_string(),
        fiscal_first_month,
        publisher: None,
        own_voice,
        spoken,
        sentences,
        statements,
        postings: OnceLock::new(),
        numerals,
    }
}

/// Blanks the mark of each list item: "- 5 kg" is not minus five.
fn bullets_off<'t>(text: Cow<'t, str>, passages: &[(Range<usize>, PassageKind)]) -> Cow<'t, str> {
    let marked = |(range, kind): &&(Range<usize>, PassageKind)| {
        *kind == PassageKind::ListItem && matches!(text.as_bytes().get(range.start), Some(b'-' | b'*'))
    };
    let places: Vec<usize> = passages.iter().filter(marked).map(|(range, _)| range.start).collect();
    if places.is_empty() {
        return text;
    }
    let mut bytes = text.into_owned().into_bytes();
    for at in places {
        bytes[at] = b' ';
    }
    String::from_utf8(bytes).expect("a mark of one byte was replaced by a blank").into()
}

/// Lists for each word the sentences that hold it.
fn post(sentences: &[Sentence]) -> HashMap<Key, Vec<u32>> {
    let mut postings: HashMap<Key, Vec<u32>> = HashMap::default();
    for (sentence, number) in sentences.iter().zip(0_u32..) {
        let mut add = |key: Key| {
            let list = postings.entry(key).or_default();
            if list.last() != Some(&number) {
                list.push(number);
            }
        };
        for token in
            sentence.tokens.iter().filter(|token| token.content() || token.kind == word::TokenKind::Number)
        {
            add(token.key);
            add(token.root ^ ROOT);
            for class in &token.classes {
                add(class_key(*class));
            }
            for acronym in &token.acronyms {
                add(*acronym);
            }
        }
    }
    postings
}

/// Keeps roots apart from normal forms in one table.
pub(crate) const ROOT: Key = 0x5bd1_e995_0000_0001;

/// The posting key of a class.
pub(crate) fn class_key(class: lexicon::ClassId) -> Key {
    0xc1a5_5000_0000_0000 | Key::from(class)
}

impl Reading {
    /// The sentences that hold a word, by normal form, root and class.
    pub(crate) fn postings(&self) -> &HashMap<Key, Vec<u32>> {
        self.postings.get_or_init(|| post(&self.sentences))
    }

    /// The statements of a sentence.
    pub(crate) fn statements_of(&self, sentence: usize) -> &[Statement] {
        &self.statements[self.sentences[sentence].statements.clone()]
    }

    /// The number of the sentence with this range.
    pub(crate) fn sentence_at(&self, range: &Range<usize>) -> Option<usize> {
        let at = self.sentences.partition_point(|sentence| sentence.range.start < range.start);
        self.sentences.get(at).filter(|sentence| sentence.range == *range).map(|_| at)
    }

    /// A stretch of the text.
    pub(crate) fn slice(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }
}
