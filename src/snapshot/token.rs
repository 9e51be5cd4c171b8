//! Timestamp tokens of outside authorities (RFC 3161): reads one, and checks what it is of and who signed it.
//!
//! A token is CMS signed data (RFC 5652) around a few fields: a digest, and the moment at which the authority saw it. It is
//! believed where its signer's certificate leads to an authority that the caller names and is made for timestamps.
//! Revocation is not looked up.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use thiserror::Error;
use webpki::ring as algorithms;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use crate::capture::Digest;

/// Most bytes of a token; those of public authorities have under 10 kB.
pub const BYTES_MAX: usize = 1 << 20;

/// id-kp-timeStamping, 1.3.6.1.5.5.7.3.8: what the certificate must be for.
const TIME_STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];
/// id-signedData, 1.2.840.113549.1.7.2.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
/// id-ct-TSTInfo, 1.2.840.113549.1.9.16.1.4.
const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];
/// id-contentType, 1.2.840.113549.1.9.3.
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
/// id-messageDigest, 1.2.840.113549.1.9.4.
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
/// id-sha256, id-sha384 and id-sha512, 2.16.840.1.101.3.4.2.1 to 3.
const SHA_2: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2];

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
    /// The last number of the digest's identifier: 1 for SHA-256, 2 for SHA-384, 3 for SHA-512.
    digest: u8,
    attributes: &'t [u8],
    signature: &'t [u8],
}

const BROKEN: TokenError = TokenError::Form("it ends early or holds what such a token does not");

impl<'t> Token<'t> {
    /// Reads a token, or the answer of an authority that holds one.
    ///
    /// # Errors
    /// [`TokenError::Form`].
    pub fn read(bytes: &'t [u8]) -> Result<Self, TokenError> {
        if bytes.len() > BYTES_MAX {
            return Err(TokenError::Form("it is far longer than tokens are"));
        }
        let outer = Der(bytes).expect(SEQUENCE)?;
        let mut content = Der(outer.content);
        // TimeStampResp has a status before the token; a bare token begins with the kind of its content.
        let first = content.next().ok_or(BROKEN)?;
        let mut token = match first.tag {
            SEQUENCE => match content.next() {
                Some(token) => Der(token.content),
                None => return Err(TokenError::Form("the authority refused to make one")),
            },
            _ => Der(outer.content),
        };
        if token.expect(OBJECT)?.content != SIGNED_DATA {
            return Err(TokenError::Form("it is not signed data"));
        }
        let mut signed = Der(Der(token.expect(CONTEXT_0)?.content).expect(SEQUENCE)?.content);
        signed.expect(INTEGER)?;
        signed.expect(SET)?;
        let mut encapsulated = Der(signed.expect(SEQUENCE)?.content);
        if encapsulated.expect(OBJECT)?.content != TST_INFO {
            return Err(TokenError::Form("it holds something else than a timestamp"));
        }
        let info = Der(encapsulated.expect(CONTEXT_0)?.content).expect(OCTETS)?.content;
        let mut certificates = Vec::new();
        let mut next = signed.next().ok_or(BROKEN)?;
        if next.tag == CONTEXT_0 {
            let mut set = Der(next.content);
            while let Some(certificate) = set.next() {
                certificates.push(CertificateDer::from_slice(certificate.whole));
            }
            next = signed.next().ok_or(BROKEN)?;
        }
        if next.tag == CONTEXT_1 {
            next = signed.next().ok_or(BROKEN)?;
        }
        if next.tag != SET {
            return Err(BROKEN);
        }
        let signer = signer(Der(next.content).expect(SEQUENCE)?.content)?;
        let (imprint, at) = stamp(info)?;
        Ok(Self { imprint, at, info, certificates, signer })
    }

    /// Whether the token is signed by a certificate that one of these authorities vouches for.
    ///
    /// # Errors
    /// [`TokenError`] says what does not hold.
    pub fn verify(&self, authorities: &[CertificateDer<'_>]) -> Result<(), TokenError> {
        let mut attributes = Der(self.signer.attributes);
        let (mut is_of_kind, mut is_of_info) = (false, false);
        let expected = self.signer.hash(self.info);
        while let Some(attribute) = attributes.next() {
            let mut pair = Der(attribute.content);
            let name = pair.expect(OBJECT)?.content;
            let value = Der(pair.expect(SET)?.content).next().ok_or(BROKEN)?.content;
            is_of_kind |= name == CONTENT_TYPE && value == TST_INFO;
            is_of_info |= name == MESSAGE_DIGEST && value == expected;
        }
        if !is_of_kind || !is_of_info {
            return Err(TokenError::Signature("it does not cover the timestamp"));
        }
        // RFC 5652, 5.4: what is signed is the attributes as a set, whose mark differs from that in the token.
        let mut covered = vec![SET];
        covered.extend(length(self.signer.attributes.len()));
        covered.extend(self.signer.attributes);
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
                KeyUsage::required(TIME_STAMPING),
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
            1 => Sha256::digest(bytes).to_vec(),
            2 => Sha384::digest(bytes).to_vec(),
            _ => Sha512::digest(bytes).to_vec(),
        }
    }

    /// The kinds of signature over that digest.
    fn algorithms(&self) -> &'static [&'static dyn SignatureVerificationAlgorithm] {
        match self.digest {
            1 => OVER_SHA256,
            2 => OVER_SHA384,
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
fn signer(bytes: &[u8]) -> Result<Signer<'_>, TokenError> {
    let mut fields = Der(bytes);
    fields.expect(INTEGER)?;
    fields.next().ok_or(BROKEN)?;
    let digest = sha_2(fields.expect(SEQUENCE)?.content)?;
    let attributes = fields.expect(CONTEXT_0)?.content;
    fields.expect(SEQUENCE)?;
    Ok(Signer { digest, attributes, signature: fields.expect(OCTETS)?.content })
}

/// The digest and the moment of a TSTInfo (RFC 3161, 2.4.2).
fn stamp(info: &[u8]) -> Result<(Digest, DateTime<Utc>), TokenError> {
    let mut fields = Der(Der(info).expect(SEQUENCE)?.content);
    fields.expect(INTEGER)?;
    fields.expect(OBJECT)?;
    let mut imprint = Der(fields.expect(SEQUENCE)?.content);
    if sha_2(imprint.expect(SEQUENCE)?.content)? != 1 {
        return Err(TokenError::Form("it is of another digest than SHA-256"));
    }
    let digest: [u8; 32] = imprint.expect(OCTETS)?.content.try_into().map_err(|_| BROKEN)?;
    fields.expect(INTEGER)?;
    let time = fields.expect(TIME)?.content;
    let time = std::str::from_utf8(time).ok().and_then(|time| time.strip_suffix('Z')).ok_or(BROKEN)?;
    let at = NaiveDateTime::parse_from_str(time.split('.').next().unwrap_or(time), "%Y%m%d%H%M%S");
    Ok((Digest::from_bytes(digest), at.map_err(|_| BROKEN)?.and_utc()))
}

/// Which of the SHA-2 digests an AlgorithmIdentifier names.
fn sha_2(bytes: &[u8]) -> Result<u8, TokenError> {
    match Der(bytes).expect(OBJECT)?.content.strip_prefix(SHA_2) {
        Some([last @ 1..=3]) => Ok(*last),
        _ => Err(TokenError::Form("it uses a digest other than SHA-256, SHA-384 and SHA-512")),
    }
}

const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OBJECT: u8 = 0x06;
const TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const CONTEXT_0: u8 = 0xa0;
const CONTEXT_1: u8 = 0xa1;

/// Elements of DER (X.690) one after the other; only what tokens use of it.
struct Der<'b>(&'b [u8]);

struct Element<'b> {
    tag: u8,
    content: &'b [u8],
    whole: &'b [u8],
}

impl<'b> Der<'b> {
    fn next(&mut self) -> Option<Element<'b>> {
        let bytes = self.0;
        let (tag, first) = (*bytes.first()?, *bytes.get(1)?);
        let (head, length) = match first {
            0..=0x7f => (2, usize::from(first)),
            0x81..=0x84 => {
                let digits = bytes.get(2..2 + usize::from(first & 0x7f))?;
                let length = digits.iter().fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
                (2 + digits.len(), length)
            }
            // Lengths that are not told beforehand are no DER.
            _ => return None,
        };
        let whole = bytes.get(..head.checked_add(length)?)?;
        self.0 = &bytes[whole.len()..];
        Some(Element { tag, content: &whole[head..], whole })
    }

    fn expect(&mut self, tag: u8) -> Result<Element<'b>, TokenError> {
        self.next().filter(|element| element.tag == tag).ok_or(BROKEN)
    }
}

/// A length in DER.
fn length(length: usize) -> Vec<u8> {
    if length < 0x80 {
        return vec![u8::try_from(length).expect("under 128")];
    }
    let digits: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|digit| *digit == 0).collect();
    let mut bytes = vec![0x80 | u8::try_from(digits.len()).expect("at most eight")];
    bytes.extend(digits);
    bytes
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

    #[test]
    fn lengths_are_written_as_they_are_read() {
        for number in [0, 1, 127, 128, 255, 256, 70_000] {
            let mut bytes = vec![OCTETS];
            bytes.extend(length(number));
            bytes.resize(bytes.len() + number, 7);
            assert_eq!(Der(&bytes).next().expect("an element").content.len(), number);
        }
    }
}
