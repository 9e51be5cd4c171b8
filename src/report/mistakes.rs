//! The mistakes of claim files, each with its place, the line, a caret and what to write instead.

use annotate_snippets::{AnnotationKind, Group, Level, Snippet};

use crate::claim::problem::{Problem, Problems};

use super::Style;

/// All mistakes as text, the way compilers show them, ending in a line that counts them.
pub fn mistakes(problems: &Problems, style: Style) -> String {
    let renderer = style.renderer();
    let mut report = String::new();
    for problem in &problems.list {
        report.push_str(&renderer.render(&[group(problems, problem, style)]));
        report.push_str("\n\n");
    }
    report.push_str(&format!("{problems}; nothing was checked\n"));
    report
}

fn group<'p>(problems: &'p Problems, problem: &'p Problem, style: Style) -> Group<'p> {
    let (path, text) = &problems.texts[problem.file];
    let label = Some(style.escape(&problem.label)).filter(|label| !label.is_empty());
    let span = visible(text, problem.span.clone());
    let here = AnnotationKind::Primary.span(span).label(label);
    let mut snippet =
        Snippet::source(text.as_str()).path(path.to_string_lossy().into_owned()).annotation(here);
    let mut elsewhere = None;
    if let Some((file, span, label)) = &problem.other {
        let (path, text) = &problems.texts[*file];
        let there = AnnotationKind::Context.span(span.clone()).label(label.as_str());
        if *file == problem.file {
            snippet = snippet.annotation(there);
        } else {
            elsewhere = Some(
                Snippet::source(text.as_str()).path(path.to_string_lossy().into_owned()).annotation(there),
            );
        }
    }
    let mut group =
        Level::ERROR.primary_title(style.escape(&problem.message)).id(problem.code).element(snippet);
    if let Some(elsewhere) = elsewhere {
        group = group.element(elsewhere);
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(style.escape(help)));
    }
    group
}

/// A span that can be drawn: inside the text and on character borders.
fn visible(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let border = |at: usize| {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    border(span.start)..border(span.end).max(border(span.start))
}
