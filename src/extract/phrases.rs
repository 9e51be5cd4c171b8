//! Lines that pages put around their text, known by their words: appeals, credits, related stories, footers.
//!
//! Only short lines are judged by words; a long line is text whatever it says. Correction and
//! update notes are known here too, because they must stay.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};

/// What a short line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// Nothing known about it.
    Text,
    /// A furniture line that stands alone.
    Furniture,
    /// A heading that opens a block of furniture: related stories, comments, newsletters.
    OpensFurniture,
    /// A correction or update note.
    Correction,
}

/// Longer lines are text, whatever they say.
const FURNITURE_CHARS_MAX: usize = 160;

fn pattern(words: &str) -> Regex {
    // Groups only group: a matcher keeps a slot for each capture in each of its states, which is most of its memory.
    let words = words.replace(r"\(", "\u{1}").replace("(?", "\u{2}").replace('(', "(?:");
    let words = words.replace('\u{2}', "(?").replace('\u{1}', r"\(");
    RegexBuilder::new(&words)
        .case_insensitive(true)
        // A counted dot over bytes is one state, over characters it is a dozen.
        .unicode(false)
        .size_limit(8 << 20)
        .build()
        .expect("the pattern is constant")
}

static CORRECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(corrections?|clarifications?|amendment|corrigendum|erratum|editor.?s.? (note|correction))\b( \([^)]*\)| of [^:.]{3,30})?( appended)?\s*(?u:[:\u{2014}\u{2013}.-])|^\W*(an earlier|a previous|the original) version of this (article|story|post|report|page|column)|^\W*(this|the) (article|story|post|report|page|headline|piece)( above)? (has been|was)( since)? (updated|corrected|amended|revised|edited|clarified)\b|^\W*(update|updated|corrected)(,? [^:.]{3,40})?: \w+ \w+ \w+",
    )
});

static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(related( (articles?|posts?|stories|content|topics|reading|news|links|coverage|resources|products|videos?|pages|questions|searches|items|recipes|guides|categories))?|recommended( (for you|articles?|posts?|stories|reading|videos?|content))?|you (may|might|could)( also)? (like|be interested in|enjoy)( these| this)?( articles?| posts?)?|more (from|stories|articles|news|posts|like this|to read|to explore|reading|in|on|about|for you|resources)\b.{0,40}|read (more|next|also|this next)( (from|on|about|in)\b.{0,40})?|also read|see also|up next|what to read next|keep reading|continue reading|further reading|latest( (news|stories|articles|posts|videos|updates))?( from.{0,30})?|popular( (posts|articles|stories|now|topics|searches|products|recipes))?|trending( (now|stories|topics|articles|news))?|most (read|popular|viewed|shared|recent|commented)( .{0,20})?|editor.?s.? (picks?|choice)|top stories|other (articles|stories|posts|news|resources|topics)( .{0,30})?|similar (articles|posts|stories|products|items|recipes)|explore more( .{0,30})?|discover more( .{0,30})?|don.?t miss( .{0,20})?|in case you missed it|comments?( \(?\d+\)?)?|\d+ (comments?|replies|responses|thoughts on .{0,80})|leave a (comment|reply)|post a comment|add a comment|join the (conversation|discussion)|write a (comment|review)|reader interactions|share( (this|on|via|the)( (article|post|story|page|news|entry|link|content|on|with))?.{0,30})?|share:?|follow us( on)?.{0,30}|connect with us|stay (connected|informed|in touch|up.to.date|updated).{0,60}|subscribe( (to|now|for|today)\b.{0,80})?|sign up (for|to|now|today)\b.{0,80}|join (our|the) .{0,30}(newsletter|mailing list|community)|get (the|our) .{0,40}(newsletter|updates|inbox).{0,40}|newsletters?( sign.?up)?|about the (authors?|writers?|contributors?)|(meet|about) the (author|team)|author bio|written by:?|tags?:?|topics:?|categories:?|filed under:?|posted in:?|previous( (post|article|story))?|next( (post|article|story))?|post navigation|navigation|menu|quick links|useful links|important links|contact( us| info.{0,10})?|search|advertisements?|sponsored( (content|links|by.{0,30}))?|promoted( (content|stories))?|partner content|from (our|the) (partners?|web|archives?)|in this (article|guide|story|section|post|issue)|on this page|table of contents|contents|jump to( .{0,30})?|skip to( .{0,30})?|was this (article|page|information|content|post|answer) (helpful|useful)\??.{0,40}|did you (find|like|enjoy) this .{0,60}\??|how (useful|helpful) was this .{0,30}\??|rate this .{0,30}|ready to get started\??|get in touch.{0,20}|request a (demo|quote)|schedule a .{0,30}|book a (demo|call|consultation))\W*$",
    )
});

static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(\d+ ?(min(ute)?s?|mins?)\.? ?(read|reading time)?|(estimated )?(reading|read) time\b.{0,30}|advertisement.{0,40}|ad|sponsored|(last )?(updated|modified|published|posted|reviewed)( (on|at|by))?:?\W.{0,60}|by:?(?u-i:( (and )?\p{Lu}[\p{L}.'\u{2019}-]*){1,6})(,? .{0,40}(\d{4}|ago))?|(photo|image|picture|photograph|video|illustration|graphic|source|credit|foto|bild)s?( ?(credits?|by|courtesy|source|from|via))?( of)?\s*[:/].{0,100}|(getty images|shutterstock|istock|reuters|ap photo|afp|unsplash|pexels|file photo|representational image|alamy).{0,40}|(image|photo) (by|courtesy|credit|via).{0,80}|\(?(ap |reuters |afp |file |getty )?photo(/| by| credit)?.{0,60}\)?|copyright\b.{0,120}|\u{a9}.{0,120}|\(c\) ?\d{4}.{0,100}|all rights reserved.{0,60}|terms (of (use|service)|and conditions|& conditions).{0,40}|privacy policy.{0,60}|cookie (policy|settings|preferences).{0,40}|skip to.{0,40}|back to (top|all|blog|home|list|overview|news).{0,30}|(go )?to top|print( (this )?(article|page|story))?|email( this)?( (article|page))?|e-?mail|facebook|twitter|linkedin|whatsapp|pinterest|reddit|telegram|instagram|tumblr|flipboard|messenger|youtube|tiktok|threads|bluesky|x|copy( link| url)?|link copied!?|copied!?|share( (this|on|via|to)\b.{0,60})?|tweet( this)?|pin( it)?|save( (this )?(article|story|for later))?|bookmark|like|likes|reply|report|report (this )?(comment|abuse|ad)|(\d+[.,]?\d*[km]? )?(shares?|views?|likes|reads|votes?|retweets|followers)|listen( to (this )?(article|story).{0,20})?|play( audio| video)?|watch( now| video| the video)?|view (all|more|gallery|full.{0,20}|comments|profile|photos?|post|larger.{0,10}|image|in.{0,20})|see (all|more)( .{0,30})?|show (more|all|less|comments).{0,20}|load (more|comments).{0,20}|read (more|full|the full|our|the rest|also|next|now|on|it)\b.{0,100}|learn more( .{0,40})?|find out more( .{0,40})?|click here.{0,80}|tap here.{0,80}|also (read|see|watch)\b.{0,120}|related:.{0,140}|recommended:.{0,140}|see also:.{0,140}|see more:.{0,140}|read:.{0,140}|watch:.{0,140}|listen:.{0,140}|don.?t miss:.{0,140}|up next:.{0,140}|must.read:?.{0,140}|trending:.{0,140}|(log|sign) ?(in|out|up)( .{0,60})?|register( (now|here|for free))?|subscribe\b.{0,100}|follow .{0,60} on (twitter|facebook|instagram|linkedin|x|google news|youtube|tiktok|whatsapp|telegram).{0,60}|follow( us| me)?( on)?.{0,40}|add .{0,40} (as a preferred source|on google).{0,40}|join (us|our|now).{0,80}|download (the|our) .{0,60}|get (started|a quote|the app|our app|in touch|directions|notified)( .{0,30})?|buy now( .{0,30})?|shop now( .{0,30})?|add to (cart|basket|bag|wishlist)|check (price|availability).{0,40}|order now|try (it )?(for )?free.{0,30}|contact (us|sales|support).{0,40}|request a demo.{0,20}|apply now|donate( now| today)?|support (us|our work).{0,30}|home|menu|close( menu| dialog| this.{0,20})?|search|submit|cancel|next|previous|prev|older posts|newer posts|loading\W*(please wait\W*)?|quick (shop|view|add|buy)|(choose|select) options|my account|(view )?cart( \(?\d+\)?)?|checkout|wish ?list|.{0,70}all rights reserved.{0,60}|tags?:.{0,140}|topics?:.{0,140}|categor(y|ies):.{0,140}|filed (under|in):?.{0,140}|posted (in|under):?.{0,140}|this (story|article|post) (was )?(originally|first) (appeared|published|ran).{0,100}|we (may )?(earn|receive|get) .{0,40}commission.{0,100}|this (post|article|page|site|content)( may)? contains? affiliate.{0,100}|have a (news )?tip\??.{0,100}|got a (news )?tip\??.{0,100}|send (us )?(your )?(tips?|feedback|news).{0,80}|all products featured.{0,120}|your (browser|email|e-mail).{0,100}|please enable (javascript|cookies).{0,80}|javascript (is|must).{0,80}|cancel reply|your email address will not be published.{0,80}|required fields are marked.{0,20}|name \*?|comment \*?|website|permalink|trackbacks?( are.{0,30})?|\d+ of \d+|page \d+( of \d+)?)\W*$",
    )
});

/// Lines of official banners, credits of people, and buttons, longer or more varied than the rest.
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*((medically|clinically|expert|legally)?[ -]?(reviewed|written|edited|fact[ -]?checked|authored|compiled)( and [a-z]+)? by\b.{0,150}|on behalf of .{0,120}\d{4}.{0,60}|an official website of the .{0,60}|here.s how you know.{0,20}|(the )?\.gov means it.s official.{0,80}|the site is secure.{0,60}|(secure|official) (websites|\.gov websites) use .{0,30}|a \.gov website belongs to .{0,80}|.{0,20}a lock \(.{0,120}\.gov website.{0,90}|(comment|discuss|reply) (via|on)\b.{0,60}|was this (newsletter|email) forwarded to you.{0,80}|(start|shop|try|order|buy|get|book|schedule|explore|visit|claim|compare|check|see|call|request)\b.{0,30} (now|today|deals?|price|prices|quote|started))\W*$",
    )
});

/// The end of a picture's caption.
static PICTURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(photo|photograph|image|picture|foto|bild)s?( credits?)?( by|:| courtesy( of)?)\W{0,3}[^.:;]{2,40}\W*$|\((photo|image|picture|getty images|reuters|shutterstock|ap photo|afp)\b[^)]{0,60}\)\W*$",
    )
});

/// Words that a caption's end cannot do without; most lines have none, and finding none is quick.
static PICTURE_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(["photo", "image", "picture", "foto", "bild", "reuters", "shutterstock", "(afp"])
        .expect("the words are few and short")
});

/// A line with a day and bars between its parts tells who wrote when, and under which heading.
fn is_dated_bar(text: &str) -> bool {
    text.len() <= 140
        && text.contains(['|', '\u{2022}', '\u{b7}'])
        && !text.ends_with(['.', '!', '?'])
        && super::dates::find_date(text).is_some()
}

/// Judges a line by its words.
pub(crate) fn judge(text: &str) -> Line {
    let chars = text.len();
    if is_bare_date(text) {
        return Line::Furniture;
    }
    if chars <= 1200 && CORRECTION.is_match(text.as_bytes()) {
        return Line::Correction;
    }
    if chars <= 220 && PICTURE_WORDS.is_match(text) && PICTURE.is_match(text.as_bytes()) {
        return Line::Furniture;
    }
    if chars > FURNITURE_CHARS_MAX {
        return Line::Text;
    }
    if is_dated_bar(text) || CREDIT.is_match(text.as_bytes()) {
        return Line::Furniture;
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Line::Furniture;
    }
    if chars <= 90 && OPENS.is_match(text.as_bytes()) {
        return Line::OpensFurniture;
    }
    if FURNITURE.is_match(text.as_bytes()) {
        return Line::Furniture;
    }
    Line::Text
}

/// A line that holds a day and hardly anything else.
fn is_bare_date(text: &str) -> bool {
    text.len() <= 60
        && super::dates::find_date(text).is_some()
        && text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Line) {
        assert_eq!(judge(text), expected, "{text}");
    }

    #[test]
    fn lines_are_known_by_their_words() {
        check("Related articles", Line::OpensFurniture);
        check("Share this article", Line::OpensFurniture);
        check("5 min read", Line::Furniture);
        check("By Anna Example", Line::Furniture);
        check("Photo: A. Example / Agency", Line::Furniture);
        check("\u{a9} 2021 Example Media", Line::Furniture);
        check("Updated 3 March 2021, 10:15", Line::Furniture);
        check("Correction: an earlier version gave 12 as the total.", Line::Correction);
        check("This article was updated on 3 May to add a reply.", Line::Correction);
        check("Related parties held 40 percent of the shares.", Line::Text);
        check("More than 300 mills closed in 2019.", Line::Text);
        check("By 2020 output had doubled.", Line::Text);
    }
}
