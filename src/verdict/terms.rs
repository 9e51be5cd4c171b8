//! For figures on other terms than the claim's: of another stretch, place, sort or country, per something else, offered
//! and not done. Each rule with what it holds apart and what it lets through.

use super::Verdict::{self, Conflict, Contradicted, NotAddressed, Partial, Supported};
use super::trials::{check, judged};

fn verdict(claim: &str, source: &str) -> Verdict {
    judged(claim, &[(source, None)]).verdict
}

#[test]
fn a_gap_and_a_margin_are_sizes_not_values() {
    check(
        "The mill's 2025 crop of oats is put at 28.98 tonnes by the guild, short of the 33.58 tonnes that had been targeted.",
        &[("The mill's 2025 crop of oats missed its target by about 4.6 tonnes.", Supported)],
    );
    check(
        "Marlow's bakers earned $38.3 million in FY25, up from $30.3 million in FY24.",
        &[("Marlow's bakers earned $8 million more in FY25 than in FY24.", Supported)],
    );
    check(
        "Marlow has 30 ferries, 14 fewer than Deal.",
        &[
            ("Marlow has 14 fewer ferries than Deal.", Supported),
            ("Marlow has 30 ferries.", Supported),
            ("Marlow has 14 ferries.", Contradicted),
        ],
    );
    check(
        "The yard built 9,021 boats in 2024, compared with 17,118 in 2023.",
        &[("The yard's output of boats nearly halved in 2024.", Supported)],
    );
    check(
        "The frost has cut the crop by 30% in Marlow and 40% in Deal, the guild said.",
        &[("The frost has cut the crop of Deal by 40%.", Supported)],
    );
}

#[test]
fn what_two_built_together_is_a_sum() {
    let source = "Ash built 9,021 boats in 2024. Oak built 6,330, compared with 10,471 in 2023.";
    check(source, &[("Ash and Oak together built 15,351 boats in 2024.", Supported)]);
    assert_ne!(verdict("Ash and Oak together built 19,492 boats in 2024.", source), Supported);
}

#[test]
fn so_much_a_share_is_no_part_of_a_total() {
    check(
        "Net income of Marlow Mills was $33 million, or $1.12 per share. Its sales rose to $97 million.",
        &[("Net income of Marlow Mills was $1.12 per share.", Supported)],
    );
}

#[test]
fn another_sort_of_the_noun_is_another_thing() {
    let source = "Rye loaves in Marlow came to 194 tonnes in 2024, Ash with 51 tonnes first. Oat loaves are put at 147 tonnes.";
    assert_ne!(verdict("Ash baked 51 tonnes of oat loaves in 2024.", source), Supported);
    check(
        "Marlow has 3,000 Jersey cows. A third of them are white.",
        &[("Marlow has 3,000 cows.", Supported)],
    );
}

#[test]
fn an_offer_is_no_deed() {
    let source = "Dear Ida, if you sign up in May, we will lower the price to $74 a month, and we will waive the $350 fee.";
    check(source, &[("The letter offers Ida a price of $74 a month.", Supported)]);
    check(
        "The Basic plan costs $23 a month. It covers single items up to $10,000.",
        &[("The Basic plan cost $23 a month.", Supported)],
    );
    check(
        "The council has cleared the sale of 941 loaves from 28 projects.",
        &[("The council has cleared the sale of 941 loaves.", Supported)],
    );
    check(
        "The council will clear the sale of 941 loaves.",
        &[("The council has cleared the sale of 941 loaves.", Partial)],
    );
}

#[test]
fn a_figure_is_of_the_stretch_and_the_place_beside_it() {
    let source = "Loaf Street sold 1.4 million copies in its first week and 2.3 million in its first month.";
    check(
        source,
        &[
            ("Loaf Street sold more than 2 million copies in its first month.", Supported),
            ("Loaf Street sold less than 2.2 million copies in its first month.", Contradicted),
        ],
    );
    check(
        "Loaf Street grossed $31.2 million in Ireland and $15.9 million in other places.",
        &[("Loaf Street grossed less than $16 million outside Ireland.", Supported)],
    );
    check(
        "Oat exports of Marlow rose 28% in July-March 2024-25 while local sales fell 6.7%.",
        &[("Oat exports of Marlow rose 28% in July-March 2024-25.", Supported)],
    );
}

#[test]
fn a_text_on_one_country_tells_nothing_of_another() {
    let source = "Finland's central bank lowered its rate on 4 November 2024. Inflation had eased to 7.2% in October, it noted.";
    assert_ne!(verdict("Sweden's inflation eased to 7.2% in October 2024.", source), Supported);
    check(source, &[("Finland's inflation eased to 7.2% in October 2024.", Supported)]);
}

#[test]
fn dates_are_those_of_the_words_beside_them() {
    check(
        "Ida Bell raced at the 1972 Winter Games in Deal and at the World Trials of 1974 in Marlow.",
        &[("Ida Bell raced at the 1974 World Trials in Marlow.", Supported)],
    );
    check(
        "On 30 May 2013 he joined the mill at Deal on a loan.",
        &[("Tom Reed joined the mill at Deal on 20 May 2013.", Contradicted)],
    );
    // A day without its year is another day all the same.
    assert_eq!(
        verdict(
            "On 22 May 2020 there were 7,257 cases of the plague in Deal.",
            "On 24 February the first two cases of the plague in Deal were told.",
        ),
        NotAddressed
    );
}

#[test]
fn parts_and_shares_that_pass_their_whole_are_a_conflict() {
    let source = "The guild puts the output of oats in Marlow at 5.8 tonnes, made up of 3.9 in Deal, 1.7 in Cork and 0.5 in Hull.";
    check(source, &[("Marlow's output of oats was 5.8 tonnes.", Conflict)]);
    let source = "Sales of oats in Marlow were 6.6 tonnes in 2024; the shares were 47% for Ash, 34% for Oak, 18% for Elm and 12% for the others.";
    check(source, &[("Ash's share of the oats of Marlow was 47% in 2024.", Conflict)]);
}

#[test]
fn numbers_that_name_count_nothing() {
    check(
        "Two-seaters sold, thousand | Maker | 2023 | 2024\nAsh | 900 | 930\nOak | 120 | 118",
        &[("Ash sold 930,000 two-seaters in 2024.", Supported)],
    );
    check(
        "In July 2015 Tom Reed went to Deal and was given the number 19 shirt.",
        &[("Tom Reed was given the number 9 shirt at Deal in 2015.", Partial)],
    );
    check(
        "Loaf Street reached number seven in the Marlow chart in 1996.",
        &[("Loaf Street reached number 7 in the Marlow chart in 1996.", Supported)],
    );
}

#[test]
fn a_unit_may_be_written_in_another_way() {
    check(
        "Marlow brought in 17.12 gigawatts of solar panels in 2024.",
        &[("Marlow brought in 17.1 GW of solar panels in 2024.", Supported)],
    );
    check(
        "The Lune Bridge, 1,240 m long, was opened in 1997.",
        &[("The Lune Bridge is longer than 1,200 metres.", Supported)],
    );
}

#[test]
fn what_costs_nothing_is_free() {
    let source = "Dear Ida, we bake for mills in Marlow. New mills that join by 15 March pay $229 a month, and we waive the $400 fee. The lesson on Tuesday is free. We have baked since 1990. We bake in Deal too. We bake in Cork. We bake in Hull. We bake rye. We bake oats. We bake spelt. We bake barley. Write to us.";
    check(source, &[("New mills that join by 15 March pay $229 a month, without the $400 fee.", Supported)]);
}

#[test]
fn the_length_of_a_thing_is_of_no_year() {
    check(
        "Deal Light was first lit in 1874 and made automatic in 1986. Its 19-metre tower is white.",
        &[("Deal Light has a 19-metre tower and was made automatic in 1986.", Supported)],
    );
}

#[test]
fn what_is_anothers_is_not_done_to_him() {
    check(
        "Mayor Ida Bell ordered Deal's ovens closed.",
        &[("The mayor of Deal ordered ovens closed.", Supported)],
    );
}

#[test]
fn a_score_counts_no_judges() {
    check(
        "The Loaf has a score of 61 out of 100, based on 22 bakers.",
        &[("The Loaf has a score of over 60.", NotAddressed)],
    );
}
