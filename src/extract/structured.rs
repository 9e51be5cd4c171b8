//! Structured descriptions of a page: JSON-LD objects, read leniently.

use chrono::NaiveDate;
use serde_json::Value;

use super::dates::read_date;

/// What the JSON-LD of a page says about its main article.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Described {
    /// `headline` or `name`.
    pub title: Option<String>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// Name of the publisher.
    pub publisher: Option<String>,
    /// `datePublished`.
    pub published: Option<NaiveDate>,
    /// `dateModified`.
    pub updated: Option<NaiveDate>,
    /// `inLanguage`.
    pub language: Option<String>,
    /// `isAccessibleForFree` says no.
    pub paywall: bool,
    /// It is a thread of a forum.
    pub thread: bool,
    rank: u8,
}

/// Longer scripts are not descriptions.
const SCRIPT_BYTES_MAX: usize = 2 << 20;
/// Objects looked at in one page.
const OBJECTS_MAX: usize = 5_000;

/// Reads all JSON-LD scripts of a page; the object most like an article wins, the others fill its gaps.
pub(crate) fn read<'s>(scripts: impl Iterator<Item = &'s str>) -> Described {
    let mut best = Described::default();
    let mut left = OBJECTS_MAX;
    for script in scripts.filter(|script| script.len() <= SCRIPT_BYTES_MAX) {
        let Some(value) = parse(script) else { continue };
        let mut open = vec![&value];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values.iter().rev()),
                Value::Object(object) if left > 0 => {
                    left -= 1;
                    let found = describe(object);
                    best = if found.rank > best.rank { fill(found, best) } else { fill(best, found) };
                    for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                        open.extend(object.get(key).filter(|value| value.is_object() || value.is_array()));
                    }
                }
                _ => {}
            }
        }
    }
    best
}

fn parse(script: &str) -> Option<Value> {
    let trimmed = script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[");
    let trimmed = trimmed.trim_end_matches("-->").trim_end_matches("//]]>").trim().trim_end_matches(';');
    serde_json::from_str(trimmed).ok().or_else(|| {
        // Raw line ends inside strings are the most frequent slip.
        let flat: String =
            trimmed.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
        serde_json::from_str(&flat).ok()
    })
}

/// Articles first, then pages, then anything else that carries a date.
fn rank_of(kind: &str) -> u8 {
    match kind {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "OpinionNewsArticle"
        | "BlogPosting"
        | "Article"
        | "TechArticle"
        | "ScholarlyArticle"
        | "Report"
        | "SocialMediaPosting"
        | "LiveBlogPosting"
        | "DiscussionForumPosting"
        | "MedicalScholarlyArticle"
        | "AdvertiserContentArticle"
        | "BackgroundNewsArticle"
        | "ReviewNewsArticle"
        | "SatiricalArticle" => 5,
        "Question" | "Recipe" | "Review" | "HowTo" | "VideoObject" | "Dataset" | "Book"
        | "PodcastEpisode" => 4,
        "WebPage" | "MedicalWebPage" | "AboutPage" | "FAQPage" | "QAPage" | "ItemPage" | "ProfilePage"
        | "CollectionPage" => 3,
        "Product" | "Event" | "Course" | "JobPosting" => 2,
        _ => 0,
    }
}

fn describe(object: &serde_json::Map<String, Value>) -> Described {
    let rank = match object.get("@type") {
        Some(Value::String(kind)) => rank_of(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).map(rank_of).max().unwrap_or(0),
        _ => 0,
    };
    if rank == 0 {
        return Described::default();
    }
    let day = |key: &str| object.get(key).and_then(Value::as_str).and_then(|text| read_date(text.trim()));
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(clean).filter(|text| !text.is_empty());
    let title = match rank {
        5 | 4 => text("headline").or_else(|| text("name")),
        _ => None,
    };
    Described {
        title,
        authors: object.get("author").or_else(|| object.get("creator")).map(names).unwrap_or_default(),
        publisher: object.get("publisher").map(names).unwrap_or_default().into_iter().next(),
        published: day("datePublished").or_else(|| day("dateCreated")).map(|(day, _)| day),
        updated: day("dateModified").map(|(day, _)| day),
        language: text("inLanguage"),
        paywall: object.get("isAccessibleForFree").is_some_and(|free| {
            free.as_bool() == Some(false)
                || free.as_str().is_some_and(|free| free.eq_ignore_ascii_case("false"))
        }),
        thread: object.get("@type").and_then(Value::as_str) == Some("DiscussionForumPosting"),
        rank,
    }
}

fn fill(mut first: Described, second: Described) -> Described {
    first.title = first.title.or(second.title);
    if first.authors.is_empty() {
        first.authors = second.authors;
    }
    first.publisher = first.publisher.or(second.publisher);
    first.published = first.published.or(second.published);
    first.updated = first.updated.or(second.updated);
    first.language = first.language.or(second.language);
    first.paywall |= second.paywall;
    first.thread |= second.thread;
    first
}

/// Names of people or organisations: a string, an object with a name, or a list of either.
fn names(value: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(name) => Some(clean(name)),
        Value::Object(object) => match object.get("name") {
            Some(Value::String(name)) => Some(clean(name)),
            Some(Value::Array(names)) => names.first().and_then(Value::as_str).map(clean),
            _ => None,
        },
        _ => None,
    };
    let found: Vec<Option<String>> = match value {
        Value::Array(values) => values.iter().take(50).map(one).collect(),
        other => vec![one(other)],
    };
    let mut kept: Vec<String> = Vec::new();
    for name in found.into_iter().flatten().filter(|name| !name.is_empty() && !name.starts_with("http")) {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}

fn clean(text: &str) -> String {
    super::origins::normalise(&super::origins::unescape(text)).trim().to_owned()
}
