//! Reads calendar days as pages print them; for metadata and bylines, not for claims (that is `temporal`).

use chrono::NaiveDate;

const MONTHS: [(&str, u32); 31] = [
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("sept", 9),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("januar", 1),
    ("februar", 2),
    ("m\u{e4}rz", 3),
    ("mai", 5),
    ("juni", 6),
    ("juli", 7),
    ("dezember", 12),
];

/// The day that stands at the start of `text`, with the bytes it takes.
///
/// Reads `2024-02-09`, `2024/2/9`, `9 February 2024`, `9th of Feb., 2024`, `February 9, 2024`,
/// `Fri, 9 Feb 2024`, `09.02.2024`; `09/02/2024` only where one reading is possible.
pub(crate) fn read_date(text: &str) -> Option<(NaiveDate, usize)> {
    let tokens = tokens_of(text);
    let start = usize::from(tokens.first().is_some_and(|token| is_weekday(token.0)));
    let tokens = tokens.get(start..)?;
    let (first, _, first_end) = *tokens.first()?;
    let at = |number: usize| tokens.get(number).copied();
    let found = |year: i32, month: u32, day: u32, end: usize| {
        NaiveDate::from_ymd_opt(year, month, day)
            .filter(|_| (1600..=2200).contains(&year))
            .map(|date| (date, end))
    };
    if let Some(month) = month_of(first) {
        let (day, _, _) = at(1)?;
        let (year, _, end) = at(2)?;
        return found(year_of(year)?, month, day_of(day)?, end);
    }
    if first.len() == 8 && first.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = |range: std::ops::Range<usize>| first[range].parse::<u32>().ok();
        return found(number(0..4)? as i32, number(4..6)?, number(6..8)?, first_end);
    }
    let mut next = 1;
    if at(next)?.0.eq_ignore_ascii_case("of") {
        next += 1;
    }
    let (second, _, _) = at(next)?;
    let (third, third_start, third_end) = at(next + 1)?;
    if let Some(month) = month_of(second) {
        return found(year_of(third)?, month, day_of(first)?, third_end);
    }
    if let Some(year) = year_of(first) {
        return found(
            year,
            second.parse().ok()?,
            day_of(digits_of(third))?,
            third_start + digits_of(third).len(),
        );
    }
    let year = year_of(digits_of(third))?;
    let end = third_start + digits_of(third).len();
    let (left, right): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    match text.as_bytes().get(first_end) {
        Some(b'.') => found(year, right, left, end),
        Some(b'/' | b'-') if left > 12 => found(year, right, left, end),
        Some(b'/' | b'-') if right > 12 || left == right => found(year, left, right, end),
        _ => None,
    }
}

/// The first day printed anywhere in `text`.
pub(crate) fn find_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    // No day is printed without figures, and most lines have none.
    if !bytes.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let mut starts_word = true;
    for (at, character) in text.char_indices() {
        if starts_word && character.is_alphanumeric() {
            let plain_start = bytes[at].is_ascii_digit() || month_starts(&text[at..]);
            if plain_start && let Some((day, _)) = read_date(&text[at..]) {
                return Some(day);
            }
        }
        starts_word = !character.is_alphanumeric();
    }
    None
}

fn month_starts(text: &str) -> bool {
    let word: &str = &text[..text.find(|character: char| !character.is_alphabetic()).unwrap_or(text.len())];
    month_of(word).is_some()
}

/// Up to six words of letters or digits with their byte ranges; an ordinal ending is part of its word.
fn tokens_of(text: &str) -> Vec<(&str, usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < 6 && at < text.len() && at < 80 {
        let rest = &text[at..];
        let first = rest.chars().next().expect("there is text left");
        if !first.is_alphanumeric() {
            if !matches!(first, ' ' | ',' | '.' | '/' | '-' | '\u{a0}' | '\n' | '\t') {
                break;
            }
            at += first.len_utf8();
            continue;
        }
        let digit = first.is_ascii_digit();
        let len = rest
            .find(|character: char| !character.is_alphanumeric() || (!digit && character.is_ascii_digit()))
            .unwrap_or(rest.len());
        found.push((&rest[..len], at, at + len));
        at += len;
    }
    found
}

fn digits_of(word: &str) -> &str {
    &word[..word.bytes().take_while(u8::is_ascii_digit).count()]
}

fn is_weekday(word: &str) -> bool {
    let opens = |day: &&str| day.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    word.len() >= 3
        && ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].iter().any(opens)
}

fn month_of(word: &str) -> Option<u32> {
    if word.len() > 12 {
        return None;
    }
    let known = |lower: &str| {
        let same = |name: &str| name.len() == lower.len() && name.eq_ignore_ascii_case(lower);
        MONTHS.iter().find(|(name, _)| same(name)).map(|(_, month)| *month)
    };
    if word.is_ascii() { known(word) } else { known(&word.to_lowercase()) }
}

fn day_of(word: &str) -> Option<u32> {
    let digits = digits_of(word);
    let ending = &word[digits.len()..];
    let known = ["", "st", "nd", "rd", "th"].iter().any(|known| ending.eq_ignore_ascii_case(known));
    if !known || digits.len() > 2 {
        return None;
    }
    digits.parse().ok()
}

fn year_of(word: &str) -> Option<i32> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (1600..=2200).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(read_date(text).map(|(day, _)| day.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn printed_days_are_read() {
        for text in [
            "9 February 2024",
            "9th of February, 2024",
            "Feb. 9, 2024",
            "FEBRUARY 9TH 2024",
            "Fri, 9 Feb 2024",
        ] {
            check(text, Some("2024-02-09"));
        }
        for text in ["2024-02-09", "2024-02-09T10:00:00Z", "2024/2/9", "09.02.2024", "20240209"] {
            check(text, Some("2024-02-09"));
        }
        check("23/02/2024", Some("2024-02-23"));
        check("02/23/2024", Some("2024-02-23"));
        check("03/04/2024", None);
        check("31 February 2024", None);
        check("no day", None);
    }

    #[test]
    fn a_day_is_found_in_a_line() {
        assert_eq!(
            find_date("By A. Writer | Updated: March 3, 2021 8:15 am").map(|day| day.to_string()),
            Some("2021-03-03".to_owned())
        );
        assert_eq!(find_date("Over 300 of 2,000 people"), None);
    }
}
