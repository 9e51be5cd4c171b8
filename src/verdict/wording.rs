//! For the packs of words: a claim that another wording of the same bears out, and one that a near word does not.

use super::Verdict::Supported;
use super::trials::judged;

/// A claim, and a source that says the same in other words.
const SAME: [[&str; 2]; 22] = [
    ["Inflation slowed to 2.1 percent in June.", "Inflation eased to 2.1 percent in June."],
    ["Tarn Foods' revenue rose to 3 billion crowns.", "Tarn Foods' sales rose to 3 billion crowns."],
    ["The council's spending was 40 million crowns.", "The council's outlays were 40 million crowns."],
    ["The judge's ruling fell in May.", "The judge's judgement fell in May."],
    ["Police arrested four men in Holm.", "Police took four men into custody in Holm."],
    ["Thieves stole 40 paintings from the hall.", "Thieves made off with 40 paintings from the hall."],
    ["Moll Kiber was accused of fraud in May.", "Moll Kiber was charged with fraud in May."],
    ["Parliament passed the law in March.", "Parliament approved the law in March."],
    ["The metro carried 80,000 passengers.", "The metro carried 80,000 riders."],
    ["Three carriages derailed near Holm.", "Three carriages left the rails near Holm."],
    ["The bridge reopened in May.", "The bridge opened again in May."],
    ["The rocket lifted off on 4 May 2019.", "The rocket blasted off on 4 May 2019."],
    ["About 4,000 people were evacuated.", "About 4,000 people were forced from their homes."],
    ["Farmers harvested 3 million tonnes of rye.", "Farmers gathered in 3 million tonnes of rye."],
    ["Veltel has 2 million subscribers.", "Veltel has 2 million customers."],
    ["Holm sacked its coach in May.", "Holm sacked its manager in May."],
    ["The probe landed in 2019.", "The spacecraft landed in 2019."],
    ["The fire destroyed the mill in May.", "The fire burned down the mill in May."],
    ["The fire broke out on Sunday.", "The fire started on Sunday."],
    ["The hall was renovated in 1999.", "The hall was given a facelift in 1999."],
    ["Exports rose to 12 billion crowns.", "Sales abroad rose to 12 billion crowns."],
    ["Pia Lunde grew up in Holm.", "Pia Lunde spent her childhood in Holm."],
];

/// A claim, and a source with a near word that says something else.
const NEAR: [[&str; 2]; 20] = [
    ["Growth slowed to 2 percent.", "Growth quickened to 2 percent."],
    ["Tarn Foods' revenue rose to 3 billion crowns.", "Tarn Foods' profit rose to 3 billion crowns."],
    ["Tarn Foods laid off 300 workers.", "Tarn Foods suspended 300 workers."],
    ["Moll Kiber was convicted of fraud.", "Moll Kiber was charged with fraud."],
    ["Moll Kiber was charged with fraud.", "Moll Kiber was arrested for fraud."],
    ["Moll Kiber stabbed three men.", "Moll Kiber attacked three men."],
    ["Moll Kiber was arrested in 2010.", "Moll Kiber won custody of his son in 2010."],
    ["Parliament passed the law in March.", "Parliament debated the law in March."],
    ["Holm thrashed Tarby in May.", "Holm edged Tarby in May."],
    ["The ferry was scuttled in 1940.", "The ferry sank in 1940."],
    ["Forty people were diagnosed with measles.", "Forty people were vaccinated against measles."],
    ["The farm used 40 tonnes of herbicide.", "The farm used 40 tonnes of insecticide."],
    ["Veltel has 2 million customers.", "Veltel has 2 million followers."],
    ["Passengers paid 40 crowns.", "Drivers paid 40 crowns."],
    ["The probe landed on the moon.", "The probe orbited the moon."],
    ["The blaze destroyed 40 houses.", "The flood destroyed 40 houses."],
    ["The storm flattened 40 houses.", "The storm damaged 40 houses."],
    ["Exports rose to 12 billion crowns.", "Sales at home rose to 12 billion crowns."],
    ["Otto Fern grew up in Holm.", "Otto Fern studied in Holm."],
    ["Otto Fern donated 40 paintings.", "Otto Fern sold 40 paintings."],
];

#[test]
fn another_wording_of_the_same_bears_a_claim_out() {
    for [claim, source] in SAME {
        assert_eq!(judged(claim, &[(source, None)]).verdict, Supported, "{claim} <- {source}");
    }
}

#[test]
fn a_near_word_bears_no_claim_out() {
    for [claim, source] in NEAR {
        assert_ne!(judged(claim, &[(source, None)]).verdict, Supported, "{claim} <- {source}");
    }
}
