//! Group commit: one task writes for all, so that many commands share one commit.
//!
//! The task takes what is waiting (at most 64), hands it over in one go, commits once and then answers
//! all (design.md §3). When the group fails it is rolled back and replayed one by one, so that only the
//! culprit fails. What a command decides is no business of this file.

use std::collections::{HashSet, VecDeque};
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::db::Db;
use crate::fault::{Fault, Res};
use crate::tx::Tx;

/// Commands in one commit.
pub const GROUP_MAX: usize = 64;
/// A previous group of this size means that more are on their way: only then it is worth waiting.
const LARGE: usize = 8;
const LINGER: Duration = Duration::from_millis(2);
/// Commands the task looks through for a group: many of one key must not hold back the others.
const LOOK_THROUGH: usize = 4 * GROUP_MAX;
/// Commands that may wait before `submit` itself waits.
const QUEUE: usize = 1_024;

/// What knows how to carry out a group of commands.
pub trait Grouped: Send + 'static {
    /// One command.
    type Act: Send + 'static;
    /// Its answer; a refusal by law is an answer, not a fault.
    type Answer: Send + 'static;

    /// Carries out all acts in this transaction and answers each, in their order. The acts must be left
    /// in place: after a fault (or a panic) they are handed over again, one at a time, each in a new
    /// transaction. Nothing may be kept in `self` that a rollback would make untrue.
    fn run(
        &mut self,
        tx: &mut Tx<'_>,
        acts: &mut Vec<Self::Act>,
    ) -> impl Future<Output = Res<Vec<Self::Answer>>> + Send;

    /// The stream or natural key an act works on: two acts of one key never share a group, and keep
    /// their order.
    fn key(act: &Self::Act) -> Option<String>;
}

/// The door to the writer task. Cloning is cheap; the task ends when the last clone is gone and
/// everything submitted is answered.
pub struct GroupWriter<A, R> {
    queue: mpsc::Sender<Waiting<A, R>>,
    task: Arc<JoinHandle<()>>,
}

struct Waiting<A, R> {
    act: A,
    answer: oneshot::Sender<Res<R>>,
}

impl<A, R> Clone for GroupWriter<A, R> {
    fn clone(&self) -> Self {
        GroupWriter { queue: self.queue.clone(), task: Arc::clone(&self.task) }
    }
}

impl<A, R> std::fmt::Debug for GroupWriter<A, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GroupWriter").field("running", &self.is_running()).finish()
    }
}

impl<A, R> GroupWriter<A, R> {
    /// Whether the task still takes commands: false once its runtime has shut down.
    pub fn is_running(&self) -> bool {
        !self.task.is_finished()
    }
}

impl<A: Send + 'static, R: Send + 'static> GroupWriter<A, R> {
    /// Starts the task on the present tokio runtime.
    pub fn start<G: Grouped<Act = A, Answer = R>>(db: Db, grouped: G) -> GroupWriter<A, R> {
        let (queue, taken) = mpsc::channel(QUEUE);
        let task = Arc::new(tokio::spawn(serve(db, grouped, taken)));
        GroupWriter { queue, task }
    }

    /// Hands an act over and waits until it is durable. Dropping this future does not take the act back.
    ///
    /// # Errors
    /// What carrying it out failed with; `Fault::Stopped` when the task has ended.
    pub async fn submit(&self, act: A) -> Res<R> {
        let (answer, answered) = oneshot::channel();
        self.queue.send(Waiting { act, answer }).await.map_err(|_| Fault::Stopped)?;
        answered.await.map_err(|_| Fault::Stopped)?
    }

    /// Waits until everything submitted is answered and the task has ended. Other clones must be gone.
    pub async fn close(self) {
        let GroupWriter { queue, task } = self;
        drop(queue);
        if let Some(task) = Arc::into_inner(task) {
            drop(task.await);
        }
    }
}

type Queue<A, R> = mpsc::Receiver<Waiting<A, R>>;

async fn serve<G: Grouped>(db: Db, mut grouped: G, mut queue: Queue<G::Act, G::Answer>) {
    let mut waiting = VecDeque::new();
    let mut previous = 0;
    loop {
        if waiting.is_empty() {
            match queue.recv().await {
                Some(first) => waiting.push_back(first),
                None => return,
            }
        }
        gather(&mut queue, &mut waiting, previous).await;
        let group = next_group::<G>(&mut waiting);
        previous = group.len();
        carry_out(&db, &mut grouped, group).await;
    }
}

/// Takes what is there; waits for the clients of a large previous group to come back, 2 ms at most.
async fn gather<A, R>(queue: &mut Queue<A, R>, waiting: &mut VecDeque<Waiting<A, R>>, previous: usize) {
    while waiting.len() < LOOK_THROUGH {
        let Ok(next) = queue.try_recv() else { break };
        waiting.push_back(next);
    }
    if previous < LARGE {
        return;
    }
    let pause = tokio::time::sleep(LINGER);
    tokio::pin!(pause);
    while waiting.len() < GROUP_MAX.min(previous) {
        tokio::select! {
            biased;
            next = queue.recv() => match next {
                Some(next) => waiting.push_back(next),
                None => return,
            },
            () = &mut pause => return,
        }
    }
}

/// The next acts with different keys; the rest keep their order.
fn next_group<G: Grouped>(
    waiting: &mut VecDeque<Waiting<G::Act, G::Answer>>,
) -> Vec<Waiting<G::Act, G::Answer>> {
    let (mut group, mut later, mut keys) = (Vec::new(), VecDeque::new(), HashSet::new());
    for next in waiting.drain(..) {
        let is_new = G::key(&next.act).is_none_or(|key| keys.insert(key));
        if is_new && group.len() < GROUP_MAX {
            group.push(next);
        } else {
            later.push_back(next);
        }
    }
    *waiting = later;
    group
}

async fn carry_out<G: Grouped>(db: &Db, grouped: &mut G, group: Vec<Waiting<G::Act, G::Answer>>) {
    let (mut acts, answers): (Vec<_>, Vec<_>) = group.into_iter().map(|w| (w.act, w.answer)).unzip();
    match attempt(db, grouped, &mut acts).await {
        Ok(done) => done.into_iter().zip(answers).for_each(|(done, to)| answer(to, Ok(done))),
        Err(fault) if answers.len() > 1 && may_replay(&fault) => {
            tracing::warn!(acts = acts.len(), %fault, "group failed, replaying one by one");
            for (act, to) in acts.into_iter().zip(answers) {
                let alone = attempt(db, grouped, &mut vec![act]).await;
                answer(to, alone.and_then(|mut one| one.pop().ok_or(Fault::Answers { acts: 1, answers: 0 })));
            }
        }
        Err(fault) => {
            let shared = Arc::new(fault);
            answers.into_iter().for_each(|to| answer(to, Err(Fault::Shared(Arc::clone(&shared)))));
        }
    }
}

/// Not where the first attempt may have been committed, nor where each replay would wait in vain.
fn may_replay(fault: &Fault) -> bool {
    !matches!(fault, Fault::CommitUnknown { .. }) && !fault.is_unavailable()
}

async fn attempt<G: Grouped>(db: &Db, grouped: &mut G, acts: &mut Vec<G::Act>) -> Res<Vec<G::Answer>> {
    let wanted = acts.len();
    let mut tx = db.write().await?;
    let done = caught(grouped.run(&mut tx, acts)).await?;
    if done.len() != wanted {
        return Err(Fault::Answers { acts: wanted, answers: done.len() });
    }
    tx.commit().await?;
    Ok(done)
}

/// A panic becomes a fault of this group: a mistake in one command must not stop all writing.
async fn caught<T>(work: impl Future<Output = Res<T>>) -> Res<T> {
    let mut work = pin!(work);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.unwrap_or(Poll::Ready(Err(Fault::Panicked)))
    })
    .await
}

fn answer<R>(to: oneshot::Sender<Res<R>>, what: Res<R>) {
    // Nobody listens any more: the act is done all the same.
    drop(to.send(what));
}

#[cfg(test)]
mod tests;
