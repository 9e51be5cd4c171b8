//! Re-checks of a small world, night after night: exactly what was planned is reported, and a kill loses nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::world::{Dice, Mode, Row, World};

const HOSTS: usize = 20;
const PAGES_EACH: usize = 15;
const NIGHTS: u32 = 14;

/// A change of a page in a night, and the rows it is to be reported with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    Figure,
    Headline,
    Correction,
    Menu,
    Paragraph,
    Markup,
    Move,
    Delete,
    SoftDelete,
    /// One night only.
    Fails(Mode),
    /// The server says that nothing changed; the whole body is asked for in the eighth night.
    Lie,
}

/// Which page does what in which night; every page at most once.
fn schedule() -> Vec<(u32, usize, Plan)> {
    let mut dice = Dice(2025);
    // The last host goes down as a whole.
    let mut pages: Vec<usize> = (0..(HOSTS - 1) * PAGES_EACH).collect();
    let mut draw = move || pages.swap_remove(dice.roll(pages.len()));
    let mut plan = Vec::new();
    for night in 2..=NIGHTS {
        for what in [
            Plan::Figure,
            Plan::Figure,
            Plan::Figure,
            Plan::Headline,
            Plan::Correction,
            Plan::Menu,
            Plan::Menu,
            Plan::Paragraph,
            Plan::Markup,
            Plan::Markup,
            Plan::Move,
            Plan::Delete,
            Plan::Fails(Mode::Blocked),
            Plan::Fails(Mode::Challenge),
            Plan::Fails(Mode::Busy),
            Plan::Fails(Mode::Cut),
        ] {
            plan.push((night, draw(), what));
        }
        if night % 3 == 0 {
            plan.push((night, draw(), Plan::SoftDelete));
        }
    }
    plan.push((5, draw(), Plan::Fails(Mode::Slow)));
    plan.push((4, draw(), Plan::Lie));
    plan.push((6, draw(), Plan::Lie));
    plan
}

/// The rows that a schedule is to be reported with, by night.
fn expected(plan: &[(u32, usize, Plan)]) -> BTreeMap<u32, BTreeSet<Row>> {
    let mut nights: BTreeMap<u32, BTreeSet<Row>> = BTreeMap::new();
    let mut add = |night: u32, kind: &str, page: usize, claim: bool| {
        nights.entry(night).or_default().insert((kind.to_owned(), page, claim));
    };
    let gone = |night: u32, page: usize, add: &mut dyn FnMut(u32, &str, usize, bool)| {
        add(night, "unreachable", page, false);
        add(night + 1, "unreachable", page, false);
        add(night + 2, "gone", page, false);
    };
    for (night, page, what) in plan.iter().copied() {
        match what {
            Plan::Figure => {
                add(night, "verdict-changing", page, false);
                add(night, "verdict-changing", page, true);
            }
            Plan::Lie => {
                add(8, "verdict-changing", page, false);
                add(8, "verdict-changing", page, true);
            }
            Plan::Headline | Plan::Correction => add(night, "context-changing", page, false),
            Plan::Menu | Plan::Paragraph => add(night, "cosmetic", page, false),
            Plan::Markup => add(night, "format", page, false),
            Plan::Move => add(night, "moved", page, false),
            Plan::Delete | Plan::SoftDelete => gone(night, page, &mut add),
            Plan::Fails(_) => add(night, "unreachable", page, false),
        }
    }
    for page in (HOSTS - 1) * PAGES_EACH..HOSTS * PAGES_EACH {
        gone(10, page, &mut add);
    }
    nights.retain(|night, _| *night <= NIGHTS);
    nights
}

fn set_up(world: &World, plan: &[(u32, usize, Plan)], night: u32) {
    for (at, page, what) in plan.iter().copied() {
        // What fails for one night is back in the next.
        if matches!(what, Plan::Fails(_)) && at + 1 == night {
            world.edit(page, |page| page.mode = Mode::Up);
        }
        if at != night {
            continue;
        }
        world.edit(page, |page| match what {
            Plan::Figure | Plan::Lie => page.figure -= 500_000,
            Plan::Headline => page.headline += 1,
            Plan::Correction => page.correction = true,
            Plan::Menu => page.menu += 1,
            Plan::Paragraph => page.paragraph += 1,
            Plan::Markup => page.markup += 1,
            Plan::Move => page.mode = Mode::Moved,
            Plan::Delete => page.mode = Mode::Missing,
            Plan::SoftDelete => page.mode = Mode::SoftMissing,
            Plan::Fails(mode) => page.mode = mode,
        });
    }
}

#[test]
fn fourteen_nights_are_reported_as_planned_and_nothing_else() {
    let mut world = World::new(HOSTS, PAGES_EACH);
    let plan = schedule();
    for page in plan.iter().filter(|(.., what)| *what == Plan::Lie) {
        world.edit(page.1, |page| page.lies = true);
    }
    let expected = expected(&plan);
    let (mut slips, mut totals) = (Vec::new(), [0; 4]);
    println!("night planned reported missed false");
    for night in 1..=NIGHTS {
        set_up(&world, &plan, night);
        if night == 10 {
            world.hosts[HOSTS - 1] = None;
        }
        let output = world.recheck(night).output().expect("the program runs");
        let reported = world.rows(&output);
        let planned = expected.get(&night).cloned().unwrap_or_default();
        let missed: Vec<&Row> = planned.difference(&reported).collect();
        let wrong: Vec<&Row> = reported.difference(&planned).collect();
        println!(
            "{night:>5} {:>7} {:>8} {:>6} {:>5}",
            planned.len(),
            reported.len(),
            missed.len(),
            wrong.len()
        );
        for (total, count) in
            totals.iter_mut().zip([planned.len(), reported.len(), missed.len(), wrong.len()])
        {
            *total += count;
        }
        if !missed.is_empty() || !wrong.is_empty() {
            slips.push(format!("night {night}: missed {missed:?}, false {wrong:?}"));
        }
        let wakes = planned.iter().any(|(kind, ..)| kind.ends_with("-changing"));
        let code = if wakes {
            1
        } else if planned.is_empty() {
            0
        } else {
            3
        };
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "night {night}: {errors}");
        // Asked again in the same night, nothing is due and nothing is told twice.
        if night == 7 {
            let again = world.recheck(night).output().expect("the program runs");
            assert!(again.stdout.is_empty() && again.status.success());
        }
    }
    println!("total {:>7} {:>8} {:>6} {:>5}", totals[0], totals[1], totals[2], totals[3]);
    assert!(slips.is_empty(), "{}", slips.join("\n"));
    world.assert_clean("after fourteen nights");
}

/// Kills a re-check or a capture at so many moments; afterwards store and log are clean, and the job completes.
fn kill_at(moments: usize) {
    let world = World::new(4, 6);
    let slow = Duration::from_millis(15);
    (0..24).for_each(|page| world.edit(page, |page| page.wait = slow));
    assert!(world.recheck(1).status().expect("the program runs").success());
    let mut dice = Dice(7);
    let mut longest = Duration::from_millis(400);
    for moment in 0..moments {
        let night = 2 + u32::try_from(moment % 27).expect("few nights");
        if night == 2 && moment > 0 {
            // A month is over: the world begins anew with the same store.
            std::fs::remove_dir_all(world.dir().join("snapshots")).expect("the store");
            assert!(world.recheck(1).status().expect("the program runs").success());
        }
        let edited: BTreeSet<usize> = (0..3).map(|_| dice.roll(24)).collect();
        edited.iter().for_each(|page| world.edit(*page, |page| page.menu += 1));
        let wait = longest * u32::try_from(dice.roll(100)).expect("below 100") / 100;
        let mut child = world.recheck(night).stdout(std::process::Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(wait);
        let killed = child.try_wait().expect("a child").is_none();
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        world.assert_clean(&format!("killed at moment {moment} after {wait:?}"));
        let started = Instant::now();
        let output = world.recheck(night).output().expect("the program runs");
        longest = longest.max(started.elapsed());
        let reported = if killed {
            world.rows(&output)
        } else {
            world.rows(&world.run(&["recheck", "claims.toml", "--last", "--format", "json"]))
        };
        // A run that ended before the kill has told already; `--last` tells it again.
        let told: BTreeSet<usize> = if reported.is_empty() && killed {
            let last = world.rows(&world.run(&["recheck", "claims.toml", "--last", "--format", "json"]));
            last.iter().map(|row| row.1).collect()
        } else {
            reported.iter().map(|row| row.1).collect()
        };
        assert_eq!(told, edited, "moment {moment}, killed {killed} after {wait:?}");
        world.assert_clean(&format!("completed after moment {moment}"));
    }
}

#[test]
fn a_kill_at_any_moment_loses_nothing() {
    kill_at(20);
}

#[test]
#[ignore = "takes minutes: `cargo test -- --ignored`"]
fn a_kill_at_two_hundred_moments_loses_nothing() {
    kill_at(200);
}

/// Kills captures at so many moments: what was told is kept, the rest is whole or not there, and the job completes.
fn kill_captures_at(moments: usize) {
    let world = World::new(2, 12);
    (0..24).for_each(|page| world.edit(page, |page| page.wait = Duration::from_millis(10)));
    let mut arguments = vec!["capture", "--allow-network", "127.0.0.1", "--gap", "0", "--format", "json"];
    arguments.extend(world.urls().iter().map(String::as_str));
    let mut dice = Dice(11);
    for moment in 0..moments {
        let told = world.dir().join("told.jsonl");
        let out = std::fs::File::create(&told).expect("a file");
        let mut child = world.command(&arguments).stdout(out).spawn().expect("it starts");
        std::thread::sleep(Duration::from_millis(dice.roll(600) as u64));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        world.assert_clean(&format!("killed at moment {moment}"));
        let told = std::fs::read_to_string(told).expect("what it told");
        for line in told.lines() {
            // The last line may be cut by the kill.
            let Ok(object) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            let file = object["file"].as_str().expect("a file");
            assert!(world.dir().join(file).is_file(), "moment {moment}: {file} was told and is not there");
        }
    }
    assert!(world.run(&arguments).status.success());
    world.assert_clean("completed");
}

#[test]
fn a_kill_in_the_middle_of_captures_leaves_whole_ones() {
    kill_captures_at(10);
}

#[test]
#[ignore = "takes minutes: `cargo test -- --ignored`"]
fn a_kill_at_two_hundred_moments_of_captures_leaves_whole_ones() {
    kill_captures_at(200);
}

#[test]
fn every_format_is_written_and_the_last_run_can_be_told_again() {
    let world = World::new(1, 3);
    assert!(world.recheck(1).status().expect("it runs").success());
    world.edit(0, |page| page.figure -= 500_000);
    world.edit(1, |page| page.mode = Mode::Missing);
    assert_eq!(world.recheck(2).status().expect("it runs").code(), Some(1));
    for (format, words) in [
        ("full", "verdict-changing[V502]"),
        ("json", "\"kind\":\"verdict-changing\""),
        ("markdown", "| verdict-changing V502 |"),
        ("html", "<!doctype html>"),
        ("atom", "<feed xmlns"),
    ] {
        let output = world.run(&["recheck", "claims.toml", "--last", "--format", format]);
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1));
        assert!(text.contains(words) && text.contains("1,612,000"), "{format}: {text}");
    }
    // The cited passage, with the words that changed marked.
    let output = world.run(&["diff", "passengers-0", "claims.toml"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("[-2,112,000-] {+1,612,000+}"), "{text}");
    let output = world.run(&["diff", &world.urls()[0]]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("[-2,112,000-] {+1,612,000+}"));
    assert_eq!(world.run(&["diff", "passengers-2", "claims.toml"]).status.code(), Some(0));
    assert_eq!(world.run(&["diff", "passengers-9", "claims.toml"]).status.code(), Some(2));
}

#[test]
fn a_takedown_and_a_copied_state_stay_clean_and_a_changed_past_does_not() {
    let world = World::new(1, 2);
    assert!(world.recheck(1).status().expect("it runs").success());
    world.edit(0, |page| page.figure -= 500_000);
    assert_eq!(world.recheck(2).status().expect("it runs").code(), Some(1));
    let audit = || {
        let output = world.run(&["audit", "--format", "json"]);
        let object: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        (output.status.code(), object)
    };
    let (code, before) = audit();
    assert_eq!((code, before["captures"].as_u64()), (Some(0), Some(3)), "{before}");
    let head = before["head"].as_str().expect("a link").to_owned();

    // A takedown: the bytes go, the tombstone and the log stay.
    let last = world.run(&["recheck", "claims.toml", "--last", "--format", "json"]);
    let row: serde_json::Value =
        serde_json::from_slice(last.stdout.split(|byte| *byte == b'\n').next().expect("a row"))
            .expect("JSON");
    let digest = row["old"]["digest"].as_str().expect("a digest").to_owned();
    assert!(world.run(&["store", "forget", &digest, "--reason", "asked by its author"]).status.success());
    let (code, after) = audit();
    assert_eq!((code, after["forgotten"].as_u64()), (Some(0), Some(1)), "{after}");
    world.assert_clean("after a takedown");
    assert!(world.run(&["audit", "--contains", &head]).status.success(), "the earlier link is still in it");
    assert_eq!(world.run(&["audit", "--contains", &"ab".repeat(32)]).status.code(), Some(1));

    // Out and in again, byte for byte.
    assert!(world.run(&["state", "export", "one.jsonl"]).status.success());
    for _ in 0..2 {
        assert!(world.run(&["--store", "other", "state", "import", "one.jsonl"]).status.success());
    }
    assert!(world.run(&["--store", "other", "state", "export", "two.jsonl"]).status.success());
    let lines = |name: &str| std::fs::read_to_string(world.dir().join(name)).expect("an export");
    assert_eq!(lines("one.jsonl"), lines("two.jsonl"));
    let forged = lines("one.jsonl").replace("\"kind\":\"forget\"", "\"kind\":\"capture\"");
    std::fs::write(world.dir().join("forged.jsonl"), forged).expect("a file");
    let output = world.run(&["--store", "third", "state", "import", "forged.jsonl"]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));

    // Somebody changes the past behind the triggers.
    let change = |sql: &str| {
        let file = world.dir().join("snapshots/state.sqlite");
        let connection = rusqlite::Connection::open(file).expect("a database");
        connection.execute_batch(sql).expect("it can be changed");
    };
    change("DROP TRIGGER audit_entry_stays; UPDATE audit_entry SET subject = 'x' WHERE number = 2;");
    let (code, found) = audit();
    assert_eq!((code, found["damage"][0]["entry"].as_u64()), (Some(1), Some(2)), "{found}");
}

#[test]
fn captures_that_came_by_copy_are_named_and_entered() {
    let world = World::new(1, 2);
    let file = world.dir().join("page.txt");
    std::fs::write(&file, "The river ferries carried 2,112,000 passengers in 2025.").expect("a file");
    let url = &world.urls()[0];
    let output = world.run(&[
        "capture",
        "--file",
        "page.txt",
        "--url",
        url,
        "--method",
        "transcript",
        "--by",
        "A. Tester",
        "--at",
        "2025-02-01",
    ]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::remove_file(world.dir().join("snapshots/state.sqlite")).expect("the state");
    assert!(world.recheck(1).status().expect("it runs").success(), "a page that says the same is no drift");
    let output = world.run(&["audit", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["unlogged"].as_array().map(Vec::len), Some(1), "{found}");
    let output = world.run(&["audit", "--take-up", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        (output.status.code(), found["unlogged"].as_array().map(Vec::len)),
        (Some(0), Some(0)),
        "{found}"
    );
}
