//! Acts on a subscription: load, decide, append and project in one transaction.

use xh_db::{Res, Tx};
use xh_kernel::{Date, Id, Moment, Workflow};
use xh_ledger::Draft;
use xh_policy::Release;
use xh_policy_store::Office;
use xh_publication::{
    FeedPlace, SubscriberAct, SubscriberBody, SubscriberRefused, SubscriberState, Subscription,
    ground_fields, view_of,
};
use xh_publication_store::Subscriber;
use xh_registry_store::{Ready, ready};
use xh_webhook::{Place, Scheme, Sender};

use super::WebhookFault;

/// Subscribers that one organ may have.
const OF_ONE: usize = 20;
const NAME_MAX: usize = 100;

/// A subscriber to be registered.
#[derive(Debug, Clone, Default)]
pub struct NewSubscriber {
    /// Its organ's id; empty for the credit office's own.
    pub organ: String,
    /// What its owner calls it.
    pub name: String,
    /// Where messages go.
    pub url: String,
    /// Kinds of records it wants; empty for all.
    pub kinds: Vec<String>,
    /// `v1a` (usual) or `v1`; empty for the usual one.
    pub scheme: String,
    /// The place of the feed its copy stands at; none for now.
    pub position: Option<String>,
}

/// Registers a subscriber whose address may be called now; its first message tells what moves behind its place.
///
/// # Errors
/// `WebhookFault` with what is wrong with it.
pub async fn register(
    office: &Office,
    actor: &str,
    origin: &str,
    sender: &Sender,
    new: NewSubscriber,
) -> Result<Subscriber, WebhookFault> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME_MAX {
        return Err(SubscriberRefused::NoName.into());
    }
    let scheme = if new.scheme.is_empty() { Scheme::Pair } else { Scheme::parse(&new.scheme)? };
    let place = Place::parse(&new.url)?;
    sender.check(&place).await?;
    let url = place.as_str().to_owned();
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let release = office.law_in(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let place = first_place(&release, origin, office.today(), head, new.position.as_deref())?;
    allowed(&mut tx, &release, &new, &url).await?;
    let body = SubscriberBody { name, url, kinds: new.kinds, scheme: scheme.as_str().to_owned() };
    let stream = moment.id();
    let draft = Draft {
        stream: stream.clone(),
        version: 1,
        kind: SubscriberAct::Register.entry().to_owned(),
        actor: actor.to_owned(),
        organ: new.organ,
        release: release.digest().to_owned(),
        fields: body.to_fields(),
    };
    append(&mut tx, draft, &mut moment).await?;
    xh_publication_store::place(&mut tx, stream.as_str(), &place.seal(origin)).await?;
    let made = known(&mut tx, stream.as_str(), "").await?;
    tx.commit().await?;
    Ok(made)
}

fn first_place(
    release: &Release,
    origin: &str,
    today: Date,
    head: i64,
    asked: Option<&str>,
) -> Result<FeedPlace, WebhookFault> {
    let view = view_of(release);
    let Some(text) = asked else {
        return Ok(FeedPlace { entry: head, day: today, within: None, view });
    };
    let place = FeedPlace::open(origin, text)?;
    place.check(&view, head, None)?;
    Ok(place)
}

async fn allowed(
    tx: &mut Tx<'_>,
    release: &Release,
    new: &NewSubscriber,
    url: &str,
) -> Result<(), WebhookFault> {
    if let Some(unknown) = new.kinds.iter().find(|kind| release.kind(kind).is_none()) {
        return Err(SubscriberRefused::NoSuchKind(unknown.clone()).into());
    }
    let all = xh_publication_store::subscribers(tx, &new.organ).await?;
    let own: Vec<Subscriber> = all
        .into_iter()
        .filter(|one| one.organ == new.organ && one.state != SubscriberState::Removed)
        .collect();
    if let Some(same) = own.iter().find(|one| one.url == url) {
        return Err(SubscriberRefused::Twice(same.id.clone()).into());
    }
    if own.len() >= OF_ONE {
        return Err(SubscriberRefused::TooMany(OF_ONE).into());
    }
    Ok(())
}

/// Does one act on a subscription of `organ` (empty: of anybody); answers the subscriber as it is then.
///
/// # Errors
/// `WebhookFault` when it is not allowed in this state, or the database fails.
pub async fn act(
    office: &Office,
    actor: &str,
    organ: &str,
    id: &str,
    act: SubscriberAct,
    ground: &str,
) -> Result<Subscriber, WebhookFault> {
    let mut moment = office.moment();
    let mut tx = office.db.write().await?;
    let release = office.law_in(&mut tx).await?;
    let before = known(&mut tx, id, organ).await?;
    let after = Subscription::step(&before.state, &act)?;
    if after == before.state && act != SubscriberAct::Rotate {
        return Ok(before);
    }
    let stream = Id::parse(id).map_err(|_| SubscriberRefused::NoSuch(id.to_owned()))?;
    let draft = Draft {
        stream,
        version: before.version + 1,
        kind: act.entry().to_owned(),
        actor: actor.to_owned(),
        organ: before.organ,
        release: release.digest().to_owned(),
        fields: ground_fields(ground),
    };
    append(&mut tx, draft, &mut moment).await?;
    match act {
        SubscriberAct::Remove => xh_publication_store::forget(&mut tx, id).await?,
        SubscriberAct::Resume => {
            xh_publication_store::again(&mut tx, id, None, moment.at().as_str()).await?;
        }
        _ => {}
    }
    let made = known(&mut tx, id, "").await?;
    tx.commit().await?;
    Ok(made)
}

async fn append(tx: &mut Tx<'_>, draft: Draft, moment: &mut Moment) -> Res<()> {
    let sealed: Vec<Ready> = ready(vec![draft], moment)?;
    let head = xh_ledger_store::lock_head(tx).await?;
    xh_publication_store::write_acts(tx, head, sealed).await.map(|_| ())
}

/// Sends again: one message by its id, or everything behind a place of the feed.
///
/// # Errors
/// `WebhookFault` when there is no such message, or the place leads nowhere.
pub async fn resend(
    office: &Office,
    origin: &str,
    organ: &str,
    id: &str,
    message: Option<&str>,
    position: Option<&str>,
) -> Result<Subscriber, WebhookFault> {
    let moment = office.moment();
    let mut tx = office.db.write().await?;
    let release = office.law_in(&mut tx).await?;
    let of = known(&mut tx, id, organ).await?;
    if of.state == SubscriberState::Removed {
        return Err(SubscriberRefused::Removed.into());
    }
    if let Some(text) = position {
        let head = xh_ledger_store::head(&mut tx).await?;
        first_place(&release, origin, office.today(), head, Some(text))?;
        xh_publication_store::place(&mut tx, id, text).await?;
    }
    let found = xh_publication_store::again(&mut tx, id, message, moment.at().as_str()).await?;
    if let (Some(message), 0) = (message, found) {
        return Err(WebhookFault::NoMessage(message.chars().take(80).collect()));
    }
    tx.commit().await?;
    Ok(of)
}

/// The subscriber with this id, if it is the organ's (empty: anybody's).
pub(crate) async fn known(tx: &mut Tx<'_>, id: &str, organ: &str) -> Result<Subscriber, WebhookFault> {
    let found = xh_publication_store::subscriber(tx, id).await?;
    let found = found.filter(|one| organ.is_empty() || one.organ == organ);
    found.ok_or_else(|| SubscriberRefused::NoSuch(id.chars().take(80).collect()).into())
}
