//! The database itself wants two persons; and what a catalogue covers is what may be filed while it is in force.

use xh_db::{Db, Res, both};
use xh_kernel::{Date, Id, Instant, Moment};
use xh_ledger::{Draft, Fields};
use xh_registry::{AdoptionBody, CATALOGUE_ADOPTED, CATALOGUE_PROPOSED, ProposalBody};

use crate::{outside, proposals, ready, turns, write};

const CONTENT: &str = r#"{"based_on":"n","based_on_title":"n","cites":[],"classes":[],"entries":[{"act":"","cites":[],
    "class":"c","cycle":{"due_workdays":5,"every":"month"},"id":"penalty","item":"penalty","kinds":["penalty"],
    "openness":"open","providers":[{"every":true}],"sharing":"all","subjects":["organisation"],"title":"行政处罚"}],
    "from":"2026-01-01","id":"city@2026","title":"示例目录"}"#;

fn draft(stream: &Id, version: i64, actor: &str, kind: &str, fields: Fields) -> Draft {
    let (kind, actor) = (kind.to_owned(), actor.to_owned());
    Draft {
        stream: stream.clone(),
        version,
        kind,
        actor,
        organ: String::new(),
        release: "r".to_owned(),
        fields,
    }
}

fn proposed(effective_on: &str) -> Fields {
    let body = ProposalBody {
        edition: "city@2026".to_owned(),
        title: "示例目录".to_owned(),
        digest: "d".to_owned(),
        effective_on: Date::parse(effective_on).unwrap(),
        content: CONTENT.to_owned(),
    };
    body.to_fields()
}

async fn say(db: &Db, moment: &mut Moment, draft: Draft) -> Res<()> {
    let mut tx = db.write().await?;
    let head = xh_ledger_store::lock_head(&mut tx).await?;
    write(&mut tx, head, ready(vec![draft], moment)?).await?;
    tx.commit().await
}

both! {
    async fn the_database_wants_two_persons(db: &Db) -> Res<()> {
        let mut moment = Moment::new(Instant::parse("2026-05-20T01:00:00.000000Z").unwrap(), [7; 32]);
        let stream = moment.id();
        let agree = |actor, version| {
            let fields = AdoptionBody { digest: "d".to_owned() }.to_fields();
            draft(&stream, version, actor, CATALOGUE_ADOPTED, fields)
        };
        say(db, &mut moment, draft(&stream, 1, "one", CATALOGUE_PROPOSED, proposed("2026-06-01"))).await?;
        let alone = say(db, &mut moment, agree("one", 2)).await.unwrap_err();
        assert!(format!("{alone:?}").contains("registry_catalogue_two_persons"), "{alone:?}");
        assert!(turns(&mut db.read().await?).await?.is_empty());
        say(db, &mut moment, agree("other", 2)).await?;
        for version in [2, 3] {
            assert!(say(db, &mut moment, agree("third", version)).await.is_err(), "adopted twice");
        }
        let known = proposals(&mut db.read().await?).await?;
        let by = known.iter().map(|it| it.adopted.as_ref().map(|agreed| agreed.by.as_str()));
        assert_eq!(by.collect::<Vec<_>>(), [Some("other")]);
        Ok(())
    }

    async fn only_what_the_edition_in_force_covers_may_be_filed(db: &Db) -> Res<()> {
        let mut moment = Moment::new(Instant::parse("2026-05-20T01:00:00.000000Z").unwrap(), [8; 32]);
        let stream = moment.id();
        let asked = async |kind, on: &str| {
            outside(&mut db.read().await.unwrap(), kind, Date::parse(on).unwrap()).await.unwrap()
        };
        assert_eq!(asked("licence", "2026-06-01").await, None, "nothing was adopted");
        say(db, &mut moment, draft(&stream, 1, "one", CATALOGUE_PROPOSED, proposed("2026-06-01"))).await?;
        assert_eq!(asked("licence", "2026-06-01").await, None, "a proposal binds nobody");
        let fields = AdoptionBody { digest: "d".to_owned() }.to_fields();
        say(db, &mut moment, draft(&stream, 2, "other", CATALOGUE_ADOPTED, fields)).await?;
        assert_eq!(asked("licence", "2026-05-31").await, None, "not yet in force");
        assert_eq!(asked("licence", "2026-06-01").await.as_deref(), Some("示例目录"));
        assert_eq!(asked("penalty", "2026-06-01").await, None);
        assert_eq!(asked("penal", "2026-06-01").await.as_deref(), Some("示例目录"), "a kind is found whole");
        Ok(())
    }
}
