//! The routes of the desk, and the loop that serves them. Screens are made on threads that may wait for disk.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRequestParts as _, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use tokio::net::TcpListener;

use super::accounts::Role;
use super::desk::Desk;
use super::fields::Fields;
use super::shell::{self, Ask};
use super::{
    Trouble, audit, claim, decide, drift, entry, listing, people, runs, source, sources, views, write,
};

/// Bytes that a form may have: the longest note, a long passage and a hundred picked rows fit.
const FORM_BYTES_MAX: usize = 256 * 1024;
/// How long a screen may take before the browser is told to try again.
const SCREEN_TIME: Duration = Duration::from_secs(60);
/// How often claim files and captures are looked at for changes.
const LOOK: Duration = Duration::from_secs(2);
/// How long open answers may take to end once the desk is told to stop.
const LAST_WORDS: Duration = Duration::from_millis(600);

const KEYS: &str = include_str!("assets/keys.js");
const DESK_STYLE: &str = include_str!("assets/desk.css");
const ICON: &str = include_str!("assets/icon.svg");

/// Makes the answer to a request.
type Screen = fn(&Desk, &Ask) -> Result<Response, Trouble>;

/// Who may have a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nobody,
    Some(Role),
}

/// Serves the desk until `stop` is there. Claims are checked while it listens already; claim files and captures are
/// looked at every two seconds.
///
/// # Errors
/// Those of the listener.
pub async fn serve(
    desk: Arc<Desk>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (told, tell) = tokio::sync::watch::channel(false);
    let looking = tokio::spawn(look(Arc::clone(&desk), tell.clone()));
    let service = routes(desk).into_make_service_with_connect_info::<SocketAddr>();
    let mut ended = tell.clone();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        let _ = told.send(true);
    });
    let done = tokio::select! {
        done = server => done,
        () = async {
            let _ = ended.wait_for(|told| *told).await;
            tokio::time::sleep(LAST_WORDS).await;
        } => Ok(()),
    };
    looking.abort();
    done
}

/// Makes a new round where something changed, until the desk stops.
async fn look(desk: Arc<Desk>, mut tell: tokio::sync::watch::Receiver<bool>) {
    let mut forced = false;
    loop {
        let looking = Arc::clone(&desk);
        // What went wrong is shown on the screens; the next look tries again.
        let _ = tokio::task::spawn_blocking(move || looking.refresh(forced)).await;
        forced = tokio::select! {
            () = tokio::time::sleep(LOOK) => false,
            () = desk.wanted.notified() => true,
            _ = tell.wait_for(|told| *told) => return,
        };
    }
}

/// Every route of the desk.
fn routes(desk: Arc<Desk>) -> Router {
    let reader = |screen: Screen| on_get(screen, Needs::Some(Role::Reader));
    let editor = |screen: Screen| on_post(screen, Needs::Some(Role::Editor));
    Router::new()
        .route("/healthz", on_get(health, Needs::Nobody))
        .route("/assets/{name}", on_get(asset, Needs::Nobody))
        .route("/favicon.ico", on_get(icon, Needs::Nobody))
        .route("/", reader(|_, _| Ok(shell::redirect("/queue"))))
        .route("/queue", reader(listing::queue))
        .route("/views", on_post(views::save, Needs::Some(Role::Reader)))
        .route("/claims/new", editor(write::new_claim))
        .route("/claims/{id}", reader(claim::claim))
        .route("/claims/{id}/report.html", reader(claim::report))
        .route("/claims/{id}/edit", editor(write::edit_claim))
        .route("/decisions", editor(decide::decide))
        .route("/check", editor(runs::check_again))
        .route("/progress", reader(shell::progress))
        .route("/sources", reader(sources::list))
        .route("/sources/{digest}", reader(source::source))
        .route("/sources/{digest}/payload", reader(source::payload))
        .route("/adopt", editor(write::adopt))
        .route("/origin", editor(write::origin))
        .route("/drift", reader(drift::list))
        .route("/drift/{source}", reader(drift::drift))
        .route("/audit", reader(audit::audit))
        .route("/audit.jsonl", reader(audit::lines))
        .route("/audit.csv", reader(audit::table))
        .route("/runs", reader(runs::runs))
        .route("/runs/{id}", reader(runs::run))
        .route("/report.html", reader(listing::report))
        .route("/help", reader(people::help))
        .route("/settings", reader(people::settings).merge(on_post(people::set, Needs::Some(Role::Reader))))
        .route(
            "/sign-in",
            on_get(people::sign_in, Needs::Nobody).merge(on_post(people::enter, Needs::Nobody)),
        )
        .route("/sign-out", on_post(people::leave, Needs::Some(Role::Reader)))
        .route(
            "/editors",
            on_get(people::editors, Needs::Some(Role::Admin))
                .merge(on_post(people::set_editor, Needs::Some(Role::Admin))),
        )
        .fallback(on_get(missing, Needs::Nobody))
        .with_state(desk)
}

fn on_get(screen: Screen, needs: Needs) -> MethodRouter<Arc<Desk>> {
    get(move |State(desk): State<Arc<Desk>>, request: Request| enter(desk, request, screen, needs))
}

fn on_post(screen: Screen, needs: Needs) -> MethodRouter<Arc<Desk>> {
    post(move |State(desk): State<Arc<Desk>>, request: Request| enter(desk, request, screen, needs))
}

/// The way in: name of the desk, size of the form, who asks, where a post comes from, and what they may do.
async fn enter(desk: Arc<Desk>, request: Request, screen: Screen, needs: Needs) -> Response {
    let (mut parts, body) = request.into_parts();
    let places = match RawPathParams::from_request_parts(&mut parts, &()).await {
        Ok(params) => params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        Err(_) => Vec::new(),
    };
    let form = to_bytes(body, FORM_BYTES_MAX).await;
    let answered = tokio::task::spawn_blocking(move || {
        let form = form.map_err(|_| {
            Trouble::refused(
                StatusCode::PAYLOAD_TOO_LARGE,
                "The form is too large",
                "A form may have 256 kB. Nothing was changed.",
            )
        });
        answer(&desk, &parts, places, form.map(|form| Fields::parse(&form)), screen, needs)
    });
    let mut response = match tokio::time::timeout(SCREEN_TIME, answered).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => shell::file(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", "It broke.\n".into()),
        Err(_) => shell::file(StatusCode::SERVICE_UNAVAILABLE, "text/plain", "Try again.\n".into()),
    };
    entry::headers(response.headers_mut());
    response
}

fn answer(
    desk: &Desk,
    parts: &Parts,
    places: Vec<(String, String)>,
    form: Result<Fields, Trouble>,
    screen: Screen,
    needs: Needs,
) -> Response {
    let door = &desk.options.door;
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or_else(|| "unknown".to_owned(), |peer| peer.0.ip().to_string());
    if let Err(refused) = entry::check_host(door, &parts.headers) {
        // Nothing of the desk is told to who calls it by another name.
        return shell::file(StatusCode::MISDIRECTED_REQUEST, "text/plain", format!("{refused}\n").into());
    }
    let visitor = match entry::visitor(desk, &parts.headers, &peer) {
        Ok(visitor) => visitor,
        Err(error) => {
            return shell::file(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", format!("{error}\n").into());
        }
    };
    let query = Fields::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let session = entry::cookie(&parts.headers, &door.cookie("session"));
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let checked = form.and_then(|form| {
        if parts.method == Method::POST {
            entry::check_post(door, &parts.headers, &visitor, &form)?;
        }
        Ok(form)
    });
    let answered = checked.and_then(|form| {
        let ask = Ask { visitor: visitor.clone(), path, places, query, form, session };
        match needs {
            Needs::Some(role) if ask.visitor.role.is_none() && parts.method == Method::POST => {
                Err(Trouble::refused(
                    StatusCode::UNAUTHORIZED,
                    "Sign in first",
                    format!("Nothing was changed. This needs an account that may {}.", may(role)),
                ))
            }
            Needs::Some(_) if ask.visitor.role.is_none() => {
                Ok(shell::redirect(&shell::with("/sign-in", "next", &ask.path)))
            }
            Needs::Some(role) if ask.visitor.role < Some(role) => Err(Trouble::refused(
                StatusCode::FORBIDDEN,
                "Your account may not do this",
                format!("Nothing was changed. This needs an account that may {}.", may(role)),
            )),
            _ => screen(desk, &ask),
        }
    });
    let mut response = answered.unwrap_or_else(|error| match error {
        Trouble::Checking if parts.method != Method::POST => shell::checking(desk, &visitor),
        error => shell::trouble(desk, &visitor, &error),
    });
    if let Some(cookie) = visitor.cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn may(role: Role) -> &'static str {
    match role {
        Role::Reader => "read",
        Role::Editor => "rule on findings",
        Role::Admin => "manage editors",
    }
}

fn health(_: &Desk, _: &Ask) -> Result<Response, Trouble> {
    Ok(shell::file(StatusCode::OK, "text/plain; charset=utf-8", "ok\n".into()))
}

fn asset(_: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let (media_type, body): (_, Body) = match ask.place("name") {
        "desk.css" => {
            ("text/css; charset=utf-8", format!("{}{DESK_STYLE}", crate::report::html::STYLE).into())
        }
        "keys.js" => ("text/javascript; charset=utf-8", KEYS.into()),
        "icon.svg" => ("image/svg+xml", ICON.into()),
        name => return Err(Trouble::Missing(format!("file {name}"))),
    };
    let mut response = shell::file(StatusCode::OK, media_type, body);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, max-age=300"));
    Ok(response)
}

fn icon(_: &Desk, _: &Ask) -> Result<Response, Trouble> {
    Ok(shell::file(StatusCode::OK, "image/svg+xml", ICON.into()))
}

fn missing(_: &Desk, _: &Ask) -> Result<Response, Trouble> {
    Err(Trouble::Missing("screen under this address".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::FailOn;
    use crate::review::{Door, Options};

    fn answered(desk: &Desk, method: &str, path: &str, screen: Screen) -> (StatusCode, String) {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:8417");
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let response = answer(desk, &parts, vec![], Ok(Fields::default()), screen, Needs::Some(Role::Reader));
        let status = response.status();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let body = runtime.block_on(to_bytes(response.into_body(), usize::MAX)).expect("a body");
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    #[test]
    fn before_the_first_check_is_done_screens_say_how_far_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("mill.toml");
        let claim = "[[claim]]\nid = \"sacks\"\ntext = \"The mill sold 40 sacks.\"\nsources = [\"https://mill.example/\"]\n";
        std::fs::write(&file, claim).expect("written");
        let desk = Desk::open(Options {
            store: folder.path().join("snapshots"),
            name: "mill".to_owned(),
            files: Box::new(move || Ok(vec![file.clone()])),
            clock: Box::new(|| "2026-03-02T08:00:00Z".parse().expect("a moment")),
            strict_bounds: false,
            fail_on: FailOn::Conflict,
            editor: "ada".to_owned(),
            door: Door::new("127.0.0.1:8417".parse().expect("an address"), None),
        });
        let desk = desk.expect("opened");
        for (path, screen) in [("/queue", listing::queue as Screen), ("/claims/sacks", claim::claim)] {
            let (status, body) = answered(&desk, "GET", path, screen);
            assert!(status == StatusCode::OK && body.contains("data-testid=\"checking\""), "{path}: {body}");
            assert!(body.contains("http-equiv=\"refresh\"") && body.contains("<progress"), "{body}");
        }
        let (_, told) = answered(&desk, "GET", "/progress", shell::progress);
        assert!(told.contains("\"round\":0"), "{told}");
        let visitor = entry::visitor(&desk, &axum::http::HeaderMap::new(), "127.0.0.1").expect("a visitor");
        let refused = shell::trouble(&desk, &visitor, &Trouble::Checking);
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE, "a post is not kept, and says so");
        assert!(desk.refresh(false).expect("checked"), "there is a first round");
        let (_, body) = answered(&desk, "GET", "/queue", listing::queue);
        assert!(body.contains("/claims/sacks") && !body.contains("data-testid=\"checking\""), "{body}");
        assert!(!desk.refresh(false).expect("looked"), "nothing has changed");
    }
}
