//! The one integration binary; every file beside this one is declared here (`tidy` checks it).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod authority;
mod browser;
mod capture;
mod cases;
mod claims;
mod cmd;
mod desk;
mod desk_attacks;
mod desk_browser;
mod desk_host;
mod desk_screens;
mod double;
mod extract;
mod extract_fuzz;
mod extract_hostile;
mod extract_pdf;
mod floors;
mod guards;
mod nightly;
mod peers;
mod posts;
mod program;
mod quantities;
mod reading;
mod recheck;
mod report;
mod secure;
mod seed;
mod shipped;
mod stamps;
mod store;
mod tidy;
mod typed;
mod world;

/// The program; `VERIFY_PROGRAM` names another build of it, for figures that only the release has.
#[expect(clippy::disallowed_methods, reason = "tests may be pointed at a build by their runner")]
fn built() -> std::ffi::OsString {
    std::env::var_os("VERIFY_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_verify").into())
}

/// Says that a test was skipped because what it reads is not beside the checkout; in CI that is a failure.
#[expect(clippy::disallowed_methods, reason = "tests may ask where they run")]
fn absent(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "{what} is absent, and in CI nothing is skipped");
    eprintln!("SKIPPED: {what} is absent");
}
