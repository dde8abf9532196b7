//! Many clients, one commit; only the culprit fails; acts of one key keep their order.

use std::sync::Mutex;

use super::*;
use crate::story::{ADD, MIGRATIONS, SELL, count, shop};
use crate::{both, values};

/// Files shops; keeps the groups it was handed, to look at afterwards.
struct Shops {
    seen: Seen,
    /// Held by a test that wants many acts to be waiting before the task begins.
    gate: Gate,
}

type Seen = Arc<Mutex<Vec<Vec<i64>>>>;
type Gate = Arc<tokio::sync::Mutex<()>>;

const FORGETS: i64 = -1;
const PANICS: i64 = -2;
/// Sells in a shop that does not exist: the deferred foreign key fails at commit.
const BREAKS_COMMIT: i64 = -3;

impl Grouped for Shops {
    type Act = (i64, Option<&'static str>);
    type Answer = i64;

    async fn run(&mut self, tx: &mut Tx<'_>, acts: &mut Vec<Self::Act>) -> Res<Vec<i64>> {
        drop(self.gate.lock().await);
        self.seen.lock().unwrap().push(acts.iter().map(|(n, _)| *n).collect());
        for (n, _) in acts.iter() {
            match *n {
                FORGETS => return Ok(vec![]),
                PANICS => panic!("a mistake in a stage"),
                BREAKS_COMMIT => tx.run(SELL, &values![1, "nowhere"]).await?,
                n => tx.run(ADD, &shop(n)).await?,
            };
        }
        Ok(acts.iter().map(|(n, _)| n * 2).collect())
    }

    fn key(act: &Self::Act) -> Option<String> {
        act.1.map(str::to_owned)
    }
}

#[derive(Debug, PartialEq)]
struct Panicked;

/// Whether it was the panic that a caller is told of.
fn root(fault: &Fault) -> Panicked {
    assert!(fault.to_string().contains("程序出错"), "{fault}");
    Panicked
}

type Writer = GroupWriter<(i64, Option<&'static str>), i64>;

fn start(db: &Db) -> (Writer, Seen, Gate) {
    let (seen, gate) = (Seen::default(), Gate::default());
    let shops = Shops { seen: Arc::clone(&seen), gate: Arc::clone(&gate) };
    (GroupWriter::start(db.clone(), shops), seen, gate)
}

async fn submit_all(writer: &Writer, acts: Vec<(i64, Option<&'static str>)>) -> Vec<Res<i64>> {
    let tasks: Vec<_> = acts
        .into_iter()
        .map(|act| {
            let writer = writer.clone();
            tokio::spawn(async move { writer.submit(act).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

both! { with MIGRATIONS;
    async fn sixty_four_clients_share_few_commits(db: &Db) {
        let (writer, seen, _) = start(db);
        for round in 0..10 {
            let answers = submit_all(&writer, (0..64).map(|n| (round * 64 + n, None)).collect()).await;
            let wanted: Vec<i64> = (0..64).map(|n| (round * 64 + n) * 2).collect();
            assert_eq!(answers.into_iter().map(Res::unwrap).collect::<Vec<_>>(), wanted);
        }
        writer.close().await;
        assert_eq!(count(db).await, 640);
        let groups = seen.lock().unwrap();
        assert!(groups.iter().all(|g| g.len() <= GROUP_MAX));
        assert!(groups.len() < 320, "{} groups", groups.len());
    }

    async fn only_the_culprit_fails(db: &Db) {
        let (writer, ..) = start(db);
        submit_all(&writer, vec![(7, None)]).await;
        for culprit in [7, FORGETS, BREAKS_COMMIT, PANICS] {
            let from = 1_000 + culprit * 100;
            let mut acts: Vec<_> = (from..from + 30).map(|n| (n, None)).collect();
            acts.insert(15, (culprit, None));
            let answers = submit_all(&writer, acts).await;
            let failed = answers.iter().enumerate().filter(|(_, answer)| answer.is_err());
            assert_eq!(failed.map(|(at, _)| at).collect::<Vec<_>>(), [15], "{culprit}");
            if culprit == 7 {
                assert!(answers[15].as_ref().unwrap_err().is_unique_violation());
            }
        }
        assert_eq!(count(db).await, 121);
    }

    async fn acts_of_one_key_go_to_successive_groups_in_order(db: &Db) {
        let (writer, seen, gate) = start(db);
        let closed = gate.lock().await;
        let keys = [None, Some("a"), Some("b"), Some("a"), None, Some("a")];
        let waiting: Vec<_> = (0..).zip(keys).map(|act| Box::pin(writer.submit(act)))
            .collect();
        let mut waiting = waiting;
        for submitted in &mut waiting {
            assert!(tokio::time::timeout(Duration::from_millis(5), submitted).await.is_err());
        }
        drop(closed);
        for submitted in waiting {
            submitted.await.unwrap();
        }
        let groups = seen.lock().unwrap().clone();
        let keyed: Vec<i64> = groups.iter().flatten().copied().filter(|n| [1, 3, 5].contains(n)).collect();
        assert_eq!(keyed, [1, 3, 5], "{groups:?}");
        let together = |group: &Vec<i64>| group.iter().filter(|n| [1, 3, 5].contains(*n)).count();
        assert!(groups.iter().all(|group| together(group) <= 1), "{groups:?}");
        assert_eq!(count(db).await, 6);
    }

    async fn an_act_is_done_though_nobody_waits_for_it(db: &Db) {
        let (writer, ..) = start(db);
        for n in 0..20 {
            drop(tokio::time::timeout(Duration::from_micros(1), writer.submit((n, None))).await);
        }
        writer.close().await;
        assert!(count(db).await > 0);
        fill_after(db).await;
    }

    async fn a_panic_fails_its_own_act_alone(db: &Db) {
        let (writer, ..) = start(db);
        assert!(matches!(writer.submit((PANICS, None)).await.map_err(|f| root(&f)), Err(Panicked)));
        assert!(writer.is_running());
        assert_eq!(writer.submit((1, None)).await.unwrap(), 2);
    }

    async fn many_of_one_key_do_not_hold_back_the_others(db: &Db) {
        let (writer, seen, gate) = start(db);
        let closed = gate.lock().await;
        let same = (0..100).map(|n| (n, Some("same")));
        let others = (100..130).map(|n| (n, None));
        let all = submit_all(&writer, same.chain(others).collect());
        let ((), answers) = tokio::join!(
            async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                drop(closed);
            },
            all
        );
        assert!(answers.iter().all(Result::is_ok));
        let groups = seen.lock().unwrap().clone();
        let last = groups.iter().rposition(|g| g.iter().any(|n| *n >= 100)).unwrap();
        assert!(last < 5, "{groups:?}");
    }
}

async fn fill_after(db: &Db) {
    let mut tx = db.write().await.unwrap();
    tx.run(ADD, &shop(99_999)).await.unwrap();
    tx.commit().await.unwrap();
}
