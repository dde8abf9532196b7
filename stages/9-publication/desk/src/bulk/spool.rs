//! A file on its way out: written once to disk without a name, counted and hashed meanwhile, then sent in pieces.
//! Memory holds one piece, however long the list.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use futures_core::Stream;
use sha2::{Digest, Sha256};

const PIECE: usize = 64 * 1024;

/// A file being written.
#[derive(Debug)]
pub(crate) struct Spool {
    file: io::BufWriter<File>,
    digest: Sha256,
    bytes: u64,
}

/// A whole file.
#[derive(Debug)]
pub(crate) struct Spooled {
    file: File,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Spool {
    /// An empty file that vanishes with its last handle.
    pub(crate) fn new() -> io::Result<Spool> {
        let file = io::BufWriter::new(tempfile::tempfile()?);
        Ok(Spool { file, digest: Sha256::new(), bytes: 0 })
    }

    pub(crate) fn put(&mut self, text: &str) -> io::Result<()> {
        self.write_all(text.as_bytes())
    }

    pub(crate) fn done(self) -> io::Result<Spooled> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Spooled { file, bytes: self.bytes, sha256: hex::encode(self.digest.finalize()) })
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Spooled {
    /// The file as the body of an answer.
    pub(crate) fn body(self) -> Body {
        Body::from_stream(Pieces(self.file))
    }
}

/// A file in pieces. It was written a moment ago, so reading it waits for no disk.
struct Pieces(File);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let mut piece = vec![0; PIECE];
        Poll::Ready(match self.0.read(&mut piece) {
            Ok(0) => None,
            Ok(read) => {
                piece.truncate(read);
                Some(Ok(Bytes::from(piece)))
            }
            Err(fault) => Some(Err(fault)),
        })
    }
}
