//! The queue as a question: which claims, in which order, and how it is written as an address.
//!
//! A filter is an address, so a saved view is one, and going back in the browser restores it.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row as Columns, params, params_from_iter};

use serde::Serialize;

use super::board::Board;
use super::fields::{Fields, encode};
pub use super::lane::Lane;
use super::search::{self, FOUND_MAX, Found};

/// Rows of one screen.
pub const ROWS: usize = 50;

/// The order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By article, those with the worst claim first.
    #[default]
    Article,
    /// By source, those with the worst claim first.
    Source,
    /// The worst first.
    Worst,
    /// Those whose evidence has been there longest first.
    Oldest,
    /// The newest first.
    Newest,
}

impl Sort {
    /// Every order with its name and what the screen says.
    pub const ALL: [(Sort, &'static str, &'static str); 5] = [
        (Sort::Article, "article", "by article"),
        (Sort::Source, "source", "by source"),
        (Sort::Worst, "worst", "worst first"),
        (Sort::Oldest, "oldest", "oldest first"),
        (Sort::Newest, "newest", "newest first"),
    ];

    /// The name in addresses.
    pub fn name(self) -> &'static str {
        Sort::ALL.iter().find(|(sort, _, _)| *sort == self).map_or("", |(_, name, _)| name)
    }

    fn index(self) -> &'static str {
        match self {
            Sort::Article => "INDEXED BY desk_claim_by_article",
            Sort::Source => "INDEXED BY desk_claim_by_source",
            Sort::Worst => "INDEXED BY desk_claim_by_rank",
            Sort::Oldest | Sort::Newest => "INDEXED BY desk_claim_by_age",
        }
    }

    fn columns(self) -> &'static str {
        match self {
            Sort::Article => "c.article_rank, c.article, c.rank, c.since, c.number",
            Sort::Source => "c.source_rank, c.source, c.rank, c.since, c.number",
            Sort::Worst => "c.rank, c.since, c.number",
            Sort::Oldest => "c.since, c.number",
            Sort::Newest => "c.since DESC, c.number DESC",
        }
    }
}

/// Which claims, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// The lane; none for all.
    pub lane: Option<Lane>,
    /// Of this verdict.
    pub verdict: String,
    /// With this finding code.
    pub code: String,
    /// Owned by this person; `nobody` for none.
    pub owner: String,
    /// Whose deciding source is this.
    pub source: String,
    /// Of this article.
    pub article: String,
    /// Whose evidence is at least so many days old.
    pub age: Option<u32>,
    /// With these words in claim, passage or notes.
    pub q: String,
    /// The order.
    pub sort: Sort,
    /// From 1.
    pub page: usize,
}

/// A row of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Id of the claim.
    pub id: String,
    /// Its verdict.
    pub verdict: String,
    /// The code of its most serious finding.
    pub code: String,
    /// The sentence, shortened.
    pub words: String,
    /// The claim's figure.
    pub figure: String,
    /// The source's figure.
    pub source_figure: String,
    /// Key of the deciding source.
    pub source: String,
    /// Grade of its capture.
    pub grade: String,
    /// Title of its article.
    pub article: String,
    /// Since when the evidence is there, in seconds of Unix time; 0 where there is none.
    pub since: i64,
    /// Who has it.
    pub owner: String,
    /// Whether a decision on it is open again.
    pub changed: bool,
    /// The newest ruling on it.
    pub seen: String,
    /// What a form about it is bound to.
    pub state: String,
    /// Its lane.
    pub lane: String,
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// How many rows all pages have.
    pub total: usize,
    /// Whether so many claims have the words searched for that only the first of them were looked at.
    pub is_cut: bool,
}

const ROW: &str = "c.id, c.verdict, c.code, c.words, c.figure, c.source_figure, c.source, c.grade, c.article, \
                   c.since, c.owner, c.changed, c.seen, c.state, c.lane";

impl Filter {
    /// Reads a filter; what is unknown is left out.
    pub fn parse(fields: &Fields) -> Filter {
        let lane = match fields.get("lane") {
            "any" => None,
            name => Some(Lane::ALL.into_iter().find(|lane| lane.name() == name).unwrap_or(Lane::Open)),
        };
        let sort = Sort::ALL.iter().find(|(_, name, _)| *name == fields.get("sort"));
        Filter {
            lane,
            verdict: fields.get("verdict").to_owned(),
            code: fields.get("code").to_ascii_uppercase(),
            owner: fields.get("owner").to_owned(),
            source: fields.get("source").to_owned(),
            article: fields.get("article").to_owned(),
            age: fields.get("age").parse().ok().filter(|days| *days > 0 && *days < 100_000),
            q: fields.get("q").chars().take(200).collect(),
            sort: sort.map_or(Sort::default(), |(sort, _, _)| *sort),
            page: fields.get("page").parse().unwrap_or(1).clamp(1, 1_000_000),
        }
    }

    /// The address of the queue with this filter.
    pub fn address(&self) -> String {
        let query = self.query();
        if query.is_empty() { "/queue".to_owned() } else { format!("/queue?{query}") }
    }

    /// The filter as a query, defaults left out.
    pub fn query(&self) -> String {
        let lane = match self.lane {
            None => "any",
            Some(Lane::Open) => "",
            Some(lane) => lane.name(),
        };
        let age = self.age.map_or_else(String::new, |days| days.to_string());
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        encode(&[
            ("lane", lane),
            ("verdict", &self.verdict),
            ("code", &self.code),
            ("owner", &self.owner),
            ("source", &self.source),
            ("article", &self.article),
            ("age", &age),
            ("q", &self.q),
            ("sort", if self.sort == Sort::default() { "" } else { self.sort.name() }),
            ("page", &page),
        ])
    }

    /// Whether anything but lane and order is chosen.
    pub fn is_narrowed(&self) -> bool {
        let texts = [&self.verdict, &self.code, &self.owner, &self.source, &self.article, &self.q];
        self.age.is_some() || texts.iter().any(|text| !text.is_empty())
    }

    /// Its page at a moment, and how much there is.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn list(&self, board: &Board, now: i64) -> rusqlite::Result<Listed> {
        board.read(|connection| {
            let found = self.find(connection, board)?;
            let found = found.as_ref();
            let (sql, values) = self.rows_query(board.number(), now, found, (ROWS, (self.page - 1) * ROWS));
            Ok(Listed {
                total: count(connection, self.count_query(board.number(), now, found))?,
                is_cut: found.is_some_and(|found| found.is_cut),
                rows: select(connection, &sql, values)?,
            })
        })
    }

    /// How many claims there are.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn count(&self, board: &Board, now: i64) -> rusqlite::Result<usize> {
        board.read(|connection| {
            let found = self.find(connection, board)?;
            count(connection, self.count_query(board.number(), now, found.as_ref()))
        })
    }

    /// The first rows of all its pages.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn first_rows(&self, board: &Board, now: i64, limit: usize) -> rusqlite::Result<Vec<Row>> {
        self.rows(board, now, (limit, 0))
    }

    /// The row at a place in the order, from 0; what auto-advance opens.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn row_at(&self, board: &Board, now: i64, at: usize) -> rusqlite::Result<Option<Row>> {
        Ok(self.rows(board, now, (1, at))?.pop())
    }

    fn rows(&self, board: &Board, now: i64, window: (usize, usize)) -> rusqlite::Result<Vec<Row>> {
        board.read(|connection| {
            let found = self.find(connection, board)?;
            let (sql, values) = self.rows_query(board.number(), now, found.as_ref(), window);
            select(connection, &sql, values)
        })
    }

    fn find(&self, connection: &Connection, board: &Board) -> rusqlite::Result<Option<Found>> {
        search::find(connection, &self.q, board.number(), FOUND_MAX)
    }

    /// The query of a window of rows (how many, after how many), with its values.
    pub fn rows_query(
        &self,
        board: i64,
        now: i64,
        found: Option<&Found>,
        (limit, offset): (usize, usize),
    ) -> (String, Vec<Value>) {
        let (conditions, mut values) = self.conditions(board, now, found);
        let order = self.sort.columns();
        values.push(Value::Integer(limit.cast_signed() as i64));
        values.push(Value::Integer(offset.cast_signed() as i64));
        let (limit, offset) = (values.len() - 1, values.len());
        // Each order has an index made for it, which the planner would have to guess; found words are few.
        let index = if found.is_none() { self.sort.index() } else { "" };
        // The page is found in an index; only its own rows are then looked up.
        let sql = format!(
            "SELECT {ROW} FROM desk_claim c {index} WHERE {conditions} ORDER BY {order} LIMIT ?{limit} OFFSET ?{offset}"
        );
        (sql, values)
    }

    /// The query that counts, with its values.
    pub fn count_query(&self, board: i64, now: i64, found: Option<&Found>) -> (String, Vec<Value>) {
        if let Some((kind, name)) = self.facet() {
            let values =
                [kind, name, self.lane.map_or("", Lane::name)].map(|text| Value::Text(text.to_owned()));
            let mut values = values.to_vec();
            values.insert(0, Value::Integer(board));
            return (OF_FACET.to_owned(), values);
        }
        let (conditions, values) = self.conditions(board, now, found);
        (format!("SELECT count(*) FROM desk_claim c WHERE {conditions}"), values)
    }

    /// The kind and name under which its claims are counted already, where it asks for no more than one thing.
    fn facet(&self) -> Option<(&'static str, &str)> {
        let owner = if self.owner == "nobody" { "" } else { &self.owner };
        let chosen = [
            ("verdict", !self.verdict.is_empty(), self.verdict.as_str()),
            ("code", !self.code.is_empty(), &self.code),
            ("owner", !self.owner.is_empty(), owner),
        ];
        let others = [&self.source, &self.article, &self.q];
        if self.age.is_some() || others.iter().any(|text| !text.is_empty()) {
            return None;
        }
        let mut chosen = chosen.into_iter().filter(|(_, is_chosen, _)| *is_chosen);
        match (chosen.next(), chosen.next()) {
            (None, _) => Some(("all", "")),
            (Some((kind, _, name)), None) => Some((kind, name)),
            _ => None,
        }
    }

    fn conditions(&self, board: i64, now: i64, found: Option<&Found>) -> (String, Vec<Value>) {
        // Words lead to their rows by number; the sign keeps the planner from walking all rows of a lane instead.
        let sign = if found.is_none() { "" } else { "+" };
        let mut conditions = vec![format!("{sign}c.board = ?1")];
        let mut values: Vec<Value> = vec![Value::Integer(board)];
        let mut bind = |value: Value| {
            values.push(value);
            format!("?{}", values.len())
        };
        let text = |text: &str| Value::Text(text.to_owned());
        // Words name few rows; without them the lane leads into an index.
        if let Some(found) = found {
            let at = bind(text(&found.numbers));
            conditions.push(format!("c.number IN (SELECT value FROM json_each({at}))"));
        }
        let lane = self.lane.map(|lane| bind(text(lane.name())));
        if let Some(at) = &lane {
            conditions.push(format!("{sign}c.lane = {at}"));
        } else {
            let all: Vec<String> = Lane::ALL.iter().map(|lane| format!("'{}'", lane.name())).collect();
            conditions.push(format!("{sign}c.lane IN ({})", all.join(", ")));
        }
        for (column, value) in
            [("verdict", &self.verdict), ("source", &self.source), ("article", &self.article)]
        {
            if !value.is_empty() {
                let at = bind(text(value));
                conditions.push(format!("c.{column} = {at}"));
            }
        }
        if !self.owner.is_empty() {
            let at = bind(text(if self.owner == "nobody" { "" } else { &self.owner }));
            conditions.push(format!("c.owner = {at}"));
        }
        if !self.code.is_empty() {
            let code = bind(text(&self.code));
            let lanes = lane.map_or_else(String::new, |at| format!("f.board = ?1 AND f.lane = {at} AND "));
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM desk_finding f WHERE {lanes}f.code = {code} AND f.claim = c.number)"
            ));
        }
        if let Some(days) = self.age {
            let at = bind(Value::Integer(now - i64::from(days) * 86_400));
            conditions.push(format!("+c.since > 0 AND +c.since <= {at}"));
        }
        (conditions.join(" AND "), values)
    }
}

/// The row of a claim.
///
/// # Errors
/// Those of SQLite.
pub fn of_claim(board: &Board, id: &str) -> rusqlite::Result<Option<Row>> {
    board.read(|connection| {
        connection.prepare_cached(OF_CLAIM)?.query_row(params![board.number(), id], row).optional()
    })
}

/// Names with how many claims of a lane have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// By lane.
    pub lanes: Vec<(String, usize)>,
    /// By verdict.
    pub verdicts: Vec<(String, usize)>,
    /// By finding code, the most frequent first.
    pub codes: Vec<(String, usize)>,
    /// By owner.
    pub owners: Vec<(String, usize)>,
}

/// What there is to filter by in a lane.
///
/// # Errors
/// Those of SQLite.
pub fn counts(board: &Board, lane: Option<Lane>) -> rusqlite::Result<Counts> {
    board.read(|connection| {
        let mut counts = Counts::default();
        let mut lanes = connection.prepare_cached(LANES)?;
        counts.lanes = lanes
            .query_map([board.number()], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        if let Some(lane) = lane {
            let mut facets = connection.prepare_cached(FACETS)?;
            let mut rows = facets.query(params![board.number(), lane.name()])?;
            while let Some(row) = rows.next()? {
                let group = match row.get::<_, String>(0)?.as_str() {
                    "verdict" => &mut counts.verdicts,
                    "code" => &mut counts.codes,
                    "owner" => &mut counts.owners,
                    _ => continue,
                };
                group.push((row.get(1)?, row.get(2)?));
            }
        }
        counts.codes.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        Ok(counts)
    })
}

const LANES: &str = "SELECT lane, claims FROM desk_facet WHERE board = ?1 AND kind = 'all' AND name = '' AND claims > 0 ORDER BY lane";
const FACETS: &str = "SELECT kind, name, claims FROM desk_facet WHERE board = ?1 AND lane = ?2 AND claims > 0 \
                      ORDER BY kind, name";
const OF_FACET: &str = "SELECT sum(claims) FROM desk_facet WHERE board = ?1 AND kind = ?2 AND name = ?3 \
                        AND (?4 = '' OR lane = ?4)";
const OF_CLAIM: &str = "SELECT c.id, c.verdict, c.code, c.words, c.figure, c.source_figure, c.source, c.grade, c.article, \
                        c.since, c.owner, c.changed, c.seen, c.state, c.lane FROM desk_claim c WHERE c.board = ?1 AND c.id = ?2";
/// The queries that are always the same, for the test that reads their plans.
#[cfg(test)]
pub const QUERIES: [&str; 5] = [LANES, FACETS, OF_FACET, OF_CLAIM, search::FOUND];

fn count(connection: &Connection, (sql, values): (String, Vec<Value>)) -> rusqlite::Result<usize> {
    let counted = connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0));
    counted.map(Option::unwrap_or_default)
}

fn select(connection: &Connection, sql: &str, values: Vec<Value>) -> rusqlite::Result<Vec<Row>> {
    connection.prepare_cached(sql)?.query_map(params_from_iter(values), row)?.collect()
}

fn row(row: &Columns<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        id: row.get(0)?,
        verdict: row.get(1)?,
        code: row.get(2)?,
        words: row.get(3)?,
        figure: row.get(4)?,
        source_figure: row.get(5)?,
        source: row.get(6)?,
        grade: row.get(7)?,
        article: row.get(8)?,
        since: row.get(9)?,
        owner: row.get(10)?,
        changed: row.get(11)?,
        seen: row.get(12)?,
        state: row.get(13)?,
        lane: row.get(14)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: &str) {
        assert_eq!(Filter::parse(&Fields::parse(query.as_bytes())).query(), expected);
    }

    #[test]
    fn a_filter_is_an_address() {
        check("", "");
        check("lane=open&page=1&sort=article&verdict=", "");
        check("verdict=partial&code=v203&q=a+b&page=3", "verdict=partial&code=V203&q=a+b&page=3");
        check("lane=any&sort=oldest&age=30&owner=nobody", "lane=any&owner=nobody&age=30&sort=oldest");
        check("lane=nonsense&age=x&page=-4&sort=;drop", "");
    }
}
