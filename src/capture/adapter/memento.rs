//! Copies of public archives that answer as the Wayback Machine does: as a fallback, and as a second witness.

use crate::capture::fetch::{FetchError, Fetcher, Request};
use crate::capture::grade::Witness;
use crate::capture::{Capture, Method, Note};

/// The archive's newest copy of an address, as raw bytes. `None` where it has none.
///
/// Its front door answers with a redirect to the newest copy, or with 404. The availability interface would be the
/// documented way, but answers empty for addresses that have copies.
pub(super) async fn copy(fetcher: &Fetcher, request: &Request) -> Result<Option<Capture>, FetchError> {
    let base = &fetcher.options().routes.wayback;
    let url = format!("{base}/web/{}", request.url);
    let door = Request { url, interface: true, stay: true, ..Request::default() };
    let answer = fetcher.fetch(&door).await?;
    let Some(time) = answer.header("location").and_then(timestamp) else { return Ok(None) };
    // `id_` asks for the bytes as they were archived, without the archive's frame around them.
    let url = format!("{base}/web/{time}id_/{}", request.url);
    let raw = Request { url, interface: true, ..Request::default() };
    let mut copy = fetcher.fetch(&raw).await?;
    if copy.status != Some(200) {
        return Ok(None);
    }
    let date = copy.header("memento-datetime").map_or_else(|| time.clone(), str::to_owned);
    copy.notes.push(Note { name: "memento".to_owned(), detail: format!("the archive took it {date}") });
    copy.url.clone_from(&request.url);
    copy.part.clone_from(&request.part);
    copy.method = Method::Archive;
    Ok(Some(copy))
}

/// Notes in a capture whether the archive holds the same content.
pub(super) async fn witness(fetcher: &Fetcher, request: &Request, capture: &mut Capture) {
    let (name, detail) = match copy(fetcher, request).await {
        Ok(Some(copy)) => {
            let same = match (copy.content(), capture.content()) {
                (Ok(theirs), Ok(ours)) => theirs == ours,
                _ => false,
            };
            let witness = if same { Witness::Agrees } else { Witness::Differs };
            (witness.name(), format!("{} has {}", copy.final_url, copy.digest()))
        }
        Ok(None) => ("witness-absent", "the archive has no copy".to_owned()),
        Err(error) => ("witness-absent", error.to_string()),
    };
    capture.notes.push(Note { name: name.to_owned(), detail });
}

/// The fourteen digits of a copy's time in its address.
fn timestamp(location: &str) -> Option<String> {
    let after = location.split("/web/").nth(1)?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    (digits.len() == 14).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_copies() {
        let check = |location: &str, expected: Option<&str>| {
            assert_eq!(timestamp(location).as_deref(), expected, "{location}");
        };
        check("https://web.archive.org/web/20200102030405/https://a.example/", Some("20200102030405"));
        check("/web/20200102030405id_/https://a.example/", Some("20200102030405"));
        check("https://web.archive.org/web/2020/https://a.example/", None);
        check("https://a.example/", None);
    }
}
