//! Saved pages: the page inside an MHTML file, and the address that a browser or SingleFile writes into a saved page.
//!
//! An MHTML file is a MIME message (RFC 2557): the page is its first part that is HTML. Text that was written as it is
//! or quoted-printable keeps its bytes, each character those that stand for it in the file; a part in base64 has no
//! bytes of its own characters, so its text is cited by the whole part and read again through it.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::charset::{Decoded, Places};
use super::origins::Transfer;

/// Bytes of the header lines of a message or a part.
const HEADER_BYTES_MAX: usize = 64 << 10;
/// Parts of a message that are looked at.
const PARTS_MAX: usize = 2_000;
/// Messages inside messages that are looked at.
const DEPTH_MAX: u32 = 3;
/// How far into a page the note of its address stands.
const NOTE_BYTES_MAX: usize = 4 << 10;

/// The page inside a saved message.
pub(super) struct Inner {
    body: Range<usize>,
    transfer: Transfer,
    label: Option<String>,
    /// The address it was saved from.
    pub address: Option<String>,
}

/// Header lines, unfolded, by name in lower case.
struct Headers(Vec<(String, String)>);

impl Headers {
    /// Reads header lines from `at`; gives them and where the body begins.
    fn read(payload: &[u8], at: usize) -> (Self, usize) {
        let mut headers: Vec<(String, String)> = Vec::new();
        let mut next = at;
        while next < payload.len() && next - at < HEADER_BYTES_MAX {
            let end = memchr::memchr(b'\n', &payload[next..]).map_or(payload.len(), |found| next + found + 1);
            let line = String::from_utf8_lossy(payload[next..end].trim_ascii_end()).into_owned();
            next = end;
            if line.is_empty() {
                break;
            }
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = headers.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            } else {
                // Not a header line: the body has begun without an empty line.
                break;
            }
        }
        (Headers(headers), next)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A parameter of the content type.
    fn parameter(&self, name: &str) -> Option<String> {
        let content_type = self.get("content-type")?;
        content_type.split(';').skip(1).find_map(|part| {
            let (known, value) = part.split_once('=')?;
            known.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
        })
    }

    fn is(&self, kind: &str) -> bool {
        self.get("content-type").is_some_and(|content_type| {
            content_type.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind))
        })
    }
}

/// True for bytes that open a message of several parts.
pub(super) fn is_message(payload: &[u8]) -> bool {
    let head = &payload[..payload.len().min(HEADER_BYTES_MAX)];
    let named = head.iter().take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
    named > 0 && head.get(named) == Some(&b':') && Headers::read(payload, 0).0.is("multipart/")
}

/// Finds the page of a saved message.
pub(super) fn page_of(payload: &[u8]) -> Option<Inner> {
    let (headers, body) = Headers::read(payload, 0);
    let mut inner = page_in(payload, &headers, body..payload.len(), DEPTH_MAX)?;
    let own = headers.get("snapshot-content-location").map(str::to_owned);
    inner.address = own.or(inner.address);
    Some(inner)
}

fn page_in(payload: &[u8], headers: &Headers, body: Range<usize>, depth: u32) -> Option<Inner> {
    if headers.is("text/html") || headers.is("application/xhtml+xml") {
        let coding = headers.get("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
        return Some(Inner {
            transfer: match coding.trim() {
                "quoted-printable" => Transfer::QuotedPrintable,
                "base64" => Transfer::Base64(body.clone()),
                _ => Transfer::Plain,
            },
            body,
            label: headers.parameter("charset"),
            address: headers.get("content-location").map(str::to_owned),
        });
    }
    let boundary = headers.parameter("boundary").filter(|boundary| !boundary.is_empty() && depth > 0)?;
    parts_of(payload, &body, &boundary).into_iter().find_map(|part| {
        let (headers, body) = Headers::read(&payload[..part.end], part.start);
        page_in(payload, &headers, body..part.end, depth - 1)
    })
}

/// The parts between the lines of a boundary; the last one may lack its closing line.
fn parts_of(payload: &[u8], body: &Range<usize>, boundary: &str) -> Vec<Range<usize>> {
    let line = format!("--{boundary}");
    let starts_line = |at: &usize| *at == 0 || payload[at - 1] == b'\n';
    let marks: Vec<usize> = memmem::find_iter(&payload[body.clone()], &line)
        .map(|found| body.start + found)
        .filter(starts_line)
        .take(PARTS_MAX)
        .collect();
    let after = |mark: usize| {
        let rest = &payload[mark..body.end];
        mark + memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1)
    };
    let ends = marks.iter().skip(1).copied().chain([body.end]);
    marks.iter().zip(ends).map(|(mark, end)| after(*mark)..end.max(after(*mark))).collect()
}

impl Inner {
    /// The text of the page; its bytes are those of the message, but for base64 those of what it unpacks to.
    pub fn decoded(&self, payload: &[u8]) -> Decoded<'static> {
        let mut bytes = Vec::with_capacity(self.body.len());
        let mut places = Places::default();
        let raw = &payload[self.body.clone()];
        match &self.transfer {
            Transfer::Base64(_) => {
                bytes = unpacked(raw);
                (0..bytes.len()).for_each(|at| places.push(at, 1));
            }
            Transfer::QuotedPrintable => unquoted(raw, |byte, at, len| {
                bytes.push(byte);
                places.push(self.body.start + at, len);
            }),
            Transfer::Plain => {
                bytes.extend_from_slice(raw);
                (0..raw.len()).for_each(|at| places.push(self.body.start + at, 1));
            }
        }
        let decoded = Decoded::new(&bytes, self.label.as_deref(), true);
        decoded.carried(&places, self.transfer.clone())
    }
}

/// Reads quoted-printable bytes; gives each byte with where it stands and how many bytes it takes there.
pub(super) fn unquoted(raw: &[u8], mut each: impl FnMut(u8, usize, usize)) {
    let digit = |at: usize| raw.get(at).and_then(|byte| (*byte as char).to_digit(16));
    let mut at = 0;
    while at < raw.len() {
        match raw[at..] {
            // A line that was broken to keep it short.
            [b'=', b'\r', b'\n', ..] => at += 3,
            [b'=', b'\n', ..] => at += 2,
            [b'=', ..] if digit(at + 1).is_some() && digit(at + 2).is_some() => {
                let value = digit(at + 1).unwrap_or(0) * 16 + digit(at + 2).unwrap_or(0);
                each(value as u8, at, 3);
                at += 3;
            }
            _ => {
                each(raw[at], at, 1);
                at += 1;
            }
        }
    }
}

/// Reads base64; what is no digit of it is passed over, as RFC 2045 asks.
pub(super) fn unpacked(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in raw {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    out
}

/// The address in the note that browsers and SingleFile write at the top of a page they save.
pub(super) fn noted_address(page: &str) -> Option<String> {
    let head = super::phrases::head(page, NOTE_BYTES_MAX);
    let rest = match head.split_once("saved from url=(") {
        Some((_, rest)) => rest.split_once(')')?.1,
        None => head.split_once("Page saved with SingleFile")?.1.split_once("url:")?.1,
    };
    let address = rest.trim_start().split([' ', '\n', '\r', '\t']).next().unwrap_or_default();
    url::Url::parse(address).ok().filter(|url| url.scheme().starts_with("http")).map(|_| address.to_owned())
}

/// A transfer coding undone for one stretch of a message.
pub(super) fn carried_back<'r>(raw: &'r [u8], transfer: &Transfer) -> Cow<'r, [u8]> {
    match transfer {
        Transfer::QuotedPrintable => {
            let mut bytes = Vec::with_capacity(raw.len());
            unquoted(raw, |byte, _, _| bytes.push(byte));
            Cow::Owned(bytes)
        }
        Transfer::Plain | Transfer::Base64(_) => Cow::Borrowed(raw),
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::{Document, Options, Origin, read};

    const PAGE: &str = "<html><head><meta charset=3D\"utf-8\"><title>Mill</title></head>\r\n<body><p>Output ro=\r\nse to 12=E2=80=AF%, caf=C3=A9 =3D shop &amp; more.</p><p>A sec=\r\nond line</p></body></html>\r\n";

    fn message(coding: &str, body: &str) -> Vec<u8> {
        format!(
            "From: <Saved by Example>\r\nSnapshot-Content-Location: https://mill.example/a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Line--7\"\r\n\r\n\r\n------Line--7\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {coding}\r\nContent-Location: https://mill.example/b\r\n\r\n{body}\r\n------Line--7\r\nContent-Type: text/css\r\n\r\np {{ color: red }}\r\n------Line--7--\r\n"
        )
        .into_bytes()
    }

    fn check(payload: &[u8], media_type: &str) -> Document {
        let document = read(payload, media_type, &Options::default());
        assert_eq!(document.text, "Output rose to 12 %, caf\u{e9} = shop & more.\nA second line");
        assert_eq!(document.title.as_deref(), Some("Mill"));
        for (start, _) in document.text.char_indices() {
            for (end, last) in document.text.char_indices().map(|(at, last)| (at + last.len_utf8(), last)) {
                if end > start && !last.is_whitespace() {
                    let again = document.recut(payload, start..end);
                    assert_eq!(again.as_deref(), Some(&document.text[start..end]));
                }
            }
        }
        document
    }

    #[test]
    fn a_saved_message_keeps_its_bytes() {
        let payload = message("quoted-printable", PAGE);
        let document = check(&payload, "multipart/related");
        check(&payload, "");
        assert_eq!(document.canonical.as_deref(), Some("https://mill.example/a"));
        let figure = document.text.find("12").unwrap();
        let Some(Origin::Bytes(bytes)) = document.origin(figure..figure + 7) else { panic!("bytes") };
        assert_eq!(&payload[bytes], b"12=E2=80=AF%, c");
        let plain = PAGE.replace("=\r\n", "").replace("=3D", "=").replace("=C3=A9", "&eacute;");
        let plain = message("7bit", &plain.replace("=E2=80=AF", "&#8239;"));
        let document = check(&plain, "multipart/related");
        let Some(Origin::Bytes(bytes)) = document.origin(7..11) else { panic!("bytes") };
        assert_eq!(&plain[bytes], b"rose");
    }

    #[test]
    fn a_packed_message_is_read_again_through_its_part() {
        let packed = "PGh0bWw+PGhlYWQ+PG1ldGEgY2hhcnNldD0idXRmLTgiPjx0aXRsZT5NaWxsPC90aXRsZT48L2hl\r\nYWQ+PGJvZHk+PHA+T3V0cHV0IHJvc2UgdG8gMTLigK8lLCBjYWbDqSA9IHNob3AgJmFtcDsgbW9y\r\nZS48L3A+PHA+QSBzZWNvbmQgbGluZTwvcD48L2JvZHk+PC9odG1sPg==";
        let payload = message("base64", packed);
        let document = check(&payload, "message/rfc822");
        let Some(Origin::Bytes(bytes)) = document.origin(0..6) else { panic!("bytes") };
        assert!(payload[bytes].starts_with(&packed.as_bytes()[..20]));
    }

    #[test]
    fn broken_messages_are_said_to_be_unread() {
        for payload in
            ["Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/css\n\n", "x", ""]
        {
            let document = read(payload.as_bytes(), "multipart/related", &Options::default());
            assert!(document.has_note("unread-message"), "{payload}");
        }
        let cut = &message("quoted-printable", PAGE)[..520];
        assert!(read(cut, "", &Options::default()).text.starts_with("Output rose"));
    }

    #[test]
    fn a_saved_page_tells_its_address() {
        for note in [
            "<!-- saved from url=(0022)https://mill.example/a -->",
            "<!--\n Page saved with SingleFile \n url: https://mill.example/a \n saved date: Mon -->",
        ] {
            let page = format!("<!DOCTYPE html>{note}<p>Text.");
            let document = read(page.as_bytes(), "text/html", &Options::default());
            assert_eq!(document.canonical.as_deref(), Some("https://mill.example/a"));
        }
    }
}
