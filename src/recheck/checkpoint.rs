//! Checkpoints of the audit log: a few lines to be signed, stamped by an outside authority, or published.
//!
//! Nothing here needs this program to be checked again: the signature is a bare Ed25519 signature of the file, and the
//! file can be stamped as it is (RFC 3161).

use chrono::{DateTime, SecondsFormat, Utc};
use ring::signature::Ed25519KeyPair;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use thiserror::Error;

use super::RecheckError;
use super::audit::Audit;
use crate::capture::Digest;
use crate::ruling::state::State;
use crate::snapshot::audit::{self, Draft, Kind};

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
