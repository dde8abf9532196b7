//! The follower that sends: for each subscriber by itself and in order, at least once, on any number of nodes.
//!
//! An attempt is written down before anything is sent, with the instant until which nobody else may try. A node that
//! dies between sending and noting leaves a message that is sent again under the same id; two nodes never make the same
//! attempt. Who does not answer holds up nobody but itself, and nothing piles up for it but its place in the feed.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;
use xh_db::Res;
use xh_kernel::Instant;
use xh_policy_store::Office;
use xh_publication::{FeedPlace, SubscriberAct, SubscriberState};
use xh_publication_store::{Delivery, Progress, Subscriber};
use xh_webhook::{Failure, Message, Place, Said, Sender, next_try};

use super::compose::{Composed, compose};
use super::{WebhookFault, WebhookKeys, act};

/// Longer than any attempt takes.
const CLAIM: Duration = Duration::from_secs(60);
/// Messages for one subscriber in one go.
const IN_A_ROW: usize = 50;
/// Subscribers served at a time.
const AT_A_TIME: usize = 64;
const FAULT_MAX: usize = 300;

/// Sends to subscribers; cheap to clone, what is under way is shared.
#[derive(Debug, Clone)]
pub struct Courier {
    /// Database, law, clock.
    pub office: Office,
    /// The log's origin.
    pub origin: String,
    /// Who sends.
    pub sender: Sender,
    /// With which keys.
    pub keys: WebhookKeys,
    /// The account that disables who wants no more.
    pub actor: String,
    /// For how many days a place in the feed holds.
    pub feed_days: Option<u32>,
    under_way: Arc<Mutex<HashSet<String>>>,
}

impl Courier {
    /// A courier with nothing under way.
    #[must_use]
    pub fn new(office: Office, origin: &str, sender: Sender, keys: WebhookKeys, actor: &str) -> Courier {
        let (origin, actor) = (origin.to_owned(), actor.to_owned());
        Courier { office, origin, sender, keys, actor, feed_days: None, under_way: Arc::default() }
    }

    /// Starts serving every subscriber that is not being served; comes back at once.
    ///
    /// # Errors
    /// `Fault` when the database fails.
    pub async fn start(&self, tasks: &mut JoinSet<()>) -> Res<()> {
        while tasks.try_join_next().is_some() {}
        for one in self.active().await? {
            if tasks.len() < AT_A_TIME && self.take(&one.id) {
                let courier = self.clone();
                tasks.spawn(async move { courier.serve_and_log(&one).await });
            }
        }
        Ok(())
    }

    /// Serves every subscriber once and waits for all of them; answers how many messages were received.
    ///
    /// # Errors
    /// `Fault` when the database fails.
    pub async fn round(&self) -> Res<usize> {
        let mut tasks = JoinSet::new();
        for one in self.active().await? {
            let courier = self.clone();
            tasks.spawn(async move { courier.serve(&one).await });
        }
        let served = tasks.join_all().await;
        served.into_iter().sum()
    }

    async fn active(&self) -> Res<Vec<Subscriber>> {
        let mut tx = self.office.db.read().await?;
        let all = xh_publication_store::subscribers(&mut tx, "").await?;
        Ok(all.into_iter().filter(|one| one.state == SubscriberState::Active).collect())
    }

    fn take(&self, id: &str) -> bool {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned())
    }

    async fn serve_and_log(&self, one: &Subscriber) {
        if let Err(fault) = self.serve(one).await {
            tracing::error!(%fault, subscriber = one.id, "webhook");
        }
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&one.id);
    }

    /// Sends what is due to one subscriber until there is nothing more, or something does not arrive.
    async fn serve(&self, one: &Subscriber) -> Res<usize> {
        let mut received = 0;
        for _ in 0..IN_A_ROW {
            match self.next(one).await? {
                Next::Nothing => break,
                Next::Passed => {}
                Next::Try(message) => {
                    let said = self.send(one, &message).await;
                    if !self.note(one, &message, said).await? {
                        break;
                    }
                    received += 1;
                }
            }
        }
        Ok(received)
    }

    /// The message to try now, claimed for this node.
    async fn next(&self, one: &Subscriber) -> Res<Next> {
        let mut tx = self.office.db.read().await?;
        let waiting = xh_publication_store::waiting(&mut tx, &one.id).await?;
        let stands = xh_publication_store::progress(&mut tx, &one.id).await?;
        drop(tx);
        if let Some(message) = waiting {
            return self.claim(one, message).await;
        }
        // A database made from an export knows who is told, and not how far.
        let stands = stands.unwrap_or_default();
        match compose(&self.office, &self.origin, self.feed_days, one, &stands).await? {
            None => Ok(Next::Nothing),
            Some(composed) => self.put(one, composed).await,
        }
    }

    async fn claim(&self, one: &Subscriber, message: Delivery) -> Res<Next> {
        let now = self.office.moment().at().clone();
        if message.next_at.as_str() > now.as_str() {
            return Ok(Next::Nothing);
        }
        let mut tx = self.office.db.write().await?;
        let until = later(&now, CLAIM);
        let id = one.id.as_str();
        let mine =
            xh_publication_store::attempt(&mut tx, id, message.nth, now.as_str(), until.as_str()).await?;
        tx.commit().await?;
        let attempts = message.attempts + 1;
        Ok(if mine { Next::Try(Box::new(Delivery { attempts, ..message })) } else { Next::Nothing })
    }

    /// Writes the next message down and claims it, unless another node was quicker or the subscriber stopped.
    async fn put(&self, one: &Subscriber, next: Composed) -> Res<Next> {
        let mut moment = self.office.moment();
        let mut tx = self.office.db.write().await?;
        let known = xh_publication_store::subscriber(&mut tx, &one.id).await?;
        if known.is_none_or(|known| known.state != SubscriberState::Active) {
            return Ok(Next::Nothing);
        }
        if next.from.is_empty() {
            xh_publication_store::place(&mut tx, &one.id, &next.upto).await?;
        } else if !xh_publication_store::advance(&mut tx, &one.id, &next.from, &next.upto).await? {
            return Ok(Next::Nothing);
        }
        let Some(bulletin) = next.bulletin else {
            tx.commit().await?;
            return Ok(Next::Passed);
        };
        let (items, deletes) = bulletin.counts();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let now = moment.at().clone();
        let mut message = Delivery {
            subscriber: one.id.clone(),
            nth: 0,
            message: format!("msg_{}", moment.id().as_str()),
            body: bulletin.to_json(),
            upto: next.upto,
            items: count(items),
            deletes: count(deletes),
            made_at: now.as_str().to_owned(),
            attempts: 1,
            next_at: String::new(),
            status: None,
            fault: None,
            received_at: None,
            applied_at: None,
        };
        message.nth = xh_publication_store::put(&mut tx, &message).await?;
        let until = later(&now, CLAIM);
        let (at, nth) = (now.as_str(), message.nth);
        xh_publication_store::attempt(&mut tx, &one.id, nth, at, until.as_str()).await?;
        tx.commit().await?;
        Ok(Next::Try(Box::new(message)))
    }

    async fn send(&self, one: &Subscriber, message: &Delivery) -> Result<Said, Failure> {
        let at = self.office.moment().at().unix_micros().div_euclid(1_000_000);
        let place = Place::parse(&one.url)?;
        let told = Message { id: &message.message, at, body: message.body.as_bytes() };
        self.sender.send(&place, told, &self.keys.sign(one, told)).await
    }

    /// Writes down what became of an attempt; `true` when the message was received.
    async fn note(&self, one: &Subscriber, message: &Delivery, said: Result<Said, Failure>) -> Res<bool> {
        let (status, words) = match said {
            Ok(Said::Received(status)) => return self.received(one, message, status).await.map(|()| true),
            Ok(Said::Gone) => {
                let words = "接收方答复 410，不再接收";
                self.failed(one, message, Duration::ZERO, Some(410), words).await?;
                return self.disable(one, words).await.map(|()| false);
            }
            Ok(Said::Other(status)) => (Some(status), format!("接收方答复 {status}")),
            Err(failure) => (None, failure.to_string()),
        };
        let wait = next_try(u32::try_from(message.attempts).unwrap_or(u32::MAX));
        self.failed(one, message, wait.unwrap_or_default(), status, &words).await?;
        if wait.is_none() {
            self.disable(one, &format!("连续 {} 次没有送达，最后一次：{words}", message.attempts)).await?;
        }
        Ok(false)
    }

    async fn received(&self, one: &Subscriber, message: &Delivery, status: u16) -> Res<()> {
        let now = self.office.moment().at().clone();
        let mut tx = self.office.db.write().await?;
        let first =
            xh_publication_store::received(&mut tx, &one.id, message.nth, now.as_str(), status).await?;
        let stands = xh_publication_store::progress(&mut tx, &one.id).await?;
        if let Some(stands) = stands.filter(|_| first && message.applied_at.is_none()) {
            if self.is_applied(message, &stands) {
                xh_publication_store::applied(&mut tx, &one.id, message.nth, now.as_str()).await?;
            } else if message.deletes > 0 && stands.owed_since.is_none() {
                xh_publication_store::set_owed(&mut tx, &one.id, Some(now.as_str())).await?;
            }
        }
        tx.commit().await
    }

    /// Did the subscriber say so before the message came?
    fn is_applied(&self, message: &Delivery, stands: &Progress) -> bool {
        let open = |text: &str| FeedPlace::open(&self.origin, text).ok();
        let said = stands.acknowledged.as_deref().and_then(open);
        said.zip(open(&message.upto)).is_some_and(|(said, upto)| said.covers(&upto))
    }

    async fn failed(
        &self,
        one: &Subscriber,
        message: &Delivery,
        wait: Duration,
        status: Option<u16>,
        words: &str,
    ) -> Res<()> {
        let next = later(self.office.moment().at(), wait);
        let words: String = words.chars().take(FAULT_MAX).collect();
        let mut tx = self.office.db.write().await?;
        xh_publication_store::failed(&mut tx, &one.id, message.nth, next.as_str(), status, &words).await?;
        tx.commit().await
    }

    async fn disable(&self, one: &Subscriber, words: &str) -> Res<()> {
        tracing::warn!(subscriber = one.id, words, "webhook disabled");
        match act(&self.office, &self.actor, "", &one.id, SubscriberAct::Disable, words).await {
            Ok(_) => Ok(()),
            Err(WebhookFault::Fault(fault)) => Err(fault),
            // It was removed meanwhile.
            Err(_) => Ok(()),
        }
    }
}

enum Next {
    /// Nothing is due.
    Nothing,
    /// What moved does not concern it; there may be more behind it.
    Passed,
    /// This is to be sent now.
    Try(Box<Delivery>),
}

fn later(now: &Instant, wait: Duration) -> Instant {
    let wait = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
    Instant::from_unix_micros(now.unix_micros().saturating_add(wait))
}
