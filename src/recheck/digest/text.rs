//! For a terminal: what an editor should look at, most serious first.

use super::{between, change, headline, place, subject, summary, turns};
use crate::recheck::Round;

/// Writes the round.
pub(super) fn write(round: &Round) -> String {
    let mut out = String::new();
    for drift in &round.drifts {
        out.push_str(&format!(
            "{}[{}]: {}: {}\n",
            drift.kind.name(),
            drift.code,
            plain(subject(drift)),
            plain(&drift.message)
        ));
        out.push_str(&format!("  --> {}\n", plain(&place(drift))));
        if let Some((old, new)) = change(drift) {
            out.push_str(&format!("   - {}\n   + {}\n", plain(&old), plain(&new)));
        }
        if let (Some(old), Some(new)) = (&drift.old, &drift.new)
            && old.digest != new.digest
        {
            out.push_str(&format!(
                "   = captures: {} then, {} now\n",
                short(&old.digest),
                short(&new.digest)
            ));
        }
        if let Some(words) = between(drift) {
            out.push_str(&format!("   = {words}\n"));
        }
        if drift.claim.is_none() && !drift.claims.is_empty() {
            out.push_str(&format!("   = cited by {}\n", plain(&drift.claims.join(", "))));
        }
        for id in &drift.outdated_decisions {
            out.push_str(&format!(
                "   = V506: the decision {id} was made on the old capture and is open again\n"
            ));
        }
        if drift.kind.wakes() {
            let what = drift.claim.as_deref().unwrap_or(&drift.url);
            out.push_str(&format!("   = help: verify diff {}\n", plain(what)));
        }
        out.push('\n');
    }
    out.push_str(&format!("{}: {}\n", headline(round), summary(round)));
    out
}

fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

/// Controls and direction marks are shown, never obeyed.
fn plain(text: &str) -> String {
    let hidden = |c: char| c.is_control() || turns(c);
    text.chars().map(|c| if hidden(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}
