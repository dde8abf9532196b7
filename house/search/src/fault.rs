//! What can go wrong with the index, said for the operator. Not for the law's refusals: there are none here.

use thiserror::Error;

/// Result of this crate.
pub type Res<T> = Result<T, Fault>;

/// The machine failed, or the cursor was not one of ours.
#[derive(Debug, Error)]
pub enum Fault {
    /// The text of a cursor could not be read. The visitor's own fault: answer 400, not 500.
    #[error("翻页标记「{given}」无法识别,请从第一页重新查询")]
    Cursor {
        /// What was sent, shortened.
        given: String,
    },
    /// Another process writes this index.
    #[error("检索索引正被另一个进程写入,请先停止该进程,或为本进程另设索引目录")]
    Busy,
    /// Tantivy or the file system failed.
    #[error("检索索引:{doing}失败")]
    Engine {
        /// What we were doing.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: tantivy::TantivyError,
    },
}

/// Says what was being done when an engine call failed.
pub(crate) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Res<T>;
}

impl<T, E: Into<tantivy::TantivyError>> Doing<T> for Result<T, E> {
    fn doing(self, doing: &'static str) -> Res<T> {
        self.map_err(|fault| match fault.into() {
            tantivy::TantivyError::LockFailure(..) => Fault::Busy,
            source => Fault::Engine { doing, source },
        })
    }
}
