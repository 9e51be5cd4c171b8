//! Editors with passwords and sessions, for a desk beyond loopback, and the limit on wrong passwords.
//!
//! Passwords are kept as argon2id; of a session only the digest of its token is kept. Tables: `desk_editor` and
//! `desk_session` in the state.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest as _, Sha256};

use super::Trouble;
use super::entry::{is_name, random, session_end};
use crate::ruling::state::State;

/// Characters that a password must have.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Characters that a password may have; more would be work for nothing.
const PASSWORD_CHARS_MAX: usize = 200;
/// The time in which wrong passwords are counted.
const WINDOW_MINUTES: i64 = 15;
/// Wrong passwords for one name from one place in that time.
const PAIR_MAX: usize = 5;
/// Wrong passwords from one place.
const PEER_MAX: usize = 30;
/// Wrong passwords for one name from everywhere.
const NAME_MAX: usize = 60;
/// Names and places that are counted at once; the oldest go first.
const COUNTED_MAX: usize = 20_000;

/// What an editor may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Look.
    Reader,
    /// Look and rule.
    Editor,
    /// Look, rule, and manage editors.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 3] = [Role::Reader, Role::Editor, Role::Admin];

    /// The name in forms and tables.
    pub fn name(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Editor => "editor",
            Role::Admin => "admin",
        }
    }

    /// The role of that name.
    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == text)
    }
}

/// Adds an editor, or gives a known one a new password and role; their sessions end.
///
/// # Errors
/// [`Trouble::Refused`] for a name or password that cannot be used.
pub fn set(state: &State, name: &str, role: Role, password: &str, now: DateTime<Utc>) -> Result<(), Trouble> {
    if !is_name(name) {
        return Err(Trouble::bad(
            "a name has letters, digits, spaces and . - _ ' @ , and at most 80 characters",
        ));
    }
    let count = password.chars().count();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&count) {
        return Err(Trouble::bad("a password has 12 to 200 characters"));
    }
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| Trouble::Broken(format!("cannot hash a password: {error}")))?
        .to_string();
    state.write(|transaction| {
        transaction.execute(
            "INSERT INTO desk_editor (name, role, password, created) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = excluded.password",
            params![name, role.name(), hash, now.timestamp()],
        )?;
        transaction.execute("DELETE FROM desk_session WHERE editor = ?1", [name])?;
        Ok(())
    })?;
    Ok(())
}

/// Removes an editor with their sessions; tells whether there was one.
///
/// # Errors
/// Those of the state.
pub fn remove(state: &State, name: &str) -> Result<bool, Trouble> {
    Ok(state.write(|transaction| {
        Ok(transaction.execute("DELETE FROM desk_editor WHERE name = ?1", [name])? > 0)
    })?)
}

/// Every editor with their role.
///
/// # Errors
/// Those of the state.
pub fn list(state: &State) -> Result<Vec<(String, Role)>, Trouble> {
    let rows: Vec<(String, String)> = state.read(|connection| {
        connection
            .prepare_cached("SELECT name, role FROM desk_editor ORDER BY name")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    })?;
    Ok(rows.into_iter().filter_map(|(name, role)| Some((name, Role::parse(&role)?))).collect())
}

/// Whom a session belongs to, if it has not ended.
///
/// # Errors
/// Those of the state.
pub fn session(state: &State, token: &str, now: DateTime<Utc>) -> Result<Option<(String, Role)>, Trouble> {
    let found: Option<(String, String)> = state.read(|connection| {
        connection
            .prepare_cached(
                "SELECT e.name, e.role FROM desk_session s JOIN desk_editor e ON e.name = s.editor
                 WHERE s.token = ?1 AND s.expires > ?2",
            )?
            .query_row(params![digest(token), now.timestamp()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
    })?;
    Ok(found.and_then(|(name, role)| Some((name, Role::parse(&role)?))))
}

/// Ends a session.
///
/// # Errors
/// Those of the state.
pub fn sign_out(state: &State, token: &str) -> Result<(), Trouble> {
    state.write(|transaction| {
        transaction.execute("DELETE FROM desk_session WHERE token = ?1", [digest(token)])?;
        Ok(())
    })?;
    Ok(())
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Counts wrong passwords, and lets one password be hashed at a time: hashing takes much memory on purpose.
#[derive(Debug, Default)]
pub struct Lock {
    wrong: Mutex<HashMap<String, Vec<DateTime<Utc>>>>,
    hashing: Mutex<()>,
}

/// What came of a try to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// The token of the new session.
    In(String),
    /// Name or password is wrong; which one is not told.
    Wrong,
    /// Too many wrong ones: nothing was tried.
    Later,
}

impl Lock {
    /// Tries name and password of somebody who calls from there.
    ///
    /// # Errors
    /// Those of the state.
    pub fn sign_in(
        &self,
        state: &State,
        name: &str,
        password: &str,
        peer: &str,
        now: DateTime<Utc>,
    ) -> Result<SignIn, Trouble> {
        let counted = [
            (format!("pair {peer} {name}"), PAIR_MAX),
            (format!("peer {peer}"), PEER_MAX),
            (format!("name {name}"), NAME_MAX),
        ];
        if !self.may_try(&counted, now) {
            return Ok(SignIn::Later);
        }
        let known: Option<String> = state.read(|connection| {
            connection
                .prepare_cached("SELECT password FROM desk_editor WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()
        })?;
        let right = {
            let _one = self.hashing.lock().unwrap_or_else(PoisonError::into_inner);
            // A name that nobody has takes as long as one that somebody has.
            let hash = known.as_deref().unwrap_or(NOBODY);
            let fits = password.chars().count() <= PASSWORD_CHARS_MAX
                && Argon2::default().verify_password(password.as_bytes(), hash).is_ok();
            fits && known.is_some()
        };
        if !right {
            self.count(&counted, now);
            return Ok(SignIn::Wrong);
        }
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).remove(&counted[0].0);
        let token = random();
        state.write(|transaction| {
            transaction.execute("DELETE FROM desk_session WHERE expires <= ?1", [now.timestamp()])?;
            transaction.execute(
                "INSERT INTO desk_session (token, editor, created, expires) VALUES (?1, ?2, ?3, ?4)",
                params![digest(&token), name, now.timestamp(), session_end(now).timestamp()],
            )?;
            Ok(())
        })?;
        Ok(SignIn::In(token))
    }

    fn may_try(&self, counted: &[(String, usize)], now: DateTime<Utc>) -> bool {
        let from = now - TimeDelta::minutes(WINDOW_MINUTES);
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        counted.iter().all(|(key, most)| {
            wrong.get(key).is_none_or(|times| times.iter().filter(|time| **time > from).count() < *most)
        })
    }

    fn count(&self, counted: &[(String, usize)], now: DateTime<Utc>) {
        let from = now - TimeDelta::minutes(WINDOW_MINUTES);
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if wrong.len() > COUNTED_MAX {
            wrong.retain(|_, times| times.iter().any(|time| *time > from));
        }
        if wrong.len() > COUNTED_MAX {
            wrong.clear();
        }
        for (key, _) in counted {
            let times = wrong.entry(key.clone()).or_default();
            times.retain(|time| *time > from);
            times.push(now);
        }
    }
}

/// A hash that no password has, with the cost of a real one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn an_editor_signs_in_and_out() {
        let state = State::in_memory().expect("a state");
        set(&state, "ada", Role::Editor, "four plain words", at(0)).expect("added");
        assert_eq!(list(&state).expect("read"), [("ada".to_owned(), Role::Editor)]);
        let lock = Lock::default();
        assert_eq!(lock.sign_in(&state, "ada", "wrong", "p", at(1)).expect("tried"), SignIn::Wrong);
        assert_eq!(lock.sign_in(&state, "bo", "four plain words", "p", at(1)).expect("tried"), SignIn::Wrong);
        let SignIn::In(token) = lock.sign_in(&state, "ada", "four plain words", "p", at(2)).expect("tried")
        else {
            panic!("the password is right")
        };
        assert_eq!(session(&state, &token, at(3)).expect("read"), Some(("ada".to_owned(), Role::Editor)));
        assert_eq!(session(&state, &token, at(60 * 13)).expect("read"), None);
        sign_out(&state, &token).expect("ended");
        assert_eq!(session(&state, &token, at(3)).expect("read"), None);
        assert!(set(&state, "<b>", Role::Editor, "four plain words", at(0)).is_err());
        assert!(set(&state, "ada", Role::Editor, "short", at(0)).is_err());
    }

    #[test]
    fn a_new_password_ends_old_sessions() {
        let state = State::in_memory().expect("a state");
        set(&state, "ada", Role::Admin, "four plain words", at(0)).expect("added");
        let lock = Lock::default();
        let SignIn::In(token) = lock.sign_in(&state, "ada", "four plain words", "p", at(1)).expect("tried")
        else {
            panic!("the password is right")
        };
        set(&state, "ada", Role::Reader, "other plain words", at(2)).expect("changed");
        assert_eq!(session(&state, &token, at(3)).expect("read"), None);
        assert!(remove(&state, "ada").expect("removed") && !remove(&state, "ada").expect("nobody"));
    }

    #[test]
    fn wrong_passwords_are_limited_and_time_passes() {
        let state = State::in_memory().expect("a state");
        set(&state, "ada", Role::Editor, "four plain words", at(0)).expect("added");
        let lock = Lock::default();
        for _ in 0..PAIR_MAX {
            assert_eq!(lock.sign_in(&state, "ada", "wrong", "p", at(1)).expect("tried"), SignIn::Wrong);
        }
        assert_eq!(
            lock.sign_in(&state, "ada", "four plain words", "p", at(1)).expect("tried"),
            SignIn::Later
        );
        // From elsewhere, and after a while, the right one still opens.
        let elsewhere = lock.sign_in(&state, "ada", "four plain words", "q", at(1)).expect("tried");
        assert!(matches!(elsewhere, SignIn::In(_)));
        let later = lock.sign_in(&state, "ada", "four plain words", "p", at(17)).expect("tried");
        assert!(matches!(later, SignIn::In(_)));
    }
}
