//! The exit codes of the program, the same for every format.

/// How a run ended. `batch`, `read`, `extract`, `capture`, `recheck`, `store check`, `audit` and
/// `replay` use the same four numbers; their help texts say what each means there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: nothing at or above `--fail-on`.
    Clean,
    /// 1: findings (a difference or damage for the commands that compare).
    Findings,
    /// 2: usage, configuration or claim-file errors; internal errors; a bad row.
    Usage,
    /// 3: incomplete: a source could not be read, and nothing worse.
    Incomplete,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> std::process::ExitCode {
        std::process::ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Incomplete => 3,
        })
    }
}
