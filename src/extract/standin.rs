//! Recognises pages that stand in for the document: challenges, blocks, paywalls and "not found" with the status of success.
//!
//! Such pages are short, and say what they are in their title or their first lines; a paywall says so somewhere on it. A
//! long text that only mentions one of the phrases is an article about them. What is found is a note of the document;
//! whoever looks for a source passes such a page over.

use std::convert::Infallible;
use std::sync::LazyLock;

use aho_corasick::packed::{self, Searcher};
use aho_corasick::{AhoCorasick, Span};
use html5gum::{Token, Tokenizer};

use super::document::Document;
use super::note::Note;
use crate::capture::Capture;

/// Characters up to which a page can be a challenge, a block or a "not found". Those of the large providers have under 900.
const SHORT_CHARS: usize = 1_500;

/// Characters up to which a text can be the teaser before a paywall: two or three paragraphs.
const TEASER_CHARS: usize = 3_000;

/// How much of a page its start is: the place where a page says what it is.
const START_CHARS: usize = 400;

const CHALLENGE: &[&str] = &[
    "just a moment",
    "checking your browser",
    "checking if the site connection is secure",
    "verify you are human",
    "verify that you are human",
    "verifying you are human",
    "confirm you are human",
    "confirm that you are human",
    "prove you are human",
    "are you a robot",
    "i'm not a robot",
    "you are not a robot",
    "you're not a robot",
    "not a bot",
    "complete the security check",
    "complete the captcha",
    "solve the captcha",
    "enable javascript and cookies to continue",
    "unusual traffic from your",
    "unusual activity from your",
    "ddos protection by",
    "needs to review the security of your connection",
    "press & hold to confirm",
    "human verification",
    "bot verification",
    "security verification",
];

const BLOCKED: &[&str] = &[
    "access denied",
    "access to this page has been denied",
    "you have been blocked",
    "your ip address has been blocked",
    "your request has been blocked",
    "request blocked",
    "you don't have permission to access",
    "you do not have permission to access",
    "403 forbidden",
    "error 1020",
    "the request could not be satisfied",
    "your access to this site has been limited",
    "not available in your region",
    "not available in your country",
    "unavailable in your region",
    "unavailable for legal reasons",
    "web page blocked",
    "attention required!",
    "automated access to this",
];

const NOT_FOUND: &[&str] = &[
    "404 not found",
    "404 error",
    "error 404",
    "page not found",
    "page cannot be found",
    "page can't be found",
    "page could not be found",
    "page was not found",
    "page couldn't be found",
    "page you requested could not be found",
    "page you are looking for",
    "page you're looking for",
    "page you were looking for",
    "page does not exist",
    "page doesn't exist",
    "page no longer exists",
    "page is no longer available",
    "page has been removed",
    "article not found",
    "article is no longer available",
    "article has been removed",
    "story is no longer available",
    "document not found",
    "document is no longer available",
    "content not found",
    "content is no longer available",
    "we can't find that page",
    "we couldn't find that page",
    "we can't find the page",
    "we couldn't find the page",
    "we could not find the page",
    "nothing was found at this location",
    "seite nicht gefunden",
    "page introuvable",
    "página no encontrada",
    "pagina non trovata",
    "pagina niet gevonden",
    "página não encontrada",
];

/// What only a title says.
const NOT_FOUND_TITLE: &[&str] =
    &["404 - ", "404: ", "404 | ", "404 page", "404 file", "not found - ", "not found | "];

const PAYWALL: &[&str] = &[
    "subscribe to continue reading",
    "subscribe to read the full",
    "subscribe to read this",
    "subscribe now to read",
    "to continue reading this article",
    "to continue reading, ",
    "to read the full story, ",
    "to read the rest of this",
    "to keep reading, ",
    "sign in to continue reading",
    "log in to continue reading",
    "register to continue reading",
    "create a free account to continue",
    "this article is for subscribers",
    "this content is for subscribers",
    "this story is for subscribers",
    "this article is exclusive to subscribers",
    "available to subscribers only",
    "for subscribers only",
    "subscriber-only content",
    "this article is reserved for",
    "unlock this article",
    "you have reached your limit of free articles",
    "you've reached your limit of free articles",
    "you have read your last free article",
    "you've read your last free article",
];

impl Document {
    /// The name of the note that says that this is not the document but a page in its place.
    pub fn stand_in(&self) -> Option<&'static str> {
        ["challenge", "blocked", "soft-404", "paywall"].into_iter().find(|name| self.has_note(name))
    }
}

/// Pieces of the phrases, so chosen that every phrase holds one. They are four bytes each and few, which is what can be
/// looked for many bytes at a time. The search puts every eighth into one group and looks closer where a group's bytes mix
/// to a piece that is none: which pieces these are, and their order, keep that rare (in English pages a quarter as often as
/// pieces chosen by their rarity alone).
const STEMS: &[&str] = &[
    "g fo", "ite ", "404:", "inue", "ess ", " fou", "rifi", "t a ", "page", " rea", "iber", "icle", "ror ",
    " you", "03 f", "404 ", "ocke", "ete ", "tect", "requ", "ina ", "e pe", " cap", "r av",
];

/// What a capture stands in for, by its text; `None` for a document, and for what cannot be read.
///
/// Reading a page takes milliseconds, so one that holds none of the phrases anywhere is not read.
pub fn of_capture(capture: &Capture) -> Option<&'static str> {
    let content = capture.content().ok()?;
    if !has_phrase(&content) && !has_bare_404(&content) {
        return None;
    }
    let options = super::Options { url: Some(capture.final_url.clone()), ..super::Options::default() };
    super::read(&content, capture.media_type.as_deref().unwrap_or_default(), &options).stand_in()
}

/// The parts of the phrases that stand on a page as they are: apostrophes are written in many ways, so of a phrase with
/// one its longest part is looked for.
fn parts() -> impl Iterator<Item = &'static str> {
    let phrases = [CHALLENGE, BLOCKED, NOT_FOUND, NOT_FOUND_TITLE, PAYWALL].into_iter().flatten();
    let parts = phrases.filter_map(|phrase| phrase.split('\'').max_by_key(|part| part.len()));
    parts.map(|part| part.trim()).chain(["not found"])
}

/// Bytes that are searched at once: their copy in lower case stays in the nearest cache.
const WINDOW: usize = 8 << 10;

/// Looks for the stems, and around each that is found for the phrases that hold it.
struct Phrases {
    stems: Searcher,
    /// Of each stem the parts that are looked for by it, with the place of the stem in each.
    parts: Vec<Vec<(&'static str, usize)>>,
}

impl Phrases {
    /// `None` on processors that cannot look for many stems at once.
    fn new() -> Option<Self> {
        let stems = packed::Config::new().builder().extend(STEMS).build()?;
        let mut of_stem = vec![Vec::new(); STEMS.len()];
        for part in parts() {
            let stem = STEMS.iter().enumerate().find_map(|(number, stem)| Some((number, part.find(stem)?)));
            let (number, at) = stem.expect("every part holds a stem, which a test sees to");
            of_stem[number].push((part, at));
        }
        Some(Self { stems, parts: of_stem })
    }

    fn stand_in(&self, content: &[u8]) -> bool {
        let mut lower = [0; WINDOW];
        let mut start = 0;
        while start < content.len() {
            let window = &content[start..content.len().min(start + WINDOW)];
            let lower = &mut lower[..window.len()];
            // Letters become lower case by this bit, and all else of the stems has it: what else it changes is no phrase.
            lower.iter_mut().zip(window).for_each(|(lower, byte)| *lower = byte | 0x20);
            let mut from = 0;
            while let Some(found) = self.stems.find_in(&*lower, Span::from(from..lower.len())) {
                let at = start + found.start();
                if self.parts[found.pattern().as_usize()].iter().any(|part| stands(content, at, *part)) {
                    return true;
                }
                // Stems may overlap, and none may hide another.
                from = found.start() + 1;
            }
            // A stem that the end of a window cuts is found in the next.
            start += WINDOW - 3;
        }
        false
    }
}

/// Whether a part stands in the bytes with its stem at that place.
fn stands(content: &[u8], at: usize, (part, stem): (&str, usize)) -> bool {
    let start = at.checked_sub(stem);
    let bytes = start.and_then(|start| content.get(start..start + part.len()));
    bytes.is_some_and(|bytes| bytes.eq_ignore_ascii_case(part.as_bytes()))
}

/// Whether a part of a phrase stands somewhere in the bytes, in whatever case. Every capture is searched.
fn has_phrase(content: &[u8]) -> bool {
    static FAST: LazyLock<Option<Phrases>> = LazyLock::new(Phrases::new);
    static SLOW: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(parts()).ok());
    match FAST.as_ref() {
        Some(phrases) => phrases.stand_in(content),
        None => SLOW.as_ref().is_none_or(|phrases| phrases.is_match(content)),
    }
}

/// Whether 404 stands somewhere as a word of its own: as part of a longer number it says nothing.
fn has_bare_404(content: &[u8]) -> bool {
    memchr::memmem::find_iter(content, b"404").any(|at| {
        let is_part = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        !is_part(at.checked_sub(1).and_then(|before| content.get(before))) && !is_part(content.get(at + 3))
    })
}

/// Adds the note of what the page stands in for, where it does; `shown` is all that a visitor could read of it.
pub(super) fn notice(document: &mut Document, shown: impl FnOnce() -> String) {
    let chars = document.text.chars().count();
    if chars > TEASER_CHARS {
        return;
    }
    let text = plain(&document.text);
    let title = plain(document.title.as_deref().unwrap_or_default());
    let start = format!("{title}\n{}", head(&text, START_CHARS));
    let found =
        |phrases: &[&'static str], place: &str| phrases.iter().copied().find(|phrase| place.contains(phrase));
    let mut note = |name: &'static str, what: &str, phrase: &str| {
        if !document.has_note(name) {
            document
                .notes
                .push(Note::new(name, format!("{what} (it says \u{201c}{}\u{201d})", phrase.trim())));
        }
    };
    if chars <= SHORT_CHARS {
        if let Some(phrase) = found(CHALLENGE, &start) {
            return note("challenge", "the page asks its visitor to prove to be human", phrase);
        }
        if let Some(phrase) = found(BLOCKED, &start) {
            return note("blocked", "the page says that its visitor is not let in", phrase);
        }
        if let Some(phrase) = found(NOT_FOUND, &start) {
            return note("soft-404", "the page says that the document is not there", phrase);
        }
        let named = found(NOT_FOUND_TITLE, &title).is_some() || title == "404" || title == "not found";
        if named || text == "not found" {
            return note("soft-404", "the page says that the document is not there", "not found");
        }
    }
    // Reading for content leaves out what asks for a subscription, so the whole page is looked at.
    if let Some(phrase) = found(PAYWALL, &plain(&shown())) {
        note("paywall", "the page shows only what non-subscribers may see", phrase);
    }
}

/// Lower case, straight apostrophes, white space runs as one space.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut apart = false;
    for character in text.chars() {
        if character.is_whitespace() {
            apart = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut apart) {
            out.push(' ');
        }
        match character {
            '\u{0}'..='\u{7f}' => out.push(character.to_ascii_lowercase()),
            '\u{2018}' | '\u{2019}' => out.push('\''),
            '\u{2013}' => out.push('-'),
            other => out.extend(other.to_lowercase()),
        }
    }
    out
}

fn head(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(at, _)| &text[..at])
}

/// Elements whose text nobody sees.
const UNSEEN: &[&[u8]] = &[b"script", b"style", b"noscript", b"template", b"svg"];

/// All that a visitor could read of a page, menus and all, with a space for each tag.
pub fn shown(page: &str) -> String {
    let mut seen = String::new();
    let mut inside: Option<Vec<u8>> = None;
    for token in Tokenizer::new(page) {
        let Ok::<_, Infallible>(token) = token;
        match token {
            Token::StartTag(tag) if inside.is_none() => {
                seen.push(' ');
                if !tag.self_closing && UNSEEN.contains(&tag.name.as_slice()) {
                    inside = Some(tag.name.to_vec());
                }
            }
            Token::EndTag(tag) if inside.is_none() || inside.as_deref() == Some(tag.name.as_slice()) => {
                seen.push(' ');
                inside = None;
            }
            Token::String(string) if inside.is_none() => seen.push_str(&String::from_utf8_lossy(&string)),
            _ => {}
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use aho_corasick::AhoCorasick;

    use super::{STEMS, WINDOW, has_phrase, of_capture, parts};
    use crate::capture::Capture;
    use crate::extract::{Options, read};

    fn check(title: &str, body: &str, expected: Option<&str>) {
        let page = format!("<!doctype html><title>{title}</title><body>{body}</body>");
        let document = read(page.as_bytes(), "text/html; charset=utf-8", &Options::default());
        assert_eq!(document.stand_in(), expected, "{title} / {body}");
    }

    #[test]
    fn pages_that_stand_in_say_so() {
        check("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>", Some("challenge"));
        check(
            "Mill Gazette",
            "<h1>Please verify you are human</h1><p>This takes a second.</p>",
            Some("challenge"),
        );
        check(
            "Access Denied",
            "<h1>Access Denied</h1><p>You don\u{2019}t have permission. Reference #18.2</p>",
            Some("blocked"),
        );
        check("Mill Gazette", "<p>This content is not available in your region.</p>", Some("blocked"));
        check(
            "Page not found | Mill Gazette",
            "<h1>Oops</h1><p>Try the search, or go home.</p>",
            Some("soft-404"),
        );
        check(
            "Mill Gazette",
            "<h1>404</h1><p>The page you\u{2019}re looking for has moved.</p>",
            Some("soft-404"),
        );
        check("404", "<p>Sorry.</p>", Some("soft-404"));
        check("Seite nicht gefunden", "<p>Leider.</p>", Some("soft-404"));
        let teaser = "<p>The mill shipped more bales than in any year before, the company said on Monday.</p>\
            <p>Subscribe to continue reading. Already a subscriber? Log in.</p>";
        check("Mill ships record bales", teaser, Some("paywall"));
    }

    #[test]
    fn a_capture_is_looked_at_whatever_its_apostrophes() {
        let of = |body: &str| {
            let page = format!("<!doctype html><title>Mill Gazette</title><body>{body}</body>");
            let at = "2025-03-01T10:00:00Z".parse().unwrap();
            let mut capture = Capture::brought(
                "https://mill.example/a",
                page.into(),
                crate::capture::Method::SavedPage,
                "us",
                at,
            );
            capture.media_type = Some("text/html; charset=utf-8".to_owned());
            of_capture(&capture)
        };
        assert_eq!(of("<h1>The page you&rsquo;re looking for has moved.</h1>"), Some("soft-404"));
        assert_eq!(of("<h1>Just a moment...</h1>"), Some("challenge"));
        assert_eq!(of("<p>The mill shipped 1,200 bales in 2019, the office said.</p>"), None);
    }

    #[test]
    fn every_phrase_is_found_wherever_it_stands() {
        let plain = AhoCorasick::builder().ascii_case_insensitive(true).build(parts()).unwrap();
        for part in parts() {
            assert!(STEMS.iter().any(|stem| part.contains(stem)), "{part:?} holds no stem");
            assert!(STEMS.iter().all(|stem| stem.bytes().all(|byte| byte & 0x20 != 0)));
            // At the start, over each border of a window, and at the end; in capitals, and after half of a stem.
            for before in (0..part.len() + 8).map(|back| WINDOW + 4 - back).chain([0, 3 * WINDOW]) {
                for part in [part.to_owned(), part.to_ascii_uppercase(), format!(" re{part}")] {
                    let page = [vec![b'x'; before], part.clone().into_bytes()].concat();
                    assert!(has_phrase(&page), "{part:?} after {before} bytes");
                    let half = &page[..page.len() - 1];
                    assert_eq!(has_phrase(half), plain.is_match(half), "{part:?} without its last letter");
                }
            }
        }
        assert!(!has_phrase(b""));
        assert!(!has_phrase(&"The mill shipped 12 bales by rail. ".repeat(2_000).into_bytes()));
    }

    /// A paragraph so many times, each with its number, because what is said again is left out.
    fn numbered(paragraph: &str, times: usize) -> String {
        (0..times).map(|number| paragraph.replace("</p>", &format!(" {number}</p>"))).collect()
    }

    #[test]
    fn articles_that_mention_such_pages_are_articles() {
        let paragraph = "<p>The agency told visitors that access denied errors and captchas had been removed from its \
            report pages, and that 12,000 readers had been asked to verify you are human in March alone.</p>";
        check(
            "Agency drops captchas",
            &format!("<h1>Agency drops captchas</h1>{}", numbered(paragraph, 12)),
            None,
        );
        check(
            "Mill output 2019",
            "<p>Output rose to 12,000 bicycles in 2019, up from 404 a decade before.</p>",
            None,
        );
        check(
            "Minutes",
            "<p>Item 404: the committee took note. No page was missing from the file.</p>",
            None,
        );
        let long = numbered(
            "<p>The mill shipped more bales than in any year before, the company said on Monday.</p>",
            60,
        );
        check(
            "Mill ships record bales",
            &format!("{long}<p>Subscribe to continue reading our letters.</p>"),
            None,
        );
    }
}
