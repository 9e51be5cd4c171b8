//! Small words that make another claim: of what, of which time, by whom, of all or of some.

use super::Verdict::{Conflict, Contradicted, NotAddressed, Partial, Supported};
use super::trials::{check, judged};

#[test]
fn what_can_be_done_is_not_done() {
    let source = "The Deal mill can crush 900 tonnes of rye. In its first season it crushed 600 tonnes.";
    check(
        source,
        &[
            ("The Deal mill crushed 900 tonnes of rye.", Partial),
            ("In its first season the Deal mill ran at about two thirds of its capacity.", Supported),
        ],
    );
}

#[test]
fn what_stayed_did_not_rise() {
    let source = "The price of rye in Deal stayed at 41 cents a kilo in March, the guild said.";
    check(source, &[("The price of rye in Deal rose to 41 cents a kilo in March.", Contradicted)]);
    let source = "The price of rye in Deal rose to 41 cents a kilo in March, the guild said.";
    check(source, &[("The price of rye in Deal rose to 41 cents a kilo in March.", Supported)]);
}

#[test]
fn a_sum_goes_before_its_members() {
    let source =
        "Rye mills ground 14.6 tonnes in 2024 and oat mills 9.9. The two together came to 24.5 tonnes.";
    check(source, &[("Rye and oat mills together ground 24.5 tonnes in 2024.", Supported)]);
    // Nor is the sum of three that of two.
    let source = "Deal has 10 mills, Hull 15 and Cork 5. The three together have 30 mills.";
    let two = judged("Deal and Hull together have 30 mills.", &[(source, None)]).verdict;
    assert_ne!(two, Supported);
    check(source, &[("Deal, Hull and Cork together have 30 mills.", Supported)]);
}

#[test]
fn one_turn_says_nothing_of_the_next() {
    let source = "In its first season the Deal mill ground 6,200 tonnes of rye.";
    check(source, &[("In its second season the Deal mill ground 6,200 tonnes of rye.", NotAddressed)]);
}

#[test]
fn a_part_may_be_told_before_and_behind_its_whole() {
    let source = "Ida Bell reported 57 open orders, 12 of them late.";
    check(
        source,
        &[
            ("Ida Bell reported that 12 of the 57 open orders were late.", Supported),
            ("Ida Bell reported that 12 of the 75 open orders were late.", Contradicted),
        ],
    );
    let source =
        "The yard and its makers of rope employ 5,400 people in Deal, 2,100 of them at the yard itself.";
    check(
        source,
        &[
            ("The yard itself employs 5,400 people.", Contradicted),
            ("The makers of rope of the yard employ about 3,300 people in Deal.", Supported),
        ],
    );
}

#[test]
fn a_time_is_carried_over_running_text() {
    let source = "Deal had 68 mills at the end of June 2024, 4 more than a year before. Bakeries stood at 39.83 million.";
    check(source, &[("Bakeries in Deal stood at 39.83 million in December 2023.", NotAddressed)]);
}

#[test]
fn a_record_is_of_its_own_year() {
    let source =
        "The bakers of Deal baked 758,300 loaves in 2023, a record, and 742,000 in 2024, the guild said.";
    check(source, &[("The bakers of Deal baked a record number of loaves in 2024.", Partial)]);
}

#[test]
fn who_says_so_may_be_another() {
    let source = "The rye crop of Deal should reach 340 tonnes in 2025, the union of farmers estimates. The council of Marlow has printed no forecast.";
    check(
        source,
        &[
            ("The council of Marlow forecasts a rye crop of 340 tonnes in Deal in 2025.", Partial),
            ("The union of farmers estimates a rye crop of 340 tonnes in Deal in 2025.", Supported),
        ],
    );
    let source = "Mayor Ida Bell said that the new tax was hard but fair; Tom Reed, who leads the guild, called it a blow.";
    check(source, &[("Tom Reed called the new tax hard but fair.", Contradicted)]);
}

#[test]
fn rows_without_a_name_are_those_of_the_total() {
    let source = "Learners taken on | Trade | 2022 | 2023 | 2024\nMetal | 4,310 | 4,105 | 3,980\nInns | 1,120 | 1,390 | 1,385\nTotal | 5,430 | 5,495 | 5,365";
    check(
        source,
        &[
            ("Fewer than 5,000 learners were taken on in 2024.", Contradicted),
            ("Inns took on 1,390 learners in 2024.", Contradicted),
            ("Inns took on 1,385 learners in 2024.", Supported),
        ],
    );
    let source =
        "Boxes moved, thousand tonnes | Year | Deal | Marlow\n2022 | 1,978 | 1,147\n2023 | 2,104 | 1,139";
    check(source, &[("Deal moved 2.104 million tonnes in 2023.", Supported)]);
}

#[test]
fn one_wins_and_one_profit_is_no_loss() {
    let won = "Ida Bell won the loaf race of the 2024 Deal games in 2:24.";
    let other = "Ann Reed won the loaf race of the 2024 Deal games in 2:24. Ida Bell came second.";
    assert_eq!(
        judged("Ida Bell won the loaf race of the 2024 Deal games.", &[(won, None), (other, None)]).verdict,
        Conflict
    );
    let source = "For 2024 the Deal mill reported a loss of 42 million dollars.";
    check(source, &[("The Deal mill made a profit of 42 million dollars in 2024.", Contradicted)]);
}

#[test]
fn high_is_not_long() {
    let source = "The Deal bridge is 240 metres long.";
    check(
        source,
        &[
            ("The Deal bridge is 240 metres in length.", Supported),
            ("The Deal bridge is 240 metres high.", NotAddressed),
        ],
    );
}

#[test]
fn none_but_one_is_that_one() {
    let source = "Tom Reed baked for Marlow from 1955 to 1967, his only guild.";
    check(source, &[("Tom Reed baked for no other guild than Marlow, from 1955 to 1967.", Supported)]);
}

#[test]
fn what_was_not_built_until_1950_was_built_then() {
    let source = "Deal mill\tThe tower of the Deal mill was added in 1950, and its bakery in 1961.";
    check(source, &[("The tower of the Deal mill was not added until 1950.", Supported)]);
    let source = "Deal mill\tThe tower of the Deal mill was not added.";
    check(source, &[("The tower of the Deal mill was added.", Contradicted)]);
    let source = "The guild praised the new loaf, yet declined to adopt it.";
    check(source, &[("The guild praised the new loaf but did not adopt it.", Supported)]);
}

#[test]
fn the_5th_is_the_fifth_and_goals_are_scored() {
    let source = "Ada Reed was a member of the 5th council of Deal from 1950 to 1954.";
    check(source, &[("Ada Reed was a member of the fifth council of Deal from 1950 to 1954.", Supported)]);
    let source = "Ada Reed has made 46 appearances for Deal since 2014, scoring 101 goals.";
    check(source, &[("Ada Reed has made 46 appearances for Deal.", Supported)]);
    let source = "The goal is 46 bakeries in Deal by 2014.";
    check(source, &[("Deal had 46 bakeries in 2014.", Partial)]);
}

#[test]
fn what_stands_behind_a_comma_is_no_size_of_a_change() {
    let source = "Deal has an average literacy rate of 71%, lower than the national average of 74%.";
    check(source, &[("Deal has an average literacy rate of 71%.", Supported)]);
    let source = "Output in Deal was 20% lower in 2019 than in 2018.";
    check(source, &[("Output in Deal fell by 20% in 2019.", Supported)]);
}

#[test]
fn the_year_of_another_clause_dates_no_figure() {
    let source = "Four boats of the Reed class were delivered between 1977 and 1979. The Ash of that class sank in 1987.";
    check(source, &[("Of the Reed class, four boats were delivered, and the Ash sank in 1987.", Supported)]);
    let source = "In 2002 the Deal library recorded 88,213 loans of books. The loans of 2003 were 91,560.";
    check(
        source,
        &[
            ("The Deal library lent 88,213 books in 2002, and 91,560 in the next year.", Supported),
            ("The Deal library had 91,560 loans in 2002.", Contradicted),
        ],
    );
}

#[test]
fn whose_rank_and_whose_work_it_is_may_stand_in_an_apposition() {
    let source =
        "Ada Reed chaired the guild of Deal. She followed Karin Ash, the guild's first chair, in 1996.";
    check(source, &[("Ada Reed was the first chair of the guild of Deal.", Contradicted)]);
    let source = "Ada Reed, the guild's first chair, retired in 1996.";
    check(source, &[("Ada Reed was the first chair of the guild.", Supported)]);
    let source = "Old Mill is a 1999 film directed by Ada Reed and written by Karin Ash. It stars Tom Bell as a baker.";
    check(
        source,
        &[
            ("Old Mill, a 1999 film that starred Tom Bell, was written by Ada Reed.", Contradicted),
            ("Old Mill, a 1999 film that starred Tom Bell, was written by Karin Ash.", Supported),
        ],
    );
}

#[test]
fn one_deed_may_be_seen_from_both_sides() {
    let source = "The painting Old Mill was bought in 1881 by a merchant of Deal for 15,000 marks.";
    check(source, &[("The painting Old Mill was sold for 15,000 marks in 1881.", Supported)]);
    let source = "In 1708 the Swedish force of Axel Grip defeated a Russian detachment at Deal.";
    check(source, &[("The battle of Deal in 1708 ended in victory for the Swedes of Axel Grip.", Partial)]);
    let source = "Ada Reed bought the mill in Deal in 1881.";
    check(source, &[("Ada Reed sold the mill in Deal in 1881.", Contradicted)]);
}

#[test]
fn the_death_that_ends_a_term_does_not_date_its_start() {
    let source = "Ada Reed led the bakers of Deal from 1938 until she died in 1967.";
    check(
        source,
        &[
            ("Ada Reed led the bakers of Deal from 1938 until her death.", Supported),
            ("Ada Reed led the bakers of Deal from 1948 until her death.", Contradicted),
        ],
    );
}

#[test]
fn who_beat_whom_is_told_from_both_sides() {
    let source =
        "In the 1893 cup Deal Rovers beat Marlow 4–0 in the first round before losing to Hull in the next.";
    check(
        source,
        &[
            ("Deal Rovers were eliminated in the first round of the 1893 cup by Marlow.", Contradicted),
            ("Deal Rovers beat Marlow in the first round of the 1893 cup.", Supported),
        ],
    );
    let source =
        "In the 2011 election Tom Bell became the mayor of Deal, defeating the former mayor Abel Ash.";
    check(source, &[("Tom Bell lost the 2011 election of the mayor of Deal to Abel Ash.", Contradicted)]);
}

#[test]
fn the_name_behind_a_rank_is_whose_it_is() {
    let source =
        "Tom Bell followed the club's first coach, Abel Ash, in 1976 and stayed with Deal until 1979.";
    check(source, &[("Tom Bell was the first coach of the club of Deal.", Contradicted)]);
    let source = "Tom Bell, the club's first coach, stayed with Deal until 1979.";
    check(source, &[("Tom Bell was the first coach of the club of Deal.", Supported)]);
}

#[test]
fn the_dates_of_two_deeds_are_two_dates() {
    let source =
        "The video of Old Mill was uploaded on 3 October 2014 and had 94 million views by June 2017.";
    check(source, &[("The video of Old Mill was filmed in September 2014.", NotAddressed)]);
    let source = "The video of Old Mill was filmed on 3 October 2014.";
    check(source, &[("The video of Old Mill was filmed in September 2014.", Contradicted)]);
    let source =
        "Ada Reed (3 June 1921 – 17 October 1998) was a baker who led the guild from 1960 until 1978.";
    check(
        source,
        &[
            ("Ada Reed led the guild for more than 20 years.", NotAddressed),
            ("Ada Reed led the guild for 18 years.", Supported),
        ],
    );
}

#[test]
fn goals_and_caps_are_not_added_up() {
    let source = "Ada Reed has since won 38 caps for the side of Deal, scoring 3 goals.";
    check(source, &[("Ada Reed has scored more than 5 goals for the side of Deal.", Contradicted)]);
}

#[test]
fn a_place_on_a_list_is_compared() {
    let source = "Old Mill\tOld Mill was placed # 92 on the Deal list of the top 100 songs.";
    check(
        source,
        &[
            ("Old Mill was number 91 on the Deal list of the top 100 songs.", Contradicted),
            ("Old Mill was number 92 on the Deal list of the top 100 songs.", Supported),
        ],
    );
    let source =
        "Old Mill\tOld Mill debuted at No. 27 on the Deal chart and peaked at No. 12 in its fourth week.";
    check(source, &[("Old Mill climbed to number 12 on the Deal chart.", Supported)]);
}

#[test]
fn a_date_behind_one_verb_is_none_of_the_next() {
    let source = "Ada Reed won the title in 1975. In 1976 she entered the games of Deal and ranked 9th.";
    check(source, &[("Ada Reed won the title in 1975 and ranked 9th at the games of Deal.", Supported)]);
    let source = "Tom Bell joined Deal in 2013 and scored 22 goals in 34 games in the 2013–14 season.";
    check(source, &[("Tom Bell scored over 25 goals for Deal in the 2013–14 season.", Contradicted)]);
    let source = "The plover of Deal can grow up to 15 cm.";
    check(source, &[("The plover of Deal is up to 15 centimetres long.", Supported)]);
}

#[test]
fn what_is_done_under_a_plan_is_done() {
    let source =
        "On 5 May 2024 the guild gave the mayor of Deal a new loaf, the first of a plan to bake 500 by 2026.";
    check(source, &[("A new loaf was given to the mayor of Deal in May 2024.", Supported)]);
    let source = "The guild plans to give the mayor of Deal a new loaf in May 2024.";
    check(source, &[("A new loaf was given to the mayor of Deal in May 2024.", Partial)]);
}

#[test]
fn what_is_lacking_is_had_by_nobody() {
    let source =
        "Deal council\tThe Bakers' List became the largest group with nine seats, two short of a majority.";
    check(source, &[("The Bakers' List took 11 seats of the Deal council.", Contradicted)]);
    check(
        source,
        &[("The Bakers' List became the largest group of the Deal council with nine seats.", Supported)],
    );
}

#[test]
fn one_contest_may_be_told_by_winner_and_loser() {
    let source = "Bell Mills won the 2011 cup final, beating Ada Mills 3-1.";
    check(
        source,
        &[
            ("Ada Mills lost to Bell Mills in the 2011 cup final.", Supported),
            ("Bell Mills lost to Ada Mills in the 2011 cup final.", Contradicted),
        ],
    );
    let source = "In the 2011 cup final Ada Mills were beaten by Bell Mills.";
    check(source, &[("Ada Mills beat Bell Mills in the 2011 cup final.", Contradicted)]);
}

#[test]
fn a_name_of_which_only_the_second_word_is_printed_is_another() {
    let source = "Kite Cold rents out cold rooms. It sells 40 rooms a month.";
    check(
        source,
        &[("Reed Cold sells 40 rooms a month.", Partial), ("Kite Cold sells 40 rooms a month.", Supported)],
    );
    // A text may call somebody by his title.
    let source = "Mr. Bell rents out cold rooms. He sells 40 rooms a month.";
    check(source, &[("Tom Bell sells 40 rooms a month.", Supported)]);
}
