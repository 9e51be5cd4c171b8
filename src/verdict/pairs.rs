//! For rules of words and dates that raise no code: a claim that each of them decides, and one that it only just does
//! not.

use super::Verdict::{self, Conflict, Contradicted, Partial, Supported};
use super::trials::judged;

fn verdict(claim: &str, source: &str) -> Verdict {
    judged(claim, &[(source, None)]).verdict
}

fn check(source: &str, claims: &[(&str, Verdict)]) {
    for (claim, expected) in claims {
        let judgement = judged(claim, &[(source, None)]);
        assert_eq!(judgement.verdict, *expected, "“{claim}”: {}", judgement.reason);
    }
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
        "In 1986, Bell married the baker Tom Reed.",
        &[("In 1986, Bell died.", Partial), ("In 1986, Bell got married.", Supported)],
    );
    check(
        "The mill was painted on 1 March 2012 and sold on 29 July of that year.",
        &[("The mill was sold in July 2012.", Supported)],
    );
    check(
        "The style arose in the late 1960s and early 1970s in Cork.",
        &[
            ("The style arose in the early 1970s.", Supported),
            ("The style arose in the early 1980s.", Contradicted),
        ],
    );
}

#[test]
fn both_years_of_a_stretch_are_told() {
    let source = "The Bell company lasted from 1799, when Tom Bell took it over, to 1849 and made bread.";
    check(source, &[("The Bell company (1799–1849) made bread.", Supported)]);
    assert_ne!(verdict("The Bell company (1790–1860) made bread.", source), Supported);
}

#[test]
fn a_year_may_be_a_part_of_a_name() {
    check(
        "The Bread Act 2000 ended the duty on flour.",
        &[("The Bread Act of 2000 ended the duty on flour.", Supported)],
    );
    assert_ne!(
        verdict(
            "The Bread Act of 2010 ended the duty on flour.",
            "The Bread Act 2000 ended the duty on flour."
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
        "The Marlow Vols went undefeated for the first time in 1896.",
        &[("The 1896 Marlow Vols never lost.", Supported)],
    );
    check(
        "The road is not included in the highway plan.",
        &[("Half way up the hill, the Marlow road is included in the highway plan.", Partial)],
    );
}

#[test]
fn the_only_one_is_said_to_be_alone() {
    check(
        "Rowing and sailing races were held at the Marlow games.",
        &[("Only rowing races were held at the Marlow games.", Partial)],
    );
    check(
        "Just rowing races were held at the Marlow games.",
        &[("Only rowing races were held at the Marlow games.", Supported)],
    );
}

#[test]
fn a_total_belongs_to_the_number_beside_it() {
    let source = "Old Mill has grossed $74.8 million in Ireland, and $18.6 million elsewhere, for a worldwide total of $93.4 million.";
    check(
        source,
        &[
            ("Old Mill grossed less than $93 million worldwide.", Contradicted),
            ("Old Mill grossed less than $94 million worldwide.", Supported),
        ],
    );
}

#[test]
fn one_number_for_a_time_and_a_longer_one_is_a_conflict() {
    let sources = [
        ("Marlow exported 120,000 loaves in December 2022.", None),
        ("Marlow exported 120,000 loaves since 2021, the guild said.", None),
    ];
    assert_eq!(judged("Marlow exported 120,000 loaves in December 2022.", &sources).verdict, Conflict);
    let apart = [sources[0], ("Marlow exported 900,000 loaves since 2021, the guild said.", None)];
    assert_eq!(judged("Marlow exported 120,000 loaves in December 2022.", &apart).verdict, Supported);
}

#[test]
fn a_limit_is_its_own_maximum() {
    let source = "The price of the loaf is not more than twelve euros and fifty cents.";
    check(source, &[("The loaf has a maximum price of 12.50 euros.", Supported)]);
    check(source, &[("The price of the loaf is 12.50 euros.", Partial)]);
}

#[test]
fn another_name_does_it() {
    check(
        "Coppert introduced the first rye loaf in the 1960s.",
        &[
            ("Garnet introduced the first rye loaf in the 1960s.", Verdict::NotAddressed),
            ("Coppert introduced the first rye loaf in the 1960s.", Supported),
        ],
    );
}
