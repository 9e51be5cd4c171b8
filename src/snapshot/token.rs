//! Timestamp tokens of outside authorities (RFC 3161): reads one, and checks what it is of and who signed it.
//!
//! A token is CMS signed data (RFC 5652) around a few fields: a digest, and the moment at which the authority saw it. It is
//! believed where its signer's certificate leads to an authority that the caller names and is made for timestamps.
//! Revocation is not looked up.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged};
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use thiserror::Error;
use webpki::ring as algorithms;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use crate::capture::Digest;

/// Most bytes of a token; those of public authorities have under 10 kB.
pub const BYTES_MAX: usize = 1 << 20;

/// id-kp-timeStamping: what the certificate must be for.
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
/// id-ct-TSTInfo.
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// Why a token proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TokenError {
    /// The bytes are no timestamp token.
    #[error(
        "it is no timestamp token ({0}): `openssl ts -reply` and public authorities answer with one in DER"
    )]
    Form(&'static str),
    /// The token is not signed by what it names, or names a kind of signature that is not known.
    #[error("its signature does not hold ({0})")]
    Signature(&'static str),
    /// The certificate of its signer leads to no authority that is trusted here.
    #[error(
        "its signer is not vouched for by the authority given ({0}): name the certificate of the authority"
    )]
    Authority(String),
}

/// A token that was read, and is not yet believed.
#[derive(Debug)]
pub struct Token<'t> {
    /// What it is of: the SHA-256 of a text.
    pub imprint: Digest,
    /// The moment that the authority names.
    pub at: DateTime<Utc>,
    info: &'t [u8],
    certificates: Vec<CertificateDer<'t>>,
    signer: Signer<'t>,
}

#[derive(Debug)]
struct Signer<'t> {
    /// One of the three of SHA-2.
    digest: ObjectIdentifier,
    attributes: &'t [u8],
    signature: &'t [u8],
}

const BROKEN: TokenError = TokenError::Form("it ends early or holds what such a token does not");

impl From<der::Error> for TokenError {
    fn from(_: der::Error) -> Self {
        BROKEN
    }
}

impl<'t> Token<'t> {
    /// Reads a token, or the answer of an authority that holds one.
    ///
    /// # Errors
    /// [`TokenError::Form`].
    pub fn read(bytes: &'t [u8]) -> Result<Self, TokenError> {
        if bytes.len() > BYTES_MAX {
            return Err(TokenError::Form("it is far longer than tokens are"));
        }
        let mut token = inside(&mut SliceReader::new(bytes)?, Tag::Sequence)?;
        // TimeStampResp has a status before the token; a bare token begins with the kind of its content.
        if Tag::peek(&token)? == Tag::Sequence {
            token.tlv_bytes()?;
            if token.is_finished() {
                return Err(TokenError::Form("the authority refused to make one"));
            }
            token = inside(&mut token, Tag::Sequence)?;
        }
        if ObjectIdentifier::decode(&mut token)? != SIGNED_DATA {
            return Err(TokenError::Form("it is not signed data"));
        }
        let mut signed = inside(&mut inside(&mut token, context(0))?, Tag::Sequence)?;
        value(&mut signed, Tag::Integer)?;
        value(&mut signed, Tag::Set)?;
        let mut encapsulated = inside(&mut signed, Tag::Sequence)?;
        if ObjectIdentifier::decode(&mut encapsulated)? != TST_INFO {
            return Err(TokenError::Form("it holds something else than a timestamp"));
        }
        let info = value(&mut inside(&mut encapsulated, context(0))?, Tag::OctetString)?;
        let mut certificates = Vec::new();
        if Tag::peek(&signed)? == context(0) {
            let mut set = inside(&mut signed, context(0))?;
            while !set.is_finished() {
                certificates.push(CertificateDer::from_slice(set.tlv_bytes()?));
            }
        }
        // Lists of revoked certificates.
        if Tag::peek(&signed)? == context(1) {
            signed.tlv_bytes()?;
        }
        let signer = signer(inside(&mut inside(&mut signed, Tag::Set)?, Tag::Sequence)?)?;
        let (imprint, at) = stamp(info)?;
        Ok(Self { imprint, at, info, certificates, signer })
    }

    /// Whether the token is signed by a certificate that one of these authorities vouches for.
    ///
    /// # Errors
    /// [`TokenError`] says what does not hold.
    pub fn verify(&self, authorities: &[CertificateDer<'_>]) -> Result<(), TokenError> {
        let mut attributes = SliceReader::new(self.signer.attributes)?;
        let (mut is_of_kind, mut is_of_info) = (false, false);
        let expected = self.signer.hash(self.info);
        while !attributes.is_finished() {
            let mut pair = inside(&mut attributes, Tag::Sequence)?;
            let name = ObjectIdentifier::decode(&mut pair)?;
            let value = AnyRef::decode(&mut inside(&mut pair, Tag::Set)?)?.value();
            is_of_kind |= name == CONTENT_TYPE && value == TST_INFO.as_bytes();
            is_of_info |= name == MESSAGE_DIGEST && value == expected;
        }
        if !is_of_kind || !is_of_info {
            return Err(TokenError::Signature("it does not cover the timestamp"));
        }
        // RFC 5652, 5.4: what is signed is the attributes as a set, whose mark differs from that in the token.
        let covered = AnyRef::new(Tag::Set, self.signer.attributes)?.to_der()?;
        let holds = |certificate: &&CertificateDer<'_>| {
            let Ok(parsed) = EndEntityCert::try_from(*certificate) else { return false };
            let kinds = self.signer.algorithms().iter();
            kinds
                .into_iter()
                .any(|kind| parsed.verify_signature(*kind, &covered, self.signer.signature).is_ok())
        };
        // Authorities may leave their certificates out, so those that are given are tried as well.
        let signed_by = self
            .certificates
            .iter()
            .chain(authorities)
            .find(holds)
            .ok_or(TokenError::Signature("no certificate in it made it"))?;
        self.is_vouched_for(signed_by, authorities)
    }

    fn is_vouched_for(
        &self,
        signer: &CertificateDer<'_>,
        authorities: &[CertificateDer<'_>],
    ) -> Result<(), TokenError> {
        let failed = |error: webpki::Error| TokenError::Authority(error.to_string());
        let anchors: Vec<_> = authorities
            .iter()
            .map(|authority| anchor_from_trusted_cert(authority))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        let seconds = u64::try_from(self.at.timestamp()).map_err(|_| BROKEN)?;
        EndEntityCert::try_from(signer)
            .map_err(failed)?
            .verify_for_usage(
                ALL,
                &anchors,
                &self.certificates,
                UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
                KeyUsage::required(TIME_STAMPING.as_bytes()),
                None,
                None,
            )
            .map(drop)
            .map_err(failed)
    }
}

/// The kinds of signature that certificates may have.
static ALL: &[&dyn SignatureVerificationAlgorithm] = &[
    algorithms::ECDSA_P256_SHA256,
    algorithms::ECDSA_P256_SHA384,
    algorithms::ECDSA_P384_SHA256,
    algorithms::ECDSA_P384_SHA384,
    algorithms::ED25519,
    algorithms::RSA_PKCS1_2048_8192_SHA256,
    algorithms::RSA_PKCS1_2048_8192_SHA384,
    algorithms::RSA_PKCS1_2048_8192_SHA512,
];

impl Signer<'_> {
    fn hash(&self, bytes: &[u8]) -> Vec<u8> {
        match self.digest {
            SHA256 => Sha256::digest(bytes).to_vec(),
            SHA384 => Sha384::digest(bytes).to_vec(),
            _ => Sha512::digest(bytes).to_vec(),
        }
    }

    /// The kinds of signature over that digest.
    fn algorithms(&self) -> &'static [&'static dyn SignatureVerificationAlgorithm] {
        match self.digest {
            SHA256 => OVER_SHA256,
            SHA384 => OVER_SHA384,
            _ => OVER_SHA512,
        }
    }
}

static OVER_SHA256: &[&dyn SignatureVerificationAlgorithm] =
    &[algorithms::RSA_PKCS1_2048_8192_SHA256, algorithms::ECDSA_P256_SHA256, algorithms::ECDSA_P384_SHA256];
static OVER_SHA384: &[&dyn SignatureVerificationAlgorithm] =
    &[algorithms::RSA_PKCS1_2048_8192_SHA384, algorithms::ECDSA_P256_SHA384, algorithms::ECDSA_P384_SHA384];
static OVER_SHA512: &[&dyn SignatureVerificationAlgorithm] =
    &[algorithms::RSA_PKCS1_2048_8192_SHA512, algorithms::ED25519];

/// SignerInfo (RFC 5652, 5.3).
fn signer(mut fields: SliceReader<'_>) -> Result<Signer<'_>, TokenError> {
    value(&mut fields, Tag::Integer)?;
    fields.tlv_bytes()?;
    let digest = sha_2(&mut fields)?;
    let attributes = value(&mut fields, context(0))?;
    value(&mut fields, Tag::Sequence)?;
    Ok(Signer { digest, attributes, signature: value(&mut fields, Tag::OctetString)? })
}

/// The digest and the moment of a TSTInfo (RFC 3161, 2.4.2).
fn stamp(info: &[u8]) -> Result<(Digest, DateTime<Utc>), TokenError> {
    let mut fields = inside(&mut SliceReader::new(info)?, Tag::Sequence)?;
    value(&mut fields, Tag::Integer)?;
    value(&mut fields, Tag::ObjectIdentifier)?;
    let mut imprint = inside(&mut fields, Tag::Sequence)?;
    if sha_2(&mut imprint)? != SHA256 {
        return Err(TokenError::Form("it is of another digest than SHA-256"));
    }
    let digest: [u8; 32] = value(&mut imprint, Tag::OctetString)?.try_into().map_err(|_| BROKEN)?;
    value(&mut fields, Tag::Integer)?;
    // Parts of seconds may follow, which the type of a time in DER does not take.
    let time = value(&mut fields, Tag::GeneralizedTime)?;
    let time = std::str::from_utf8(time).ok().and_then(|time| time.strip_suffix('Z')).ok_or(BROKEN)?;
    let at = NaiveDateTime::parse_from_str(time.split('.').next().unwrap_or(time), "%Y%m%d%H%M%S");
    Ok((Digest::from_bytes(digest), at.map_err(|_| BROKEN)?.and_utc()))
}

/// The next AlgorithmIdentifier, which has to name one of the SHA-2 digests.
fn sha_2(fields: &mut SliceReader<'_>) -> Result<ObjectIdentifier, TokenError> {
    match ObjectIdentifier::decode(&mut inside(fields, Tag::Sequence)?)? {
        digest @ (SHA256 | SHA384 | SHA512) => Ok(digest),
        _ => Err(TokenError::Form("it uses a digest other than SHA-256, SHA-384 and SHA-512")),
    }
}

const fn context(number: u32) -> Tag {
    Tag::ContextSpecific { constructed: true, number: TagNumber(number) }
}

/// What the next element holds, which has to be of that kind.
fn value<'b>(elements: &mut SliceReader<'b>, tag: Tag) -> Result<&'b [u8], TokenError> {
    let element = AnyRef::decode(elements)?;
    if element.tag() == tag { Ok(element.value()) } else { Err(BROKEN) }
}

/// The elements that the next one holds.
fn inside<'b>(elements: &mut SliceReader<'b>, tag: Tag) -> Result<SliceReader<'b>, TokenError> {
    Ok(SliceReader::new(value(elements, tag)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bytes_panic_and_none_are_believed() {
        for bytes in [
            &b""[..],
            &[0x30],
            &[0x30, 0x80, 0, 0],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x30, 3, 2, 1, 0],
            &[0x30, 5, 0x30, 3, 2, 1, 2],
        ] {
            assert!(matches!(Token::read(bytes), Err(TokenError::Form(_))), "{bytes:?}");
        }
        let mut seed = 5_u64;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let mut bytes: Vec<u8> = (0..seed >> 58).map(|at| (seed >> (at % 56)) as u8).collect();
            bytes.splice(0..0, [0x30, 60, 0x30, 3, 2, 1, 0, 0x30]);
            assert!(Token::read(&bytes).is_err());
        }
    }
}
