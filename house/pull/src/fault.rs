//! Why a source could not be read. No message holds a value of a row or a password.

/// What went wrong at the source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PullFault {
    /// The address is no address.
    #[error("来源地址无法识别;应如 postgres://用户:密码@主机/库 或 mysql://…,并与 source 一致")]
    Address,
    /// User or password are wrong, or may not read.
    #[error("来源拒绝登录或读取(代码 {code});请核对账号、密码与只读权限")]
    Denied {
        /// The database's own code.
        code: String,
    },
    /// The source cannot be reached, or went away.
    #[error("来源连接中断或无法连接({what})")]
    Lost {
        /// In the driver's words.
        what: String,
    },
    /// A statement took longer than allowed.
    #[error("来源在 {seconds} 秒内没有回答;请为游标列建索引,或调大 timeout_seconds")]
    Slow {
        /// The limit.
        seconds: u32,
    },
    /// The table, or columns of it, are not there.
    #[error("来源缺少{what};请核对连接器文件,或与来源单位确认是否改过表结构")]
    Missing {
        /// What.
        what: String,
    },
    /// A column that cannot be read as text, or not be ordered by.
    #[error("列「{column}」的类型 {kind} {why}")]
    Kind {
        /// The column.
        column: String,
        /// Its type, in the database's words.
        kind: String,
        /// Why not.
        why: &'static str,
    },
    /// Two rows at one place of the cursor.
    #[error("游标列在来源中不唯一(两行同为 {at});请改用带主键的游标,或去掉重复的行")]
    Repeats {
        /// The place.
        at: String,
    },
    /// A value that no sheet may hold.
    #[error("列「{column}」有一个值过长或含空字符,第 {row} 行;请与来源单位核对")]
    Value {
        /// The column.
        column: String,
        /// Row of the page, from 1.
        row: u32,
    },
    /// Anything else the database refused.
    #[error("来源执行查询失败(代码 {code})")]
    Refused {
        /// The database's own code.
        code: String,
    },
}

impl PullFault {
    /// Worth another try soon.
    #[must_use]
    pub fn passes(&self) -> bool {
        matches!(self, Self::Lost { .. } | Self::Slow { .. })
    }

    /// What a driver's error amounts to.
    pub(crate) fn of(error: &sqlx::Error, seconds: u32) -> Self {
        let Some(database) = error.as_database_error() else { return of_driver(error) };
        let code = number(database).unwrap_or_else(|| database.code().unwrap_or_default().into_owned());
        match code.as_str() {
            "28P01" | "28000" | "42501" | "1044" | "1045" | "1142" | "1143" | "1698" | "4151" => {
                Self::Denied { code }
            }
            "57014" | "1969" | "3024" | "1205" => Self::Slow { seconds },
            "42P01" | "3F000" | "1146" | "1049" | "3D000" => {
                Self::Missing { what: format!("表或库(代码 {code})") }
            }
            "42703" | "1054" => Self::Missing { what: format!("列(代码 {code})") },
            "57P01" | "57P02" | "57P03" | "40001" | "53300" | "1040" | "1053" | "1213" | "1927" | "2006"
            | "2013" => Self::Lost { what: format!("代码 {code}") },
            other if other.starts_with("08") => Self::Lost { what: format!("代码 {code}") },
            _ => Self::Refused { code },
        }
    }
}

/// MySQL's number; its SQLSTATE says less.
fn number(database: &dyn sqlx::error::DatabaseError) -> Option<String> {
    let mysql = database.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>()?;
    Some(mysql.number().to_string())
}

fn of_driver(error: &sqlx::Error) -> PullFault {
    match error {
        sqlx::Error::Configuration(_) => PullFault::Address,
        sqlx::Error::Io(io) => PullFault::Lost { what: io.kind().to_string() },
        sqlx::Error::Tls(_) => PullFault::Lost { what: "TLS".to_owned() },
        sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
            PullFault::Lost { what: "协议".to_owned() }
        }
        sqlx::Error::ColumnDecode { index, .. } => PullFault::Value { column: index.clone(), row: 0 },
        _ => PullFault::Refused { code: "-".to_owned() },
    }
}
