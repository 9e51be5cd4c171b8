//! The program on the shipped claims: whatever the order of its arguments, beside other processes, and on a checkout
//! that nobody may write to.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::shipped;

const PROGRAM: &str = env!("CARGO_BIN_EXE_verify");

/// A copy of the shipped claims and captures, without the index.
fn checkout() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["claims", "snapshots"] {
        copy(&root.join(name), &folder.path().join(name));
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("a readable folder") {
        let entry = entry.expect("a readable entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(&name));
        } else if !name.contains(".sqlite") {
            std::fs::copy(entry.path(), to.join(&name)).expect("a file can be copied");
        }
    }
}

fn check(folder: &Path, files: &[PathBuf]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).args(["--now", "2026-11-24", "check", "--format", "json"]).args(files);
    command
}

/// The report; what a run says of claims is exit code 0 or 1, everything else is a failure.
fn written(output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{:?} {told}", output.status);
    assert!(told.is_empty(), "{told}");
    String::from_utf8(output.stdout.clone()).expect("the report is UTF-8")
}

fn files() -> Vec<PathBuf> {
    shipped::texts().into_iter().map(|(path, _)| path).collect()
}

#[test]
fn the_order_of_the_arguments_changes_no_byte() {
    let folder = checkout();
    let expected = written(&check(folder.path(), &["claims".into()]).output().expect("it runs"));
    let mut files = files();
    for _ in 0..files.len() {
        files.rotate_left(1);
        assert!(written(&check(folder.path(), &files).output().expect("it runs")) == expected, "{files:?}");
    }
    files.reverse();
    assert!(written(&check(folder.path(), &files).output().expect("it runs")) == expected, "{files:?}");
}

#[test]
fn checks_and_captures_run_beside_each_other() {
    let folder = checkout();
    let expected = written(&check(folder.path(), &files()).output().expect("it runs"));
    std::fs::write(folder.path().join("note.txt"), "A note on something else.").expect("written");
    let spawn = |mut command: Command| {
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
    };
    let mut checks = Vec::new();
    let mut captures = Vec::new();
    for number in 0..4 {
        checks.push(spawn(check(folder.path(), &files())));
        let mut capture = Command::new(PROGRAM);
        let url = format!("https://example.org/{number}");
        let brought = ["capture", "--file", "note.txt", "--method", "transcript", "--by", "a test", "--url"];
        capture.current_dir(folder.path()).args(brought).arg(url);
        captures.push(spawn(capture));
    }
    for capture in captures {
        let output = capture.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    for check in checks {
        assert!(written(&check.wait_with_output().expect("it ends")) == expected);
    }
    let store =
        Command::new(PROGRAM).current_dir(folder.path()).args(["store", "check"]).output().expect("it runs");
    assert!(store.status.success(), "{}", String::from_utf8_lossy(&store.stdout));
}

#[cfg(unix)]
#[test]
fn a_checkout_that_nobody_may_write_to_is_enough() {
    use std::os::unix::fs::PermissionsExt;

    fn entries(folder: &Path, found: &mut Vec<(PathBuf, u64)>) {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            found.push((path.clone(), path.metadata().expect("it is there").len()));
            if path.is_dir() {
                entries(&path, found);
            }
        }
    }

    fn permit(folder: &Path, mode: u32) {
        let mut found = Vec::new();
        entries(folder, &mut found);
        found.push((folder.to_path_buf(), 0));
        for (path, _) in found {
            let mode = if path.is_dir() { mode | 0o111 } else { mode };
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("own files");
        }
    }

    let folder = checkout();
    let expected = written(&check(folder.path(), &files()).output().expect("it runs"));
    for index in ["index.sqlite", "index.sqlite-wal", "index.sqlite-shm"] {
        let _ = std::fs::remove_file(folder.path().join("snapshots").join(index));
    }
    let program = folder.path().join("verify");
    std::fs::copy(PROGRAM, &program).expect("the program can be copied");
    permit(folder.path(), 0o444);
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o555)).expect("own file");
    // Root may write anywhere, so the program runs as nobody.
    let is_root = std::fs::write(folder.path().join("probe"), "").is_ok();
    let mut command = if is_root {
        let _ = std::fs::remove_file(folder.path().join("probe"));
        if Command::new("setpriv").arg("--version").output().is_err() {
            permit(folder.path(), 0o755);
            return super::absent("setpriv");
        }
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
        command
    } else {
        Command::new(&program)
    };
    let mut before = Vec::new();
    entries(folder.path(), &mut before);
    command
        .current_dir(folder.path())
        .args(["--now", "2026-11-24", "check", "--format", "json"])
        .args(files());
    let output = command.output().expect("it runs");
    let mut after = Vec::new();
    entries(folder.path(), &mut after);
    permit(folder.path(), 0o755);
    assert!(written(&output) == expected);
    before.sort();
    after.sort();
    assert_eq!(before, after);
}
