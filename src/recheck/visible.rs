//! What a payload shows outside of its article, so that a changed menu is told from changed markup.

use crate::capture::Capture;
use crate::extract::standin;

/// All that a visitor could read of a payload, white space left out; for JSON its values. `None` for a kind of payload
/// of which nothing but the extracted text can be seen.
pub(super) fn visible(capture: &Capture) -> Option<String> {
    let content = capture.content().ok()?;
    let media_type = capture.media_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    if media_type.contains("json") {
        let value: serde_json::Value = serde_json::from_slice(&content).ok()?;
        return Some(value.to_string());
    }
    if !media_type.contains("html") {
        return None;
    }
    // Both sides are read alike, so bytes that are no UTF-8 compare as what they become.
    let shown = standin::shown(&String::from_utf8_lossy(&content));
    Some(shown.chars().filter(|c| !c.is_whitespace()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Method;

    fn check(media_type: &str, one: &str, other: &str, same: bool) {
        let seen = |text: &str| {
            let at = "2025-03-01T10:00:00Z".parse().unwrap();
            let mut capture =
                Capture::brought("https://a.example/", text.into(), Method::SavedPage, "us", at);
            capture.media_type = Some(media_type.to_owned());
            visible(&capture).unwrap()
        };
        assert_eq!(seen(one) == seen(other), same, "{one} / {other}");
    }

    #[test]
    fn markup_is_not_seen_and_menus_are() {
        let html = "text/html; charset=utf-8";
        check(html, "<p class=a>One  two</p>", "<!-- x --><p id=b>One <b>two</b>\n</p>", true);
        check(html, "<p>a</p><script>var nonce=1</script>", "<p>a</p><script>var nonce=2</script>", true);
        check(html, "<p>caf&eacute;</p>", "<p>café</p>", true);
        check(html, "<nav>Home</nav><p>a</p>", "<nav>Home News</nav><p>a</p>", false);
        check("application/json", r#"{"a": 1}"#, r#"{"a":1}"#, true);
        check("application/json", r#"{"a": 1}"#, r#"{"a":2}"#, false);
    }
}
