//! Letters, calls, chats and talks: whoever speaks is seldom named, and names others in passing.

use super::align::Fit;
use super::compare::{Compared, Relation};
use super::interval;
use super::value::{Question, Weighed};
use crate::quantity::Kind;
use crate::quantity::exact::Exact;
use crate::statement::Statement;

/// Counts up to this are too common for one to be known again without what it counts.
const COMMON_MAX: i128 = 12;

/// True where the words beside a figure that agrees keep it from nothing: in a letter or a talk, what stands as the
/// subject of a sentence tells little of whose figure it is.
pub(super) fn lets_pass(
    question: &Question<'_>,
    statement: &Statement,
    fit: &Fit,
    compared: &Compared,
) -> bool {
    let common = || {
        let (least, _) = interval::ends(&statement.quantity.figure);
        statement.quantity.kind == Kind::Count && least <= Exact::from_integer(COMMON_MAX)
    };
    question.source.spoken
        && compared.relation == Relation::Agree
        && compared.same_numeral
        && (fit.by_subject || fit.block.is_none())
        && (!common() || both_count(question, statement, fit))
}

/// True for the "ten thousand" of a talk where the claim has "ten thousand euros", and euros are what the talk is of.
pub(super) fn bare_money(question: &Question<'_>, statement: &Statement) -> bool {
    let (own, other) = (&question.own().quantity, &statement.quantity);
    let alike = || interval::ends(&own.figure) == interval::ends(&other.figure) && own.bound == other.bound;
    let named = || {
        let words = &question.claim.sentences[question.own().sentence].tokens;
        let money = words
            .iter()
            .filter(|token| own.span.start <= token.range.start && token.range.end <= own.span.end);
        money.filter(|token| token.content()).any(|token| question.source.postings().contains_key(&token.key))
    };
    question.source.spoken
        && own.kind == Kind::Currency
        && other.kind == Kind::Count
        && other.per.is_empty()
        && statement.head.is_none()
        && interval::ends(&other.figure).0 > Exact::from_integer(COMMON_MAX)
        && alike()
        && named()
}

/// Fit at which the same number supports a claim about a letter or a talk, whose words it seldom repeats.
const GATHERED_MIN: u32 = 150;

/// The least fit of a number that is known again by itself; `plain` is that of other texts.
pub(super) fn least(question: &Question<'_>, plain: u32) -> u32 {
    if question.source.spoken { GATHERED_MIN } else { plain }
}

/// True where a figure that agrees outweighs one of another sentence: those of a letter or a talk seldom repeat their
/// words.
pub(super) fn settles(question: &Question<'_>, agrees: &Weighed<'_>, clash: &Weighed<'_>) -> bool {
    question.source.spoken
        && agrees.compared.relation == Relation::Agree
        && agrees.compared.same_numeral
        && agrees.statement.sentence != clash.statement.sentence
        && agrees.fit.said_names >= clash.fit.said_names
}

/// True where both say what they count, and it is the same.
pub(super) fn counts_it(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    both_count(question, one.statement, &one.fit)
}

fn both_count(question: &Question<'_>, statement: &Statement, fit: &Fit) -> bool {
    !fit.other_head && statement.head.is_some() && question.own().head.is_some()
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, NotAddressed, Partial, Supported};
    use super::super::trials::check;

    const LETTER: &str = "Dear Mrs Reed,\n\nI hope that you and your bakers are well. You told me at the fair in Deal that \
        your ovens stand idle on Mondays, and I believe that we can help you. Ash & Hill brings your flour before dawn, \
        and our drivers carry up to 40 sacks into your store. If a sack is damp, we take it back.\n\nYou pay 1.80 pounds a \
        sack for the drive to Bell Harbour, with a contract of three years. In Hull a bakery cut its waste from 74 sacks \
        to 28 with our scales. We lend you two scales for 60 days, and you may send them back. The harbour has 240 berths \
        and 165 are taken, so tell me soon.\n\nYours, Tom Bell";

    #[test]
    fn a_name_in_passing_does_not_take_a_figure_from_a_letter() {
        check(
            LETTER,
            &[
                (
                    "Ash & Hill of Hull asks Mrs Reed for 1.80 pounds a sack under a contract of three years.",
                    Supported,
                ),
                // The two of the letter are scales.
                ("Ash & Hill lends Mrs Reed two ovens for 60 days.", Partial),
            ],
        );
        // A report has subjects: there the name is whose figure it is.
        check(
            "Ash & Hill is a mill in Deal.\n\nReed Brothers sells 1.80 million sacks a year to bakers in Hull.",
            &[("Ash & Hill sells 1.80 million sacks a year to bakers in Hull.", NotAddressed)],
        );
    }

    #[test]
    fn an_offer_of_up_to_40_is_not_one_of_up_to_60() {
        check(
            LETTER,
            &[
                ("The drivers of Ash & Hill carry up to 60 sacks into the store of Mrs Reed.", Contradicted),
                ("The drivers of Ash & Hill carry up to 40 sacks into the store of Mrs Reed.", Supported),
            ],
        );
    }
}
