//! Writes WARC 1.1 records, one gzip member each.
//!
//! The same input gives the same bytes: ids are made from what is in the record, and no time and no system stand in the
//! gzip header. Text goes from where it stands into the member; a capture has four records of ten fields.

use std::borrow::Cow;
use std::cell::RefCell;

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use super::warc::{BLOCK_DIGEST, LEVEL, clean};
use crate::capture::Digest;

/// A record that is about to be written.
pub(super) struct Member<'m> {
    /// Its place in the file, which keeps like records apart.
    pub turn: usize,
    /// Its `WARC-Type`.
    pub kind: &'static str,
    /// Its `WARC-Date`.
    pub date: &'m str,
    /// Its other fields in order, without those that are made of it: id, digest of the block and length.
    pub fields: Vec<(&'static str, Cow<'m, str>)>,
}

impl Member<'_> {
    /// Appends the record with this block, and gives its id.
    pub fn append(self, block: &[u8], out: &mut Vec<u8>) -> String {
        self.append_with(block, &[], Digest::of(block), out)
    }

    /// The same for a block in two pieces whose digest is known: bodies are large, and their owner keeps them.
    pub fn append_with(self, block: &[u8], rest: &[u8], digest: Digest, out: &mut Vec<u8>) -> String {
        let digest = digest.to_string();
        let fields = [("WARC-Date", self.date)].into_iter();
        let fields = fields.chain(self.fields.iter().map(|(name, value)| (*name, &**value)));
        // What the id is made of, and what stands in the head after it.
        let (mut seed, mut lines) = (String::with_capacity(1024), String::with_capacity(1024));
        seed.extend([&*self.turn.to_string(), "\nWARC-Type:", self.kind, "\n"]);
        for (name, value) in fields.chain([(BLOCK_DIGEST, &*digest)]) {
            let value = clean(value);
            seed.extend([name, ":", &*value, "\n"]);
            lines.extend([name, ": ", &*value, "\r\n"]);
        }
        let id = record_id(&seed);
        let mut head = String::with_capacity(lines.len() + 256);
        head.extend(["WARC/1.1\r\nWARC-Type: ", self.kind, "\r\nWARC-Record-ID: ", &*id, "\r\n", &*lines]);
        head.extend(["Content-Length: ", &*(block.len() + rest.len()).to_string(), "\r\n\r\n"]);
        append_member([head.as_bytes(), block, rest, END], out);
        id
    }
}

/// A UUID of version 8 (RFC 9562: made from a digest) as WARC writes record ids.
fn record_id(seed: &str) -> String {
    let mut bytes = *Digest::of(seed.as_bytes()).as_bytes();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = Digest::from_bytes(bytes).hex();
    format!("<urn:uuid:{}-{}-{}-{}-{}>", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..32])
}

/// What ends a record.
const END: &[u8] = b"\r\n\r\n";

/// Bytes up to which a record is stored and not compressed: clearing the compressor's tables takes longer than its bytes
/// are worth.
const STORED_BYTES_MAX: u16 = 1024;

thread_local! {
    /// The compressor of a thread. Its tables take more time to make than a record of usual size takes to compress.
    static DEFLATE: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), false));
}

/// Appends the pieces as one gzip member.
fn append_member(pieces: [&[u8]; 4], out: &mut Vec<u8>) {
    // RFC 1952, 2.3: deflate, no flags, no time, the fastest level, an unknown system.
    out.extend([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255]);
    let mut check = Crc::new();
    pieces.iter().for_each(|piece| check.update(piece));
    match u16::try_from(pieces.iter().map(|piece| piece.len()).sum::<usize>()) {
        Ok(length) if length <= STORED_BYTES_MAX => {
            // RFC 1951, 3.2.4: one block, the last, as it is.
            out.push(1);
            out.extend(length.to_le_bytes());
            out.extend((!length).to_le_bytes());
            pieces.iter().for_each(|piece| out.extend(*piece));
        }
        _ => DEFLATE.with_borrow_mut(|deflate| {
            deflate.reset();
            let (last, first) = pieces.split_last().expect("there are four");
            first.iter().for_each(|piece| append_deflated(deflate, piece, FlushCompress::None, out));
            append_deflated(deflate, last, FlushCompress::Finish, out);
        }),
    }
    out.extend(check.sum().to_le_bytes());
    out.extend(check.amount().to_le_bytes());
}

/// Compresses all of a piece into `out`; to the end of the stream where it is the last.
fn append_deflated(deflate: &mut Compress, piece: &[u8], flush: FlushCompress, out: &mut Vec<u8>) {
    let before = deflate.total_in();
    loop {
        let used = usize::try_from(deflate.total_in() - before).expect("no more than the piece");
        out.reserve(1024 + (piece.len() - used) / 3);
        let status =
            deflate.compress_vec(&piece[used..], out, flush).expect("it was reset before the record");
        let used = usize::try_from(deflate.total_in() - before).expect("no more than the piece");
        let is_done = match flush {
            FlushCompress::Finish => status == Status::StreamEnd,
            _ => used == piece.len(),
        };
        if is_done {
            return;
        }
    }
}
