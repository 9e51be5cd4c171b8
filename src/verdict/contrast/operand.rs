//! Finds the two printed figures that a comparison is between: of one measure, each beside the words of its side.

use std::ops::Range;

use super::sides::{Contrast, Side, in_period};
use super::words::{BEFORE, PLACES, SHARES, Sort, TIMES, Way};
use crate::claim::Modality;
use crate::quantity::change::ChangeRole;
use crate::quantity::{Bound, Kind};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement, clause};
use crate::temporal::Period;
use crate::verdict::align::{self, Ask, is_direction, meets};
use crate::verdict::interval::Interval;
use crate::verdict::period::{self, When};
use crate::verdict::reading;

/// Fit of the measure that both figures need, in thousandths, where a word of it stands with one of them.
const MEASURE_MIN: u32 = 340;
/// The same in rows of a table, which leave their subject to the text around it.
const ROW_MIN: u32 = 300;
/// Fit that the head of a column gives which names the measure.
const HEADED: u32 = 500;
/// The same where the claim names no measure.
const UNNAMED_MIN: u32 = 450;
/// What a name or a number of a side counts beside a common word.
const NAME_WEIGHT: i32 = 2;
/// What the period of a figure counts where the side is a period.
const PERIOD_WEIGHT: i32 = 4;
/// What figures in one sentence, or in one column, are likelier to be compared.
const BESIDE: i32 = 150;

/// A figure of a source with the words that are its own.
#[derive(Clone)]
pub(super) struct Printed<'a> {
    /// The figure.
    pub statement: &'a Statement,
    /// Tokens of its sentence that are its own.
    pub zone: Range<usize>,
    /// Column of a table.
    pub column: Option<usize>,
    /// The words at the head of its column.
    pub head: &'a [Token],
    /// It is the value of a time before.
    then: bool,
    /// It is a place in an order.
    pub place: bool,
}

/// Two figures that settle a comparison.
pub(super) struct Pair<'a> {
    /// The figures, the first side's first.
    pub figures: [&'a Statement; 2],
    /// What the sides are called, as tokens of the claim.
    pub sides: [Side; 2],
    /// Which is the greater; none where they are equal.
    pub way: Option<Way>,
    /// The smaller number is the higher place.
    pub places: bool,
    /// Fit of the measure.
    pub fit: u32,
    score: i32,
}

/// What is looked for, in one source.
pub(super) struct Search<'a> {
    claim: &'a Reading,
    sentence: &'a Sentence,
    source: &'a Reading,
    contrast: &'a Contrast,
    figures: Vec<Printed<'a>>,
}

impl<'a> Search<'a> {
    /// Gathers the figures of the sentences that can speak to the claim.
    pub fn new(
        claim: &'a Reading,
        number: usize,
        contrast: &'a Contrast,
        source: &'a Reading,
        sentences: &[usize],
    ) -> Search<'a> {
        let figures = sentences.iter().flat_map(|at| printed(source, *at)).collect();
        Search { claim, sentence: &claim.sentences[number], source, contrast, figures }
    }

    /// The pair that fits best; none where two that fit alike tell differently.
    pub fn pair(&self, number: usize, sides: &[Side; 2]) -> Option<Pair<'a>> {
        let ask = self.measure(number, sides);
        let mut pairs: Vec<Pair<'a>> = Vec::new();
        let core = self.core(&ask, sides);
        let hits: Vec<[i32; 2]> = self.figures.iter().map(|one| self.hits(one, sides)).collect();
        let mut fits: Vec<Option<Option<u32>>> = vec![None; self.figures.len()];
        for (at, first) in self.figures.iter().enumerate() {
            for (other, second) in self.figures.iter().enumerate().filter(|(other, _)| *other != at) {
                let Some(nearness) = self.nearness(sides, [first, second], [hits[at], hits[other]]) else {
                    continue;
                };
                if !self.alike(first, second, sides) {
                    continue;
                }
                let mut fit = |at: usize| {
                    *fits[at].get_or_insert_with(|| self.fit((&ask, &core), &self.figures[at], sides))
                };
                let (Some(one), Some(two)) = (fit(at), fit(other)) else { continue };
                let named = [at, other].map(|at| self.named(&core, &self.figures[at]));
                if !core.is_empty() && !named.contains(&true) || core.is_empty() && one.min(two) < UNNAMED_MIN
                {
                    continue;
                }
                let places = first.place && second.place;
                let Some(way) = outcome(first.statement, second.statement, places) else { continue };
                let headed = |printed: &Printed<'_>| i32::from(Self::headed(&core, printed));
                let beside = headed(first)
                    + headed(second)
                    + i32::from(first.statement.sentence == second.statement.sentence)
                    + i32::from(first.column.is_some() && first.column == second.column);
                let score = nearness * 100 + i32::try_from((one + two) / 4).unwrap_or(0) + beside * BESIDE;
                let figures = [first.statement, second.statement];
                pairs.push(Pair { figures, sides: sides.clone(), way, places, fit: one.min(two), score });
            }
        }
        let best = pairs.iter().map(|pair| pair.score).max()?;
        pairs.retain(|pair| pair.score == best);
        let way = pairs[0].way;
        pairs.iter().all(|pair| pair.way == way).then(|| pairs.swap_remove(0))
    }

    /// What both figures must be of: the words of the clause that are of neither side.
    fn measure(&self, number: usize, sides: &[Side; 2]) -> Ask<'a> {
        let mut ask = Ask::for_sentence(self.claim, number, self.source);
        let tokens = &self.sentence.tokens;
        let open = 0..tokens.iter().position(|token| token.kind == TokenKind::Comma).unwrap_or(0);
        ask.words.retain(|word| {
            let at = tokens.partition_point(|token| token.range.start < word.token.range.start);
            let of_side = sides.iter().any(|side| side.tokens().contains(&at));
            let inside = self.contrast.clause.contains(&at) || open.contains(&at);
            let time = TIMES.contains(&word.token.surface);
            inside && !of_side && !time && at != self.contrast.words.start
        });
        ask
    }

    /// The words that name the measure: those between the comparing word and the second side, else the common words.
    fn core(&self, ask: &Ask<'a>, sides: &[Side; 2]) -> Vec<&'a Token> {
        let tokens = &self.sentence.tokens;
        // "Goals" may be asked of no source as the word of a plan; here it is what is counted.
        let of_side = |at: usize| sides.iter().any(|side| side.tokens().contains(&at));
        let between = self.contrast.between.clone().filter(|at| {
            tokens[*at].content()
                && !of_side(*at)
                && !in_period(self.sentence, *at)
                && !is_direction(&tokens[*at])
        });
        let between: Vec<&Token> = between.map(|at| &tokens[at]).collect();
        if !between.is_empty() {
            return between;
        }
        let clause = &tokens[self.contrast.clause.clone()];
        let all = ask.words.iter().map(|word| word.token);
        all.filter(|token| !token.name && clause.iter().any(|own| own.range == token.range)).collect()
    }

    /// True where a word of the measure stands with a figure.
    fn named(&self, core: &[&Token], printed: &Printed<'_>) -> bool {
        let sentence = &self.source.sentences[printed.statement.sentence];
        let behind = sentence.context.iter().filter(|_| printed.column.is_some());
        let all = behind.flat_map(|at| &self.source.sentences[*at].tokens);
        let mut all = all.chain(&sentence.tokens).chain(&printed.statement.labels).chain(printed.head);
        all.any(|token| core.iter().any(|own| meets(own, token)))
    }

    /// True where the head of the figure's column names the measure.
    fn headed(core: &[&Token], printed: &Printed<'_>) -> bool {
        printed.head.iter().any(|token| token.content() && core.iter().any(|word| meets(word, token)))
    }

    /// How well each side's words stand beside a figure.
    fn hits(&self, printed: &Printed<'_>, sides: &[Side; 2]) -> [i32; 2] {
        [self.hit(printed, &sides[0]), self.hit(printed, &sides[1])]
    }

    fn hit(&self, printed: &Printed<'_>, side: &Side) -> i32 {
        match side {
            Side::Now => i32::from(!printed.then),
            Side::Then(tokens) => {
                let told = tokens.iter().any(|at| self.stands(printed, *at).is_some());
                if printed.then { 2 + i32::from(told) } else { 0 }
            }
            Side::Words(tokens) => {
                let known: i32 = tokens
                    .iter()
                    .map(|at| i32::from(self.stands(printed, *at).is_some()) * self.weight(*at))
                    .sum();
                let whole: i32 = tokens.iter().map(|at| self.weight(*at)).sum();
                let words = if known * 2 < whole || self.qualified(printed, tokens) { 0 } else { known };
                match self.period_of(tokens).zip(own_period(printed.statement)) {
                    Some((own, other)) => match period::periods(&own, other) {
                        When::Same => words.max(PERIOD_WEIGHT),
                        When::Within if !reading::is_flow(self.source, printed.statement) => words.max(2),
                        _ => 0,
                    },
                    None => words,
                }
            }
        }
    }

    fn weight(&self, at: usize) -> i32 {
        if self.sentence.tokens[at].name { NAME_WEIGHT } else { 1 }
    }

    /// The resolved period that a side is.
    fn period_of(&self, tokens: &[usize]) -> Option<Period> {
        let within = |period: &&Period| {
            let range = self.sentence.tokens_in(&period.span);
            !range.is_empty() && range.clone().any(|at| tokens.contains(&at)) && period::is_resolved(period)
        };
        self.sentence.periods.iter().find(within).cloned()
    }

    /// The place in the figure's sentence at which a word of the claim stands among the figure's own.
    fn stands(&self, printed: &Printed<'_>, at: usize) -> Option<usize> {
        let word = &self.sentence.tokens[at];
        let tokens = &self.source.sentences[printed.statement.sentence].tokens;
        let own = printed.zone.clone().filter(|at| !printed.statement.tokens.contains(at));
        let spoken = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Number);
        let same = |token: &Token| {
            spoken(token) && (token.key == word.key || !self.of_one_class(at) && meets(word, token))
        };
        own.clone()
            .find(|at| same(&tokens[*at]))
            .or_else(|| printed.statement.labels.iter().any(same).then_some(usize::MAX))
    }

    /// True for a word of one class with another of the clause, as "men" and "women" are.
    fn of_one_class(&self, at: usize) -> bool {
        let word = &self.sentence.tokens[at];
        let mut others = self.sentence.tokens[self.contrast.clause.clone()].iter();
        let alike = |other: &Token| meets(word, other) || meets(other, word);
        others.any(|other| other.content() && other.key != word.key && alike(other))
    }

    /// True where the source has another word before a noun that the claim has with a word of its own: "raw sugar" is
    /// not "fine sugar".
    fn qualified(&self, printed: &Printed<'_>, tokens: &[usize]) -> bool {
        let others = &self.source.sentences[printed.statement.sentence].tokens;
        tokens.windows(2).any(|two| {
            let Some(place) = self.stands(printed, two[1]).filter(|place| *place != usize::MAX) else {
                return false;
            };
            let before = place.checked_sub(1).map(|at| &others[at]);
            let other = |token: &Token| {
                token.content() && !token.past && !self.sentence.tokens.iter().any(|own| meets(own, token))
            };
            two[0] + 1 == two[1] && self.stands(printed, two[0]).is_none() && before.is_some_and(other)
        })
    }

    /// How surely the figures are those of the sides; none where they are not.
    fn nearness(
        &self,
        sides: &[Side; 2],
        [first, second]: [&Printed<'_>; 2],
        hits: [[i32; 2]; 2],
    ) -> Option<i32> {
        let own = hits[0][0] - hits[0][1];
        let other = hits[1][1] - hits[1][0];
        if own > 0 && other > 0 {
            return Some(own + other);
        }
        // "61 %, down from 69 % in the first round": the value now is of the other side, which is told before it.
        let behind = |now: &Printed<'_>, then: &Printed<'_>, side: &Side| {
            now.statement.sentence == then.statement.sentence
                && then.statement.quantity.change.role == ChangeRole::From
                && now.statement.quantity.change.role != ChangeRole::From
                && self.told_near(now, side)
        };
        if own >= 0 && other > 0 && behind(first, second, &sides[0]) {
            return Some(other);
        }
        (other >= 0 && own > 0 && behind(second, first, &sides[1])).then_some(own)
    }

    /// True where the words of a side stand in the sentence of a figure or in the one before it.
    fn told_near(&self, printed: &Printed<'_>, side: &Side) -> bool {
        let at = printed.statement.sentence;
        let near = self.source.sentences[at.saturating_sub(1)..=at].iter();
        let mut tokens = near.flat_map(|sentence| &sentence.tokens);
        *side == Side::Now
            || side.tokens().iter().any(|own| tokens.any(|token| meets(&self.sentence.tokens[*own], token)))
    }

    /// Fit of the measure; none where the figure cannot be of it.
    fn fit(
        &self,
        (ask, core): (&Ask<'_>, &[&Token]),
        printed: &Printed<'_>,
        sides: &[Side; 2],
    ) -> Option<u32> {
        let statement = printed.statement;
        let fit = align::fit(ask, self.source, statement);
        let flow = reading::is_flow(self.source, statement);
        let of_side = |at: usize| sides.iter().any(|side| side.tokens().contains(&at));
        let apart = self.sentence.periods.iter().any(|period| {
            let mut range = self.sentence.tokens_in(&period.span);
            let other = !range.clone().any(of_side)
                && range.all(|at| self.contrast.clause.contains(&at) || at < self.contrast.clause.start);
            let when = period::compare(Some(period), statement.period.as_ref(), flow);
            other && matches!(when, When::Apart | When::OtherCalendar)
        });
        let dated =
            sides.iter().any(|side| matches!(side, Side::Then(_)) || self.period_of(side.tokens()).is_some());
        let score = if Self::headed(core, printed) { fit.score.max(HEADED) } else { fit.score };
        let least = if printed.column.is_some() { ROW_MIN } else { MEASURE_MIN };
        (fit.block.is_none() && score >= least && (dated || !apart)).then_some(score)
    }

    /// True for two figures that can be compared, of the kind that the claim's words are of.
    fn alike(&self, first: &Printed<'_>, second: &Printed<'_>, sides: &[Side; 2]) -> bool {
        let (one, two) = (&first.statement.quantity, &second.statement.quantity);
        let words = || self.contrast.clause.clone().map(|at| self.sentence.tokens[at].surface);
        let share = words().any(|form| SHARES.contains(&form));
        let sort = self.contrast.sort;
        let ranked = matches!(sort, Sort::Height | Sort::Place);
        let places = first.place || second.place;
        let told_place = words().any(|form| PLACES.contains(&form));
        one.kind == two.kind
            && (one.unit == two.unit || one.kind == Kind::Count)
            && sort.takes(one.kind)
            && (!share || matches!(one.kind, Kind::Percent | Kind::Ratio) || first.statement.cell)
            && first.place == second.place
            && (!places || ranked)
            && (places || one.kind != Kind::Ordinal)
            && (!told_place || !ranked || places)
            && (first.column == second.column || first.statement.sentence == second.statement.sentence)
            && self.heads_meet(first, second, sides)
    }

    /// True unless two counts of different sentences count different things that the sides do not name.
    fn heads_meet(&self, first: &Printed<'_>, second: &Printed<'_>, sides: &[Side; 2]) -> bool {
        let head = |printed: &Printed<'_>| {
            let sentence = &self.source.sentences[printed.statement.sentence];
            printed.statement.head.map(|at| &sentence.tokens[at])
        };
        let Some((one, two)) = head(first).zip(head(second)) else { return true };
        let named = |token: &Token| {
            let mut tokens = sides.iter().flat_map(Side::tokens);
            tokens.any(|at| meets(&self.sentence.tokens[*at], token))
        };
        one.key == two.key || meets(one, two) || meets(two, one) || named(one) && named(two)
    }

    /// The words of a side as the claim has them.
    pub fn shown(&self, side: &Side) -> String {
        match side {
            Side::Now => "now".to_string(),
            Side::Then(_) => "before".to_string(),
            Side::Words(tokens) => {
                let all = &self.sentence.tokens;
                let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return String::new() };
                // The rest of a name that is read as one word.
                let joined = |token: &&Token| token.stop && token.capital;
                let rest = all[last + 1..].iter().take_while(joined).count();
                format!("“{}”", self.claim.slice(&(all[*first].range.start..all[last + rest].range.end)))
            }
        }
    }
}

/// The figures of a sentence that say what was, not by how much it changed nor what was meant.
pub(super) fn printed(source: &Reading, at: usize) -> Vec<Printed<'_>> {
    let sentence = &source.sentences[at];
    let tokens = &sentence.tokens;
    let all = source.statements_of(at);
    let value = |statement: &&Statement| {
        let meant = statement.modality != Modality::Actual
            && statement.modality_phrase.as_ref().is_none_or(|phrase| {
                phrase.start < statement.segment.end && statement.segment.start < phrase.end
            });
        let by = statement.quantity.change.role == ChangeRole::By;
        !by && !meant && statement.quantity.kind != Kind::Multiple
    };
    let row = is_row(sentence);
    let mut out = Vec::new();
    for statement in all.iter().filter(value) {
        let like: Vec<Range<usize>> = all
            .iter()
            .filter(|other| other.quantity.kind == statement.quantity.kind)
            .map(|other| other.tokens.clone())
            .collect();
        let zones = clause::zones(sentence, &like);
        let own = like.iter().position(|tokens| *tokens == statement.tokens);
        let Some(zone) = own.map(|own| zones[own].clone()) else { continue };
        let column = row.then(|| cell(sentence, statement.quantity.numeral.start));
        let head = column.map_or(&[][..], |column| head(source, at, column));
        let back = |at: usize| BEFORE.contains(&tokens[at].surface);
        // "A year earlier, there were 40": a circumstance before a comma counts as well.
        let comma = zone.clone().find(|at| tokens[*at].kind == TokenKind::Comma);
        let opening =
            comma.filter(|comma| *comma < statement.tokens.start).map_or(0..0, |comma| zone.start..comma);
        let own = statement.segment.start.max(zone.start)..statement.segment.end.min(zone.end);
        let told = own.chain(opening).any(back);
        let then = statement.quantity.change.role == ChangeRole::From || !row && told;
        let ranked = |token: &Token| PLACES.contains(&token.surface);
        let place = statement.quantity.kind == Kind::Ordinal || head.iter().any(ranked);
        let zone = if row { 0..tokens.len() } else { zone };
        out.push(Printed { statement, zone, column, head, then, place });
    }
    out
}

/// Number of the cell of a row that a place is in.
fn cell(row: &Sentence, place: usize) -> usize {
    row.tokens.iter().filter(|token| token.range.start < place && is_bar(token)).count()
}

/// True for the bar between two cells; the bar inside a link is none.
fn is_bar(token: &Token) -> bool {
    token.kind == TokenKind::Break && token.key == word::mark("|")
}

fn is_row(sentence: &Sentence) -> bool {
    sentence.tokens.iter().any(is_bar)
}

/// The words at the head of a column: of the first row of those that follow each other, titles between them left out.
fn head(source: &Reading, at: usize, column: usize) -> &[Token] {
    let row = |at: usize| is_row(&source.sentences[at]);
    let rows = (0..at).rev().take_while(|at| row(*at) || source.sentences[*at].heading);
    let Some(first) = rows.filter(|at| row(*at)).last() else { return &[] };
    let sentence = &source.sentences[first];
    let bars = |sentence: &Sentence| sentence.tokens.iter().filter(|token| is_bar(token)).count();
    // A head with one cell more opens with the caption.
    let column = column + usize::from(bars(sentence) == bars(&source.sentences[at]) + 1);
    let in_cell = |token: &Token| cell(sentence, token.range.start);
    let start = sentence.tokens.partition_point(|token| in_cell(token) < column);
    let length = sentence.tokens[start..].iter().take_while(|token| in_cell(token) == column).count();
    &sentence.tokens[start..start + length]
}

/// The resolved period of a figure.
fn own_period(statement: &Statement) -> Option<&Period> {
    statement.period.as_ref().map(|timed| &timed.period).filter(|period| period::is_resolved(period))
}

/// Which of two figures is the greater; `Some(None)` where they are equal, none where rounding or bounds leave it open.
pub(super) fn outcome(first: &Statement, second: &Statement, places: bool) -> Option<Option<Way>> {
    let (one, two) = (Interval::meaning(&first.quantity), Interval::meaning(&second.quantity));
    let exact = first.quantity.bound == Bound::Exact && second.quantity.bound == Bound::Exact;
    let way = if one.below(&two) {
        Some(Way::Less)
    } else if two.below(&one) {
        Some(Way::More)
    } else if exact && one == two && one.low == one.high {
        None
    } else {
        return None;
    };
    Some(if places { way.map(Way::turned) } else { way })
}
