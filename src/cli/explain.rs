//! `verify explain CODE`: what a finding code means, from docs/findings.md, which is part of the program.

use std::io::Write;

use claim_verifier::verdict::code::Code;

use super::{Context, Exit};

/// The pages of all codes: one `## V201 scope-mismatch` heading each.
const PAGES: &str = include_str!("../../docs/findings.md");

/// Print what a finding code means, with examples
#[derive(clap::Args)]
pub struct Args {
    /// Code or name (V201, scope-mismatch); all codes without one
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// Prints the page of a code, or the list of codes.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    match &args.code {
        Some(code) => print(code, context),
        None => {
            let mut stdout = std::io::stdout().lock();
            for code in Code::all() {
                writeln!(stdout, "{code}  {}", code.name())?;
            }
            Ok(Exit::Clean)
        }
    }
}

/// Prints the page of a code.
pub fn print(typed: &str, _context: &Context) -> anyhow::Result<Exit> {
    let Some(code) = Code::parse(typed) else {
        let near = Code::all()
            .map(|code| (strsim::damerau_levenshtein(&typed.to_lowercase(), code.name()), code))
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, _)| *distance <= typed.len() / 3)
            .map_or_else(String::new, |(_, code)| format!(", did you mean {} ({code})?", code.name()));
        anyhow::bail!("`{typed}` is no finding code{near}; `verify rules` lists them all");
    };
    let page = page(code).ok_or_else(|| anyhow::anyhow!("docs/findings.md has no page for {code}"))?;
    writeln!(std::io::stdout().lock(), "{page}")?;
    Ok(Exit::Clean)
}

/// The page of a code: from its heading to the next.
pub fn page(code: Code) -> Option<&'static str> {
    let heading = format!("## {code} {}\n", code.name());
    let start = PAGES.find(&heading)?;
    let rest = &PAGES[start + heading.len()..];
    let end = rest.find("\n## ").unwrap_or(rest.len());
    Some(PAGES[start..start + heading.len() + end].trim_start_matches("## ").trim_end())
}

/// The first sentence of a code's page.
pub fn meaning(code: Code) -> Option<&'static str> {
    page(code)?.lines().map(str::trim).find_map(|line| line.strip_prefix("**Meaning.** "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_page_and_every_page_its_code() {
        let headings: Vec<&str> = PAGES.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let codes: Vec<String> = Code::all().map(|code| format!("{code} {}", code.name())).collect();
        assert_eq!(headings, codes);
        for code in Code::all() {
            let page = page(code).expect("it has a page");
            for part in ["**Meaning.**", "**Bad.**", "**Good.**", "**What to do.**"] {
                assert!(page.contains(part), "{code} lacks {part}");
            }
        }
    }
}
