//! For rules of words and dates that raise no code: a claim that each of them decides, and one that it only just does
//! not.

use super::Verdict::{self, Conflict, Contradicted, Partial, Supported};
use super::trials::{check, judged};

fn verdict(claim: &str, source: &str) -> Verdict {
    judged(claim, &[(source, None)]).verdict
}

/// A text of many sentences, the given ones among them.
fn long(sentences: &str) -> String {
    let rest: Vec<String> =
        ["bread", "cakes", "rolls", "pies", "buns", "tarts", "oats", "rye", "salt", "milk", "eggs", "jam"]
            .iter()
            .map(|what| format!("The shelf by the door holds {what} on most mornings."))
            .collect();
    format!("{} {sentences}", rest.join(" "))
}

#[test]
fn a_life_in_brackets_is_of_the_name_before_it() {
    let source = "Ida Bell was a singer. Tom Bell (3 May 1920 – 9 July 1999) was a baker who won the city prize in 1955.";
    check(
        source,
        &[("Tom Bell died on 9 July 1999.", Supported), ("Tom Bell died on 8 July 1999.", Contradicted)],
    );
    assert_ne!(verdict("Ida Bell, who won the city prize in 1955, died on 9 July 1999.", source), Supported);
    check(
        "Thomas Alan Reed (1750–1800) was a baker.",
        &[("Tom Reed died in 1801.", Verdict::NotAddressed), ("Thomas Reed died in 1800.", Supported)],
    );
}

#[test]
fn a_date_stands_for_its_own_event() {
    check(
        "Ida Bell (born 3 May 1950) is a singer who graduated from Hill College on 4 June 1972.",
        &[
            ("Ida Bell was born on 4 June 1972.", Contradicted),
            ("Ida Bell graduated on 4 June 1972.", Supported),
        ],
    );
    check(
        "In 1984, Bell married the baker Tom Reed.",
        &[("In 1984, Bell died.", Partial), ("In 1984, Bell got married.", Supported)],
    );
    check(
        "The mill was painted on 3 May 2015 and sold on 9 June of that year.",
        &[("The mill was sold in June 2015.", Supported)],
    );
    check(
        "The style arose in the late 1920s and early 1930s in Cork.",
        &[
            ("The style arose in the early 1930s.", Supported),
            ("The style arose in the early 1940s.", Contradicted),
        ],
    );
}

#[test]
fn both_years_of_a_stretch_are_told() {
    let source = "The Bell company lasted from 1810, when Tom Bell took it over, to 1862 and made bread.";
    check(source, &[("The Bell company (1810–1862) made bread.", Supported)]);
    assert_ne!(verdict("The Bell company (1800–1870) made bread.", source), Supported);
}

#[test]
fn a_year_may_be_a_part_of_a_name() {
    check(
        "The Bread Act 1911 ended the duty on flour.",
        &[("The Bread Act of 1911 ended the duty on flour.", Supported)],
    );
    assert_ne!(
        verdict(
            "The Bread Act of 1921 ended the duty on flour.",
            "The Bread Act 1911 ended the duty on flour."
        ),
        Supported
    );
}

#[test]
fn what_a_claim_denies_is_denied_in_the_source() {
    let offer = long("We invite you to try our free course of baking for 30 days.");
    check(
        &offer,
        &[
            ("The shop does not offer a free course of baking.", Partial),
            ("The shop offers a free course of baking.", Supported),
        ],
    );
    check(
        "The Marlow Rovers went undefeated for the first time in 1912.",
        &[("The 1912 Marlow Rovers never lost.", Supported)],
    );
    check(
        "The bridge is not listed in the harbour plan.",
        &[("Half way down the hill, the Marlow bridge is listed in the harbour plan.", Contradicted)],
    );
}

#[test]
fn the_only_one_is_said_to_be_alone() {
    check(
        "Rowing and sailing races were held at the Marlow games.",
        &[("Only rowing races were held at the Marlow games.", Partial)],
    );
    assert_ne!(verdict("Only Tom Bell baked in Marlow.", "Tom Bell baked in Marlow."), Supported);
    check(
        "Just rowing races were held at the Marlow games.",
        &[("Only rowing races were held at the Marlow games.", Supported)],
    );
}

#[test]
fn a_total_belongs_to_the_number_beside_it() {
    let source = "Old Mill has grossed $51.2 million in Ireland, and $12.3 million elsewhere, for a worldwide total of $63.5 million.";
    check(
        source,
        &[
            ("Old Mill grossed less than $63 million worldwide.", Contradicted),
            ("Old Mill grossed less than $64 million worldwide.", Supported),
        ],
    );
    let unnamed = source.replace("Old Mill", "The mill");
    check(&unnamed, &[("The mill grossed less than $60 million worldwide.", Contradicted)]);
}

#[test]
fn one_number_for_a_time_and_a_longer_one_is_a_conflict() {
    let sources = [
        ("Marlow exported 45,000 loaves in May 2019.", None),
        ("Marlow exported 45,000 loaves since 2017, the guild said.", None),
    ];
    assert_eq!(judged("Marlow exported 45,000 loaves in May 2019.", &sources).verdict, Conflict);
    let apart = [sources[0], ("Marlow exported 900,000 loaves since 2017, the guild said.", None)];
    assert_eq!(judged("Marlow exported 45,000 loaves in May 2019.", &apart).verdict, Supported);
}

#[test]
fn a_limit_is_its_own_maximum() {
    let source = "The price of the loaf is not more than eight euros and fifty cents.";
    check(source, &[("The loaf has a maximum price of 8.50 euros.", Supported)]);
    check(source, &[("The price of the loaf is 8.50 euros.", Partial)]);
}

#[test]
fn another_name_does_it() {
    check(
        "Coppert introduced the first rye loaf in the 1980s.",
        &[
            ("Garnet introduced the first rye loaf in the 1980s.", Verdict::NotAddressed),
            ("Coppert introduced the first rye loaf in the 1980s.", Supported),
        ],
    );
}
