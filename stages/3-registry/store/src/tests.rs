//! Every statement of this crate is planned by both engines: a column that a migration lacks shows here.

use xh_db::{Db, Res, both};

use crate::STATEMENTS;

both! {
    async fn every_statement_is_prepared(db: &Db) -> Res<()> {
        for statements in STATEMENTS {
            db.prepare_all(statements).await?;
        }
        Ok(())
    }
}
