//! Finds the main content of a page: what to leave out, which subtree to read, which lines to trim.
//!
//! 1. Prune by element, role and name what is never text, unless it holds much of the page.
//! 2. Weigh each block (prose for, link lists and scraps against) and take the subtree with the
//!    greatest sum: the smallest part of the page that holds the text. A lead between the title and it is read as well.
//! 3. Trim inside it: appeals, credits, related stories, captions, trailing headings.
//!
//! Correction and update notes survive every step. The constants were tuned on a part of the WCXB
//! development half; re-run the page scorer after touching one.

use super::blocks::{Block, all_marks, gather, text_of};
use super::coda::Told;
use super::grid::{Grid, grid_of};
use super::marks::Marks;
use super::outline::{At, Outline, Tag, is_heading};
use super::phrases::{Line, is_bare_date, judge};
use super::prune::Pruner;
use super::trim::trim;

/// What to write of a page.
pub(crate) struct Content {
    /// The subtree that holds the text.
    pub root: At,
    /// Text entries to write.
    pub keep: Vec<bool>,
    /// First text entries of correction notes.
    pub corrections: Vec<At>,
    /// Data tables, in reading order.
    pub tables: Vec<(At, Grid)>,
}

/// A block with its weight and what its words say.
pub(crate) struct Weighed {
    /// The block.
    pub block: Block,
    /// What its words say.
    pub line: Line,
    /// For or against its place being the text.
    pub weight: f32,
    /// True once it is known not to be text.
    pub drop: bool,
}

/// A shorter text between a title and the text tells what the page is about, and is no part of it.
const LEAD_CHARS_MIN: u32 = 180;

/// Longer leads may hold links.
const LEAD_LINKED_MIN: u32 = 300;

/// A page with less text than this is read whole, trimming apart.
const SMALL_CHARS_MAX: u32 = 400;

/// Finds the main content.
pub(crate) fn find(outline: &Outline<'_>, body: At, cells_max: usize, told: &Told<'_>) -> Content {
    let marks = all_marks(outline);
    let tables = data_tables(outline, body, cells_max);
    let spans: Vec<(At, At)> = tables.iter().map(|(at, _)| (*at, outline.end(*at))).collect();
    let thread = told.thread || marks.iter().any(|mark| mark.any(Marks::POST));
    let pruner = Pruner::new(outline, &marks, body, thread);
    let blocks = gather(outline, body, &marks, &spans, |at| pruner.is_out(at));
    let mut weighed: Vec<Weighed> = blocks.into_iter().map(|block| weigh(outline, block, thread)).collect();
    // The posts of a thread may be marked as comments.
    if !thread {
        set_comments_aside(&mut weighed);
    }
    // A page of a few lines has nothing to choose from.
    let size: u32 = weighed.iter().filter(|one| !one.drop).map(|one| one.block.chars).sum();
    let chosen = if size < SMALL_CHARS_MAX { body } else { choose(outline, body, &weighed) };
    let listing = listing_root(outline, body, chosen, &pruner, &weighed);
    let root = listing.unwrap_or(chosen);
    let inside = root..outline.end(root);
    let lead = if listing.is_some() { root..root } else { lead_of(outline, body, root) };
    for one in &mut weighed {
        let apart = one.line == Line::Correction || (lead.contains(&one.block.first) && is_lead(one));
        one.drop |= !inside.contains(&one.block.first) && !apart;
    }
    // The heading of a few lines is one of them.
    let told = if size < SMALL_CHARS_MAX { &Told::default() } else { told };
    trim(outline, &mut weighed, told, listing.is_some());
    let mut content =
        Content { root, keep: vec![false; outline.entries.len()], corrections: Vec::new(), tables };
    for one in weighed.iter().filter(|one| !one.drop) {
        if one.line == Line::Correction {
            content.corrections.push(one.block.first);
        }
        // A note or a lead that stands outside the chosen part is read as well.
        while !(content.root..outline.end(content.root)).contains(&one.block.first) {
            content.root = outline.parent(content.root);
        }
        for at in one.block.first..one.block.last {
            content.keep[at] = outline.tag(at) == Tag::Text && !pruner.is_out_within(one.block.holder, at);
        }
    }
    content
}

/// The stretch between the last `h1` before the chosen part and that part; empty where there is none.
fn lead_of(outline: &Outline<'_>, body: At, root: At) -> std::ops::Range<At> {
    let title = (body..root).rev().find(|at| outline.tag(*at) == Tag::H1);
    title.map_or(root..root, |title| outline.end(title)..root)
}

/// True for running text that is not furniture: between the title and the chosen part it opens the text.
fn is_lead(one: &Weighed) -> bool {
    let block = &one.block;
    // A line of two sentences with links in it invites to sign up more often than it opens a text.
    let linked_max = block.chars / if block.chars < LEAD_LINKED_MIN { 20 } else { 5 };
    one.line == Line::Text
        && !block.in_table
        && block.ends
        && block.plain_chars() >= LEAD_CHARS_MIN
        && block.link_chars <= linked_max
}

fn data_tables(outline: &Outline<'_>, body: At, cells_max: usize) -> Vec<(At, Grid)> {
    let mut tables = Vec::new();
    let mut at = body;
    while at < outline.end(body) {
        let grid = match outline.tag(at) {
            Tag::Text => None,
            _ => grid_of(outline, at, cells_max),
        };
        match grid {
            Some(grid) => {
                tables.push((at, grid));
                at = outline.end(at);
            }
            None => at += 1,
        }
    }
    tables
}

/// Step 2: prose speaks for its place, link lists and scraps against it.
fn weigh(outline: &Outline<'_>, block: Block, thread: bool) -> Weighed {
    let line = if block.in_table || block.chars > 1200 || block.tag == Tag::Pre {
        Line::Text
    } else {
        let text = text_of(outline, &block);
        if thread && is_bare_date(&text) { Line::Text } else { judge(&text) }
    };
    let plain = block.plain_chars() as f32;
    let linked = block.link_chars as f32;
    let mut weight = if block.in_table {
        plain * 0.5
    } else if is_heading(block.tag) {
        5.0
    } else if line == Line::Furniture || line == Line::OpensFurniture {
        -20.0
    } else if block.is_linky() {
        -(linked * 0.3 + 10.0)
    } else if plain >= 100.0 || (plain >= 50.0 && block.ends) || block.stops >= 3 {
        plain - linked * 0.3
    } else if matches!(block.tag, Tag::Li | Tag::Dd | Tag::Td) {
        plain * 0.4 - 2.0
    } else if plain < 30.0 {
        -8.0
    } else {
        plain * 0.3 - 5.0
    };
    if weight > 0.0 && block.marks.any(Marks::BODY) {
        weight *= 1.2;
    }
    Weighed { block, line, weight, drop: false }
}

/// Comments are left out, unless they are what the page is about (a forum, questions and answers).
fn set_comments_aside(weighed: &mut [Weighed]) {
    let is_comment = |one: &Weighed| one.block.marks.any(Marks::COMMENT);
    let sum = |comments: bool| -> f32 {
        weighed.iter().filter(|one| is_comment(one) == comments).map(|one| one.weight.max(0.0)).sum()
    };
    let (text, comments) = (sum(false), sum(true));
    if (text < 1000.0 && text < comments * 0.5) || (text < 2500.0 && text * 6.0 < comments) {
        return;
    }
    for one in weighed.iter_mut() {
        if one.block.marks.any(Marks::COMMENT) {
            one.weight = 0.0;
            one.drop = true;
        }
    }
}

/// Step 2: the subtree with the greatest sum of weights, then down while one child holds nearly all.
fn choose(outline: &Outline<'_>, body: At, weighed: &[Weighed]) -> At {
    let mut sums = vec![0.0_f32; outline.entries.len()];
    for one in weighed {
        let mut at = one.block.holder;
        loop {
            sums[at] += one.weight;
            if at == body || at == 0 {
                break;
            }
            at = outline.parent(at);
        }
    }
    let mut best = body;
    for at in body..outline.end(body) {
        // Later entries of equal sum are deeper, and the smaller part is the better answer.
        if sums[at] > 0.0 && sums[at] >= sums[best] {
            best = at;
        }
    }
    loop {
        let next = outline
            .children(best)
            .filter(|child| {
                let part = match outline.tag(*child) {
                    Tag::Article | Tag::Main => 0.8,
                    _ => 0.92,
                };
                sums[*child] >= sums[best] * part && sums[*child] > 0.0
            })
            .max_by(|left, right| sums[*left].total_cmp(&sums[*right]));
        match next {
            Some(child) => best = child,
            None => break,
        }
    }
    best
}

/// The part of a listing page (products, stories, links) that is read whole; `None` for a page of text.
fn listing_root(
    outline: &Outline<'_>,
    body: At,
    chosen: At,
    pruner: &Pruner<'_, '_>,
    weighed: &[Weighed],
) -> Option<At> {
    let main = main_part(outline, body, pruner);
    if pruner.sparse {
        let stands_out = outline.entries[chosen].chars * 20 >= pruner.plain * 7;
        return Some(main.unwrap_or(if stands_out { chosen } else { body }));
    }
    let region = main.unwrap_or(body);
    let sum = |at: At| -> (u32, f32) {
        let inside = at..outline.end(at);
        let within = weighed.iter().filter(|one| !one.drop && inside.contains(&one.block.first));
        within.fold((0, 0.0), |(chars, prose), one| {
            let is_prose =
                one.weight > 0.0 && (one.block.ends || one.block.in_table) && one.block.chars >= 60;
            (chars + one.block.chars, prose + if is_prose { one.weight } else { 0.0 })
        })
    };
    let (chosen_chars, prose) = sum(chosen);
    let (region_chars, _) = sum(region);
    (prose < 2500.0 && chosen_chars * 2 < region_chars).then_some(region)
}

/// The element that the page declares as its main part, by tag, role or the usual ids.
fn main_part(outline: &Outline<'_>, body: At, pruner: &Pruner<'_, '_>) -> Option<At> {
    let ids = ["main", "content", "main-content", "maincontent", "main_content", "page-content", "primary"];
    let rank = |at: At| -> Option<u8> {
        if outline.tag(at) == Tag::Main {
            return Some(0);
        }
        let element = outline.element(at)?;
        if outline.role(at).eq_ignore_ascii_case("main") {
            return Some(1);
        }
        let id = element.id()?;
        ids.iter().any(|known| id.eq_ignore_ascii_case(known)).then_some(2)
    };
    let large = |at: &At| outline.entries[*at].chars * 4 > pruner.plain;
    let found = (body + 1..outline.end(body)).filter(large).filter_map(|at| Some((rank(at)?, at)));
    found.min().map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use crate::extract::{Options, read};

    fn text_of(before: &str, inside: &str, after: &str) -> String {
        let line = |day: usize| {
            format!(
                "<p>The mill shipped more flour on day {day} of the month than on any day before, as the miller told us, and the carts went out until late.</p>"
            )
        };
        let (first, last): (String, String) = ((1..12).map(line).collect(), (12..29).map(line).collect());
        let html = format!(
            "<title>Flour of the month</title><body>{before}<div class=text>{first}{inside}{last}</div>{after}"
        );
        read(html.as_bytes(), "text/html", &Options::default()).text
    }

    fn check(before: &str, inside: &str, expected: bool) {
        let text = text_of(before, inside, "");
        assert!(text.contains("on day 3 of") && text.contains("on day 12 of"), "{text}");
        assert_eq!(text.contains("MARK"), expected, "{before}{inside}: {text}");
    }

    const LEAD: &str = "The MARK wheel of the old mill turns again after ninety years of rest, and what it grinds in a month is more than the whole valley eats, so that carts with flour go over the pass on every day of the week.";

    #[test]
    fn a_lead_between_the_title_and_the_text_is_read() {
        check(&format!("<h1>Flour of the month</h1><section><p>{LEAD}</p></section>"), "", true);
        check(&format!("<section><p>{LEAD}</p></section><h1>Flour of the month</h1>"), "", false);
        check("<h1>Flour of the month</h1><section><p>The MARK wheel turns again.</p></section>", "", false);
        let invites = LEAD.replace("carts with flour", "<a href=/join>whoever joins us</a>");
        check(&format!("<h1>Flour of the month</h1><section><p>{invites}</p></section>"), "", false);
    }

    #[test]
    fn text_that_a_reader_can_unfold_is_read() {
        let answer =
            "<p>The MARK stones are dressed twice a year, which takes the miller a whole day each time.</p>";
        let folded = |label: &str| format!("<div>{label}<div style='display:none'>{answer}</div></div>");
        check("", &folded("<h3><button>How the stones are kept</button></h3>"), true);
        check("", &folded("<div><div>How often are the stones dressed?</div></div>"), true);
        check("", &folded("<h3>How the stones are kept</h3><div>"), true);
        check("", &folded("<p>All was said of it.</p>"), false);
        check("", &folded(""), false);
    }

    #[test]
    fn a_note_beside_the_text_is_read_and_a_column_is_not() {
        check("", &format!("<aside><p>{LEAD}</p></aside>"), true);
        check("", &format!("<aside><p><a href=/>{LEAD}</a></p></aside>"), false);
        check("", "<aside><p>The MARK wheel turns.</p></aside>", false);
        let text = text_of("", "", &format!("<aside class=side><p>{LEAD}</p></aside>"));
        assert!(!text.contains("MARK"), "{text}");
    }

    #[test]
    fn names_that_speak_of_the_page_leave_the_text_in() {
        let boxed = |class: &str| format!("<div class='{class}'><p>{LEAD}</p></div>");
        check("", &boxed("sidebar"), false);
        check("", &boxed("text sidebar-enabled--false"), true);
        check("", &boxed("callout secondary"), true);
        check("", &boxed("secondary"), false);
        let banner = "<div class=banner><h1>Flour and MARK</h1><p>What a mill in the hills grinds in a month, in figures and in words.</p></div>";
        let text = text_of("", banner, "");
        assert!(text.contains("in figures and in words"), "{text}");
    }

    #[test]
    fn lines_of_code_are_read_whatever_their_names() {
        let line = |class: &str, text: &str| {
            format!("<div class=line><span class='token {class}'>{text}</span></div>")
        };
        let code = |lines: &str| format!("<pre><code>{lines}</code></pre>");
        check("", &code(&(line("keyword", "grind") + &line("comment", "// MARK"))), true);
        check("", &code(&(line("meta", "#!MARK") + &line("keyword", "grind"))), true);
        let again = text_of("", &code(&line("plain", "turn()").repeat(2)), "");
        assert_eq!(again.matches("turn()").count(), 2, "{again}");
    }

    #[test]
    fn a_thread_tells_who_posts_when() {
        let post = |name: &str, day: usize| {
            let credit = format!("<div class=post-meta><b>{name}</b> {day} May 2025</div>");
            let said = format!(
                "<p>We had the same with our stones, {name} here, and they had to be dressed again on day {day} of the month.</p>"
            );
            format!(
                "<div class=comment>{credit}{said}{}</div>",
                "<p>It took us long to find out what was wrong with them, and longer to find who dresses stones these days.</p>"
            )
        };
        let posts: String = (1..6).map(|day| post("Anna", day)).collect();
        let page = |kind: &str| format!("<body><div {kind}>{posts}</div>");
        let read = |html: String| read(html.as_bytes(), "text/html", &Options::default()).text;
        assert!(
            read(page("itemscope itemtype='https://schema.org/DiscussionForumPosting'"))
                .contains("Anna 3 May 2025")
        );
        assert!(!read(page("")).contains("Anna 3 May 2025"));
        let described = "<script type='application/ld+json'>{\"@type\":\"DiscussionForumPosting\",\"name\":\"Stones\"}</script>";
        assert!(read(format!("{described}{}", page(""))).contains("Anna 3 May 2025"));
    }
}
