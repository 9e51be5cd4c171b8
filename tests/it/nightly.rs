//! The nightly jobs of docs/recheck.md, tried as they are printed: units of systemd, a line of cron, a workflow.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::world::World;

const PAGE: &str = include_str!("../../docs/recheck.md");

/// The blocks of code of the page in a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let open = format!("```{language}\n");
    PAGE.split(open.as_str()).skip(1).map(|rest| rest.split("```").next().expect("a block")).collect()
}

/// A world whose claims and settings stand as the jobs expect them, and a program on the path that is told the time.
struct Job {
    world: World,
}

impl Job {
    fn new() -> Self {
        let world = World::new(1, 2);
        let bin = world.dir().join("bin");
        fs::create_dir(&bin).expect("a folder");
        let script = format!(
            "#!/bin/sh\ncase $1 in recheck) set -- \"$@\" --gap 0 --retries 0 --allow-network 127.0.0.1;; esac\n\
             exec {} --now \"$NIGHT\" \"$@\"\n",
            env!("CARGO_BIN_EXE_verify")
        );
        fs::write(bin.join("verify"), script).expect("a file");
        succeeds(Command::new("chmod").arg("+x").arg(bin.join("verify")));
        Self { world }
    }

    /// A shell that runs words in a folder, in a night of March.
    fn shell(&self, shell: &[&str], words: &str, dir: &Path, night: u32) -> Output {
        let path = format!("{}:/usr/bin:/bin", self.world.dir().join("bin").display());
        let mut command = Command::new(shell[0]);
        command.args(&shell[1..]).arg(words).current_dir(dir).env_clear().env("PATH", path);
        command.env("NIGHT", format!("2025-03-{night:02}T02:10:00Z")).env("HOME", self.world.dir());
        command.env("GITHUB_STEP_SUMMARY", self.world.dir().join("summary.md"));
        command.output().expect("a shell")
    }
}

fn succeeds(command: &mut Command) {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn git(dir: &Path, arguments: &str) {
    succeeds(Command::new("git").current_dir(dir).args(arguments.split_whitespace()));
}

fn is_there(program: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        crate::absent(program);
    }
    there
}

#[test]
fn the_units_of_the_timer_are_sound_and_their_command_runs() {
    let job = Job::new();
    let dir = job.world.dir();
    let units = blocks("ini");
    assert_eq!(units.len(), 2);
    let site = dir.join("www");
    fs::create_dir(&site).expect("a folder");
    let own = |unit: &str| {
        unit.replace("/usr/local/bin/verify", &dir.join("bin/verify").display().to_string())
            .replace("/srv/www", &site.display().to_string())
            .replace("/srv/claims", &dir.display().to_string())
            .replace("User=desk\n", "")
    };
    let service = own(units[0]);
    if is_there("systemd-analyze") {
        fs::write(dir.join("verify-recheck.service"), &service).expect("a file");
        fs::write(dir.join("verify-recheck.timer"), own(units[1])).expect("a file");
        let mut analyze = Command::new("systemd-analyze");
        analyze.current_dir(dir).args([
            "verify",
            "--man=no",
            "./verify-recheck.service",
            "./verify-recheck.timer",
        ]);
        let output = analyze.output().expect("it runs");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        let ours: Vec<&str> = words.lines().filter(|line| line.contains("verify-recheck")).collect();
        assert!(output.status.success() && ours.is_empty(), "{words}");
    }
    let line = service.lines().find_map(|line| line.strip_prefix("ExecStart=")).expect("a command");
    fs::create_dir(dir.join("claims")).expect("a folder");
    fs::rename(dir.join("claims.toml"), dir.join("claims/claims.toml")).expect("a file");
    let output = job.shell(&["sh", "-c"], line, dir, 1);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    job.world.edit(0, |page| page.figure = 1_612_000);
    let code = job.shell(&["sh", "-c"], line, dir, 2).status.code().expect("a code");
    let successes = service.lines().find_map(|line| line.strip_prefix("SuccessExitStatus=")).expect("codes");
    assert!(code == 1 && successes.split(' ').any(|success| success == "1"), "{code}");
    for (name, words) in [("moved.html", "1,612,000"), ("moved.atom", "<feed")] {
        assert!(fs::read_to_string(site.join(name)).expect("a digest").contains(words), "{name}");
    }
}

#[test]
fn the_line_of_cron_runs() {
    let job = Job::new();
    let dir = job.world.dir();
    fs::create_dir(dir.join("claims")).expect("a folder");
    fs::rename(dir.join("claims.toml"), dir.join("claims/claims.toml")).expect("a file");
    let line = blocks("cron")[0].trim();
    let fields: Vec<&str> = line.splitn(6, ' ').collect();
    for (field, most) in fields.iter().zip([59, 23, 31, 12, 7]) {
        assert!(*field == "*" || field.parse::<u32>().is_ok_and(|number| number <= most), "{field}");
    }
    // A percent sign would end the command for cron.
    assert!(fields.len() == 6 && !fields[5].contains('%'));
    let words = fields[5].replace("/srv/claims", &dir.display().to_string());
    assert!(job.shell(&["sh", "-c"], &words, dir, 1).status.success());
    job.world.edit(0, |page| page.figure = 1_612_000);
    let output = job.shell(&["sh", "-c"], &words, dir, 2);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1,612,000"), "what is printed is mailed");
}

#[test]
fn the_workflow_keeps_captures_and_state_between_machines() {
    if !is_there("git") {
        return;
    }
    let job = Job::new();
    let dir = job.world.dir();
    let workflow = blocks("yaml")[0];
    let step = workflow.split("- run: |\n").nth(1).expect("the last step");
    let words: String = step.lines().map(|line| format!("{}\n", line.trim_start())).collect();
    let bare = dir.join("origin.git");
    git(dir, &format!("init -q --bare -b main {}", bare.display()));
    git(dir, &format!("clone -q {} first", bare.display()));
    let first = dir.join("first");
    fs::create_dir(first.join("claims")).expect("a folder");
    fs::rename(dir.join("claims.toml"), first.join("claims/claims.toml")).expect("a file");
    fs::write(
        first.join(".gitignore"),
        "snapshots/index.sqlite*\nsnapshots/state.*\nsnapshots/*.lock\nsnapshots/tmp/\n",
    )
    .expect("a file");
    git(&first, "add -A");
    git(&first, "-c user.name=us -c user.email=us@mill.example commit -q -m Claims");
    git(&first, "push -q origin HEAD:main");

    // Each night on a machine that has nothing but the repository.
    let night = |night: u32| -> Option<i32> {
        let name = format!("night-{night}");
        git(dir, &format!("clone -q {} {name}", bare.display()));
        let output = job.shell(&["bash", "-e", "-c"], &words, &dir.join(name), night);
        let code = output.status.code();
        assert!(code.is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
        code
    };
    assert_eq!(night(1), Some(0));
    job.world.edit(0, |page| page.figure = 1_612_000);
    assert_eq!(night(2), Some(1), "the job fails where a verdict moved");
    assert_eq!(night(3), Some(0), "and it was told once");
    let summary = fs::read_to_string(dir.join("summary.md")).expect("a summary");
    assert!(summary.contains("1,612,000"), "{summary}");
    git(dir, &format!("clone -q {} last", bare.display()));
    let last = dir.join("last");
    let audit =
        "test ! -f state.jsonl || verify state import state.jsonl; verify audit && verify store check";
    let output = job.shell(&["sh", "-c"], audit, &last, 4);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
