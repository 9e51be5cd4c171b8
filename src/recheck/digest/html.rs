//! One HTML page: no script, no outside load, every text of others escaped.

use super::{between, change, headline, markup, place, subject, summary};
use crate::recheck::Round;
use crate::recheck::words;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color-scheme:light dark}article{border-top:1px solid;padding:1rem 0}h2{font-size:1.1rem;margin:0}\
del{text-decoration:line-through wavy}ins{text-decoration:underline}blockquote{margin:.5rem 0 .5rem 1rem}\
.kind{font-weight:bold}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem}dd{margin:0}\
.figure{font-variant-numeric:tabular-nums;font-size:1.2rem}";

/// Writes the round.
pub(super) fn write(round: &Round) -> String {
    let day = round.run.at.format("%Y-%m-%d %H:%M");
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Re-check of {day}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{}</h1>\n<p>Re-check of {day} UTC: {}</p>\n",
        markup(&headline(round)),
        markup(&summary(round))
    );
    for drift in &round.drifts {
        out.push_str(&format!(
            "<article>\n<h2><span class=\"kind\">{} {}</span> {}</h2>\n<p>{}</p>\n",
            drift.kind.name(),
            markup(&drift.code),
            markup(subject(drift)),
            markup(&drift.message)
        ));
        if let Some((old, new)) = change(drift) {
            out.push_str(&format!(
                "<p class=\"figure\"><del>{}</del> \u{2192} <ins>{}</ins></p>\n",
                markup(&old),
                markup(&new)
            ));
        }
        let quote =
            |side: &Option<crate::recheck::drift::Side>| side.as_ref().and_then(|side| side.quote.clone());
        if let (Some(old), Some(new)) = (quote(&drift.old), quote(&drift.new)) {
            out.push_str(&format!("<blockquote>{}</blockquote>\n", marked(&old, &new)));
        }
        out.push_str(&format!("<dl>\n<dt>source</dt><dd>{}</dd>\n", markup(&place(drift))));
        for (word, side) in [("before", &drift.old), ("now", &drift.new)] {
            let Some(side) = side else { continue };
            let verdict =
                side.verdict.as_ref().map_or_else(String::new, |verdict| format!(", {}", markup(verdict)));
            out.push_str(&format!(
                "<dt>{word}</dt><dd><code>{}</code>{verdict}</dd>\n",
                markup(&side.digest)
            ));
        }
        if let Some(words) = between(drift) {
            out.push_str(&format!("<dt>when</dt><dd>{words}</dd>\n"));
        }
        if !drift.claims.is_empty() {
            out.push_str(&format!("<dt>cited by</dt><dd>{}</dd>\n", markup(&drift.claims.join(", "))));
        }
        for id in &drift.outdated_decisions {
            out.push_str(&format!("<dt>V506</dt><dd>the decision {} is open again</dd>\n", markup(id)));
        }
        out.push_str("</dl>\n</article>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// Both texts in one, with what went and what came marked.
fn marked(old: &str, new: &str) -> String {
    let mut out = String::new();
    for stretch in words::compare(old, new) {
        let (old, new) = (markup(&old[stretch.old]), markup(&new[stretch.new]));
        if stretch.same {
            out.push_str(&format!("{new} "));
            continue;
        }
        if !old.is_empty() {
            out.push_str(&format!("<del>{old}</del> "));
        }
        if !new.is_empty() {
            out.push_str(&format!("<ins>{new}</ins> "));
        }
    }
    out.trim_end().to_owned()
}
