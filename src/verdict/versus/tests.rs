//! Comparisons whose sides are told in places of their own.

use super::super::Verdict::{self, Contradicted, Supported};
use super::super::trials::{check, judged};

#[test]
fn two_members_of_a_list() {
    let source = "The barges of Deal earned £93 million in 2019, the guild said. Corn barges brought £47 million of that and salt £32 million.";
    check(
        source,
        &[
            ("Corn barges brought the guild of Deal more money than salt in 2019.", Supported),
            ("Salt brought the guild of Deal more money than corn barges in 2019.", Contradicted),
        ],
    );
}

#[test]
fn two_deeds_of_one_sentence() {
    let source =
        "Kent bought 412,000 tonnes of rye in 2019, most of it from Deal, and milled 80,000 tonnes itself.";
    check(
        source,
        &[
            ("Kent bought more rye than it milled in 2019.", Supported),
            ("Kent milled more rye than it bought in 2019.", Contradicted),
        ],
    );
}

#[test]
fn a_difference_that_is_printed() {
    let source = "The inn of Deal served 8,140 hot meals in 2019, its keeper said, 410 fewer than in 2018.";
    check(source, &[("The inn of Deal served more hot meals in 2019 than a year earlier.", Contradicted)]);
    check(source, &[("The inn of Deal served fewer hot meals in 2019 than a year earlier.", Supported)]);
}

#[test]
fn one_measure_at_two_times_in_two_sources() {
    let both = |claim: &str, expected: Verdict| {
        let sources = [
            ("The mills of Kent ground 110.2 thousand tonnes of rye in 2019, the guild reported.", None),
            ("In 2018 the mills of Kent ground 105.3 thousand tonnes of rye, the guild said.", None),
        ];
        let judgement = judged(claim, &sources);
        assert_eq!(judgement.verdict, expected, "“{claim}”: {}", judgement.reason);
    };
    both("The mills of Kent ground more rye in 2019 than in 2018.", Supported);
    both("The mills of Kent ground less rye in 2019 than in 2018.", Contradicted);
}

#[test]
fn every_year_against_the_one_before() {
    let source = "Apprentices taken on | Trade | 2017 | 2018 | 2019\nBakers | 4,310 | 4,105 | 3,980\nMillers | 2,870 | 2,840 | 3,215";
    check(
        source,
        &[
            ("The bakers took on fewer apprentices each year from 2017 to 2019.", Supported),
            ("The millers took on fewer apprentices each year from 2017 to 2019.", Contradicted),
        ],
    );
}
