//! The xinheng command.

fn main() {}
