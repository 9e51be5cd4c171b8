//! Reads a post of X from its stored page: author, handle, day, text, quoted post; counters, menus and replies are left out.
//!
//! The page marks its parts with `data-testid`: an article a post, a box for the name, a box for the text.
//! A page without such an article is read like any other page.

use html5ever::LocalName;

use super::composer::Composer;
use super::dates::read_date;
use super::outline::{At, Outline, Tag, is_block};
use super::page::write_text;
use super::{Document, PassageKind};

/// Writes the post that a page shows; false where it shows none.
pub(super) fn read(
    outline: &Outline<'_>,
    url: Option<&str>,
    composer: &mut Composer,
    document: &mut Document,
) -> bool {
    let marked = Marked { outline, name: LocalName::from("data-testid") };
    let Some(article) = marked.post_of(url.or(document.canonical.as_deref())) else { return false };
    let names = marked.all(article, "User-Name");
    let texts = marked.all(article, "tweetText");
    let Some(text) = texts.first() else { return false };
    document.author = names.first().and_then(|name| full_name(outline, *name)).or(document.author.take());
    document.publisher = Some("X".to_owned());
    document.published = day_of(outline, article).or(document.published);
    write(outline, *text, PassageKind::Paragraph, composer);
    // A second text in the same article is the post that it quotes.
    for (number, quoted) in texts.iter().enumerate().skip(1) {
        if let Some(name) = names.get(number) {
            write_name(outline, *name, composer);
        }
        write(outline, *quoted, PassageKind::Quote, composer);
    }
    true
}

struct Marked<'a, 't> {
    outline: &'a Outline<'t>,
    name: LocalName,
}

impl Marked<'_, '_> {
    fn is(&self, at: At, value: &str) -> bool {
        self.outline.tag(at) != Tag::Text && self.outline.attribute(at, &self.name) == Some(value)
    }

    fn all(&self, root: At, value: &str) -> Vec<At> {
        (root..self.outline.end(root)).filter(|at| self.is(*at, value)).collect()
    }

    /// The article of the page's own post: the one that links to the page's address, else the first.
    fn post_of(&self, url: Option<&str>) -> Option<At> {
        let articles: Vec<At> = self.all(0, "tweet");
        let id = url.and_then(|url| url.split_once("/status/")).map(|(_, rest)| rest);
        let id = id.map(|rest| &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()]);
        let own = id.filter(|id| !id.is_empty()).and_then(|id| {
            let ending = format!("/status/{id}");
            articles.iter().find(|article| {
                (**article..self.outline.end(**article)).any(|at| {
                    self.outline.tag(at) == Tag::A
                        && self
                            .outline
                            .attribute(at, &html5ever::local_name!("href"))
                            .is_some_and(|href| href.ends_with(&ending))
                })
            })
        });
        own.or(articles.first()).copied()
    }
}

/// "Name (@handle)" from the box of the name.
fn full_name(outline: &Outline<'_>, at: At) -> Option<String> {
    let texts = (at..outline.end(at)).filter(|inside| outline.tag(*inside) == Tag::Text);
    let texts: Vec<&str> =
        texts.map(|inside| outline.text(inside).trim()).filter(|text| !text.is_empty()).collect();
    let name = texts.iter().find(|text| !text.starts_with('@'))?;
    match texts.iter().find(|text| text.starts_with('@')) {
        Some(handle) => Some(format!("{name} ({handle})")),
        None => Some((*name).to_owned()),
    }
}

fn write_name(outline: &Outline<'_>, at: At, composer: &mut Composer) {
    let texts = (at..outline.end(at)).filter(|inside| outline.tag(*inside) == Tag::Text);
    for inside in texts.filter(|inside| outline.entries[*inside].chars > 1).take(2) {
        composer.imply_space();
        write_text(outline, composer, inside);
    }
    composer.close(PassageKind::Paragraph);
}

fn write(outline: &Outline<'_>, root: At, kind: PassageKind, composer: &mut Composer) {
    for at in root..outline.end(root) {
        match outline.tag(at) {
            Tag::Text => write_text(outline, composer, at),
            Tag::Br => composer.close(kind),
            tag if is_block(tag) => composer.imply_space(),
            _ => {}
        }
    }
    composer.close(kind);
}

/// The first `time` of the article is its own.
fn day_of(outline: &Outline<'_>, article: At) -> Option<chrono::NaiveDate> {
    let datetime = LocalName::from("datetime");
    (article..outline.end(article))
        .filter(|at| outline.tag(*at) == Tag::Time)
        .find_map(|at| read_date(outline.attribute(at, &datetime)?.trim()).map(|(day, _)| day))
}

#[cfg(test)]
mod tests {
    use crate::extract::{Options, PassageKind, read};

    #[test]
    fn a_stored_page_gives_the_post_alone() {
        let html = "<nav>Home</nav><main><article data-testid=tweet><div data-testid=User-Name><span>Other</span><span>@other</span></div>\
            <div data-testid=tweetText>An earlier post</div></article>\
            <article data-testid=tweet><div data-testid=User-Name><span>Anna Example</span><a>@anna</a></div>\
            <div data-testid=tweetText><span>Output rose 5 % &amp; more</span></div>\
            <a href=/anna/status/42><time datetime=2026-01-29T12:00:00.000Z>Jan 29</time></a>\
            <div role=link><div data-testid=User-Name><span>Board</span><span>@board</span></div>\
            <div data-testid=tweetText>Figures are out</div></div>\
            <div role=group aria-label='12 replies'><button>12</button></div></article></main><aside>Trends</aside>";
        let options = Options { url: Some("https://x.com/anna/status/42".to_owned()), ..Options::default() };
        let document = read(html.as_bytes(), "text/html", &options);
        assert_eq!(document.text, "Output rose 5 % & more\nBoard @board\nFigures are out");
        assert_eq!(document.author.as_deref(), Some("Anna Example (@anna)"));
        assert_eq!(document.published.map(|day| day.to_string()).as_deref(), Some("2026-01-29"));
        assert_eq!(document.passages[2].kind, PassageKind::Quote);
        for passage in &document.passages {
            let again = document.recut(html.as_bytes(), passage.range.clone());
            assert_eq!(again.as_deref(), Some(&document.text[passage.range.clone()]));
        }
    }
}
