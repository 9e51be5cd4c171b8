//! Pairs for the rules of this module, each with a claim that it lets pass.

use crate::verdict::Verdict::{Contradicted, Partial, Supported};
use crate::verdict::trials::check;

#[test]
fn what_holds_for_a_group_is_not_told_of_all() {
    let source = "Among bakers over 60 with a weak heart, the salve halved the risk of burns.";
    check(
        source,
        &[
            ("The salve halves the risk of burns.", Partial),
            ("The salve halves the risk of burns for bakers over 60 with a weak heart.", Supported),
        ],
    );
    let source = "Three of the 28 loaves tested by the guild contained more salt than the law allows.";
    check(
        source,
        &[
            ("Loaves tested by the guild contained more salt than the law allows.", Partial),
            ("Some loaves tested by the guild contained more salt than the law allows.", Supported),
        ],
    );
}

#[test]
fn after_a_day_is_not_by_that_day() {
    let source = "Millers in Deal have to register their weirs by 1 September.";
    check(
        source,
        &[
            ("Millers in Deal must register their weirs after 1 September.", Contradicted),
            ("Millers in Deal have to register their weirs by 1 September.", Supported),
        ],
    );
}

#[test]
fn the_same_noun_does_not_rise_and_fall() {
    let source = "Inflation in Deal slowed in July. Prices have now risen for 40 months in a row.";
    check(
        source,
        &[
            ("Inflation in Deal slowed in July, which means that prices fell.", Contradicted),
            ("Inflation in Deal slowed in July, and prices have risen for months.", Supported),
        ],
    );
}

#[test]
fn whose_costs_they_are_is_told_apart() {
    let source = "The judge dismissed the bakers' claim and ordered them to pay the miller's legal costs.";
    check(
        source,
        &[
            ("The judge ordered the miller to pay the bakers' legal costs.", Contradicted),
            ("The judge ordered the bakers to pay the miller's legal costs.", Supported),
        ],
    );
}

#[test]
fn which_came_first_is_told_by_later() {
    let source =
        "The audit report on the mill of Deal was published on 4 March. Nine days later the miller resigned.";
    check(
        source,
        &[
            ("The miller resigned before the audit report on the mill of Deal was published.", Contradicted),
            ("The miller resigned after the audit report on the mill of Deal was published.", Supported),
        ],
    );
}

#[test]
fn a_rank_in_a_narrower_field_is_no_rank_in_the_wider() {
    let source = "At 36, Ida Bell is the oldest Danish baker to win the cup.";
    check(
        source,
        &[
            ("Ida Bell is the oldest baker to win the cup.", Partial),
            ("Ida Bell is the oldest Danish baker to win the cup.", Supported),
        ],
    );
    let source = "The pond at Deal usually freezes between Christmas and January.";
    check(
        source,
        &[
            ("The pond at Deal freezes every winter between Christmas and January.", Partial),
            ("The pond at Deal usually freezes between Christmas and January.", Supported),
        ],
    );
}

#[test]
fn what_is_open_again_is_not_closed_since() {
    let source = "The mill in Deal closed in 2016 and was open to bakers again two years later.";
    check(
        source,
        &[
            ("The mill in Deal has been closed since 2016.", Partial),
            ("The mill in Deal closed in 2016.", Supported),
        ],
    );
    let source = "The mill in Deal has been closed since 2016.";
    check(source, &[("The mill in Deal has been closed since 2016.", Supported)]);
}

#[test]
fn a_cousin_of_the_name_is_another() {
    let source = "The guild questioned Ed Paz, a cousin of the miller Guy Paz, about a sack of flour. Ed Paz was later convicted of theft.";
    check(
        source,
        &[
            ("The miller Guy Paz was convicted of theft.", Partial),
            ("Ed Paz was convicted of theft.", Supported),
        ],
    );
}
