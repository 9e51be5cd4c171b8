//! What the names and roles of an element say about it: class, id, ARIA role, hidden states.
//!
//! Names are habits of page builders, not rules: a mark is a hint that `content` weighs against
//! how much text stands under it. The word lists hold general words only, never a site's own.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use html5ever::local_name;
use scraper::node::Element;

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
    /// Boxes that ask for consent to cookies, by the names of the tools that make them.
    pub const CONSENT: Marks = Marks(1024);

    /// True where any of the other's bits is set.
    pub fn any(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }
}

const WORDS: &[(Marks, &[&str])] = &[
    (
        Marks::FURNITURE,
        &[
            "advert",
            "ads",
            "ad",
            "adslot",
            "adsense",
            "banner",
            "breadcrumb",
            "breadcrumbs",
            "cookie",
            "consent",
            "gdpr",
            "footer",
            "masthead",
            "menu",
            "navbar",
            "navigation",
            "nav",
            "pagination",
            "pager",
            "popup",
            "modal",
            "overlay",
            "lightbox",
            "skip-link",
            "skip-to",
            "skiplink",
            "site-header",
            "topbar",
            "toolbar",
            "tooltip",
            "sponsored",
            "sponsor",
            "taboola",
            "outbrain",
            "dfp",
            "interstitial",
            "screen-reader-text",
            "sr-only",
            "visually-hidden",
            "visuallyhidden",
            "offscreen",
            "loading-spinner",
            "print-only",
            "noprint",
            "no-print",
            "toc",
            "table-of-contents",
            "tableofcontents",
            "jump-link",
            "back-to-top",
            "backtotop",
            "offcanvas",
            "dropdown",
            "carousel-control",
            "mw-editsection",
            "navbox",
            "catlinks",
            "printfooter",
            "pagetools",
            "searchform",
            "search-form",
            "searchbox",
            "login",
            "signin",
            "sign-in",
            "cart",
            "minicart",
            "add-to-cart",
        ],
    ),
    (
        Marks::RELATED,
        &[
            "related",
            "recommended",
            "recommendation",
            "recommendations",
            "recirc",
            "recirculation",
            "read-more",
            "readmore",
            "read-next",
            "readnext",
            "more-from",
            "morefrom",
            "more-stories",
            "more-news",
            "also-like",
            "you-may",
            "youmay",
            "trending",
            "popular",
            "most-read",
            "mostread",
            "most-viewed",
            "latest-news",
            "latest-posts",
            "recent-posts",
            "recentposts",
            "up-next",
            "upnext",
            "suggested",
            "next-post",
            "prev-post",
            "post-navigation",
            "post-nav",
            "nav-links",
            "inline-related",
            "see-also",
            "seealso",
            "teaser-list",
            "explore-more",
            "keep-reading",
            "further-reading",
            "similar",
            "crosslinks",
            "jp-relatedposts",
        ],
    ),
    (
        Marks::COMMENT,
        &["comment", "comments", "commentlist", "comment-list", "disqus", "respond", "discussion", "replies"],
    ),
    (
        Marks::APPEAL,
        &[
            "share",
            "sharing",
            "sharebar",
            "sharedaddy",
            "addtoany",
            "social",
            "socials",
            "sociallinks",
            "follow",
            "newsletter",
            "newsletters",
            "subscribe",
            "subscription",
            "signup",
            "sign-up",
            "optin",
            "opt-in",
            "promo",
            "promotion",
            "promobox",
            "donate",
            "donation",
            "cta",
            "call-to-action",
            "paywall",
            "piano",
            "regwall",
            "app-download",
            "survey",
            "rating",
            "ratings",
            "feedback",
            "helpful",
            "print-button",
            "mailto",
            "tipjar",
            "affiliate-disclosure",
            "disclosure",
            "lead-form",
            "hubspot",
            "mc4wp",
            "email-form",
        ],
    ),
    (
        Marks::CREDIT,
        &[
            "byline",
            "bylines",
            "dateline",
            "timestamp",
            "author",
            "authors",
            "author-bio",
            "authorbox",
            "author-box",
            "about-author",
            "post-meta",
            "postmeta",
            "entry-meta",
            "article-meta",
            "meta",
            "metadata",
            "post-info",
            "postinfo",
            "article-info",
            "published",
            "pubdate",
            "publish-date",
            "post-date",
            "postdate",
            "entry-date",
            "tags",
            "tag-list",
            "taglist",
            "tagcloud",
            "post-tags",
            "posted-on",
            "posted-by",
            "post-categories",
            "entry-footer",
            "post-footer",
            "article-footer",
            "reading-time",
            "read-time",
            "readtime",
            "contributor",
            "contributors",
            "categories",
            "cat-links",
            "kicker",
            "eyebrow",
            "last-updated",
        ],
    ),
    (
        Marks::CAPTION,
        &[
            "caption",
            "wp-caption-text",
            "photo-credit",
            "image-credit",
            "credit",
            "photocredit",
            "image-caption",
            "media-caption",
            "img-caption",
            "gallery",
        ],
    ),
    (
        Marks::BODY,
        &[
            "article-body",
            "articlebody",
            "article__body",
            "article-content",
            "article__content",
            "articlecontent",
            "article-text",
            "articletext",
            "body-content",
            "bodycontent",
            "content-body",
            "content__body",
            "entry-content",
            "entrycontent",
            "main-content",
            "maincontent",
            "post-body",
            "post-content",
            "postcontent",
            "post__content",
            "postbody",
            "rich-text",
            "richtext",
            "single-content",
            "story-body",
            "storybody",
            "story-content",
            "story-text",
            "story__body",
            "td-post-content",
            "text-content",
            "wysiwyg",
            "markdown-body",
            "page-content",
            "blog-content",
            "blog-post-content",
            "available-content",
            "body-text",
            "prose",
            "mw-parser-output",
            "field-name-body",
            "field--name-body",
        ],
    ),
    (
        Marks::CORRECTION,
        &["correction", "corrections", "clarification", "editors-note", "editor-note", "amendment"],
    ),
    (Marks::ASIDE, &["sidebar", "side-bar", "rail", "right-rail", "aside", "secondary"]),
    (
        Marks::CONSENT,
        &[
            "onetrust",
            "didomi",
            "cookiebot",
            "cybotcookiebotdialog",
            "qc-cmp2",
            "truste",
            "trustarc",
            "usercentrics",
            "cmplz",
            "iubenda",
            "osano",
            "termly",
            "borlabs",
            "cookie-banner",
            "cookie-consent",
            "cookie-notice",
            "cookieconsent",
            "cookiebanner",
            "gdpr",
            "privacy-banner",
            "sp_message",
            "cky-consent",
            "cc-window",
        ],
    ),
    (Marks::HIDDEN, &["hidden", "hide", "d-none", "is-hidden", "invisible", "display-none"]),
];

static MATCHER: LazyLock<(AhoCorasick, Vec<Marks>)> = LazyLock::new(|| {
    let mut words = Vec::new();
    let mut marks = Vec::new();
    for (mark, list) in WORDS {
        for word in *list {
            words.push(*word);
            marks.push(*mark);
        }
    }
    let matcher = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(&words)
        .expect("the words are few and short");
    (matcher, marks)
});

/// Reads the marks of an element.
pub(crate) fn marks_of(element: &Element) -> Marks {
    let mut marks = Marks::default();
    // React streams late parts of a page into hidden boxes S:0, S:1 … that a script moves into place.
    let streamed = element.id().and_then(|id| id.strip_prefix("S:")).is_some_and(|number| number.len() <= 4);
    for (name, value) in &element.attrs {
        match &name.local {
            local if *local == local_name!("class") || *local == local_name!("id") => {
                marks = marks.with(of_names(value));
            }
            local if *local == local_name!("role") => marks = marks.with(of_role(value)),
            local if *local == local_name!("hidden") => {
                // `hidden="until-found"` is folded text that a reader can open.
                if !streamed && !value.eq_ignore_ascii_case("until-found") {
                    marks = marks.with(Marks::HIDDEN);
                }
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
        if stands_alone(names.as_bytes(), hit.start(), hit.end()) {
            found = found.with(marks[hit.pattern().as_usize()]);
        }
    }
    found
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
    let before = start == 0 || turns(names[start - 1], names[start]);
    let after = end == names.len()
        || turns(names[end - 1], names[end])
        || (names[end] == b's' && (end + 1 == names.len() || turns(names[end], names[end + 1])));
    before && after
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
    }
}
