//! The `verify` program: arguments in, exit code out.

fn main() {}
