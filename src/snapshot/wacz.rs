//! Writes captures as one WACZ 1.1.1 file: WARC files as they stand, an index, a list of pages, digests of all.
//!
//! Players of web archives open it without anything of ours. The same captures give the same bytes.

use std::io::{self, Seek, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;
use url::Url;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::checks::member;
use super::{Entry, Store, StoreError, folder};
use crate::capture::Digest;

/// A document beside the captures: its path in the file, and its bytes.
pub type Extra = (String, Vec<u8>);

impl Store {
    /// Writes the files of entries, with documents beside them, as one WACZ file.
    ///
    /// # Errors
    /// [`StoreError`] where a capture is damaged or the file cannot be written.
    pub fn export(
        &self,
        entries: &[Entry],
        extras: &[Extra],
        now: DateTime<Utc>,
        out: impl Write + Seek,
    ) -> Result<(), StoreError> {
        let mut files = Vec::new();
        for entry in entries {
            let bytes = folder::read(&self.dir().join(&entry.file))
                .map_err(|source| self.disk("read", &entry.file, source))?;
            // One folder holds all, so the host goes into the name.
            files.push((entry, entry.file.replace('/', "-"), bytes));
        }
        let failed = |source| StoreError::Disk { doing: "write", path: "the WACZ file".into(), source };
        write(&files, extras, now, out).map_err(failed)
    }
}

fn write(
    files: &[(&Entry, String, Vec<u8>)],
    extras: &[Extra],
    now: DateTime<Utc>,
    out: impl Write + Seek,
) -> io::Result<()> {
    let mut zip = ZipWriter::new(out);
    // Gzip members are stored and never packed again, so that a player can read ranges of them.
    let stored =
        SimpleFileOptions::default().compression_method(CompressionMethod::Stored).unix_permissions(0o644);
    let mut resources = Vec::new();
    let mut put = |zip: &mut ZipWriter<_>, path: &str, bytes: &[u8]| -> io::Result<()> {
        zip.start_file(path, stored).map_err(io::Error::other)?;
        zip.write_all(bytes)?;
        // Names of resources are lower case in data packages; paths are as they are.
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        resources.push(
            json!({"name": name, "path": path, "hash": Digest::of(bytes).to_string(), "bytes": bytes.len()}),
        );
        Ok(())
    };
    let mut lines = Vec::new();
    let mut pages =
        vec![json!({"format": "json-pages-1.0", "id": "pages", "title": "Captured sources"}).to_string()];
    for (entry, name, bytes) in files {
        put(&mut zip, &format!("archive/{name}"), bytes)?;
        lines.extend(index(name, bytes));
        let ts = entry.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let url = entry.final_url.clone();
        pages.push(json!({"id": entry.digest.short(), "url": url, "ts": ts, "title": entry.url}).to_string());
    }
    lines.sort();
    // The lines are CDXJ; of the two endings that the format allows, players older than it read only this one.
    put(&mut zip, "indexes/index.cdx", (lines.join("\n") + "\n").as_bytes())?;
    put(&mut zip, "pages/pages.jsonl", (pages.join("\n") + "\n").as_bytes())?;
    for (path, bytes) in extras {
        put(&mut zip, path, bytes)?;
    }
    let package = json!({
        "profile": "data-package", "wacz_version": "1.1.1",
        "software": concat!("claim-verifier/", env!("CARGO_PKG_VERSION")),
        "created": now.to_rfc3339_opts(SecondsFormat::Secs, true), "resources": resources,
    });
    let package = serde_json::to_vec_pretty(&package).expect("a package is plain JSON");
    let digest = json!({"path": "datapackage.json", "hash": Digest::of(&package).to_string()});
    for (path, bytes) in
        [("datapackage.json", package), ("datapackage-digest.json", digest.to_string().into_bytes())]
    {
        zip.start_file(path, stored).map_err(io::Error::other)?;
        zip.write_all(&bytes)?;
    }
    zip.finish().map_err(io::Error::other)?;
    Ok(())
}

/// The lines of the index for one WARC file: what a player looks addresses up in.
fn index(name: &str, bytes: &[u8]) -> Vec<String> {
    let (mut lines, mut offset) = (Vec::new(), 0);
    let mut rest = bytes;
    while let Ok(record) = member(&mut rest) {
        let length = bytes.len() - rest.len() - offset;
        if matches!(record.kind(), "response" | "resource" | "revisit")
            && let Some(url) = record.target()
        {
            let http = record.http();
            let kind = http.as_ref().and_then(|http| {
                http.headers
                    .iter()
                    .find(|(key, _)| key.eq_ignore_ascii_case("content-type"))
                    .map(|(_, value)| value.clone())
            });
            let kind = kind.or_else(|| record.field("Content-Type").map(str::to_owned)).unwrap_or_default();
            let mime = kind.split(';').next().unwrap_or_default().trim().to_owned();
            let status = http.and_then(|http| http.status()).unwrap_or(200);
            let time: String = record
                .field("WARC-Date")
                .unwrap_or_default()
                .chars()
                .filter(char::is_ascii_digit)
                .take(14)
                .collect();
            let line = json!({
                "url": url, "mime": mime, "status": status.to_string(), "length": length.to_string(),
                "digest": record.field("WARC-Payload-Digest"), "offset": offset.to_string(), "filename": name,
            });
            lines.push(format!("{} {time} {line}", sort_key(url)));
        }
        offset += length;
        if offset >= bytes.len() {
            break;
        }
    }
    lines
}

/// The address in the order in which indexes of web archives are sorted (SURT): `org,example)/path`.
fn sort_key(url: &str) -> String {
    let Ok(parsed) = Url::parse(url) else { return url.to_lowercase() };
    let Some(host) = parsed.host_str() else { return url.to_lowercase() };
    let host = host.strip_prefix("www.").unwrap_or(host);
    // Indexes turn numbers around as well as names.
    let mut labels: Vec<&str> = host.split('.').collect();
    labels.reverse();
    let port = parsed.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = parsed.path().trim_end_matches('/');
    let path = if path.is_empty() { "/" } else { path };
    let query = parsed.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{port}){path}{query}", labels.join(",")).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_sort_by_host_from_its_end() {
        let check = |url: &str, expected: &str| assert_eq!(sort_key(url), expected, "{url}");
        check("https://www.Example.org/News/?b=1", "org,example)/news?b=1");
        check("http://example.org", "org,example)/");
        check("http://127.0.0.1:8080/a", "1,0,0,127:8080)/a");
        check("urn:verify:paper", "urn:verify:paper");
    }
}
