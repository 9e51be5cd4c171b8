//! What a source says otherwise, each beside a claim that it leaves alone.

use super::super::Verdict::{Contradicted, NotAddressed, Partial, Supported};
use super::super::trials::{check, judged};

/// Judges claims that the source must not contradict.
fn spared(source: &str, claims: &[&str]) {
    for claim in claims {
        let judgement = judged(claim, &[(source, None)]);
        let steps: Vec<&str> = judgement.trace.iter().map(|step| step.rule.as_str()).collect();
        assert!(!steps.contains(&"otherwise"), "“{claim}”: {}", judgement.reason);
    }
}

#[test]
fn a_spell_has_two_ends() {
    let source = "Ash Camp was a work camp in Kent that operated from May 1942 until April 1946. At its peak it held 800 men.";
    check(
        source,
        &[
            ("Operating from 1942 until 1949, Ash Camp held up to 800 men.", Contradicted),
            ("Operating from 1942 until 1946, Ash Camp held up to 800 men.", Supported),
            ("Ash Camp operated until 1949.", Contradicted),
            ("Ash Camp operated until 1946.", Supported),
        ],
    );
    spared(
        "Ida Bell played for Deal from 1998 to 2004 and again from 2005 to 2006.",
        &["Ida Bell played for Deal until 2006."],
    );
    spared(
        "Ash Camp opened in 1941. Its annex at Oak operated from 1942 until 1946.",
        &["Ash Camp operated from 1942 until 1949."],
    );
}

#[test]
fn a_date_is_that_of_the_verb_before_it() {
    check(
        "The Old Mill is a novel by Tom Reed, written in 1954 but first published in 1961 by Oak.",
        &[
            ("The Old Mill was published in 1954.", Contradicted),
            ("The Old Mill was written in 1954.", Supported),
            ("The Old Mill was published in 1961.", Supported),
        ],
    );
    check(
        "The law was passed in 1954 and amended in 1961.",
        &[("The law was amended in 1954.", Contradicted), ("The law was passed in 1954.", Supported)],
    );
}

#[test]
fn a_life_has_one_birth_and_one_death() {
    check(
        "Tom “Nib” Reed (19 September 1926 – 5 October 1994) was a Kentish trumpeter.",
        &[
            ("Tom Reed, born on September 19, 1927 in Kent, was active from 1948 to 1990.", Contradicted),
            ("Tom Reed died on 5 October 1994.", Supported),
        ],
    );
    spared(
        "Abel Reed (19 September 1926 – 5 October 1994) was a trumpeter. Tom Reed was his brother.",
        &["Tom Reed was born on September 19, 1927."],
    );
    spared(
        "Ida Bell (3 May 1920 – 9 July 1999) was a painter.",
        &["Ida Bell, whose son Tom Reed was born in 1950, was a painter."],
    );
}

#[test]
fn what_is_done_once_has_one_date() {
    let source = "The Kestrel Hotel is a 14-story building in Deal. It was designed by Lois Bell and opened on June 3, 1931. It was listed as a landmark in 1983.";
    check(
        source,
        &[(
            "The Kestrel Hotel, a 14-story building in Deal listed as a landmark in 1983, was opened by the mayor on June 3, 1930.",
            Contradicted,
        )],
    );
    spared(source, &["The Kestrel Hotel, a 14-story building in Deal, opened a bar in 1950."]);
    spared(
        "The works were established in 1779 by Tom Reed. A school for the workers was established in 1812.",
        &["A school for the workers was established in 1812.", "The works were established in 1779."],
    );
    let fair = "The Ash Cup was held on 2 February 2020 in Deal.";
    check(
        fair,
        &[("The Ash Cup was held on 2 July 2020 in Deal and was won by Ida Bell of Oak.", Contradicted)],
    );
    spared(fair, &["The Ash Cup was held on 2 July 2021 in Deal and was won by Ida Bell of Oak."]);
    spared(
        "The Marbury was launched in February 1944 and was commissioned on 30 May 1944.",
        &["The Marbury was commissioned in May of the same year."],
    );
}

#[test]
fn a_beginning_is_no_end() {
    let source = "Samuel Reed served as the eleventh Chief Justice until July 16, 2012, when he was succeeded by Abel Bell.";
    check(source, &[("Samuel Reed became the Chief Justice in 2012.", Contradicted)]);
    spared(
        source,
        &["Abel Bell became the Chief Justice in 2012.", "Samuel Reed was the Chief Justice until 2012."],
    );
    check(
        "Bell (born 1961) has served as mayor of Deal since 7 May 2009.",
        &[("Ida Bell became the mayor of Deal in May 2009.", Supported)],
    );
}

#[test]
fn each_title_has_its_own_year() {
    check(
        "Ida Bell's roles include Queen Ann in Ash Hall (2005) and Dot in Oak House (2009).",
        &[
            ("Ida Bell appeared in Ash Hall in 2009.", Contradicted),
            ("Ida Bell appeared in Ash Hall in 2005.", Supported),
        ],
    );
    let albums = "Tom Reed's albums include Salt Road (1998) and Slow River (2001).";
    spared(albums, &["Tom Reed released an album in 2001.", "Tom Reed released an album in 1998."]);
    check(albums, &[("Tom Reed released Salt Road in 2001.", Contradicted)]);
}

#[test]
fn one_holds_what_only_one_holds() {
    let source = "Otter is the largest town of Kent County, whose capital is nearby Marlow, a market town.";
    check(
        source,
        &[
            ("Otter is the capital of Kent County.", Contradicted),
            ("Otter is the largest town of Kent County.", Supported),
        ],
    );
    spared(source, &["Marlow is the capital of Kent County."]);
    let team =
        "He played lead on the team skipped by Tom Reed that won the 1997 Kent Cup. Abel Ash is a dentist.";
    check(team, &[("Abel Ash was the skip of the team that won the 1997 Kent Cup.", Contradicted)]);
    spared(team, &["Tom Reed was the skip of the team that won the 1997 Kent Cup."]);
}

#[test]
fn a_work_has_its_makers() {
    let source = "Bell made her debut as an actor in The Long Road (1986), which was directed by Tom Reed.";
    check(source, &[("Ida Bell directed The Long Road in 1986.", Contradicted)]);
    spared(source, &["Tom Reed directed The Long Road in 1986.", "Ida Bell directed Old Mill."]);
}

#[test]
fn nobody_is_of_another_people() {
    let source = "Ida Bell (born 12 March 1978) is a Dutch speed skater who skates long distances.";
    check(source, &[("Spanish speed skater Ida Bell skated in seven races in 2015.", Contradicted)]);
    spared(source, &["Dutch speed skater Ida Bell skated in seven races in 2015."]);
    spared("Ida Bell is a Russian-born Dutch speed skater.", &["Ida Bell is a Russian speed skater."]);
    let place = "Castel Alto is a comune in the Province of Oak. In 2011 it had a population of 4,106.";
    check(
        place,
        &[("Castel Alto, a comune in the Province of Elm, had a population of 4,106 in 2011.", Contradicted)],
    );
    spared(
        "Castel Alto is a comune in Tuscany, near the border with the Province of Oak.",
        &["Castel Alto is a comune in the Province of Elm."],
    );
}

#[test]
fn a_small_phrase_has_one_figure() {
    let source = "Bank Ash was a Kentish bank with its head office in Deal. By the end of 2006 it had 47 branches and about 1,900 employees.";
    check(
        source,
        &[(
            "At the end of 2006 Bank Ash, a Kentish bank that was bought later, operated 74 branches and employed some 1,900 people.",
            Contradicted,
        )],
    );
    spared(source, &["At the end of 2008 Bank Ash, a Kentish bank, had 74 branches."]);
    spared("Tom Reed has 26 oxen. Ida Bell gives him 6 oxen.", &["Tom Reed has 32 oxen now."]);
}

#[test]
fn only_one_place_leaves_no_other() {
    let source =
        "Salt Road was released in France on 2 May 2008, and in Belgium and Canada in the following weeks.";
    check(
        source,
        &[
            ("Salt Road was released only in France.", Contradicted),
            ("Salt Road was released in France.", Supported),
        ],
    );
    spared(
        "Salt Road was released in France. It was shot in Belgium.",
        &["Salt Road was released only in France."],
    );
}

#[test]
fn every_year_is_not_every_other_year() {
    let source = "The Ash Prize (established 1962) is a biennial award for bakers.";
    check(source, &[("The Ash Prize is awarded every year.", Contradicted)]);
    spared("The Ash Fair is an annual fair held in Deal.", &["The Ash Fair is held every year in Deal."]);
}

#[test]
fn an_uninhabited_island_is_not_inhabited() {
    check(
        "Ash Island is an uninhabited island off Kent.",
        &[("Ash Island is one of the inhabited islands off Kent.", Contradicted)],
    );
    check(
        "Ash Island, once inhabited, is now an uninhabited island.",
        &[("Ash Island is an inhabited island.", Contradicted)],
    );
    spared(
        "Ash Island is an inhabited island beside an uninhabited island.",
        &["Ash Island is an inhabited island."],
    );
}

#[test]
fn what_is_called_false_is_denied() {
    let claim = "Tom Reed, who won a medal in 1960, was wrongly believed to have been born in Marlow.";
    check(
        "Tom Reed (born 2 July 1934 in Marlow) is a wrestler. He won a medal in 1960.",
        &[(claim, Contradicted)],
    );
    spared("Tom Reed won a medal in 1960. He was often wrongly said to be born in Marlow.", &[claim]);
}

#[test]
fn what_was_taken_was_not_free() {
    let claim = "Ash Bridge, with a span of 325 metres, is toll-free since its opening on 14 September 1996.";
    let source =
        "Ash Bridge is a bridge in Kent with a span of 325 metres. It was opened on 14 September 1996.";
    check(&format!("{source} Tolls were collected until 2009."), &[(claim, Contradicted)]);
    spared(&format!("{source} It has been free of tolls ever since."), &[claim]);
}

#[test]
fn a_denied_cause_is_none() {
    let source = "The flood followed three days of rain and was not connected with the dam at Ash, which held. Nineteen people died in the Deal flood.";
    check(source, &[("The Deal flood killed 19 people after a dam gave way.", Contradicted)]);
    spared(source, &["The Deal flood killed 19 people after three days of rain."]);
}

#[test]
fn a_design_is_not_what_was_done() {
    let source = "In 2016 Ash Bridge carried an average of 60,000 cars a day, the guild says.";
    check(
        source,
        &[
            ("Ash Bridge was designed to carry up to 60,000 cars a day.", Partial),
            ("Ash Bridge carried 60,000 cars a day in 2016.", Supported),
        ],
    );
    check(
        "Ash Bridge is designed to carry up to 60,000 cars a day.",
        &[("Ash Bridge was designed to carry up to 60,000 cars a day.", Supported)],
    );
}

#[test]
fn hours_and_minutes_are_one_time() {
    check(
        "The talk lasted two hours and 51 minutes.",
        &[
            ("The talk lasted under 150 minutes.", Contradicted),
            ("The talk lasted 171 minutes.", Supported),
            ("The talk lasted two hours and 15 minutes.", Contradicted),
        ],
    );
    check(
        "The boy, aged 2 years and 4 months, was found.",
        &[("The two-year-old boy was found.", Supported)],
    );
}

#[test]
fn a_medal_is_of_its_metal() {
    let source =
        "Bell made her debut at the 2011 Junior Cup, where Kent lost the bronze medal match to Deal.";
    check(
        source,
        &[("Ida Bell was part of the team that took the silver medal at the 2011 Junior Cup.", Partial)],
    );
}

#[test]
fn a_new_thing_has_its_own_date() {
    check(
        "The Kestrel is an inn in Deal. It was designed by Lois Bell and opened on June 3, 1931.",
        &[("The Kestrel opened a bar in 1950.", NotAddressed)],
    );
}

#[test]
fn over_some_days_is_for_so_long() {
    check(
        "The Ash trial took place at Deal from 12 to 14 July 2013 and lasted three days.",
        &[
            ("The Ash trial was held at Deal over three days.", Supported),
            ("The Ash trial lasted over three days.", Partial),
        ],
    );
}

#[test]
fn the_date_of_an_apposition_dates_no_figure() {
    check(
        "The Deal vote was held on 9 March 2014. The guild kept the seat by a majority of 3,871 votes. The guild was founded in 1973.",
        &[(
            "The Deal vote was held on 9 March 2014, and the guild, a party founded in 1973, kept the seat with a majority of 3,871.",
            Supported,
        )],
    );
}

#[test]
fn those_who_live_there_are_the_population() {
    let source = "Corrie Hill is a hamlet in Kent. The population was 526 at the 2010 census.";
    check(
        source,
        &[
            ("526 people live in Corrie Hill.", Supported),
            ("Fewer than 500 people live in the hamlet of Corrie Hill.", Contradicted),
            ("Corrie Hill has 612 residents.", Contradicted),
        ],
    );
    spared(source, &["Some 500 people work in Corrie Hill."]);
}

#[test]
fn who_received_a_prize_has_won_it() {
    let told =
        |prizes: &str| format!("Ida Bell has received many honours, including {prizes} and a Polar Cross.");
    let claim = "Ida Bell has won more than one Ash Award.";
    check(
        &told("three Ash Awards, an Elm"),
        &[(claim, Supported), ("Ida Bell has won three Ash Awards.", Supported)],
    );
    check(&told("one Ash Award, three Elms"), &[(claim, Contradicted)]);
    let judgement = judged(
        "Ida Bell has won three Ash Awards.",
        &[("Ida Bell was nominated for three Ash Awards and received an Elm.", None)],
    );
    assert_ne!(judgement.verdict, Supported, "{}", judgement.reason);
}

#[test]
fn the_noun_of_a_deed_has_its_date() {
    let source =
        "Gravel is a series created by Tom Reed, which ran on KBC from 1992 until its cancellation in 1996.";
    check(source, &[("Gravel was cancelled in 1994.", Contradicted)]);
    spared(source, &["Gravel was cancelled in 1996."]);
}

#[test]
fn who_left_plays_there_no_more() {
    let source = "Bell left Marlow at the end of her contract in June 2019 and signed for Oak.";
    check(source, &[("Ida Bell plays for Marlow.", Contradicted)]);
    spared(source, &["Ida Bell plays for Oak."]);
    spared("Bell left Marlow in 2019 and returned in 2021.", &["Ida Bell plays for Marlow."]);
}

#[test]
fn who_was_killed_died_of_no_illness() {
    let source = "Tom Reed, a singer, was killed in a road accident near Deal on 4 August 2012.";
    check(source, &[("Tom Reed died of heart failure.", Contradicted)]);
    spared(source, &["Tom Reed died in an accident."]);
    spared(
        "Tom Reed, a singer, was shot in 1990 and died of an infection.",
        &["Tom Reed was shot and killed."],
    );
}

#[test]
fn a_low_approval_is_no_praise() {
    let told =
        |share: u32| format!("The Silver Road has an approval rating of {share} % on Rotten Tomatoes.");
    check(&told(19), &[("The Silver Road received positive reviews from most critics.", Contradicted)]);
    check(&told(91), &[("The Silver Road received negative reviews.", Contradicted)]);
    spared(&told(91), &["The Silver Road received positive reviews."]);
    spared(&told(51), &["The Silver Road received positive reviews."]);
}

#[test]
fn a_label_of_a_table_is_a_verb_or_a_noun_of_the_claim() {
    let source = "Season table: Position: 1 | Team: Ash Rovers | Played: 26 | Won: 18 | Drawn: 4 | Lost: 4 | Points: 58";
    check(
        source,
        &[("Ash Rovers won the league with 58 points and lost only 2 of their matches.", Contradicted)],
    );
    spared(source, &["Ash Rovers lost 4 of their matches.", "Ash Rovers won the league with 58 points."]);
}

#[test]
fn a_figure_of_a_neighbour_is_not_the_subjects() {
    let source = "Ash is a village in Kent with a population of 4,000.";
    let claim = "Ash, which lies near Deal, a town with a population of 25,000, is a village in Kent.";
    assert_ne!(judged(claim, &[(source, None)]).verdict, Contradicted);
    check(source, &[("Ash, a village with a population of 5,000, lies in Kent.", Contradicted)]);
}

#[test]
fn a_coarser_date_of_the_same_verb_is_no_other_date() {
    let source = "The Marbury was launched in February 1944 and was commissioned on 30 May 1944.";
    let claim = "The Marbury was launched on 2 February 1944 in Deal.";
    assert_ne!(judged(claim, &[(source, None)]).verdict, Contradicted);
    check(source, &[("The Marbury was launched on 2 March 1944.", Contradicted)]);
}
