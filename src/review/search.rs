//! Words that are searched for: which rows have them, found once for a screen.
//!
//! A word that most claims have costs as much as its rows are many, so only so many are taken, in the order of the
//! rows. The last word is also looked for as a beginning, which SQLite gathers from every row that has it before it
//! gives the first; where enough rows have the word as it stands, that is left out.

use rusqlite::Connection;

use super::board;

/// Claims with the words of a search that are looked at; words that more have say too little to find anything.
pub const FOUND_MAX: usize = 5_000;

/// The rows that have the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Their numbers, as a JSON list.
    pub numbers: String,
    /// Whether there are more.
    pub is_cut: bool,
}

/// The rows of a board that have all of the words, at most so many; none where no word is asked for.
///
/// # Errors
/// Those of SQLite.
pub fn find(connection: &Connection, q: &str, board: i64, most: usize) -> rusqlite::Result<Option<Found>> {
    let mut found = None;
    for question in questions(q, board) {
        let asked = rusqlite::params![question, most.saturating_add(1)];
        let mut numbers: Vec<i64> = connection
            .prepare_cached(FOUND)?
            .query_map(asked, |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let is_cut = numbers.len() > most;
        numbers.truncate(most);
        let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
        found = Some(Found { numbers: format!("[{}]", numbers.join(",")), is_cut });
        if is_cut {
            break;
        }
    }
    Ok(found)
}

/// Gives the numbers of rows with the words.
pub const FOUND: &str = "SELECT rowid FROM desk_words WHERE desk_words MATCH ?1 LIMIT ?2";

/// Words as full-text questions, the narrower first: each must be there, the last as it stands or as a beginning.
fn questions(q: &str, board: i64) -> Vec<String> {
    let words: Vec<String> = q
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    let asked = |end: &str| {
        format!("board : {} AND {{claim passage note}} : ({}{end})", board::word(board), words.join(" "))
    };
    vec![asked(""), asked("*")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_questions_that_cannot_break_out() {
        assert_eq!(questions("  ", 3), Vec::<String>::new());
        assert_eq!(questions("* \" (", 3), Vec::<String>::new());
        let check = |words: &str, asked: &str| {
            let expected =
                ["", "*"].map(|end| format!("board : b3 AND {{claim passage note}} : ({asked}{end})"));
            assert_eq!(questions(words, 3), expected);
        };
        check("two cups", "\"two\" \"cups\"");
        check("a\" OR b", "\"a\"\"\" \"OR\" \"b\"");
    }
}
