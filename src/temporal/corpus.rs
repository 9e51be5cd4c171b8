//! Texts that must and must not parse as periods, against one reference date.

use super::{Context, read};

/// Reads a text published on Thursday 15 May 2025 in Pakistan and compares its periods.
fn check(text: &str, expected: &[&str]) {
    let context =
        Context { reference: chrono::NaiveDate::from_ymd_opt(2025, 5, 15), fiscal_first_month: Some(7) };
    let side = |day: Option<chrono::NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
    let found: Vec<String> = read(text, &context)
        .iter()
        .map(|period| format!("{} {}", side(period.from), side(period.to)))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn days_months_years() {
    check("It opened on 14 March 2021.", &["2021-03-14 2021-03-15"]);
    check("It opened on March 14, 2021.", &["2021-03-14 2021-03-15"]);
    check("It opened on 2021-03-14.", &["2021-03-14 2021-03-15"]);
    check("It was sent 2021-03-14T09:10:11-0500 from there.", &["2021-03-14 2021-03-15"]);
    check("Output fell in August 2023.", &["2023-08-01 2023-09-01"]);
    check("Output fell in 2023.", &["2023-01-01 2024-01-01"]);
    check("Output fell in the 1990s.", &["1990-01-01 2000-01-01"]);
}

#[test]
fn quarters_halves_and_fiscal_years() {
    check("Output fell in Q4 2024.", &["2024-10-01 2025-01-01"]);
    check("Output fell in the second half of 2022.", &["2022-07-01 2023-01-01"]);
    check("Output fell in fiscal 2023-24.", &["2023-07-01 2024-07-01"]);
    check("Output fell in FY24.", &["2023-07-01 2024-07-01"]);
    check("The first ten months of 2024 were good.", &["2024-01-01 2024-11-01"]);
}

#[test]
fn ranges_count_both_ends() {
    check("It ran from 2014 to 2018.", &["2014-01-01 2019-01-01"]);
    check("It ran January-June 2022.", &["2022-01-01 2022-07-01"]);
    check("It ran from 9 to 17 April 2024.", &["2024-04-09 2024-04-18"]);
    check("It took six years, from 1921 to 1927.", &["1921-01-01 1928-01-01"]);
    check("It ran July 2022-April 2023.", &["2022-07-01 2023-05-01"]);
}

#[test]
fn open_sides() {
    check("It has grown since 2019.", &["2019-01-01 -"]);
    check("It must open by June 2026.", &["- 2026-07-01"]);
    check("From 2012, she led it.", &["2012-01-01 -"]);
    check("He was stunned by the 2014 vote.", &["2014-01-01 2015-01-01"]);
}

#[test]
fn relative_forms_resolve_against_the_reference() {
    check("Output fell last year.", &["2024-01-01 2025-01-01"]);
    check("Output fell in March last year.", &["2024-03-01 2024-04-01"]);
    check("Output fell last month.", &["2025-04-01 2025-05-01"]);
    check("It was said yesterday.", &["2025-05-14 2025-05-15"]);
    check("It was said on Tuesday.", &["2025-05-13 2025-05-14"]);
    check("It opened in November.", &["2024-11-01 2024-12-01"]);
    check("It closed two weeks ago.", &["2025-05-01 2025-05-02"]);
    check("It closed three days before 5 June 2024.", &["2024-06-02 2024-06-03"]);
}

#[test]
fn without_a_reference_relative_forms_stay_unresolved() {
    let found = read("Output fell last year.", &Context::default());
    assert_eq!(found.len(), 1);
    assert!(found[0].unresolved && found[0].from.is_none());
    let fiscal = read("Output fell in FY24.", &Context::default());
    assert!(fiscal[0].unresolved);
}

#[test]
fn what_names_no_time() {
    for text in [
        "Theresa May said so.",
        "They may sell 2000 lorries.",
        "They marched on.",
        "It weighs 1900 kg.",
        "The 5G phone may sell.",
    ] {
        check(text, &[]);
    }
}
