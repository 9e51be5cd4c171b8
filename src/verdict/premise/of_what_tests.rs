//! Figures that a source has of something else, each with a claim that leaves them where they are.

use super::super::Verdict::{Contradicted, Partial, Supported};
use super::super::trials::check;

#[test]
fn so_much_each_is_not_so_much_in_all() {
    check(
        "In 2019 the six ovens of Deal baked an average of 42 loaves each, or 252 in all.",
        &[
            ("The six ovens of Deal baked 42 loaves altogether in 2019.", Contradicted),
            ("The six ovens of Deal baked 42 loaves each in 2019.", Supported),
        ],
    );
    check(
        "Between 2012 and 2016 the guild spent £7.5 million on flour in all, an average of £1.5 million a year.",
        &[
            ("The guild spent £7.5 million on flour every year between 2012 and 2016.", Contradicted),
            ("The guild spent £7.5 million on flour between 2012 and 2016.", Supported),
        ],
    );
}

#[test]
fn a_share_of_those_is_of_a_part() {
    check(
        "Of the 380 bakers asked in Deal, 28 percent said they wanted to give up their shop. Of those, 71 percent named rents as the reason.",
        &[
            ("Seventy-one percent of the bakers asked in Deal want to give up their shop.", Contradicted),
            (
                "Of the bakers asked in Deal who want to give up their shop, 71 percent named rents.",
                Supported,
            ),
        ],
    );
}

#[test]
fn what_came_since_a_year_did_not_come_in_another() {
    check(
        "Some 5,600 boats have sunk off Deal since 2011, according to the harbour, 290 of them in 2019.",
        &[
            ("About 5,600 boats sank off Deal in 2019.", Contradicted),
            ("About 5,600 boats have sunk off Deal since 2011.", Supported),
        ],
    );
}

#[test]
fn a_word_stays_with_its_figure() {
    check(
        "In 2019 the guild of Deal sold 6.4 million rye loaves and 1.7 million wheat loaves.",
        &[
            ("The guild of Deal sold 6.4 million wheat loaves in 2019.", Contradicted),
            ("The guild of Deal sold 6.4 million rye loaves in 2019.", Supported),
            ("The guild of Deal sold 1.7 million wheat loaves in 2019.", Supported),
        ],
    );
    check(
        "The master of the guild received £800,000 in 2019, made up of a salary of £590,000 and a bonus of £210,000.",
        &[
            ("The master of the guild received £800,000 in bonus in 2019.", Contradicted),
            ("The master of the guild received £800,000 in 2019.", Supported),
            ("The master of the guild received a bonus of £210,000 in 2019.", Supported),
        ],
    );
    check(
        "The guild of Deal sold 94% of its loaves on the first day in 2019 but only 77% of its cakes.",
        &[
            ("The guild of Deal sold 94% of its loaves and cakes on the first day in 2019.", Contradicted),
            ("The guild of Deal sold 94% of its loaves on the first day in 2019.", Supported),
        ],
    );
    check(
        "The fair drew 12 men and 9 women of the guild.",
        &[("The fair drew 12 men of the guild.", Supported)],
    );
}

#[test]
fn a_deed_with_a_figure_of_its_own_has_no_other() {
    check(
        "The wardens expelled 64 people from the hall during the Deal fair. Seven arrests were made.",
        &[
            ("The wardens arrested 64 people at the Deal fair.", Contradicted),
            ("The wardens expelled 64 people at the Deal fair.", Supported),
        ],
    );
}

#[test]
fn what_it_costs_is_not_what_it_costs_more() {
    check(
        "From May a stall at Deal costs £320 a month, £40 more than before.",
        &[
            ("Stalls at Deal cost £320 more per month than before.", Contradicted),
            ("A stall at Deal costs £40 more than before.", Supported),
            ("From May a stall at Deal costs £320 a month.", Supported),
        ],
    );
}

#[test]
fn a_share_of_a_part_is_no_share_of_the_whole() {
    let source = "Deal council devotes 17 percent of its harbour budget to dredging.";
    check(
        source,
        &[
            ("Deal council devotes 17 percent of its budget to dredging.", Partial),
            ("Deal council devotes 17 percent of its harbour budget to dredging.", Supported),
        ],
    );
    check(
        &format!("{source} Measured against the council's whole budget, the share is 3 percent."),
        &[("Deal council devotes 17 percent of its budget to dredging.", Contradicted)],
    );
    check(
        "Deal council devotes 17 percent of its total annual budget to dredging.",
        &[("Deal council devotes 17 percent of its budget to dredging.", Supported)],
    );
}

#[test]
fn a_target_is_no_deed() {
    check(
        "The guild set itself a target of cutting waste by 130 tonnes a year. By the deadline in March the guild had managed 82 tonnes.",
        &[("The guild reduced waste by 130 tonnes a year, meeting its target.", Contradicted)],
    );
    check(
        "The guild cut waste by 130 tonnes a year, meeting its target.",
        &[("The guild reduced waste by 130 tonnes a year, meeting its target.", Supported)],
    );
}
