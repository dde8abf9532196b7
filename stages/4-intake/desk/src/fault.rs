//! Why an import ended without filing. A row that cannot be filed is not here: it is an outcome.

use xh_exchange::DecodeFault;

/// An import that could not be done.
#[derive(Debug, thiserror::Error)]
pub enum ImportFault {
    /// The file cannot be read.
    #[error("{0}")]
    Unreadable(DecodeFault),
    /// No such kind in the law in force.
    #[error("没有「{0}」这一信息类别;可用的类别:{1}")]
    NoSuchKind(String, String),
    /// The organ named is not registered.
    #[error("报送单位「{0}」未登记;请先用 admin organ add 登记,或改用已登记单位的统一社会信用代码")]
    NoSuchOrgan(String),
    /// The sheet has no row below its head.
    #[error("文件里没有数据行;请确认工作表内容后重新报送")]
    Empty,
    /// Another import of the same file took this one over.
    #[error("同一文件的另一次导入接手了本批,本次停止;已提交的行不受影响")]
    TakenOver,
    /// Another run of this connector is at work.
    #[error("连接器「{0}」的另一次运行正在进行,或刚刚中断;请稍后再试")]
    Busy(String),
    /// The file could not be opened on this machine.
    #[error("无法读取文件「{0}」:{1}")]
    Io(String, std::io::Error),
    /// A stored mapping no longer parses.
    #[error("已保存的列对应关系无法识别:{0};请重新确认列对应关系")]
    Mapping(String),
    /// The machine failed.
    #[error(transparent)]
    Fault(#[from] xh_db::Fault),
}
