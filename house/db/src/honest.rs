//! Whether what the engine calls committed is on disk: asked of its settings, since a setting is what people change.

use sqlx::Row as _;

use crate::db::{Db, Pools};
use crate::fault::{Fault, Res};

const SYNCHRONOUS: &str = "pragma synchronous";
const SWITCHED_OFF: &str = "select name from pg_settings where setting = 'off'
    and name in ('fsync', 'synchronous_commit', 'full_page_writes') order by name";
/// SQLite's FULL; 3 is EXTRA.
const FULL: i64 = 2;

impl Db {
    /// Settings with which an acknowledged commit may be lost on power loss; empty when there are none.
    ///
    /// # Errors
    /// `Fault` when the database fails.
    pub async fn unsynced(&self) -> Res<Vec<String>> {
        match &self.0.pools {
            Pools::Sqlite { write, .. } => {
                let row = sqlx::query(SYNCHRONOUS).fetch_one(write).await;
                let row = row.map_err(|e| Fault::sql(SYNCHRONOUS, e))?;
                let level: i64 = row.try_get(0).map_err(|e| Fault::sql(SYNCHRONOUS, e))?;
                Ok(if level < FULL { vec![format!("synchronous = {level}")] } else { Vec::new() })
            }
            Pools::Postgres { read, .. } => {
                let names: Vec<String> = sqlx::query_scalar(SWITCHED_OFF)
                    .fetch_all(read)
                    .await
                    .map_err(|e| Fault::sql(SWITCHED_OFF, e))?;
                Ok(names.into_iter().map(|name| format!("{name} = off")).collect())
            }
        }
    }
}
