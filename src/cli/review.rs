//! `verify review`: checks claim files offline and serves the editors' desk on them.

use std::io::Write;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use claim_verifier::review::{self, Desk, Door, Editors, Options, Role};
use claim_verifier::ruling::state::State;

use super::check::threshold;
use super::{Context, Exit, claims};

/// Review findings in the browser, and rule on them
///
/// Checks the files offline, prints its address when it listens, and serves the editors' desk until it is stopped.
/// On loopback one editor needs no password. Beyond it, editors need accounts: --add-editor makes one.
#[derive(clap::Args)]
pub struct Args {
    /// Claim files, or folders of them
    #[arg(value_name = "FILES", default_value = "claims")]
    files: Vec<PathBuf>,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8417")]
    listen: String,
    /// The name decisions are signed with on loopback, until another is chosen in the settings
    #[arg(long, value_name = "NAME", default_value = "editor")]
    editor: String,
    /// The address by which editors reach the desk through a proxy that ends TLS
    #[arg(long, value_name = "URL")]
    public: Option<url::Url>,
    /// Make an account, or give a known one a new password; serves nothing
    #[arg(long, value_name = "NAME", conflicts_with_all = ["remove_editor", "list_editors"])]
    add_editor: Option<String>,
    /// What the account may do: reader, editor or admin
    #[arg(long, value_name = "ROLE", requires = "add_editor", default_value = "editor")]
    role: String,
    /// Take the account's password from the first line of stdin, instead of making one and printing it
    #[arg(long, requires = "add_editor")]
    password_stdin: bool,
    /// Remove an account; serves nothing
    #[arg(long, value_name = "NAME", conflicts_with = "list_editors")]
    remove_editor: Option<String>,
    /// List the accounts; serves nothing
    #[arg(long)]
    list_editors: bool,
}

/// Manages accounts, or serves the desk until a signal.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    if args.add_editor.is_some() || args.remove_editor.is_some() || args.list_editors {
        return manage(args, context);
    }
    // Mistakes in the claim files are shown the way `check` shows them.
    if claims::open(&args.files, context).is_none() {
        return Ok(Exit::Usage);
    }
    let listen: SocketAddr = args
        .listen
        .to_socket_addrs()
        .ok()
        .and_then(|mut addresses| addresses.next())
        .with_context(|| format!("cannot listen on `{}`: write it as 127.0.0.1:8417", args.listen))?;
    if !listen.ip().is_loopback() || args.public.is_some() {
        let state = State::open(&context.store)?;
        ensure!(
            !Editors(&state).list()?.is_empty(),
            "the desk can be reached from elsewhere, and there are no accounts: make one with \
             `verify review --add-editor NAME --role admin`, or listen on 127.0.0.1"
        );
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(args, context, listen))?;
    // A check that is under way is not waited for.
    runtime.shutdown_background();
    Ok(Exit::Clean)
}

/// What the reviewed set of claims is called: the paths as they lead from the root.
fn name(files: &[PathBuf]) -> String {
    let whole = files.iter().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    whole.map(|path| path.to_string_lossy().into_owned()).collect::<Vec<_>>().join("\n")
}

async fn serve(args: &Args, context: &Context, listen: SocketAddr) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(listen).await.with_context(|| {
        format!("cannot listen on {listen}: is another desk there? --listen takes another port")
    })?;
    let address = listener.local_addr()?;
    let files = args.files.clone();
    let (now, started) = (context.now, std::time::Instant::now());
    let options = Options {
        store: context.store.clone(),
        name: name(&args.files),
        files: Box::new(move || claims::expand(&files)),
        // `--now` moves the clock, and time goes on from there.
        clock: Box::new(move || now + started.elapsed()),
        strict_bounds: context.settings.get("bounds").value == "strict",
        fail_on: threshold(context),
        editor: args.editor.clone(),
        door: Door::new(address, args.public.as_ref()),
    };
    let desk = tokio::task::spawn_blocking(move || Desk::open(options)).await??;
    let stopped = stopped()?;
    let mut out = std::io::stdout();
    writeln!(out, "http://{address}/queue")?;
    out.flush()?;
    review::serve(Arc::new(desk), listener, stopped).await?;
    Ok(())
}

/// What ends when SIGINT or SIGTERM comes. It listens for them from the moment it is made.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// What ends when Ctrl-C comes.
#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

fn manage(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let state = State::open(&context.store)?;
    let editors = Editors(&state);
    let mut out = std::io::stdout().lock();
    if let Some(name) = &args.add_editor {
        let Some(role) = Role::parse(&args.role) else {
            bail!("`{}` is no role; it is one of reader, editor, admin", args.role)
        };
        let password = if args.password_stdin { typed()? } else { made()? };
        editors.set(name, role, &password, context.now)?;
        writeln!(out, "{name} may sign in as {}", role.name())?;
        if !args.password_stdin {
            writeln!(out, "password (shown once): {password}")?;
        }
    } else if let Some(name) = &args.remove_editor {
        ensure!(editors.remove(name)?, "no account has the name `{name}`; --list-editors lists them");
        writeln!(out, "removed {name}")?;
    } else {
        for (name, role) in editors.list()? {
            writeln!(out, "{role:<7} {name}")?;
        }
    }
    Ok(Exit::Clean)
}

fn typed() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("cannot read the password from stdin")?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// A password of 80 random bits, in groups that can be read out.
fn made() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("the system gives no random bytes: {error}"))?;
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters: Vec<u8> = bytes.iter().map(|byte| LETTERS[usize::from(byte % 32)]).collect();
    Ok(letters.chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-"))
}
