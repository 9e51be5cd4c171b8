//! Attacks on the desk, each with what must come of it: nothing.

use crate::desk_host::{Host, Place, encoded, exchange};

/// Words that act where they are not escaped.
const HOSTILE: &str = "\"><script>window.owned=1</script><img src=x onerror=window.owned=1>'--";

fn hostile_place() -> Place {
    let place = Place::empty();
    let quoted = HOSTILE.replace('\\', "\\\\").replace('"', "\\\"");
    place.claims(
        "<img src=x onerror=alert(1)>.toml",
        &format!(
            "[article]\ntitle = \"{quoted}\"\nauthor = \"{quoted}\"\n\n[sources.page]\nurl = \"https://example.org/?q=%22%3E<script>\"\nname = \"{quoted}\"\n\n\
             [[claim]]\nid = \"crew\"\ntext = \"The {quoted} ferries employed 310 people in 2025.\"\nsources = [\"page\"]\nsubject = \"{quoted}\"\nquote = \"{quoted}\"\n"
        ),
    );
    place.capture(
        "https://example.org/?q=%22%3E<script>",
        &format!("{HOSTILE}\n\nThe {HOSTILE} ferries employed 240 people in 2025.\n"),
        "text/plain; charset=utf-8",
        "2026-02-01T08:00:00Z",
    );
    place
}

#[test]
fn hostile_words_are_shown_and_never_act() {
    let place = hostile_place();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let screen = visitor.get("/claims/crew");
    assert_eq!(screen.status, 200, "{}", screen.words());
    let noted = visitor.submit(
        &screen,
        "id=\"decide\"",
        "/decisions",
        &[("verb", "stands"), ("reason", "other"), ("note", HOSTILE), ("actor", "ada")],
    );
    assert_eq!(noted.status, 303, "{}", noted.words());
    let source = visitor.linked("/sources", "/sources/", "");
    let q = encoded(&[
        ("q", HOSTILE),
        ("owner", HOSTILE),
        ("code", HOSTILE),
        ("article", HOSTILE),
        ("lane", "any"),
    ]);
    for path in [
        "/queue?lane=any",
        &format!("/queue?{q}"),
        "/claims/crew",
        "/claims/crew/report.html",
        "/sources",
        &format!("{source}?find={}", encoded(&[("", HOSTILE)]).trim_start_matches('=')),
        "/drift",
        &format!(
            "/drift/{}",
            encoded(&[("", "https://example.org/?q=%22%3E<script>")]).trim_start_matches('=')
        ),
        &format!("/audit?{}", encoded(&[("claim", HOSTILE)])),
        "/audit",
        "/runs",
        "/report.html?lane=any",
        &format!("/claims/{}", encoded(&[("", HOSTILE)]).trim_start_matches('=')),
        &format!("/queue?{}", encoded(&[("did", HOSTILE), ("done", HOSTILE)])),
    ] {
        let answer = visitor.get(path);
        for acting in ["<script>window", "<img src=x", "onerror=alert(1)>.toml<", "<script>alert"] {
            assert!(!answer.body.contains(acting), "{path} holds {acting}");
        }
    }
    assert!(
        visitor.get("/audit").words().contains("<script>window.owned=1</script>"),
        "it is shown as words"
    );
}

#[test]
fn the_payload_is_never_shown_as_a_page() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let gazette = visitor.linked("/claims/tickets", "/sources/", "gazette");
    let payload = visitor.get(&format!("{gazette}/payload"));
    assert_eq!(payload.header("content-type"), Some("application/octet-stream"));
    assert!(payload.header("content-disposition").expect("a download").starts_with("attachment"));
    assert_eq!(payload.body, crate::desk_host::GAZETTE);
    let shown = visitor.get(&gazette);
    assert!(!shown.body.contains("<img src=x") && !shown.body.contains("window.owned = true"));
}

#[test]
fn a_post_needs_the_token_and_its_own_origin() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let screen = visitor.get("/claims/crew");
    let mut fields = screen.form("id=\"decide\"");
    fields.push(("verb".to_owned(), "fix".to_owned()));
    let borrowed: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let body = encoded(&borrowed);
    let without: Vec<(&str, &str)> = borrowed.iter().copied().filter(|(name, _)| *name != "token").collect();
    let own = format!("http://{}", host.address);
    let refused = |headers: &[(&str, &str)], body: &str, cookies: bool| {
        let mut visitor = visitor.clone();
        if !cookies {
            visitor.cookies.clear();
        }
        let answer = visitor.send("POST", "/decisions", headers, body);
        assert_eq!(answer.status, 403, "{headers:?}: {}", answer.words());
    };
    refused(&[("Origin", &own)], &encoded(&without), true);
    refused(&[("Origin", "http://evil.example")], &body, true);
    refused(&[("Origin", "null")], &body, true);
    refused(&[("Origin", &format!("https://{}", host.address))], &body, true);
    refused(&[("Sec-Fetch-Site", "cross-site")], &body, true);
    refused(&[("Sec-Fetch-Site", "same-site")], &body, true);
    // The token of another browser is of no use, and neither is the form without the cookie.
    refused(&[("Origin", &own)], &body, false);
    assert_eq!(visitor.get("/audit.jsonl").body, "");
    assert_eq!(visitor.send("POST", "/decisions", &[("Origin", &own)], &body).status, 303);
    // Nothing is changed by a GET.
    assert_eq!(visitor.get(&format!("/decisions?{body}")).status, 405);
}

#[test]
fn the_desk_answers_to_its_own_names_only() {
    let place = Place::harbour();
    let host = Host::start(&place);
    for forged in ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", ""] {
        let answer = host.visitor().send("GET", "/queue", &[("Host", forged)], "");
        assert_eq!(answer.status, 421, "{forged}");
        assert!(!answer.body.contains("crew"), "nothing is told");
    }
    let port = host.address.split(':').nth(1).expect("a port");
    assert_eq!(
        host.visitor().send("GET", "/queue", &[("Host", &format!("localhost:{port}"))], "").status,
        200
    );
    let twice = format!(
        "GET /queue HTTP/1.1\r\nHost: {}\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        host.address
    );
    assert!(exchange(&host.address, &twice).status >= 400);
}

#[test]
fn paths_lead_nowhere_else() {
    let place = Place::harbour();
    std::fs::write(place.path("secret.txt"), "the secret").expect("written");
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    for path in [
        "/assets/../secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/sources/../../secret.txt",
        "/sources/..%2f..%2fsecret.txt",
        "/sources/%2e%2e%2fsecret.txt/payload",
        "/claims/..%2f..%2fsecret.txt",
        "/drift/file%3A%2F%2F%2Fetc%2Fpasswd",
        "/runs/..%2f..%2fsecret.txt",
        "//etc/passwd",
        "/assets/desk.css%00.txt",
    ] {
        let answer = visitor.get(path);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("the secret") && !answer.body.contains("root:"), "{path}");
    }
    // A claim file is named by its number, and only files of the desk have one.
    let harbour = visitor.linked("/claims/crew", "/sources/", "harbour");
    let screen = visitor.get(&harbour);
    for file in ["../secret.txt", "/etc/passwd", "7", "-1", ""] {
        let set = [("quote", "The office keeps the books."), ("text", "A claim."), ("file", file)];
        let answer = visitor.submit(&screen, "action=\"/claims/new\"", "/claims/new", &set);
        assert_eq!(answer.status, 404, "{file}");
    }
    // Going on after a post stays at the desk.
    let settings = visitor.get("/settings");
    for next in ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"] {
        let answer = visitor.submit(&settings, "action=\"/settings\"", "/settings", &[("next", next)]);
        assert!(answer.header("location").expect("a place").starts_with("/queue"), "{next}");
    }
}

#[test]
fn oversized_and_broken_forms_are_refused() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let screen = visitor.get("/claims/crew");
    let large = "x".repeat(2 * 1024 * 1024);
    let answer =
        visitor.submit(&screen, "id=\"decide\"", "/decisions", &[("verb", "stands"), ("note", &large)]);
    assert!(answer.status == 413 || answer.status == 0, "{}", answer.status);
    let long = "x".repeat(4_001);
    let set = [("verb", "stands"), ("reason", "other"), ("note", long.as_str())];
    assert_eq!(visitor.submit(&screen, "id=\"decide\"", "/decisions", &set).status, 400);
    for (name, value) in [
        ("verb", "delete"),
        ("reason", "because"),
        ("until", "tomorrow"),
        ("seen", "x"),
        ("act", "explode"),
        ("claim", ""),
    ] {
        let set = [("verb", "snooze"), ("reason", "false-alarm"), (name, value)];
        let set: Vec<(&str, &str)> = set.iter().rev().copied().collect();
        let answer = visitor.submit(&screen, "id=\"decide\"", "/decisions", &set);
        assert_eq!(answer.status, 400, "{name}={value}: {}", answer.words());
    }
    let set = [("verb", "snooze"), ("reason", "false-alarm"), ("until", "2020-01-01")];
    assert_eq!(visitor.submit(&screen, "id=\"decide\"", "/decisions", &set).status, 400);
    assert_eq!(
        visitor.submit(&screen, "id=\"decide\"", "/decisions", &[("verb", "fix"), ("state", "0000")]).status,
        409
    );
    assert_eq!(visitor.get("/audit.jsonl").body, "", "nothing was kept");
    for junk in [
        "\0\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "GET /queue HTTP/9.9\r\n\r\n",
        "POST /decisions HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
    ] {
        exchange(&host.address, junk);
    }
    assert_eq!(visitor.get("/healthz").status, 200, "it still serves");
}

#[test]
fn beyond_loopback_the_desk_needs_accounts() {
    let place = Place::harbour();
    let refused = place.verify(&["review", "claims", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(2));
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("--add-editor"), "{words}");
    let made = place.verify(&["review", "--add-editor", "ada"]);
    assert!(String::from_utf8_lossy(&made.stdout).contains("password (shown once): "));
    assert_eq!(place.verify(&["review", "--add-editor", "<b>"]).status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&place.verify(&["review", "--list-editors"]).stdout), "editor  ada\n");
    assert_eq!(place.verify(&["review", "--remove-editor", "ada"]).status.code(), Some(0));
    assert_eq!(place.verify(&["review", "--remove-editor", "ada"]).status.code(), Some(2));
}

/// Posts from the name that a desk on every address prints.
fn sign_in(
    visitor: &mut crate::desk_host::Visitor<'_>,
    name: &str,
    password: &str,
) -> crate::desk_host::Answer {
    let screen = send(visitor, "GET", "/sign-in", "");
    let mut fields = screen.form("action=\"/sign-in\"");
    fields.retain(|(field, _)| field == "token" || field == "next");
    fields.extend([("name".to_owned(), name.to_owned()), ("password".to_owned(), password.to_owned())]);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    send(visitor, "POST", "/sign-in", &encoded(&fields))
}

/// Sends under the name that the desk knows itself by.
fn send(
    visitor: &mut crate::desk_host::Visitor<'_>,
    method: &str,
    path: &str,
    body: &str,
) -> crate::desk_host::Answer {
    let host = visitor.host.own_name();
    let origin = format!("http://{host}");
    visitor.send(method, path, &[("Host", &host), ("Origin", &origin)], body)
}

#[test]
fn accounts_have_roles_and_sessions_that_end() {
    let place = Place::harbour();
    let host = Host::with_accounts(&place);
    let mut nobody = host.visitor();
    let away = send(&mut nobody, "GET", "/queue", "");
    assert_eq!((away.status, away.header("location")), (303, Some("/sign-in?next=%2Fqueue")));
    assert_eq!(send(&mut nobody, "GET", "/healthz", "").status, 200);
    // A session that the browser brings along is not taken over: signing in makes a new one.
    let mut bo = host.visitor();
    let port = host.address.split(':').nth(1).expect("a port").to_owned();
    let fixed = "f".repeat(64);
    bo.cookies.push((format!("desk{port}-session"), fixed.clone()));
    assert_eq!(send(&mut bo, "GET", "/queue", "").status, 303);
    assert_eq!(sign_in(&mut bo, "bo", "bo has four plain words").status, 303);
    let session =
        bo.cookies.iter().find(|(name, _)| name.ends_with("-session")).expect("a session").1.clone();
    assert_ne!(session, fixed);
    let mut thief = host.visitor();
    thief.cookies.push((format!("desk{port}-session"), fixed));
    assert_eq!(send(&mut thief, "GET", "/queue", "").status, 303, "the fixed session is nobody's");
    // An editor rules, a reader only looks, an admin manages.
    let screen = send(&mut bo, "GET", "/claims/crew", "");
    let mut form = screen.form("id=\"decide\"");
    form.push(("verb".to_owned(), "fix".to_owned()));
    form.push(("actor".to_owned(), "ada".to_owned()));
    let body = encoded(&form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>());
    assert_eq!(send(&mut bo, "POST", "/decisions", &body).status, 303);
    assert!(
        send(&mut bo, "GET", "/audit.jsonl", "").body.contains("\"actor\":\"bo\""),
        "nobody acts as another"
    );
    assert_eq!(send(&mut bo, "GET", "/editors", "").status, 403);
    let mut cy = host.visitor();
    assert_eq!(sign_in(&mut cy, "cy", "cy has four plain words").status, 303);
    let looked = send(&mut cy, "GET", "/claims/crew", "");
    assert_eq!(looked.status, 200);
    assert!(!looked.body.contains("decision-form"));
    let token = looked.form("action=\"/sign-out\"")[0].1.clone();
    let replaced: Vec<(&str, &str)> = form
        .iter()
        .map(|(a, b)| (a.as_str(), if a == "token" { token.as_str() } else { b.as_str() }))
        .collect();
    assert_eq!(send(&mut cy, "POST", "/decisions", &encoded(&replaced)).status, 403);
    let mut ada = host.visitor();
    assert_eq!(sign_in(&mut ada, "ada", "ada has four plain words").status, 303);
    let editors = send(&mut ada, "GET", "/editors", "");
    assert!(editors.words().contains("reader"), "{}", editors.words());
    // Signed out, the old cookie opens nothing.
    let kept = bo.clone();
    let token = send(&mut bo, "GET", "/queue", "").form("action=\"/sign-out\"")[0].1.clone();
    assert_eq!(send(&mut bo, "POST", "/sign-out", &encoded(&[("token", &token)])).status, 303);
    let mut again = kept;
    assert_eq!(send(&mut again, "GET", "/queue", "").status, 303);
}

#[test]
fn ten_thousand_bad_logins_open_nothing_and_cost_little() {
    let place = Place::harbour();
    let host = Host::with_accounts(&place);
    let mut visitor = host.visitor();
    let (mut wrong, mut later) = (0, 0);
    let screen = send(&mut visitor, "GET", "/sign-in", "");
    let token = screen
        .form("action=\"/sign-in\"")
        .iter()
        .find(|(name, _)| name == "token")
        .expect("a token")
        .1
        .clone();
    for number in 0..10_000 {
        let password = format!("guess number {number}");
        let body =
            encoded(&[("token", &token), ("name", "ada"), ("password", &password), ("next", "/queue")]);
        match send(&mut visitor, "POST", "/sign-in", &body).status {
            401 => wrong += 1,
            429 => later += 1,
            other => panic!("try {number} was answered with {other}"),
        }
    }
    assert_eq!((wrong, later), (5, 9_995), "only the first few are tried at all");
    // The right one waits too, from that place; whoever has a session goes on.
    assert_eq!(sign_in(&mut host.visitor(), "ada", "ada has four plain words").status, 429);
    assert_eq!(sign_in(&mut host.visitor(), "bo", "bo has four plain words").status, 303);
}
