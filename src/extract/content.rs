//! Finds the main content of a page: what to leave out, which subtree to read, which lines to trim.
//!
//! 1. Prune by element, role and name what is never text, unless it holds much of the page.
//! 2. Weigh each block (prose for, link lists and scraps against) and take the subtree with the
//!    greatest sum: the smallest part of the page that holds the text.
//! 3. Trim inside it: appeals, credits, related stories, captions, trailing headings.
//!
//! Correction and update notes survive every step. The constants were tuned on a part of the WCXB
//! development half; re-run the page scorer after touching one.

use super::blocks::{Block, all_marks, gather, text_of};
use super::grid::{Grid, grid_of};
use super::marks::Marks;
use super::outline::{At, Outline, Tag, is_heading};
use super::phrases::{Line, judge};

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
struct Weighed {
    block: Block,
    line: Line,
    weight: f32,
    drop: bool,
}

/// Finds the main content.
pub(crate) fn find(outline: &Outline<'_>, body: At, cells_max: usize) -> Content {
    let marks = all_marks(outline);
    let tables = data_tables(outline, body, cells_max);
    let spans: Vec<(At, At)> = tables.iter().map(|(at, _)| (*at, outline.end(*at))).collect();
    let pruner = Pruner { outline, marks: &marks, prose: prose_of(outline, &marks, body), body };
    let blocks = gather(outline, body, &marks, &spans, |at| pruner.is_out(at));
    let mut weighed: Vec<Weighed> = blocks.into_iter().map(|block| weigh(outline, block)).collect();
    set_comments_aside(&mut weighed);
    // A page of a few lines has nothing to choose from.
    let size: u32 = weighed.iter().filter(|one| !one.drop).map(|one| one.block.chars).sum();
    let chosen = if size < SMALL_CHARS_MAX { body } else { choose(outline, body, &weighed) };
    let listing = listing_root(outline, body, chosen, &weighed);
    let root = listing.unwrap_or(chosen);
    let inside = root..outline.end(root);
    for one in &mut weighed {
        one.drop |= !inside.contains(&one.block.first) && one.line != Line::Correction;
    }
    trim(&mut weighed, listing.is_some());
    let mut content =
        Content { root, keep: vec![false; outline.entries.len()], corrections: Vec::new(), tables };
    for one in weighed.iter().filter(|one| !one.drop) {
        if one.line == Line::Correction {
            content.corrections.push(one.block.first);
            // A note that stands outside the chosen part is read as well.
            while !(content.root..outline.end(content.root)).contains(&one.block.first) {
                content.root = outline.parent(content.root);
            }
        }
        for at in one.block.first..one.block.last {
            content.keep[at] = outline.tag(at) == Tag::Text && !pruned_within(&pruner, one.block.holder, at);
        }
    }
    content
}

/// True where something between a text and its block's holder is out (a hidden span in a paragraph).
fn pruned_within(pruner: &Pruner<'_, '_>, holder: At, at: At) -> bool {
    pruner
        .outline
        .ancestors(at)
        .take_while(|above| *above != holder)
        .any(|above| super::outline::is_unseen(pruner.outline.tag(above)) || pruner.is_out(above))
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

/// Characters of running text under each entry, without comments where there is text besides them.
fn prose_of(outline: &Outline<'_>, marks: &[Marks], body: At) -> Vec<u32> {
    let all = prose_without(outline, |_| false);
    let text_only =
        prose_without(outline, |at| marks[at].any(Marks::COMMENT) && outline.tag(at) != Tag::Body);
    if text_only[body] >= 1000 { text_only } else { all }
}

/// Characters of running text under each entry: long stretches outside links.
fn prose_without(outline: &Outline<'_>, out: impl Fn(At) -> bool) -> Vec<u32> {
    let mut prose = vec![0; outline.entries.len()];
    for at in (1..outline.entries.len()).rev() {
        let entry = &outline.entries[at];
        if entry.tag == Tag::Text {
            prose[at] = if entry.link_chars == 0 && entry.chars >= PROSE_CHARS_MIN { entry.chars } else { 0 };
        }
        if !super::outline::is_unseen(entry.tag) && !out(at) {
            prose[entry.parent as At] += prose[at];
        }
    }
    prose
}

/// A page with less text than this is read whole, trimming apart.
const SMALL_CHARS_MAX: u32 = 400;

/// A shorter text may be a label; running text is longer.
const PROSE_CHARS_MIN: u32 = 60;

/// Step 1: what is out whatever its text.
struct Pruner<'a, 't> {
    outline: &'a Outline<'t>,
    marks: &'a [Marks],
    prose: Vec<u32>,
    body: At,
}

impl Pruner<'_, '_> {
    fn is_out(&self, at: At) -> bool {
        let tag = self.outline.tag(at);
        if matches!(tag, Tag::Text | Tag::Html | Tag::Body | Tag::Main | Tag::Article) || at == self.body {
            return false;
        }
        let marks = self.marks[at];
        // A part that holds much of the page's running text is never out by its name. A page with
        // hardly any running text is judged by all its text.
        let prose = self.prose[self.body];
        let share = if prose >= 500 {
            self.prose[at] as f32 / prose as f32
        } else {
            self.outline.entries[at].chars as f32 / self.outline.entries[self.body].chars.max(1) as f32
        };
        let small = |part: f32| share < part;
        match tag {
            Tag::Noscript => return small(0.5),
            Tag::Nav | Tag::Dialog | Tag::Menu | Tag::Search if small(0.4) => return true,
            Tag::Button | Tag::Input | Tag::Legend | Tag::Option | Tag::Optgroup | Tag::Math => return true,
            Tag::Footer | Tag::Aside if small(0.4) => return true,
            Tag::Figcaption if !self.holds_table_caption(at) => return true,
            Tag::Form | Tag::Fieldset if small(0.2) => return true,
            Tag::Header if small(0.3) && self.is_site_header(at) => return true,
            _ => {}
        }
        if marks == Marks::default() {
            return false;
        }
        if marks.any(Marks::CONSENT) {
            return small(0.8);
        }
        if marks.any(Marks::CORRECTION) {
            return false;
        }
        if marks.any(Marks::HIDDEN) && small(0.3) {
            return true;
        }
        if marks.any(Marks::BODY) {
            return false;
        }
        let entry = &self.outline.entries[at];
        let linky = entry.link_chars * 2 > entry.chars || self.prose[at] == 0;
        (marks.any(Marks::FURNITURE) && small(if linky { 0.3 } else { 0.08 }))
            || (marks.any(Marks::ASIDE) && small(0.3))
            || (marks.any(Marks::RELATED) && small(if linky { 0.35 } else { 0.2 }))
            || (marks.any(Marks::APPEAL) && tag != Tag::Li && small(0.12))
            || (marks.any(Marks::CREDIT) && small(0.1) && self.outline.entries[at].chars < 700)
            || (marks.any(Marks::CAPTION)
                && small(0.1)
                && tag != Tag::Figure
                && self.outline.entries[at].chars < 400)
    }

    /// The caption of a figure that holds a table belongs to the table.
    fn holds_table_caption(&self, at: At) -> bool {
        let figure = self.outline.parent(at);
        (figure..self.outline.end(figure)).any(|inside| self.outline.tag(inside) == Tag::Table)
    }

    fn is_site_header(&self, at: At) -> bool {
        let in_article = self
            .outline
            .ancestors(at)
            .any(|above| matches!(self.outline.tag(above), Tag::Article | Tag::Main));
        let has_title = (at..self.outline.end(at)).any(|inside| self.outline.tag(inside) == Tag::H1);
        !in_article && !has_title
    }
}

/// Step 2: prose speaks for its place, link lists and scraps against it.
fn weigh(outline: &Outline<'_>, block: Block) -> Weighed {
    let line = if block.in_table || block.chars > 1200 {
        Line::Text
    } else if block.chars > 160 {
        // Only the opening words of a longer line are asked, for correction notes.
        let text = text_of(outline, &block);
        if judge(&text) == Line::Correction { Line::Correction } else { Line::Text }
    } else {
        judge(&text_of(outline, &block))
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
    if sum(false) < 1000.0 && sum(false) < sum(true) * 0.5 {
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

/// A page with little running text is a listing (products, stories, links): all of its main part is text.
fn listing_root(outline: &Outline<'_>, body: At, chosen: At, weighed: &[Weighed]) -> Option<At> {
    let main = (body..outline.end(body)).find(|at| {
        outline.tag(*at) == Tag::Main
            || (outline.tag(*at) != Tag::Text && outline.role(*at).eq_ignore_ascii_case("main"))
    });
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

/// Step 3: lines and blocks inside the chosen part that are not its text.
fn trim(weighed: &mut [Weighed], is_listing: bool) {
    let mut at = 0;
    while at < weighed.len() {
        let one = &weighed[at];
        if one.drop || one.block.in_table {
            at += 1;
            continue;
        }
        match one.line {
            Line::Furniture => weighed[at].drop = true,
            Line::OpensFurniture if !is_listing => {
                drop_section(weighed, at);
            }
            Line::Text if !is_listing && is_link_line(&one.block) => weighed[at].drop = true,
            _ => {}
        }
        at += 1;
    }
    if !is_listing {
        drop_idle_headings(weighed);
    }
}

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

fn heading_level(tag: Tag) -> Option<u8> {
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
