//! The queue as a question: which claims, in which order, and how it is written as an address.
//!
//! A filter is an address, so a saved view is one, and going back in the browser restores it.

use rusqlite::types::Value;
use rusqlite::{Connection, Row as Columns, params_from_iter};

use super::board::Board;
use super::fields::{Fields, encode};
use crate::ruling::standing::Standing;

/// Rows of one screen.
pub const ROWS: usize = 50;

/// Where a claim waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Somebody has to look at it.
    Open,
    /// To be fixed.
    ToFix,
    /// The author is asked.
    Asked,
    /// Put off.
    Snoozed,
    /// An editor lets it stand.
    Stands,
    /// Its claim file lets it stand.
    Allowed,
    /// There is nothing to rule on.
    Clear,
}

impl Lane {
    /// Every lane, in the order of the screen.
    pub const ALL: [Lane; 7] =
        [Lane::Open, Lane::ToFix, Lane::Asked, Lane::Snoozed, Lane::Stands, Lane::Allowed, Lane::Clear];

    /// The lane of a claim.
    pub fn of(flagged: bool, allowed: bool, standing: Standing) -> Lane {
        match standing {
            _ if !flagged => Lane::Clear,
            Standing::ToFix => Lane::ToFix,
            Standing::Asked => Lane::Asked,
            Standing::Snoozed => Lane::Snoozed,
            Standing::Stands => Lane::Stands,
            Standing::Open | Standing::Reopened if allowed => Lane::Allowed,
            Standing::Open | Standing::Reopened => Lane::Open,
        }
    }

    /// The name in addresses and tables.
    pub fn name(self) -> &'static str {
        match self {
            Lane::Open => "open",
            Lane::ToFix => "to-fix",
            Lane::Asked => "asked",
            Lane::Snoozed => "snoozed",
            Lane::Stands => "stands",
            Lane::Allowed => "allowed",
            Lane::Clear => "clear",
        }
    }

    /// What the screen says.
    pub fn label(self) -> &'static str {
        match self {
            Lane::Open => "To review",
            Lane::ToFix => "To fix",
            Lane::Asked => "Author asked",
            Lane::Snoozed => "Snoozed",
            Lane::Stands => "Stands",
            Lane::Allowed => "Allowed in file",
            Lane::Clear => "Nothing found",
        }
    }
}

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Number of the claim in its round.
    pub number: usize,
    /// Its id.
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
    /// Its claim file.
    pub place: String,
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

const ROW: &str = "c.number, c.id, c.verdict, c.code, c.words, c.figure, c.source_figure, c.source, c.grade, \
                   c.article, c.place, c.since, c.owner, c.changed, c.seen, c.state, c.lane";

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

    /// The rows of its page at a moment, in order.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn rows(&self, board: &Board, now: i64) -> rusqlite::Result<Vec<Row>> {
        let (sql, values) = self.rows_query(now, ROWS, (self.page - 1) * ROWS);
        board.read(|connection| select(connection, &sql, values))
    }

    /// The row that follows a place in the order, from 0; what auto-advance opens.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn row_at(&self, board: &Board, now: i64, at: usize) -> rusqlite::Result<Option<Row>> {
        let (sql, values) = self.rows_query(now, 1, at);
        board.read(|connection| Ok(select(connection, &sql, values)?.pop()))
    }

    /// How many claims there are.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn count(&self, board: &Board, now: i64) -> rusqlite::Result<usize> {
        let (sql, values) = self.count_query(now);
        board.read(|connection| {
            connection
                .prepare_cached(&sql)?
                .query_row(params_from_iter(values), |row| row.get::<_, Option<usize>>(0))
                .map(Option::unwrap_or_default)
        })
    }

    /// The query of a page, with its values.
    pub fn rows_query(&self, now: i64, limit: usize, offset: usize) -> (String, Vec<Value>) {
        let (conditions, mut values) = self.conditions(now);
        let order = self.sort.columns();
        values.push(Value::Integer(limit.cast_signed() as i64));
        values.push(Value::Integer(offset.cast_signed() as i64));
        let (limit, offset) = (values.len() - 1, values.len());
        // The page is found in an index; only its own rows are then looked up.
        let sql = format!(
            "SELECT {ROW} FROM claim c WHERE {conditions} ORDER BY {order} LIMIT ?{limit} OFFSET ?{offset}"
        );
        (sql, values)
    }

    /// The query that counts, with its values.
    pub fn count_query(&self, now: i64) -> (String, Vec<Value>) {
        if !self.is_narrowed() {
            return match self.lane {
                Some(lane) => (
                    "SELECT claims FROM lane WHERE name = ?1 UNION ALL SELECT 0 LIMIT 1".to_owned(),
                    vec![Value::Text(lane.name().to_owned())],
                ),
                None => ("SELECT sum(claims) FROM lane".to_owned(), vec![]),
            };
        }
        let (conditions, values) = self.conditions(now);
        (format!("SELECT count(*) FROM claim c WHERE {conditions}"), values)
    }

    fn conditions(&self, now: i64) -> (String, Vec<Value>) {
        let mut conditions = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let mut bind = |value: Value| {
            values.push(value);
            format!("?{}", values.len())
        };
        let text = |text: &str| Value::Text(text.to_owned());
        // Words name few rows; without them the lane leads into an index.
        if let Some(words) = match_words(&self.q) {
            let at = bind(Value::Text(words));
            conditions.push(format!(
                "c.number IN (SELECT rowid FROM words WHERE words MATCH {at} UNION SELECT n.claim FROM note_words w \
                 JOIN note n ON n.number = w.rowid WHERE note_words MATCH {at})"
            ));
        }
        let lane = self.lane.map(|lane| bind(text(lane.name())));
        if let Some(at) = &lane {
            conditions.push(format!("c.lane = {at}"));
        } else {
            let all: Vec<String> = Lane::ALL.iter().map(|lane| format!("'{}'", lane.name())).collect();
            conditions.push(format!("c.lane IN ({})", all.join(", ")));
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
            let lanes = lane.map_or_else(String::new, |at| format!("f.lane = {at} AND "));
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM finding f WHERE {lanes}f.code = {code} AND f.claim = c.number)"
            ));
        }
        if let Some(days) = self.age {
            let at = bind(Value::Integer(now - i64::from(days) * 86_400));
            conditions.push(format!("c.since > 0 AND c.since <= {at}"));
        }
        (conditions.join(" AND "), values)
    }
}

/// Rows of a query made here.
///
/// # Errors
/// Those of SQLite.
pub fn select(connection: &Connection, sql: &str, values: Vec<Value>) -> rusqlite::Result<Vec<Row>> {
    connection.prepare_cached(sql)?.query_map(params_from_iter(values), row)?.collect()
}

/// The row of a claim.
///
/// # Errors
/// Those of SQLite.
pub fn of_claim(board: &Board, id: &str) -> rusqlite::Result<Option<Row>> {
    let sql = format!("SELECT {ROW} FROM claim c WHERE c.id = ?1");
    board.read(|connection| Ok(select(connection, &sql, vec![Value::Text(id.to_owned())])?.pop()))
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
        let grouped = |sql: &str, values: &[&str]| -> rusqlite::Result<Vec<(String, usize)>> {
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let mut counts = Counts {
            lanes: grouped("SELECT name, claims FROM lane ORDER BY name", &[])?,
            ..Counts::default()
        };
        if let Some(lane) = lane {
            let name = [lane.name()];
            counts.verdicts = grouped(VERDICTS, &name)?;
            counts.codes = grouped(CODES, &name)?;
            counts.owners = grouped(OWNERS, &name)?;
        }
        counts.codes.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        Ok(counts)
    })
}

const VERDICTS: &str = "SELECT verdict, count(*) FROM claim WHERE lane = ?1 GROUP BY verdict";
const CODES: &str = "SELECT code, count(*) FROM finding WHERE lane = ?1 GROUP BY code";
const OWNERS: &str = "SELECT owner, count(*) FROM claim WHERE lane = ?1 GROUP BY owner";

/// Words as a full-text question: each must be there, the last as a beginning.
fn match_words(q: &str) -> Option<String> {
    let words: Vec<&str> =
        q.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let (last, others) = words.split_last()?;
    let quoted = |word: &str| format!("\"{}\"", word.replace('"', "\"\""));
    let mut question: Vec<String> = others.iter().map(|word| quoted(word)).collect();
    question.push(format!("{}*", quoted(last)));
    Some(question.join(" "))
}

fn row(row: &Columns<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        number: row.get(0)?,
        id: row.get(1)?,
        verdict: row.get(2)?,
        code: row.get(3)?,
        words: row.get(4)?,
        figure: row.get(5)?,
        source_figure: row.get(6)?,
        source: row.get(7)?,
        grade: row.get(8)?,
        article: row.get(9)?,
        place: row.get(10)?,
        since: row.get(11)?,
        owner: row.get(12)?,
        changed: row.get(13)?,
        seen: row.get(14)?,
        state: row.get(15)?,
        lane: row.get(16)?,
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

    #[test]
    fn words_become_a_question_that_cannot_break_out() {
        assert_eq!(match_words("  "), None);
        assert_eq!(match_words("* \" ("), None);
        assert_eq!(match_words("two cups").as_deref(), Some("\"two\" \"cups\"*"));
        assert_eq!(match_words("a\" OR b").as_deref(), Some("\"a\"\"\" \"OR\" \"b\"*"));
    }
}
