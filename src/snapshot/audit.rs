//! The audit log: what the store took in, what moved and what was taken down, as an append-only chain.
//!
//! It works on a connection that the owner of the state hands over, inside that owner's transaction, so that an
//! entry and what it tells of are written together or not at all. The table is part of the state's migrations.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Entry as Snapshot;
use crate::capture::Digest;

/// What an entry tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A capture was kept.
    Capture,
    /// A claim or a source moved.
    Drift,
    /// A capture was taken down.
    Forget,
    /// Editors' decisions up to a link of their own chain.
    Rulings,
    /// A checkpoint was signed or stamped from outside.
    Checkpoint,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Capture, Self::Drift, Self::Forget, Self::Rulings, Self::Checkpoint];

    /// The name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Drift => "drift",
            Self::Forget => "forget",
            Self::Rulings => "rulings",
            Self::Checkpoint => "checkpoint",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An entry before it is appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What it tells of.
    pub kind: Kind,
    /// What it is about: a payload digest, the id of a claim or of a run.
    pub subject: String,
    /// The rest, as JSON.
    pub detail: serde_json::Value,
}

impl Draft {
    /// The entry of a capture that was kept.
    pub fn capture(entry: &Snapshot, at: DateTime<Utc>) -> Self {
        let detail = serde_json::json!({
            "file": entry.file, "url": entry.url, "part": entry.part, "taken": entry.at.timestamp(),
            "method": entry.method.name(), "grade": entry.grade.to_string(), "state": entry.state.name(),
        });
        Self { at, kind: Kind::Capture, subject: entry.digest.hex(), detail }
    }
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 1.
    pub number: u64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What it tells of.
    pub kind: Kind,
    /// What it is about.
    pub subject: String,
    /// The rest.
    pub detail: serde_json::Value,
    /// SHA-256 over the link before and this entry, hexadecimal.
    pub link: String,
}

/// Where the log ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are.
    pub entries: u64,
    /// The last link; zeros for no entry.
    pub link: Digest,
}

/// An entry that is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// Its number.
    pub number: u64,
    /// What is wrong.
    pub reason: String,
}

/// Appends entries and gives where the log ends then.
///
/// # Errors
/// Those of SQLite.
pub fn append(transaction: &Transaction<'_>, drafts: &[Draft]) -> rusqlite::Result<Head> {
    let mut head = head(transaction)?;
    let sql =
        "INSERT INTO audit_entry (number, at, kind, subject, body, link) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut insert = transaction.prepare_cached(sql)?;
    for draft in drafts {
        let number = head.entries + 1;
        let body = body_of(number, draft.at, draft.kind, &draft.subject, &draft.detail);
        let link = link(&head.link, &body);
        insert.execute(params![
            number.cast_signed(),
            draft.at.timestamp_millis(),
            draft.kind.name(),
            draft.subject,
            body,
            link.as_bytes()
        ])?;
        head = Head { entries: number, link };
    }
    Ok(head)
}

/// Where the log ends.
///
/// # Errors
/// Those of SQLite.
pub fn head(connection: &Connection) -> rusqlite::Result<Head> {
    let sql = "SELECT number, link FROM audit_entry ORDER BY number DESC LIMIT 1";
    let last = connection
        .prepare_cached(sql)?
        .query_row([], |row| {
            let entries = row.get::<_, i64>(0)?.cast_unsigned();
            Ok(Head { entries, link: Digest::from_bytes(row.get(1)?) })
        })
        .optional()?;
    Ok(last.unwrap_or(Head { entries: 0, link: Digest::from_bytes([0; 32]) }))
}

/// Hands every entry over in order and checks the chain on the way; stops at the first break.
///
/// # Errors
/// Those of SQLite.
pub fn walk(connection: &Connection, mut take: impl FnMut(Entry)) -> rusqlite::Result<Result<Head, Break>> {
    let mut statement = connection
        .prepare("SELECT number, at, kind, subject, body, link FROM audit_entry ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut head = Head { entries: 0, link: Digest::from_bytes([0; 32]) };
    while let Some(row) = rows.next()? {
        let number = row.get::<_, i64>(0)?.cast_unsigned();
        let broken = |reason: &str| Ok(Err(Break { number, reason: reason.to_owned() }));
        if number != head.entries + 1 {
            return broken("an entry before it is not there");
        }
        let (kind, subject, body): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let stored = Digest::from_bytes(row.get(5)?);
        let next = link(&head.link, &body);
        if stored != next {
            return broken("its link does not fit the entry and the one before");
        }
        let entry = Kind::named(&kind).and_then(|kind| {
            let at = DateTime::from_timestamp_millis(row.get(1).ok()?)?;
            let parsed: serde_json::Value = serde_json::from_str(&body).ok()?;
            let detail = parsed.get("detail")?.clone();
            // The columns are for look-ups; the body is what the chain covers.
            (body_of(number, at, kind, &subject, &detail) == body).then(|| Entry {
                number,
                at,
                kind,
                subject: subject.clone(),
                detail,
                link: next.hex(),
            })
        });
        let Some(entry) = entry else { return broken("its columns are not what its body says") };
        head = Head { entries: number, link: next };
        take(entry);
    }
    Ok(Ok(head))
}

/// Takes over entries that another copy of this log has and this one has not. Entries that both have must be the
/// same; gives how many were new.
///
/// # Errors
/// [`Break`] where the two logs part, or an entry does not fit; then nothing is taken over.
pub fn import(transaction: &Transaction<'_>, entries: &[Entry]) -> rusqlite::Result<Result<usize, Break>> {
    let mut known = std::collections::BTreeMap::new();
    if let Err(broken) = walk(transaction, |entry| drop(known.insert(entry.number, entry.link)))? {
        return Ok(Err(broken));
    }
    let mut new = 0;
    for entry in entries {
        let broken = |reason: &str| Ok(Err(Break { number: entry.number, reason: reason.to_owned() }));
        match known.get(&entry.number) {
            Some(link) if *link == entry.link => continue,
            Some(_) => return broken("the log here has another entry of that number"),
            None if entry.number != head(transaction)?.entries + 1 => {
                return broken("an entry before it is not there");
            }
            None => {}
        }
        let draft = Draft {
            at: entry.at,
            kind: entry.kind,
            subject: entry.subject.clone(),
            detail: entry.detail.clone(),
        };
        if append(transaction, &[draft])?.link.hex() != entry.link {
            return broken("its link does not fit the entry and the one before");
        }
        new += 1;
    }
    Ok(Ok(new))
}

/// The JSON that a link covers; the keys stand in a fixed order.
fn body_of(number: u64, at: DateTime<Utc>, kind: Kind, subject: &str, detail: &serde_json::Value) -> String {
    #[derive(Serialize)]
    struct Body<'b> {
        number: u64,
        at: i64,
        kind: &'b str,
        subject: &'b str,
        detail: &'b serde_json::Value,
    }
    let body = Body { number, at: at.timestamp_millis(), kind: kind.name(), subject, detail };
    serde_json::to_string(&body).expect("an entry is plain JSON")
}

/// The link of an entry: SHA-256 of the link before and of its JSON.
pub(super) fn link(before: &Digest, body: &str) -> Digest {
    let hash = Sha256::new().chain_update(before.as_bytes()).chain_update(body.as_bytes()).finalize();
    Digest::from_bytes(hash.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE audit_entry (number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL,
                 kind TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, link BLOB NOT NULL);",
            )
            .unwrap();
        connection
    }

    fn draft(subject: &str) -> Draft {
        let at = "2025-03-01T10:00:00Z".parse().unwrap();
        Draft {
            at,
            kind: Kind::Capture,
            subject: subject.to_owned(),
            detail: serde_json::json!({"file": subject}),
        }
    }

    fn filled(subjects: &[&str]) -> Connection {
        let mut connection = log();
        let transaction = connection.transaction().unwrap();
        let drafts: Vec<Draft> = subjects.iter().map(|subject| draft(subject)).collect();
        append(&transaction, &drafts).unwrap();
        transaction.commit().unwrap();
        connection
    }

    fn entries(connection: &Connection) -> (Vec<Entry>, Result<Head, Break>) {
        let mut entries = Vec::new();
        let end = walk(connection, |entry| entries.push(entry)).unwrap();
        (entries, end)
    }

    #[test]
    fn a_whole_log_gives_back_what_was_appended() {
        let (entries, end) = entries(&filled(&["a", "b", "c"]));
        assert_eq!(entries.iter().map(|entry| entry.subject.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(end.unwrap().entries, 3);
    }

    #[test]
    fn every_change_behind_its_back_is_noticed() {
        for (change, number) in [
            ("UPDATE audit_entry SET body = replace(body, 'b', 'x') WHERE number = 2", 2),
            ("UPDATE audit_entry SET subject = 'x' WHERE number = 2", 2),
            ("UPDATE audit_entry SET at = at + 1 WHERE number = 1", 1),
            ("UPDATE audit_entry SET kind = 'forget' WHERE number = 3", 3),
            ("UPDATE audit_entry SET link = zeroblob(32) WHERE number = 3", 3),
            ("DELETE FROM audit_entry WHERE number = 2", 3),
            ("DELETE FROM audit_entry WHERE number = 1", 2),
        ] {
            let connection = filled(&["a", "b", "c"]);
            connection.execute(change, []).unwrap();
            let broken = entries(&connection).1.unwrap_err();
            assert_eq!(broken.number, number, "{change}: {}", broken.reason);
        }
    }

    #[test]
    fn a_longer_copy_is_taken_over_and_another_log_is_not() {
        let (long, _) = entries(&filled(&["a", "b", "c"]));
        let mut short = filled(&["a"]);
        let transaction = short.transaction().unwrap();
        assert_eq!(import(&transaction, &long).unwrap(), Ok(2));
        assert_eq!(import(&transaction, &long).unwrap(), Ok(0));
        transaction.commit().unwrap();
        assert_eq!(entries(&short).0, long);

        let mut other = filled(&["x"]);
        let transaction = other.transaction().unwrap();
        assert_eq!(import(&transaction, &long).unwrap().unwrap_err().number, 1);
        let mut forged = long.clone();
        forged[2].subject = "z".to_owned();
        let mut short = filled(&["a"]);
        let transaction = short.transaction().unwrap();
        assert_eq!(import(&transaction, &forged).unwrap().unwrap_err().number, 3);
    }
}
