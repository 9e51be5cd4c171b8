//! For each way to compare: a claim that the figures decide, the same turned round, and one that they leave open.

use crate::verdict::Verdict::{Contradicted, NotAddressed, Supported};
use crate::verdict::trials::{check, judged};

/// Checks what a source says of claims.
#[test]
fn two_subjects_each_with_a_figure() {
    let source = "The Hill mill ground 41 tonnes of rye in May. The Ford mill ground 57 tonnes of rye in May, and 12 tonnes of oats.";
    check(
        source,
        &[
            ("The Hill mill ground more rye than the Ford mill in May.", Contradicted),
            ("The Hill mill ground less rye than the Ford mill in May.", Supported),
            ("The Ford mill ground more rye than the Hill mill in May.", Supported),
            ("The Hill mill sold more rye than the Lock mill in May.", NotAddressed),
        ],
    );
}

#[test]
fn what_is_counted_on_both_sides() {
    let source = "Tom Reed baked 388 loaves and only four cakes during his week at Marlow.";
    check(
        source,
        &[
            ("Tom Reed baked more cakes than loaves at Marlow.", Contradicted),
            ("Tom Reed baked fewer cakes than loaves at Marlow.", Supported),
        ],
    );
    let judgement = judged("Tom Reed baked more pies than loaves at Marlow.", &[(source, None)]);
    assert_ne!(judgement.verdict, Supported, "{}", judgement.reason);
    let source = "The choir of Marlow consists of eight men and four women.";
    check(
        source,
        &[
            ("Women outnumber men in the choir of Marlow.", Contradicted),
            ("Men outnumber women in the choir of Marlow.", Supported),
        ],
    );
}

#[test]
fn a_value_now_and_a_value_then() {
    let source = "Ida Bell won the second ballot at the mill. Turnout was 61.4 percent, down from 68.9 percent in the first ballot.";
    check(
        source,
        &[
            ("Turnout at the mill was higher in the second ballot than in the first ballot.", Contradicted),
            ("Turnout at the mill was lower in the second ballot than in the first ballot.", Supported),
        ],
    );
    let source = "There were 412 apprentices in the bakeries of Marlow on Friday. A year earlier there were 398 apprentices.";
    check(
        source,
        &[
            (
                "There were fewer apprentices in the bakeries of Marlow on Friday than a year before.",
                Contradicted,
            ),
            (
                "There were more apprentices in the bakeries of Marlow on Friday than a year before.",
                Supported,
            ),
        ],
    );
}

#[test]
fn rows_and_columns() {
    let source = "Rye harvest, tonnes | 2021 | 2022 | 2023\nHill | 410 | 420 | 405\nFord | 310 | 290 | 350\n";
    check(
        source,
        &[
            ("Hill's rye harvest in 2023 was larger than in 2021.", Contradicted),
            ("Hill's rye harvest in 2022 was larger than in 2021.", Supported),
        ],
    );
    let source =
        "League\tTeam | Won | Lost | Goals\nLeague\tMarlow | 12 | 5 | 31\nLeague\tHillford | 9 | 8 | 44\n";
    check(
        source,
        &[
            ("Marlow scored more goals than Hillford.", Contradicted),
            ("Hillford scored more goals than Marlow.", Supported),
        ],
    );
}

#[test]
fn a_higher_place_is_a_smaller_number() {
    let source =
        "Regatta\tRank | Club | Gold | Silver\nRegatta\t1 | Marlow | 5 | 3\nRegatta\t2 | Hillford | 2 | 4\n";
    check(
        source,
        &[
            ("At the regatta Hillford finished ahead of Marlow.", Contradicted),
            ("At the regatta Hillford won more silver than Marlow.", Supported),
            ("At the regatta Hillford won more gold than Marlow.", Contradicted),
        ],
    );
}

#[test]
fn a_superlative_that_another_row_or_name_outdoes() {
    let source = "Libraries\tBranch | Opened | Books\nLibraries\tMarlow | 1911 | 31,000\nLibraries\tHillford | 1932 | 27,500\n";
    check(
        source,
        &[
            ("Marlow has the fewest books of the branches.", Contradicted),
            ("Hillford has the most books of the branches.", Contradicted),
        ],
    );
    let source = "Exports of rye from Lowland reached 40 tonnes in 2020. The Hill Republic was the largest market. Fordland was the largest supplier.";
    check(source, &[("Fordland was the biggest market for Lowland's rye exports in 2020.", Contradicted)]);
    let judgement = judged(
        "The Hill Republic was the biggest market for Lowland's rye exports in 2020.",
        &[(source, None)],
    );
    assert_ne!(judgement.verdict, Contradicted, "{}", judgement.reason);
    let judgement =
        judged("Fordland was one of the biggest markets for Lowland's rye exports.", &[(source, None)]);
    assert_ne!(judgement.verdict, Contradicted, "{}", judgement.reason);
    let judgement =
        judged("Fordland was the biggest market in the south for rye exports.", &[(source, None)]);
    assert_ne!(judgement.verdict, Contradicted, "{}", judgement.reason);
}

#[test]
fn a_course_without_a_figure() {
    let source = "Hill Bank lent more in the first half. Non-performing loans were 2.9 percent of its loans at the end of June, compared with 2.3 percent in December.";
    check(
        source,
        &[
            ("Hill Bank's non-performing loan ratio improved.", Contradicted),
            ("The non-performing loans of Hill Bank fell.", Contradicted),
        ],
    );
    // Whether more of it is good is not known.
    let source =
        "The mills of Marlow were 96 percent busy on Monday, compared with 98 percent a week earlier.";
    let judgement = judged("The mills of Marlow improved.", &[(source, None)]);
    assert_ne!(judgement.verdict, Contradicted, "{}", judgement.reason);
    let source =
        "The ponds of Marlow were 96.4 percent full on Monday, compared with 98.1 percent a week earlier.";
    check(source, &[("The ponds of Marlow filled up over the past week.", Contradicted)]);
    let judgement = judged("The ponds of Marlow filled up over the past month.", &[(source, None)]);
    assert_ne!(judgement.verdict, Contradicted, "{}", judgement.reason);
    let source = "Lowland exported 83.7 tonnes of rye in 2020, more than the 69.6 tonnes of 2019. Revenue slipped to $8.7 million from $8.8 million.";
    check(source, &[("Lowland exported more rye in 2020 and earned more from it.", Contradicted)]);
}

#[test]
fn the_order_of_two_events() {
    let source = "Tom Reed\tTom Reed (born 1950) is a baker.\nTom Reed\tFrom 1975 to 1982 he taught mathematics at a school in Marlow.\nTom Reed\tHe was elected mayor in 1999.\n";
    check(source, &[("Tom Reed was elected mayor before he taught mathematics in Marlow.", Contradicted)]);
    for claim in [
        "Tom Reed taught mathematics in Marlow before he was elected mayor.",
        "Tom Reed was elected mayor before he sailed to Hillford.",
    ] {
        let judgement = judged(claim, &[(source, None)]);
        assert_ne!(judgement.verdict, Contradicted, "“{claim}”: {}", judgement.reason);
    }
}

#[test]
fn figures_that_rounding_leaves_open_decide_nothing() {
    let source = "Hill sold 3 million loaves in 2020. Ford sold 3.1 million loaves in 2020.";
    check(source, &[("Hill sold more loaves than Ford in 2020.", NotAddressed)]);
}

#[test]
fn the_words_of_the_source_compare_too() {
    let source = "Hillford is a town in the north. Hillford has more bakers than Marlow, a report says.";
    check(
        source,
        &[
            ("Hillford has more bakers than Marlow.", Supported),
            ("Marlow has more bakers than Hillford.", Contradicted),
        ],
    );
}

#[test]
fn a_figure_of_its_own_is_left_to_the_derivations() {
    let source = "The ferry carried 340 people in May, 5 percent more than in April.";
    check(source, &[("The ferry carried 5 percent more people in May than in April.", Supported)]);
}
