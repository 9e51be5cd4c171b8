//! Turns an address or a file into a capture: payload, headers, hops, method, time.
//!
//! One adapter file per kind of source. It does not store (that is `snapshot`) and does not read
//! the text (that is `extract`).
