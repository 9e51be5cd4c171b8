//! What a claim says besides its figure, each with a claim that says only what the source says.

use super::super::Verdict::{Contradicted, NotAddressed, Partial, Supported};
use super::super::trials::{check, judged};

#[test]
fn a_profit_is_no_loss() {
    check(
        "Deal Mills carried 1.12 million sacks in 2019. It made a net loss of 640 million crowns in 2019 after a profit of 210 million in 2018.",
        &[
            ("Deal Mills made a net profit of 640 million crowns in 2019.", Contradicted),
            ("Deal Mills made a net loss of 640 million crowns in 2019.", Supported),
        ],
    );
}

#[test]
fn what_is_true_of_a_part_is_not_true_of_the_whole() {
    check(
        "Of the guild's 320 baking posts 27 are vacant, its master said.",
        &[
            ("The guild has 320 vacant baking posts.", Contradicted),
            ("The guild has 27 vacant baking posts.", Supported),
            ("The guild has 320 baking posts.", Supported),
        ],
    );
    check(
        "The guild counts 57,000 ovens in all, of which 14% are heated by gas.",
        &[
            ("The guild counts 57,000 ovens heated by gas.", Contradicted),
            ("The guild counts 57,000 ovens.", Supported),
        ],
    );
    check(
        "The bank of Deal granted 8,420 loans in 2019. Of these, 3,110 went to young bakers.",
        &[
            ("The bank of Deal granted 8,420 loans to young bakers in 2019.", Contradicted),
            ("The bank of Deal granted 8,420 loans in 2019.", Supported),
        ],
    );
}

#[test]
fn a_capacity_is_not_what_is_held() {
    check(
        "The cistern of Deal holds 64% of its capacity of 3.2 million litres, the guild said.",
        &[
            ("The cistern of Deal holds 3.2 million litres.", Contradicted),
            ("The cistern of Deal can hold 3.2 million litres.", Supported),
        ],
    );
}

#[test]
fn what_comes_on_a_condition_has_not_come() {
    let source = "The budget of Deal sets aside £84 million for roads. A further £12 million is to come from the crown if the court agrees.";
    check(
        source,
        &[
            ("Deal is getting a further £12 million from the crown.", Partial),
            ("Deal is to get a further £12 million from the crown if the court agrees.", Supported),
        ],
    );
    check(
        "The mill of Deal is to cost £2 million. If the permits arrive by May, building could begin in early 2020.",
        &[("Building of the mill of Deal will begin in early 2020.", Partial)],
    );
}

#[test]
fn what_should_be_is_not_done() {
    let source =
        "The guild of Deal has nine ovens. The deficit should shrink to £5 million, its master said.";
    check(
        source,
        &[
            ("The deficit of the guild of Deal shrank to £5 million.", Partial),
            ("The deficit of the guild of Deal should shrink to £5 million.", Supported),
        ],
    );
}

#[test]
fn the_same_number_of_another_thing_is_no_evidence() {
    let source =
        "The hall of Deal sold 182,000 tickets in 2019, its master said. Subscriptions slipped to 11,900.";
    check(
        source,
        &[
            ("The hall of Deal sold 182,000 subscriptions in 2019.", NotAddressed),
            ("The hall of Deal sold 182,000 tickets in 2019.", Supported),
        ],
    );
}

#[test]
fn a_cause_needs_words_of_the_source() {
    let source = "Sales of bread in Deal fell 2% in 2019, the guild said. Sales of salt dropped with the rain, and flour was dear.";
    check(
        source,
        &[
            ("Sales of bread in Deal fell 2% in 2019 because flour was dear.", Partial),
            ("Sales of bread in Deal fell 2% in 2019.", Supported),
        ],
    );
    check(
        "Sales of bread in Deal fell 2% in 2019, because flour was dear, the guild said.",
        &[("Sales of bread in Deal fell 2% in 2019 because flour was dear.", Supported)],
    );
}

#[test]
fn a_figure_is_the_word_of_the_one_whom_the_source_names() {
    let source = "Prices in Deal rose 1.37% in May 2019, the council of Kent said. The Guild of Marlow put the yearly rise at 68%.";
    check(
        source,
        &[
            ("Prices in Deal rose 1.37% in May 2019, according to the Guild of Marlow.", Partial),
            ("Prices in Deal rose 1.37% in May 2019, according to the council of Kent.", Supported),
        ],
    );
}

#[test]
fn a_record_needs_words_that_say_so() {
    check(
        "The bank of Deal granted 8,420 loans in 2019, its report says.",
        &[
            ("The bank of Deal granted a record 8,420 loans in 2019.", Partial),
            ("The bank of Deal granted 8,420 loans in 2019.", Supported),
        ],
    );
    check(
        "The bank of Deal granted 8,420 loans in 2019, more than ever, its report says.",
        &[("The bank of Deal granted a record 8,420 loans in 2019.", Supported)],
    );
}

#[test]
fn what_is_planned_is_not_coming_for_sure() {
    let source = "The hall of Deal sold 182,000 tickets in 2019. A new hall with 450 seats is planned, but the council has not voted on it.";
    check(
        source,
        &[
            ("The hall of Deal is getting a new hall with 450 seats.", Partial),
            ("A new hall with 450 seats is planned in Deal.", Supported),
        ],
    );
}

#[test]
fn what_is_meant_is_not_done() {
    let source = "The guild of Deal has nine ovens. It means to spend 13 billion crowns on wells by 2027.";
    check(
        source,
        &[
            ("The guild of Deal has spent 13 billion crowns on wells.", Partial),
            ("The guild of Deal means to spend 13 billion crowns on wells.", Supported),
        ],
    );
}

#[test]
fn the_record_of_another_year_is_none_of_this_one() {
    let source = "Deal's mills ground 993,000 sacks in 2019, the guild said, 8% fewer than the record 1.08 million of 2018.";
    let judgement = judged("Deal's mills ground a record 993,000 sacks in 2019.", &[(source, None)]);
    assert_ne!(judgement.verdict, Supported, "{}", judgement.reason);
    check(source, &[("Deal's mills ground 993,000 sacks in 2019.", Supported)]);
}

#[test]
fn a_cause_without_a_figure_needs_a_sentence_that_says_so() {
    let claim = "Ada Reed, the head of the mill from 2004 to 2011, resigned because of a strike.";
    let told = "Ada Reed was the head of the mill from 2004 to 2011, when she resigned.";
    check(&format!("{told} A strike of 2013 closed its bakery."), &[(claim, Partial)]);
    check(&format!("{told} A strike had forced her to go."), &[(claim, Supported)]);
    check("Ada Reed, the head of the mill from 2004 to 2011, resigned over a strike.", &[(claim, Supported)]);
}
