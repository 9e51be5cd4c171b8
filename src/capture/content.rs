//! Undoes the content coding of a payload under caps, because a few bytes can name gigabytes.

use std::borrow::Cow;
use std::io::Read;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use thiserror::Error;

use super::Capture;

/// How far a payload may unfold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Most bytes after decoding. 64 MB by default: the largest annual reports have about 30 MB.
    pub bytes: usize,
    /// Most bytes out for each byte in. 400 by default: deflate reaches about 1,000 only on
    /// constant bytes, and ordinary pages stay under 20.
    pub ratio: usize,
    /// Most codings laid over each other. 2 by default.
    pub layers: usize,
}

impl Default for Caps {
    fn default() -> Self {
        Self { bytes: 64 << 20, ratio: 400, layers: 2 }
    }
}

/// A payload whose content coding could not be undone.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ContentError {
    /// A coding this program does not read.
    #[error("the payload has the content coding {0:?}, which is not read: capture it with another tool")]
    Unknown(String),
    /// The coded bytes are broken.
    #[error("the payload is not valid {coding} ({reason}): capture it again")]
    Broken {
        /// The coding.
        coding: &'static str,
        /// What the decoder said.
        reason: String,
    },
    /// More bytes than a cap allows.
    #[error("the payload unfolds beyond {0}: it is not read")]
    Bomb(String),
}

impl Capture {
    /// The payload with its content coding undone, as a reader wants it, under the default caps.
    ///
    /// # Errors
    /// [`ContentError`] where the coding is unknown or broken, or the content is over a cap.
    pub fn content(&self) -> Result<Cow<'_, [u8]>, ContentError> {
        let codings = self.header("content-encoding").unwrap_or_default();
        decode(&self.payload, codings, Caps::default())
    }
}

/// Undoes the codings of a `Content-Encoding` header, last applied first.
///
/// # Errors
/// [`ContentError`] where a coding is unknown or broken, or the content is over a cap.
pub fn decode<'a>(payload: &'a [u8], codings: &str, caps: Caps) -> Result<Cow<'a, [u8]>, ContentError> {
    let codings: Vec<String> = codings
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty() && coding != "identity")
        .collect();
    if codings.len() > caps.layers {
        return Err(ContentError::Bomb(format!("{} layers of content coding", caps.layers)));
    }
    let mut content = Cow::Borrowed(payload);
    for coding in codings.iter().rev() {
        content = Cow::Owned(undo(&content, coding, payload.len(), caps)?);
    }
    Ok(content)
}

fn undo(coded: &[u8], coding: &str, received: usize, caps: Caps) -> Result<Vec<u8>, ContentError> {
    if coded.is_empty() {
        return Ok(Vec::new());
    }
    match coding {
        "gzip" | "x-gzip" => read_capped(MultiGzDecoder::new(coded), "gzip", received, caps),
        // RFC 9110, 8.4.1.2 names the zlib form; some servers send bare deflate.
        "deflate" => match read_capped(ZlibDecoder::new(coded), "deflate", received, caps) {
            Err(ContentError::Broken { .. }) => {
                read_capped(DeflateDecoder::new(coded), "deflate", received, caps)
            }
            other => other,
        },
        "br" => read_capped(brotli_decompressor::Decompressor::new(coded, 4096), "br", received, caps),
        "zstd" => {
            let broken = |reason: String| ContentError::Broken { coding: "zstd", reason };
            let decoder =
                ruzstd::decoding::StreamingDecoder::new(coded).map_err(|error| broken(error.to_string()))?;
            read_capped(decoder, "zstd", received, caps)
        }
        other => Err(ContentError::Unknown(other.to_owned())),
    }
}

fn read_capped(
    mut reader: impl Read,
    coding: &'static str,
    received: usize,
    caps: Caps,
) -> Result<Vec<u8>, ContentError> {
    // Small payloads may well unfold more than the ratio: a kilobyte of markup in 20 bytes.
    let by_ratio = received.saturating_mul(caps.ratio).max(1 << 20);
    let most = caps.bytes.min(by_ratio);
    let mut content = Vec::new();
    let mut chunk = [0; 16 << 10];
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => return Ok(content),
            Ok(count) => content.extend_from_slice(&chunk[..count]),
            Err(error) => return Err(ContentError::Broken { coding, reason: error.to_string() }),
        }
        if content.len() > caps.bytes {
            return Err(ContentError::Bomb(format!("{} bytes", caps.bytes)));
        }
        if content.len() > most {
            return Err(ContentError::Bomb(format!("{} times its size", caps.ratio)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn check(payload: &[u8], codings: &str, expected: Result<&[u8], ContentError>) {
        let content = decode(payload, codings, Caps::default());
        assert_eq!(content.as_deref(), expected.as_ref().map(|bytes| *bytes), "{codings}");
    }

    #[test]
    fn undoes_each_coding() {
        let text = b"Output rose to 12,000 bicycles in 2019. ".repeat(50);
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(&text).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::fast());
        bare.write_all(&text).unwrap();
        let zstd = ruzstd::encoding::compress_to_vec(&text[..], ruzstd::encoding::CompressionLevel::Fastest);
        check(&text, "", Ok(&text));
        check(&text, "identity", Ok(&text));
        check(&gzip(&text), "GZIP", Ok(&text));
        check(&gzip(&gzip(&text)), "gzip, gzip", Ok(&text));
        check(&zlib.finish().unwrap(), "deflate", Ok(&text));
        check(&bare.finish().unwrap(), "deflate", Ok(&text));
        check(&zstd, "zstd", Ok(&text));
        // The empty stream and an uncompressed block of "hello", RFC 7932 section 9.
        check(&[0x0b, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x03], "br", Ok(b"hello"));
        check(b"", "gzip", Ok(b""));
    }

    #[test]
    fn caps_hold() {
        let bomb = gzip(&vec![0; 80 << 20]);
        assert!(matches!(decode(&bomb, "gzip", Caps::default()), Err(ContentError::Bomb(_))));
        let nested = gzip(&gzip(&vec![0; 60 << 20]));
        assert!(matches!(decode(&nested, "gzip, gzip", Caps::default()), Err(ContentError::Bomb(_))));
        let thrice = gzip(&gzip(&gzip(b"x")));
        assert!(matches!(decode(&thrice, "gzip, gzip, gzip", Caps::default()), Err(ContentError::Bomb(_))));
        let zeros = vec![0; 70 << 20];
        let zstd = ruzstd::encoding::compress_to_vec(&zeros[..], ruzstd::encoding::CompressionLevel::Fastest);
        assert!(matches!(decode(&zstd, "zstd", Caps::default()), Err(ContentError::Bomb(_))));
    }

    #[test]
    fn broken_and_unknown_codings_are_told() {
        let text = gzip(b"some text that is long enough to be cut in the middle of its stream");
        assert!(matches!(decode(&text[..20], "gzip", Caps::default()), Err(ContentError::Broken { .. })));
        assert!(matches!(decode(b"plain", "gzip", Caps::default()), Err(ContentError::Broken { .. })));
        assert!(matches!(decode(b"plain", "zstd", Caps::default()), Err(ContentError::Broken { .. })));
        check(b"plain", "compress", Err(ContentError::Unknown("compress".into())));
    }
}
