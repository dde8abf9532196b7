//! The courier of this deployment, and the follower that keeps it going.

use std::time::Duration;

use tokio::task::JoinSet;
use xh_publication_desk::{Courier, WebhookKeys};
use xh_webhook::{Limits, Networks, Sender, system};

use crate::cli::Outgoing;
use crate::exit::Exit;
use crate::place::Opened;

const TICK: Duration = Duration::from_secs(1);

/// A courier that calls public addresses, and the networks that the operator opened.
///
/// # Errors
/// `Exit` when the file of authorities cannot be read.
pub fn courier(opened: &Opened, outgoing: &Outgoing, feed_days: Option<u32>) -> Result<Courier, Exit> {
    let networks = Networks(outgoing.webhook_allow.clone());
    let sender = Sender::new(system(), networks, outgoing.webhook_ca.as_deref(), Limits::default());
    let sender = sender.map_err(|fault| Exit::usage(fault.to_string()))?;
    let none = || Exit { code: 5, message: "账本密钥为空,不能为推送签名".to_owned() };
    let keys = WebhookKeys::of(&opened.key.secret_text()).ok_or_else(none)?;
    let mut courier = Courier::new(opened.office.clone(), opened.key.origin(), sender, keys, &opened.actor);
    courier.feed_days = feed_days;
    Ok(courier)
}

/// Tells subscribers what moved, every second. No lease of its own: each attempt is claimed by itself.
pub async fn follow(courier: Courier) {
    let (mut tasks, mut tick) = (JoinSet::new(), tokio::time::interval(TICK));
    loop {
        tick.tick().await;
        if let Err(fault) = courier.start(&mut tasks).await {
            tracing::error!(%fault, "webhooks");
        }
    }
}
