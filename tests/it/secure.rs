//! Fetching over TLS: what is verified, what is refused, and what a redirect may not carry along.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use claim_verifier::capture::fetch::{FetchError, Options};
use claim_verifier::capture::{Grade, State};

use crate::capture::{fetch, options};
use crate::double::{Double, answer, html, missing};

/// A server with a certificate for `localhost`, which says the same to everyone; gives its port and the certificate.
fn secure(answer: &'static str) -> (u16, Vec<u8>) {
    drop(rustls::crypto::ring::default_provider().install_default());
    let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    serving(key.cert.der().clone(), key.signing_key.serialize_der(), answer)
}

/// A server with that certificate and key.
fn serving(
    certificate: rustls::pki_types::CertificateDer<'static>,
    key: Vec<u8>,
    answer: &'static str,
) -> (u16, Vec<u8>) {
    let private = rustls::pki_types::PrivateKeyDer::try_from(key).expect("a key");
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], private)
        .expect("a configuration");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            std::thread::spawn(move || {
                let Ok(connection) = rustls::ServerConnection::new(config) else { return };
                let mut tls = rustls::StreamOwned::new(connection, stream);
                let mut request = [0; 4096];
                // A client that does not trust the certificate goes here.
                if tls.read(&mut request).is_ok() {
                    drop(tls.write_all(answer.as_bytes()));
                    tls.conn.send_close_notify();
                    drop(tls.flush());
                }
            });
        }
    });
    (port, certificate.to_vec())
}

/// A server of HTTP/2 alone with a certificate for `localhost`; `headers` are added to every answer.
fn secure_h2(headers: Vec<(String, String)>) -> (u16, Vec<u8>) {
    drop(rustls::crypto::ring::default_provider().install_default());
    let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let certificate = key.cert.der().to_vec();
    let private = rustls::pki_types::PrivateKeyDer::try_from(key.signing_key.serialize_der()).expect("a key");
    let mut config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![key.cert.der().clone()], private)
        .expect("a configuration");
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket");
    let port = listener.local_addr().expect("bound").port();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, headers) = (acceptor.clone(), headers.clone());
                tokio::spawn(async move {
                    let Ok(tls) = acceptor.accept(stream).await else { return };
                    let Ok(mut connection) = h2::server::handshake(tls).await else { return };
                    while let Some(Ok((request, respond))) = connection.accept().await {
                        speak(&request, respond, &headers);
                    }
                });
            }
        });
    });
    (port, certificate)
}

/// Answers one request: a tag, a redirect, a 304 or a page, by its path.
fn speak(
    request: &http::Request<h2::RecvStream>,
    mut respond: h2::server::SendResponse<bytes::Bytes>,
    headers: &[(String, String)],
) {
    let path = request.uri().path().to_owned();
    let known = request.headers().get("if-none-match").is_some_and(|tag| tag == "\"7\"");
    let mut response = http::Response::builder().header("content-type", "text/html");
    for (name, value) in headers {
        response = response.header(name, value);
    }
    let (response, body) = match path.as_str() {
        "/robots.txt" => (response.status(404), ""),
        "/old" => (response.status(301).header("location", "/page"), "moved"),
        _ if known => (response.status(304), ""),
        _ => (response.header("etag", "\"7\""), "<p>The mill shipped 1,200 bales.</p>"),
    };
    let response = response.body(()).expect("a response");
    if let Ok(mut stream) = respond.send_response(response, body.is_empty()) {
        drop(stream.send_data(bytes::Bytes::from_static(body.as_bytes()), true));
    }
}

#[test]
fn http_2_is_spoken_and_kept_like_any_other() {
    let (port, certificate) = secure_h2(Vec::new());
    let mut options = trusting(certificate);
    options.obey_robots = true;
    let capture = fetch(options.clone(), &format!("https://localhost:{port}/old")).unwrap();
    assert_eq!((capture.status, capture.grade()), (Some(200), Grade::B));
    assert_eq!(capture.payload, b"<p>The mill shipped 1,200 bales.</p>");
    let hops: Vec<(u16, &[u8])> = capture.hops.iter().map(|hop| (hop.status, &hop.payload[..])).collect();
    assert_eq!(hops, [(301, &b"moved"[..])]);
    let kept = claim_verifier::snapshot::archive::bytes(&capture, "x.warc.gz");
    assert_eq!(claim_verifier::snapshot::archive::read(&kept).unwrap(), capture);
    let request = claim_verifier::capture::fetch::Request {
        url: format!("https://localhost:{port}/page"),
        etag: capture.header("etag").map(str::to_owned),
        ..Default::default()
    };
    let again = crate::capture::fetch_request(options, request).unwrap();
    assert_eq!((again.status, again.payload.len()), (Some(304), 0));
}

#[test]
fn a_flood_of_headers_over_http_2_is_refused() {
    for headers in [
        (0..4_000).map(|n| (format!("x-{n}"), "1".to_owned())).collect::<Vec<_>>(),
        vec![("x-long".to_owned(), "y".repeat(100_000))],
    ] {
        let (port, certificate) = secure_h2(headers);
        let error = fetch(trusting(certificate), &format!("https://localhost:{port}/page")).unwrap_err();
        assert!(matches!(error, FetchError::Unreachable { .. }), "{error}");
    }
}

#[test]
fn a_certificate_that_is_over_is_none() {
    drop(rustls::crypto::ring::default_provider().install_default());
    let mut parameters = rcgen::CertificateParams::new(["localhost".to_owned()]).expect("a name");
    parameters.not_before = rcgen::date_time_ymd(2001, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(2002, 1, 1);
    let key = rcgen::KeyPair::generate().expect("a key");
    let certificate = parameters.self_signed(&key).expect("a certificate");
    let (port, _) = serving(certificate.der().clone(), key.serialize_der(), PAGE);
    let error =
        fetch(trusting(certificate.der().to_vec()), &format!("https://localhost:{port}/")).unwrap_err();
    assert!(matches!(&error, FetchError::Unreachable { retry: false, .. }), "{error:?}");
}

fn trusting(certificate: Vec<u8>) -> Options {
    let mut options = options();
    options.roots = vec![certificate];
    options.obey_robots = false;
    options
}

const PAGE: &str =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 8\r\nConnection: close\r\n\r\n<p>a</p>";

#[test]
fn verified_tls_is_grade_b_and_an_unknown_certificate_is_no_answer() {
    let (port, certificate) = secure(PAGE);
    let url = format!("https://localhost:{port}/");
    let capture = fetch(trusting(certificate), &url).unwrap();
    assert_eq!((capture.grade(), capture.secure, capture.state()), (Grade::B, true, State::Complete));
    let mut options = options();
    options.obey_robots = false;
    let error = fetch(options, &url).unwrap_err();
    // Asking again does not help, and it is no sign that nobody is there.
    assert!(matches!(&error, FetchError::Unreachable { retry: false, dead: false, .. }), "{error:?}");
    // A certificate for another name is no better.
    let (port, certificate) = secure(PAGE);
    let error = fetch(trusting(certificate), &format!("https://127.0.0.1:{port}/")).unwrap_err();
    assert!(matches!(error, FetchError::Unreachable { retry: false, .. }), "{error}");
}

#[test]
fn a_way_down_from_tls_is_on_record_and_lowers_the_grade() {
    // The target is fixed before its server stands, so a port is taken first.
    let plain = Double::start(|_| html("here"));
    let answer = format!(
        "HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        plain.url("/page")
    );
    let (port, certificate) = secure(Box::leak(answer.into_boxed_str()));
    let capture = fetch(trusting(certificate), &format!("https://localhost:{port}/")).unwrap();
    assert_eq!((capture.grade(), capture.secure), (Grade::C, false));
    assert!(capture.notes.iter().any(|note| note.name == "downgraded"), "{:?}", capture.notes);
}

#[test]
fn cookies_are_never_sent_back() {
    let server = Double::start(|seen| match seen.path.as_str() {
        "/robots.txt" => missing(),
        "/first" => answer(302, &[("Set-Cookie", "visitor=7; Path=/"), ("Location", "/second")], ""),
        _ => html("here"),
    });
    let capture = fetch(options(), &server.url("/first")).unwrap();
    assert_eq!(capture.hops.len(), 1);
    for seen in server.seen() {
        for name in ["cookie", "authorization", "referer"] {
            assert_eq!(seen.header(name), None, "{name} on {}", seen.path);
        }
    }
}

#[test]
fn validators_stay_with_the_address_they_are_of() {
    // A new address that says "nothing changed" to the old address's tag would hide what it shows.
    let server = Double::start(|seen| match (seen.path.as_str(), seen.header("if-none-match")) {
        ("/robots.txt", _) => missing(),
        ("/old", Some(_)) => crate::double::redirect(301, "/new"),
        ("/new", Some(_)) => answer(304, &[], ""),
        ("/new", None) => html("something else"),
        _ => missing(),
    });
    let request = claim_verifier::capture::fetch::Request {
        url: server.url("/old"),
        etag: Some("\"1\"".into()),
        validated: Some(server.url("/old")),
        ..Default::default()
    };
    let capture = crate::capture::fetch_request(options(), request).unwrap();
    assert_eq!((capture.status, capture.final_url.as_str()), (Some(200), server.url("/new").as_str()));
}

#[test]
fn pages_in_place_of_the_document_are_told_at_once() {
    let server = Double::start(|seen| match seen.path.as_str() {
        "/wall" => html("Subscribe to continue reading."),
        "/lost" => html("<h1>Page not found</h1>"),
        "/there" => html("The mill shipped 1,200 bales in 2019."),
        _ => missing(),
    });
    let dir = tempfile::tempdir().unwrap();
    let check = |path: &str, state: &str, code: i32| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_verify"))
            .args([
                "capture",
                &server.url(path),
                "--allow-network",
                "127.0.0.1",
                "--gap",
                "0",
                "--format",
                "json",
            ])
            .current_dir(dir.path())
            .output()
            .unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((answer["state"].as_str(), output.status.code()), (Some(state), Some(code)), "{answer}");
    };
    check("/wall", "paywall", 3);
    check("/lost", "soft-404", 3);
    check("/there", "complete", 0);
}
