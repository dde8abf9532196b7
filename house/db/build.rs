//! A new file among the migrations must rebuild this crate: rust-embed tracks only the files it knows.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
    println!("cargo:rerun-if-changed=build.rs");
}
