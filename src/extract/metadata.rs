//! Title, author, publisher, days, language and address of a page, by its own word.
//!
//! Sources in order of belief: JSON-LD, `meta`, `time`, bylines, the address. What the page shows a
//! reader wins over what it tells a search engine only for the title.

use chrono::NaiveDate;
use html5ever::local_name;

use super::dates::{find_date, read_date};
use super::note::Note;
use super::outline::{At, Outline, Tag};
use super::structured::{self, Described};
use super::{Document, origins::normalise};

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

/// Fills the metadata of a document.
pub(super) fn read(outline: &Outline<'_>, url: Option<&str>, document: &mut Document) {
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
    document.title = title(outline, &meta, &described);
    document.author = author(outline, &meta, &described);
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

/// The heading the reader sees, where the page's own names for itself agree with it; else those names.
fn title(outline: &Outline<'_>, meta: &Meta<'_>, described: &Described) -> Option<String> {
    let declared = meta.get(&["og:title", "twitter:title", "dc.title", "citation_title", "title"]).map(tidy);
    let site = meta.get(&["og:site_name"]).map(tidy);
    let host = meta.canonical.or(meta.get(&["og:url"])).and_then(|url| url::Url::parse(url.trim()).ok());
    let host = host.as_ref().and_then(url::Url::host_str).unwrap_or_default();
    let plain = |name: &String| without_site(name, site.as_deref(), host);
    let mut names: Vec<String> =
        [&declared, &described.title, &meta.title].into_iter().flatten().map(plain).collect();
    let whole: Vec<&String> = [&declared, &described.title, &meta.title].into_iter().flatten().collect();
    // The site's own name says nothing about the page.
    let is_site = |name: &String| {
        site.as_deref().is_some_and(|site| letters_of(site) == letters_of(name))
            || whole.iter().any(|whole| *whole != name && ends_in_part(whole, name))
    };
    names.retain(|name| !is_site(name));
    let headings: Vec<String> = headings(outline).into_iter().filter(|heading| !is_site(heading)).collect();
    let equal = |heading: &&String| {
        let heading = letters_of(heading);
        names.iter().chain(whole.iter().copied()).any(|name| letters_of(name) == heading)
    };
    if let Some(heading) = headings.iter().find(equal) {
        return Some(heading.clone());
    }
    for heading in &headings {
        // What follows a name in brackets or figures (a source, a count of comments) is not of the title.
        let longer =
            names.iter().find(|name| words_of(name).len() >= 3 && heading.starts_with(name.as_str()));
        if let Some(name) = longer
            && words_of(&heading[name.len()..].replace('.', "")).len() <= 2
            && heading[name.len()..]
                .trim_start()
                .starts_with(['(', '[', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        {
            return Some(name.clone());
        }
    }
    let agrees = |heading: &&String| {
        let opens = |name: &String| name.to_lowercase().starts_with(&heading.to_lowercase());
        let long = words_of(heading).len() >= 3 || names.iter().all(opens);
        long && (names.is_empty() || names.iter().any(|name| shared_words(heading, name) >= 0.5))
    };
    // Of several the one with the most words; the first of equals.
    let length = |heading: &&String| std::cmp::Reverse(heading.split_whitespace().count());
    let fitting = headings.iter().filter(agrees).min_by_key(length);
    let only = || headings.first().filter(|heading| headings.len() == 1 && words_of(heading).len() >= 3);
    let kept = names.iter().find(|name| words_of(name).len() >= 2).or(names.first());
    let chosen = fitting.or(kept).or_else(only).or(headings.first()).or(whole.first().copied());
    chosen.cloned()
}

/// The page's `h1` texts.
fn headings(outline: &Outline<'_>) -> Vec<String> {
    (0..outline.entries.len())
        .filter(|at| outline.tag(*at) == Tag::H1)
        .take(20)
        .map(|at| outline.text_under(at).trim_end_matches(['\u{b6}', '#', ' ']).to_owned())
        .filter(|text| text.chars().count() >= 3)
        .collect()
}

/// Letters and figures alone, in lower case: what two names must share to be the same.
fn letters_of(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// True where `name` is the last part of `whole` after a bar or dash.
fn ends_in_part(whole: &str, name: &str) -> bool {
    BARS.iter()
        .any(|bar| whole.rsplit_once(bar).is_some_and(|(_, back)| letters_of(back) == letters_of(name)))
}

/// What parts a title from its site.
const BARS: [&str; 7] = [" | ", " \u{2013} ", " \u{2014} ", " - ", " \u{b7} ", " :: ", " \u{bb} "];

fn words_of(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The share of the shorter text's words that stand in the longer.
fn shared_words(left: &str, right: &str) -> f32 {
    let (left, right) = (words_of(left), words_of(right));
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if short.is_empty() {
        return 0.0;
    }
    short.iter().filter(|word| long.contains(word)).count() as f32 / short.len() as f32
}

/// A title without the name of the site at its end ("Title | Site", "Title - Site").
fn without_site(title: &str, site: Option<&str>, host: &str) -> String {
    let is_name = |part: &str| {
        let name = letters_of(part);
        site.is_some_and(|site| {
            shared_words(site, part) >= 0.99 && words_of(part).len() <= words_of(site).len()
        }) || (name.len() >= 4 && letters_of(host).contains(&name))
    };
    for bar in BARS {
        if let Some((front, back)) = title.split_once(bar)
            && is_name(front)
        {
            return without_site(back.trim(), site, host);
        }
        if let Some((front, back)) = title.rsplit_once(bar) {
            let is_site = is_name(back);
            let short = back.split_whitespace().count() <= 4 && front.split_whitespace().count() >= 3;
            if is_site || (short && bar != " - ") || (short && bar == " - " && front.len() > back.len() * 2) {
                // What is left may carry a second part of the site.
                return if is_site || front.contains(" | ") {
                    without_site(front.trim(), site, host)
                } else {
                    front.trim().to_owned()
                };
            }
        }
    }
    title.to_owned()
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
    let named = |at: &At| {
        outline.attribute(*at, &local_name!("class")).is_some_and(|class| {
            let class = class.to_ascii_lowercase();
            [
                "byline",
                "author-name",
                "author__name",
                "authorname",
                "post-author",
                "entry-author",
                "article-author",
            ]
            .iter()
            .any(|word| class.contains(word))
        })
    };
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

/// The day after "originally published on", which a page that was brought over or renewed prints.
fn first_published(outline: &Outline<'_>) -> Option<NaiveDate> {
    let texts = (0..outline.entries.len()).filter(|at| outline.tag(*at) == Tag::Text);
    texts.filter(|at| (20..=400).contains(&outline.entries[*at].chars)).find_map(|at| {
        let text = outline.text(at);
        let after = ["originally published on ", "first published on ", "Originally published on "]
            .iter()
            .find_map(|words| text.find(words).map(|found| found + words.len()))?;
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
    let mut labelled = None;
    for at in 0..outline.entries.len() {
        let chars = outline.entries[at].chars;
        if outline.tag(at) == Tag::Text {
            continue;
        }
        if !(6..=120).contains(&chars) || super::outline::is_unseen(outline.tag(at)) {
            continue;
        }
        let names = outline.attribute(at, &local_name!("class")).unwrap_or_default().to_ascii_lowercase();
        let dated = ["date", "publish", "posted", "timestamp", "byline", "meta", "time"]
            .iter()
            .any(|word| names.contains(word));
        if dated && let Some(day) = find_date(&outline.text_under(at)) {
            return Some(day);
        }
        if labelled.is_none() && chars <= 80 && outline.end(at) - at <= 6 {
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
