//! The xinheng command: parses, runs one verb, answers with an exit code.

use clap::Parser;
use xinheng::cli::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    // The decoding child has limits of its own and no runtime: it must begin before anything else does.
    if std::env::args_os().nth(1).is_some_and(|verb| verb == "decode") {
        std::process::exit(xh_exchange::child_main());
    }
    // Asked alone, so that no other start has to read the law for it.
    if std::env::args_os().nth(1).is_some_and(|word| word == "--version" || word == "-V") {
        return xinheng::verbs::version();
    }
    let cli = Cli::parse();
    xinheng::verbs::run(cli)
}
