//! Carries what news leaves out: the year of a paragraph, a verb shared by two figures, the noun said once.

use chrono::Datelike;

use super::figure::{Statement, resolved};
use super::lexicon::{Role, lexicon};
use super::sentence::Sentence;
use super::word::Token;
use crate::quantity::{Kind, Quantity};
use crate::temporal::{self, Calendar, Context, Grain, Period};

/// Reads the quantities and periods of a sentence; a month without a year takes the year of the text before it.
pub(crate) fn periods(
    text: &str,
    sentences: &mut [Sentence],
    at: usize,
    context: &Context,
    year: &mut Option<Period>,
) -> Vec<Quantity> {
    let sentence = &mut sentences[at];
    let offset = sentence.range.start;
    let (quantities, mut periods) = temporal::read_all(&text[sentence.range.clone()], context);
    for period in &mut periods {
        period.span = period.span.start + offset..period.span.end + offset;
    }
    ended(text, &mut periods);
    let own_year = periods.iter().find(|period| is_year(period)).cloned();
    for period in &mut periods {
        if resolved(period) {
            continue;
        }
        let base = own_year.as_ref().or(year.as_ref()).and_then(|period| period.from);
        if let Some(base) = base {
            let dated = format!("{} {}", &text[period.span.clone()], base.year());
            if let Some(again) =
                temporal::read(&dated, &Context { reference: None, ..*context }).into_iter().find(resolved)
            {
                period.from = again.from;
                period.to = again.to;
                period.grain = again.grain;
                period.unresolved = false;
            }
        }
    }
    sentence.carried = sentence
        .context
        .iter()
        .find_map(|context| year.clone().filter(|_| *context < at))
        .filter(|_| !sentence.heading);
    sentence.periods = periods;
    let leading = sentence.periods.iter().find(|period| {
        resolved(period) && matches!(period.grain, Grain::Month | Grain::Quarter | Grain::Half | Grain::Year)
    });
    if let Some(period) = leading {
        *year = Some(period.clone());
    }
    quantities
}

/// "The fiscal year ended June 2024" is a year, not its last month.
fn ended(text: &str, periods: &mut [Period]) {
    for period in periods.iter_mut().filter(|period| matches!(period.grain, Grain::Month | Grain::Day)) {
        let before = text[..period.span.start].trim_end().to_lowercase();
        let year = ["year ended", "year ending", "year that ended", "year to", "year ended on"];
        if let Some(to) = period.to.filter(|_| year.iter().any(|form| before.ends_with(form))) {
            period.from = to.checked_sub_months(chrono::Months::new(12));
            period.grain = Grain::Year;
            period.calendar = Calendar::Fiscal(Some(to.month()));
        }
    }
}

fn is_year(period: &Period) -> bool {
    period.grain == Grain::Year && resolved(period)
}

/// Gives the statements of a sentence the verb or noun that an earlier figure of the sentence, or the sentence before, has.
pub(crate) fn measures(sentences: &[Sentence], at: usize, statements: &mut [Statement]) {
    let sentence = &sentences[at];
    let range = sentence.statements.clone();
    for number in range.clone() {
        let own = words(sentence, &statements[number]);
        let has_action = own.iter().any(|token| has_role(token, Role::Action));
        let has_thing = statements[number].head.is_some()
            || own.iter().any(|token| has_role(token, Role::Thing) || has_role(token, Role::Part));
        let bare = own.is_empty();
        let counts = statements[number].quantity.kind == Kind::Count;
        let mut labels: Vec<Token> = Vec::new();
        if number > range.start {
            let before = &statements[number - 1];
            let earlier = words(sentence, before).into_iter().chain(before.labels.iter());
            for token in earlier {
                let wanted = bare
                    || !has_action && has_role(token, Role::Action)
                    || !has_thing && counts && has_role(token, Role::Thing);
                if wanted && !labels.iter().any(|label| label.key == token.key) {
                    labels.push(token.clone());
                }
            }
        }
        if !has_action && !labels.iter().any(|token| has_role(token, Role::Action)) {
            // A verb that stands before the first figure of the sentence, or after the last.
            let outside =
                sentence.tokens.iter().filter(|token| token.content() && has_role(token, Role::Action));
            let clause = statements[number].clause.clone();
            let inside = sentence.tokens[clause]
                .iter()
                .filter(|token| token.content() && has_role(token, Role::Action));
            if let Some(verb) = inside.chain(outside).next() {
                labels.push(verb.clone());
            }
        }
        statements[number].inherits = !labels.is_empty();
        statements[number].labels = labels;
    }
}

/// The content words of a statement's segment, the quantity left out.
pub(crate) fn words<'s>(sentence: &'s Sentence, statement: &Statement) -> Vec<&'s Token> {
    statement
        .segment
        .clone()
        .filter(|at| !statement.tokens.contains(at))
        .map(|at| &sentence.tokens[at])
        .filter(|token| token.content())
        .collect()
}

fn has_role(token: &Token, role: Role) -> bool {
    let packs = lexicon();
    token.classes.iter().any(|class| packs.classes[usize::from(*class)].role == role)
}
