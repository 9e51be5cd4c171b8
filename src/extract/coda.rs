//! Drops what stands around a text without being of it: its own title, who wrote it, what it refers to, praise of the
//! site, and paragraphs that are said again.
//!
//! The title and the author stand in the document's own fields. A list of references names other sources' texts,
//! not this one's. The shares were tuned on a part of the WCXB development half; re-run the page scorer after
//! touching one.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::blocks::text_of;
use super::content::Weighed;
use super::outline::{Outline, is_heading};
use super::phrase_words;
use super::phrases::Line;
use super::trim::heading_level;
use super::wording::{Wordings, plain};

/// What the page says of itself, apart from its text.
#[derive(Debug, Default)]
pub(super) struct Told<'d> {
    /// Its title.
    pub title: Option<&'d str>,
    /// Its authors, joined by commas.
    pub author: Option<&'d str>,
    /// It is a thread of a forum.
    pub thread: bool,
}

/// A shorter paragraph may be a label that is used again.
const REPEATED_CHARS_MIN: u32 = 100;
/// What is said of an author is a paragraph.
const AUTHOR_CHARS_MAX: u32 = 700;
/// Headings that open a section to leave out are short.
const OPENER_CHARS_MAX: u32 = 50;

/// Such headings that are looked at in one page; each is followed to the end of its section.
const OPENERS_MAX: usize = 40;

static REFERENCES: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(phrase_words::REFERENCES));
static PRAISE: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(phrase_words::PRAISE));

/// Drops them; `is_listing` is a page of cards, whose headings and authors are its text.
pub(super) fn drop_coda(outline: &Outline<'_>, weighed: &mut [Weighed], told: &Told<'_>, is_listing: bool) {
    drop_repeated(outline, weighed);
    if is_listing {
        return;
    }
    drop_title(outline, weighed, told.title);
    drop_pointers(outline, weighed);
    drop_sections(outline, weighed);
    drop_bare_references(outline, weighed);
    drop_authors(outline, weighed, told.author);
}

fn is_open(one: &Weighed) -> bool {
    !one.drop && !one.block.in_table && one.line != Line::Correction
}

/// Paragraphs that were said before, word for word.
fn drop_repeated(outline: &Outline<'_>, weighed: &mut [Weighed]) {
    let mut said: BTreeSet<String> = BTreeSet::new();
    for one in weighed.iter_mut().filter(|one| is_open(one) && one.block.chars >= REPEATED_CHARS_MIN) {
        one.drop = !said.insert(text_of(outline, &one.block));
    }
}

/// The heading in front of the text that is the page's title.
fn drop_title(outline: &Outline<'_>, weighed: &mut [Weighed], title: Option<&str>) {
    let Some(title) = title.map(letters_of).filter(|title| !title.is_empty()) else { return };
    for one in weighed.iter_mut().filter(|one| is_open(one)).take(4) {
        if is_heading(one.block.tag) && letters_of(&text_of(outline, &one.block)) == title {
            one.drop = true;
            return;
        }
    }
}

fn letters_of(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Lines that point elsewhere with a hand or an arrow in front of a link.
fn drop_pointers(outline: &Outline<'_>, weighed: &mut [Weighed]) {
    for one in weighed.iter_mut().filter(|one| is_open(one) && one.block.link_chars > 0) {
        let text = outline.text(one.block.first).trim_start();
        one.drop = text.starts_with(['\u{1f449}', '\u{27a1}', '\u{1f517}']) && one.block.chars <= 200;
    }
}

/// Sections by their headings: references where most of the text stands before them, praise anywhere.
fn drop_sections(outline: &Outline<'_>, weighed: &mut [Weighed]) {
    let all = chars_of(weighed);
    let mut before = 0;
    let mut openers = 0;
    for at in 0..weighed.len() {
        let one = &weighed[at];
        if openers < OPENERS_MAX && is_open(one) && one.block.chars <= OPENER_CHARS_MAX {
            let line = plain(&text_of(outline, &one.block));
            let refers = before * 5 >= all * 2 && REFERENCES.fit(&line);
            if refers || PRAISE.fit(&line) {
                openers += 1;
                let end = section_end(weighed, at);
                if chars_of(&weighed[at..end]) * if refers { 2 } else { 4 } <= all {
                    weighed[at..end].iter_mut().filter(|one| is_open(one)).for_each(|one| one.drop = true);
                }
            }
        }
        before += if weighed[at].drop { 0 } else { weighed[at].block.chars };
    }
}

/// Runs of references near the end that no heading opens: names, a year, an address on the next line.
fn drop_bare_references(outline: &Outline<'_>, weighed: &mut [Weighed]) {
    let all = chars_of(weighed);
    let mut before = 0;
    let mut run: Vec<usize> = Vec::new();
    let mut addresses = 0;
    for at in 0..=weighed.len() {
        if weighed.get(at).is_some_and(|one| one.drop) {
            continue;
        }
        let kind = weighed.get(at).filter(|one| is_open(one) && before * 2 >= all).and_then(|one| {
            (one.block.chars <= 400).then(|| reference_of(&text_of(outline, &one.block))).flatten()
        });
        match kind {
            Some(is_address) => {
                addresses += u32::from(is_address);
                run.push(at);
            }
            None => {
                if addresses >= 3 {
                    run.iter().for_each(|at| weighed[*at].drop = true);
                }
                run.clear();
                addresses = 0;
            }
        }
        before += weighed.get(at).map_or(0, |one| one.block.chars);
    }
}

/// What references have: an address (`true`), or a year in brackets without one.
fn reference_of(text: &str) -> Option<bool> {
    if text.starts_with("http") && !text.contains(' ') {
        return Some(true);
    }
    let year = |inside: &str| {
        inside.len() >= 5
            && inside.as_bytes()[..4].iter().all(u8::is_ascii_digit)
            && inside.as_bytes()[4] == b')'
    };
    text.match_indices('(').any(|(at, _)| year(&text[at + 1..])).then(|| text.contains("http"))
}

fn chars_of(weighed: &[Weighed]) -> u32 {
    weighed.iter().filter(|one| !one.drop).map(|one| one.block.chars).sum()
}

/// Where the section that a line opens ends: at the next heading of its level or above.
fn section_end(weighed: &[Weighed], opener: usize) -> usize {
    let level = heading_level(weighed[opener].block.tag);
    let ends = |one: &Weighed| {
        !one.drop
            && is_heading(one.block.tag)
            && level.is_none_or(|level| heading_level(one.block.tag) <= Some(level))
    };
    weighed[opener + 1..].iter().position(ends).map_or(weighed.len(), |found| opener + 1 + found)
}

/// Paragraphs near the end that tell who the author is.
fn drop_authors(outline: &Outline<'_>, weighed: &mut [Weighed], author: Option<&str>) {
    let names: Vec<&str> = author
        .unwrap_or_default()
        .split([',', '&'])
        .flat_map(|part| part.split(" and "))
        .map(str::trim)
        .filter(|name| name.contains(' '))
        .collect();
    let all = chars_of(weighed);
    let mut before = 0;
    for one in weighed.iter_mut().filter(|one| is_open(one)) {
        before += one.block.chars;
        if before * 5 >= all * 3 && one.block.chars <= AUTHOR_CHARS_MAX {
            let text = text_of(outline, &one.block);
            let text = text.trim_start_matches(|first: char| !first.is_alphanumeric());
            one.drop = names.iter().any(|name| tells_of(text, name));
        }
    }
}

/// True for a text that is a name, or goes on from it to what the person is.
fn tells_of(text: &str, name: &str) -> bool {
    let Some(rest) = text.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name)) else {
        return false;
    };
    let rest = &text[rest.len()..];
    let goes_on = [" is ", " was ", " has ", " covers ", " writes ", " joined "];
    goes_on.iter().any(|word| rest.starts_with(word)) || !rest.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use crate::extract::{Options, read};

    fn check(extra: &str, expected: bool) {
        let text = |day: usize| {
            format!(
                "<p>The mill shipped more bales than in any year before, the office said in a long letter on day {day} of the year.</p>"
            )
        };
        let text: String = (1..20).map(text).collect::<String>() + &text(5).repeat(3);
        let head = "<title>Bales of the mill</title><meta name=author content='Anna Example'>";
        let body = format!("<h1>Bales of the mill</h1>{text}{extra}");
        let document = read(format!("{head}<article>{body}").as_bytes(), "text/html", &Options::default());
        assert_eq!(document.text.contains("MARK"), expected, "{extra}: {}", document.text);
        assert_eq!(document.text.matches("day 5 of").count(), 1, "{}", document.text);
        assert!(!document.text.contains("Bales of the mill"), "{}", document.text);
    }

    #[test]
    fn what_stands_around_a_text_is_left_out() {
        let reference = "<li>Example A. (2019). MARK of mills.<br><a href=/>https://mill.example/MARK</a>";
        check(&format!("<ul>{}</ul>", reference.repeat(3)), false);
        check("<p>Anna Example is a reporter who covers mills, MARK and jute.</p>", false);
        check("<p>Anna Example of the MARK council said that this was the last of all such years.</p>", true);
        check("<h2>References</h2><ol><li>Example, A. (2019). MARK of mills. Example Press.</ol>", false);
        check("<h2>Testimonials</h2><p>The MARK best mill I know of in all the land, by far.</p>", false);
        check("<p>\u{1f449} See MARK <a href=/>more on mills</a></p>", false);
        check(
            "<h2>What comes next</h2><p>The MARK office has no plans for a seventh hall of that size.</p>",
            true,
        );
    }
}
