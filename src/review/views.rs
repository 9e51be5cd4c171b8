//! Saved views: a filter under a name, each person's own.

use axum::response::Response;
use rusqlite::params;

use super::Trouble;
use super::desk::Desk;
use super::fields::Fields;
use super::queue::Filter;
use super::shell::{self, Ask};

/// Saved views that one person may have.
const VIEWS_MAX: usize = 50;

/// A saved view.
pub struct View {
    /// What it is called.
    pub name: String,
    /// Where it leads.
    pub address: String,
}

/// The views of a person, by name.
///
/// # Errors
/// Those of the state.
pub fn of(desk: &Desk, owner: &str) -> Result<Vec<View>, Trouble> {
    let rows: Vec<(String, String)> = desk.state.read(|connection| {
        connection
            .prepare_cached("SELECT name, query FROM desk_view WHERE owner = ?1 ORDER BY name")?
            .query_map([owner], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    })?;
    let view = |(name, query): (String, String)| {
        // Read as a filter again, so that what is in the table cannot lead elsewhere.
        let filter = Filter::parse(&Fields::parse(query.as_bytes()));
        View { name, address: filter.address() }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Saves the present filter under a name, or removes a view.
pub fn save(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let query = Filter::parse(&Fields::parse(ask.form.get("query").as_bytes()));
    let owner = &ask.visitor.name;
    if let Some(name) = ask.form.some("remove") {
        desk.state.write(|transaction| {
            transaction
                .execute("DELETE FROM desk_view WHERE owner = ?1 AND name = ?2", params![owner, name])?;
            Ok(())
        })?;
        return Ok(shell::redirect(&shell::with(&query.address(), "did", "view-gone")));
    }
    let name: String = ask.form.get("name").chars().take(60).collect();
    if name.is_empty() {
        return Err(Trouble::bad("give the view a name"));
    }
    let now = desk.now().timestamp();
    let kept = desk.state.write(|transaction| {
        let count: usize =
            transaction
                .query_row("SELECT count(*) FROM desk_view WHERE owner = ?1", [owner], |row| row.get(0))?;
        if count >= VIEWS_MAX {
            return Ok(false);
        }
        transaction.execute(
            "INSERT OR REPLACE INTO desk_view (name, owner, query, created) VALUES (?1, ?2, ?3, ?4)",
            params![name, owner, query.query(), now],
        )?;
        Ok(true)
    })?;
    if !kept {
        return Err(Trouble::bad("there are 50 views already: remove one first"));
    }
    Ok(shell::redirect(&shell::with(&query.address(), "did", "view")))
}
