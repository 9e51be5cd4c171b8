//! Signing in and out, accounts, and what a person sets for themselves.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::Trouble;
use super::accounts::{self, Role, SignIn};
use super::desk::Desk;
use super::entry::{is_name, random};
use super::fields::segment;
use super::shell::{self, Ask, Shell};

/// How long the browser keeps a setting.
const YEAR_SECONDS: i64 = 60 * 60 * 24 * 365;
/// How long the browser keeps a session; the desk ends it by itself too.
const SESSION_SECONDS: i64 = 60 * 60 * 12;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInScreen {
    shell: Shell,
    next: String,
    name: String,
    wrong: &'static str,
}

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsScreen {
    shell: Shell,
    files: usize,
    claims: usize,
    checked: String,
    store: String,
}

#[derive(Template)]
#[template(path = "help.html")]
struct HelpScreen {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "editors.html")]
struct EditorsScreen {
    shell: Shell,
    editors: Vec<(String, &'static str)>,
    made: Option<(String, String)>,
}

/// The form to sign in with.
pub fn sign_in(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    if ask.visitor.role.is_some() {
        return Ok(shell::redirect(shell::onward(ask.query.get("next"))));
    }
    form(desk, ask, ask.query.get("next"), StatusCode::OK, "")
}

fn form(
    desk: &Desk,
    ask: &Ask,
    next: &str,
    status: StatusCode,
    wrong: &'static str,
) -> Result<Response, Trouble> {
    let screen = SignInScreen {
        shell: Shell::bare(desk, &ask.visitor, "Sign in"),
        next: shell::onward(next).to_owned(),
        name: ask.form.get("name").to_owned(),
        wrong,
    };
    shell::html_with(status, &screen)
}

/// Signs in: a new session each time, whatever the browser brought.
pub fn enter(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    if !desk.options.door.accounts {
        return Ok(shell::redirect("/queue"));
    }
    let (name, next) = (ask.form.get("name"), ask.form.get("next"));
    // A password may begin or end with a space, so it is taken as it is.
    let password = ask.form.all("password").next().unwrap_or_default();
    match desk.lock.sign_in(&desk.state, name, password, &ask.visitor.peer, desk.now())? {
        SignIn::In(session) => {
            let mut response = shell::redirect(shell::onward(next));
            let cookie = desk.options.door.set_cookie("session", &session, SESSION_SECONDS);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        SignIn::Wrong => form(desk, ask, next, StatusCode::UNAUTHORIZED, "Name or password is wrong."),
        SignIn::Later => {
            let words = "Too many wrong passwords. Wait a quarter of an hour, then try again.";
            let mut response = form(desk, ask, next, StatusCode::TOO_MANY_REQUESTS, words)?;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("900"));
            Ok(response)
        }
    }
}

/// Signs out.
pub fn leave(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    if let Some(session) = &ask.session {
        accounts::sign_out(&desk.state, session)?;
    }
    let mut response = shell::redirect("/sign-in");
    response.headers_mut().append(header::SET_COOKIE, desk.options.door.set_cookie("session", "", 0));
    Ok(response)
}

/// What a person sets for themselves.
pub fn settings(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let round = desk.round()?;
    let screen = SettingsScreen {
        shell: Shell::new(desk, ask, "settings", "Settings")?,
        files: round.set.files.len(),
        claims: round.run.claims.len(),
        checked: round.at.format("%Y-%m-%d %H:%M UTC").to_string(),
        store: crate::report::sheet::visible(&desk.store.dir().to_string_lossy()),
    };
    shell::html(&screen)
}

/// Keeps settings in cookies.
pub fn set(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let door = &desk.options.door;
    let mut response = shell::redirect(&shell::with(shell::onward(ask.form.get("next")), "did", "set"));
    let mut keep = |name: &str, value: &str| {
        response.headers_mut().append(header::SET_COOKIE, door.set_cookie(name, value, YEAR_SECONDS));
    };
    if let Some(theme) = ask.form.some("theme").filter(|theme| ["light", "dark", "system"].contains(theme)) {
        keep("theme", theme);
    }
    if let Some(keys) = ask.form.some("keys").filter(|keys| ["on", "off"].contains(keys)) {
        keep("keys", keys);
    }
    if let Some(name) = ask.form.some("name").filter(|_| !door.accounts) {
        if !is_name(name) {
            return Err(Trouble::bad(
                "a name has letters, digits, spaces and . - _ ' @ , and at most 80 characters",
            ));
        }
        keep("name", &segment(name));
    }
    Ok(response)
}

/// Keys and words.
pub fn help(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    shell::html(&HelpScreen { shell: Shell::new(desk, ask, "help", "Help")? })
}

/// The accounts.
pub fn editors(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    show_editors(desk, ask, None)
}

fn show_editors(desk: &Desk, ask: &Ask, made: Option<(String, String)>) -> Result<Response, Trouble> {
    if !desk.options.door.accounts {
        return Err(Trouble::Missing(
            "list of editors: on loopback there is one, without a password".to_owned(),
        ));
    }
    let editors = accounts::list(&desk.state)?.into_iter().map(|(name, role)| (name, role.name()));
    let shell = Shell::new(desk, ask, "editors", "Editors")?;
    shell::html(&EditorsScreen { shell, editors: editors.collect(), made })
}

/// Adds, changes or removes an account. A new one gets a password that is shown once.
pub fn set_editor(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    if !desk.options.door.accounts {
        return Err(Trouble::Missing("list of editors".to_owned()));
    }
    if let Some(name) = ask.form.some("remove") {
        if name == ask.visitor.name {
            return Err(Trouble::bad("another admin must remove you, so that one is left"));
        }
        accounts::remove(&desk.state, name)?;
        return Ok(shell::redirect("/editors?did=editor-gone"));
    }
    let role = Role::parse(ask.form.get("role")).ok_or_else(|| Trouble::bad("choose a role"))?;
    let name = ask.form.get("name");
    if name == ask.visitor.name {
        return Err(Trouble::bad("another admin must change your account"));
    }
    let password: String = random().chars().take(20).collect();
    accounts::set(&desk.state, name, role, &password, desk.now())?;
    show_editors(desk, ask, Some((name.to_owned(), password)))
}
