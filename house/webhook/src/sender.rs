//! The sender: one POST to a place whose every address was checked, over a connection to the checked address itself.
//!
//! There is nothing to switch off: it knows no redirects, no proxies, no cookies and no second look-up. It writes
//! nothing down; what an answer means for the subscription is 9-publication's.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::tls::Trust;
use crate::{Closed, Message, Networks, Place, PlaceRefused, Resolve, TlsFault, closed};

const AGENT: &str = concat!("xinheng-webhook/", env!("CARGO_PKG_VERSION"));
/// Addresses tried for one message.
const ADDRESSES_MAX: usize = 4;

/// How long and how much.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the look-up to the end of the answer.
    pub whole: Duration,
    /// Bytes of a message.
    pub body: usize,
    /// Bytes of an answer that are read; its head has the same limit.
    pub answer: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { whole: Duration::from_secs(20), body: 20_000, answer: 64 << 10 }
    }
}

/// What a place answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// 2xx: it has it.
    Received(u16),
    /// 410: it wants no more.
    Gone,
    /// Anything else, redirects too.
    Other(u16),
}

/// Why nothing was sent, or no answer came.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The place itself.
    #[error(transparent)]
    Place(#[from] PlaceRefused),
    /// One of its addresses is not public.
    #[error("主机「{host}」的地址 {address} {why}，不能向它发送；内网接收方请由运维人员放行网段")]
    Closed {
        /// The host as written.
        host: String,
        /// The address it has.
        address: IpAddr,
        /// What is wrong with it.
        why: Closed,
    },
    /// The name has no address.
    #[error("查不到主机「{0}」的地址")]
    Unknown(String),
    /// Nobody there, or not by TLS with a certificate for this name.
    #[error("连不上「{host}」：{why}")]
    Unreached {
        /// The host as written.
        host: String,
        /// The system's words.
        why: String,
    },
    /// The connection broke, or what came is no HTTP.
    #[error("「{0}」没有给出完整的回答")]
    Broken(String),
    /// Too slow.
    #[error("「{0}」没有在限定时间内回答")]
    Late(String),
    /// The message is too long; nothing was sent.
    #[error("消息过长，没有发送")]
    Long,
}

/// Sends messages; cheap to clone.
#[derive(Clone)]
pub struct Sender {
    trust: Arc<Trust>,
    resolve: Resolve,
    opened: Arc<Networks>,
    limits: Limits,
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sender")
            .field("opened", &self.opened)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Sender {
    /// A sender that also calls `opened` networks and also believes the authorities in a file.
    ///
    /// # Errors
    /// [`TlsFault`] when the file cannot be read.
    pub fn new(
        resolve: Resolve,
        opened: Networks,
        more: Option<&Path>,
        limits: Limits,
    ) -> Result<Sender, TlsFault> {
        Ok(Sender { trust: Arc::new(Trust::with(more)?), resolve, opened: Arc::new(opened), limits })
    }

    /// May this place be called now? Answers every address that was checked.
    ///
    /// # Errors
    /// [`Failure`]: a name without an address, or any address that is not public.
    pub async fn check(&self, place: &Place) -> Result<Vec<IpAddr>, Failure> {
        let found = match place.address() {
            Some(address) => vec![address],
            None => (self.resolve)(place.host()).await.unwrap_or_default(),
        };
        if found.is_empty() {
            return Err(Failure::Unknown(place.host()));
        }
        for address in &found {
            if let Some(why) = closed(*address, &self.opened) {
                return Err(Failure::Closed { host: place.host(), address: *address, why });
            }
            if place.is_plain() && !self.opened.hold(address.to_canonical()) {
                return Err(PlaceRefused::Plain.into());
            }
        }
        Ok(found)
    }

    /// Sends one message with its signatures; answers what the place said.
    ///
    /// # Errors
    /// [`Failure`] when nothing was sent or no answer came in time.
    pub async fn send(&self, place: &Place, message: Message<'_>, signatures: &str) -> Result<Said, Failure> {
        if message.body.len() > self.limits.body {
            return Err(Failure::Long);
        }
        let whole = tokio::time::timeout(self.limits.whole, self.exchange(place, message, signatures));
        whole.await.unwrap_or_else(|_| Err(Failure::Late(place.host())))
    }

    async fn exchange(&self, place: &Place, message: Message<'_>, signatures: &str) -> Result<Said, Failure> {
        let addresses = self.check(place).await?;
        let stream = self.connect(place, &addresses).await?;
        let request = request(place, message, signatures).ok_or(Failure::Broken(place.host()))?;
        let plain = place.is_plain();
        let answer =
            if plain { self.ask(stream, request).await } else { self.secured(place, stream, request).await };
        answer.map(|answer| said(answer.status()))
    }

    /// The first checked address that takes the connection.
    async fn connect(&self, place: &Place, addresses: &[IpAddr]) -> Result<TcpStream, Failure> {
        let mut why = String::new();
        let share = self.limits.whole / 4;
        for address in addresses.iter().take(ADDRESSES_MAX) {
            let there = SocketAddr::new(*address, place.port());
            match tokio::time::timeout(share, TcpStream::connect(there)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(fault)) => why = fault.to_string(),
                Err(_) => "没有应答".clone_into(&mut why),
            }
        }
        Err(Failure::Unreached { host: place.host(), why })
    }

    async fn secured(
        &self,
        place: &Place,
        stream: TcpStream,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<()>, Failure> {
        let unreached = |why: String| Failure::Unreached { host: place.host(), why };
        let name = ServerName::try_from(place.host()).map_err(|fault| unreached(fault.to_string()))?;
        let stream = {
            let config = self.trust.config().map_err(|fault| unreached(fault.to_string()))?;
            TlsConnector::from(config).connect(name, stream).await
        };
        self.ask(stream.map_err(|fault| unreached(fault.to_string()))?, request).await
    }

    async fn ask<S>(&self, stream: S, request: Request<Full<Bytes>>) -> Result<Response<()>, Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let host =
            request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let broken = Failure::Broken(host.to_owned());
        let mut client = hyper::client::conn::http1::Builder::new();
        let client = client.max_buf_size(self.limits.answer).handshake(TokioIo::new(stream)).await;
        let Ok((mut requests, connection)) = client else { return Err(broken) };
        // The connection lives as long as this exchange: dropped with it, it is closed.
        let exchange = async {
            let answer = requests.send_request(request).await.ok()?;
            let (head, body) = answer.into_parts();
            drain(body, self.limits.answer).await;
            Some(Response::from_parts(head, ()))
        };
        tokio::pin!(exchange, connection);
        let answer = tokio::select! {
            answer = &mut exchange => answer,
            _ = &mut connection => exchange.await,
        };
        answer.ok_or(broken)
    }
}

/// Reads what an answer says, so that its sender is not cut off, up to the limit; the status stands whatever it says.
async fn drain(mut body: Incoming, most: usize) {
    let mut read = 0;
    while let Some(Ok(frame)) = body.frame().await {
        read += frame.data_ref().map_or(0, Bytes::len);
        if read > most {
            return;
        }
    }
}

fn request(place: &Place, message: Message<'_>, signatures: &str) -> Option<Request<Full<Bytes>>> {
    let request = Request::post(place.path())
        .header(header::HOST, place.authority())
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, AGENT)
        .header(header::CONNECTION, "close")
        .header("webhook-id", message.id)
        .header("webhook-timestamp", message.at)
        .header("webhook-signature", signatures);
    request.body(Full::new(Bytes::copy_from_slice(message.body))).ok()
}

fn said(status: StatusCode) -> Said {
    match status {
        StatusCode::GONE => Said::Gone,
        other if other.is_success() => Said::Received(other.as_u16()),
        other => Said::Other(other.as_u16()),
    }
}

#[cfg(test)]
mod tests;
