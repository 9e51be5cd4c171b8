//! Judges a comparison that names no figure ("more bread than cakes was sold"): by the two printed figures that it is
//! between, else by the same comparison in the source's words.
//!
//! Takes a claim's sentence and the sources, and changes the parts that words and dates alone gave. It derives no
//! figure, and leaves a comparison with a figure of its own ("5 % more than") to the derivations.

mod course;
mod most;
mod operand;
mod order;
mod said;
mod sides;
mod words;

use std::ops::Range;

use super::Verdict;
use super::code::Code;
use super::compare::Shown;
use super::derive::Pool;
use super::evidence::{Stance, Step};
use super::part::{Part, Remark, Support};
use super::period;
use crate::statement::{Reading, Statement};
use crate::temporal::Period;
use operand::{Pair, Search};
use words::Way;

/// Judges the comparisons of a claim's sentence, and takes back what words and dates alone supported of them.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let contrasts = sides::read(claim, number);
    for (witness, list) in parts.iter_mut().enumerate() {
        let (source, sentences) = &pool.sources[witness];
        for contrast in &contrasts {
            let search = Search::new(claim, number, contrast, source, sentences);
            let settled = contrast.readings.iter().find_map(|reading| search.pair(number, reading));
            let place = Place { claim, number, clause: &contrast.clause, words: &contrast.words };
            match settled {
                Some(pair) => {
                    place.enter(settle(&place, &search, &pair, (contrast.way, source, witness)), list)
                }
                None => match said::stated(claim, number, contrast, source, sentences) {
                    Some(said) if said.agrees => {}
                    Some(said) => place.enter(place.opposed(&said, source, witness), list),
                    None if contrast.firm => place.leave_open(list),
                    None => {}
                },
            }
        }
        if let Some(run) = course::run(claim, number, source, sentences) {
            let place = Place { claim, number, clause: &run.clause, words: &run.words };
            place.enter_run(&run, (source, witness), list);
        }
        if let Some(dated) = order::dated(claim, number, source, sentences).filter(|dated| !dated.agrees) {
            let place = Place { claim, number, clause: &dated.clause, words: &dated.words };
            list.push(place.misordered(&dated, source, witness));
        }
        if let Some(found) = most::outdone(claim, number, source, sentences) {
            let place = Place { claim, number, clause: &found.clause, words: &found.words };
            list.push(place.outdone(&found, source, witness));
        }
    }
}

/// Where a comparison stands in a claim.
struct Place<'a> {
    claim: &'a Reading,
    number: usize,
    /// Tokens of its clause.
    clause: &'a Range<usize>,
    /// Tokens that compare.
    words: &'a Range<usize>,
}

impl Place<'_> {
    fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        let all = &self.claim.sentences[self.number].tokens;
        all[tokens.start].range.start..all[tokens.end - 1].range.end
    }

    /// The comparing words as the claim has them.
    fn said(&self) -> &str {
        self.claim.slice(&self.bytes(self.words))
    }

    /// True where the comparison is all that the sentence says.
    fn is_whole(&self) -> bool {
        let sentence = &self.claim.sentences[self.number];
        let rest = sentence.tokens.len() - self.clause.end;
        self.clause.start == 0 && rest <= 1 && sentence.statements.is_empty()
    }

    /// Puts in what the comparison came to, and takes out what stood for it before.
    fn enter(&self, part: Part, list: &mut Vec<Part>) {
        let range = &self.claim.sentences[self.number].range;
        let clause = self.bytes(self.clause);
        let whole = self.is_whole();
        list.retain(|other| {
            let inside = range.start <= other.range.start && other.range.end <= range.end;
            let times = clause.start <= other.range.start && other.range.end <= clause.end;
            let date = other.range != *range && times;
            !inside || other.figure.is_some() || !whole && !date
        });
        list.push(part);
    }

    /// Takes back what words and dates alone supported.
    fn leave_open(&self, list: &mut Vec<Part>) {
        let range = &self.claim.sentences[self.number].range;
        let inside = |other: &Part| range.start <= other.range.start && other.range.end <= range.end;
        let supported = list.iter().any(|other| inside(other) && other.verdict == Verdict::Supported);
        if !supported {
            return;
        }
        let words = self.said();
        let mut part = Part::unaddressed(
            self.bytes(self.clause),
            words,
            format!("the source does not settle what “{words}” compares"),
        );
        part.steps.push(Step {
            rule: "compare-sides".to_string(),
            place: None,
            outcome: part.reason.clone(),
        });
        if self.is_whole() {
            for other in list.iter_mut().filter(|other| inside(other) && other.verdict == Verdict::Supported)
            {
                other.verdict = Verdict::NotAddressed;
                other.reason.clone_from(&part.reason);
                for support in &mut other.supports {
                    support.stance = Stance::Nearby;
                }
            }
        }
        list.push(part);
    }

    /// Puts in what two figures say of a course. What is borne out replaces the words of a whole sentence only.
    fn enter_run(&self, run: &course::Run<'_>, (source, witness): (&Reading, usize), list: &mut Vec<Part>) {
        let shown =
            |at: usize| Shown { quantity: &run.figures[at].quantity, text: &source.text }.span().to_string();
        let sign = if run.way == Way::More { ">" } else { "<" };
        let verdict = if run.agrees { "bears out" } else { "rules out" };
        let note = format!("now {} {sign} {} before, which {verdict} “{}”", shown(0), shown(1), self.said());
        let figures = [(run.figures[0], shown(0)), (run.figures[1], shown(1))];
        let supports = passages(&figures, run.agrees, source, witness);
        if !run.agrees {
            let mut part = self.part(Verdict::Contradicted, note, supports);
            for remark in &mut part.remarks {
                remark.code = Code::DIRECTION;
                remark.help = None;
            }
            list.push(part);
        } else if self.is_whole() {
            self.enter(self.part(Verdict::Supported, note, supports), list);
        }
    }

    fn misordered(&self, dated: &order::Dated, source: &Reading, witness: usize) -> Part {
        let [first, second] =
            dated.events.each_ref().map(|(_, period)| source.slice(&period.span).to_string());
        let note =
            format!("{first} for the first, {second} for the second, which rules out “{}”", self.said());
        let mark = |(sentence, period): &(usize, Period)| {
            let range = source.sentences[*sentence].range.clone();
            let support = Support { witness, range, stance: Stance::Contradicts, marks: Vec::new() };
            support.mark(period.span.clone(), true, period::show(period))
        };
        let supports = dated.events.iter().map(mark).collect();
        self.part(Verdict::Contradicted, note, supports)
    }

    fn outdone(&self, found: &most::Outdone<'_>, source: &Reading, witness: usize) -> Part {
        let shown = |statement: &Statement| {
            Shown { quantity: &statement.quantity, text: &source.text }.span().to_string()
        };
        let figures: Vec<_> = found.figures.iter().map(|statement| (*statement, shown(statement))).collect();
        let mut supports = passages(&figures, false, source, witness);
        if supports.is_empty() {
            let range = source.sentences[found.sentence].range.clone();
            supports.push(Support { witness, range, stance: Stance::Contradicts, marks: Vec::new() });
        }
        let note = format!("{}, which rules out “{}”", found.note, self.said());
        self.part(Verdict::Contradicted, note, supports)
    }

    fn opposed(&self, said: &said::Said, source: &Reading, witness: usize) -> Part {
        let sentence = &source.sentences[said.sentence];
        let words = source.slice(
            &(sentence.tokens[said.words.start].range.start..sentence.tokens[said.words.end - 1].range.end),
        );
        let own = self.said();
        let note = format!("the source says “{words}” of the two where the claim says “{own}”");
        let support = Support {
            witness,
            range: sentence.range.clone(),
            stance: Stance::Contradicts,
            marks: Vec::new(),
        };
        self.part(Verdict::Contradicted, note, vec![support])
    }

    fn part(&self, verdict: Verdict, note: String, supports: Vec<Support>) -> Part {
        let mut part = Part::unaddressed(self.bytes(self.clause), "", note.clone());
        part.verdict = verdict;
        part.strength = 700;
        part.steps.push(Step { rule: "compare-sides".to_string(), place: None, outcome: note.clone() });
        if verdict == Verdict::Contradicted {
            part.remarks.push(Remark {
                code: Code::COMPARISON,
                message: note,
                notes: Vec::new(),
                help: Some("turn the comparison round, or check which figure is whose".to_string()),
            });
        }
        part.supports = supports;
        part
    }
}

/// The passages of figures, each with its label.
fn passages(
    figures: &[(&Statement, String)],
    agrees: bool,
    source: &Reading,
    witness: usize,
) -> Vec<Support> {
    let stance = if agrees { Stance::Supports } else { Stance::Contradicts };
    let mut supports: Vec<Support> = Vec::new();
    for (statement, label) in figures {
        let range = source.sentences[statement.sentence].range.clone();
        let known = supports.iter().position(|support| support.range == range);
        let at = known.unwrap_or_else(|| {
            supports.push(Support { witness, range, stance, marks: Vec::new() });
            supports.len() - 1
        });
        supports[at].marks.push((statement.quantity.span.clone(), !agrees, label.clone()));
    }
    supports
}

/// What two figures say of the comparison.
fn settle(
    place: &Place<'_>,
    search: &Search<'_>,
    pair: &Pair<'_>,
    (claimed, source, witness): (Way, &Reading, usize),
) -> Part {
    let agrees = pair.way == Some(claimed);
    let printed = |at: usize| {
        let shown = Shown { quantity: &pair.figures[at].quantity, text: &source.text }.span();
        format!("{shown} for {}", search.shown(&pair.sides[at]))
    };
    // Of places the smaller number is the higher.
    let way = if pair.places { pair.way.map(Way::turned) } else { pair.way };
    let sign = match way {
        Some(Way::More) => ">",
        Some(Way::Less) => "<",
        None => "=",
    };
    let verdict = if agrees { "bears out" } else { "rules out" };
    let note = format!("{} {sign} {}, which {verdict} “{}”", printed(0), printed(1), place.said());
    let figures = [(pair.figures[0], printed(0)), (pair.figures[1], printed(1))];
    let supports = passages(&figures, agrees, source, witness);
    let mut part =
        place.part(if agrees { Verdict::Supported } else { Verdict::Contradicted }, note, supports);
    part.strength = pair.fit.max(part.strength);
    part
}

#[cfg(test)]
mod tests;
