//! What a month counts: acts decided in it, once each, timely as first filed, conforming as they stand.

use xh_db::{Db, Res, both};
use xh_kernel::{Date, Id, Instant, Moment};
use xh_ledger::Draft;
use xh_registry::{Month, PRODUCTION_COUNTED, ProducedBody, RECORD_AMENDED, RECORD_FILED, RecordBody};

use crate::{produced, produced_of, ready, reported, write};

const ORGAN: &str = "organ";

fn draft(stream: &Id, version: i64, kind: &str, fields: xh_ledger::Fields) -> Draft {
    Draft {
        stream: stream.clone(),
        version,
        kind: kind.to_owned(),
        actor: "tester".to_owned(),
        organ: ORGAN.to_owned(),
        release: "release".to_owned(),
        fields,
    }
}

struct Filed<'a> {
    number: &'a str,
    decided_on: Option<&'a str>,
    filed_on: &'a str,
    conforming: bool,
    timely: Option<bool>,
}

fn body(subject: &Id, filed: &Filed<'_>) -> xh_ledger::Fields {
    let body = RecordBody {
        subject: subject.clone(),
        kind: "penalty".to_owned(),
        document_key: filed.number.to_owned(),
        decided_on: filed.decided_on.map(|day| Date::parse(day).unwrap()),
        filed_on: Date::parse(filed.filed_on).unwrap(),
        status: "valid".to_owned(),
        severity: None,
        unsettled: None,
        conforming: filed.conforming,
        timely: filed.timely,
        intervals: Vec::new(),
        fields: xh_ledger::Fields::new(),
    };
    body.to_fields()
}

fn counted(month: &str, many: i64) -> xh_ledger::Fields {
    let month = Month::parse(month).unwrap();
    ProducedBody { kind: "penalty".to_owned(), month, produced: many }.to_fields()
}

async fn file(db: &Db, moment: &mut Moment) -> Res<()> {
    let ids = [moment.id(), moment.id(), moment.id(), moment.id()];
    let first = Filed {
        number: "甲1",
        decided_on: Some("2026-10-31"),
        filed_on: "2026-11-03",
        conforming: false,
        timely: Some(true),
    };
    // Completed a month later: conforming now, and still timely.
    let again = Filed { filed_on: "2026-12-01", conforming: true, timely: Some(false), ..first };
    let first = Filed { ..first };
    let next_month = Filed { number: "乙2", decided_on: Some("2026-11-01"), ..first };
    let undated = Filed { number: "丙3", decided_on: None, filed_on: "2026-10-01", timely: None, ..first };
    let records = [
        draft(&ids[0], 1, RECORD_FILED, body(&ids[3], &first)),
        draft(&ids[1], 1, RECORD_FILED, body(&ids[3], &next_month)),
        draft(&ids[2], 1, RECORD_FILED, body(&ids[3], &undated)),
        draft(&ids[0], 2, RECORD_AMENDED, body(&ids[3], &again)),
    ];
    let said = [41, 42].map(|many| (moment.id(), many));
    let said = said.map(|(stream, many)| draft(&stream, 1, PRODUCTION_COUNTED, counted("2026-10", many)));
    let mut tx = db.write().await?;
    let head = xh_ledger_store::lock_head(&mut tx).await?;
    write(&mut tx, head, ready(records.into_iter().chain(said).collect(), moment)?).await?;
    tx.commit().await
}

both! {
    async fn a_month_counts_each_act_once(db: &Db) -> Res<()> {
        let mut moment = Moment::new(Instant::parse("2026-11-23T02:00:00.000000Z").unwrap(), [7; 32]);
        file(db, &mut moment).await?;
        let mut tx = db.read().await?;
        let month = |text| Month::parse(text).unwrap();
        let october = reported(&mut tx, month("2026-10")).await?;
        let counts = |of: &xh_registry::ReportedCount| [of.reported, of.conforming, of.timely, of.timed];
        assert_eq!(october.iter().map(counts).collect::<Vec<_>>(), [[2, 1, 1, 1]]);
        let november = reported(&mut tx, month("2026-11")).await?;
        assert_eq!(november.iter().map(counts).collect::<Vec<_>>(), [[1, 0, 1, 1]]);
        assert!(reported(&mut tx, month("2026-12")).await?.is_empty());
        let said = produced(&mut tx, month("2026-10")).await?;
        assert_eq!(said.iter().map(|it| (it.organ.as_str(), it.produced)).collect::<Vec<_>>(), [(ORGAN, 42)]);
        assert_eq!(produced_of(&mut tx, month("2026-11"), ORGAN, "penalty").await?, None);
        Ok(())
    }
}
