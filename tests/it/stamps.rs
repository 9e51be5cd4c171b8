//! Checkpoints of the audit log, the stamps of an outside authority, and what captures gain by them.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use claim_verifier::capture::{Capture, Digest, Grade, Method, Note};
use claim_verifier::recheck::audit::{Audit, audit};
use claim_verifier::recheck::checkpoint::{self, StampError};
use claim_verifier::ruling::Ledger;
use claim_verifier::ruling::state::State;
use claim_verifier::snapshot::audit::{self as log, Draft};
use claim_verifier::snapshot::{Captures, Entry, Store};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::authority::Authority;
use crate::world::World;

#[test]
fn checkpoints_are_signed_and_stamped_and_plain_tools_agree() {
    let world = World::new(1, 1);
    let dir = world.dir();
    let Some(authority) = Authority::new(dir) else { return };
    assert!(world.recheck(1).status().expect("it runs").success());
    let output = world.run(&["audit", "--checkpoint", "now.txt", "--sign", "key.pem"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    authority.runs("pkeyutl -verify -pubin -inkey public.pem -rawin -in now.txt -sigfile now.txt.sig");
    let text = std::fs::read_to_string(dir.join("now.txt")).expect("a checkpoint");
    std::fs::write(dir.join("forged.txt"), text.replace("entries ", "entries 1")).expect("a file");
    assert!(
        !authority
            .agrees("pkeyutl -verify -pubin -inkey public.pem -rawin -in forged.txt -sigfile now.txt.sig")
    );
    let token = authority.stamp("now.txt");
    authority.runs(&format!("ts -verify -data now.txt -in {token} -CAfile ca.pem"));
    assert!(!authority.agrees(&format!("ts -verify -data forged.txt -in {token} -CAfile ca.pem")));

    // What was stamped is still in the log after it has grown, and the stamp is taken in at any time.
    world.edit(0, |page| page.menu += 1);
    assert!(world.recheck(2).status().expect("it runs").success());
    let link = text.lines().find_map(|line| line.strip_prefix("link ")).expect("a link");
    assert!(world.run(&["audit", "--contains", link]).status.success());
    let output = world.run(&["audit", "--stamp", &token, "--authority", "ca.pem", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((output.status.code(), &found["stamps"]), (Some(0), &1.into()), "{found}");
    let output = world.run(&["store", "check"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    // A token of something else is refused with what to do.
    std::fs::write(dir.join("other.txt"), "nothing of ours").expect("a file");
    let output = world.run(&["audit", "--stamp", &authority.stamp("other.txt"), "--authority", "ca.pem"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("verify audit --checkpoint"));
    // So is another kind of key.
    authority.runs("genpkey -algorithm RSA -out rsa.pem");
    let output = world.run(&["audit", "--checkpoint", "x.txt", "--sign", "rsa.pem"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("openssl genpkey -algorithm ed25519"));
}

/// A capture over verified TLS, with what a second witness saw.
fn capture(page: &str, witness: Option<&str>) -> Capture {
    let at: DateTime<Utc> = "2025-03-01T10:00:00Z".parse().expect("a time");
    let url = format!("https://mill.example/{page}");
    let mut capture = Capture::brought(&url, format!("Page {page}.").into(), Method::Fetched, "a tester", at);
    (capture.status, capture.secure) = (Some(200), true);
    capture.notes.extend(witness.map(|name| Note { name: name.to_owned(), detail: "a copy".to_owned() }));
    capture
}

fn keep(store: &Store, state: &State, captures: &[Capture]) -> Vec<Entry> {
    let entries = store.keep_all(captures).expect("it is kept");
    let drafts: Vec<Draft> = entries.iter().map(|entry| Draft::capture(entry, entry.at)).collect();
    state.write(|transaction| Ok(log::append(transaction, &drafts)?)).expect("it is logged");
    entries
}

/// Writes the checkpoint of an audit into a file, as `verify audit --checkpoint` does, and gives its text.
fn checkpointed(state: &State, audit: &Audit, file: &Path, now: DateTime<Utc>) -> String {
    let text = checkpoint::text(audit, now);
    checkpoint::enter(state, &text, None, now).expect("it is entered");
    std::fs::write(file, &text).expect("a file");
    text
}

/// A store and its state in a folder, and the time of the tests.
fn opened(dir: &Path) -> (Store, Arc<State>, DateTime<Utc>) {
    let store = Store::create(dir.join("store")).expect("a store");
    let state = Arc::new(State::open(store.dir()).expect("a state"));
    (store, state, "2025-03-01T12:00:00Z".parse().expect("a time"))
}

fn grades(store: &Store) -> Vec<Grade> {
    store.list().expect("a list").iter().map(|entry| entry.grade).collect()
}

fn certificates(file: &Path) -> Vec<CertificateDer<'static>> {
    CertificateDer::pem_file_iter(file)
        .expect("a file")
        .map(|certificate| certificate.expect("one"))
        .collect()
}

#[test]
fn a_stamp_and_a_witness_make_grade_a_and_neither_does_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let dir = dir.path();
    let Some(authority) = Authority::new(dir) else { return };
    let (store, state, now) = opened(dir);
    let audited = || audit(&store, &state, &Ledger::new(Arc::clone(&state)), &|| ()).expect("it is read");
    keep(
        &store,
        &state,
        &[
            capture("a", Some("witness-agrees")),
            capture("b", None),
            capture("c", Some("witness-differs")),
            capture("d", Some("witness-absent")),
        ],
    );
    assert_eq!(grades(&store), [Grade::B, Grade::B, Grade::C, Grade::B]);
    let text = checkpointed(&state, &audited(), &dir.join("now.txt"), now);
    keep(&store, &state, &[capture("e", Some("witness-agrees"))]);
    let token = |name: &str| std::fs::read(dir.join(name)).expect("an answer");
    let trusted = certificates(&dir.join("ca.pem"));

    // Certificates of other authorities, or for other uses, and changed tokens prove nothing.
    let stamped = token(&authority.stamp("now.txt"));
    authority.runs(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -config tsa.cnf -extensions ca -keyout o.key -out o.pem",
    );
    let other = certificates(&dir.join("o.pem"));
    let take =
        |token: &[u8], trusted: &[CertificateDer<'_>]| checkpoint::stamp(&store, &state, token, trusted);
    assert!(matches!(take(&stamped, &other), Err(StampError::Token(_))));
    authority.signer("plain", "rsa:2048", "ca");
    assert!(authority.openssl("ts -reply -config tsa.cnf -section t -queryfile now.txt.tsq -signer plain.pem -inkey plain.key -out p.tsr").is_some());
    if let Ok(refused) = std::fs::read(dir.join("p.tsr")) {
        assert!(matches!(take(&refused, &trusted), Err(StampError::Token(_))));
    }
    let imprint = memchr::memmem::find(&stamped, Digest::of(text.as_bytes()).as_bytes()).expect("the digest");
    for at in [imprint, imprint + 31, imprint + 40, stamped.len() - 5] {
        let mut forged = stamped.clone();
        forged[at] ^= 1;
        assert!(take(&forged, &trusted).is_err(), "byte {at}");
    }
    assert!(store.stamps().expect("a list").is_empty(), "what proves nothing is not kept");

    let stamp = take(&stamped, &trusted).expect("it is taken in");
    assert_eq!((stamp.entries, stamp.captures.len()), (4, 4));
    // Only the capture that both vouch for rises; that of after the checkpoint does not.
    let expected = [Grade::A, Grade::B, Grade::C, Grade::B, Grade::B];
    assert_eq!(grades(&store), expected);
    store.rebuild().expect("it is rebuilt");
    assert_eq!(grades(&store), expected, "the grade stands in files and not in the index");
    assert_eq!(grades(&Store::open(store.dir()).expect("a store")), expected);
    assert_eq!((audited().stamps, audited().is_clean()), (1, true));

    // A second stamp holds only what came since, and covers that.
    checkpointed(&state, &audited(), &dir.join("later.txt"), now);
    authority.signer("curve", "ec -pkeyopt ec_paramgen_curve:P-256", "tsa");
    let later = take(&token(&authority.stamp_by("later.txt", "curve")), &trusted).expect("it is taken in");
    assert_eq!(later.captures.len(), 1);
    assert_eq!(grades(&store), [Grade::A, Grade::B, Grade::C, Grade::B, Grade::A]);
    assert_eq!(audited().stamps, 2);
}

#[test]
fn a_stamp_that_was_changed_and_a_log_that_was_rewritten_are_named() {
    let dir = tempfile::tempdir().expect("a folder");
    let dir = dir.path();
    let Some(authority) = Authority::new(dir) else { return };
    let (store, state, now) = opened(dir);
    keep(&store, &state, &[capture("a", Some("witness-agrees"))]);
    let found = audit(&store, &state, &Ledger::new(Arc::clone(&state)), &|| ()).expect("it is read");
    checkpointed(&state, &found, &dir.join("now.txt"), now);
    let token = std::fs::read(dir.join(authority.stamp("now.txt"))).expect("an answer");
    checkpoint::stamp(&store, &state, &token, &certificates(&dir.join("ca.pem"))).expect("it is taken in");
    assert_eq!(grades(&store), [Grade::A]);

    // A log of the same captures that was made anew has other links.
    let other = Arc::new(State::in_memory().expect("a state"));
    let draft = Draft::capture(&store.list().expect("a list")[0], now);
    other.write(|transaction| Ok(log::append(transaction, &[draft])?)).expect("it is logged");
    let found = audit(&store, &other, &Ledger::new(Arc::clone(&other)), &|| ()).expect("it is read");
    assert!(
        found.damage.iter().any(|damage| damage.reason.contains("not the one that an authority stamped"))
    );

    // Other bytes of the stamp cover nothing, and are named.
    let file = store.stamps().expect("a list").remove(0).0;
    let path = store.dir().join(&file);
    let mut bytes = std::fs::read(&path).expect("a stamp");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x20;
    bytes.push(0);
    std::fs::write(&path, &bytes).expect("a file");
    let store = Store::open(store.dir()).expect("a store");
    assert_eq!(grades(&store), [Grade::B]);
    let health = store.check(|| ()).expect("it is checked");
    assert_eq!(health.damaged.len(), 1, "{health:?}");
    let found = audit(&store, &state, &Ledger::new(Arc::clone(&state)), &|| ()).expect("it is read");
    assert!(found.damage.iter().any(|damage| damage.reason.contains("does not hold")), "{found:?}");
}
