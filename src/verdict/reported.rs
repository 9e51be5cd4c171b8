//! Claims as reporters put them: sums of what a sentence lists, who said or made it, who is denied what.

use super::Verdict::{Contradicted, NotAddressed, Partial, Supported};
use super::trials::check;

#[test]
fn what_one_sentence_lists_is_added_up() {
    let source =
        "Deal fair sold 11,200 tickets for the Friday, 17,900 for the Saturday and 14,600 for the Sunday.";
    check(
        source,
        &[
            ("Deal fair sold 43,700 tickets.", Supported),
            ("Deal fair sold 43,700 tickets over its three days.", Supported),
            ("Deal fair sold 45,700 tickets.", Contradicted),
        ],
    );
    // A number that is told of one member is that member's.
    let source = "Ash sold 11,210 loaves and Oak 17,930.";
    check(source, &[("Oak sold 29,140 loaves.", Contradicted)]);
}

#[test]
fn points_may_be_told_in_fractions() {
    let source = "The Reserve Bank of Norland raised its policy rate from 4.50% to 5.25%.";
    check(
        source,
        &[
            (
                "Norland's central bank raised its key rate by three quarters of a percentage point.",
                Supported,
            ),
            ("Norland's central bank raised its key rate by half a percentage point.", Contradicted),
        ],
    );
}

#[test]
fn the_whole_is_not_its_part() {
    let source = "Of the 6,180 bakers of the guild, 1,236 had left by the end of 2023.";
    check(source, &[("1,236 bakers had left the guild by the end of 2023.", Supported)]);
    let source =
        "Forty people had applied. Nine were admitted by the guild and the remaining 31 were rejected.";
    check(source, &[("The guild rejected 31 of the forty people who applied.", Supported)]);
    let source = "Members voted to shut the Mill Lane and Eastfield baths. The other five baths stay open.";
    check(source, &[("The town is to shut two of its seven baths.", NotAddressed)]);
}

#[test]
fn a_verb_with_up_need_not_tell_of_a_rise() {
    let source = "The probe reached Hesper in May 2022. It scooped up 83 grams of dust.";
    check(source, &[("The probe scooped up 83 grams of dust in 2022.", Supported)]);
}

#[test]
fn a_denial_is_that_of_its_subject() {
    let source = "Ash, Bell and Reed signed the accord on Friday. Marlow's man came as an observer and signed nothing.";
    check(
        source,
        &[("Marlow did not sign the accord.", Supported), ("Marlow signed the accord.", Contradicted)],
    );
    let source = "Hill Bank put out a statement: it is not in talks about a merger with Ash.";
    check(
        source,
        &[
            ("Hill Bank denied that it was in merger talks with Ash.", Supported),
            ("Hill Bank is in merger talks with Ash.", Contradicted),
        ],
    );
    let source = "Deal were without their captain on Saturday: a sore knee kept Tom Reed out of the match.";
    check(source, &[("Captain Tom Reed missed the match on Saturday.", Supported)]);
    let source = "The yard is shedding 900 jobs at its mill in Deal. It has no other mills.";
    check(source, &[("The yard is shedding 900 jobs at its mill in Deal.", Supported)]);
}

#[test]
fn what_is_called_off_has_ended() {
    let source =
        "The bakers of Deal, who had been on strike for eleven days, called off the action on Thursday.";
    check(
        source,
        &[
            ("The bakers of Deal called off their strike on Thursday after eleven days.", Supported),
            ("The bakers of Deal struck for eleven days on Thursday.", Contradicted),
        ],
    );
}

#[test]
fn years_later_are_counted_from_the_year_before_them() {
    let source = "The weir was built in 1998. It received its name in 2007.";
    check(
        source,
        &[
            ("The weir was built in 1998 and received its name nine years later.", Supported),
            ("The weir was built in 1998 and received its name four years later.", Contradicted),
        ],
    );
}

#[test]
fn a_win_over_somebody_is_his_defeat() {
    let source = "Marlow started the season with a 3-1 win over Deal.";
    check(source, &[("Deal beat Marlow 3-1.", Contradicted), ("Marlow beat Deal 3-1.", Supported)]);
}

#[test]
fn a_rise_of_money_is_no_rise_of_what_it_buys() {
    let source = "Marlow exported 118,000 tonnes of flowers in 2022, after 104,000 tonnes in 2021.";
    check(
        source,
        &[
            ("Exports of flowers from Marlow rose in 2022.", Supported),
            ("Exports of flowers from Marlow rose in 2022 because of lower freight rates.", Partial),
        ],
    );
}

#[test]
fn two_plans_of_two_days_are_in_conflict() {
    let source = "[Published 14 February 2023] Digging of the Deal tunnel starts this summer. The agency plans to open it in 2029.";
    check(source, &[("The Deal tunnel is due to open in 2029.", Supported)]);
}

#[test]
fn words_of_the_captain_are_not_the_coachs() {
    let source = "The captain, Lea Nova, admitted that the side had run out of legs. Coach Ana Berk said the defence had slept.";
    check(
        source,
        &[
            ("Coach Ana Berk said that the side had run out of legs.", Contradicted),
            ("Captain Lea Nova said that the side had run out of legs.", Supported),
        ],
    );
}

#[test]
fn a_verb_that_no_sentence_has_joins_nothing() {
    let source =
        "The abbot of Marlow opened the crypt on Sunday. The new weir law was passed by the guild on Monday.";
    check(
        source,
        &[
            ("The abbot of Marlow criticised the new weir law.", Partial),
            ("The abbot of Marlow opened the crypt.", Supported),
        ],
    );
}

#[test]
fn what_somebody_is_asked_to_do_is_not_done() {
    let source = "The grid operator asked the owner of the Deal mill to shut down two wheels.";
    check(
        source,
        &[
            ("The grid operator shut down two wheels at the Deal mill.", Partial),
            ("The grid operator asked the owner of the Deal mill to shut down two wheels.", Supported),
        ],
    );
    let source = "The guild suspects that a faulty heater started the fire at the mill.";
    check(source, &[("A faulty heater started the fire at the mill.", Partial)]);
}

#[test]
fn what_waits_for_something_is_not_so_yet() {
    let source = "Once its second wheel is running, the mill of Deal will be able to supply 7,000 homes.";
    check(
        source,
        &[
            ("The mill of Deal supplies 7,000 homes.", Partial),
            ("The mill of Deal will be able to supply 7,000 homes.", Supported),
        ],
    );
}

#[test]
fn a_place_of_another_name_has_its_own_figures() {
    let source = "The station at Hill End, 60 kilometres to the north, measured 212 millimetres of rain in October 2022.";
    check(
        source,
        &[
            ("Marlow had 212 millimetres of rain in October 2022.", NotAddressed),
            ("Hill End had 212 millimetres of rain in October 2022.", Supported),
        ],
    );
}

#[test]
fn what_is_cut_is_what_one_is_without() {
    let source = "The gale cut the power to more than 65 villages.";
    check(
        source,
        &[
            ("More than 50 villages were without power after the gale.", Supported),
            ("More than 80 villages were without power after the gale.", Partial),
        ],
    );
}

#[test]
fn what_is_higher_than_expected_was_so() {
    let source =
        "The merger was approved by 51.3 percent of the members, on a turnout far higher than expected.";
    check(source, &[("51.3 percent of the members approved the merger.", Supported)]);
    let source = "The merger is expected to be approved by 51.3 percent of the members.";
    check(source, &[("51.3 percent of the members approved the merger.", Partial)]);
}

#[test]
fn what_is_left_is_not_what_was_done() {
    let source = "Of the 40 mills in Deal, 12 closed; the other 28 stay open.";
    check(
        source,
        &[
            ("12 of the 40 mills in Deal closed.", Supported),
            ("28 of the 40 mills in Deal stay open.", Supported),
            ("28 of the 40 mills in Deal closed.", Contradicted),
        ],
    );
}

#[test]
fn later_than_planned_is_no_date() {
    let source = "The weir was completed in 1990; it had been planned for 1988.";
    check(
        source,
        &[
            ("The weir was completed in 1990, five years later than planned.", Partial),
            ("The weir was completed in 1990, two years later than planned.", Supported),
        ],
    );
}

#[test]
fn so_much_each_and_so_much_in_all_may_stand_side_by_side() {
    let source = "The five mills baked an average of 34 loaves each, or 170 in all.";
    check(
        source,
        &[
            ("The five mills baked 170 loaves in all.", Supported),
            ("The five mills baked an average of 34 loaves each.", Supported),
            ("The five mills baked 34 loaves in all.", Contradicted),
        ],
    );
}

#[test]
fn a_sum_of_towns_is_that_of_no_one_town() {
    let source = "Ash has 1,005 people, Oak 1,995 and Elm 1,010.";
    check(source, &[("Ash has 4,010 people.", Contradicted), ("Ash has 1,005 people.", Supported)]);
}
