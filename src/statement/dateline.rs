//! Knows a dateline: the place, and at times the day, from which a report was filed.
//!
//! The place is where the reporter was. It says nothing of where the things happened that are told of.

use super::word::{self, Token, TokenKind};

/// Tokens that the place of a dateline has at most: "WASHINGTON, D.C.".
const PLACE_MAX: usize = 6;
/// Tokens of the day that may follow it, or of the agency in brackets.
const AFTER_MAX: usize = 6;

/// Takes the dateline off a paragraph. The first word behind it has its capital from where it stands.
pub(super) fn cut(text: &str, tokens: &mut Vec<Token>) {
    let length = length(text, tokens);
    tokens.drain(..length);
    if let Some(first) = tokens.first_mut().filter(|first| length > 0 && first.capital) {
        first.name &= word::opens_as(text, first);
    }
}

/// How many tokens at the start of a passage are the place of a dateline with its marks.
fn length(text: &str, tokens: &[Token]) -> usize {
    let form = |at: usize| tokens.get(at).map_or("", |token| &text[token.range.clone()]);
    let ends = |at: usize| matches!(form(at), ":" | "—" | "–" | "-" | "--");
    let place = |at: &usize| {
        let token = &tokens[*at];
        token.kind == TokenKind::Word && token.capital || matches!(form(*at), "," | ".")
    };
    let run = (0..tokens.len().min(PLACE_MAX)).take_while(place).count();
    if run == 0 || tokens[0].kind != TokenKind::Word {
        return 0;
    }
    let shouted = (0..run)
        .filter(|at| tokens[*at].kind == TokenKind::Word)
        .all(|at| form(at).len() > 1 && form(at).chars().all(|letter| !letter.is_lowercase()));
    if ends(run) && shouted {
        return run + 1;
    }
    // "OSLO (Agency) – ": the agency in brackets.
    if form(run) == "(" {
        let close = (run + 1..run + AFTER_MAX).find(|at| form(*at) == ")");
        return close.filter(|at| ends(at + 1)).map_or(0, |at| at + 2);
    }
    // "Oslo, 4 November 2025:": the day stays, it dates the report.
    let comma = (0..run).rev().find(|at| form(*at) == ",");
    let Some(comma) = comma else { return 0 };
    let day = |at: usize| {
        tokens[at].kind == TokenKind::Number
            || tokens[at].kind == TokenKind::Word && tokens[at].capital
            || form(at) == ","
    };
    let end = (comma + 1..tokens.len().min(comma + AFTER_MAX)).find(|at| !day(*at));
    let dated = |end: &usize| (comma + 1..*end).any(|at| tokens[at].kind == TokenKind::Number);
    match end.filter(|end| ends(*end) && dated(end)) {
        Some(_) => comma + 1,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::word;

    fn check(text: &str, rest: &str) {
        let tokens = word::tokens(text, 0..text.len());
        let cut = length(text, &tokens);
        assert_eq!(&text[tokens[cut].range.start..], rest);
    }

    #[test]
    fn the_place_of_a_dateline_is_cut_off() {
        check("OSLO: The port opened.", "The port opened.");
        check("NEW YORK — The port opened.", "The port opened.");
        check("Oslo, 4 May 2021: The port opened.", "4 May 2021: The port opened.");
        check("BERGEN, Norway (Agency) - The port opened.", "The port opened.");
    }

    #[test]
    fn other_openings_stay() {
        for text in [
            "Minister: The port opened.",
            "Oslo, Bergen and 4 ports opened.",
            "Oslo opened a port.",
            "NATO said it opened.",
        ] {
            check(text, text);
        }
    }
}
