//! The decoding child alone, for the stories. The product runs the same code as `xinheng decode`.

fn main() {
    std::process::exit(xh_exchange::child_main());
}
