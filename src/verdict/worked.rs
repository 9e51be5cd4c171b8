//! What printed figures come to by a plain sum that the claim words otherwise: so much to each of three, passengers and
//! crew aboard, more than was planned, the age at a death.
//!
//! It only bears out, and only a figure that the source does not print.

use chrono::Datelike;

use super::Verdict;
use super::ask::says;
use super::code::Code;
use super::cover;
use super::derive::Pool;
use super::evidence::{Stance, Step};
use super::interval::{Interval, ends};
use super::otherwise;
use super::part::{Part, Support};
use super::value;
use crate::claim::Modality;
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind};
use crate::statement::word::{self, Key};
use crate::statement::{Reading, Sentence, Statement};
use crate::temporal::{Grain, Period};

/// Words for those who are carried, and for those who carry them.
const CARRIED: [Key; 2] = word::literals(["passengers", "passenger"]);
const CREW: [Key; 3] = word::literals(["crew", "crewmen", "staff"]);
/// Words for both.
const PEOPLE: [Key; 4] = word::literals(["people", "persons", "those", "souls"]);
/// Words of a claim that says where they were.
const ABOARD: [Key; 2] = word::literals(["aboard", "board"]);
/// Words of what was meant to be.
const PLANNED: [Key; 6] =
    word::literals(["planned", "budgeted", "expected", "forecast", "scheduled", "estimated"]);
/// Words that make a figure a difference to it.
const MORE: [Key; 3] = word::literals(["more", "over", "above"]);
/// Tokens from a figure to the words around it.
const REACH: usize = 6;

/// A figure that a sum bears out: the sentence, and the sum in words.
type Worked = (usize, String);

/// Bears out figures of a claim's sentence.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    for figure in claim.sentences[number].statements.clone() {
        for (witness, (source, sentences)) in pool.sources.iter().enumerate() {
            // In a long text two figures that give a third are soon found.
            if cover::is_long(source) {
                continue;
            }
            let asked = Asked { claim, own: &claim.statements[figure], source };
            let open = |part: &&mut Part| {
                // The clash with one of the addends is none.
                let by_value = part.remarks.first().is_some_and(|remark| remark.code == Code::VALUE);
                let unsaid = part.verdict == Verdict::NotAddressed
                    && part.supports.iter().all(|support| support.stance != Stance::Supports);
                part.figure == Some(figure) && (unsaid || part.verdict == Verdict::Contradicted && by_value)
            };
            for part in parts[witness].iter_mut().filter(open) {
                let Some((at, reason)) = sentences.iter().find_map(|at| asked.worked(*at)) else { continue };
                part.verdict = Verdict::Supported;
                part.remarks.clear();
                part.strength = part.strength.max(value::SUPPORT_MIN);
                part.steps.push(Step { rule: "worked".to_string(), place: None, outcome: reason.clone() });
                let range = source.sentences[at].range.clone();
                let support =
                    Support { witness, range: range.clone(), stance: Stance::Supports, marks: Vec::new() };
                part.supports = vec![support.mark(range, false, reason.clone())];
                part.reason = reason;
            }
        }
    }
}

/// A figure of a claim, asked of one source.
struct Asked<'a> {
    claim: &'a Reading,
    own: &'a Statement,
    source: &'a Reading,
}

impl Asked<'_> {
    fn worked(&self, at: usize) -> Option<Worked> {
        if self.own.quantity.bound != Bound::Exact {
            return None;
        }
        // What is "more than planned" is read as a plan.
        let actual = || self.to_each(at).or_else(|| self.aboard(at)).or_else(|| self.age(at));
        let meant = self.own.modality == Modality::Actual;
        self.above_plan(at).or_else(|| meant.then(actual).flatten())
    }

    fn claimed(&self) -> &Sentence {
        &self.claim.sentences[self.own.sentence]
    }

    fn is(&self, value: Exact) -> bool {
        Interval::meaning(&self.own.quantity).holds(value) && ends(&self.own.quantity.figure).0 == value
    }

    fn printed(&self, one: &Statement) -> &str {
        self.source.slice(&one.quantity.span).trim()
    }

    /// "£2,100 to each of his three tenants" are £6,300 to three tenants.
    fn to_each(&self, at: usize) -> Option<Worked> {
        let [each, of] = const { word::literals(["each", "of"]) };
        let tokens = &self.source.sentences[at].tokens;
        let figures = self.source.statements_of(at);
        let many = figures
            .iter()
            .find(|one| one.quantity.kind == Kind::Count && one.quantity.bound == Bound::Exact)?;
        let lead = tokens[..many.tokens.start].iter().rev().take(REACH);
        let led =
            lead.clone().any(|token| token.surface == each) && lead.clone().any(|token| token.surface == of);
        let money = figures.iter().find(|one| {
            let unit = one.quantity.unit == self.own.quantity.unit;
            let near = one.tokens.end <= many.tokens.start && many.tokens.start - one.tokens.end <= REACH;
            one.quantity.kind == Kind::Currency && unit && near && one.quantity.bound == Bound::Exact
        })?;
        let same = |one: &&Statement| {
            one.quantity.kind == Kind::Count && ends(&one.quantity.figure) == ends(&many.quantity.figure)
        };
        let named = self.claim.statements_of(self.own.sentence).iter().any(|one| same(&one));
        let whole = !says(&self.claimed().tokens, &[each]) && self.own.quantity.kind == Kind::Currency;
        let product = ends(&money.quantity.figure).0 * ends(&many.quantity.figure).0;
        let reason = format!("{} × {} is the claim's amount", self.printed(money), self.printed(many));
        (led && named && whole && self.is(product)).then_some((at, reason))
    }

    /// "189 passengers and 23 crew" are 212 people aboard.
    fn aboard(&self, at: usize) -> Option<Worked> {
        let own = &self.claimed().tokens;
        let near = &own[self.own.tokens.end..own.len().min(self.own.tokens.end + REACH)];
        let asks = self.own.quantity.kind == Kind::Count && says(near, &PEOPLE) && says(own, &ABOARD);
        let tokens = &self.source.sentences[at].tokens;
        let counts = |forms: &[Key]| {
            let mut figures = self.source.statements_of(at).iter();
            figures.find(|one| {
                let next = tokens.get(one.tokens.end);
                one.quantity.kind == Kind::Count
                    && one.quantity.bound == Bound::Exact
                    && next.is_some_and(|next| forms.contains(&next.surface))
            })
        };
        let (carried, crew) = (counts(&CARRIED)?, counts(&CREW)?);
        let sum = ends(&carried.quantity.figure).0 + ends(&crew.quantity.figure).0;
        let reason = format!("{} + {} is the claim's number", self.printed(carried), self.printed(crew));
        (asks && self.is(sum)).then_some((at, reason))
    }

    /// "Budgeted at $55 million but cost $62 million" is 7 million more than planned.
    fn above_plan(&self, at: usize) -> Option<Worked> {
        let own = &self.claimed().tokens;
        let behind = &own[self.own.tokens.end..own.len().min(self.own.tokens.end + REACH)];
        if !says(behind, &MORE) || !says(behind, &PLANNED) {
            return None;
        }
        let tokens = &self.source.sentences[at].tokens;
        let amount = |one: &&Statement| {
            matches!(one.quantity.kind, Kind::Currency | Kind::Count | Kind::Dimension)
                && one.quantity.bound == Bound::Exact
                && one.quantity.change.role != ChangeRole::By
        };
        let planned = |one: &&Statement| {
            says(&tokens[one.tokens.start.saturating_sub(REACH)..one.tokens.start], &PLANNED)
        };
        let mut figures = self.source.statements_of(at).iter().filter(amount);
        let plan = figures.clone().find(planned)?;
        let came = figures.find(|one| {
            // What it came to is the claim's as well.
            let told = self.claim.statements_of(self.own.sentence).iter();
            let claimed = |own: &Statement| ends(&own.quantity.figure) == ends(&one.quantity.figure);
            one.tokens != plan.tokens && one.quantity.unit == plan.quantity.unit && told.clone().any(claimed)
        })?;
        let unit = self.own.quantity.unit == plan.quantity.unit || self.own.quantity.unit.is_empty();
        let more = ends(&came.quantity.figure).0 - ends(&plan.quantity.figure).0;
        let reason = format!("{} − {} is the claim's difference", self.printed(came), self.printed(plan));
        (unit && self.is(more)).then_some((at, reason))
    }

    /// "Born 4 March 1841; died 19 October 1902" is a death at the age of 61.
    fn age(&self, at: usize) -> Option<Worked> {
        let [born, died, age, aged] = const { word::literals(["born", "died", "age", "aged"]) };
        let own = &self.claimed().tokens;
        let before = &own[self.own.tokens.start.saturating_sub(REACH)..self.own.tokens.start];
        let asks = says(own, &[died]) && says(before, &[age, aged]);
        let years = matches!(self.own.quantity.kind, Kind::Age | Kind::Duration | Kind::Count);
        let sentence = &self.source.sentences[at];
        let behind = |verb: Key| {
            let at = sentence.tokens.iter().position(|token| token.surface == verb)?;
            let start = sentence.tokens[at].range.end;
            let dated = |period: &&Period| period.grain == Grain::Day && period.span.start >= start;
            sentence.periods.iter().find(dated)?.from
        };
        let (birth, death) = (behind(born)?, behind(died)?);
        let before_day = (death.month(), death.day()) < (birth.month(), birth.day());
        let lived = death.year() - birth.year() - i32::from(before_day);
        let named = otherwise::names_subject(self.claimed(), sentence);
        let reason = format!("{birth} to {death}: {lived} years");
        let fits = birth < death && self.is(Exact::from_integer(i128::from(lived)));
        (asks && years && named && fits).then_some((at, reason))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, NotAddressed, Supported};
    use super::super::trials::check;

    #[test]
    fn so_much_to_each_of_three_is_three_times_that() {
        check(
            "The court of Deal ordered the miller Tom Ash to pay back £1,400 to each of his four bakers.",
            &[
                ("The miller was ordered to pay back £5,600 to four bakers.", Supported),
                ("The miller was ordered to pay back £4,200 to four bakers.", Contradicted),
            ],
        );
    }

    #[test]
    fn passengers_and_crew_are_people_aboard() {
        check(
            "The ferry Heron, carrying 141 passengers and 17 crew, ran aground off Deal.",
            &[
                ("The ferry Heron ran aground off Deal with 158 people aboard.", Supported),
                ("The ferry Heron ran aground off Deal with 168 people aboard.", NotAddressed),
            ],
        );
    }

    #[test]
    fn what_it_came_to_less_the_plan_is_more_than_planned() {
        check(
            "The Heron bridge of Deal opened in May. It was budgeted at £41 million but ended up costing £47 million to build.",
            &[(
                "Building the Heron bridge of Deal cost £47 million, 6 million more than planned.",
                Supported,
            )],
        );
    }

    #[test]
    fn two_dates_give_the_age_at_a_death() {
        check(
            "Tom Ash (born Deal, 9 May 1850; died Marlow, 2 March 1911) was a baker.",
            &[
                ("The baker Tom Ash died in Marlow in 1911 at the age of 60.", Supported),
                ("The baker Tom Ash died in Marlow in 1911 at the age of 61.", NotAddressed),
            ],
        );
    }
}
