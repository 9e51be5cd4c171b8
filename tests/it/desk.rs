//! The desk without a browser: every screen, every post, and what becomes of a decision.

use crate::desk_host::{CLAIMS, Host, Place, Visitor, text, until};
use crate::world::World;

/// Opens a claim and decides on it.
pub fn decide(visitor: &mut Visitor<'_>, claim: &str, set: &[(&str, &str)]) -> crate::desk_host::Answer {
    let screen = visitor.get(&format!("/claims/{claim}"));
    visitor.submit(&screen, "id=\"decide\"", "/decisions", set)
}

#[test]
fn the_queue_answers_at_once_and_shows_what_waits() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    assert_eq!(visitor.get("/healthz").body, "ok\n");
    let queue = visitor.get("/queue");
    assert_eq!(queue.status, 200);
    let words = queue.words();
    assert!(words.contains("310 people") && words.contains("240 people"), "{words}");
    assert!(!queue.body.contains("/claims/passengers"), "a supported claim does not wait");
    assert!(queue.body.contains("V101"));
    // A filter is an address and keeps to it.
    let filtered = visitor.get("/queue?verdict=unavailable");
    assert_eq!(filtered.picks().len(), 1);
    assert!(filtered.body.contains("/claims/bridges"));
    let searched = visitor.get("/queue?lane=any&q=ferries+employed");
    assert!(searched.body.contains("/claims/crew") && !searched.body.contains("/claims/bridges"));
    let empty = visitor.get("/queue?q=zeppelin");
    assert!(empty.words().contains("No claim fits this filter"), "{}", empty.words());
    assert!(visitor.get("/queue?code=V304").body.contains("/claims/bridges"));
}

#[test]
fn every_screen_is_there() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    for path in ["/queue", "/sources", "/drift", "/audit", "/runs", "/help", "/settings", "/claims/crew"] {
        let answer = visitor.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.words());
        assert!(answer.header("content-security-policy").expect("a policy").contains("default-src 'none'"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    for (path, status) in
        [("/", 303), ("/nowhere", 404), ("/claims/none", 404), ("/sources/abc", 404), ("/runs/x", 404)]
    {
        assert_eq!(visitor.get(path).status, status, "{path}");
    }
    let run = visitor.linked("/runs", "/runs/", "");
    assert_eq!(visitor.get(&run).status, 200);
}

#[test]
fn a_claim_stands_beside_its_passage_with_the_sum() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let screen = visitor.get("/claims/crew");
    let words = screen.words();
    assert!(screen.body.contains("data-clash=\"true\""), "{}", screen.body);
    assert!(words.contains("cut again from the stored bytes: the same words"), "{words}");
    assert!(screen.body.contains("<mark class=\"clash\""), "the clash is marked");
    // Read blind, nothing tells what was found, the marks neither.
    let blind = visitor.get("/claims/crew?blind=1");
    assert!(blind.body.contains("blind reading") && blind.words().contains("240 people"));
    for told in ["contradict", "clash", "V101", "Suggested edit"] {
        assert!(!blind.words().contains(told), "{told}: {}", blind.words());
    }
    assert!(!blind.body.contains("<mark"), "{}", blind.body);
    // The suggested edit changes the figure and nothing else.
    assert!(screen.body.contains("data-testid=\"diff-word\""), "{words}");
    let written = visitor.submit(&screen, "/claims/crew/edit", "/claims/crew/edit", &[]);
    assert_eq!(written.status, 303, "{}", written.words());
    assert_eq!(text(&place.path("claims/harbour.toml")), CLAIMS.replace("310 people", "240 people"));
    let fixed = visitor.get("/claims/crew");
    assert!(fixed.body.contains("v-supported"), "{}", fixed.words());
    // The old form is of no use any more.
    let again = visitor.submit(&screen, "/claims/crew/edit", "/claims/crew/edit", &[]);
    assert!(again.status == 409 || again.status == 404, "{}", again.status);
}

#[test]
fn a_decision_is_kept_honoured_and_taken_back() {
    let place = Place::harbour();
    assert_eq!(place.verify(&["claims"]).status.code(), Some(1));
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    // Without a reason nothing is kept.
    let refused = decide(&mut visitor, "crew", &[("verb", "stands")]);
    assert_eq!(refused.status, 400);
    assert!(refused.words().contains("Choose a reason"), "{}", refused.words());
    for claim in ["crew", "boats", "tickets", "visitors"] {
        let set = [("verb", "stands"), ("reason", "definition-agreed"), ("note", "as the desk agreed")];
        let kept = decide(&mut visitor, claim, &set);
        let after = visitor.follow(&kept);
        assert!(after.words().contains("Claim stands"), "{}", after.words());
    }
    assert!(!visitor.get("/queue").body.contains("/claims/crew"));
    assert!(visitor.get("/queue?lane=stands").body.contains("/claims/crew"));
    assert!(visitor.get("/queue?lane=any&q=desk+agreed").body.contains("/claims/crew"), "notes are searched");
    // A later check lists it and does not fail on it; the claim that nobody could read still makes it incomplete.
    let check = place.verify(&["claims"]);
    let listed = String::from_utf8_lossy(&check.stdout).into_owned();
    assert_eq!(check.status.code(), Some(3), "{listed}");
    assert!(
        listed.contains("let stand by editor on 2026-03-02 (definition agreed): as the desk agreed"),
        "{listed}"
    );
    let json = place.verify(&["claims", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let crew =
        json["claims"].as_array().expect("claims").iter().find(|claim| claim["id"] == "crew").expect("crew");
    assert_eq!((&crew["ruling"]["standing"], &crew["fails"]), (&"stands".into(), &false.into()));
    // Taken back, it fails again; the record keeps both.
    let screen = visitor.get("/claims/crew");
    let undone = visitor.submit(&screen, "class=\"inline\"", "/decisions", &[]);
    assert!(visitor.follow(&undone).words().contains("Taken back"));
    assert_eq!(place.verify(&["claims"]).status.code(), Some(1));
    let record = visitor.get("/audit?claim=crew");
    assert_eq!(record.body.matches("data-testid=\"audit-row\"").count(), 2, "{}", record.words());
    let lines = visitor.get("/audit.jsonl");
    assert_eq!(lines.body.lines().count(), 5);
    assert!(lines.body.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    let table = visitor.get("/audit.csv?claim=crew");
    let columns: Vec<usize> = table.body.lines().map(|line| line.split(',').count()).collect();
    assert!(columns.iter().all(|count| *count == columns[0]), "{}", table.body);
}

#[test]
fn a_decision_is_open_again_when_claim_or_capture_changes() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let set = [("verb", "stands"), ("reason", "false-alarm")];
    assert_eq!(decide(&mut visitor, "crew", &set).status, 303);
    // Another capture of its source speaks now.
    place.correct();
    until("the claim waits again", || visitor.get("/queue").body.contains("/claims/crew"));
    let screen = visitor.get("/claims/crew");
    assert!(
        screen.words().contains("open again: a source's capture has changed since"),
        "{}",
        screen.words()
    );
    let check = place.verify(&["claims", "-v"]);
    let listed = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(listed.contains("V506") && check.status.code() == Some(1), "{listed}");
    // The claim itself changes.
    assert_eq!(decide(&mut visitor, "crew", &set).status, 303);
    place.claims("harbour.toml", &CLAIMS.replace("310 people", "315 people"));
    until("the claim waits again", || visitor.get("/queue").body.contains("/claims/crew"));
    assert!(visitor.get("/claims/crew").words().contains("the claim has changed since"));
}

#[test]
fn of_two_editors_one_wins_and_the_other_sees_both() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let (mut ada, mut bo) = (host.visitor(), host.visitor());
    let (first, second) = (ada.get("/claims/crew"), bo.get("/claims/crew"));
    let won = ada.submit(&first, "id=\"decide\"", "/decisions", &[("verb", "fix"), ("actor", "ada")]);
    assert_eq!(won.status, 303);
    let set = [("verb", "stands"), ("reason", "false-alarm"), ("note", "mine"), ("actor", "bo")];
    let lost = bo.submit(&second, "id=\"decide\"", "/decisions", &set);
    assert_eq!(lost.status, 409);
    let words = lost.words();
    assert!(
        words.contains("ada ruled on crew") && words.contains("Fix claim") && words.contains("mine"),
        "{words}"
    );
    assert_eq!(
        bo.get("/audit").body.matches("data-testid=\"audit-row\"").count(),
        1,
        "nothing of the second is kept"
    );
    // Having seen both, the second decides all the same.
    let again = bo.submit(
        &lost,
        "decide-bar",
        "/decisions",
        &[("verb", "stands"), ("reason", "false-alarm"), ("note", "mine")],
    );
    assert_eq!(again.status, 303, "{}", again.words());
    // A form for a claim that was changed in between is not taken.
    let old = ada.get("/claims/tickets");
    place.claims("harbour.toml", &CLAIMS.replace("95,000", "97,000"));
    let stale = ada.submit(&old, "id=\"decide\"", "/decisions", &[("verb", "fix")]);
    assert_eq!(stale.status, 409, "{}", stale.words());
    assert!(stale.words().contains("95,000") && stale.words().contains("97,000"), "{}", stale.words());
}

#[test]
fn several_claims_of_one_code_are_decided_together_after_a_look() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let queue = visitor.get("/queue?code=V101");
    let picks = queue.picks();
    assert!(picks.len() > 1, "{}", queue.words());
    let token =
        queue.form("id=\"rows\"").iter().find(|(name, _)| name == "token").expect("a token").1.clone();
    let mut fields =
        vec![("token", token.as_str()), ("verb", "ask"), ("reason", "better-source"), ("next", "/queue")];
    fields.extend(picks.iter().map(|pick| ("pick", pick.as_str())));
    let shown = visitor.post("/decisions", &fields);
    assert_eq!(shown.status, 200);
    assert!(shown.body.contains("data-testid=\"bulk-confirm\""), "{}", shown.words());
    assert_eq!(visitor.get("/audit").body.matches("data-testid=\"audit-row\"").count(), 0);
    fields.push(("confirm", "yes"));
    let done = visitor.post("/decisions", &fields);
    let after = visitor.follow(&done);
    assert!(after.words().contains(&format!("Ask author: {} claims", picks.len())), "{}", after.words());
    assert_eq!(visitor.get("/queue?lane=asked").picks().len(), picks.len());
    // Claims without a common code are refused.
    let rest = visitor.get("/queue");
    let mut mixed = vec![("token", token.as_str()), ("verb", "fix"), ("next", "/queue")];
    let others = rest.picks();
    let asked = visitor.get("/queue?lane=asked").picks();
    mixed.extend([("pick", others[0].as_str()), ("pick", asked[0].as_str())]);
    assert_eq!(visitor.post("/decisions", &mixed).status, 400);
}

#[test]
fn claims_are_assigned_and_views_saved() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let given = decide(&mut visitor, "crew", &[("act", "assign"), ("to", "Ada L.")]);
    assert!(visitor.follow(&given).words().contains("crew is with Ada L."));
    assert_eq!(visitor.get("/queue?owner=Ada+L.").picks().len(), 1);
    let nobody = visitor.get("/queue?owner=nobody");
    assert!(!nobody.body.contains("/claims/crew?"));
    let screen = visitor.get("/queue?owner=Ada+L.");
    let saved = visitor.submit(&screen, "inline-form", "/views", &[("name", "Ada's")]);
    let after = visitor.follow(&saved);
    assert!(after.words().contains("Ada's"), "{}", after.words());
    let removed = visitor.submit(&after, "action=\"/views\" class=\"inline\"", "/views", &[]);
    assert!(!visitor.follow(&removed).words().contains("Ada's"));
}

#[test]
fn a_passage_becomes_a_claim_and_the_file_keeps_its_comments() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let harbour = visitor.linked("/claims/crew", "/sources/", ">harbour");
    let screen = visitor.get(&harbour);
    assert!(screen.words().contains("The office keeps the books."), "{}", screen.words());
    assert!(screen.body.contains("margin-claim"), "claims stand in the margin");
    let ask = |visitor: &mut Visitor<'_>, quote: &str| {
        let set = [("quote", quote), ("text", "The office keeps the books."), ("file", "0"), ("id", "books")];
        visitor.submit(&screen, "action=\"/claims/new\"", "/claims/new", &set)
    };
    let twice = ask(&mut visitor, "in 2025");
    assert_eq!(twice.status, 422);
    assert!(twice.words().contains("stands 3 times"), "{}", twice.words());
    assert_eq!(ask(&mut visitor, "keeps no books").status, 422);
    let shown = ask(&mut visitor, "office keeps the books");
    assert_eq!(shown.status, 200, "{}", shown.words());
    assert!(shown.words().contains("Nothing is written yet") && shown.body.contains("<li class=\"plus\">"));
    assert_eq!(text(&place.path("claims/harbour.toml")), CLAIMS);
    let written = visitor.submit(&shown, "action=\"/claims/new\"", "/claims/new", &[]);
    let after = visitor.follow(&written);
    assert!(after.words().contains("The claim file is written"), "{}", after.words());
    let file = text(&place.path("claims/harbour.toml"));
    assert_eq!(
        file,
        format!(
            "{CLAIMS}\n[[claim]]\nid = \"books\"\ntext = \"The office keeps the books.\"\nsources = [\"harbour\"]\nquote = \"office keeps the books\"\n"
        )
    );
    // The same form again would write over what is there now.
    assert_eq!(visitor.submit(&shown, "action=\"/claims/new\"", "/claims/new", &[]).status, 409);
}

#[test]
fn a_drifted_source_shows_what_moved_and_either_capture_can_be_kept() {
    let place = Place::harbour();
    let newer = place.correct();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let list = visitor.get("/drift");
    assert!(list.body.contains("/drift/https%3A%2F%2Fexample%2Eorg%2Fharbour"), "{}", list.words());
    let screen = visitor.get("/drift/https%3A%2F%2Fexample%2Eorg%2Fharbour");
    let words = screen.words();
    assert!(words.contains("1 claim affected, 2 untouched"), "{words}");
    assert!(words.contains("240 people") && words.contains("260 people"), "{words}");
    let adopt = visitor.submit(&screen, "action=\"/adopt\"", "/adopt", &[]);
    assert!(adopt.words().contains("Decisions on them will be open again"), "{}", adopt.words());
    let written = visitor.submit(&adopt, "action=\"/adopt\"", "/adopt", &[]);
    assert_eq!(written.status, 303, "{}", written.words());
    let file = text(&place.path("claims/harbour.toml"));
    assert!(file.contains(&format!("capture = \"{}\"", &newer[..12])), "{file}");
    assert!(
        file.contains("# The harbour article. This comment stays.")
            && file.contains("# from the press release")
    );
    assert!(visitor.get("/audit").words().contains("Took another capture of harbour"));
}

#[test]
fn two_sources_of_one_origin_are_said_to_be_one() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    assert!(!visitor.get("/claims/boats").words().contains("1 origin"));
    let gazette = visitor.linked("/claims/boats", "/sources/", "gazette");
    let source = visitor.get(&gazette);
    // Only another source of the same file will do.
    for wrong in ["gazette", "nobody"] {
        let refused = visitor.submit(&source, "action=\"/origin\"", "/origin", &[("from", wrong)]);
        assert_eq!(refused.status, 400, "{wrong}: {}", refused.words());
    }
    let shown = visitor.submit(&source, "action=\"/origin\"", "/origin", &[("from", "harbour")]);
    assert!(shown.words().contains("derived_from = \"harbour\""), "{}", shown.words());
    assert_eq!(text(&place.path("claims/harbour.toml")), CLAIMS, "nothing is written before it was shown");
    let written = visitor.submit(&shown, "action=\"/origin\"", "/origin", &[]);
    assert_eq!(written.status, 303, "{}", written.words());
    let expected =
        CLAIMS.replace("grade = \"secondary\"\n", "grade = \"secondary\"\nderived_from = \"harbour\"\n");
    assert_eq!(text(&place.path("claims/harbour.toml")), expected);
    let words = visitor.get("/claims/boats").words();
    assert!(words.contains("V402") && words.contains("1 origin"), "{words}");
    // And back again.
    let source = visitor.get(&gazette);
    let shown = visitor.submit(&source, "action=\"/origin\"", "/origin", &[("from", "")]);
    assert_eq!(visitor.submit(&shown, "action=\"/origin\"", "/origin", &[]).status, 303);
    assert_eq!(text(&place.path("claims/harbour.toml")), CLAIMS);
}

#[test]
fn a_failed_look_is_told_and_not_compared() {
    let place = Place::harbour();
    let at = "2026-02-25T08:00:00Z".parse().expect("a moment");
    let mut blocked = claim_verifier::capture::Capture::brought(
        "https://example.org/harbour",
        b"Forbidden".to_vec(),
        claim_verifier::capture::Method::Fetched,
        "verify",
        at,
    );
    blocked.status = Some(403);
    let store = claim_verifier::snapshot::Store::open(place.path("snapshots")).expect("a store");
    store.keep(&blocked).expect("kept");
    let host = Host::start(&place);
    let screen = host.visitor().get("/drift/https%3A%2F%2Fexample%2Eorg%2Fharbour");
    assert!(screen.words().contains("V505 source-unreachable"), "{}", screen.words());
}

#[test]
fn damaged_captures_turn_decisions_off() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    assert!(visitor.get("/claims/crew").body.contains("decision-form"));
    place.damage("example.org");
    let screen = visitor.get("/claims/crew");
    assert!(
        screen.body.contains("data-testid=\"damage\"") && !screen.body.contains("decision-form"),
        "{}",
        screen.words()
    );
}

#[test]
fn two_desks_and_the_command_line_share_one_store() {
    let place = Place::harbour();
    let (one, other) = (Host::start(&place), Host::start(&place));
    std::thread::scope(|scope| {
        for (host, claim) in [(&one, "crew"), (&other, "boats"), (&one, "tickets"), (&other, "visitors")] {
            scope.spawn(move || {
                let mut visitor = host.visitor();
                for _ in 0..5 {
                    assert_eq!(decide(&mut visitor, claim, &[("verb", "fix")]).status, 303);
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..4 {
                assert_eq!(place.verify(&["claims", "-q"]).status.code(), Some(1));
            }
        });
    });
    for host in [&one, &other] {
        assert_eq!(host.visitor().get("/queue?lane=to-fix").picks().len(), 4);
        assert_eq!(host.visitor().get("/audit.jsonl").body.lines().count(), 20, "no decision is lost");
    }
}

#[test]
fn a_nightly_job_the_command_line_and_two_desks_share_one_store() {
    let world = World::new(3, 4);
    assert!(world.recheck(1).output().expect("the program runs").status.success());
    for page in 0..12 {
        world.edit(page, |page| page.figure += 700_000);
    }
    let desk = || Host::start_in(world.dir(), "claims.toml", &["--listen", "127.0.0.1:0"]);
    let (one, other) = (desk(), desk());
    std::fs::write(world.dir().join("note.txt"), "The pier has 4 lamps.\n").expect("written");
    let sound = |output: std::process::Output, codes: &[i32]| {
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(codes.contains(&output.status.code().expect("it ends")), "{words}");
        assert!(!words.contains("locked") && !words.contains("busy"), "{words}");
    };
    let kept = std::thread::scope(|scope| {
        // The nightly job: figures of some pages move each night.
        scope.spawn(|| {
            for night in 2..6 {
                world.edit(night as usize, |page| page.figure += 10_000 * night);
                sound(world.recheck(night).output().expect("the program runs"), &[0, 1]);
            }
        });
        // The command line: captures of its own, and checks.
        scope.spawn(|| {
            for number in 0..6 {
                let url = format!("urn:verify:note-{number}");
                let brought =
                    ["capture", "--file", "note.txt", "--url", &url, "--method", "transcript", "--by", "ada"];
                sound(world.run(&brought), &[0]);
                sound(world.run(&["claims.toml", "-q"]), &[0, 1]);
            }
        });
        // Two editors at each desk; a decision on a claim that moved meanwhile is made again.
        let editors: Vec<_> = [(&one, 0), (&one, 1), (&other, 2), (&other, 3)]
            .into_iter()
            .map(|(host, first)| {
                scope.spawn(move || {
                    let mut visitor = host.visitor();
                    let mut kept = 0;
                    for turn in 0..9 {
                        let claim = format!("passengers-{}", first + turn % 3 * 4);
                        match decide(&mut visitor, &claim, &[("verb", "fix")]).status {
                            303 => kept += 1,
                            409 => {}
                            status => panic!("{claim} was answered with {status}"),
                        }
                    }
                    kept
                })
            })
            .collect();
        editors.into_iter().map(|editor| editor.join().expect("no panic")).sum::<usize>()
    });
    assert!(kept > 12, "{kept} decisions");
    for host in [&one, &other] {
        assert_eq!(host.visitor().get("/audit.jsonl").body.lines().count(), kept, "no decision is lost");
        until("the desk has taken up what moved", || {
            host.visitor().get("/queue?lane=any").picks().len() == 12
                && host.visitor().get("/progress").body.contains("\"far\":null")
        });
    }
    world.assert_clean("after all at once");
    let notes = std::fs::read_dir(world.dir().join("snapshots/urn_verify")).expect("a folder").count();
    assert_eq!(notes, 6, "no capture is lost");
}

#[test]
fn mistakes_in_a_claim_file_are_shown_and_the_desk_goes_on() {
    let place = Place::harbour();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    until("the claims are listed", || visitor.get("/queue?lane=any").body.contains("/claims/tickets"));
    place.claims("harbour.toml", &CLAIMS.replace("sources = [\"gazette\"]", "sources = [\"nobody\"]"));
    until("the mistake is shown", || {
        visitor.get("/queue").words().contains("claim files cannot be read as they are now")
    });
    assert!(visitor.get("/claims/tickets").words().contains("95,000"));
    place.claims("harbour.toml", CLAIMS);
    until("all is well again", || !visitor.get("/queue").body.contains("class=\"banner\""));
}

#[test]
fn a_signal_ends_the_desk_soon() {
    let place = Place::harbour();
    let host = Host::start(&place);
    // A connection that says nothing does not hold it up.
    let _open = std::net::TcpStream::connect(&host.address).expect("it listens");
    assert_eq!(host.interrupt().code(), Some(0));
}

#[test]
fn a_report_is_one_file_without_scripts() {
    let place = Place::harbour();
    let run = place.verify(&["report", "claims", "--format", "html"]);
    assert_eq!(run.status.code(), Some(1));
    let html = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(
        html.starts_with("<!doctype html>") && html.contains("310 people") && html.contains("240 people")
    );
    for absent in ["<script", "src=\"", "url(", "@import", "<link", "onerror=\"window"] {
        assert!(!html.contains(absent), "{absent}");
    }
    assert!(html.contains("sha256:") && html.contains("How to check this by hand"));
    assert_eq!(
        html,
        String::from_utf8_lossy(&place.verify(&["report", "claims"]).stdout),
        "the same bytes again"
    );
    let host = Host::start(&place);
    let of_list = host.visitor().get("/report.html?verdict=unavailable");
    assert!(of_list.body.contains("id=\"bridges\"") && !of_list.body.contains("id=\"crew\""));
    assert!(of_list.header("content-disposition").expect("a download").starts_with("attachment"));
}
