//! Trims the chosen part of a page: furniture lines, link lines, related stories, echoes, idle headings.
//!
//! Correction notes and data tables stay whatever stands around them. The constants were tuned on a
//! part of the WCXB development half; re-run the page scorer after touching one.

use std::collections::VecDeque;

use html5ever::local_name;

use super::blocks::{Block, text_of};
use super::coda::{Told, drop_coda};
use super::content::Weighed;
use super::outline::{At, Outline, Tag, is_heading};
use super::phrases::Line;

/// Drops lines and blocks inside the chosen part that are not its text.
pub(crate) fn trim(outline: &Outline<'_>, weighed: &mut [Weighed], told: &Told<'_>, is_listing: bool) {
    let mut at = 0;
    let all: u32 = weighed.iter().filter(|one| !one.drop).map(|one| one.block.chars).sum();
    let mut before = 0;
    while at < weighed.len() {
        let one = &weighed[at];
        before += if one.drop { 0 } else { one.block.chars };
        if one.drop || one.block.in_table {
            at += 1;
            continue;
        }
        match one.line {
            Line::Furniture => weighed[at].drop = true,
            Line::OpensFurniture if !is_listing || before * 2 >= all => {
                drop_section(weighed, at);
            }
            Line::Text if !is_listing && is_link_line(&one.block) => weighed[at].drop = true,
            _ => {}
        }
        at += 1;
    }
    if is_listing {
        drop_echoes(outline, weighed);
        drop_menus(weighed);
        drop_bare_headings(weighed);
    } else {
        drop_teasers(outline, weighed);
    }
    drop_coda(outline, weighed, told, is_listing);
    if !is_listing {
        drop_idle_headings(weighed);
    }
}

/// Cards that show other stories: two or more boxes of a kind, each with a linked heading or an `article` of its own.
///
/// A card is the largest element around a linked heading that holds no second one. Cards are
/// dropped where they are small and hold the smaller part of the text; sections of a text whose
/// headings are links are longer, or stand in one element without a box around each.
fn drop_teasers(outline: &Outline<'_>, weighed: &mut [Weighed]) {
    let kept: u32 = weighed.iter().filter(|one| !one.drop).map(|one| one.block.chars).sum();
    for (parent, known) in teaser_groups(outline, weighed) {
        // Boxes of the same make belong to the group, also where one has lost its heading.
        let make = |at: At| {
            let class = outline.attribute(at, &local_name!("class")).unwrap_or_default();
            (outline.tag(at), class.split_ascii_whitespace().next())
        };
        let makes: Vec<_> = known.iter().map(|card| make(*card)).collect();
        let cards: Vec<(At, (u32, u32))> = outline
            .children(parent)
            .filter(|child| outline.tag(*child) != Tag::Text && makes.contains(&make(*child)))
            .map(|child| (child, text_in(outline, weighed, child)))
            .filter(|(_, (all, _))| *all > 0)
            .collect();
        let linked = known.iter().all(|card| holds_linked_heading(outline, weighed, *card));
        let articles = known.iter().all(|card| outline.tag(*card) == Tag::Article);
        // Both signs together are told from sections of the text even where they hold much of the page.
        let (chars_max, share_max) = if linked && articles { (600, 0.6) } else { (420, 0.25) };
        let small = cards.iter().all(|(_, (all, plain))| *plain <= chars_max && *all <= chars_max * 2);
        let total: u32 = cards.iter().map(|(_, (all, _))| *all).sum();
        let first = cards.first().map_or(0, |(card, _)| *card);
        let before = weighed.iter().filter(|one| !one.drop && one.block.first < first);
        let at_end = before.map(|one| one.block.chars).sum::<u32>() * 2 >= kept;
        if cards.len() < 2 || !small || total as f32 >= kept as f32 * share_max || !(linked || at_end) {
            continue;
        }
        for (card, _) in cards {
            let inside = card..outline.end(card);
            for one in weighed.iter_mut().filter(|one| inside.contains(&one.block.first)) {
                one.drop |= one.line != Line::Correction && !one.block.in_table;
            }
        }
    }
}

/// Elements with two or more cards directly in them, and those cards.
fn teaser_groups(outline: &Outline<'_>, weighed: &[Weighed]) -> Vec<(At, Vec<At>)> {
    let kept = || weighed.iter().filter(|one| !one.drop);
    let heads: Vec<At> =
        kept().filter(|one| is_linked_heading(&one.block)).map(|one| one.block.first).collect();
    let below = |at: At| heads.partition_point(|head| *head < at);
    let count = |at: At| below(outline.end(at)) - below(at);
    let boxed = |card: At| !is_heading(outline.tag(card)) && !matches!(outline.tag(card), Tag::Text | Tag::A);
    let mut cards: Vec<(At, At)> = Vec::new();
    for head in &heads {
        let mut card = *head;
        while card > 0 && count(outline.parent(card)) == 1 {
            card = outline.parent(card);
        }
        if boxed(card) {
            cards.push((outline.parent(card), card));
        }
    }
    for one in kept() {
        let article = outline.ancestors(one.block.first).find(|above| outline.tag(*above) == Tag::Article);
        cards.extend(article.map(|article| (outline.parent(article), article)));
    }
    cards.sort_unstable();
    cards.dedup();
    let groups = cards.chunk_by(|left, right| left.0 == right.0).filter(|group| group.len() >= 2);
    groups.map(|group| (group[0].0, group.iter().map(|(_, card)| *card).collect())).collect()
}

fn holds_linked_heading(outline: &Outline<'_>, weighed: &[Weighed], card: At) -> bool {
    let inside = card..outline.end(card);
    weighed.iter().filter(|one| inside.contains(&one.block.first)).any(|one| is_linked_heading(&one.block))
}

fn is_linked_heading(block: &Block) -> bool {
    is_heading(block.tag) && block.link_chars * 10 >= block.chars * 9
}

/// Characters of the kept blocks under an entry, all and outside links.
fn text_in(outline: &Outline<'_>, weighed: &[Weighed], at: At) -> (u32, u32) {
    let inside = at..outline.end(at);
    let within = weighed.iter().filter(|one| !one.drop && inside.contains(&one.block.first));
    within.fold((0, 0), |(all, plain), one| (all + one.block.chars, plain + one.block.plain_chars()))
}

/// Lines that a card says again right after saying them: the title as link, label and heading.
fn drop_echoes(outline: &Outline<'_>, weighed: &mut [Weighed]) {
    let mut recent: VecDeque<String> = VecDeque::new();
    // Lines of code are said again because they are run again.
    let is_line = |one: &&mut Weighed| !one.drop && !one.block.in_table && one.block.tag != Tag::Pre;
    for one in weighed.iter_mut().filter(is_line).filter(|one| one.block.chars < 200) {
        let text = text_of(outline, &one.block);
        if recent.contains(&text) {
            one.drop = true;
            continue;
        }
        recent.push_back(text);
        if recent.len() > ECHO_LINES {
            recent.pop_front();
        }
    }
}

/// Long runs of short links are menus, where enough is left without them.
fn drop_menus(weighed: &mut [Weighed]) {
    let is_entry = |one: &Weighed| {
        let block = &one.block;
        block.tag == Tag::Li && block.link_chars == block.chars && block.chars <= MENU_CHARS_MAX
    };
    let kept: Vec<usize> = (0..weighed.len()).filter(|at| !weighed[*at].drop).collect();
    let mut menus: Vec<usize> = Vec::new();
    for run in kept.chunk_by(|left, right| is_entry(&weighed[*left]) == is_entry(&weighed[*right])) {
        if run.len() >= MENU_ENTRIES_MIN && is_entry(&weighed[run[0]]) {
            menus.extend(run);
        }
    }
    let chars = |list: &[usize]| -> u32 { list.iter().map(|at| weighed[*at].block.chars).sum() };
    if chars(&menus) * 5 < chars(&kept) * 3 {
        menus.iter().for_each(|at| weighed[*at].drop = true);
    }
}

/// Runs of linked headings with nothing under them, on a page that has text besides them.
fn drop_bare_headings(weighed: &mut [Weighed]) {
    let is_prose = |one: &Weighed| one.block.plain_chars() >= 100 && one.block.ends;
    let prose: u32 = weighed.iter().filter(|one| !one.drop && is_prose(one)).map(|one| one.block.chars).sum();
    if prose < 300 {
        return;
    }
    // A line of a few characters (a count of reviews) does not make a card.
    let kept: Vec<usize> =
        (0..weighed.len()).filter(|at| !weighed[*at].drop && weighed[*at].block.chars >= 10).collect();
    let is_bare = |at: usize| is_linked_heading(&weighed[at].block);
    let runs = kept.chunk_by(|left, right| is_bare(*left) == is_bare(*right));
    let runs: Vec<usize> =
        runs.filter(|run| run.len() >= MENU_ENTRIES_MIN && is_bare(run[0])).flatten().copied().collect();
    runs.into_iter().for_each(|at| weighed[at].drop = true);
}

/// Entries of menus are short and many.
const MENU_CHARS_MAX: u32 = 35;
const MENU_ENTRIES_MIN: usize = 6;

/// Lines of one card, more or less.
const ECHO_LINES: usize = 5;

/// A line of its own that is all link leads elsewhere; headings and list items are judged otherwise.
fn is_link_line(block: &Block) -> bool {
    let all_link = block.link_chars * 10 >= block.chars * 9;
    all_link && block.chars < 160 && !is_heading(block.tag)
}

/// Drops the line that opens furniture and what belongs to it, up to the next real text.
fn drop_section(weighed: &mut [Weighed], opener: usize) {
    weighed[opener].drop = true;
    let level = heading_level(weighed[opener].block.tag);
    for one in weighed[opener + 1..].iter_mut().filter(|one| !one.drop) {
        let block = &one.block;
        let real_text = block.plain_chars() >= 120 && !block.is_linky();
        let new_section = is_heading(block.tag)
            && level.is_none_or(|level| heading_level(block.tag) <= Some(level))
            && !block.is_linky();
        if real_text || new_section || one.line == Line::Correction || block.in_table {
            break;
        }
        one.drop = true;
    }
}

/// The level of a heading from 1; `None` for what is no heading.
pub(super) fn heading_level(tag: Tag) -> Option<u8> {
    match tag {
        Tag::H1 => Some(1),
        Tag::H2 => Some(2),
        Tag::H3 => Some(3),
        Tag::H4 => Some(4),
        Tag::H5 => Some(5),
        Tag::H6 => Some(6),
        _ => None,
    }
}

/// Headings that no text follows any more.
fn drop_idle_headings(weighed: &mut [Weighed]) {
    for one in weighed.iter_mut().rev().filter(|one| !one.drop) {
        if !is_heading(one.block.tag) {
            break;
        }
        one.drop = true;
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::{Options, read};

    #[test]
    fn a_listing_ends_where_its_furniture_begins() {
        let card = |number: usize| {
            format!(
                "<li><h3><a href=/{number}>Sieve of size {number}</a></h3><p>{number} euro, mesh {number}</p>"
            )
        };
        let cards: String = (1..30).map(card).collect();
        let searches =
            "<h2>Related searches</h2><h3><a href=/a>MARK stones</a></h3><h3><a href=/b>MARK sacks</a></h3>";
        let text = |body: String| read(body.as_bytes(), "text/html", &Options::default()).text;
        let behind = text(format!("<h1>Sieves</h1><ul>{cards}</ul>{searches}"));
        assert!(behind.contains("29 euro") && !behind.contains("MARK"), "{behind}");
        let before = text(format!("<h1>Sieves</h1>{searches}<ul>{cards}</ul>"));
        assert!(before.contains("29 euro"), "{before}");
    }
}
