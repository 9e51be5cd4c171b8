//! Posts of X against a loopback double whose answers are data files: every end state kept apart.

use std::collections::BTreeMap;

use claim_verifier::capture::adapter::{Archive, Routes};
use claim_verifier::capture::fetch::{FetchError, Options};
use claim_verifier::capture::{Capture, Grade, Method, State};
use claim_verifier::extract;
use claim_verifier::snapshot::archive;
use serde::Deserialize;

use crate::capture::{fetch, options};
use crate::double::{Double, Seen, Step, answer, html, missing, redirect};

#[derive(Debug, Clone, Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Debug, Clone, Deserialize)]
struct Case {
    name: String,
    id: String,
    state: String,
    method: String,
    text: String,
    asked: usize,
    note: Option<String>,
    #[serde(default)]
    beside: bool,
    syndication: Option<Told>,
    fxembed: Option<Told>,
    oembed: Option<Told>,
    later: Option<Later>,
}

#[derive(Debug, Clone, Deserialize)]
struct Told {
    status: u16,
    r#type: String,
    body: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Later {
    id: String,
    #[serde(flatten)]
    told: Told,
}

fn cases() -> Vec<Case> {
    let text = include_str!("../fixtures/x/cases.toml");
    toml::from_str::<Cases>(text).expect("the cases are TOML").case
}

/// Answers each route by the id in the request.
fn double(cases: Vec<Case>) -> Double {
    let by_id: BTreeMap<String, Case> = cases.into_iter().map(|case| (case.id.clone(), case)).collect();
    Double::start(move |seen: &Seen| {
        let told = by_id.values().find_map(|case| {
            let named = |id: &str| seen.path.contains(id);
            if let Some(later) = case.later.as_ref().filter(|later| named(&later.id)) {
                return Some(Some(later.told.clone()));
            }
            named(&case.id).then(|| {
                if seen.path.starts_with("/tweet-result?") {
                    case.syndication.clone()
                } else if seen.path.starts_with("/2/status/") {
                    case.fxembed.clone()
                } else {
                    case.oembed.clone()
                }
            })
        });
        match told.flatten() {
            Some(told) => answer(told.status, &[("Content-Type", &told.r#type)], told.body),
            None => answer(500, &[("Content-Type", "text/html")], "no"),
        }
    })
}

fn routed(double: &Double) -> Options {
    let mut options = options();
    let url = double.url("");
    options.routes =
        Routes { syndication: url.clone(), oembed: url.clone(), fxembed: url.clone(), wayback: url };
    options
}

fn take(double: &Double, id: &str) -> Result<Capture, FetchError> {
    fetch(routed(double), &format!("https://x.com/ana_ex/status/{id}?s=20"))
}

fn text(capture: &Capture) -> String {
    let content = capture.content().expect("it decodes");
    extract::read(&content, capture.media_type.as_deref().unwrap_or_default(), &extract::Options::default())
        .text
}

#[test]
fn every_row_of_the_state_table() {
    for case in cases() {
        let server = double(vec![case.clone()]);
        let capture = take(&server, &case.id).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let name = &case.name;
        assert_eq!(capture.state().name(), case.state, "{name}");
        assert_eq!(capture.method.name(), case.method, "{name}");
        assert_eq!(capture.url, format!("https://x.com/ana_ex/status/{}?s=20", case.id), "{name}");
        assert_eq!(server.seen().len(), case.asked, "{name}: {:?}", server.seen());
        if !case.text.is_empty() {
            assert!(text(&capture).contains(&case.text), "{name}: {}", text(&capture));
        }
        if let Some(note) = &case.note {
            assert!(capture.notes.iter().any(|found| found.name == *note), "{name}: {:?}", capture.notes);
        }
        let beside = capture.hops.iter().any(|hop| hop.url.contains("/tweet-result?"));
        assert_eq!(beside, case.beside, "{name}: the publisher's own answer stands beside another's");
        let grade = if case.method == "mirror" { Grade::D } else { Grade::C };
        assert_eq!(capture.grade(), grade, "{name}");
        // The state survives the file.
        let kept = archive::read(&archive::bytes(&capture, "x.warc.gz")).unwrap();
        assert_eq!(kept, capture, "{name}");
        assert_eq!(kept.state().name(), case.state, "{name}");
    }
}

#[test]
fn nothing_that_is_not_a_deletion_is_called_one() {
    let gone = [State::Deleted, State::Suspended, State::Missing];
    for case in cases() {
        let expected = State::named(&case.state).expect("a state");
        let says_gone = case.syndication.as_ref().is_some_and(|told| {
            told.status == 404
                || told.body.contains("deleted by")
                || told.body.contains("suspended")
                || !told.body.contains("\"user\"") && told.body.contains("\"text\":\"x\"")
        });
        assert!(says_gone || !gone.contains(&expected), "{}", case.name);
    }
}

#[test]
fn a_slow_publisher_is_unknown_and_the_token_is_sent() {
    let case = cases().remove(0);
    let (id, body) = (case.id.clone(), case.syndication.clone().expect("an answer").body);
    let server = Double::start(move |seen| {
        if seen.path.starts_with("/tweet-result?") {
            vec![Step::Wait(std::time::Duration::from_secs(3))]
        } else if seen.path.starts_with("/2/") {
            missing()
        } else {
            answer(404, &[], &body)
        }
    });
    let mut quick = routed(&server);
    quick.limits.head = std::time::Duration::from_millis(200);
    let error = fetch(quick, &format!("https://x.com/ana_ex/status/{id}")).unwrap_err();
    assert!(matches!(error, FetchError::Unreachable { .. }), "{error}");
    let asked = &server.seen()[0].path;
    assert!(asked.contains(&format!("id={id}&token=")) && !asked.contains("token=&"), "{asked}");
}

/// A site and an archive in one: `/web/…` is the archive.
fn archive_double(site: fn(&Seen) -> Vec<Step>, copy: Option<&'static str>) -> Double {
    Double::start(move |seen| match (seen.path.as_str(), copy) {
        ("/robots.txt", _) => missing(),
        (path, Some(_)) if path.starts_with("/web/http") => {
            redirect(302, &path.replacen("/web/", "/web/20210504100000/", 1))
        }
        (path, Some(text)) if path.starts_with("/web/20210504100000id_/") => answer(
            200,
            &[("Content-Type", "text/html"), ("Memento-Datetime", "Tue, 04 May 2021 10:00:00 GMT")],
            format!("<!doctype html><p>{text}</p>"),
        ),
        (path, _) if path.starts_with("/web/") => missing(),
        _ => site(seen),
    })
}

#[test]
fn a_public_archive_stands_in_for_what_is_gone_and_is_graded_so() {
    let server = archive_double(|_| missing(), Some("It made 1,200 bales."));
    let mut fallback = routed(&server);
    fallback.archive = Archive::Fallback;
    let url = server.url("/report");
    let capture = fetch(fallback.clone(), &url).unwrap();
    assert_eq!(
        (capture.method, capture.grade(), capture.url.as_str()),
        (Method::Archive, Grade::C, url.as_str())
    );
    assert!(capture.final_url.contains("/web/20210504100000id_/"), "{}", capture.final_url);
    let names: Vec<&str> = capture.notes.iter().map(|note| note.name.as_str()).collect();
    assert!(names.contains(&"memento") && names.contains(&"source-state"), "{names:?}");

    // Where the archive has nothing, what the source said stands.
    let none = archive_double(|_| missing(), None);
    fallback.routes.wayback = none.url("");
    assert_eq!(fetch(fallback, &none.url("/report")).unwrap().state(), State::Missing);
    // And it is asked only where that was wanted.
    assert_eq!(fetch(routed(&server), &url).unwrap().state(), State::Missing);
}

#[test]
fn a_second_witness_is_noted_either_way() {
    let check = |copy: Option<&'static str>, expected: &str| {
        let server = archive_double(|_| html("It made 1,200 bales."), copy);
        let mut witness = routed(&server);
        witness.archive = Archive::Witness;
        let capture = fetch(witness, &server.url("/report")).unwrap();
        assert_eq!(capture.method, Method::Fetched);
        assert!(capture.notes.iter().any(|note| note.name == expected), "{expected}: {:?}", capture.notes);
    };
    check(Some("It made 1,200 bales."), "witness-agrees");
    check(Some("It made 9,999 bales."), "witness-differs");
    check(None, "witness-absent");
}
