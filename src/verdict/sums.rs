//! For figures that a source does not print: what two of its figures give bears a claim out, and what the wrong two
//! would give does not. And for words that a source does not say.

use super::Verdict::{Contradicted, NotAddressed, Partial, Supported};
use super::trials::{check, judged};

/// Asserts that none of the claims is supported.
fn refuse(source: &str, claims: &[&str]) {
    for claim in claims {
        let judgement = judged(claim, &[(source, None)]);
        assert_ne!(judgement.verdict, Supported, "“{claim}”: {}", judgement.reason);
    }
}

#[test]
fn a_growth_is_reckoned_from_a_value_and_the_one_before() {
    let source =
        "The bakery's profit was $36 million against $30 million a year before. Rent was $9 million.";
    check(source, &[("The bakery's profit rose by 20%.", Supported)]);
    refuse(source, &["The bakery's profit rose by 30%.", "The bakery's rent rose by 20%."]);
    let source = "The yard built 4,806 boats in 2025, up from 4,666.";
    check(source, &[("The yard built 140 more boats in 2025 than before.", Supported)]);
    refuse(source, &["The yard built 170 more boats in 2025 than before."]);
}

#[test]
fn a_value_before_a_change_is_reckoned_from_both() {
    let source = "The mill's load was 86.2% in May, up 1.4 percentage points. It took 44 days to mill the oats, three more than in April.";
    check(source, &[("The mill took 41 days to mill the oats in April.", Supported)]);
    refuse(source, &["The mill took 47 days to mill the oats in April."]);
    let source = "The club had 108,214 members at the end of 2024, an increase of 2,305 over the year.";
    check(source, &[("The club had 105,909 members at the end of 2023.", Supported)]);
    refuse(source, &["The club had 110,519 members at the end of 2023."]);
    let source = "Ferries carried 310,000 passengers, 14,000 fewer than in 2023.";
    check(source, &[("Ferries carried 324,000 passengers in 2023.", Supported)]);
    check(
        source,
        &[
            ("Ferries carried 310,000 passengers in 2023.", Contradicted),
            ("Ferries carried 310,000 passengers in 2024.", Supported),
            ("Ferries carried 14,000 passengers in 2024.", Contradicted),
        ],
    );
    let source = "Ferries carried 310,000 passengers in 2024, 14,000 more than in 2023.";
    refuse(source, &["Ferries carried 324,000 passengers in 2023."]);
}

#[test]
fn a_share_is_reckoned_from_a_part_and_its_whole() {
    let source = "The walk was finished by 14,873 people, of whom 4,102 were bakers and 600 were nurses.";
    check(source, &[("Bakers were 28% of those who finished the walk.", Supported)]);
    refuse(source, &["Nurses were 28% of those who finished the walk."]);
    let source =
        "Some 4.2 million people hold a ticket. Attendance was 61.4% of the 4.2 million ticket holders.";
    check(source, &[("The attendance was about 2.6 million ticket holders.", Supported)]);
}

#[test]
fn two_parts_that_stand_side_by_side_make_a_sum() {
    let source = "The ferry took 187 passengers and 14 sailors to Cork; three people stayed.";
    check(source, &[("The ferry took 201 people to Cork.", Supported)]);
    refuse(source, &["The ferry took 190 people to Cork."]);
}

#[test]
fn a_half_is_no_number_of_things() {
    let source = "The town has planted 5,120 trees since 2022. It aims at 10,000 by 2027.";
    let judgement = judged("About half of the trees are oaks.", &[(source, None)]);
    assert_ne!(judgement.verdict, Contradicted, "{}", judgement.reason);
}

#[test]
fn a_telling_word_that_the_source_never_says_is_not_accounted_for() {
    let source = "Hill Farm picked 218,000 tonnes of apples in 2024.";
    check(
        source,
        &[
            ("Hill Farm picked 218,000 tonnes of apples in 2024.", Supported),
            ("Hill Farm pickled 218,000 tonnes of apples in 2024.", NotAddressed),
            ("Hill Farm picked 218,000 tonnes of apples in 2024, and pickled plums.", Partial),
        ],
    );
    // A light word is another way to put it.
    check(
        "The choir sang in Cork in May 2024.",
        &[("The choir held and sang a set in Cork in May 2024.", Supported)],
    );
}

#[test]
fn words_of_one_list_stand_for_each_other() {
    check(
        "The court struck down the harbour fee on 3 May 2024.",
        &[
            ("The court annulled the harbour fee on 3 May 2024.", Supported),
            ("The court upheld the harbour fee on 3 May 2024.", Contradicted),
        ],
    );
    // The kind is told by one of it, and not the other way round.
    check("Ida Bell was a cellist in Cork.", &[("Ida Bell was a musician in Cork.", Supported)]);
    refuse("Ida Bell was a musician in Cork.", &["Ida Bell was a cellist in Cork."]);
}

#[test]
fn months_to_a_date_are_a_stretch() {
    let source = "Hill Farm produced 900 tonnes of pears in the nine months to September 2024.";
    check(
        source,
        &[
            ("Hill Farm produced 900 tonnes of pears in the first nine months of 2024.", Supported),
            ("Hill Farm produced 900 tonnes of pears in September 2024.", NotAddressed),
        ],
    );
}

#[test]
fn one_in_so_many_is_the_nearest_of_them() {
    check(
        "The guild of Deal met twice in 2019. Of the guild's 320 posts 27 are vacant.",
        &[
            ("One in twelve posts of the guild of Deal is vacant.", Supported),
            ("27 of the posts of the guild of Deal are vacant.", Supported),
        ],
    );
}

#[test]
fn those_without_are_the_rest_of_those_with() {
    check(
        "Of Kent's 3,480 schools, 2,910 have wells and 2,262 have lamps, the council said in March 2019.",
        &[
            ("In Kent 1,218 schools are without lamps.", Supported),
            ("In Kent 2,262 schools are without lamps.", Contradicted),
        ],
    );
}

#[test]
fn the_other_end_of_a_change_takes_its_unit() {
    check(
        "The port of Deal moved 1.4 million sacks in 2019. The waiting time of ships fell from 41 hours to 26.",
        &[("The waiting time of ships at Deal fell by 15 hours.", Supported)],
    );
    check(
        "The line of Deal will cost 118 million crowns, 40 million of it paid by the king.",
        &[("About a third of the cost of the line of Deal is paid by the king.", Supported)],
    );
}

#[test]
fn handed_over_is_not_over() {
    check(
        "Deal Yard handed over 766 boats in 2019, the guild said.",
        &[
            ("Deal Yard handed over 766 boats in 2019.", Supported),
            ("Deal Yard handed over 790 boats in 2019.", Contradicted),
        ],
    );
}
