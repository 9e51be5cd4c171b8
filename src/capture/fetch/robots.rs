//! Reads robots.txt (RFC 9309) and answers whether a path may be fetched.

use std::time::Duration;

/// Most bytes of a robots.txt that are read; RFC 9309, 2.5 asks for at least 500 KiB.
pub const BYTES_MAX: usize = 512 << 10;

/// The rules of one site that concern this program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// The pause between requests that the site asks for, where it names one.
    pub delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: String,
}

impl Robots {
    /// Rules that allow everything: the site has no robots.txt.
    pub fn open() -> Self {
        Self::default()
    }

    /// Reads the groups for a product token, or those for everyone where no group names it.
    pub fn parse(text: &str, token: &str) -> Self {
        let (mut own, mut everyone) = (Self::default(), Self::default());
        let (mut for_own, mut for_everyone, mut in_rules, mut named) = (false, false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if in_rules {
                    (for_own, for_everyone, in_rules) = (false, false, false);
                }
                for_everyone |= value == "*";
                let agent: String =
                    value.chars().take_while(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_')).collect();
                for_own |= !agent.is_empty() && agent.eq_ignore_ascii_case(token);
                named |= for_own;
                continue;
            }
            let rule = match key.as_str() {
                "allow" | "disallow" => {
                    in_rules = true;
                    let pattern = normal(value);
                    (!value.is_empty()).then_some(Rule { allow: key == "allow", pattern })
                }
                "crawl-delay" => {
                    in_rules = true;
                    let delay = value.parse::<f64>().ok().filter(|s| (0.0..=3600.0).contains(s));
                    let groups = [(for_own, &mut own), (for_everyone, &mut everyone)];
                    for (_, group) in groups.into_iter().filter(|(applies, _)| *applies) {
                        group.delay = delay.map(Duration::from_secs_f64);
                    }
                    None
                }
                _ => None,
            };
            if let Some(rule) = rule {
                for (_, group) in
                    [(for_own, &mut own), (for_everyone, &mut everyone)].into_iter().filter(|g| g.0)
                {
                    group.rules.push(rule.clone());
                }
            }
        }
        if named { own } else { everyone }
    }

    /// Whether a path with its query may be fetched: the longest matching rule decides, and
    /// allowing wins a tie (RFC 9309, 2.2.2).
    pub fn allows(&self, path_and_query: &str) -> bool {
        let path = normal(path_and_query);
        if path == "/robots.txt" {
            return true;
        }
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }
}

/// Percent-encodes what must be, and puts existing codes in upper case, so that two spellings of
/// one path compare equal.
fn normal(path: &str) -> String {
    let mut normal = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'%' if bytes.len() - at > 2 => {
                normal.push('%');
                normal.extend(bytes[at + 1..at + 3].iter().map(|b| char::from(b.to_ascii_uppercase())));
                at += 2;
            }
            byte if byte.is_ascii_graphic() => normal.push(char::from(byte)),
            byte => normal.push_str(&format!("%{byte:02X}")),
        }
        at += 1;
    }
    normal
}

/// Matches a pattern with `*` and a closing `$` against the start of a path, in linear time for
/// each star: a star takes as little as it can, which is enough where all stars are alike.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return !to_end || rest.is_empty() };
    for piece in middle {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    if to_end { rest.ends_with(last) } else { rest.contains(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, path: &str, allowed: bool) {
        assert_eq!(Robots::parse(text, "claim-verifier").allows(path), allowed, "{path} by {text:?}");
    }

    #[test]
    fn the_group_that_names_us_wins() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: Claim-Verifier/2\nUser-agent: other\nDisallow: /private\n";
        check(text, "/open", true);
        check(text, "/private/a", false);
        check("User-agent: other\nDisallow: /", "/a", true);
        check("User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", false);
        check("User-agent: claim-verifier\n\nUser-agent: *\nDisallow: /a", "/a", false);
    }

    #[test]
    fn the_longest_rule_decides_and_allow_wins_a_tie() {
        let text = "user-agent: *\nallow: /p\ndisallow: /\n";
        check(text, "/page", true);
        check(text, "/other", false);
        check("user-agent: *\nallow: /folder\ndisallow: /folder", "/folder/page", true);
        check("user-agent: *\nallow: /page\ndisallow: /*.htm", "/page.htm", false);
        check("user-agent: *\ndisallow:", "/a", true);
        check("user-agent: *\ndisallow: /", "/robots.txt", true);
    }

    #[test]
    fn stars_dollars_codes_and_comments() {
        let text =
            "User-Agent: * # everyone\nDisallow: /*.pdf$ # reports\nDisallow: /a*b*c\nDisallow: /%c3%bc";
        check(text, "/x/report.pdf", false);
        check(text, "/x/report.pdf?x=1", true);
        check(text, "/a1b2c3", false);
        check(text, "/a1c2b3", true);
        check(text, "/ü", false);
        check(text, "/%C3%BC", false);
        check("\u{feff}User-agent: *\r\nDisallow: /a\r\n", "/a", false);
        check("<html>not found</html>", "/a", true);
    }

    #[test]
    fn a_pause_is_read() {
        let robots = Robots::parse("User-agent: *\nCrawl-delay: 2.5\nDisallow: /x", "claim-verifier");
        assert_eq!(robots.delay, Some(Duration::from_millis(2500)));
        assert_eq!(Robots::parse("User-agent: *\nCrawl-delay: -1", "claim-verifier").delay, None);
        assert!(Robots::open().allows("/"));
    }

    #[test]
    fn hostile_patterns_take_no_time() {
        let text = format!("User-agent: *\nDisallow: {}$", "*a".repeat(2_000));
        check(&text, &format!("/{}", "a".repeat(10_000)), false);
        check(&text, &format!("/{}b", "a".repeat(10_000)), true);
    }
}
