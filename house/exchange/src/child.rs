//! The decoding child: takes limits upon itself, reads one file from its standard input, writes frames
//! to its standard output, and ends. No runtime, no database, no threads, no network use.
//!
//! The limits are the operating system's (`setrlimit`), so a parser that goes wrong ends the child and
//! nothing else. The parent's half is `parent.rs`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;

use rlimit::Resource;

use crate::decode::panic_text;
use crate::frame::{Ending, FrameWriter};
use crate::{DecodeFault, Limits, Stop, decode};

/// Environment variable in which the parent passes the [`Limits`] as JSON; without it the defaults hold.
pub const LIMITS_VARIABLE: &str = "XINHENG_DECODE_LIMITS";

/// Exit codes: the ending frame says the rest.
const EXIT_DONE: i32 = 0;
const EXIT_NO_READER: i32 = 3;
const EXIT_NO_INPUT: i32 = 4;

/// Set once the child runs under its limits from its first instruction on.
const CONFINED_VARIABLE: &str = "XINHENG_DECODE_CONFINED";

/// The whole program of the child: `std::process::exit(xh_exchange::child_main())`.
///
/// It lowers its limits and then starts itself anew under them, because an allocator may have reserved a
/// gibibyte of address space before `main`, which a limit set later no longer touches (so mimalloc does).
#[must_use]
pub fn child_main() -> i32 {
    if std::env::var_os(CONFINED_VARIABLE).is_none() {
        let fault =
            limits_given().and_then(|limits| confine(&limits)).map_or_else(|fault| fault, |()| restart());
        return finish(FrameWriter::new(std::io::stdout().lock()), &Ending::Fault(fault));
    }
    match std::io::stdin().as_fd().try_clone_to_owned() {
        Ok(input) => run_child(File::from(input), std::io::stdout().lock()),
        Err(_) => EXIT_NO_INPUT,
    }
}

/// Decodes `input` under the limits of [`LIMITS_VARIABLE`] and writes frames to `output`.
///
/// Lowers the limits of the calling process for good. Returns the exit code.
#[must_use]
pub fn run_child(input: File, output: impl Write) -> i32 {
    let limits = match limits_given() {
        Ok(limits) => limits,
        Err(fault) => return finish(FrameWriter::new(output), &Ending::Fault(fault)),
    };
    let mut writer = FrameWriter::new(output);
    let mut lost = false;
    let decoding = AssertUnwindSafe(|| {
        confine(&limits)?;
        let input = seekable(input, &limits)?;
        decode(input, &limits, &mut |row| {
            writer.row(&row).map_err(|_| {
                lost = true;
                Stop
            })
        })
    });
    let outcome = catch_unwind(decoding);
    if lost {
        return EXIT_NO_READER;
    }
    let ending = match outcome {
        Ok(Ok(decoded)) => Ending::Decoded(decoded),
        Ok(Err(fault)) => Ending::Fault(fault),
        Err(panic) => Ending::Fault(DecodeFault::Crashed { detail: panic_text(&*panic) }),
    };
    finish(writer, &ending)
}

/// Replaces this process by itself; returns only when that fails.
fn restart() -> DecodeFault {
    // The link is to the running file, even when an update has replaced it on disk.
    let mut again = Command::new("/proc/self/exe");
    let error = again.args(std::env::args_os().skip(1)).env(CONFINED_VARIABLE, "1").exec();
    DecodeFault::Io { detail: format!("restart: {error}") }
}

fn finish<W: Write>(writer: FrameWriter<W>, ending: &Ending) -> i32 {
    if writer.end(ending).is_ok() { EXIT_DONE } else { EXIT_NO_READER }
}

fn limits_given() -> Result<Limits, DecodeFault> {
    let Ok(text) = std::env::var(LIMITS_VARIABLE) else { return Ok(Limits::default()) };
    serde_json::from_str(&text).map_err(|error| DecodeFault::Io { detail: format!("limits: {error}") })
}

/// Lowers every limit but that of processor time, which depends on the input.
fn confine(limits: &Limits) -> Result<(), DecodeFault> {
    lower(Resource::CORE, 0)?;
    lower(Resource::NOFILE, 32)?;
    lower(Resource::FSIZE, limits.file_bytes_max.saturating_add(1 << 20))?;
    lower(Resource::AS, limits.child_memory_bytes)?;
    lower(Resource::DATA, limits.child_memory_bytes)
}

fn lower(resource: Resource, value: u64) -> Result<(), DecodeFault> {
    let set = || {
        let (_, hard) = resource.get()?;
        resource.set(value.min(hard), value.min(hard))
    };
    set().map_err(|error: std::io::Error| DecodeFault::Io { detail: format!("rlimit: {error}") })
}

/// Makes the input seekable (a pipe is copied to an unlinked temporary file, a file is used as it is)
/// and allots processor time by its size.
fn seekable(mut input: File, limits: &Limits) -> Result<File, DecodeFault> {
    if input.seek(SeekFrom::Start(0)).is_err() {
        input = spool(input, limits.file_bytes_max)?;
    }
    let bytes = input.seek(SeekFrom::End(0))?;
    lower(Resource::CPU, limits.cpu_seconds(bytes))?;
    Ok(input)
}

fn spool(input: File, bytes_max: u64) -> Result<File, DecodeFault> {
    let mut spool = tempfile::tempfile()?;
    let copied = std::io::copy(&mut input.take(bytes_max.saturating_add(1)), &mut spool)?;
    if copied > bytes_max { Err(DecodeFault::TooLarge { bytes_max }) } else { Ok(spool) }
}
