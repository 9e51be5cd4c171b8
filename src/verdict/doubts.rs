//! What a source says of another, of some, of a plan, of the time before or the other way round.

use super::Verdict::{Contradicted, NotAddressed, Partial, Supported};
use super::trials::check;

#[test]
fn by_how_much_somebody_won_is_a_difference() {
    let source = "Tom Reed received 18,902 votes and Ann Bell 17,584 votes.";
    check(
        source,
        &[
            ("Tom Reed won by 1,318 votes.", Supported),
            ("Tom Reed received 18,902 votes.", Supported),
            ("Tom Reed received 19,802 votes.", Contradicted),
        ],
    );
}

#[test]
fn a_cut_told_as_a_part_of_what_there_was_is_a_share() {
    let source = "The yard is cutting 2,750 of its 9,100 jobs.";
    check(
        source,
        &[
            ("The yard is cutting 30% of its jobs.", Supported),
            ("The yard is cutting 40% of its jobs.", Contradicted),
            ("The yard is cutting 2,750 jobs.", Supported),
        ],
    );
}

#[test]
fn what_is_hoped_for_is_not_done() {
    let source = "The makers of the salve hope for a 70 percent fall in burns.";
    check(source, &[("The salve lowers burns by 70 percent.", Partial)]);
    let done = "The makers of the salve report a 70 percent fall in burns.";
    check(done, &[("The salve lowers burns by 70 percent.", Supported)]);
}

#[test]
fn the_periods_of_a_comparison_are_those_of_its_figures() {
    let source =
        "Wool brought Deal 1.16 billion dollars in 2024. In 2020 it had brought in 580 million dollars.";
    check(
        source,
        &[
            ("Wool brought Deal twice as much in 2024 as in 2020.", Supported),
            ("Wool brought Deal three times as much in 2024 as in 2020.", Contradicted),
        ],
    );
}

#[test]
fn no_one_is_nobody() {
    let source = "The fire injured three people.";
    check(
        source,
        &[
            ("No one was injured in the fire.", Contradicted),
            ("No one was hurt in the fire.", Partial),
            ("Three people were injured in the fire.", Supported),
        ],
    );
    let nobody = "Nobody was injured in the fire.";
    check(nobody, &[("No one was injured in the fire.", Supported)]);
}

#[test]
fn a_fraction_in_words_is_a_share_in_percent() {
    let source = "56% of the voters supported the plan.";
    check(
        source,
        &[
            ("More than half of the voters supported the plan.", Supported),
            ("Fewer than half of the voters supported the plan.", Contradicted),
            ("A third of the voters supported the plan.", Contradicted),
        ],
    );
    // A third stands for 34 %, and leaves 31 % open.
    check("34% of the voters supported it.", &[("A third of the voters supported it.", Supported)]);
    check("31% of the voters supported it.", &[("A third of the voters supported it.", NotAddressed)]);
    // A fifth of what was there last year is no fifth last of anything.
    let source = "Exports grew 20% last year.";
    check(
        source,
        &[
            ("Exports grew by a fifth last year.", Supported),
            ("Exports grew by a quarter last year.", Contradicted),
        ],
    );
}

#[test]
fn what_somebody_said_it_would_do_is_a_plan() {
    let source = "Bell Mills said it would hire 300 people next year.";
    check(
        source,
        &[("Bell Mills hired 300 people.", Partial), ("Bell Mills will hire 300 people.", Supported)],
    );
    check("The tax is expected to bring in $40 million.", &[("The tax brings in $40 million.", Partial)]);
}

#[test]
fn who_won_against_whom() {
    let source = "Ada Mills won 3-1 against Bell Mills.";
    check(
        source,
        &[
            ("Bell Mills beat Ada Mills 3-1.", Contradicted),
            ("Ada Mills beat Bell Mills 3-1.", Supported),
            ("Bell Mills lost 3-1 to Ada Mills.", Supported),
        ],
    );
    check(
        "Bell Mills owes the bank $5 million.",
        &[
            ("The bank owes Bell Mills $5 million.", Contradicted),
            ("Bell Mills owes the bank $5 million.", Supported),
        ],
    );
}

#[test]
fn the_last_day_of_a_stretch_is_its_end() {
    let source = "The strike lasted from 4 to 9 May.";
    check(source, &[("The strike ended on 9 May.", Supported), ("The strike ended on 7 May.", Contradicted)]);
}

#[test]
fn what_is_so_now_is_not_what_was_before_a_change() {
    let source = "The deficit of Deal shrank from $3 billion to $2 billion.";
    check(
        source,
        &[
            ("The deficit of Deal is $3 billion.", Contradicted),
            ("The deficit of Deal is $2 billion.", Supported),
        ],
    );
}

#[test]
fn what_was_called_off_was_not_done() {
    let source = "Bell Mills called off its $40 million purchase of Reed Brothers.";
    check(
        source,
        &[
            ("Bell Mills bought Reed Brothers for $40 million.", Contradicted),
            ("Bell Mills called off its $40 million purchase of Reed Brothers.", Supported),
        ],
    );
    check("The plant can build 40,000 cars a year.", &[("The plant builds 40,000 cars a year.", Partial)]);
}

#[test]
fn who_bought_whom_may_be_told_in_the_passive() {
    let source = "Reed Brothers was acquired by Bell Mills for $40 million.";
    check(
        source,
        &[
            ("Reed Brothers bought Bell Mills for $40 million.", Contradicted),
            ("Bell Mills bought Reed Brothers for $40 million.", Supported),
        ],
    );
}

#[test]
fn the_subject_of_a_sentence_is_none_that_the_claim_brings() {
    check(
        "The mayor of Deal opened the bridge.",
        &[("The mayor of Reedham opened the bridge.", NotAddressed)],
    );
}

#[test]
fn who_gave_to_whom() {
    let source = "Deal received a $300 million loan from the fund.";
    check(
        source,
        &[
            ("Deal lent $300 million to the fund.", Contradicted),
            ("The fund lent $300 million to Deal.", Supported),
        ],
    );
}

#[test]
fn so_many_per_thousand_is_no_number_of_them() {
    let source = "Deal has 4 doctors per 1,000 people.";
    check(
        source,
        &[("Deal has 4 doctors.", NotAddressed), ("Deal has 4 doctors per 1,000 people.", Supported)],
    );
    let source = "The mill paid a dividend of $0.50 per share.";
    check(
        source,
        &[
            ("The mill paid a dividend of 50 cents a share.", Supported),
            ("The mill paid a dividend of 5 cents a share.", Contradicted),
        ],
    );
    check("The bill awaits the president's signature.", &[("The president signed the bill.", Partial)]);
}

#[test]
fn what_was_decided_against_was_not_done() {
    let against = "The council decided against abolishing the tax.";
    check(against, &[("The council abolished the tax.", Contradicted)]);
}

#[test]
fn more_than_any_other_must_be_said() {
    let source = "The line opened in 1937. It carried 1.1 million riders in 1946.";
    check(
        source,
        &[
            ("The line carried 1.1 million riders in 1946.", Supported),
            ("The line carried 1.1 million riders in 1946, more than in any other year.", Partial),
        ],
    );
    let most = "The line opened in 1937. It carried 1.1 million riders in 1946, the most in its history.";
    check(most, &[("The line carried 1.1 million riders in 1946, more than in any other year.", Supported)]);
}

#[test]
fn some_people_are_not_all_of_them() {
    check("500 men and women took part in the walk.", &[("500 women took part in the walk.", NotAddressed)]);
    check("500 people, most of them women, took part.", &[("500 women took part.", NotAddressed)]);
    check("The school has 400 pupils and 30 teachers.", &[("The school has 30 teachers.", Supported)]);
    let once = "The school of Deal, which once had 400 pupils, now has 250.";
    check(once, &[("The school of Deal has 400 pupils.", Contradicted)]);
}

#[test]
fn what_is_turned_about_twice_is_the_same() {
    check("All 40 people on board died in the crash.", &[("Five people survived the crash.", Contradicted)]);
    check(
        "Deal lies south of Hull.",
        &[("Hull is north of Deal.", Partial), ("Deal is north of Hull.", Contradicted)],
    );
    check("Tom Reed succeeded Ann Bell.", &[("Ann Bell succeeded Tom Reed.", Contradicted)]);
}

#[test]
fn a_multiple_is_that_of_the_printed_amounts() {
    let source = "The profit of Bell Mills rose from $1 million to $4 million.";
    check(
        source,
        &[
            ("The profit of Bell Mills quadrupled.", Supported),
            ("The profit of Bell Mills tripled.", NotAddressed),
        ],
    );
    let by = "The profit of Bell Mills rose by $4 million.";
    check(by, &[("The profit of Bell Mills rose to $4 million.", NotAddressed)]);
}

#[test]
fn what_was_and_what_is_today() {
    let source = "In 1990 Deal had 30,000 inhabitants; today it has 40,000.";
    check(
        source,
        &[("Deal has 40,000 inhabitants.", Supported), ("Deal had 30,000 inhabitants in 1990.", Supported)],
    );
    check("The lake is the second deepest in Wales.", &[("The lake is the deepest in Wales.", Contradicted)]);
    check(
        "The new line will cut the trip by 40 minutes.",
        &[("The new line will cut the trip to 40 minutes.", NotAddressed)],
    );
}

#[test]
fn what_is_denied_believed_or_conditional_is_no_fact() {
    check("Tom Reed denies killing the goose.", &[("Tom Reed killed the goose.", Partial)]);
    check("The salve is safe if taken as directed.", &[("The salve is safe.", Partial)]);
    let source = "Tom Reed was replaced as head of the guild by Ann Bell.";
    check(
        source,
        &[
            ("Tom Reed replaced Ann Bell as head of the guild.", Contradicted),
            ("Ann Bell replaced Tom Reed as head of the guild.", Supported),
            ("Tom Reed remains head of the guild.", Partial),
        ],
    );
}
