//! Texts that must and must not parse.
