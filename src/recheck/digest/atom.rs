//! An Atom feed (RFC 4287): one entry a row that an editor is woken for, and one for each source that is gone.

use chrono::SecondsFormat;

use super::{between, change, headline, markup, place, subject, summary};
use crate::recheck::Round;
use crate::recheck::drift::Kind;

/// Writes the round.
pub(super) fn write(round: &Round) -> String {
    let at = round.run.at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let run = round.run.id.as_str();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <title>Claims that moved</title>\n<id>urn:verify:recheck</id>\n<updated>{at}</updated>\n\
         <author><name>verify</name></author>\n<subtitle>{}: {}</subtitle>\n",
        markup(&headline(round)),
        markup(&summary(round))
    );
    for (number, drift) in round.drifts.iter().enumerate() {
        if !drift.kind.wakes() && drift.kind != Kind::Gone {
            continue;
        }
        let change = change(drift).map_or_else(String::new, |(old, new)| format!("{old} \u{2192} {new}\n"));
        let words =
            format!("{}\n{change}{}\n{}", drift.message, place(drift), between(drift).unwrap_or_default());
        let words: Vec<String> = words.lines().filter(|line| !line.is_empty()).map(markup).collect();
        out.push_str(&format!(
            "<entry>\n<title>{} {}: {}</title>\n<id>urn:verify:recheck:{run}:{}</id>\n<updated>{at}</updated>\n\
             <link href=\"{}\"/>\n<category term=\"{}\"/>\n<content type=\"text\">{}</content>\n</entry>\n",
            drift.kind.name(),
            markup(&drift.code),
            markup(subject(drift)),
            number + 1,
            markup(&drift.url),
            drift.kind.name(),
            words.join("\n")
        ));
    }
    out.push_str("</feed>\n");
    out
}
