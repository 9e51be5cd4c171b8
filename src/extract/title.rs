//! Chooses the title of a page among the names it gives itself and the headings it shows.
//!
//! 1. Take the site's name off the names and headings ("Title | Site", "Site: Title").
//! 2. Prefer the heading that one of the names bears out, as a reader sees it.
//! 3. Else the heading that shares most of a name's words; else the name.
//!
//! Headings are the page's `h1`s; where those are of the site, an `h2` that says what a name says.
//!
//! The shares were tuned on a part of the WCXB development half; re-run the page scorer after touching one.

use super::origins::unescape;
use super::outline::{Outline, Tag};

/// What the page calls itself, in order of belief.
#[derive(Debug, Default)]
pub(super) struct Named<'p> {
    /// `og:title` and the like.
    pub declared: Option<String>,
    /// The headline of its structured description.
    pub described: Option<String>,
    /// The `title` element.
    pub browser: Option<String>,
    /// The name of the site, where the page tells it.
    pub site: Option<String>,
    /// Its address, where known.
    pub address: Option<&'p str>,
}

/// A longer name is none, and would be costly to take apart.
const NAME_BYTES_MAX: usize = 4_000;

/// The heading the reader sees, where the page's own names for itself agree with it; else those names.
pub(super) fn choose(outline: &Outline<'_>, named: &Named<'_>) -> Option<String> {
    let names = [&named.declared, &named.described, &named.browser].into_iter().flatten();
    let whole: Vec<&String> = names.filter(|name| name.len() <= NAME_BYTES_MAX).collect();
    let site = Site::of(named, &whole);
    let mut names: Vec<String> = whole.iter().map(|name| site.taken_off(name)).collect();
    // The site's own name says nothing about the page.
    names.retain(|name| !site.is_called(name) && !closes_another(name, &whole, &site));
    let headings: Vec<String> = headings(outline, Tag::H1)
        .into_iter()
        .map(|heading| site.name_taken_off(&heading))
        .filter(|heading| !site.is_called(heading) && !closes_another(heading, &whole, &site))
        .collect();
    let named_so = |heading: &&String| {
        let heading = letters_of(heading);
        names.iter().chain(whole.iter().copied()).any(|name| letters_of(name) == heading)
    };
    let fuller = headings.iter().find_map(|heading| fuller_name(heading, &names));
    let shown = || headings.iter().find(named_so).map(|heading| plain_form(heading, &names));
    let part = || {
        let is_part = |heading: &&String| {
            let letters = letters_of(heading);
            whole.iter().any(|name| parts_of(name).any(|part| part == letters))
        };
        headings.iter().filter(|heading| words_of(heading).len() >= 3).find(is_part)
    };
    if let Some(title) = fuller.or_else(shown).or_else(part) {
        return Some(site.of_front(title).to_owned());
    }
    if let Some(name) = headings.iter().find_map(|heading| name_of_heading(heading, &names)) {
        return Some(name.clone());
    }
    if let Some(name) = names.iter().find(|name| headings.iter().any(|heading| site.spells(name, heading))) {
        return Some(name.clone());
    }
    let headings: Vec<String> = headings.into_iter().filter(|heading| !is_slogan(heading, &names)).collect();
    let lower;
    let fitting = match fitting_heading(&headings, &names) {
        None => {
            lower = lower_heading(outline, &names);
            lower.as_ref()
        }
        found => found,
    };
    let only = || headings.first().filter(|heading| headings.len() == 1 && words_of(heading).len() >= 3);
    // A lone heading says more than a browser's title that shares no word with it.
    let apart = || {
        only().filter(|heading| {
            let alone = named.declared.is_none() && named.described.is_none();
            alone
                && words_of(heading).len() >= 4
                && names.iter().all(|name| shared_words(heading, name) == 0.0)
        })
    };
    let kept =
        believed(&names, named).or(names.iter().find(|name| words_of(name).len() >= 2)).or(names.first());
    let chosen =
        fitting.or_else(apart).or(kept).or_else(only).or(headings.first()).or(whole.first().copied());
    chosen.map(|title| site.of_front(title).to_owned())
}

/// A heading, or the name of the same letters where the heading is shouted.
fn plain_form<'n>(heading: &'n String, names: &'n [String]) -> &'n String {
    let is_form =
        |name: &&String| shouts(heading) && !shouts(name) && letters_of(name) == letters_of(heading);
    names.iter().find(is_form).unwrap_or(heading)
}

/// True for a text in capitals.
fn shouts(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

/// The name that a heading is a form of: with a note behind it, or shouted.
fn name_of_heading<'n>(heading: &str, names: &'n [String]) -> Option<&'n String> {
    // What follows a name in brackets or figures (a source, a count of comments), or after a bar, is not of the title.
    let noted = names.iter().find(|name| {
        words_of(name).len() >= 3
            && heading.strip_prefix(name.as_str()).is_some_and(|rest| {
                let opens = |first: char| matches!(first, '(' | '[') || first.is_ascii_digit();
                let noted = rest.trim_start().starts_with(opens);
                rest.starts_with(" | ") || (noted && words_of(&rest.replace('.', "")).len() <= 2)
            })
    });
    let shouted = || {
        let is_form = |name: &&String| !shouts(name) && shared_words(heading, name) >= 0.8;
        names.iter().filter(|_| words_of(heading).len() >= 3 && shouts(heading)).find(is_form)
    };
    noted.or_else(shouted)
}

/// Two names that agree on a year or a count tell more than the heading that leaves it out.
fn fuller_name<'n>(heading: &str, names: &'n [String]) -> Option<&'n String> {
    let length = words_of(heading).len();
    let heading = without_plurals(heading);
    names.iter().filter(|_| length >= 3).find(|name| {
        let whole = without_plurals(name);
        names.iter().filter(|other| other == name).count() >= 2
            && words_of(name).len() <= length + 2
            && (whole.strip_prefix(&heading).is_some_and(opens_with_word)
                || whole.strip_suffix(&heading).is_some_and(closes_with_word))
    })
}

/// A text in which no word ends with the `s` of many.
fn without_plurals(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').map(|word| word.strip_suffix('s').unwrap_or(word)).collect();
    words.join(" ")
}

fn opens_with_word(rest: &str) -> bool {
    rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

fn closes_with_word(rest: &str) -> bool {
    rest.strip_suffix(' ').is_some_and(|rest| rest.ends_with(char::is_alphanumeric))
}

/// Of the headings that share half of a name's words the longest; the first of equals.
fn fitting_heading<'h>(headings: &'h [String], names: &[String]) -> Option<&'h String> {
    let agrees = |heading: &&String| {
        let opens = |name: &String| name.to_lowercase().starts_with(&heading.to_lowercase());
        let long = words_of(heading).len() >= 3 || names.iter().all(opens);
        // One word in common is chance, unless it is the whole of one of them.
        let fits = |name: &String| {
            let shared = shared_words(heading, name);
            let fewer = words_of(heading).len().min(words_of(name).len()) as f32;
            shared >= 0.99 || (shared >= 0.5 && fewer >= 4.0)
        };
        long && (names.is_empty() || names.iter().any(fits))
    };
    let length = |heading: &&String| std::cmp::Reverse(heading.split_whitespace().count());
    headings.iter().filter(agrees).min_by_key(length)
}

/// True for a heading that ends as a sentence does, where no name of the page does: it praises the page.
fn is_slogan(heading: &str, names: &[String]) -> bool {
    heading.ends_with('.') && !names.is_empty() && !names.iter().any(|name| name.ends_with('.'))
}

/// The first `h2` that has nearly all words of a name, or the name all of its.
///
/// Many pages give their `h1` to the site's name or the section's.
fn lower_heading(outline: &Outline<'_>, names: &[String]) -> Option<String> {
    let says = |heading: &String, name: &String| {
        letters_of(heading) == letters_of(name)
            || (words_of(heading).len() >= 2 && parts_of(name).next() == Some(letters_of(heading)))
            || (words_of(heading).len().min(words_of(name).len()) >= 4 && shared_words(heading, name) >= 0.8)
    };
    headings(outline, Tag::H2).into_iter().find(|heading| names.iter().any(|name| says(heading, name)))
}

/// The browser's title, which a visitor sees, where the declared one says something else.
fn believed<'n>(names: &'n [String], named: &Named<'_>) -> Option<&'n String> {
    let (first, last) = (names.first()?, names.last()?);
    let differ = named.declared.is_some() && named.browser.is_some() && shared_words(first, last) < 0.66;
    Some(last).filter(|last| differ && words_of(last).len() >= 3)
}

/// The page's headings of a level.
fn headings(outline: &Outline<'_>, level: Tag) -> Vec<String> {
    let text = |at| {
        let text: String = outline.text_under(at);
        // Some pages escape their headings twice.
        let text = if text.contains("&#") || text.contains("&amp;") { unescape(&text) } else { text };
        text.trim_end_matches(['\u{b6}', '#', ' ']).to_owned()
    };
    (0..outline.entries.len())
        .filter(|at| outline.tag(*at) == level)
        .take(20)
        .map(text)
        .filter(|text| text.chars().count() >= 3)
        .collect()
}

/// What is known about the name of the site.
struct Site<'p> {
    /// Its name by its own word.
    name: Option<&'p str>,
    /// A part that two names of the page share while the rest of them differs.
    shared: Option<&'p str>,
    /// Letters of its host.
    host: String,
    /// Letters of the steps of the address's path.
    steps: Vec<String>,
    /// True for its first page.
    front: bool,
}

impl<'p> Site<'p> {
    fn of(named: &'p Named<'_>, whole: &[&'p String]) -> Self {
        let address = named.address.and_then(|address| url::Url::parse(address.trim()).ok());
        let front =
            address.as_ref().is_some_and(|address| address.path() == "/" && address.query().is_none());
        let steps = address.as_ref().and_then(url::Url::path_segments);
        let steps = steps.map(|steps| steps.map(letters_of).collect()).unwrap_or_default();
        let host = address.as_ref().and_then(url::Url::host_str).map(letters_of).unwrap_or_default();
        Site { name: named.site.as_deref(), shared: shared_part(whole), host, steps, front }
    }

    /// The title, or the site's name on its first page where the title is one word ("Home", "Shop").
    fn of_front<'t>(&'t self, title: &'t str) -> &'t str {
        self.name.filter(|_| self.front && words_of(title).len() == 1).unwrap_or(title)
    }

    /// True where a text is the site's name and nothing else.
    fn is_called(&self, text: &str) -> bool {
        let text = letters_of(text);
        [self.name, self.shared].into_iter().flatten().any(|name| letters_of(name) == text)
    }

    /// True where the address spells a name that the heading holds among other words.
    fn spells(&self, name: &str, heading: &str) -> bool {
        let letters = letters_of(name);
        words_of(name).len() >= 2 && self.steps.contains(&letters) && letters_of(heading).contains(&letters)
    }

    /// True where a part beside a bar is the site's name or a form of it.
    fn is_part(&self, part: &str) -> bool {
        let letters = letters_of(part);
        let is_form =
            |site: &str| shared_words(site, part) >= 0.99 && words_of(part).len() <= words_of(site).len();
        self.name.is_some_and(is_form)
            || self.shared.is_some_and(|shared| letters_of(shared) == letters)
            || (letters.len() >= 4 && self.host.contains(&letters))
    }

    /// A name without the site's name or another short part at its end.
    fn taken_off(&self, name: &str) -> String {
        for bar in BARS {
            if let Some((front, back)) = name.split_once(bar)
                && self.is_part(front)
            {
                return self.taken_off(back.trim());
            }
            if let Some((front, back)) = name.rsplit_once(bar) {
                let is_site = self.is_part(back);
                // A bar parts more surely than a dash, which may stand inside a title.
                let front_min = if bar == " | " { 2 } else { 3 };
                let short =
                    back.split_whitespace().count() <= 4 && front.split_whitespace().count() >= front_min;
                if is_site || (short && (bar != " - " || front.len() > back.len() * 2)) {
                    // What is left may carry a second part of the site.
                    return if is_site || front.contains(" | ") {
                        self.taken_off(front.trim())
                    } else {
                        front.trim().to_owned()
                    };
                }
            }
        }
        name.to_owned()
    }

    /// A heading without the site's name at its end; a heading's other parts are its own.
    fn name_taken_off(&self, heading: &str) -> String {
        let cut = BARS.iter().find_map(|bar| {
            let (front, back) = heading.rsplit_once(bar)?;
            (self.is_called(back) && words_of(front).len() >= 3).then_some(front)
        });
        cut.unwrap_or(heading).trim().to_owned()
    }
}

/// The last part of two names of a page that differ otherwise, or the first of one and the last of the other.
fn shared_part<'p>(whole: &[&'p String]) -> Option<&'p str> {
    let ends = |name: &'p str| {
        let bar = BARS.iter().find(|bar| name.contains(**bar))?;
        Some((name.split(*bar).next()?, name.rsplit(*bar).next()?))
    };
    let same = |left: &str, right: &str| letters_of(left) == letters_of(right);
    whole.iter().enumerate().find_map(|(number, left)| {
        let (first, last) = ends(left)?;
        whole[number + 1..].iter().filter(|right| !same(left, right)).find_map(|right| {
            let (other_first, other_last) = ends(right)?;
            let shared = if same(last, other_last) || same(last, other_first) {
                last
            } else {
                Some(first).filter(|first| same(first, other_last))?
            };
            (words_of(shared).len() <= 4).then_some(shared)
        })
    })
}

/// Letters of what a name says between its bars; nothing where it has none.
fn parts_of(name: &str) -> impl Iterator<Item = String> {
    let bars = ['|', '\u{b7}', '\u{bb}'];
    name.split(bars).filter(move |_| name.contains(bars)).map(letters_of)
}

/// True where a name is the last part of another after a bar or dash, and so the site's, not the page's.
fn closes_another(name: &str, whole: &[&String], site: &Site<'_>) -> bool {
    whole.iter().filter(|whole| **whole != name).any(|whole| {
        BARS.iter().any(|bar| {
            whole
                .rsplit_once(bar)
                .is_some_and(|(front, back)| !site.is_part(front) && letters_of(back) == letters_of(name))
        })
    })
}

/// What parts a title from its site.
const BARS: [&str; 7] = [" | ", " \u{2013} ", " \u{2014} ", " - ", " \u{b7} ", " :: ", " \u{bb} "];

/// Letters and figures alone, in lower case: what two names must share to be the same.
fn letters_of(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{0}'..='\u{7f}' if character.is_ascii_alphanumeric() => {
                letters.push(character.to_ascii_lowercase())
            }
            '\u{80}'.. if character.is_alphanumeric() => letters.extend(character.to_lowercase()),
            _ => {}
        }
    }
    letters
}

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

#[cfg(test)]
mod tests {
    use crate::extract::{Options, read};

    fn check(head: &str, heading: &str, expected: &str) {
        let html = format!("<head>{head}</head><body><h1>{heading}</h1><p>Text.");
        let document = read(html.as_bytes(), "text/html", &Options::default());
        assert_eq!(document.title.as_deref(), Some(expected), "{html}");
    }

    #[test]
    fn the_sites_name_is_taken_off() {
        check("<title>Rice output fell in March | The Example</title>", "", "Rice output fell in March");
        check(
            "<title>The millers\u{e2}\u{80}\u{99} output | The Example</title>",
            "",
            "The millers\u{2019} output",
        );
        let site = "<meta property=og:site_name content=Example>";
        check(
            &format!("{site}<title>Example | Mills that closed</title>"),
            "Mills that closed",
            "Mills that closed",
        );
        check(
            &format!("{site}<meta property=og:title content='Mills that closed in May \u{2013} Example'>"),
            "Mills that closed in May \u{2013} Example",
            "Mills that closed in May",
        );
        check(
            "<title>Mills: what to do | Grainfolk</title><meta property=og:title content='Grainfolk | Mills: trends'>",
            "Mills: trends",
            "Mills: trends",
        );
    }

    #[test]
    fn the_heading_is_the_title_where_a_name_bears_it_out() {
        check("<title>Big list of mills</title>", "The big list of all mills", "The big list of all mills");
        check(
            "<title>Five mills in the north | Wind and water | Example</title>",
            "Five mills in the north | Wind and water",
            "Five mills in the north",
        );
        check(
            "<title>Five mills in the north</title>",
            "FIVE MILLS IN THE NORTH OF IT",
            "Five mills in the north",
        );
        check(
            "<title>Mills in the north in 2024</title><meta property=og:title content='Mills in the north in 2024'>",
            "Mills in the north",
            "Mills in the north in 2024",
        );
        check("<title>A portal of everything</title>", "Which mill grinds best", "Which mill grinds best");
        check("<title>Five mills</title>", "FIVE MILLS", "Five mills");
        check(
            "<title>Grain payments | A platform for mills</title>",
            "Unified payments for all of the world",
            "Grain payments",
        );
    }

    #[test]
    fn a_heading_that_no_name_bears_out_is_not_the_title() {
        let both = |name: &str| format!("<title>{name}</title><meta property=og:title content='{name}'>");
        check(&both("Grain silos for farms"), "Our silos keep grain dry for years.", "Grain silos for farms");
        check(&both("Grain silos for farms"), "Free silos for all farms", "Free silos for all farms");
        check(&both("Grain silos, dryers and mills for large farms"), "Used grain dryers", {
            "Grain silos, dryers and mills for large farms"
        });
        check(&both("Small steel silo prices"), "Steel silos prices", "Small steel silo prices");
    }

    #[test]
    fn a_heading_that_is_a_part_of_a_name_is_the_title() {
        let name = "<title>Silo makers | Steel silo prices | Order now - Grainfolk</title>";
        check(name, "Steel silo prices", "Steel silo prices");
    }

    #[test]
    fn an_h2_is_the_title_where_the_h1_is_of_the_site() {
        let below = |title: &str| format!("Grainfolk weekly</h1><h2>Your basket</h2><h2>{title}</h2><h1>");
        let check = |name: &str, heading: &str, expected: &str| {
            check(&format!("<title>{name}</title>"), &below(heading), expected);
        };
        check(
            "5 ways to dry wheat on a farm",
            "5 ways to help you dry wheat on a farm",
            "5 ways to help you dry wheat on a farm",
        );
        check("Wheat drying | The whole guide for small farms", "Wheat Drying", "Wheat Drying");
        check("How wheat is dried on small farms", "Wheat prices", "How wheat is dried on small farms");
    }

    #[test]
    fn of_two_names_that_differ_the_browsers_is_believed() {
        let declared = "<meta property=og:title content='Are you ready to store more grain this year?'>";
        check(
            &format!("{declared}<title>Steel silos and dryers | Grainfolk</title>"),
            "",
            "Steel silos and dryers",
        );
        let declared = "<meta property=og:title content='Steel silos and dryers'>";
        check(
            &format!("{declared}<title>Grainfolk's shop: Steel silos and dryers</title>"),
            "",
            "Steel silos and dryers",
        );
    }

    #[test]
    fn a_name_that_the_address_spells_is_the_title() {
        let name = "<title>Grainfolk: buy silos</title><meta property=og:title content='Tall Silo'>";
        let at = |path: &str| format!("{name}<link rel=canonical href='https://grain.example{path}'>");
        check(&at("/silos/tall-silo/1200.html"), "Model B Tall Silo in steel", "Tall Silo");
        check(&at("/silos/1200.html"), "Model B Tall Silo in steel", "Model B Tall Silo in steel");
    }

    #[test]
    fn a_name_of_many_parts_is_no_title() {
        check(
            &format!("<title>{}</title>", "mill | ".repeat(100_000)),
            "Mills that closed",
            "Mills that closed",
        );
    }

    #[test]
    fn the_first_page_of_a_site_is_called_as_the_site() {
        let head = "<meta property=og:site_name content='The Mill'><title>The Mill - Shop</title>";
        let at = |path: &str| format!("{head}<link rel=canonical href='https://mill.example{path}'>");
        check(&at("/"), "Shop", "The Mill");
        check(&at("/shop"), "Shop", "Shop");
    }
}
