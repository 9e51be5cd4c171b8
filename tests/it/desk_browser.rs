//! The desk in headless Chromium: what its screens do, with every key, with and without scripts.

use crate::browser::Browser;
use crate::desk_host::{CLAIMS, Host, Place, until};

/// A browser; says so where Chromium is not installed.
pub fn browser() -> Option<Browser> {
    let browser = Browser::start();
    if browser.is_none() {
        crate::absent("chromium");
    }
    browser
}

/// A harbour with two captures of one source, and a decision on record.
pub fn settled() -> (Place, Host) {
    let place = Place::harbour();
    place.correct();
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let screen = visitor.get("/claims/boats");
    let set =
        [("verb", "ask"), ("reason", "better-source"), ("note", "the yard's own list?"), ("actor", "M. Ito")];
    assert_eq!(visitor.submit(&screen, "id=\"decide\"", "/decisions", &set).status, 303);
    place.claims("second.toml", "[[claim]]\nid = \"crew-again\"\ntext = \"The ferries employed 275 people in 2025.\"\nsources = [\"https://example.org/harbour\"]\n");
    until("the new file is read", || visitor.get("/queue").body.contains("crew-again"));
    (place, host)
}

#[test]
fn the_marked_words_are_those_of_the_payload() {
    let Some(mut browser) = browser() else { return };
    let place = Place::harbour();
    let host = Host::start(&place);
    browser.open(&format!("http://{}/claims/crew", host.address));
    assert_eq!(browser.ask("document.querySelector('.evidence mark.clash').textContent"), "240 people");
    assert_eq!(browser.ask("document.querySelector('[data-testid=pair-figure]').dataset.clash"), "true");
    assert_eq!(browser.ask("document.querySelectorAll('[data-testid=why-step]').length > 0"), true);
    browser.open(&format!("http://{}/claims/visitors", host.address));
    assert_eq!(browser.ask("document.querySelectorAll('[data-testid=series] .interval').length"), 4);
    // The words of a page that would act are words.
    let gazette = host.visitor().linked("/claims/tickets", "/sources/", "Whole text");
    browser.open(&format!("http://{}{gazette}", host.address));
    assert_eq!(
        browser.ask("document.querySelector('#text').textContent.includes('<img src=x onerror=')"),
        true
    );
    assert_eq!(
        browser
            .ask("window.owned === undefined && document.querySelectorAll('#text img, #text script').length"),
        0
    );
    // Selected words go into the form, without numbers and hidden labels.
    browser.ask(
        "(() => { const words = [...document.querySelectorAll('#text .words')].find((line) => line.textContent.includes('museum')); \
         document.getSelection().selectAllChildren(words); return true; })()",
    );
    browser.until("document.querySelector('[data-quote]').value.startsWith('The harbour museum had 54,000 visitors in 2025')");
    assert_eq!(browser.ask("document.querySelector('[data-quote]').value.includes('clashes')"), false);
}

const ROW: &str = "document.activeElement.closest('[data-testid=queue-row]')";

#[test]
fn every_key_does_what_the_help_says() {
    let Some(mut browser) = browser() else { return };
    let (_place, host) = settled();
    let base = format!("http://{}", host.address);
    browser.look(1280, 900, "light");
    browser.open(&format!("{base}/queue"));
    // j j Enter opens the second row, j from there the third in the list.
    browser.press("j");
    browser.until(&format!("{ROW} && {ROW}.id === 'row-0'"));
    browser.press("j");
    browser.until(&format!("{ROW}.id === 'row-1'"));
    browser.press("k");
    browser.until(&format!("{ROW}.id === 'row-0'"));
    browser.press("j");
    let second = browser.ask(&format!("{ROW}.querySelector('h3 a').getAttribute('href')"));
    browser.press("Enter");
    browser.until("location.pathname.startsWith('/claims/')");
    assert_eq!(browser.ask("location.pathname + location.search"), second);
    browser.press("j");
    browser.until(&format!("location.pathname + location.search !== {second}"));
    assert_eq!(browser.ask("new URLSearchParams(location.search).get('at')"), "2");
    browser.press("k");
    browser.until(&format!("location.pathname + location.search === {second}"));
    // Highlights, evidence, provenance.
    browser.open(&format!("{base}/claims/crew"));
    browser.press("n");
    browser.until(
        "document.querySelectorAll('mark.here').length === 1 && document.activeElement.matches('mark')",
    );
    browser.press("p");
    browser.until("document.querySelectorAll('mark.here').length === 1");
    browser.press(".");
    browser.until("document.querySelector('[data-drawer]').open");
    browser.press(".");
    browser.until("!document.querySelector('[data-drawer]').open");
    browser.open(&format!("{base}/claims/boats"));
    browser.press("]");
    browser.until("document.querySelectorAll('[data-passage]')[1].open && !document.querySelectorAll('[data-passage]')[0].open");
    browser.press("[");
    browser.until("document.querySelectorAll('[data-passage]')[0].open");
    // Search, and keys while typing are letters.
    browser.press("/");
    browser.until("document.activeElement.id === 'q'");
    browser.press("j");
    browser.press("1");
    browser.until("document.querySelector('#q').value === 'j1' && location.pathname === '/claims/boats'");
    browser.ask("document.activeElement.blur()");
    for (key, path) in [("s", "/sources"), ("d", "/drift"), ("a", "/audit"), ("r", "/runs"), ("q", "/queue")]
    {
        browser.press("g");
        browser.press(key);
        browser.until(&format!("location.pathname === '{path}'"));
    }
    browser.press("?");
    browser.until("location.pathname === '/help'");
    // Selecting, with a range.
    browser.open(&format!("{base}/queue"));
    browser.press("j");
    browser.press("x");
    browser.press("j");
    browser.press("j");
    browser.press("X");
    browser.until("document.querySelectorAll('[data-testid=queue-row] input:checked').length === 3");
    browser.press("a");
    browser.until("document.activeElement.id === 'to'");
}

#[test]
fn keys_decide_undo_and_move_on() {
    let Some(mut browser) = browser() else { return };
    let (_place, host) = settled();
    let base = format!("http://{}", host.address);
    browser.look(1280, 900, "light");
    browser.open(&format!("{base}/queue"));
    let before = browser
        .ask("document.querySelectorAll('[data-testid=queue-row]').length")
        .as_i64()
        .expect("a number");
    browser.press("j");
    browser.press("j");
    let after_it = browser.ask(&format!("{ROW}.nextElementSibling.querySelector('h3 a').textContent"));
    // 1 decides at once; the row leaves, the one after it has the focus, and the toast offers to undo.
    browser.press("1");
    browser.until(&format!("document.querySelectorAll('[data-testid=queue-row]').length === {}", before - 1));
    browser.until(&format!("{ROW} && {ROW}.querySelector('h3 a').textContent === {after_it}"));
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Fix claim')");
    browser.press("u");
    browser.until(&format!("document.querySelectorAll('[data-testid=queue-row]').length === {before}"));
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Taken back')");
    // 2 asks for a reason first; typing in the note presses no keys.
    browser.open(&format!("{base}/claims/crew?from=&at=0"));
    browser.press("2");
    browser.until("document.activeElement.name === 'reason' && document.querySelector('button[data-verb=stands]').classList.contains('strong')");
    browser.ask("document.querySelector('[name=reason]').value = 'rounding-convention'; document.querySelector('[name=note]').focus()");
    for key in ["j", "h", "1"] {
        browser.press(key);
    }
    browser.until(
        "document.querySelector('[name=note]').value === 'jh1' && location.pathname === '/claims/crew'",
    );
    browser.ask("document.activeElement.blur()");
    browser.press("2");
    browser.until("location.pathname.startsWith('/claims/') && location.pathname !== '/claims/crew'");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Claim stands: crew')");
    // 3 and h on the next ones.
    for (key, words) in [("3", "Ask author"), ("h", "Snooze")] {
        browser.ask("document.querySelector('[name=reason]').value = 'source-outdated'; true");
        browser.press(key);
        browser
            .until(&format!("document.querySelector('[data-testid=toast]').textContent.includes('{words}')"));
    }
    // A setting turns single keys off.
    browser.open(&format!("{base}/settings"));
    browser.ask("document.querySelector('input[name=keys][value=off]').click(); document.querySelector('form[action=\"/settings\"] button').click()");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('saved')");
    browser.open(&format!("{base}/queue"));
    browser.press("j");
    browser.press("?");
    assert_eq!(browser.ask(&format!("location.pathname + ' ' + ({ROW} === null)")), "/queue true");
    // The theme chosen wins over the system's.
    browser.open(&format!("{base}/settings"));
    browser.ask("document.querySelector('input[name=theme][value=dark]').click(); document.querySelector('form[action=\"/settings\"] button').click()");
    browser.until("document.documentElement.dataset.theme === 'dark'");
}

#[test]
fn a_long_check_tells_how_far_it_is_and_gives_way_to_the_queue() {
    let Some(mut browser) = browser() else { return };
    let place = Place::harbour();
    let mut claims = CLAIMS.to_owned();
    for number in 0..6_000 {
        let sentence = format!("The ferries employed {} people in 2025.", 300 + number);
        claims.push_str(&format!(
            "\n[[claim]]\nid = \"crew-{number}\"\ntext = \"{sentence}\"\nsources = [\"harbour\"]\n"
        ));
    }
    place.claims("harbour.toml", &claims);
    let host = Host::start(&place);
    browser.look(1024, 760, "light");
    browser.open(&format!("http://{}/queue", host.address));
    // Nobody loads the screen again: the small script does.
    browser.until("document.querySelectorAll('[data-testid=queue-row]').length === 50");
    // A change is told on the screen that is open, with the way to the newer one.
    place.claims("more.toml", "[[claim]]\nid = \"lamps\"\ntext = \"The pier has 4 lamps.\"\nsources = [\"https://example.org/harbour\"]\n");
    browser.until("document.querySelector('[data-progress] a')");
    assert_eq!(browser.ask("document.querySelector('[data-progress]').hidden"), false);
}

#[test]
fn without_scripts_everything_works() {
    let Some(mut browser) = browser() else { return };
    let (_place, host) = settled();
    let base = format!("http://{}", host.address);
    browser.look(1280, 900, "light");
    browser.scripts(false);
    // The protocol's own evaluation still works in a page whose scripts are off, so forms can be filled and sent.
    browser.open(&format!("{base}/queue"));
    browser.ask("document.querySelector('[name=pick]').checked = true; document.querySelector('[data-testid=bulk-bar] button[value=fix]').click()");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Fix claim')");
    browser.ask("document.querySelector('[data-testid=toast] button').click()");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Taken back')");
    browser.open(&format!("{base}/claims/crew"));
    browser.ask("document.querySelector('#decide [name=reason]').value = 'false-alarm'; document.querySelector('#decide button[value=snooze]').click()");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Snooze')");
}
