//! The program's reader of PDF files: a child process of this same binary with limits on memory and time.
//!
//! A PDF parser works on hostile bytes, and neither memory nor time of a parser can be bounded from inside.
//! The child sets its limits on itself, reads the file from stdin and answers with fragments as JSON; the
//! parent waits for a bounded time. A child that dies or says nothing is a file that was not read.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use claim_verifier::extract::pdf::{InProcess, PdfFailure, PdfReader, Sheets, use_reader};

/// The flag of `verify extract` that makes it the child.
const CHILD_FLAG: &str = "--pdf-fragments";

/// Address space of the child: its code, the file a few times over, and what the parser builds.
const MEMORY_MAX: u64 = 768 << 20;
/// Processor seconds of the child: one, and one more for each of these bytes; a report of a hundred pages takes a fraction.
const BYTES_A_SECOND: u64 = 256 << 10;
/// Processor seconds that no file may pass.
const CPU_SECONDS_MAX: u64 = 60;
/// How long the parent waits; longer than the child may compute, for a machine that is busy.
const WAIT_MAX: Duration = Duration::from_secs(180);
/// Bytes of an answer; fragments of three thousand full pages are less.
const ANSWER_MAX: u64 = 512 << 20;
/// Bytes of a file, as many as extraction reads of any payload.
const PAYLOAD_MAX: u64 = 64 << 20;

/// Reads fragments in a child process of `program`.
#[derive(Debug, Clone)]
struct LimitedReader {
    program: PathBuf,
    wait: Duration,
}

/// Makes the child the reader of every subcommand; files are read in process where the program cannot find itself.
pub fn use_limited_reader() {
    if let Ok(program) = std::env::current_exe() {
        use_reader(Arc::new(LimitedReader { program, wait: WAIT_MAX }));
    }
}

impl PdfReader for LimitedReader {
    fn read(&self, payload: &[u8]) -> Result<Sheets, PdfFailure> {
        let failure = |reason: String| PdfFailure { reason };
        let mut child = Command::new(&self.program)
            .args(["extract", CHILD_FLAG])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failure(format!("cannot start the reader: {error}")))?;
        let mut stdin = child.stdin.take().expect("stdin is piped");
        let stdout = child.stdout.take().expect("stdout is piped");
        let (sender, answers) = mpsc::channel();
        let (answer, status) = std::thread::scope(|scope| {
            // A child that died does not take the rest; its status says so below.
            scope.spawn(move || stdin.write_all(payload));
            scope.spawn(move || {
                let mut answer = Vec::new();
                let read = stdout.take(ANSWER_MAX).read_to_end(&mut answer);
                let _ = sender.send(read.map(|_| answer));
            });
            let answer = answers.recv_timeout(self.wait);
            if answer.is_err() {
                let _ = child.kill();
            }
            (answer, child.wait())
        });
        let status = status.map_err(|error| failure(format!("lost the reader: {error}")))?;
        let answer = match answer {
            Ok(Ok(answer)) if status.success() => answer,
            Ok(_) => return Err(failure(end_of(status))),
            Err(_) => return Err(failure(format!("the reader took longer than {} s", self.wait.as_secs()))),
        };
        serde_json::from_slice::<Result<Sheets, PdfFailure>>(&answer)
            .unwrap_or_else(|_| Err(failure("the reader's answer was cut".to_owned())))
    }
}

/// Why a child ended, in words; the limits end it by a signal.
fn end_of(status: ExitStatus) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        let cpu = rustix::process::Signal::XCPU.as_raw();
        match status.signal() {
            Some(signal) if signal == cpu => {
                return "the reader took too long for a file of this size".to_owned();
            }
            Some(_) => return format!("the reader needed more than {} MiB", MEMORY_MAX >> 20),
            None => {}
        }
    }
    format!("the reader ended with {status}")
}

/// The child: limits itself, reads stdin, answers on stdout.
pub fn answer() -> anyhow::Result<()> {
    let mut payload = Vec::new();
    std::io::stdin().lock().take(PAYLOAD_MAX).read_to_end(&mut payload)?;
    limit_own(payload.len() as u64);
    let answer = InProcess.read(&payload);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut out, &answer)?;
    out.flush()?;
    Ok(())
}

#[cfg(unix)]
fn limit_own(bytes: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = |value: u64| Rlimit { current: Some(value), maximum: Some(value) };
    // A limit that is lower already stays; a system without one still has the parent's wait.
    let _ = setrlimit(Resource::As, limit(MEMORY_MAX));
    let seconds = (1 + bytes / BYTES_A_SECOND).min(CPU_SECONDS_MAX);
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(seconds), maximum: Some(seconds + 1) });
    let _ = setrlimit(Resource::Core, limit(0));
}

#[cfg(not(unix))]
fn limit_own(_bytes: u64) {}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use claim_verifier::extract::{Options, read};

    use super::*;

    /// Reads a file through a child that does what the script says.
    fn check(script: &str, expected: &str) {
        let folder = tempfile::tempdir().expect("the scratch folder takes it");
        let program = folder.path().join("reader");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("the scratch folder takes it");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))
            .expect("the scratch folder takes it");
        let reader = LimitedReader { program, wait: Duration::from_secs(2) };
        let options = Options { pdf: Some(Arc::new(reader)), ..Options::default() };
        let document = read(&[b'%'; 300_000], "application/pdf", &options);
        assert_eq!(document.text, "");
        let note = document.notes.iter().find(|note| note.name == "unread-pdf").expect("a note");
        assert!(note.detail.contains(expected), "{script}: {}", note.detail);
    }

    #[test]
    fn a_child_that_fails_is_a_note() {
        check("kill -KILL $$", "needed more than");
        check("kill -XCPU $$", "took too long");
        check("exec sleep 600", "took longer than 2 s");
        check("exit 3", "exit status: 3");
        check("echo '{\"Ok\":'", "answer was cut");
        check("cat >/dev/null; echo '{\"Err\":{\"reason\":\"no pages\"}}'", "no pages");
    }
}
