//! What the parse must know of elements and attributes by their names; `tree` asks it.

/// Formatting elements are compared attribute by attribute with every open one of their name.
pub(super) const FORMATTING: [&[u8]; 14] = [
    b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt",
    b"u",
];

/// Elements whose content is not markup; without their start tag it would be read as markup.
pub(super) const RAW_TEXT: [&[u8]; 8] =
    [b"iframe", b"noembed", b"noframes", b"script", b"style", b"textarea", b"title", b"xmp"];

/// Attributes that somebody reads: extraction, or the tree builder. The rest (pictures, styles of buttons, what
/// scripts keep) is most of a page's attributes, and making values of it a tenth of the parse.
pub(super) fn is_read(name: &[u8]) -> bool {
    matches!(
        name,
        b"aria-colspan"
            | b"aria-hidden"
            | b"aria-rowspan"
            | b"class"
            | b"color"
            | b"colspan"
            | b"content"
            | b"data-testid"
            | b"datetime"
            | b"encoding"
            | b"face"
            | b"headers"
            | b"hidden"
            | b"href"
            | b"id"
            | b"itemprop"
            | b"itemtype"
            | b"lang"
            | b"name"
            | b"property"
            | b"rel"
            | b"role"
            | b"rowspan"
            | b"scope"
            | b"size"
            | b"style"
            | b"type"
    ) || name.starts_with(b"data-ad")
}

/// More attributes on a formatting element than any page means seriously.
pub(super) const FORMATTING_ATTRIBUTES_MAX: usize = 24;
