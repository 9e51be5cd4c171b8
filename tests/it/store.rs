//! The contract that every store of captures keeps, and what only the folder must do.

use std::fs;
use std::io::Read;
use std::path::Path;

use chrono::{DateTime, Utc};
use claim_verifier::capture::{Capture, Digest, Hop, Method, Note};
use claim_verifier::snapshot::{Captures, MemoryStore, Store, StoreError, archive};
use proptest::prelude::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time of a test")
}

fn brought(url: &str, text: &str, time: &str) -> Capture {
    Capture::brought(url, text.into(), Method::Abstract, "a tester", at(time))
}

fn fetched(url: &str, status: u16, text: &str, time: &str) -> Capture {
    let mut capture = brought(url, text, time);
    capture.method = Method::Fetched;
    capture.status = Some(status);
    capture.headers = vec![("content-type".into(), "text/html".into())];
    capture.media_type = Some("text/html".into());
    capture.request = vec![("host".into(), "a.example".into())];
    capture
}

/// Every file of a store that is a capture.
fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir)
        .expect("the store is there")
        .flat_map(|folder| fs::read_dir(folder.expect("an entry").path()).into_iter().flatten())
        .map(|file| file.expect("an entry").path())
        .filter(|file| file.to_string_lossy().ends_with(".warc.gz"))
        .collect();
    files.sort();
    files
}

fn contract(store: &dyn Captures) {
    let url = "https://mill.example/report";
    let first = brought(url, "The mill shipped 1,200 bales.", "2025-03-01T10:00:00Z");
    let second = brought("http://www.mill.example/report/", "It shipped 1,250.", "2025-03-02T10:00:00Z");
    let mut part = brought(url, "Part two.", "2025-03-03T10:00:00Z");
    part.part = Some("2".into());
    let refused = fetched(url, 503, "come back later", "2025-03-04T10:00:00Z");

    assert!(store.list().unwrap().is_empty());
    assert_eq!(store.newest(url, None).unwrap(), None);
    for capture in [&first, &second, &part, &refused] {
        assert_eq!(store.put(capture).unwrap(), capture.digest());
        assert_eq!(store.put(capture).unwrap(), capture.digest(), "keeping twice is keeping once");
    }
    assert_eq!(store.list().unwrap().len(), 4);
    assert_eq!(store.get(&first.digest()).unwrap(), first);
    assert_eq!(store.get(&refused.digest()).unwrap(), refused);

    // The newest that speaks: the refusal is passed over, and a part is another document.
    assert_eq!(store.newest(url, None).unwrap().unwrap().digest, second.digest());
    assert_eq!(store.newest(url, Some("2")).unwrap().unwrap().digest, part.digest());
    assert_eq!(store.newest(url, Some("3")).unwrap(), None);
    let history = store.history(url, None).unwrap();
    let digests: Vec<Digest> = history.iter().map(|entry| entry.digest).collect();
    assert_eq!(digests, [refused.digest(), second.digest(), first.digest()]);
    assert_eq!(store.read(&history[2]).unwrap(), first);

    assert_eq!(store.pinned(&first.digest().short()).unwrap().digest, first.digest());
    assert!(matches!(store.pinned("0123456789ab"), Err(StoreError::Unknown { .. })));
    let absent = Digest::of(b"never kept");
    assert!(matches!(store.get(&absent), Err(StoreError::Unknown { .. })));

    // One payload under two addresses of one host in one second: two captures.
    let twin = |path: &str| brought(&format!("https://twin.example/{path}"), "same", "2025-03-05T10:00:00Z");
    store.put(&twin("a")).unwrap();
    store.put(&twin("b")).unwrap();
    assert_eq!(store.newest("https://twin.example/a", None).unwrap().unwrap().url, "https://twin.example/a");
    assert_eq!(store.newest("https://twin.example/b", None).unwrap().unwrap().url, "https://twin.example/b");

    // Sixteen digests that share no first digit do not exist, so one digit is ambiguous.
    for turn in 0..17 {
        store.put(&brought("urn:verify:many", &format!("text {turn}"), "2025-03-06T10:00:00Z")).unwrap();
    }
    let ambiguous =
        (0..16).any(|digit| matches!(store.pinned(&format!("{digit:x}")), Err(StoreError::Ambiguous { .. })));
    assert!(ambiguous);
}

#[test]
fn memory_keeps_the_contract() {
    contract(&MemoryStore::new());
}

#[test]
fn a_folder_keeps_the_contract() {
    let dir = tempfile::tempdir().unwrap();
    contract(&Store::open(dir.path().join("snapshots")).unwrap());
}

#[test]
fn a_store_is_found_again_with_and_without_its_index() {
    let dir = tempfile::tempdir().unwrap();
    let capture = brought("urn:verify:paper", "Twelve mills.", "2025-03-01T10:00:00Z");
    Store::open(dir.path()).unwrap().put(&capture).unwrap();
    let seen = || Store::open(dir.path()).unwrap().list().unwrap();
    let entries = seen();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].file, format!("urn_verify/20250301T100000Z-{}.warc.gz", capture.digest().short()));
    fs::remove_file(dir.path().join("index.sqlite")).unwrap();
    assert_eq!(seen(), entries);
    fs::write(dir.path().join("index.sqlite"), "not a database, and longer than a header of one").unwrap();
    assert_eq!(seen(), entries);
    assert_eq!(Store::open(dir.path()).unwrap().get(&capture.digest()).unwrap(), capture);
}

#[test]
fn the_same_capture_gives_the_same_file() {
    let capture = fetched("https://mill.example/", 200, "Twelve mills.", "2025-03-01T10:00:00Z");
    let bytes = || {
        let dir = tempfile::tempdir().unwrap();
        Store::open(dir.path()).unwrap().put(&capture).unwrap();
        fs::read(&files(dir.path())[0]).unwrap()
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn a_store_without_a_folder_is_empty_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path().join("none")).unwrap();
    assert!(store.list().unwrap().is_empty());
    assert!(store.check(|| {}).unwrap().is_clean());
    assert!(!dir.path().join("none").exists());
}

#[test]
fn check_names_what_is_damaged_missing_and_foreign() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for turn in 0..4 {
        let text = format!("Mill {turn} shipped {turn}00 bales.");
        store
            .put(&brought("https://mill.example/", &text, &format!("2025-03-0{}T10:00:00Z", turn + 1)))
            .unwrap();
    }
    assert!(store.check(|| {}).unwrap().is_clean());
    assert_eq!(store.check(|| {}).unwrap().sound, 4);

    let files = files(dir.path());
    let relative = |file: &Path| file.strip_prefix(dir.path()).unwrap().to_string_lossy().replace('\\', "/");
    let mut bytes = fs::read(&files[0]).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&files[0], bytes).unwrap();
    fs::remove_file(&files[1]).unwrap();
    let renamed = files[2].with_file_name("20250303T100000Z-000000000000.warc.gz");
    fs::rename(&files[2], &renamed).unwrap();
    fs::write(dir.path().join("mill.example/notes.txt"), "mine").unwrap();
    fs::write(dir.path().join("stray.bin"), "mine").unwrap();
    fs::write(dir.path().join("tmp/w123"), "half").unwrap();

    let health = store.check(|| {}).unwrap();
    assert_eq!(health.sound, 1);
    let damaged: Vec<&str> = health.damaged.iter().map(|(file, _)| file.as_str()).collect();
    assert_eq!(damaged, [relative(&files[0]), relative(&renamed)]);
    assert_eq!(health.missing, [relative(&files[1]), relative(&files[2])]);
    assert_eq!(health.foreign, ["mill.example/notes.txt", "stray.bin"]);
    assert_eq!(health.unfinished, 1);

    // A rebuilt index forgets what is gone.
    store.rebuild().unwrap();
    assert!(store.check(|| {}).unwrap().missing.is_empty());
}

#[test]
fn every_changed_byte_of_a_payload_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let capture = fetched("https://mill.example/", 200, "Twelve mills shipped.", "2025-03-01T10:00:00Z");
    store.put(&capture).unwrap();
    let file = files(dir.path()).remove(0);
    let whole = fs::read(&file).unwrap();
    let mut unnoticed = 0;
    for place in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        fs::write(&file, &bytes).unwrap();
        let entry = &store.list().unwrap()[0];
        match store.read(entry) {
            Err(StoreError::Damaged { .. }) => {}
            Ok(read) => {
                assert_eq!(read, capture, "byte {place}");
                unnoticed += 1;
            }
            Err(other) => panic!("byte {place}: {other}"),
        }
    }
    // Six bytes of each gzip header (time, flags, system) and the padding bits at the end of each
    // deflate stream say nothing about the content.
    assert!(unnoticed <= 4 * (6 + 1), "{unnoticed}");
    for length in 0..whole.len() {
        fs::write(&file, &whole[..length]).unwrap();
        assert!(!store.check(|| {}).unwrap().is_clean(), "cut to {length} bytes");
    }
}

/// The checksum of gzip is out of the way here: the digests alone see to every byte of an answer, head and body.
#[test]
fn digests_cover_every_byte_of_an_answer() {
    let mut capture = fetched("https://mill.example/", 200, "Twelve mills shipped.", "2025-03-01T10:00:00Z");
    capture.hops = vec![Hop {
        url: "http://mill.example/".into(),
        status: 301,
        headers: vec![("location".into(), "https://mill.example/".into())],
        request: vec![("host".into(), "mill.example".into())],
        payload: b"moved".to_vec(),
        peer: None,
    }];
    let mut plain = Vec::new();
    let packed = archive::bytes(&capture, "a.warc.gz");
    flate2::read::MultiGzDecoder::new(&packed[..]).read_to_end(&mut plain).unwrap();
    assert_eq!(archive::read(&plain).unwrap(), capture);
    let text = String::from_utf8(plain.clone()).unwrap();
    let answers: Vec<usize> = text.match_indices("HTTP/1.1 ").map(|(at, _)| at).collect();
    assert_eq!(answers.len(), 2);
    for start in answers {
        let end = start + text[start..].find("\r\n\r\nWARC/1.1").unwrap();
        for place in start..end {
            for bit in [1, 0x10, 0x80] {
                let mut changed = plain.clone();
                changed[place] ^= bit;
                assert!(archive::read(&changed).is_err(), "byte {place}: {:?}", char::from(changed[place]));
            }
        }
    }
}

#[test]
fn two_processes_write_one_store() {
    let dir = tempfile::tempdir().unwrap();
    let threads: Vec<_> = (0..4)
        .map(|writer| {
            let dir = dir.path().to_owned();
            std::thread::spawn(move || {
                // Each opens the store for itself, as a process of its own would.
                let store = Store::open(dir).unwrap();
                for turn in 0..20 {
                    let text = format!("bale {}", turn + writer % 2);
                    store.put(&brought("https://mill.example/", &text, "2025-03-01T10:00:00Z")).unwrap();
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.list().unwrap().len(), 21);
    assert_eq!(store.check(|| {}).unwrap().sound, 21);
}

fn text() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[ -~éß→\\n\\\\]{0,30}").expect("a pattern")
}

/// Names and values as a client gives them: tokens, and lines without spaces at the ends.
fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    proptest::collection::vec(("[a-z][a-z-]{0,12}", "([!-~ÿé]([ -~]{0,10}[!-~])?)?"), 0..4)
}

prop_compose! {
    fn hop()(
        path in "[a-z]{0,8}", status in 300u16..400, headers in headers(), request in headers(),
        payload in proptest::collection::vec(any::<u8>(), 0..40),
    ) -> Hop {
        let url = format!("https://hop.example/{path}");
        Hop { url, status, headers, request, payload, peer: Some("192.0.2.1".into()) }
    }
}

prop_compose! {
    fn any_capture()(
        url in "(https://mill.example/[a-z]{0,9}|urn:verify:[a-z]{1,9})",
        payload in proptest::collection::vec(any::<u8>(), 0..600),
        status in proptest::option::of(200u16..600),
        (headers, request) in (headers(), headers()),
        hops in proptest::collection::vec(hop(), 0..3),
        (by, part, detail) in (text(), proptest::option::of(text()), text()),
        method in proptest::sample::select(Method::ALL.to_vec()),
        second in 0i64..4_000_000_000,
        (secure, truncated) in (any::<bool>(), proptest::option::of("length|time|disconnect")),
    ) -> Capture {
        let at = DateTime::from_timestamp(second, 0).expect("a time in range");
        let mut capture = Capture::brought(&url, payload, method, &by, at);
        capture.part = part;
        capture.notes = vec![Note { name: "a-note".into(), detail }];
        capture.secure = secure;
        capture.truncated = truncated;
        capture.media_type = Some("text/plain; charset=utf-8".into());
        if let Some(status) = status {
            capture.final_url = "https://mill.example/elsewhere".into();
            capture.status = Some(status);
            (capture.headers, capture.request, capture.hops) = (headers, request, hops);
            capture.peer = Some("2001:db8::1".into());
        }
        capture
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn a_capture_comes_back_as_it_was(capture in any_capture()) {
        let bytes = claim_verifier::snapshot::archive::bytes(&capture, "20250301T100000Z-000000000000.warc.gz");
        let read = claim_verifier::snapshot::archive::read(&bytes).expect("what was written can be read");
        prop_assert_eq!(read, capture);
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        drop(claim_verifier::snapshot::archive::read(&bytes));
        let mut plain = b"WARC/1.1\r\n".to_vec();
        plain.extend(bytes);
        drop(claim_verifier::snapshot::archive::read(&plain));
    }
}
