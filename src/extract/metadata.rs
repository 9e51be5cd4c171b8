//! Title, author, publisher, days, language and address of a page, by its own word.
//!
//! Sources in order of belief: JSON-LD, `meta`, `time`, bylines, the address. What the page shows a
//! reader wins over what it tells a search engine only for the title.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use chrono::NaiveDate;
use html5ever::local_name;
use memchr::memmem::Finder;

use super::dates::{find_date, read_date};
use super::note::Note;
use super::outline::{At, Outline, Tag};
use super::structured::{self, Described};
use super::twice::undone;
use super::{Document, origins::normalise, title};

/// `meta` values that are asked for.
#[derive(Default)]
struct Meta<'t> {
    pairs: Vec<(String, &'t str)>,
    canonical: Option<&'t str>,
    title: Option<String>,
    language: Option<&'t str>,
}

impl<'t> Meta<'t> {
    fn get(&self, names: &[&str]) -> Option<&'t str> {
        names.iter().find_map(|name| {
            self.pairs
                .iter()
                .find(|(known, value)| known == name && !value.trim().is_empty())
                .map(|(_, value)| *value)
        })
    }
}

/// Fills the metadata of a document; true for a page that calls itself a thread of a forum.
pub(super) fn read(outline: &Outline<'_>, url: Option<&str>, document: &mut Document) -> bool {
    let meta = gather(outline);
    let scripts = (0..outline.entries.len()).filter(|at| outline.tag(*at) == Tag::Script).filter(|at| {
        let kind = outline.attribute(*at, &local_name!("type"));
        kind.is_some_and(|kind| kind.trim().to_ascii_lowercase().starts_with("application/ld+json"))
    });
    let described = structured::read(scripts.filter_map(|at| {
        let text = outline.children(at).next()?;
        Some(outline.text(text))
    }));
    document.canonical = meta.canonical.or(meta.get(&["og:url"])).map(|url| url.trim().to_owned());
    document.title = title::choose(
        outline,
        &title::Named {
            declared: meta
                .get(&["og:title", "twitter:title", "dc.title", "citation_title", "title"])
                .map(tidy),
            described: described.title.clone(),
            browser: meta.title.clone(),
            site: meta.get(&["og:site_name"]).map(tidy),
            address: document.canonical.as_deref().or(url),
        },
    )
    .map(undone);
    document.author = author(outline, &meta, &described).map(undone);
    document.publisher = meta
        .get(&["og:site_name", "application-name", "dc.publisher", "citation_publisher"])
        .map(tidy)
        .or(described.publisher.clone());
    document.published = published(outline, &meta, &described, url.or(document.canonical.as_deref()));
    document.updated = described.updated.or_else(|| day(meta.get(&UPDATED_NAMES)));
    document.language = language(&meta, &described);
    if described.paywall {
        document.notes.push(Note::new("paywall", "the page says it is not accessible for free"));
    }
    described.thread
}

const PUBLISHED_NAMES: [&str; 20] = [
    "article:published_time",
    "datepublished",
    "og:published_time",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "pubdate",
    "published",
    "published-date",
    "publishdate",
    "publish-date",
    "publication_date",
    "citation_publication_date",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "cxenseparse:recs:publishtime",
];
const UPDATED_NAMES: [&str; 8] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "lastmod",
    "revised",
    "dc.date.modified",
];

fn gather<'t>(outline: &Outline<'t>) -> Meta<'t> {
    let mut meta = Meta::default();
    let itemprop = html5ever::LocalName::from("itemprop");
    let property = html5ever::LocalName::from("property");
    for at in 0..outline.entries.len() {
        match outline.tag(at) {
            Tag::Html => meta.language = outline.attribute(at, &local_name!("lang")),
            Tag::Title
                if meta.title.is_none()
                    && outline.ancestors(at).any(|above| outline.tag(above) == Tag::Head) =>
            {
                meta.title = Some(outline.text_under(at)).filter(|title| !title.is_empty());
            }
            Tag::Link => {
                let relation = outline.attribute(at, &local_name!("rel")).unwrap_or_default();
                if relation.eq_ignore_ascii_case("canonical") {
                    meta.canonical = outline.attribute(at, &local_name!("href"));
                }
            }
            Tag::Meta => {
                let name = outline
                    .attribute(at, &property)
                    .or_else(|| outline.attribute(at, &local_name!("name")))
                    .or_else(|| outline.attribute(at, &itemprop));
                let content = outline.attribute(at, &local_name!("content"));
                if let (Some(name), Some(content)) = (name, content) {
                    meta.pairs.push((name.trim().to_ascii_lowercase(), content));
                }
            }
            _ => {}
        }
    }
    meta
}

fn tidy(text: &str) -> String {
    normalise(&super::origins::unescape(text)).trim().to_owned()
}

fn day(text: Option<&str>) -> Option<NaiveDate> {
    let text = text?.trim();
    read_date(text).map(|(day, _)| day).or_else(|| find_date(text))
}

fn author(outline: &Outline<'_>, meta: &Meta<'_>, described: &Described) -> Option<String> {
    let is_name = |name: &String| {
        let words = name.split_whitespace().count();
        (1..=8).contains(&words) && name.len() <= 80 && !name.contains("://") && !name.contains('@')
    };
    let listed: Vec<String> = described.authors.iter().filter(|name| is_name(name)).cloned().collect();
    if !listed.is_empty() {
        return Some(listed.join(", "));
    }
    let declared = meta
        .get(&[
            "author",
            "article:author",
            "byl",
            "dc.creator",
            "parsely-author",
            "sailthru.author",
            "citation_author",
            "twitter:data1",
        ])
        .map(|name| without_by(&tidy(name)))
        .filter(is_name);
    declared.or_else(|| byline(outline).filter(is_name))
}

fn without_by(name: &str) -> String {
    let lower = name.to_lowercase();
    for opening in ["written by ", "posted by ", "by ", "by: ", "author: "] {
        if lower.starts_with(opening) && name.is_char_boundary(opening.len()) {
            return name[opening.len()..].trim().to_owned();
        }
    }
    name.trim().to_owned()
}

/// A name that the page marks as its author: rel, itemprop or a byline's class.
fn byline(outline: &Outline<'_>) -> Option<String> {
    let itemprop = html5ever::LocalName::from("itemprop");
    let marked = |at: &At| {
        let is = |name: &html5ever::LocalName, value: &str| {
            outline
                .attribute(*at, name)
                .is_some_and(|found| found.split_ascii_whitespace().any(|word| word == value))
        };
        is(&local_name!("rel"), "author") || is(&itemprop, "author")
    };
    static NAMES: LazyLock<AhoCorasick> = LazyLock::new(|| {
        any_of(&[
            "byline",
            "author-name",
            "author__name",
            "authorname",
            "post-author",
            "entry-author",
            "article-author",
        ])
    });
    let class = local_name!("class");
    let named = |at: &At| outline.attribute(*at, &class).is_some_and(|class| NAMES.is_match(class));
    let elements = || (0..outline.entries.len()).filter(|at| outline.tag(*at) != Tag::Text);
    let short = |at: &At| (3..=80).contains(&outline.entries[*at].chars);
    let found = elements().filter(short).find(marked).or_else(|| elements().filter(short).find(named))?;
    let text = outline.text_under(found);
    let text = without_by(&text);
    let cut = text.split(['|', '\u{2022}', '\u{b7}', '\n']).next().unwrap_or_default().trim().to_owned();
    (!cut.is_empty() && !cut.bytes().any(|byte| byte.is_ascii_digit())).then_some(cut)
}

fn published(
    outline: &Outline<'_>,
    meta: &Meta<'_>,
    described: &Described,
    url: Option<&str>,
) -> Option<NaiveDate> {
    first_published(outline)
        .or(described.published)
        .or_else(|| day(meta.get(&PUBLISHED_NAMES)))
        .or_else(|| marked_time(outline))
        .or_else(|| credited_day(outline))
        .or_else(|| bare_day(outline))
        .or_else(|| url.and_then(day_in_url))
}

/// What finds any of some words, in whatever case.
fn any_of(words: &[&str]) -> AhoCorasick {
    let words =
        AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(words);
    words.expect("the words are few and short")
}

/// The day after "originally published on", which a page that was brought over or renewed prints.
fn first_published(outline: &Outline<'_>) -> Option<NaiveDate> {
    static WORDS: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("published on "));
    let texts = (0..outline.entries.len()).filter(|at| outline.tag(*at) == Tag::Text);
    texts.filter(|at| (20..=400).contains(&outline.entries[*at].chars)).find_map(|at| {
        let text = outline.text(at);
        let after = WORDS.find(text.as_bytes())?;
        let before = text[..after].trim_end().to_ascii_lowercase();
        let first = before.ends_with("originally") || before.ends_with("first");
        let after = after + WORDS.needle().len();
        first.then_some(())?;
        read_date(&text[after..]).map(|(day, _)| day)
    })
}

/// The first `time` element that is not inside a list of other stories or comments.
fn marked_time(outline: &Outline<'_>) -> Option<NaiveDate> {
    let datetime = html5ever::LocalName::from("datetime");
    let times: Vec<At> =
        (0..outline.entries.len()).filter(|at| outline.tag(*at) == Tag::Time).take(50).collect();
    let read = |at: &At| {
        outline
            .attribute(*at, &datetime)
            .and_then(|value| read_date(value.trim()))
            .or_else(|| read_date(&outline.text_under(*at)))
            .map(|(day, _)| day)
    };
    let apart = |at: &At| {
        outline.ancestors(*at).any(|above| {
            matches!(outline.tag(above), Tag::Aside | Tag::Nav | Tag::Footer | Tag::Li | Tag::Ul)
        })
    };
    times.iter().filter(|at| !apart(at)).find_map(read)
}

/// A day in a short line near the top whose class speaks of dates, or that opens with "Published".
fn credited_day(outline: &Outline<'_>) -> Option<NaiveDate> {
    static NAMES: LazyLock<AhoCorasick> =
        LazyLock::new(|| any_of(&["date", "publish", "posted", "timestamp", "byline", "meta", "time"]));
    let mut labelled = None;
    for at in 0..outline.entries.len() {
        let chars = outline.entries[at].chars;
        if outline.tag(at) == Tag::Text {
            continue;
        }
        if !(6..=120).contains(&chars) || super::outline::is_unseen(outline.tag(at)) {
            continue;
        }
        let label = labelled.is_none() && chars <= 80 && outline.end(at) - at <= 6;
        let dated = outline.attribute(at, &local_name!("class")).is_some_and(|class| NAMES.is_match(class));
        if !(dated || label) || !holds_figure(outline, at) {
            continue;
        }
        if dated && let Some(day) = find_date(&outline.text_under(at)) {
            return Some(day);
        }
        if label {
            let text = outline.text_under(at).to_lowercase();
            let opens = ["published", "posted", "updated", "last updated", "date:", "on ", "by "];
            if opens.iter().any(|word| text.starts_with(word))
                || read_date(&text).is_some_and(|(_, used)| used + 12 > text.len())
                || text.len() <= 40
            {
                labelled = find_date(&text);
            }
        }
    }
    labelled
}

/// True where a figure stands under an entry: no day is printed without one.
fn holds_figure(outline: &Outline<'_>, at: At) -> bool {
    let mut texts = (at..outline.end(at)).filter(|at| outline.tag(*at) == Tag::Text);
    texts.any(|at| outline.text(at).bytes().any(|byte| byte.is_ascii_digit()))
}

/// A day that stands alone in a text of the page's upper half.
fn bare_day(outline: &Outline<'_>) -> Option<NaiveDate> {
    let half = outline.entries.len() / 2;
    (0..half)
        .filter(|at| outline.tag(*at) == Tag::Text && (8..=40).contains(&outline.entries[*at].chars))
        .filter(|at| !super::outline::is_unseen(outline.tag(outline.parent(*at))))
        .find_map(|at| {
            let text = outline.text(at).trim();
            read_date(text).filter(|(_, used)| used + 3 >= text.len()).map(|(day, _)| day)
        })
}

/// A day in the path of an address: `/2024/02/09/`, `/2024-02-09-`, `/20240209`.
fn day_in_url(url: &str) -> Option<NaiveDate> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    path.char_indices().filter(|(_, character)| matches!(character, '/' | '-' | '_')).find_map(|(at, _)| {
        let rest = &path[at + 1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (digits == 4 || digits == 8).then(|| read_date(rest)).flatten().map(|(day, _)| day)
    })
}

fn language(meta: &Meta<'_>, described: &Described) -> Option<String> {
    let tag = |text: &str| {
        let text = text.trim().replace('_', "-");
        let plain = text.len() >= 2
            && text.len() <= 12
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        plain.then_some(text)
    };
    meta.language
        .and_then(tag)
        .or_else(|| meta.get(&["content-language", "language", "dc.language", "og:locale"]).and_then(tag))
        .or_else(|| described.language.as_deref().and_then(tag))
}
