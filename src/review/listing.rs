//! The queue: what waits, in lanes, with filters as addresses, saved views, and a report of any list.

use askama::Template;
use axum::body::Body;
use axum::response::Response;

use super::desk::Desk;
use super::fields::segment;
use super::queue::{self, Counts, Filter, Lane, Listed, ROWS, Row, Sort};
use super::round::Round;
use super::rows;
use super::search::FOUND_MAX;
use super::shell::{self, Ask, Shell};
use super::views::{self, View};
use super::{Trouble, decide};
use crate::report::html;
use crate::report::sheet::{self, VerdictSheet};
use crate::verdict::Verdict;
use crate::verdict::code::Code;

/// Claims in one report: more make a file that no browser opens.
const REPORT_MAX: usize = 2_000;

#[derive(Template)]
#[template(path = "queue.html")]
struct QueueScreen {
    shell: Shell,
    heading: String,
    too_many: Option<String>,
    range_words: String,
    lane_name: &'static str,
    lanes: Vec<Chip>,
    groups: Vec<ChipGroup>,
    chosen: Vec<(String, String)>,
    kept: Vec<(&'static str, String)>,
    sorts: Vec<(&'static str, &'static str, bool)>,
    ages: Vec<(u32, &'static str, bool)>,
    views: Vec<View>,
    query: String,
    narrowed: bool,
    back: String,
    groups_of_rows: Vec<RowGroup>,
    empty_title: String,
    last_run: String,
    people: Vec<String>,
    reasons: Vec<(&'static str, &'static str, bool)>,
    note: String,
    turns: Turns,
}

/// The way to the other pages of a list.
pub struct Turns {
    page: usize,
    rows: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Pages to name: number, address, and whether it is this one.
    pub pages: Vec<(usize, String, bool)>,
}

impl Turns {
    /// Of a list of so many rows, that many a page, at the page that the query names.
    pub fn new(ask: &Ask, rows: usize, all: usize) -> Turns {
        let path = ask.path.split('?').next().unwrap_or_default().to_owned();
        let page = ask.query.get("page").parse().unwrap_or(1);
        Turns::to(page, rows, all, |page| format!("{path}?page={page}"))
    }

    fn to(page: usize, rows: usize, all: usize, address: impl Fn(usize) -> String) -> Turns {
        let last = all.div_ceil(rows).max(1);
        let page = page.max(1);
        let pages = pages(page, last);
        Turns {
            page,
            rows,
            previous: (page > 1).then(|| address((page - 1).min(last))),
            next: (page < last).then(|| address(page + 1)),
            pages: pages.into_iter().map(|number| (number, address(number), number == page)).collect(),
        }
    }

    /// Rows of the pages before.
    pub fn skipped(&self) -> usize {
        (self.page - 1).saturating_mul(self.rows)
    }
}

struct Chip {
    label: String,
    count: usize,
    address: String,
    chosen: bool,
}

struct ChipGroup {
    title: &'static str,
    chips: Vec<Chip>,
}

struct RowGroup {
    title: String,
    rows: Vec<RowSheet>,
}

/// A row as it is shown.
pub struct RowSheet {
    /// Its place in the list, from 0.
    pub at: usize,
    /// Id of the claim.
    pub id: String,
    /// Where it leads.
    pub address: String,
    /// What a form sends when it is picked.
    pub pick: String,
    /// The verdict.
    pub verdict: VerdictSheet,
    /// The finding code.
    pub code: String,
    /// Its name.
    pub code_name: &'static str,
    /// The sentence.
    pub words: String,
    /// The claim's figure.
    pub figure: String,
    /// The source's.
    pub source_figure: String,
    /// Key of the source.
    pub source: String,
    /// Grade of the capture.
    pub grade: String,
    /// Age of the evidence.
    pub age: String,
    /// Who has it.
    pub owner: String,
    /// Whether a decision is open again.
    pub changed: bool,
    /// Its lane, where the list shows several.
    pub lane: &'static str,
}

/// The queue.
pub fn queue(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let shell = Shell::new(desk, ask, "queue", "Queue")?;
    let round = desk.round()?;
    let filter = Filter::parse(&ask.query);
    let now = desk.now().timestamp();
    let Listed { rows, total, is_cut } = filter.list(&desk.board, now)?;
    let counts = queue::counts(&desk.board, filter.lane)?;
    let first = (filter.page - 1) * ROWS;
    let range_words = match rows.len() {
        0 => "no claims".to_owned(),
        shown if shown == total => plural(total, "claim"),
        shown => format!("{}–{} of {}", grouped(first + 1), grouped(first + shown), plural(total, "claim")),
    };
    let turn = |page: usize| Filter { page, ..filter.clone() }.address();
    let screen = QueueScreen {
        too_many: is_cut.then(|| grouped(FOUND_MAX)),
        heading: if filter.q.is_empty() {
            filter.lane.map_or("All claims", Lane::label).to_owned()
        } else {
            format!("Found for “{}”", filter.q)
        },
        range_words,
        lane_name: filter.lane.map_or("any", Lane::name),
        lanes: lanes(&filter, &counts),
        groups: groups(&filter, &counts),
        chosen: chosen(&filter),
        kept: kept(&filter),
        sorts: Sort::ALL.iter().map(|(sort, name, label)| (*name, *label, *sort == filter.sort)).collect(),
        ages: [(1, "a day old"), (7, "a week old"), (30, "30 days old"), (365, "a year old")]
            .map(|(days, label)| (days, label, filter.age == Some(days)))
            .to_vec(),
        views: views::of(desk, &ask.visitor.name)?,
        query: Filter { page: 1, ..filter.clone() }.query(),
        narrowed: filter.is_narrowed(),
        back: filter.address(),
        groups_of_rows: grouped_rows(rows, &filter, now),
        empty_title: match filter.lane {
            Some(Lane::Open) | None => "Nothing to review.".to_owned(),
            Some(lane) => format!("No claim is in “{}”.", lane.label()),
        },
        last_run: last_run(&round),
        people: people(desk, &counts, &ask.visitor.name)?,
        reasons: decide::reasons(""),
        note: String::new(),
        turns: Turns::to(filter.page, ROWS, total, turn),
        shell,
    };
    shell::html(&screen)
}

/// The pages to name: the first, the last, and those around this one.
fn pages(here: usize, last: usize) -> Vec<usize> {
    let mut pages: Vec<usize> = [1, here.saturating_sub(1), here, here + 1, last]
        .into_iter()
        .filter(|page| (1..=last).contains(page))
        .collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

fn last_run(round: &Round) -> String {
    let flagged = round.run.claims.iter().filter(|outcome| rows::is_flagged(outcome)).count();
    format!(
        "Last check {}: {}, {} with something to say.",
        round.at.format("%Y-%m-%d %H:%M UTC"),
        plural(round.run.claims.len(), "claim"),
        grouped(flagged)
    )
}

fn lanes(filter: &Filter, counts: &Counts) -> Vec<Chip> {
    let count = |name: &str| counts.lanes.iter().find(|(known, _)| known == name).map_or(0, |(_, n)| *n);
    let mut chips: Vec<Chip> = Lane::ALL
        .into_iter()
        .filter(|lane| *lane != Lane::Allowed || count(lane.name()) > 0)
        .map(|lane| Chip {
            label: lane.label().to_owned(),
            count: count(lane.name()),
            address: Filter { lane: Some(lane), page: 1, sort: filter.sort, ..Filter::default() }.address(),
            chosen: filter.lane == Some(lane),
        })
        .collect();
    chips.push(Chip {
        label: "All claims".to_owned(),
        count: counts.lanes.iter().map(|(_, count)| count).sum(),
        address: Filter { lane: None, page: 1, sort: filter.sort, ..Filter::default() }.address(),
        chosen: filter.lane.is_none(),
    });
    chips
}

fn groups(filter: &Filter, counts: &Counts) -> Vec<ChipGroup> {
    // Choosing a chip again takes it off.
    let toggled = |chosen: &str, value: &str| if chosen == value { String::new() } else { value.to_owned() };
    let base = || Filter { page: 1, ..filter.clone() };
    let mut verdicts: Vec<&(String, usize)> = counts.verdicts.iter().collect();
    verdicts.sort_by_key(|(name, _)| verdict_of(name));
    let verdicts = verdicts.into_iter().map(|(name, count)| Chip {
        label: format!("{} {name}", sheet::verdict(verdict_of(name)).shape),
        count: *count,
        address: Filter { verdict: toggled(&filter.verdict, name), ..base() }.address(),
        chosen: filter.verdict == *name,
    });
    let codes = counts.codes.iter().take(24).map(|(code, count)| Chip {
        label: format!("{code} {}", code_name(code)),
        count: *count,
        address: Filter { code: toggled(&filter.code, code), ..base() }.address(),
        chosen: filter.code == *code,
    });
    let owners = counts.owners.iter().filter(|_| counts.owners.len() > 1).map(|(owner, count)| {
        let name = if owner.is_empty() { "nobody" } else { owner };
        Chip {
            label: name.to_owned(),
            count: *count,
            address: Filter { owner: toggled(&filter.owner, name), ..base() }.address(),
            chosen: filter.owner == name,
        }
    });
    let groups = [
        ChipGroup { title: "Verdict", chips: verdicts.collect() },
        ChipGroup { title: "Finding", chips: codes.collect() },
        ChipGroup { title: "With", chips: owners.collect() },
    ];
    groups.into_iter().filter(|group| !group.chips.is_empty()).collect()
}

/// The chosen filters in words, each with the address without it.
fn chosen(filter: &Filter) -> Vec<(String, String)> {
    let base = || Filter { page: 1, ..filter.clone() };
    let mut chosen = Vec::new();
    let mut add = |word: &str, value: &str, without: Filter| {
        if !value.is_empty() {
            chosen.push((format!("{word} {value}"), without.address()));
        }
    };
    add("words", &filter.q, Filter { q: String::new(), ..base() });
    add("verdict", &filter.verdict, Filter { verdict: String::new(), ..base() });
    add("finding", &filter.code, Filter { code: String::new(), ..base() });
    add("with", &filter.owner, Filter { owner: String::new(), ..base() });
    add("source", &filter.source, Filter { source: String::new(), ..base() });
    add("article", &filter.article, Filter { article: String::new(), ..base() });
    let age = filter.age.map_or_else(String::new, |days| plural(days as usize, "day"));
    add("at least", &age, Filter { age: None, ..base() });
    chosen
}

/// What the form that changes the order must keep.
fn kept(filter: &Filter) -> Vec<(&'static str, String)> {
    [
        ("verdict", &filter.verdict),
        ("code", &filter.code),
        ("owner", &filter.owner),
        ("source", &filter.source),
        ("article", &filter.article),
        ("q", &filter.q),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| (name, value.clone()))
    .collect()
}

fn grouped_rows(rows: Vec<Row>, filter: &Filter, now: i64) -> Vec<RowGroup> {
    let mut groups: Vec<RowGroup> = Vec::new();
    let first = (filter.page - 1) * ROWS;
    for (index, row) in rows.into_iter().enumerate() {
        let title = match filter.sort {
            Sort::Article => row.article.clone(),
            Sort::Source if row.source.is_empty() => "No source could be read".to_owned(),
            Sort::Source => row.source.clone(),
            Sort::Worst | Sort::Oldest | Sort::Newest => String::new(),
        };
        let sheet = row_sheet(row, first + index, filter, now);
        match groups.last_mut() {
            Some(last) if last.title == title => last.rows.push(sheet),
            _ => groups.push(RowGroup { title, rows: vec![sheet] }),
        }
    }
    groups
}

/// A row as it is shown, at its place in a list.
pub fn row_sheet(row: Row, at: usize, filter: &Filter, now: i64) -> RowSheet {
    let from = Filter { page: 1, ..filter.clone() }.query();
    let lane = if filter.lane.is_some() {
        ""
    } else {
        Lane::ALL.into_iter().find(|lane| lane.name() == row.lane).map_or("", Lane::label)
    };
    RowSheet {
        at,
        address: format!("/claims/{}?from={}&at={at}", segment(&row.id), segment(&from)),
        pick: format!("{} {} {}", row.id, row.state, if row.seen.is_empty() { "-" } else { &row.seen }),
        verdict: sheet::verdict(verdict_of(&row.verdict)),
        code_name: code_name(&row.code),
        age: age(row.since, now),
        id: row.id,
        code: row.code,
        words: row.words,
        figure: row.figure,
        source_figure: row.source_figure,
        source: row.source,
        grade: row.grade,
        owner: row.owner,
        changed: row.changed,
        lane,
    }
}

/// The verdict of that name.
pub fn verdict_of(name: &str) -> Verdict {
    const ALL: [Verdict; 6] = [
        Verdict::Contradicted,
        Verdict::Conflict,
        Verdict::Partial,
        Verdict::NotAddressed,
        Verdict::Unavailable,
        Verdict::Supported,
    ];
    let found = ALL.into_iter().find(|verdict| crate::check::outcome::verdict_name(*verdict) == name);
    found.unwrap_or(Verdict::Unavailable)
}

fn code_name(code: &str) -> &'static str {
    Code::parse(code).map_or("", Code::name)
}

/// An age in the largest unit that makes sense.
fn age(since: i64, now: i64) -> String {
    let days = (now - since) / 86_400;
    match days {
        _ if since == 0 => String::new(),
        ..1 => "today".to_owned(),
        1..60 => format!("{days} d"),
        60..730 => format!("{} mo", days / 30),
        _ => format!("{} y", days / 365),
    }
}

/// A number with its noun, thousands grouped.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{} {noun}s", grouped(count)) }
}

/// A number with its thousands grouped.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Names to assign to: editors with accounts, owners so far, and who asks.
pub fn people(desk: &Desk, counts: &Counts, me: &str) -> Result<Vec<String>, Trouble> {
    let mut people: Vec<String> =
        super::accounts::list(&desk.state)?.into_iter().map(|(name, _)| name).collect();
    people.extend(counts.owners.iter().map(|(name, _)| name.clone()).filter(|name| !name.is_empty()));
    people.push(me.to_owned());
    people.sort();
    people.dedup();
    Ok(people)
}

/// The report of a list as one file.
pub fn report(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let round = desk.round()?;
    let filter = Filter::parse(&ask.query);
    let rows = filter.first_rows(&desk.board, desk.now().timestamp(), REPORT_MAX)?;
    let outcomes = rows.iter().filter_map(|row| round.find(&row.id));
    let places: std::collections::BTreeSet<(usize, usize)> =
        outcomes.map(|(_, outcome)| (outcome.file, outcome.claim)).collect();
    let run = desk.honoured(&round, |outcome| places.contains(&(outcome.file, outcome.claim)));
    let written = html::write(&crate::report::Report { run: &run, ..round.report() });
    Ok(shell::download("text/html; charset=utf-8", "report.html", Body::from(written)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ages_in_words() {
        assert_eq!(
            [grouped(7), grouped(1234), grouped(100_000), grouped(1_234_567)],
            ["7", "1,234", "100,000", "1,234,567"]
        );
        let day = 86_400;
        for (days, expected) in [(0, "today"), (3, "3 d"), (90, "3 mo"), (800, "2 y")] {
            assert_eq!(age(1_000_000_000 - days * day, 1_000_000_000), expected);
        }
        assert_eq!(age(0, 1_000_000_000), "");
        assert_eq!(pages(1, 1), [1]);
        assert_eq!(pages(5, 9), [1, 4, 5, 6, 9]);
    }
}
