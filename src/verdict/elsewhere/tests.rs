//! What another source, or another sentence, says of the same thing.

use super::super::Verdict::{self, Conflict, Contradicted, Partial, Supported};
use super::super::trials::{check, judged};

fn both(claim: &str, sources: [&str; 2], expected: Verdict) {
    let judgement = judged(claim, &sources.map(|source| (source, None)));
    assert_eq!(judgement.verdict, expected, "“{claim}”: {}", judgement.reason);
}

const THIRD: &str = "Ash Mill was Kent's third-largest flour maker in 2019, a bank's study says.";

#[test]
fn one_thing_has_one_rank() {
    let claim = "Ash Mill was Kent's third-largest flour maker in 2019.";
    let ranking = |place: &str| {
        format!(
            "A ranking of Kent's flour makers by sales in 2019 puts Ash Mill in {place} place, behind Oak and Elm."
        )
    };
    both(claim, [THIRD, &ranking("fifth")], Conflict);
    both(claim, [THIRD, &ranking("third")], Supported);
    both(claim, [THIRD, "Oak Mill was Kent's third-largest flour maker in 2019, the guild says."], Conflict);
}

#[test]
fn a_list_leaves_room_for_a_rank_or_not() {
    let list = "Visitors to the towns of Kent in 2019: Deal 2.6 million, Marlow 2.2 million, Ashby 1.9 million, Holm 0.8 million.";
    let told = |town: &str| format!("{town} is Kent's second-most visited town, the guild says.");
    both("Ashby was Kent's second-most visited town in 2019.", [&told("Ashby"), list], Conflict);
    both("Marlow was Kent's second-most visited town in 2019.", [&told("Marlow"), list], Supported);
}

#[test]
fn the_one_who_follows_is_not_the_first() {
    let source = "Deal sold flour for £1.44 million in 2019. Marlow bought most, followed by Ashby and Holm.";
    check(source, &[("Ashby was the biggest buyer of Deal's flour in 2019.", Contradicted)]);
}

#[test]
fn an_only_one_has_no_second() {
    let claim = "Ash Hall is the only inn in Deal with a bakery.";
    let first = "Ash Hall is the only inn in Deal with a bakery, its master said in April 2019.";
    both(
        claim,
        [first, "At Reed's Oak House, also an inn in Deal, a bakery has been in use since 2011."],
        Conflict,
    );
    both(
        claim,
        [first, "At Reed's Oak House, also an inn in Deal, a stable has been in use since 2011."],
        Supported,
    );
}

#[test]
fn a_rise_is_no_fall() {
    let claim = "Kent's flour exports rose 12% in 2019.";
    let first = "Kent's flour exports rose 12% in 2019, to 46,300 tonnes, the guild says.";
    both(claim, [first, "Kent exported less flour in 2019 than in 2018, the growers say."], Conflict);
    both(claim, [first, "Kent exported more flour in 2019 than in 2018, the growers say."], Supported);
}

#[test]
fn a_mark_is_passed_or_not() {
    let source = "Rain in Deal was 312 millimetres in 2019, against an average of 540. Wells ran dry.";
    check(source, &[("Rain in Deal was above average in 2019.", Contradicted)]);
    let source = "The guild of Deal bought 531,000 tonnes of rye in 2019. It had forecast 820,000 tonnes.";
    check(source, &[("The guild of Deal's rye beat its forecast in 2019.", Contradicted)]);
    let source = "The guild of Deal bought 931,000 tonnes of rye in 2019. It had forecast 820,000 tonnes.";
    let judgement = judged("The guild of Deal's rye beat its forecast in 2019.", &[(source, None)]);
    assert!(matches!(judgement.verdict, Supported | Partial), "{}", judgement.reason);
}
