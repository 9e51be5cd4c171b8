//! Fetching against loopback servers: what is kept, what is refused, and what a bad server can do.

use std::io::Write as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use claim_verifier::capture::fetch::{FetchError, Fetcher, Options, Request};
use claim_verifier::capture::{Capture, Grade, Method, State};
use claim_verifier::snapshot::archive;

use crate::double::{Double, Step, answer, html, missing, redirect};

/// Options for loopback: short limits, no pause.
pub fn options() -> Options {
    // One provider a process; the first installation stays.
    drop(rustls::crypto::ring::default_provider().install_default());
    let mut options = Options::new(Arc::new(|| "2025-03-01T10:00:00.5Z".parse().expect("a time")));
    options.policy.allow = vec!["127.0.0.0/8".parse().expect("a network")];
    options.gap = Duration::ZERO;
    options.limits.retries = 0;
    options.limits.back_off = Duration::from_millis(10);
    options
}

pub fn fetch(options: Options, url: &str) -> Result<Capture, FetchError> {
    fetch_request(options, Request { url: url.to_owned(), ..Request::default() })
}

pub fn fetch_request(options: Options, request: Request) -> Result<Capture, FetchError> {
    let fetcher = Arc::new(Fetcher::new(options).expect("a client"));
    let mut outcome = None;
    fetcher.run([request], |_, fetched| outcome = Some(fetched)).expect("a runtime");
    outcome.expect("one request has one outcome")
}

/// A server of one document; robots.txt is missing.
fn serving(steps: impl Fn() -> Vec<Step> + Send + Sync + 'static) -> Double {
    Double::start(move |seen| if seen.path == "/robots.txt" { missing() } else { steps() })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn an_answer_is_kept_as_it_came() {
    let body = gzip(b"<p>Twelve mills shipped.</p>");
    let sent = body.clone();
    let server = serving(move || {
        let headers = [
            ("Content-Type", "text/html"),
            ("Content-Encoding", "gzip"),
            ("X-Name", "gr\u{fc}n"),
            ("Etag", "\"1\""),
        ];
        answer(200, &headers, &sent)
    });
    let url = server.url("/report?year=2019#part");
    let capture = fetch(options(), &url).unwrap();
    assert_eq!(
        (capture.url.as_str(), capture.final_url.as_str()),
        (url.as_str(), server.url("/report?year=2019").as_str())
    );
    assert_eq!(capture.payload, body, "the payload is what was sent, coding and all");
    assert_eq!(capture.content().unwrap().as_ref(), b"<p>Twelve mills shipped.</p>");
    assert_eq!(
        (capture.status, capture.method, capture.state()),
        (Some(200), Method::Fetched, State::Complete)
    );
    assert_eq!(capture.grade(), Grade::C, "no TLS");
    assert_eq!(capture.peer.as_deref(), Some("127.0.0.1"));
    assert_eq!(capture.at.to_rfc3339(), "2025-03-01T10:00:00+00:00");
    assert_eq!(capture.header("etag"), Some("\"1\""));
    let seen = server.seen().remove(0);
    assert_eq!(seen.path, "/report?year=2019");
    assert!(seen.header("user-agent").unwrap().starts_with("claim-verifier/"));
    assert_eq!(seen.header("cookie"), None);
    for (name, value) in &capture.request {
        assert_eq!(seen.header(name), Some(value.as_str()), "the request on record is the one sent");
    }
    assert_eq!(archive::read(&archive::bytes(&capture, "x.warc.gz")).unwrap(), capture);
}

#[test]
fn every_hop_is_kept() {
    let server = Double::start(|seen| match seen.path.as_str() {
        "/a" => redirect(301, "/b?x=1"),
        "/b?x=1" => redirect(302, "c"),
        "/c" => html("here"),
        _ => missing(),
    });
    let capture = fetch(options(), &server.url("/a")).unwrap();
    assert_eq!(capture.final_url, server.url("/c"));
    let hops: Vec<(u16, &str)> = capture.hops.iter().map(|hop| (hop.status, hop.url.as_str())).collect();
    assert_eq!(hops, [(301, server.url("/a").as_str()), (302, server.url("/b?x=1").as_str())]);
    assert_eq!(capture.hops[0].payload, b"moved");
    assert_eq!(archive::read(&archive::bytes(&capture, "x.warc.gz")).unwrap(), capture);
}

#[test]
fn redirects_end() {
    let server = serving(|| redirect(302, "/again"));
    assert!(matches!(fetch(options(), &server.url("/again")), Err(FetchError::Hops { hops: 10, .. })));
    assert_eq!(server.seen().len(), 11);
}

#[test]
fn a_redirect_leads_only_where_an_address_may() {
    let secret = Double::start(|_| html("secret"));
    let inside = format!("http://127.0.0.2:{}/", secret.port());
    for location in [
        "file:///etc/hostname",
        "data:text/html,hello",
        "ftp://127.0.0.1/",
        "javascript:alert(1)",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://0x7f.0.0.2/",
        "http://user@127.0.0.1/",
        inside.as_str(),
    ] {
        let target = location.to_owned();
        let server = serving(move || redirect(302, &target));
        let mut options = options();
        options.policy.allow = vec!["127.0.0.1/32".parse().unwrap()];
        let error = fetch(options, &server.url("/")).unwrap_err();
        assert!(error.is_refusal(), "{location}: {error}");
    }
    assert!(secret.seen().is_empty());
}

#[test]
fn addresses_that_are_not_public_are_refused_before_a_connection() {
    let server = Double::start(|_| html("secret"));
    let port = server.port();
    for host in [
        "127.0.0.1",
        "0x7f000001",
        "0177.0.0.1",
        "2130706433",
        "127.1",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "localhost",
    ] {
        let mut options = options();
        options.policy.allow.clear();
        let error = fetch(options, &format!("http://{host}:{port}/")).unwrap_err();
        assert!(matches!(error, FetchError::Address(_)), "{host}: {error}");
        assert!(error.to_string().contains("--allow-network"), "{error}");
    }
    assert_eq!(server.busiest(), 0);
}

#[test]
fn a_name_that_changes_its_mind_gains_nothing() {
    let server = Double::start(|_| html("secret"));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let mut options = options();
    options.policy.allow.clear();
    // The first answer looks public, every later one is this machine: a check that resolves twice
    // would dial it.
    options.lookup = Some(Arc::new(move |_| {
        let first = count.fetch_add(1, Ordering::SeqCst) == 0;
        let address: IpAddr = if first { "192.0.2.1" } else { "127.0.0.1" }.parse().expect("an address");
        Ok(vec![address])
    }));
    for _ in 0..2 {
        let error = fetch(options.clone(), &format!("http://rebind.example:{}/", server.port())).unwrap_err();
        assert!(matches!(error, FetchError::Address(_)), "{error}");
    }
    // One private answer among public ones is refused as well.
    options.lookup =
        Some(Arc::new(|_| Ok(vec!["8.8.8.8".parse().expect("a"), "127.0.0.1".parse().expect("b")])));
    assert!(matches!(fetch(options, "http://mixed.example/"), Err(FetchError::Address(_))));
    assert_eq!(server.busiest(), 0);
}

#[test]
fn addresses_that_two_programs_read_differently_are_refused() {
    for url in
        ["http://127.0.0.1\\@a.example/", "http://a@127.0.0.1/", "file:///etc/hostname", "data:,x", "x"]
    {
        assert!(fetch(options(), url).unwrap_err().is_refusal(), "{url}");
    }
}

#[test]
fn robots_txt_is_obeyed_or_its_passing_recorded() {
    let server = Double::start(|seen| match seen.path.as_str() {
        "/robots.txt" => answer(200, &[], "User-agent: claim-verifier\nDisallow: /closed\n"),
        _ => html("here"),
    });
    assert!(fetch(options(), &server.url("/open")).is_ok());
    let error = fetch(options(), &server.url("/closed/a")).unwrap_err();
    assert!(matches!(error, FetchError::Robots { .. }) && error.is_refusal());
    assert_eq!(server.seen().len(), 1);
    let mut past = options();
    past.obey_robots = false;
    let capture = fetch(past, &server.url("/closed/a")).unwrap();
    assert_eq!(capture.notes[0].name, "robots-ignored");

    // A site that cannot tell its rules is left alone.
    let silent =
        Double::start(|seen| if seen.path == "/robots.txt" { answer(500, &[], "") } else { html("x") });
    let error = fetch(options(), &silent.url("/")).unwrap_err();
    assert!(
        matches!(&error, FetchError::Unreachable { reason, .. } if reason.contains("robots.txt")),
        "{error}"
    );
    assert!(silent.seen().is_empty());
}

#[test]
fn what_is_cut_short_is_kept_as_cut() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n".to_vec();
    let server = serving(move || vec![Step::Send(head.clone()), Step::Send(b"half of it".to_vec())]);
    let capture = fetch(options(), &server.url("/")).unwrap();
    assert_eq!(capture.payload, b"half of it");
    assert_eq!((capture.truncated.as_deref(), capture.state()), (Some("disconnect"), State::Truncated));

    let long = serving(|| answer(200, &[], vec![b'x'; 5000]));
    let mut short = options();
    short.limits.bytes = 1000;
    let capture = fetch(short, &long.url("/")).unwrap();
    assert_eq!((capture.payload.len(), capture.truncated.as_deref()), (1000, Some("length")));
    let kept = archive::read(&archive::bytes(&capture, "x.warc.gz")).unwrap();
    assert_eq!(kept.state(), State::Truncated);
}

#[test]
fn slow_and_endless_bodies_end() {
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let chunk = |size: usize| format!("{size:x}\r\n{}\r\n", "x".repeat(size)).into_bytes();
    let quick = || {
        let mut options = options();
        options.limits.idle = Duration::from_millis(300);
        options.limits.total = Duration::from_secs(2);
        options.limits.head = Duration::from_secs(1);
        options
    };
    let started = Instant::now();
    let (first, small) = (head.clone(), chunk(1));
    let trickle = serving(move || {
        vec![Step::Send(first.clone()), Step::Forever(small.clone(), Duration::from_millis(50))]
    });
    let capture = fetch(quick(), &trickle.url("/")).unwrap();
    assert_eq!(capture.truncated.as_deref(), Some("time"));

    let (first, large) = (head.clone(), chunk(4096));
    let flood =
        serving(move || vec![Step::Send(first.clone()), Step::Forever(large.clone(), Duration::ZERO)]);
    let mut capped = quick();
    capped.limits.bytes = 100_000;
    let capture = fetch(capped, &flood.url("/")).unwrap();
    assert_eq!((capture.payload.len(), capture.truncated.as_deref()), (100_000, Some("length")));
    assert!(capture.header("transfer-encoding").is_none(), "the stored body has no chunks");

    let first = head.clone();
    let stuck = serving(move || vec![Step::Send(first.clone()), Step::Wait(Duration::from_secs(5))]);
    assert_eq!(fetch(quick(), &stuck.url("/")).unwrap().truncated.as_deref(), Some("time"));

    let silent = serving(|| vec![Step::Wait(Duration::from_secs(5))]);
    assert!(matches!(fetch(quick(), &silent.url("/")), Err(FetchError::Unreachable { retry: true, .. })));
    assert!(started.elapsed() < Duration::from_secs(15), "each ended by its limit");
}

#[test]
fn too_many_headers_are_refused() {
    let many: String = (0..200).map(|n| format!("X-{n}: 1\r\n")).collect();
    let server = serving(move || {
        vec![Step::Send(format!("HTTP/1.1 200 OK\r\n{many}Content-Length: 0\r\n\r\n").into_bytes())]
    });
    assert!(matches!(fetch(options(), &server.url("/")), Err(FetchError::Unreachable { .. })));
    let huge = format!("X-Long: {}\r\n", "y".repeat(100_000));
    let server = serving(move || {
        vec![Step::Send(format!("HTTP/1.1 200 OK\r\n{huge}Content-Length: 0\r\n\r\n").into_bytes())]
    });
    assert!(matches!(fetch(options(), &server.url("/")), Err(FetchError::Unreachable { retry: false, .. })));
}

#[test]
fn a_bomb_is_kept_but_never_unfolded() {
    let bomb = gzip(&vec![0; 70 << 20]);
    let server = serving(move || answer(200, &[("Content-Encoding", "gzip")], &bomb));
    let capture = fetch(options(), &server.url("/")).unwrap();
    assert!(capture.payload.len() < 1 << 20);
    assert!(capture.content().is_err());
}

#[test]
fn a_busy_server_is_asked_again_when_it_says() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let server = serving(move || match count.fetch_add(1, Ordering::SeqCst) {
        0 => answer(503, &[], "busy"),
        1 => answer(429, &[("Retry-After", "1")], "too many"),
        _ => html("here"),
    });
    let mut patient = options();
    patient.limits.retries = 3;
    let started = Instant::now();
    let capture = fetch(patient, &server.url("/")).unwrap();
    assert_eq!((capture.status, server.seen().len()), (Some(200), 3));
    assert!(started.elapsed() >= Duration::from_secs(1), "the pause it asked for was kept");
    assert_eq!(
        (capture.notes[0].name.as_str(), capture.notes[0].detail.as_str()),
        ("retried", "after 503; 429")
    );

    // A pause longer than we wait: the answer is kept as what it is, and never as "gone".
    let server = serving(|| answer(429, &[("Retry-After", "3600")], "Rate limit exceeded"));
    let mut patient = options();
    patient.limits.retries = 3;
    assert_eq!(fetch(patient, &server.url("/")).unwrap().state(), State::RateLimited);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_host_is_never_hurried() {
    let server = Double::start(|seen| match seen.path.as_str() {
        "/robots.txt" => missing(),
        _ => {
            let mut steps = vec![Step::Wait(Duration::from_millis(60))];
            steps.extend(html("here"));
            steps
        }
    });
    let mut polite = options();
    polite.per_host = 2;
    polite.gap = Duration::from_millis(40);
    let fetcher = Arc::new(Fetcher::new(polite).unwrap());
    let requests = (0..8).map(|n| Request { url: server.url(&format!("/{n}")), ..Request::default() });
    let (started, mut count) = (Instant::now(), 0);
    fetcher.run(requests, |_, outcome| count += usize::from(outcome.is_ok())).unwrap();
    assert_eq!(count, 8);
    assert!(server.busiest() <= 2, "{} at once", server.busiest());
    assert!(started.elapsed() >= Duration::from_millis(8 * 40));
}

#[test]
fn validators_are_sent_and_a_304_comes_back_as_one() {
    let server = Double::start(|seen| match (seen.path.as_str(), seen.header("if-none-match")) {
        ("/robots.txt", _) => missing(),
        (_, Some("\"7\"")) => vec![Step::Send(b"HTTP/1.1 304 Not Modified\r\nETag: \"7\"\r\n\r\n".to_vec())],
        _ => html("here"),
    });
    let request = Request { url: server.url("/"), etag: Some("\"7\"".into()), ..Request::default() };
    let capture = fetch_request(options(), request).unwrap();
    assert_eq!((capture.status, capture.payload.len()), (Some(304), 0));
}

#[test]
fn the_environment_names_no_proxy_for_us() {
    // The child process sets the variable; in this one it would disturb other tests.
    let server = serving(|| html("direct"));
    let dir = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_verify"))
        .args(["capture", &server.url("/"), "--allow-network", "127.0.0.1", "--format", "json"])
        .envs([
            ("http_proxy", "http://127.0.0.1:9"),
            ("HTTP_PROXY", "http://127.0.0.1:9"),
            ("ALL_PROXY", "http://127.0.0.1:9"),
        ])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((answer["state"].as_str(), answer["grade"].as_str()), (Some("complete"), Some("C")));
    assert!(dir.path().join(answer["file"].as_str().unwrap()).is_file());
}
