//! make bench.

fn main() {}
