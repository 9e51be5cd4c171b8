//! What to write in the claim file instead, where that follows from the passage by rule; as a diff.
//!
//! Only a figure or a period is exchanged, and only for the words that the source prints. Whether the sentence is
//! then a good one is for the editor to say.

use std::ops::Range;

use similar::{ChangeTag, TextDiff};

use crate::check::ClaimOutcome;
use crate::claim::file::Field;
use crate::claim::literal;
use crate::verdict::Verdict;

use super::sheet::visible;
use super::{Report, pair};

/// Lines shown on either side of a change.
const AROUND: usize = 2;

/// A suggested change of a claim file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The lines, changed ones and those around them.
    pub lines: Vec<DiffLine>,
    /// The new line, to copy.
    pub line: String,
    /// The whole file after it.
    pub after: String,
}

/// A line of a diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// `+`, `-` or a space.
    pub sign: char,
    /// Line number before, where it stood there.
    pub old: Option<usize>,
    /// Line number after, where it stands there.
    pub new: Option<usize>,
    /// The words; true for those that changed.
    pub words: Vec<(bool, String)>,
}

/// What to write instead, if the findings of a claim say so.
pub(super) fn suggest(report: &Report<'_>, outcome: &ClaimOutcome) -> Option<Edit> {
    if matches!(outcome.judgement.verdict, Verdict::Supported | Verdict::Unavailable) {
        return None;
    }
    let codes: Vec<String> =
        outcome.judgement.findings.iter().map(|finding| finding.code.to_string()).collect();
    let is = |known: &[&str]| codes.iter().any(|code| known.contains(&code.as_str()));
    // A typed field decided: the sentence is not what is to be changed.
    if outcome.judgement.findings.iter().any(|finding| finding.field != Field::Text) {
        return None;
    }
    let figures = pair::figures(report, outcome)?;
    let (_, text) = pair::chosen(report, outcome)?;
    let (old, new) = if is(&["V203", "V204"]) {
        let (own, theirs) = figures.periods?;
        (own, theirs)
    } else if is(&["V101", "V102", "V106", "V107", "V111", "V112", "V113"]) {
        (figures.claim, figures.source)
    } else {
        return None;
    };
    let words = text.document.text.get(new)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let file = &report.set.files[outcome.file];
    let claim = &file.claims[outcome.claim];
    let at = literal::place(&file.text, &claim.text.span, &old);
    // The words go into the literal as they are, so they may hold nothing that a TOML string must escape.
    let safe =
        !words.is_empty() && !words.contains(['"', '\\', '\'']) && !words.chars().any(char::is_control);
    if !safe || file.text.get(at.clone()) == Some(words.as_str()) {
        return None;
    }
    Some(replace(&file.text, &at, &words))
}

/// The edit that puts words in place of a range of a file.
fn replace(before: &str, at: &Range<usize>, words: &str) -> Edit {
    let after = format!("{}{words}{}", &before[..at.start], &before[at.end..]);
    let start = after[..at.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = after[at.start..].find('\n').map_or(after.len(), |newline| at.start + newline);
    Edit { lines: diff(before, &after, AROUND), line: visible(&after[start..end]), after }
}

/// The changed lines of two texts with so many lines around them, changed words told apart.
pub fn diff(before: &str, after: &str, around: usize) -> Vec<DiffLine> {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(around) {
        for change in group.iter().flat_map(|operation| diff.iter_inline_changes(operation)) {
            let words = change
                .iter_strings_lossy()
                .map(|(changed, words)| (changed, visible(words.trim_end_matches(['\n', '\r']))));
            lines.push(DiffLine {
                sign: match change.tag() {
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                    ChangeTag::Equal => ' ',
                },
                old: change.old_index().map(|at| at + 1),
                new: change.new_index().map(|at| at + 1),
                words: words.filter(|(_, words)| !words.is_empty()).collect(),
            });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_changes_its_words_and_nothing_else() {
        let before = "# kept\n[[claim]]\ntext = \"The ferries employed 310 people.\"   # kept too\n";
        let at = before.find("310 people").expect("it is there");
        let edit = replace(before, &(at..at + 10), "240 people");
        assert_eq!(edit.after, before.replace("310", "240"));
        assert_eq!(edit.line, "text = \"The ferries employed 240 people.\"   # kept too");
        let signs: String = edit.lines.iter().map(|line| line.sign).collect();
        assert_eq!(signs, "  -+");
        let changed: Vec<&str> = edit.lines[3]
            .words
            .iter()
            .filter(|(changed, _)| *changed)
            .map(|(_, words)| words.as_str())
            .collect();
        assert_eq!(changed, ["240"]);
    }
}
