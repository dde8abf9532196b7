//! The parent's half of the decoding child: starts it, reads its frames, outlives whatever it does.
//!
//! No clock is read: the silence limit is the wait for the next frame, so a slow receiver of the rows
//! never costs the child its life. The child is ended by its own handle only.

use std::fs::File;
use std::io::{BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::child::LIMITS_VARIABLE;
use crate::frame::{Ending, Frame, read_frame};
use crate::{DecodeFault, Decoded, Limits, SheetRow};

/// Batches waiting for the receiver; more would only hold memory.
const BATCHES_AHEAD: usize = 4;
/// What is kept of the child's complaints, for the operator's log.
const COMPLAINT_MAX: u64 = 4 << 10;
const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

/// Rows of one file, decoded in a child process. An iterator of batches of at most 1,000 rows; after its
/// end [`finish`](Self::finish) gives the receipt.
#[derive(Debug)]
pub struct ChildDecoder {
    child: Child,
    frames: Receiver<std::io::Result<Option<Frame>>>,
    complaint: Option<JoinHandle<String>>,
    silence: Duration,
    rows_left: u64,
    ended: Option<Result<Decoded, DecodeFault>>,
}

impl ChildDecoder {
    /// Starts `exe decode` with `input` as its standard input, an empty environment but for the limits
    /// and `TMPDIR`, and reads ahead a few batches.
    ///
    /// # Errors
    /// [`DecodeFault::Io`] when the file cannot be opened or the child not be started.
    pub fn spawn(exe: &Path, input: &Path, limits: &Limits) -> Result<Self, DecodeFault> {
        let settings = serde_json::to_string(limits).map_err(std::io::Error::other)?;
        let mut command = Command::new(exe);
        command.arg("decode").env_clear().env(LIMITS_VARIABLE, settings);
        if let Some(folder) = std::env::var_os("TMPDIR") {
            command.env("TMPDIR", folder);
        }
        command.stdin(File::open(input)?).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let (sender, frames) = sync_channel(BATCHES_AHEAD);
        if let Some(output) = child.stdout.take() {
            let limits = limits.clone();
            std::thread::spawn(move || forward(output, &limits, &sender));
        }
        let complaint = child.stderr.take().map(|stderr| std::thread::spawn(move || listen(stderr)));
        let silence = Duration::from_secs(limits.child_silence_seconds);
        Ok(Self { child, frames, complaint, silence, rows_left: limits.rows_max.into(), ended: None })
    }

    /// The receipt, once all batches were taken; takes and drops those that are left.
    ///
    /// # Errors
    /// The fault that ended the decoding; rows delivered before it must then be thrown away.
    pub fn finish(mut self) -> Result<Decoded, DecodeFault> {
        while self.next().is_some() {}
        self.ended.take().unwrap_or_else(|| Err(DecodeFault::Crashed { detail: "no ending".into() }))
    }

    fn fail(&mut self, fault: DecodeFault) -> Option<Result<Vec<SheetRow>, DecodeFault>> {
        self.ended = Some(Err(fault.clone()));
        self.reap();
        Some(Err(fault))
    }

    fn rows(&mut self, rows: Vec<SheetRow>) -> Option<Result<Vec<SheetRow>, DecodeFault>> {
        let left = self.rows_left.checked_sub(rows.len() as u64);
        match left {
            Some(left) => self.rows_left = left,
            None => return self.fail(DecodeFault::Crashed { detail: "more rows than allowed".into() }),
        }
        Some(Ok(rows))
    }

    /// Ends the child if it still runs, and collects its status.
    fn reap(&mut self) -> Option<ExitStatus> {
        // An error here says that the child has ended already.
        let _ = self.child.kill();
        self.child.wait().ok()
    }

    /// The stream ended without an ending: asks the exit status why.
    fn post_mortem(&mut self, detail: &str) -> DecodeFault {
        let status = self.status_soon().or_else(|| self.reap());
        let complaint = self.complaint.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        let heavy = |what: &str| DecodeFault::TooHeavy { what: what.to_owned() };
        match status.and_then(|status| status.signal()) {
            Some(SIGXCPU) => heavy("时间"),
            Some(SIGKILL) => heavy("时间或内存"),
            Some(SIGABRT) if complaint.contains("memory allocation") => heavy("内存"),
            _ => DecodeFault::Crashed { detail: format!("{status:?}; {detail}; {complaint}") },
        }
    }

    /// A child that has closed its output ends at once; two seconds is generous.
    fn status_soon(&mut self) -> Option<ExitStatus> {
        for _ in 0..200 {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

impl Iterator for ChildDecoder {
    type Item = Result<Vec<SheetRow>, DecodeFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended.is_some() {
            return None;
        }
        match self.frames.recv_timeout(self.silence) {
            Ok(Ok(Some(Frame::Rows(rows)))) => self.rows(rows),
            Ok(Ok(Some(Frame::End(Ending::Decoded(decoded))))) => {
                self.ended = Some(Ok(decoded));
                self.reap();
                None
            }
            Ok(Ok(Some(Frame::End(Ending::Fault(fault))))) => self.fail(fault),
            Ok(Err(error)) => {
                let fault = self.post_mortem(&error.to_string());
                self.fail(fault)
            }
            Ok(Ok(None)) | Err(RecvTimeoutError::Disconnected) => {
                let fault = self.post_mortem("no ending");
                self.fail(fault)
            }
            Err(RecvTimeoutError::Timeout) => self.fail(DecodeFault::TooHeavy { what: "时间".to_owned() }),
        }
    }
}

impl Drop for ChildDecoder {
    fn drop(&mut self) {
        self.reap();
    }
}

/// Reads frames until the ending, an error, or the receiver's loss of interest.
fn forward(output: ChildStdout, limits: &Limits, sender: &SyncSender<std::io::Result<Option<Frame>>>) {
    let mut output = BufReader::with_capacity(256 << 10, output);
    loop {
        let frame = read_frame(&mut output, limits);
        let last = !matches!(frame, Ok(Some(Frame::Rows(_))));
        if sender.send(frame).is_err() || last {
            return;
        }
    }
}

/// Keeps the beginning of what the child complains of and drains the rest.
fn listen(mut stderr: ChildStderr) -> String {
    let mut kept = Vec::new();
    // A read error ends the listening; what was heard so far is all there is.
    let _ = (&mut stderr).take(COMPLAINT_MAX).read_to_end(&mut kept);
    let _ = std::io::copy(&mut stderr, &mut std::io::sink());
    String::from_utf8_lossy(&kept).into_owned()
}
