//! Reads a post of X from its stored JSON: author, handle, time, text, quoted post, links.
//!
//! Five shapes are known: the syndication answer, FxEmbed 1 and 2, vxTwitter, and oEmbed. Counters,
//! media and recommendations are left out. A tombstone gives a note and no text, because an empty
//! answer is not a deletion. JSON of any other shape gives a note.

use chrono::{DateTime, NaiveDate};

use super::composer::Composer;
use super::dates::read_date;
use super::literals::{Literal, decode};
use super::note::Note;
use super::origins::{Part, unescape};
use super::{Document, PassageKind};

/// True where the payload looks like a post.
pub(super) fn is_post(payload: &[u8]) -> bool {
    Literal::parse(payload).is_some_and(|root| shape_of(&root).is_some())
}

/// A known shape, with the object that holds the post and the JSON pointer to it.
enum Shape<'l> {
    /// A post object with the names of its fields.
    Post { post: &'l Literal, pointer: &'static str, escaped: bool },
    /// oEmbed: the post as HTML in a string.
    Embedded(&'l Literal),
    /// The post is not there, with the reason given.
    Tombstone(&'l Literal),
}

fn shape_of(root: &Literal) -> Option<Shape<'_>> {
    let has = |keys: &[&str]| keys.iter().all(|key| root.get(key).is_some());
    if has(&["tombstone"]) {
        return Some(Shape::Tombstone(root));
    }
    if has(&["text", "user"]) && (has(&["id_str"]) || has(&["created_at"])) {
        return Some(Shape::Post { post: root, pointer: "", escaped: true });
    }
    if let Some(status) = root.get("status").filter(|status| status.get("text").is_some()) {
        return Some(Shape::Post { post: status, pointer: "/status", escaped: false });
    }
    if let Some(status) = root.get("status").filter(|status| status.get("reason").is_some()) {
        return Some(Shape::Tombstone(status));
    }
    if let Some(tweet) = root.get("tweet").filter(|tweet| tweet.get("text").is_some()) {
        return Some(Shape::Post { post: tweet, pointer: "/tweet", escaped: false });
    }
    if has(&["tweetID", "text"]) {
        return Some(Shape::Post { post: root, pointer: "", escaped: false });
    }
    if has(&["html", "author_name"]) && matches!(root.get("html"), Some(Literal::Text(_))) {
        return Some(Shape::Embedded(root));
    }
    None
}

/// Reads a JSON payload.
pub(super) fn read(payload: &[u8]) -> Document {
    let mut document = Document::default();
    let Some(root) = Literal::parse(payload) else {
        document.notes.push(Note::new("unread-json", "the payload is not JSON, or nested too deeply"));
        return document;
    };
    let mut writer = Writer { payload, composer: Composer::default(), strings: Vec::new() };
    match shape_of(&root) {
        Some(Shape::Post { post, pointer, escaped }) => {
            read_post(post, pointer, escaped, &mut writer, &mut document);
        }
        Some(Shape::Embedded(root)) => read_embedded(root, &mut writer, &mut document),
        Some(Shape::Tombstone(root)) => document.notes.push(tombstone(root, payload)),
        None => {
            document.notes.push(Note::new("unread-json", "the JSON has no shape of a post that is known"));
        }
    }
    let Writer { composer, strings, .. } = writer;
    (document.text, document.passages, document.origins) = composer.finish();
    for (part, decoded) in strings.iter().enumerate() {
        document.settle(part as u32, decoded);
    }
    document.place_passages();
    document
}

/// Writes string literals through the composer; each is a part of its own.
struct Writer<'p> {
    payload: &'p [u8],
    composer: Composer,
    strings: Vec<super::charset::Decoded<'p>>,
}

impl Writer<'_> {
    fn open(&mut self, literal: &Literal, pointer: String, markup: bool) -> Option<String> {
        let Literal::Text(range) = literal else { return None };
        let decoded = decode(self.payload, range);
        let text = decoded.text.to_string();
        self.composer.part = self.strings.len() as u32;
        self.composer.origins.parts.push(Part::JsonString { pointer, markup });
        self.strings.push(decoded);
        Some(text)
    }

    /// Writes a string, a passage a line.
    fn lines(&mut self, literal: Option<&Literal>, pointer: String, escaped: bool, kind: PassageKind) {
        let Some(text) = literal.and_then(|literal| self.open(literal, pointer, escaped)) else { return };
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            self.line(line, at, escaped);
            self.composer.close(kind);
            at += line.len();
        }
    }

    fn line(&mut self, line: &str, base: usize, escaped: bool) {
        let mut at = 0;
        while at < line.len() {
            let next = if escaped { line[at..].find('&') } else { None }.unwrap_or(line.len() - at);
            self.composer.same(&line[at..at + next], (base + at) as u32);
            at += next;
            if at == line.len() {
                break;
            }
            let len = line[at..].find(';').filter(|end| *end <= 32).map_or(1, |end| end + 1);
            let plain = unescape(&line[at..at + len]);
            let start = (base + at) as u32;
            if plain == line[at..at + len] {
                self.composer.same(&line[at..=at], start);
                at += 1;
            } else {
                self.composer.decoded(&plain, start..start + len as u32);
                at += len;
            }
        }
    }

    /// Writes "Name (@handle)" from its two strings.
    fn name_line(&mut self, user: &Literal, pointer: &str) {
        for (key, open, close) in [("name", "", ""), ("screen_name", " (@", ")")] {
            let Some(literal) = user.get(key) else { continue };
            self.composer.insert(open);
            if let Some(text) = self.open(literal, format!("{pointer}/{key}"), false) {
                self.composer.same(&text, 0);
            }
            self.composer.insert(close);
        }
        self.composer.close(PassageKind::Caption);
    }
}

fn read_post(post: &Literal, pointer: &str, escaped: bool, writer: &mut Writer<'_>, document: &mut Document) {
    let payload = writer.payload;
    let user = post.get("user").or_else(|| post.get("author"));
    document.author = user.and_then(|user| full_name(user, payload)).or_else(|| {
        let name = post.text("user_name", payload)?;
        let handle = post.text("user_screen_name", payload)?;
        Some(format!("{name} (@{handle})"))
    });
    document.publisher = Some("X".to_owned());
    let day = |key: &str| post.text(key, payload).and_then(|text| day_of(&text));
    document.published = day("created_at").or_else(|| day("date"));
    document.language = post.text("lang", payload).filter(|tag| tag != "und" && tag != "zxx");
    document.canonical = post.text("url", payload).or_else(|| post.text("tweetURL", payload)).or_else(|| {
        let handle = user?.text("screen_name", payload)?;
        Some(format!("https://x.com/{handle}/status/{}", post.text("id_str", payload)?))
    });
    writer.lines(post.get("text"), format!("{pointer}/text"), escaped, PassageKind::Paragraph);
    for key in ["quoted_tweet", "quote"] {
        if let Some(quoted) = post.get(key) {
            let pointer = format!("{pointer}/{key}");
            for person in ["user", "author"] {
                if let Some(user) = quoted.get(person) {
                    writer.name_line(user, &format!("{pointer}/{person}"));
                }
            }
            writer.lines(quoted.get("text"), format!("{pointer}/text"), escaped, PassageKind::Quote);
        }
    }
    if let Some(Literal::Array(urls)) = post.get("entities").and_then(|entities| entities.get("urls")) {
        for (number, url) in urls.iter().enumerate() {
            let pointer = format!("{pointer}/entities/urls/{number}/expanded_url");
            writer.lines(url.get("expanded_url"), pointer, false, PassageKind::ListItem);
        }
    }
    if escaped && post.get("note_tweet").is_some() {
        document
            .notes
            .push(Note::new("truncated", "the post is longer than this answer; only its start is here"));
    }
    let edits = post.get("edit_control").and_then(|control| control.get("edit_tweet_ids"));
    let edited = matches!(edits, Some(Literal::Array(ids)) if ids.len() > 1)
        || post.get("isStaleEdit") == Some(&Literal::Flag(true));
    if edited {
        document.notes.push(Note::new("edited", "the post was edited; other versions exist"));
    }
}

fn full_name(user: &Literal, payload: &[u8]) -> Option<String> {
    let name = user.text("name", payload)?;
    Some(match user.text("screen_name", payload) {
        Some(handle) => format!("{name} (@{handle})"),
        None => name,
    })
}

/// oEmbed: `blockquote > p` holds the text, the day stands in the last link.
fn read_embedded(root: &Literal, writer: &mut Writer<'_>, document: &mut Document) {
    let payload = writer.payload;
    document.author = root.text("author_name", payload).map(|name| {
        let address = root.text("author_url", payload).unwrap_or_default();
        match address.trim_end_matches('/').rsplit_once('/') {
            Some((_, handle)) if !handle.is_empty() => format!("{name} (@{handle})"),
            _ => name,
        }
    });
    document.publisher = root.text("provider_name", payload);
    document.canonical = root.text("url", payload);
    let Some(html) = root.get("html").and_then(|html| writer.open(html, "/html".to_owned(), true)) else {
        return;
    };
    let limits = super::limits::Limits::default();
    let tree = super::tree::SpannedTree::parse(&html, &limits);
    let outline = super::outline::Outline::new(&tree);
    let mut in_paragraph = 0;
    for at in 0..outline.entries.len() {
        match outline.tag(at) {
            super::outline::Tag::P => {
                writer.composer.close(PassageKind::Paragraph);
                in_paragraph = outline.end(at);
            }
            super::outline::Tag::Br => writer.composer.close(PassageKind::Paragraph),
            super::outline::Tag::A if at >= in_paragraph => {
                document.published = find_day(&outline.text_under(at)).or(document.published);
            }
            super::outline::Tag::Text if at < in_paragraph => {
                super::page::write_text(&outline, &mut writer.composer, at);
            }
            _ => {}
        }
    }
    writer.composer.close(PassageKind::Paragraph);
    document.notes.push(Note::new("embedded", "an embed gives the day only, and long posts may be cut"));
}

fn find_day(text: &str) -> Option<NaiveDate> {
    read_date(text).map(|(day, _)| day)
}

/// `2026-01-29T12:00:00.000Z`, `Sun Feb 08 18:45:00 +0000 2026`, or seconds since 1970.
fn day_of(text: &str) -> Option<NaiveDate> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.to_utc().date_naive());
    }
    if let Ok(moment) = DateTime::parse_from_str(text, "%a %b %d %H:%M:%S %z %Y") {
        return Some(moment.to_utc().date_naive());
    }
    if let Ok(moment) = DateTime::parse_from_rfc2822(text) {
        return Some(moment.to_utc().date_naive());
    }
    find_day(text)
}

fn tombstone(root: &Literal, payload: &[u8]) -> Note {
    let words = root
        .get("tombstone")
        .and_then(|tombstone| tombstone.get("text"))
        .and_then(|text| text.text("text", payload))
        .or_else(|| root.text("reason", payload));
    match words {
        Some(words) => Note::new("tombstone", words),
        None => {
            Note::new("withheld", "the answer holds no post and gives no reason; the post may still be there")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::{Document, Options, Origin, PassageKind, read};

    fn check(json: &str, author: &str, day: &str, expected: &str) -> Document {
        let document = read(json.as_bytes(), "application/json", &Options::default());
        assert_eq!(document.text, expected);
        assert_eq!(document.author.as_deref(), Some(author));
        assert_eq!(document.published.map(|day| day.to_string()).as_deref(), Some(day));
        for passage in &document.passages {
            let again = document.recut(json.as_bytes(), passage.range.clone());
            assert_eq!(again.as_deref(), Some(&document.text[passage.range.clone()]));
            assert!(matches!(passage.origin, Origin::JsonString { .. }));
        }
        document
    }

    #[test]
    fn a_syndication_answer() {
        let json = r#"{"__typename":"Tweet","id_str":"100","lang":"en","created_at":"2021-05-04T10:00:00.000Z",
            "text":"Mills &amp; looms made \u00bd of it.\n\nSales +5% https://t.co/x","favorite_count":7,
            "entities":{"urls":[{"expanded_url":"https://example.org/a"}]},
            "user":{"name":"Ana Example","screen_name":"ana_ex"},
            "quoted_tweet":{"text":"Old &lt;news&gt;","user":{"name":"Bo","screen_name":"bo"}}}"#;
        let expected = "Mills & looms made \u{bd} of it.\nSales +5% https://t.co/x\nBo (@bo)\nOld <news>\nhttps://example.org/a";
        let document = check(json, "Ana Example (@ana_ex)", "2021-05-04", expected);
        assert_eq!(document.passages[3].kind, PassageKind::Quote);
        assert_eq!(document.canonical.as_deref(), Some("https://x.com/ana_ex/status/100"));
    }

    #[test]
    fn mirrors_and_embeds() {
        let json = r#"{"code":200,"message":"OK","tweet":{"text":"A & B","created_at":"Tue May 04 10:00:00 +0000 2021",
            "author":{"name":"Ana","screen_name":"ana"}}}"#;
        check(json, "Ana (@ana)", "2021-05-04", "A & B");
        let json = r#"{"code":200,"status":{"type":"status","text":"A","created_at":"Tue May 04 10:00:00 +0000 2021",
            "author":{"name":"Ana","screen_name":"ana"},"quote":{"text":"Q","author":{"name":"Bo","screen_name":"bo"}}}}"#;
        check(json, "Ana (@ana)", "2021-05-04", "A\nBo (@bo)\nQ");
        let json = r#"{"url":"https://x.com/ana/status/1","author_name":"Ana","author_url":"https://x.com/ana",
            "html":"<blockquote class=\"twitter-tweet\"><p lang=\"en\">One &amp; two<br>three \u2014 4<\/p>&mdash; Ana (@ana) <a href=\"https:\/\/x.com\/1\">May 4, 2021<\/a><\/blockquote>"}"#;
        check(json, "Ana (@ana)", "2021-05-04", "One & two\nthree \u{2014} 4");
    }

    #[test]
    fn what_is_not_there_is_said() {
        let noted = |json: &str| read(json.as_bytes(), "application/json", &Options::default()).notes[0].name;
        assert_eq!(
            noted(
                r#"{"__typename":"TweetTombstone","tombstone":{"text":{"text":"Deleted by its author."}}}"#
            ),
            "tombstone"
        );
        assert_eq!(noted(r#"{"__typename":"TweetTombstone","tombstone":{}}"#), "withheld");
        assert_eq!(noted(r#"{"code":404,"status":{"type":"tombstone","reason":"deleted"}}"#), "tombstone");
        assert_eq!(noted("{}"), "unread-json");
        assert_eq!(noted("{\"a\":"), "unread-json");
    }
}
