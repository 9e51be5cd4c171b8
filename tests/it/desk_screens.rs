//! Every screen of the desk in headless Chromium: at three widths, light and dark, with and without scripts, with
//! axe-core over each; and the pictures of the documentation. Pictures go to the folder of build files, or to
//! `VERIFY_PICTURES`.

use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use crate::browser::Browser;
use crate::desk_browser::{browser, settled};
use crate::desk_host::{CLAIMS, Host, Place, until};
use crate::world::World;

/// What is done on a screen, and what is so after it.
type Acted = (&'static str, &'static str);

/// A screen, with what is done on it first.
struct Screen {
    name: &'static str,
    url: String,
    then: Option<Acted>,
}

/// Takes a picture of the window.
fn picture(browser: &mut Browser, name: &str) {
    let folder = pictures();
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("{name}.png")), browser.picture()).expect("written");
}

#[expect(clippy::disallowed_methods, reason = "tests may ask where pictures go")]
fn pictures() -> PathBuf {
    std::env::var_os("VERIFY_PICTURES")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("desk-pictures"), PathBuf::from)
}

/// The text of axe-core, from the package registry; none where that cannot be reached.
fn axe() -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let packed =
        Command::new("npm").args(["pack", "axe-core@4", "--silent"]).current_dir(folder.path()).output();
    let unpacked = packed.ok().filter(|output| output.status.success()).and_then(|output| {
        let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Command::new("tar").args(["xzf", &name]).current_dir(folder.path()).status().ok()
    });
    let text = unpacked.and_then(|_| std::fs::read_to_string(folder.path().join("package/axe.min.js")).ok());
    if text.is_none() {
        crate::absent("axe-core from npm");
    }
    text
}

/// Screens of one desk, each with what is done on it first.
fn of_desk(address: &str, screens: &[(&'static str, &str, Option<Acted>)]) -> Vec<Screen> {
    let screen = |(name, path, then): &(&'static str, &str, _)| Screen {
        name,
        url: format!("http://{address}{path}"),
        then: *then,
    };
    screens.iter().map(screen).collect()
}

/// Looks at a screen at every width, light and dark, with and without scripts; tells what is wrong with it.
fn look(browser: &mut Browser, axe: Option<&String>, screen: &Screen, wrong: &mut Vec<String>) {
    let name = screen.name;
    for (width, height, scheme, scripts) in [
        (320, 800, "light", true),
        (320, 800, "dark", true),
        (320, 800, "light", false),
        (1280, 900, "light", true),
        (1280, 900, "dark", true),
        (1280, 900, "dark", false),
        (2560, 1200, "light", true),
        (2560, 1200, "dark", true),
        (2560, 1200, "light", false),
    ] {
        let how = format!("{name}-{width}-{scheme}{}", if scripts { "" } else { "-without-scripts" });
        browser.scripts(scripts);
        browser.look(width, height, scheme);
        browser.open(&screen.url);
        if let Some((act, after)) = screen.then {
            browser.ask(&format!("{act}; true"));
            browser.until(after);
        }
        if browser.ask("document.querySelectorAll('main h1').length") != 1 {
            wrong.push(format!("{how} has no single heading"));
        }
        let over = browser.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if over.as_i64() != Some(0) {
            let wide = browser.ask(
                "[...document.querySelectorAll('main *, header *')].filter((one) => one.getBoundingClientRect().right > \
                 document.documentElement.clientWidth + 0.5).map((one) => one.tagName + '.' + one.className).slice(0, 6).join(' ')",
            );
            wrong.push(format!("{how} is {over} pixels too wide: {wide}"));
        }
        picture(browser, &how);
        if !scripts {
            // Nothing stands there that only a script could make work, and nothing is out of reach without one.
            let idle = browser.ask(
                "[...document.querySelectorAll('button[type=button]')].filter((one) => !one.hidden).length",
            );
            let shut = browser.ask(
                "[...document.querySelectorAll('details:not([open]) > summary')].filter((one) => !one.checkVisibility() && \
                 !one.parentElement.parentElement.closest('details:not([open])')).length",
            );
            if idle != 0 || shut != 0 {
                wrong.push(format!("{how}: {idle} idle buttons, {shut} parts that cannot be opened"));
            }
        } else if let Some(axe) = axe {
            browser.ask(&format!("{axe}; true"));
            let found = browser.ask(
                "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => \
                 result.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ') + ' ' + (node.any[0] || {}).message).join(' | ')))",
            );
            for violation in found.as_array().expect("a list") {
                wrong.push(format!("{how}: {violation}"));
            }
        }
    }
}

/// Looks at screens and fails with everything that is wrong at once.
fn check(screens: &[Screen]) {
    let Some(mut browser) = browser() else { return };
    let axe = axe();
    let mut wrong = Vec::new();
    for screen in screens {
        look(&mut browser, axe.as_ref(), screen, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn screens_that_are_read_fit_every_width_and_pass_axe() {
    let (_place, host) = settled();
    let source = host.visitor().linked("/claims/crew", "/sources/", ">harbour");
    let run = host.visitor().linked("/runs", "/runs/", "");
    let blind = host.visitor().linked("/claims/crew", "/claims/crew", "blind");
    let all_open = (
        "document.querySelectorAll('details').forEach((one) => { one.open = true; })",
        "document.querySelector('[data-testid=replay]').checkVisibility()",
    );
    check(&of_desk(
        &host.address,
        &[
            ("queue", "/queue", None),
            ("queue-by-source", "/queue?lane=any&sort=source", None),
            ("queue-found", "/queue?lane=any&q=ferries&did=view", None),
            ("queue-empty", "/queue?q=zeppelin", None),
            ("claim", "/claims/crew?from=&at=0", None),
            ("claim-open", "/claims/crew?from=&at=0", Some(all_open)),
            ("claim-blind", &blind, None),
            ("claim-decided", "/claims/boats", None),
            ("claim-series", "/claims/visitors", None),
            ("source", &format!("{source}?find=2025"), None),
            ("sources", "/sources", None),
            ("drift", "/drift/https%3A%2F%2Fexample%2Eorg%2Fharbour", None),
            ("drifts", "/drift", None),
            ("record", "/audit", None),
            ("runs", "/runs", None),
            ("run", &run, None),
            ("help", "/help", None),
            ("settings", "/settings", None),
            ("missing", "/claims/nobody", None),
        ],
    ));
}

#[test]
fn screens_of_a_new_claim_fit_every_width_and_pass_axe() {
    let (_place, host) = settled();
    let harbour = host.visitor().linked("/claims/crew", "/sources/", ">harbour");
    check(&of_desk(
        &host.address,
        &[
            (
                "claim-new",
                &harbour,
                Some((
                    "document.querySelector('#quote').value = 'office keeps the books'; \
                     document.querySelector('#new-text').value = 'The office keeps the books.'; \
                     document.querySelector('form[action=\"/claims/new\"] button').click()",
                    "document.querySelector('[data-testid=write] .plus')",
                )),
            ),
            (
                "claim-new-refused",
                &harbour,
                Some((
                    "document.querySelector('#quote').value = 'in 2025'; \
                     document.querySelector('#new-text').value = 'The office keeps the books.'; \
                     document.querySelector('form[action=\"/claims/new\"] button').click()",
                    "document.querySelector('main').textContent.includes('stands 3 times')",
                )),
            ),
        ],
    ));
}

#[test]
fn screens_that_answer_a_form_fit_every_width_and_pass_axe() {
    let (_place, host) = settled();
    let gazette = host.visitor().linked("/claims/boats", "/sources/", "gazette");
    check(&of_desk(
        &host.address,
        &[
            (
                "origin",
                &gazette,
                Some((
                    "document.querySelector('#from-1').value = 'harbour'; \
                     document.querySelector('form[action=\"/origin\"] button').click()",
                    "document.querySelector('[data-testid=write]')",
                )),
            ),
            (
                "adopt",
                "/drift/https%3A%2F%2Fexample%2Eorg%2Fharbour",
                Some((
                    "document.querySelector('form[action=\"/adopt\"] button').click()",
                    "document.querySelector('[data-testid=write]')",
                )),
            ),
            (
                "several",
                "/queue?code=V101",
                Some((
                    "document.querySelectorAll('[name=pick]').forEach((one) => { one.checked = true; }); \
                     document.querySelector('[name=reason]').value = 'rounding-convention'; \
                     document.querySelector('[data-testid=bulk-bar] button[value=stands]').click()",
                    "document.querySelector('[data-testid=bulk-confirm]')",
                )),
            ),
            (
                "conflict",
                "/claims/boats",
                Some((
                    "document.querySelector('#decide [name=seen]').value = ''; \
                     document.querySelector('#decide [name=note]').value = 'the yard counts hulls'; \
                     document.querySelector('#decide [value=fix]').click()",
                    "document.querySelector('[data-testid=conflict]')",
                )),
            ),
            (
                "refused",
                "/claims/crew",
                Some((
                    "document.querySelector('#decide [value=stands]').click()",
                    "document.querySelector('main').textContent.includes('Choose a reason')",
                )),
            ),
        ],
    ));
}

#[test]
fn screens_of_accounts_fit_every_width_and_pass_axe() {
    let place = Place::harbour();
    let host = Host::with_accounts(&place);
    check(&of_desk(
        &host.own_name(),
        &[
            ("sign-in", "/sign-in?next=%2Fqueue", None),
            (
                "editors",
                "/editors",
                Some((
                    "if (document.querySelector('#password')) { document.querySelector('#name').value = 'ada'; \
                     document.querySelector('#password').value = 'ada has four plain words'; \
                     document.querySelector('main form button').click(); }",
                    "location.pathname === '/editors' && document.querySelector('main table')",
                )),
            ),
            ("queue-with-accounts", "/queue", None),
        ],
    ));
}

#[test]
fn screens_of_a_desk_in_trouble_fit_every_width_and_pass_axe() {
    // Nothing waits.
    let done = Place::harbour();
    let settled = CLAIMS.split("[[claim]]").take(2).collect::<Vec<_>>().join("[[claim]]");
    done.claims("harbour.toml", &settled);
    let idle = Host::start(&done);
    until("the claims are checked", || idle.visitor().get("/queue").body.contains("Nothing to review"));
    // A capture that is not what was stored, and a mistake made later.
    let broken = Place::harbour();
    let damaged = Host::start(&broken);
    until("the claims are listed", || damaged.visitor().get("/queue").body.contains("/claims/tickets"));
    broken.damage("example.org");
    broken.claims("harbour.toml", &CLAIMS.replace("sources = [\"gazette\"]", "sources = [\"nobody\"]"));
    until("the mistake is shown", || damaged.visitor().get("/queue").body.contains("class=\"banner\""));
    let screens = [
        of_desk(
            &idle.address,
            &[
                ("queue-done", "/queue", None),
                ("record-empty", "/audit", None),
                ("drifts-none", "/drift", None),
            ],
        ),
        of_desk(
            &damaged.address,
            &[("queue-banner", "/queue", None), ("claim-damaged", "/claims/crew", None)],
        ),
    ];
    check(&screens.into_iter().flatten().collect::<Vec<_>>());
}

#[test]
fn screens_of_nights_fit_every_width_and_pass_axe() {
    let world = World::new(1, 3);
    assert!(world.recheck(1).output().expect("the program runs").status.success());
    for night in 2..5 {
        world.edit(night as usize - 2, |page| page.figure += 400_000);
        assert_eq!(world.recheck(night).output().expect("the program runs").status.code(), Some(1));
    }
    let host = Host::start_in(world.dir(), "claims.toml", &["--listen", "127.0.0.1:0"]);
    let night = host.visitor().linked("/runs", "/runs/", "2025-03-04");
    let drift = host.visitor().linked("/drift", "/drift/", "");
    check(&of_desk(
        &host.address,
        &[("nights", "/runs", None), ("night", &night, None), ("drift-of-night", &drift, None)],
    ));
}

/// The first check is held up by a claim file that is a pipe, so its screen stands as long as it is looked at.
#[cfg(unix)]
#[test]
fn the_screen_of_a_first_check_fits_every_width_and_passes_axe() {
    let place = Place::harbour();
    let pipe = place.path("claims/zz-late.toml");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let lamps = "[[claim]]\nid = \"lamps\"\ntext = \"The pier has 4 lamps.\"\nsources = [\"https://example.org/harbour\"]\n";
    // The program reads the files before it listens, so that mistakes are told at once; the check reads them again.
    let host = std::thread::scope(|scope| {
        scope.spawn(|| std::fs::write(&pipe, lamps).expect("written"));
        Host::start(&place)
    });
    until("the check is told", || host.visitor().get("/queue").body.contains("data-testid=\"checking\""));
    check(&of_desk(&host.address, &[("checking", "/queue", None)]));
    // The file is there at last: the queue opens by itself.
    let Some(mut browser) = browser() else { return };
    browser.open(&format!("http://{}/queue", host.address));
    std::fs::write(&pipe, lamps).expect("written");
    browser.until("document.querySelectorAll('[data-testid=queue-row]').length > 3");
}

#[test]
fn on_paper_a_screen_is_what_it_tells() {
    let Some(mut browser) = browser() else { return };
    let (_place, host) = settled();
    browser.look(1280, 900, "light");
    browser.print();
    for (path, shown) in [("/claims/crew", ".sentence"), ("/queue", ".queue-row"), ("/audit", ".audit td")] {
        browser.open(&format!("http://{}{path}", host.address));
        let seen = |selector: &str| {
            format!("[...document.querySelectorAll('{selector}')].some((one) => one.checkVisibility())")
        };
        assert_eq!(browser.ask(&seen(shown)), true, "{path} shows {shown}");
        for control in [".bar", "button", "select", ".decide-bar", ".bulk-bar", ".filters"] {
            assert_eq!(browser.ask(&seen(control)), false, "{path} shows {control} on paper");
        }
    }
}

#[test]
fn a_report_reads_well_as_a_file() {
    let Some(mut browser) = browser() else { return };
    let place = Place::harbour();
    assert_eq!(place.verify(&["report", "claims", "--output", "report.html"]).status.code(), Some(1));
    let axe = axe();
    for (width, scheme) in [(320, "light"), (1280, "light"), (1280, "dark")] {
        browser.look(width, 1000, scheme);
        browser.open(&format!("file://{}", place.path("report.html").display()));
        assert_eq!(
            browser.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
            0,
            "{width}"
        );
        picture(&mut browser, &format!("report-{width}-{scheme}"));
        if let Some(axe) = &axe {
            browser.ask(&format!("{axe}; true"));
            let found = browser.ask("axe.run().then((result) => result.violations.map((one) => one.id + ' ' + one.nodes[0].html))");
            assert_eq!(found, json!([]), "{width} {scheme}");
        }
    }
}

/// The pictures of docs/review.md. `VERIFY_PICTURES=docs/pictures cargo test --test it walk_through` makes them anew.
#[test]
fn the_walk_through_of_the_docs() {
    let Some(mut browser) = browser() else { return };
    let (place, host) = settled();
    let base = format!("http://{}", host.address);
    browser.look(1120, 760, "light");
    browser.open(&format!("{base}/queue"));
    browser.press("j");
    browser.press("j");
    browser.press("j");
    picture(&mut browser, "review-1-queue");
    // From a flagged claim to a decision.
    browser.open(&format!("{base}/claims/crew?from=&at=0"));
    picture(&mut browser, "review-2-claim");
    browser.press("2");
    browser.ask(
        "document.querySelector('[name=reason]').value = 'definition-agreed'; \
         document.querySelector('[name=note]').value = 'Seasonal crew counts, as agreed with the desk'; document.activeElement.blur()",
    );
    browser.press("2");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Claim stands: crew')");
    // An undo.
    browser.press("u");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Taken back on crew')");
    browser.open(&format!("{base}/audit"));
    browser.until("document.querySelectorAll('[data-testid=audit-row]').length === 3");
    picture(&mut browser, "review-3-record");
    // A drifted source.
    browser.open(&format!("{base}/drift/https%3A%2F%2Fexample%2Eorg%2Fharbour"));
    browser.until("document.querySelectorAll('[data-testid=drift-claim]').length === 2");
    picture(&mut browser, "review-4-drift");
    // A published report.
    place.verify(&["report", "claims", "--output", "report.html"]);
    browser.look(1120, 760, "dark");
    browser.open(&format!("file://{}", place.path("report.html").display()));
    picture(&mut browser, "review-5-report");
    let docs =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/review.md")).expect("the page");
    for picture in ["1-queue", "2-claim", "3-record", "4-drift", "5-report"] {
        assert!(docs.contains(&format!("pictures/review-{picture}.png")), "{picture} is shown");
    }
}
