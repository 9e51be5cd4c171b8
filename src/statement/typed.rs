//! Lays what an editor typed beside a claim over what is read from its sentence: what is typed wins.
//!
//! Typed values are read as text too. They stand behind the sentence in the text of the reading, so that every range
//! still points at what was read, and [`TypedReading::place`] leads from there to the key of the claim file.

use std::ops::Range;

use chrono::NaiveDate;

use super::alias;
use super::figure::{self, Statement, Timed, resolved};
use super::lexicon::Reading as Phrase;
use super::sentence::Sentence;
use super::word::{self, Token, TokenKind};
use super::{FISCAL_MONTH, Reading};
use crate::claim::file::Field;
use crate::claim::{Claim, Modality, Scope};
use crate::quantity::change::{ChangeRole, Direction};
use crate::quantity::{self, Figure, Kind, Quantity};
use crate::temporal::{self, Context, Period};

/// A claim as read, with the way back from its text to the keys of the file.
#[derive(Debug, Clone)]
pub(crate) struct TypedReading {
    /// The sentence, and behind it what was typed.
    pub reading: Reading,
    /// Bytes of the sentence.
    sentence: usize,
    /// Where the value of each key stands in the text of the reading.
    fields: Vec<(Range<usize>, Field)>,
}

impl TypedReading {
    /// The key, and the bytes of its value, that bytes of the reading's text stand for.
    pub fn place(&self, range: &Range<usize>) -> (Field, Range<usize>) {
        let inside = |field: &Range<usize>| field.start <= range.start && range.start < field.end;
        match self.fields.iter().find(|(field, _)| inside(field)) {
            Some((bytes, field)) => {
                (*field, range.start - bytes.start..range.end.min(bytes.end) - bytes.start)
            }
            None => {
                let end = range.end.min(self.sentence);
                (Field::Text, range.start.min(end)..end)
            }
        }
    }

    /// Where the value of a key stands in the text of the reading.
    pub fn range(&self, key: Field) -> Option<Range<usize>> {
        self.fields.iter().find(|(_, field)| *field == key).map(|(range, _)| range.clone())
    }
}

/// Reads a claim: its sentence, and over it the typed figure, period, meaning and names.
pub(crate) fn read(claim: &Claim, published: Option<NaiveDate>, fiscal: Option<u32>) -> TypedReading {
    let subject = claim.subject.as_ref().map(|typed| super::read_claim(&typed.value, None, None));
    let month = subject.and_then(|subject| subject.fiscal_first_month).or(fiscal);
    let reading = super::read_claim(&claim.text.value, published, month);
    let typed = TypedReading { sentence: reading.text.len(), reading, fields: Vec::new() };
    let mut overlay = Overlay { typed, main: 0, figure: None };
    if !overlay.typed.reading.sentences.is_empty() {
        overlay.figures(claim);
        overlay.period(claim, published);
        overlay.meaning(claim);
        overlay.names(claim);
        for alias in &claim.aliases {
            alias::bind(&mut overlay.typed.reading, overlay.main, overlay.figure, alias);
        }
    }
    overlay.quotes(claim);
    overlay.typed
}

/// A reading that typed values are being laid over.
struct Overlay {
    typed: TypedReading,
    /// The sentence that typed words are added to.
    main: usize,
    /// The statement that the typed figure belongs to, else the first that can be meant.
    figure: Option<usize>,
}

impl Overlay {
    /// Sets a value behind the text; gives its bytes there.
    fn write(&mut self, field: Field, before: &str, value: &str) -> Range<usize> {
        let text = &mut self.typed.reading.text;
        text.push_str(before);
        let start = text.len();
        text.push_str(value);
        let range = start..text.len();
        self.typed.fields.push((range.clone(), field));
        range
    }

    /// The words of a stretch of the text. Typed words stand in no sentence, so a capital makes a name.
    fn words(&self, range: Range<usize>) -> Vec<Token> {
        let mut tokens = word::tokens(&self.typed.reading.text, range);
        for token in &mut tokens {
            token.name |= token.capital && token.content();
        }
        tokens
    }

    fn sentence(&mut self) -> &mut Sentence {
        &mut self.typed.reading.sentences[self.main]
    }

    /// Adds words to the main sentence; gives their places.
    fn append(&mut self, tokens: Vec<Token>) -> Range<usize> {
        let sentence = self.sentence();
        let start = sentence.tokens.len();
        sentence.tokens.extend(tokens);
        start..sentence.tokens.len()
    }

    /// The typed value with its unit, and the typed change.
    fn figures(&mut self, claim: &Claim) {
        if let Some(value) = &claim.value {
            let mut range = self.write(Field::Value, "\n", &value.value);
            let unitless = quantity::read(&value.value)
                .first()
                .is_some_and(|quantity| quantity.unit.is_empty() && quantity.noun.is_none());
            if let Some(unit) = claim.unit.as_ref().filter(|_| unitless) {
                range.end = self.write(Field::Unit, " ", &unit.value).end;
            }
            self.figure(range, false);
        } else if let Some(unit) = &claim.unit {
            let range = self.write(Field::Unit, "\n", &unit.value);
            self.unit(&range);
        }
        if let Some(change) = &claim.change {
            let range = self.write(Field::Change, "\n", &change.value);
            let value = self.figure;
            self.figure(range, true);
            self.figure = value.or(self.figure);
        }
        let statements = &self.typed.reading.statements;
        let meant = |statement: &Statement| !matches!(statement.quantity.kind, Kind::Ordinal | Kind::Age);
        self.figure = self
            .figure
            .or_else(|| statements.iter().position(|own| meant(own) && !is_size(own)))
            .or_else(|| statements.iter().position(meant));
        if let Some(number) = self.figure {
            self.main = self.typed.reading.statements[number].sentence;
        }
    }

    /// A typed figure takes the place of the one it is about, or is added to the sentence.
    fn figure(&mut self, range: Range<usize>, is_change: bool) {
        let text = &self.typed.reading.text[range.clone()];
        let Some(mut quantity) = quantity::read(text).into_iter().next() else { return };
        if is_change {
            quantity.change.role = ChangeRole::By;
            if quantity.change.direction == Direction::None {
                quantity.change.direction = signed(text);
            }
        }
        figure::shift(&mut quantity, range.start);
        if let Some(noun) = &mut quantity.noun {
            *noun = noun.start + range.start..noun.end + range.start;
        }
        match self.counterpart(&quantity, is_change) {
            Some(number) => self.replace(number, quantity),
            None => self.add(quantity, range),
        }
    }

    /// The figure of the sentence that a typed one is about: the same number, else the first of its kind.
    fn counterpart(&self, typed: &Quantity, is_change: bool) -> Option<usize> {
        let bare = typed.kind == Kind::Count && typed.unit.is_empty() && typed.noun.is_none();
        let alike = |own: &Statement| {
            is_size(own) == is_change && (own.quantity.kind == typed.kind || bare && !is_change)
        };
        let statements = &self.typed.reading.statements;
        let same = statements.iter().position(|own| {
            first(&own.quantity) == first(typed) && (own.quantity.kind == typed.kind || bare)
        });
        same.or_else(|| statements.iter().position(alike))
    }

    fn replace(&mut self, number: usize, mut quantity: Quantity) {
        self.figure = Some(number);
        self.main = self.typed.reading.statements[number].sentence;
        let noun = quantity.noun.clone().map(|noun| self.words(noun)).unwrap_or_default();
        let reading = &mut self.typed.reading;
        let statement = &mut reading.statements[number];
        let tokens = &mut reading.sentences[statement.sentence].tokens;
        let old = &statement.quantity;
        // The old bound and unit words are no longer part of a figure, and nothing else either.
        let countable = matches!(old.kind, Kind::Count | Kind::Dimension);
        for token in tokens.iter_mut() {
            let inside = old.span.start <= token.range.start && token.range.end <= old.span.end;
            if inside && (token.range.start < old.numeral.start || !countable) {
                silence(token);
            }
        }
        if quantity.kind == Kind::Count && quantity.unit.is_empty() && quantity.noun.is_none() {
            quantity.kind = old.kind;
            quantity.unit.clone_from(&old.unit);
            quantity.per.clone_from(&old.per);
            quantity.noun.clone_from(&old.noun);
        }
        if quantity.change.role == ChangeRole::None {
            quantity.change.role = old.change.role;
        }
        if quantity.change.direction == Direction::None {
            quantity.change.direction = old.change.direction;
        } else {
            statement.direction = quantity.change.direction;
        }
        statement.quantity = quantity;
        let known = |label: &Token| tokens.iter().any(|token| alike(token, label));
        let labels = noun.into_iter().filter(|token| token.content() && !known(token));
        statement.labels.extend(labels);
    }

    fn add(&mut self, quantity: Quantity, range: Range<usize>) {
        let mut tokens = self.words(range);
        // Words of a unit are no words to be found.
        if quantity.kind != Kind::Count {
            let unit = |token: &&mut Token| {
                quantity.span.contains(&token.range.start) && !quantity.numeral.contains(&token.range.start)
            };
            tokens.iter_mut().filter(unit).for_each(silence);
        }
        self.append(tokens);
        let sentence = &self.typed.reading.sentences[self.main];
        let own = sentence.tokens_in(&quantity.numeral);
        let segment = 0..sentence.tokens.len();
        let period = sentence.periods.iter().find(|period| resolved(period));
        let statement = Statement {
            sentence: self.main,
            head: figure::head(sentence, &quantity, &own, &segment),
            period: period.map(|period| Timed { period: period.clone(), nearness: 2 }),
            direction: quantity.change.direction,
            quantity,
            clause: segment.clone(),
            segment,
            tokens: own,
            labels: Vec::new(),
            inherits: false,
            modality: Modality::Actual,
            modality_phrase: None,
            scope: None,
            statistics: Vec::new(),
            cell: false,
        };
        let reading = &mut self.typed.reading;
        let at = reading.sentences[self.main].statements.end;
        reading.statements.insert(at, statement);
        reading.sentences[self.main].statements.end += 1;
        for later in &mut reading.sentences[self.main + 1..] {
            later.statements = later.statements.start + 1..later.statements.end + 1;
        }
        self.figure = Some(at);
    }

    /// A unit typed without a value goes to the first figure of the sentence.
    fn unit(&mut self, range: &Range<usize>) {
        let reading = &self.typed.reading;
        let Some(number) = reading.statements.iter().position(|own| !is_size(own)) else { return };
        let old = &reading.statements[number].quantity;
        let text = format!("{} {}", reading.slice(&old.numeral), reading.slice(range));
        let Some(mut quantity) = quantity::read(&text).into_iter().next() else { return };
        quantity.span.clone_from(&old.span);
        quantity.numeral.clone_from(&old.numeral);
        quantity.bound = old.bound;
        quantity.plus_sign = old.plus_sign;
        quantity.noun = quantity.noun.and(Some(range.clone()));
        self.replace(number, quantity);
    }

    /// The typed period takes the place of the one that dates the figure.
    fn period(&mut self, claim: &Claim, published: Option<NaiveDate>) {
        let Some(typed) = &claim.period else { return };
        let range = self.write(Field::Period, "\n", &typed.value);
        let month = self.typed.reading.fiscal_first_month.or(Some(FISCAL_MONTH));
        let context = Context { reference: published, fiscal_first_month: month };
        let read = temporal::read(&typed.value, &context);
        let Some(mut period) = read.iter().find(|period| resolved(period)).or(read.first()).cloned() else {
            return;
        };
        period.span = period.span.start + range.start..period.span.end + range.start;
        let reading = &mut self.typed.reading;
        let sentence = &mut reading.sentences[self.main];
        let dated = self.figure.and_then(|number| reading.statements[number].period.as_ref());
        let old = match self.figure {
            Some(_) => dated.map(|timed| timed.period.span.clone()),
            None => sentence.periods.first().map(|period| period.span.clone()),
        };
        let replaced = |other: &Period| {
            old.as_ref() == Some(&other.span) || (other.from, other.to) == (period.from, period.to)
        };
        for gone in sentence.periods.iter().filter(|other| replaced(other)) {
            for at in sentence.tokens_in(&gone.span) {
                // `tokens_in` borrows the sentence; the tokens change one by one.
                silence(&mut sentence.tokens[at]);
            }
        }
        sentence.periods.retain(|other| !replaced(other));
        sentence.periods.push(period.clone());
        for statement in &mut reading.statements {
            let own = statement.period.as_ref().map(|timed| &timed.period.span);
            let base = statement.quantity.change.role == ChangeRole::From;
            if own.is_none() && !base || own.is_some() && own == old.as_ref() {
                statement.period = Some(Timed { period: period.clone(), nearness: 3 });
            }
        }
    }

    /// The typed scope and modality.
    fn meaning(&mut self, claim: &Claim) {
        if let Some(scope) = &claim.scope {
            let name = match &scope.value {
                Scope::Direct => Some("direct"),
                Scope::Indirect => Some("indirect"),
                Scope::DirectAndIndirect => Some("both"),
                Scope::Total => Some("total"),
                Scope::PerHead => Some("per-head"),
                Scope::Other(words) => {
                    let range = self.write(Field::Scope, "\n", words);
                    self.ask(range);
                    None
                }
            };
            if name.is_some() {
                let counts = |own: &&mut Statement| !is_size(own);
                self.typed.reading.statements.iter_mut().filter(counts).for_each(|own| own.scope = name);
            }
        }
        if let Some(modality) = &claim.modality {
            let range = self.write(Field::Modality, "\n", name_of(modality.value));
            let mut words = self.words(range);
            words.iter_mut().for_each(silence);
            let phrase = self.append(words);
            let modality = modality.value;
            for sentence in &mut self.typed.reading.sentences {
                let said = |phrase: &Phrase| matches!(phrase, Phrase::Modality(_));
                let told: Vec<Range<usize>> =
                    sentence.phrases.iter().filter(|(_, one)| said(one)).map(|(at, _)| at.clone()).collect();
                told.into_iter().flatten().for_each(|at| silence(&mut sentence.tokens[at]));
                sentence.phrases.retain(|(_, one)| !said(one));
            }
            if modality != Modality::Actual {
                self.sentence().phrases.push((phrase.clone(), Phrase::Modality(name_of(modality))));
            }
            for statement in &mut self.typed.reading.statements {
                statement.modality = modality;
                // A claim that is typed as done claims a deed, whatever the tense of its verb.
                statement.modality_phrase = Some(phrase.clone());
            }
        }
    }

    /// Typed subject and measure are asked for besides the words of the sentence.
    fn names(&mut self, claim: &Claim) {
        if let Some(subject) = &claim.subject {
            let range = self.write(Field::Subject, "\n", &subject.value);
            self.ask(range);
        }
        if let Some(metric) = &claim.metric {
            let range = self.write(Field::Metric, "\n", &metric.value);
            let words = self.unsaid(range);
            match self.figure {
                Some(number) => self.typed.reading.statements[number].labels.extend(words),
                None => drop(self.append(words)),
            }
        }
    }

    /// Adds the words that the claim does not have yet.
    fn ask(&mut self, range: Range<usize>) {
        let words = self.unsaid(range);
        self.append(words);
    }

    /// The content words of a stretch that no sentence of the claim has.
    fn unsaid(&self, range: Range<usize>) -> Vec<Token> {
        let said = |word: &Token| {
            let mut tokens = self.typed.reading.sentences.iter().flat_map(|sentence| &sentence.tokens);
            tokens.any(|token| alike(token, word))
        };
        self.words(range).into_iter().filter(|word| word.content() && !said(word)).collect()
    }

    /// Quotations decide nothing here; they stand in the text so that a finding can point at them.
    fn quotes(&mut self, claim: &Claim) {
        if let Some(quote) = &claim.quote {
            self.write(Field::Quote, "\n", &quote.value);
        }
        for (at, citation) in claim.sources.iter().enumerate() {
            if let Some(quote) = &citation.quote {
                self.write(Field::CitedQuote(at), "\n", &quote.value);
            }
        }
    }
}

/// True for a figure that is the size of a change.
fn is_size(statement: &Statement) -> bool {
    statement.quantity.change.role == ChangeRole::By
}

fn first(quantity: &Quantity) -> &crate::quantity::exact::Exact {
    let (Figure::Value(printed) | Figure::Range(printed, _)) = &quantity.figure;
    &printed.value
}

/// The direction of a sign before a figure.
fn signed(text: &str) -> Direction {
    match text.trim_start().chars().next() {
        Some('+') => Direction::Up,
        Some('-' | '−' | '–') => Direction::Down,
        _ => Direction::None,
    }
}

/// True where two words are one by form or class.
fn alike(one: &Token, other: &Token) -> bool {
    one.content() && (one.key == other.key || one.classes.iter().any(|class| other.classes.contains(class)))
}

/// Makes a word one that says nothing.
fn silence(token: &mut Token) {
    token.kind = TokenKind::Mark;
    token.stop = true;
    token.name = false;
    token.past = false;
    token.classes.clear();
    token.acronyms.clear();
    token.set_bits();
}

fn name_of(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual => "actual",
        Modality::Plan => "plan",
        Modality::Target => "target",
        Modality::Forecast => "forecast",
        Modality::Capacity => "capacity",
        Modality::Condition => "condition",
        Modality::Denial => "denial",
    }
}
