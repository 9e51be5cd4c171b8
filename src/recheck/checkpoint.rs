//! Checkpoints of the audit log: a few lines to be signed, stamped by an outside authority, or published; and the
//! authority's answer, taken in.
//!
//! Nothing here needs this program to be checked again: the signature is a bare Ed25519 signature of the file, and the
//! file can be stamped as it is (RFC 3161).

use chrono::{DateTime, SecondsFormat, Utc};
use ring::signature::Ed25519KeyPair;
use rusqlite::OptionalExtension;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use thiserror::Error;

use super::RecheckError;
use super::audit::Audit;
use crate::capture::Digest;
use crate::ruling::state::State;
use crate::snapshot::Store;
use crate::snapshot::audit::{self, Draft, Kind};
use crate::snapshot::stamp::{Parts, Stamp, laid_out, told};
use crate::snapshot::token::{Token, TokenError};

/// Why a checkpoint cannot be signed.
#[derive(Debug, Error)]
pub enum KeyError {
    /// No private key in PEM.
    #[error("the key is no private key in PEM ({0}): `openssl genpkey -algorithm ed25519` makes one")]
    Form(String),
    /// Another kind of key.
    #[error("the key is not for Ed25519 ({0}): `openssl genpkey -algorithm ed25519` makes one")]
    Kind(String),
}

/// The lines of a checkpoint.
pub fn text(found: &Audit, now: DateTime<Utc>) -> String {
    format!(
        "verify audit log\nentries {}\nlink {}\nat {}\n",
        found.entries,
        found.head,
        now.to_rfc3339_opts(SecondsFormat::Secs, true)
    )
}

/// Signs a checkpoint with a key in PEM.
///
/// # Errors
/// [`KeyError`] says what is wrong with the key.
pub fn sign(text: &str, pem: &[u8]) -> Result<Vec<u8>, KeyError> {
    let key = PrivatePkcs8KeyDer::from_pem_slice(pem).map_err(|error| KeyError::Form(error.to_string()))?;
    // Keys of OpenSSL come without their public half; it is computed.
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(key.secret_pkcs8_der())
        .map_err(|error| KeyError::Kind(error.to_string()))?;
    Ok(pair.sign(text.as_bytes()).as_ref().to_vec())
}

/// Why a token of an outside authority cannot be taken in.
#[derive(Debug, Error)]
pub enum StampError {
    /// The token proves nothing.
    #[error("the token cannot be taken in: {0}")]
    Token(#[from] TokenError),
    /// It is of something else than a checkpoint of this log.
    #[error(
        "the token is of {0}, which is no checkpoint of this log: `verify audit --checkpoint FILE` writes one, and that file is to be stamped as it is"
    )]
    Unknown(Digest),
    /// The log is not the one that was stamped.
    #[error("the log is not the one that was stamped: its link {entries} is not {link}")]
    Rewritten {
        /// How many entries the log had.
        entries: u64,
        /// The link that was stamped.
        link: String,
    },
    /// State or store refused.
    #[error(transparent)]
    Recheck(#[from] RecheckError),
}

/// Takes in an authority's token of a checkpoint: it is kept in the store with the entries of the log that it covers, and
/// the captures among them rise in grade where a second witness agreed.
///
/// # Errors
/// [`StampError`] says what does not hold; then nothing is kept.
pub fn stamp(
    store: &Store,
    state: &State,
    token: &[u8],
    authorities: &[CertificateDer<'_>],
) -> Result<Stamp, StampError> {
    let read = Token::read(token)?;
    read.verify(authorities)?;
    let checkpoint = checkpoint_of(state, &read.imprint)?.ok_or(StampError::Unknown(read.imprint))?;
    let (entries, link) = told(&checkpoint).ok_or(StampError::Unknown(read.imprint))?;
    let stamps = store.stamps().map_err(RecheckError::from)?;
    let earlier = stamps.iter().filter_map(|(_, stamp)| Some(stamp.as_ref().ok()?.entries));
    let since = earlier.filter(|earlier| *earlier < entries).max().unwrap_or(0);
    let (bodies, from, last) = segment(state, since, entries)?;
    if last.hex() != link {
        return Err(StampError::Rewritten { entries, link: link.to_owned() });
    }
    let parts = Parts { checkpoint: &checkpoint, token, authorities, from };
    Ok(store.keep_stamp(&laid_out(&parts, &bodies)).map_err(RecheckError::from)?)
}

/// The text of the checkpoint with that digest, from its entry in the log.
fn checkpoint_of(state: &State, digest: &Digest) -> Result<Option<String>, RecheckError> {
    let sql =
        "SELECT body FROM audit_entry WHERE subject = ?1 AND kind = 'checkpoint' ORDER BY number LIMIT 1";
    let body: Option<String> = state.read(|connection| {
        connection.prepare_cached(sql)?.query_row([digest.hex()], |row| row.get(0)).optional()
    })?;
    let body: Option<serde_json::Value> = body.and_then(|body| serde_json::from_str(&body).ok());
    let text = body.and_then(|body| Some(body.get("detail")?.get("text")?.as_str()?.to_owned()));
    Ok(text.filter(|text| Digest::of(text.as_bytes()) == *digest))
}

/// The JSON of the entries after one number up to another, with the links before and after them.
fn segment(state: &State, since: u64, to: u64) -> Result<(Vec<String>, Digest, Digest), RecheckError> {
    let zeros = Digest::from_bytes([0; 32]);
    let sql = "SELECT number, body, link FROM audit_entry WHERE number BETWEEN ?1 AND ?2 ORDER BY number";
    let rows: Vec<(i64, String, [u8; 32])> = state.read(|connection| {
        let range = [since.cast_signed(), to.cast_signed()];
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        connection.prepare_cached(sql)?.query_map(range, row).and_then(Iterator::collect)
    })?;
    let (mut bodies, mut from, mut last) = (Vec::new(), zeros, zeros);
    for (number, body, link) in rows {
        last = Digest::from_bytes(link);
        if number.cast_unsigned() == since {
            from = last;
        } else {
            bodies.push(body);
        }
    }
    Ok((bodies, from, last))
}

/// Enters a checkpoint in the log that it is of.
///
/// # Errors
/// [`RecheckError::State`].
pub fn enter(
    state: &State,
    text: &str,
    signature: Option<&[u8]>,
    now: DateTime<Utc>,
) -> Result<(), RecheckError> {
    let detail = serde_json::json!({
        "text": text, "signature": signature.map(|signature| Digest::of(signature).hex()),
    });
    let subject = Digest::of(text.as_bytes()).hex();
    let draft = Draft { at: now, kind: Kind::Checkpoint, subject, detail };
    state.write(|transaction| Ok(audit::append(transaction, &[draft])?))?;
    Ok(())
}
