//! The decoding side of an import: a child process reads the hostile file, a thread hands its rows over in batches.

use std::path::{Path, PathBuf};

use tokio::sync::mpsc;
use xh_exchange::{ChildDecoder, DecodeFault, Decoded, Limits, SheetRow};

/// How to decode: the program that runs the hidden verb `decode`, and the limits it gets.
#[derive(Debug, Clone)]
pub struct Decoder {
    /// The `xinheng` program.
    pub program: PathBuf,
    /// Operator settings.
    pub limits: Limits,
}

/// What the reader thread sends.
pub(crate) enum Read {
    /// Some rows, in order.
    Rows(Vec<SheetRow>),
    /// The end.
    Done(Box<Result<Decoded, DecodeFault>>),
}

impl Decoder {
    /// Starts reading `path`; at most a few batches wait in memory.
    pub(crate) fn start(&self, path: &Path) -> mpsc::Receiver<Read> {
        let (send, receive) = mpsc::channel(4);
        let (this, path) = (self.clone(), path.to_owned());
        tokio::task::spawn_blocking(move || this.run(&path, &send));
        receive
    }

    fn run(&self, path: &Path, send: &mpsc::Sender<Read>) {
        let mut child = match ChildDecoder::spawn(&self.program, path, &self.limits) {
            Ok(child) => child,
            Err(fault) => return done(send, Err(fault)),
        };
        for batch in child.by_ref() {
            match batch {
                Ok(rows) => {
                    if send.blocking_send(Read::Rows(rows)).is_err() {
                        return;
                    }
                }
                Err(fault) => return done(send, Err(fault)),
            }
        }
        done(send, child.finish());
    }
}

/// Hands rows over that are in memory already.
pub(crate) fn hand_over(rows: Vec<SheetRow>, decoded: Decoded) -> mpsc::Receiver<Read> {
    let (send, receive) = mpsc::channel(2);
    tokio::spawn(async move {
        // Nobody listens any more once the import has stopped.
        if send.send(Read::Rows(rows)).await.is_ok() {
            drop(send.send(Read::Done(Box::new(Ok(decoded)))).await);
        }
    });
    receive
}

fn done(send: &mpsc::Sender<Read>, end: Result<Decoded, DecodeFault>) {
    if send.blocking_send(Read::Done(Box::new(end))).is_err() {
        tracing::debug!("import stopped before the decoder did");
    }
}
