//! Pairs for the rules of this module, each with a claim that it lets pass.

use crate::verdict::Verdict::{Contradicted, NotAddressed, Partial, Supported};
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
    let source = "The guild called the loaf the greatest advance of its time, and the mill was proud of it.";
    check(
        source,
        &[
            ("The guild called the loaf the greatest failure of its time.", Partial),
            ("The guild called the loaf the greatest advance of its time.", Supported),
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

#[test]
fn early_is_not_late() {
    let source = "The weir at Deal was opened on 14 June, some five months before the date in the contract.";
    check(
        source,
        &[
            ("The weir at Deal was opened behind schedule.", Contradicted),
            ("The weir at Deal was opened five months before the date in the contract.", Supported),
        ],
    );
}

#[test]
fn who_came_second_did_not_win() {
    let source = "The yacht Ash came second to Bold Rook in the Deal Cup of 2016.";
    check(
        source,
        &[
            ("The Deal Cup of 2016 was won by the yacht Ash.", Contradicted),
            ("The yacht Ash came second in the Deal Cup of 2016.", Supported),
        ],
    );
}

#[test]
fn a_part_is_played_by_the_one_who_is_named() {
    let source = "In Loaf Street Ida Bell plays the miller Una, while Sergeant Marsh is played by Tom Reed.";
    check(
        source,
        &[
            ("Ida Bell plays Sergeant Marsh in Loaf Street.", Contradicted),
            ("Tom Reed plays Sergeant Marsh in Loaf Street.", Supported),
        ],
    );
}

#[test]
fn one_channel_is_not_another() {
    let source = "The fourth series of Loaf Street, of 13 parts, aired on Hill TV from May to June 1999.";
    check(
        source,
        &[
            ("Loaf Street was shown on Rook.", Contradicted),
            ("The fourth series of Loaf Street was shown on Hill TV.", Supported),
        ],
    );
}

#[test]
fn nobody_is_banned_or_made_coach_unsaid() {
    let source = "Ida Bell finished fifth in the skating final at Deal in a record of 50.41 seconds.";
    check(
        source,
        &[
            ("Ida Bell was disqualified from the skating final at Deal.", Partial),
            ("Ida Bell finished fifth in the skating final at Deal.", Supported),
        ],
    );
}

#[test]
fn a_denied_cause_is_no_cause() {
    let source = "The mill at Deal stood still in May because coal had run short. No strike had been called at the mill.";
    check(
        source,
        &[
            ("The mill at Deal stood still in May because of a strike.", Contradicted),
            ("The mill at Deal stood still in May because coal had run short.", Supported),
        ],
    );
}

#[test]
fn what_was_declined_was_not_received() {
    let source = "Ida Bell declined the Flour Prize for 2002 in protest, and the prize stayed with the guild that year.";
    check(
        source,
        &[
            ("Ida Bell was awarded the Flour Prize in 2002.", Contradicted),
            ("Ida Bell declined the Flour Prize for 2002.", Supported),
        ],
    );
}

#[test]
fn what_begins_was_not_so_before() {
    let source = "On 24 May 2008, Tom Reed became head baker of Deal.";
    check(
        source,
        &[
            ("Before 24 May 2008, Tom Reed was head baker of Deal.", Contradicted),
            ("Tom Reed became head baker of Deal on 24 May 2008.", Supported),
        ],
    );
}

#[test]
fn a_true_claim_is_let_pass() {
    let twice = "In the film Ida Bell plays Marsh. In the series Marsh is played by Tom Reed.";
    check(twice, &[("Ida Bell plays Marsh in the film.", Supported)]);
    let spelt = "Loaf Street aired on HTV1 from 1990.";
    check(spelt, &[("Loaf Street aired on HTV One.", NotAddressed)]);
    let shop = "The mill in Deal closed in 2016. Only the shop is open.";
    check(shop, &[("The mill in Deal has been closed since 2016.", Supported)]);
}
