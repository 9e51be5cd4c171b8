//! The media type of a file that a person brings: by its name, else by its first bytes.

use std::path::Path;

/// The media type of a file, or `None` where neither name nor bytes tell.
pub fn media_type(path: &Path, bytes: &[u8]) -> Option<&'static str> {
    let extension = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_ascii_lowercase();
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let text = if is_utf8 { "text/plain; charset=utf-8" } else { "text/plain" };
    // Bytes that say what they are win over a name that says otherwise.
    if bytes.starts_with(b"%PDF-") {
        return Some("application/pdf");
    }
    match extension.as_str() {
        "html" | "htm" => Some("text/html"),
        "xhtml" => Some("application/xhtml+xml"),
        "mhtml" | "mht" => Some("multipart/related"),
        "json" => Some("application/json"),
        "txt" | "md" | "text" => Some(text),
        _ if begins_like_html(bytes) => Some("text/html"),
        _ if is_utf8 && !bytes.contains(&0) => Some(text),
        _ => None,
    }
}

/// True where the first bytes after white space open an HTML document (WHATWG MIME Sniffing, 7.1, in short).
pub fn begins_like_html(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let start = start[..start.len().min(14)].to_ascii_lowercase();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body", b"<!--", b"<meta", b"<title"]
        .iter()
        .any(|tag| start.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_bytes_tell() {
        for (name, bytes, expected) in [
            ("a.HTML", &b"x"[..], Some("text/html")),
            ("a.txt", "größe".as_bytes(), Some("text/plain; charset=utf-8")),
            ("a.txt", b"gr\xf6\xdfe", Some("text/plain")),
            ("a.html", b"%PDF-1.7", Some("application/pdf")),
            ("a", b"\n <!DOCTYPE html><p>", Some("text/html")),
            ("a", b"plain words", Some("text/plain; charset=utf-8")),
            ("a.bin", b"\x00\x01", None),
        ] {
            assert_eq!(media_type(Path::new(name), bytes), expected, "{name}");
        }
    }
}
