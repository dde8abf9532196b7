//! Why an export cannot be written or replayed.

use xh_db::Fault;

/// What stops a rebuild.
#[derive(Debug, thiserror::Error)]
pub enum RebuildFault {
    /// The database failed, or holds what no program of ours can have written.
    #[error(transparent)]
    Db(#[from] Fault),
    /// The file could not be read or written.
    #[error("读写导出文件失败；请检查磁盘空间与权限")]
    File(#[from] std::io::Error),
    /// The first line is not the header of an export.
    #[error("不是信衡的账本导出文件（首行须写明 {expected}）", expected = super::FORMAT)]
    Format,
    /// An export without contents proves, but rebuilds nothing.
    #[error("此导出只含信封，不含正文，无法据以重建；请用完整导出")]
    Incomplete,
    /// The database to replay into holds entries.
    #[error("目标数据库已有 {0} 条账本条目；请换一个空数据库")]
    NotEmpty(i64),
    /// A line cannot be read.
    #[error("导出文件第 {line} 行无法读取（{why}）")]
    Line {
        /// From 1.
        line: u64,
        /// The reader's words.
        why: String,
    },
    /// An entry is missing or stands twice.
    #[error("导出文件第 {line} 行的条目位置为 {found}，应为 {expected}：缺行、重行或次序有变")]
    Gap {
        /// From 1.
        line: u64,
        /// The next position.
        expected: i64,
        /// The position given.
        found: i64,
    },
    /// The file ends too early, or goes on too long.
    #[error("导出文件写明有 {expected} 条，实有 {found} 条；请重新导出")]
    Cut {
        /// As the header says.
        expected: u64,
        /// As counted.
        found: u64,
    },
    /// A release that entries name is not in the file, or not under its digest.
    #[error("导出文件缺少政策发布 {digest}，或其内容与摘要不符")]
    Release {
        /// Its digest.
        digest: String,
    },
}

impl RebuildFault {
    /// Whether the machine failed, as against what it read.
    #[must_use]
    pub fn is_machine(&self) -> bool {
        match self {
            Self::Db(fault) => fault.is_unavailable() || fault.is_retryable(),
            Self::File(_) => true,
            _ => false,
        }
    }
}
