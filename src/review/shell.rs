//! What stands around every screen, and answers that are not screens: errors, redirects, files.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::accounts::Role;
use super::desk::Desk;
use super::entry::Visitor;
use super::fields::{Fields, segment};
use super::progress::Far;
use super::queue::Lane;
use super::{Trouble, queue};

/// A request that has passed the door.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Who asks.
    pub visitor: Visitor,
    /// The path.
    pub path: String,
    /// The variable parts of the path, decoded.
    pub places: Vec<(String, String)>,
    /// The query.
    pub query: Fields,
    /// The form.
    pub form: Fields,
    /// The token of the session that the request came with.
    pub session: Option<String>,
}

impl Ask {
    /// A variable part of the path.
    pub fn place(&self, name: &str) -> &str {
        self.places.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// What stands around a screen.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Title of the screen.
    pub title: String,
    /// Which entry of the navigation it belongs to.
    pub here: &'static str,
    /// `light`, `dark` or empty.
    pub theme: &'static str,
    /// Whether single keys act.
    pub keys: bool,
    /// The token of forms.
    pub token: String,
    /// Who asks.
    pub who: String,
    /// Whether they may rule.
    pub rules: bool,
    /// Whether they may manage editors.
    pub manages: bool,
    /// Whether editors sign in.
    pub accounts: bool,
    /// How many claims wait.
    pub open: usize,
    /// The words in the search field.
    pub q: String,
    /// What was just done.
    pub notice: Option<Notice>,
    /// What is wrong with the desk as a whole.
    pub banner: Option<String>,
    /// How far the check is that is under way.
    pub far: Option<Far>,
    /// The number of the round that the screen was made from.
    pub round: u64,
    /// The address of this screen, to come back to.
    pub back: String,
}

/// What was just done, and how to take it back.
#[derive(Debug, Clone)]
pub struct Notice {
    /// In words.
    pub words: String,
    /// The event to undo with its claim, where there is one.
    pub undo: Option<(String, String)>,
}

impl Shell {
    /// The shell of a screen.
    ///
    /// # Errors
    /// Those of the tables.
    pub fn new(
        desk: &Desk,
        ask: &Ask,
        here: &'static str,
        title: impl Into<String>,
    ) -> Result<Shell, Trouble> {
        desk.round()?;
        let open = queue::Filter { lane: Some(Lane::Open), page: 1, ..queue::Filter::default() };
        let mut shell = Shell::bare(desk, &ask.visitor, title);
        shell.here = here;
        shell.open = open.count(&desk.board, 0)?;
        shell.q = if here == "queue" { ask.query.get("q").to_owned() } else { String::new() };
        shell.notice = notice(desk, ask)?;
        shell.banner = desk.trouble();
        shell.far = desk.far();
        shell.back = ask.path.clone();
        Ok(shell)
    }

    /// The shell of a screen that needs nothing of the desk (an error, the sign-in).
    pub fn bare(desk: &Desk, visitor: &Visitor, title: impl Into<String>) -> Shell {
        Shell {
            title: title.into(),
            here: "",
            theme: visitor.theme,
            keys: visitor.keys,
            token: visitor.token.clone(),
            who: visitor.name.clone(),
            rules: visitor.role >= Some(Role::Editor),
            manages: desk.options.door.accounts && visitor.role == Some(Role::Admin),
            accounts: desk.options.door.accounts,
            open: 0,
            q: String::new(),
            notice: None,
            banner: None,
            far: None,
            round: desk.round_number(),
            back: "/queue".to_owned(),
        }
    }
}

/// What the query says was just done: the id of an event, or words that this program chose.
fn notice(desk: &Desk, ask: &Ask) -> Result<Option<Notice>, Trouble> {
    use crate::ruling::Rulings as _;
    use crate::ruling::event::{Act, EventId};

    if let Some(words) = ask.query.some("did") {
        let words = DONE.iter().find(|(name, _)| *name == words).map(|(_, words)| (*words).to_owned());
        return Ok(words.map(|words| Notice { words, undo: None }));
    }
    let Some(id) = ask.query.some("done").and_then(EventId::parse) else { return Ok(None) };
    let Some(event) = desk.ledger.find(&id)? else { return Ok(None) };
    let count: usize = ask.query.get("count").parse().unwrap_or(1);
    let words = match &event.act {
        Act::Decide(decision) if count > 1 => format!("{}: {count} claims", decision.verb.label()),
        Act::Decide(decision) => format!("{}: {}", decision.verb.label(), event.claim),
        Act::Undo { .. } => format!("Taken back on {}", event.claim),
        Act::Assign { to: Some(to) } => format!("{} is with {to}", event.claim),
        Act::Assign { to: None } => format!("{} is with nobody", event.claim),
        Act::Adopt { source, .. } => format!("{} rests on another capture of {source}", event.claim),
    };
    let undo = (count == 1 && !matches!(event.act, Act::Adopt { .. }))
        .then(|| (event.id.as_str().to_owned(), event.claim.clone()));
    Ok(Some(Notice { words, undo }))
}

/// Things that can be said to have been done.
const DONE: [(&str, &str); 8] = [
    ("view", "The view is saved."),
    ("view-gone", "The view is removed."),
    ("set", "Your settings are saved."),
    ("checked", "Checked again."),
    ("checking", "The claims are being checked again."),
    ("written", "The claim file is written, and the claims are checked again."),
    ("editor", "The editor is saved."),
    ("editor-gone", "The editor is removed."),
];

/// A screen as an answer.
pub fn html(screen: &impl Template) -> Result<Response, Trouble> {
    html_with(StatusCode::OK, screen)
}

/// A screen with a status as an answer.
pub fn html_with(status: StatusCode, screen: &impl Template) -> Result<Response, Trouble> {
    let written =
        screen.render().map_err(|error| Trouble::Broken(format!("cannot make the screen: {error}")))?;
    Ok(file(status, "text/html; charset=utf-8", written.into()))
}

/// Bytes of a media type as an answer.
pub fn file(status: StatusCode, media_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// Bytes to be kept under a name, never shown.
pub fn download(media_type: &'static str, name: &str, body: Body) -> Response {
    let mut response = file(StatusCode::OK, media_type, body);
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    response
        .headers_mut()
        .insert(header::CONTENT_DISPOSITION, disposition.expect("letters, digits and . - _ only"));
    response
}

/// Sends the browser on, after a post.
pub fn redirect(to: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/queue"));
    response.headers_mut().insert(header::LOCATION, to);
    response
}

/// A path of this desk that a form names to go on to; anything else leads to the queue.
pub fn onward(next: &str) -> &str {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if own { next } else { "/queue" }
}

/// A path with one more value in its query, before its fragment.
pub fn with(path: &str, name: &str, value: &str) -> String {
    let (path, fragment) = path.split_once('#').map_or((path, ""), |(path, fragment)| (path, fragment));
    let joint = if path.contains('?') { '&' } else { '?' };
    let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
    format!("{path}{joint}{name}={}{fragment}", segment(value))
}

/// The screen that says what went wrong.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorScreen {
    shell: Shell,
    words: String,
    has_form: bool,
    listing: String,
}

/// The screen that says how far the first check is. Without scripts the browser loads it again and again.
#[derive(Template)]
#[template(path = "checking.html")]
struct CheckingScreen {
    shell: Shell,
    far: Far,
}

/// The answer to a screen that needs the first check, while that is under way.
pub fn checking(desk: &Desk, visitor: &Visitor) -> Response {
    let mut shell = Shell::bare(desk, visitor, "Checking");
    shell.banner = desk.trouble();
    let words = if shell.banner.is_some() { "Waiting for claim files that can be read" } else { "Starting" };
    let far = desk.far().unwrap_or_else(|| Far { done: 0, steps: 1, words: words.to_owned() });
    match (CheckingScreen { shell, far }).render() {
        Ok(written) => file(StatusCode::OK, "text/html; charset=utf-8", written.into()),
        Err(error) => file(StatusCode::OK, "text/plain; charset=utf-8", error.to_string().into()),
    }
}

/// How far the check is, for the script.
pub fn progress(desk: &Desk, _: &Ask) -> Result<Response, Trouble> {
    let (far, round) = (desk.far(), desk.round_number());
    let far = far.map(|far| serde_json::json!({ "done": far.done, "steps": far.steps, "words": far.words }));
    let told = serde_json::json!({ "far": far, "round": round, "trouble": desk.trouble().is_some() });
    Ok(file(StatusCode::OK, "application/json", told.to_string().into()))
}

/// The answer to trouble.
pub fn trouble(desk: &Desk, visitor: &Visitor, trouble: &Trouble) -> Response {
    let (status, title, words, listing) = match trouble {
        Trouble::Missing(what) => {
            let words = format!("There is no {what}. It may have been renamed, or its file taken out.");
            (StatusCode::NOT_FOUND, "Not found", words, String::new())
        }
        Trouble::Checking => {
            let words = "The claims are being checked for the first time. Nothing was kept: send it again in a moment.";
            (StatusCode::SERVICE_UNAVAILABLE, "Not yet", words.to_owned(), String::new())
        }
        Trouble::Refused { status, title, words } => (*status, *title, words.clone(), String::new()),
        Trouble::Ruling(crate::ruling::RulingError::Refused(words)) => {
            (StatusCode::BAD_REQUEST, "Something is missing", (*words).to_owned(), String::new())
        }
        Trouble::Ruling(error @ crate::ruling::RulingError::NothingToUndo(_)) => {
            (StatusCode::CONFLICT, "Nothing to undo", error.to_string(), String::new())
        }
        Trouble::Files(listing) => {
            let words = "The claim files cannot be read as they would be. Nothing was written.".to_owned();
            (StatusCode::UNPROCESSABLE_ENTITY, "The claim file would not be sound", words, listing.clone())
        }
        other => (StatusCode::INTERNAL_SERVER_ERROR, "It did not work", other.to_string(), String::new()),
    };
    // A form that cannot be taken stands in the browser as it was filled in.
    let has_form = matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY);
    let screen =
        ErrorScreen { shell: Shell::bare(desk, visitor, title), words: sentence(&words), has_form, listing };
    match screen.render() {
        Ok(written) => file(status, "text/html; charset=utf-8", written.into()),
        Err(_) => file(status, "text/plain; charset=utf-8", trouble.to_string().into()),
    }
}

/// Words as a sentence: a capital first and a full stop last.
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map_or_else(String::new, |first| first.to_uppercase().to_string());
    let stop = if words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn onward_stays_on_the_desk() {
        for (next, expected) in [
            ("/queue?lane=any", "/queue?lane=any"),
            ("/claims/a#row-2", "/claims/a#row-2"),
            ("//evil.example", "/queue"),
            ("https://evil.example", "/queue"),
            ("/\\evil.example", "/queue"),
            ("/a\r\nSet-Cookie: x", "/queue"),
            ("", "/queue"),
        ] {
            assert_eq!(onward(next), expected, "{next}");
        }
    }

    #[test]
    fn a_value_goes_before_the_fragment() {
        assert_eq!(with("/queue", "done", "A"), "/queue?done=A");
        assert_eq!(with("/queue?q=a#row-2", "done", "A"), "/queue?q=a&done=A#row-2");
    }
}
