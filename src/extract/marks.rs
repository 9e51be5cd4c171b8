//! What the names and roles of an element say about it: class, id, ARIA role, hidden states.
//!
//! Names are habits of page builders, not rules: a mark is a hint that `content` weighs against
//! how much text stands under it. The word lists hold general words only, never a site's own.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use html5ever::local_name;
use scraper::node::Element;

use super::mark_words::{WHOLE, WORDS};

/// What the names of an element hint at, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks(u16);

impl Marks {
    /// Menus, bars, banners, dialogs, adverts: never part of the text.
    pub const FURNITURE: Marks = Marks(1);
    /// Related stories, recommendations, lists of what is popular.
    pub const RELATED: Marks = Marks(2);
    /// Readers' comments.
    pub const COMMENT: Marks = Marks(4);
    /// Sharing, newsletters, sign-up, follow-us.
    pub const APPEAL: Marks = Marks(8);
    /// Byline, date line, tags, author's box.
    pub const CREDIT: Marks = Marks(16);
    /// Picture captions and credits.
    pub const CAPTION: Marks = Marks(32);
    /// The body of an article.
    pub const BODY: Marks = Marks(64);
    /// Not shown.
    pub const HIDDEN: Marks = Marks(128);
    /// A correction or update note.
    pub const CORRECTION: Marks = Marks(256);
    /// A column beside the text.
    pub const ASIDE: Marks = Marks(512);
    /// Boxes over the page: dialogs, sign-up and cookie windows.
    pub const OVERLAY: Marks = Marks(2048);
    /// Boxes that ask for consent to cookies, by the names of the tools that make them.
    pub const CONSENT: Marks = Marks(1024);

    /// A post of a forum, by its structured description.
    pub const POST: Marks = Marks(4096);

    /// True where any of the other's bits is set.
    pub fn any(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }
}

/// Beside `hidden` or `d-none` these show the element on a wide screen (`hidden md:block`, `d-none d-lg-flex`).
const SHOWN: [&str; 5] = ["block", "flex", "grid", "inline", "table"];

/// What finds the words, with the mark of each and whether it must be a whole name.
static MATCHER: LazyLock<(AhoCorasick, Vec<(Marks, bool)>)> = LazyLock::new(|| {
    let mut words: Vec<&str> = Vec::new();
    let mut marks = Vec::new();
    for (lists, whole) in [(WORDS, false), (WHOLE, true)] {
        for (mark, list) in lists {
            words.extend_from_slice(list);
            marks.extend(list.iter().map(|_| (*mark, whole)));
        }
    }
    let matcher = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .kind(Some(aho_corasick::AhoCorasickKind::DFA))
        .build(&words)
        .expect("the words are few and short");
    (matcher, marks)
});

/// The marks of names that were read before: a page uses the same few again and again. Of names that fall into the
/// same place the last is kept, so names made to collide cost no more than reading each.
pub(crate) struct Known<'t>(Vec<(&'t str, Marks)>);

impl Default for Known<'_> {
    fn default() -> Self {
        Known(vec![("", Marks::default()); 1 << Self::BITS])
    }
}

impl<'t> Known<'t> {
    const BITS: u32 = 10;

    fn of(&mut self, names: &'t str) -> Marks {
        let place = names.as_bytes().chunks(8).fold(names.len() as u64, |hash, chunk| {
            let mut bytes = [0; 8];
            bytes[..chunk.len()].copy_from_slice(chunk);
            (hash.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(0x517c_c1b7_2722_0a95)
        });
        let known = &mut self.0[(place >> (u64::BITS - Self::BITS)) as usize];
        if known.0 != names {
            *known = (names, of_names(names));
        }
        known.1
    }
}

/// Reads the marks of an element.
pub(crate) fn marks_of<'t>(element: &'t Element, known: &mut Known<'t>) -> Marks {
    let mut marks = Marks::default();
    // React streams late parts of a page into hidden boxes S:0, S:1 … that a script moves into place.
    let streamed = element.id().and_then(|id| id.strip_prefix("S:")).is_some_and(|number| number.len() <= 4);
    for (name, value) in &element.attrs {
        match &name.local {
            local if *local == local_name!("class") || *local == local_name!("id") => {
                marks = marks.with(known.of(value));
            }
            local if *local == local_name!("role") => marks = marks.with(of_role(value)),
            local
                if *local == local_name!("hidden")
                // `hidden="until-found"` is folded text that a reader can open.
                && !streamed && !value.eq_ignore_ascii_case("until-found") =>
            {
                marks = marks.with(Marks::HIDDEN);
            }
            local if *local == local_name!("aria-hidden") && &**value == "true" => {
                marks = marks.with(Marks::HIDDEN);
            }
            local if *local == local_name!("style") => {
                let tight: String = value.chars().filter(|character| !character.is_whitespace()).collect();
                let tight = tight.to_ascii_lowercase();
                if tight.contains("display:none") || tight.contains("visibility:hidden") {
                    marks = marks.with(Marks::HIDDEN);
                }
            }
            local if local.starts_with("data-ad") => marks = marks.with(of_names(local)),
            local if &**local == "itemtype" && value.ends_with("/DiscussionForumPosting") => {
                marks = marks.with(Marks::POST);
            }
            local if &**local == "itemprop" => {
                let body = value.eq_ignore_ascii_case("articleBody") || value.eq_ignore_ascii_case("text");
                if body {
                    marks = marks.with(Marks::BODY);
                }
            }
            _ => {}
        }
    }
    marks
}

/// The marks of the words in a class or id.
fn of_names(names: &str) -> Marks {
    let (matcher, marks) = &*MATCHER;
    let mut found = Marks::default();
    for hit in matcher.find_overlapping_iter(names) {
        let (mark, whole) = marks[hit.pattern().as_usize()];
        let is_told = if whole {
            is_name(names.as_bytes(), hit.start(), hit.end())
                && !(mark == Marks::HIDDEN && is_shown_wide(names))
                // Beside other names it is a variant of style.
                && (mark != Marks::ASIDE || hit.end() - hit.start() == names.trim_ascii().len())
        } else {
            stands_alone(names.as_bytes(), hit.start(), hit.end())
        };
        if is_told {
            found = found.with(mark);
        }
    }
    found
}

/// True where a stretch of the names is one of them.
fn is_name(names: &[u8], start: usize, end: usize) -> bool {
    let ends = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    ends(start.checked_sub(1).map(|before| &names[before])) && ends(names.get(end))
}

/// True where a class shows on wide screens what another class hides.
fn is_shown_wide(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let last = name.rsplit([':', '-']).next().unwrap_or_default();
        let responsive = ["sm:", "md:", "lg:", "xl:", "d-sm-", "d-md-", "d-lg-", "d-xl-"];
        SHOWN.contains(&last) && responsive.iter().any(|start| name.starts_with(start))
    })
}

/// A name's word ends where letters end or where the case turns (`relatedPosts`).
fn stands_alone(names: &[u8], start: usize, end: usize) -> bool {
    let turns = |left: u8, right: u8| {
        !left.is_ascii_alphabetic()
            || !right.is_ascii_alphabetic()
            || (left.is_ascii_lowercase() && right.is_ascii_uppercase())
    };
    // `has-sidebar` and `with-nav` speak of the page around, not of this element.
    let spoken_of = ["has-", "with-", "no-", "has_", "with_", "show-", "hide-"];
    if spoken_of.iter().any(|word| {
        names[..start].len() >= word.len()
            && names[start - word.len()..start].eq_ignore_ascii_case(word.as_bytes())
    }) {
        return false;
    }
    // So do `sidebar-enabled` and `banner-none`.
    if names.get(end) == Some(&b'-') && tells_a_state(&names[end + 1..]) {
        return false;
    }
    // Variants of utility classes (`hover:share`, `md:nav`) style the element and do not name it.
    let token = names[..start].iter().rposition(u8::is_ascii_whitespace).map_or(0, |at| at + 1);
    if names[token..start].contains(&b':') {
        return false;
    }
    // Short words stand in many made-up names (`navSource`, `adBlue`), so a turn of case does not end them.
    let parts = |left: u8, right: u8| {
        if end - start <= 4 {
            !left.is_ascii_alphanumeric() || !right.is_ascii_alphanumeric()
        } else {
            turns(left, right)
        }
    };
    let before = start == 0 || parts(names[start - 1], names[start]);
    let after = end == names.len()
        || parts(names[end - 1], names[end])
        || (names[end] == b's' && (end + 1 == names.len() || turns(names[end], names[end + 1])));
    before && after
}

/// True for a word that says whether something is there, not what it is.
fn tells_a_state(rest: &[u8]) -> bool {
    let word = rest.split(|byte| !byte.is_ascii_alphanumeric()).find(|word| !word.is_empty());
    let states = ["enabled", "disabled", "none", "false", "off"];
    word.is_some_and(|word| states.iter().any(|state| word.eq_ignore_ascii_case(state.as_bytes())))
}

fn of_role(role: &str) -> Marks {
    match role.to_ascii_lowercase().as_str() {
        "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "alertdialog" | "menu"
        | "menubar" | "toolbar" | "tablist" | "tooltip" | "alert" | "status" | "button" | "combobox"
        | "listbox" | "progressbar" => Marks::FURNITURE,
        "complementary" | "doc-toc" => Marks::ASIDE,
        "main" | "article" => Marks::BODY,
        _ => Marks::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_the_word() {
        assert!(of_names("relatedPosts clearfix").any(Marks::RELATED));
        assert!(of_names("story__share-tools").any(Marks::APPEAL));
        assert!(of_names("main-nav").any(Marks::FURNITURE));
        assert!(!of_names("shareholders-letter").any(Marks::APPEAL));
        assert!(!of_names("header-read unavailable").any(Marks::FURNITURE));
        assert!(of_names("td-post-content").any(Marks::BODY));
        assert!(of_names("post-sidebar").any(Marks::ASIDE));
        assert!(!of_names("sidebar-disabled").any(Marks::ASIDE));
        assert!(of_names("sidebar-offers").any(Marks::ASIDE));
        assert!(of_names("secondary").any(Marks::ASIDE));
        assert!(!of_names("box secondary").any(Marks::ASIDE));
        assert!(of_names("extraUserInfo").any(Marks::CREDIT));
    }
}
