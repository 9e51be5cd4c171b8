//! Transcripts of the program: arguments in, output and exit code out, as a user sees them (`tests/cmd`).
//!
//! `TRYCMD=overwrite cargo test --test it cmd` writes what the program says now into the transcripts; read the
//! difference before keeping it.

use std::fs;
use std::process::{Command, Output};

use crate::double::{Double, html, missing};

#[test]
fn the_program_says_what_its_transcripts_say() {
    trycmd::TestCases::new()
        .case("tests/cmd/*.md")
        .register_bin("verify", trycmd::cargo::cargo_bin!("verify"));
}

/// Runs `verify` in a folder.
fn verify(folder: &std::path::Path, arguments: &[&str]) -> Output {
    Command::new(trycmd::cargo::cargo_bin!("verify"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program runs")
}

#[test]
fn what_is_missing_is_fetched_when_asked() {
    let server = Double::start(|seen| match seen.path.as_str() {
        "/mill" => html("<article><p>The mill ground 3,120 tonnes of flour in 2025.</p></article>"),
        _ => missing(),
    });
    let folder = tempfile::tempdir().expect("a folder");
    let claims = format!(
        "[[claim]]\nid = \"flour\"\ntext = \"The mill ground 3,100 tonnes of flour in 2025.\"\nsources = [\"{}\"]\n",
        server.url("/mill")
    );
    fs::write(folder.path().join("mill.toml"), claims).expect("written");

    let offline = verify(folder.path(), &["mill.toml"]);
    assert_eq!(offline.status.code(), Some(3), "without --fetch nothing is asked");
    assert!(server.seen().is_empty());

    let refused = verify(folder.path(), &["mill.toml", "--fetch"]);
    assert_eq!(refused.status.code(), Some(3), "an address that is not public is refused");
    assert!(server.seen().is_empty());

    let fetch = ["mill.toml", "--fetch", "--allow-network", "127.0.0.1", "--now", "2026-02-03"];
    let fetched = verify(folder.path(), &fetch);
    let told = String::from_utf8_lossy(&fetched.stderr);
    assert_eq!(fetched.status.code(), Some(0), "{told}");
    assert!(told.contains("captured http://127.0.0.1"), "{told}");

    // Once captured, nothing is asked again.
    let asked = server.seen().len();
    assert_eq!(verify(folder.path(), &fetch).status.code(), Some(0));
    assert_eq!(server.seen().len(), asked);
}
