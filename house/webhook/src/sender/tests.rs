//! Real servers on loopback, opened for the test as an operator would open a network, and every trick they can play.

use std::io::Write as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::{Failure, Key, Limits, Message, Networks, Place, Resolve, Said, Scheme, Sender, Verifier};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const LIMITS: Limits = Limits { whole: Duration::from_millis(800), body: 20_000, answer: 64 << 10 };

fn opened() -> Networks {
    Networks(vec!["127.0.0.0/8".parse().unwrap()])
}

/// A resolver that answers each question with the next list, and the last one from then on.
fn answers(lists: &[&[&str]]) -> (Resolve, Arc<AtomicUsize>) {
    let lists: Vec<Vec<IpAddr>> =
        lists.iter().map(|list| list.iter().map(|one| one.parse().unwrap()).collect()).collect();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let resolve: Resolve = Arc::new(move |_| {
        let nth = counter.fetch_add(1, Ordering::Relaxed).min(lists.len() - 1);
        let found = lists[nth].clone();
        Box::pin(async move { Ok(found) })
    });
    (resolve, asked)
}

fn sender(resolve: &Resolve, opened: Networks) -> Sender {
    Sender::new(Arc::clone(resolve), opened, None, LIMITS).unwrap()
}

async fn post(sender: &Sender, url: &str, body: &[u8]) -> Result<Said, Failure> {
    let message = Message { id: "msg_1", at: 1_764_000_000, body };
    let signed = Key::new(Scheme::Pair, &[7; 32]).sign(message);
    sender.send(&Place::parse(url).unwrap(), message, &signed).await
}

/// Answers every connection with the same bytes after it has read a request; keeps what it read last.
async fn server(answer: impl Into<Vec<u8>>) -> (u16, Arc<std::sync::Mutex<Vec<u8>>>, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (seen, calls) = (Arc::new(std::sync::Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
    let (answer, kept, counted): (Vec<u8>, _, _) = (answer.into(), Arc::clone(&seen), Arc::clone(&calls));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            let mut request = vec![0; 65_536];
            let read = stream.read(&mut request).await.unwrap_or(0);
            request.truncate(read);
            *kept.lock().unwrap() = request;
            drop(stream.write_all(&answer).await);
            drop(stream.shutdown().await);
        }
    });
    (port, seen, calls)
}

#[tokio::test]
async fn what_arrives_is_what_was_signed() {
    let (port, seen, _) = server(OK).await;
    let (resolve, asked) = answers(&[&["127.0.0.1"]]);
    let url = format!("http://a.example.org:{port}/in?to=1");
    let said = post(&sender(&resolve, opened()), &url, b"{\"a\":1}").await.unwrap();
    assert_eq!((said, asked.load(Ordering::Relaxed)), (Said::Received(200), 1));
    let request = String::from_utf8(seen.lock().unwrap().clone()).unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let field = |name: &str| {
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .unwrap_or_else(|| panic!("{head}"))
    };
    assert!(head.starts_with("POST /in?to=1 HTTP/1.1\r\n"), "{head}");
    assert_eq!(field("host"), format!("a.example.org:{port}"));
    let message = Message {
        id: field("webhook-id"),
        at: field("webhook-timestamp").parse().unwrap(),
        body: body.as_bytes(),
    };
    let verifier = Verifier::parse(&Key::new(Scheme::Pair, &[7; 32]).shown()).unwrap();
    assert_eq!(verifier.verify(message, field("webhook-signature"), 1_764_000_000), Ok(()));
}

#[tokio::test]
async fn closed_addresses_get_no_packet() {
    let (port, _, calls) = server(OK).await;
    for list in [
        &["127.0.0.1"][..],
        &["10.0.0.5"],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["169.254.169.254"],
        &["64:ff9b::7f00:1"],
        &["8.8.8.8", "127.0.0.1"],
    ] {
        let (resolve, _) = answers(&[list]);
        let failed =
            post(&sender(&resolve, Networks::default()), &format!("https://a.example.org:{port}/"), b"{}")
                .await;
        assert!(matches!(failed, Err(Failure::Closed { .. })), "{list:?}: {failed:?}");
    }
    let (resolve, asked) = answers(&[&["8.8.8.8"]]);
    for host in ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"] {
        let failed =
            post(&sender(&resolve, Networks::default()), &format!("https://{host}:{port}/"), b"{}").await;
        assert!(matches!(failed, Err(Failure::Closed { .. })), "{host}: {failed:?}");
    }
    let words =
        post(&sender(&resolve, Networks::default()), "https://10.1.2.3/", b"").await.unwrap_err().to_string();
    assert!(words.contains("10.1.2.3") && words.contains("内网"), "{words}");
    assert_eq!(
        (calls.load(Ordering::Relaxed), asked.load(Ordering::Relaxed)),
        (0, 0),
        "nobody was called or asked"
    );
}

#[tokio::test]
async fn a_name_that_answers_differently_the_second_time_gains_nothing() {
    let (port, _, calls) = server(OK).await;
    let url = format!("https://a.example.org:{port}/");
    // Open when checked, closed a moment later: the checked address is called (nobody is there), and it alone.
    let (resolve, asked) = answers(&[&["127.0.0.2"], &["127.0.0.1"]]);
    let sender = sender(&resolve, Networks(vec!["127.0.0.2".parse().unwrap()]));
    let failed = post(&sender, &url, b"{}").await;
    assert!(matches!(failed, Err(Failure::Unreached { .. })), "{failed:?}");
    assert_eq!(asked.load(Ordering::Relaxed), 1, "one question a message");
    let again = post(&sender, &url, b"{}").await;
    assert!(matches!(again, Err(Failure::Closed { .. })), "the next message is checked anew: {again:?}");
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn unencrypted_only_where_the_operator_opened_a_network() {
    let (resolve, _) = answers(&[&["8.8.8.8"]]);
    let failed = post(&sender(&resolve, opened()), "http://a.example.org/", b"{}").await;
    assert!(matches!(failed, Err(Failure::Place(crate::PlaceRefused::Plain))), "{failed:?}");
    let (resolve, _) = answers(&[&[]]);
    let failed = post(&sender(&resolve, opened()), "https://a.example.org/", b"{}").await;
    assert!(matches!(failed, Err(Failure::Unknown(_))), "{failed:?}");
}

#[tokio::test]
async fn every_answer_is_read_as_the_specification_says() {
    let (resolve, _) = answers(&[&["127.0.0.1"]]);
    let sender = sender(&resolve, opened());
    let huge = format!("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n{}", "x".repeat(200_000));
    let long = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}", "x".repeat(2_000_000));
    for (answer, wanted) in [
        ("HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n", Said::Received(202)),
        ("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n", Said::Gone),
        ("HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n", Said::Other(500)),
        (
            "HTTP/1.1 301 Moved\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
            Said::Other(301),
        ),
        ("HTTP/1.1 307 Moved\r\nlocation: /else\r\ncontent-length: 0\r\n\r\n", Said::Other(307)),
        (huge.as_str(), Said::Received(204)),
        (long.as_str(), Said::Received(200)),
    ] {
        let (port, _, calls) = server(answer).await;
        let said = post(&sender, &format!("http://a.example.org:{port}/"), b"{}").await.unwrap();
        assert_eq!(
            (said, calls.load(Ordering::Relaxed)),
            (wanted, 1),
            "{}",
            answer.get(..40).unwrap_or(answer)
        );
    }
    for nonsense in ["", "SSH-2.0-OpenSSH_9.9\r\n", "HTTP/1.1 20", "220 mail.example.org ESMTP\r\n"] {
        let (port, ..) = server(nonsense).await;
        let failed = post(&sender, &format!("http://a.example.org:{port}/"), b"{}").await;
        assert!(matches!(failed, Err(Failure::Broken(_))), "{nonsense}: {failed:?}");
    }
    let head = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(300_000));
    let (port, ..) = server(head).await;
    let failed = post(&sender, &format!("http://a.example.org:{port}/"), b"{}").await;
    assert!(matches!(failed, Err(Failure::Broken(_))), "a head without end: {failed:?}");
    let failed = post(&sender, "http://a.example.org:1024/", &[b'x'; 20_001]).await;
    assert!(matches!(failed, Err(Failure::Long)), "{failed:?}");
}

#[tokio::test]
async fn a_slow_answer_is_no_answer() {
    for drip in ["HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n", "H"] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                drop(stream.read(&mut [0; 4_096]).await);
                drop(stream.write_all(drip.as_bytes()).await);
                // A byte now and then keeps the connection alive, not the patience.
                while drip.len() > 1 && stream.write_all(b"x").await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                tokio::time::sleep(LIMITS.whole * 2).await;
            }
        });
        let (resolve, _) = answers(&[&["127.0.0.1"]]);
        let failed = post(&sender(&resolve, opened()), &format!("http://a.example.org:{port}/"), b"{}").await;
        assert!(matches!(failed, Err(Failure::Late(_))), "{drip:?}: {failed:?}");
    }
}

/// An authority, and a server with a certificate of it for one name.
async fn tls_server(name: &str) -> (u16, tempfile::NamedTempFile) {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(made.cert.pem().as_bytes()).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let chain: Vec<CertificateDer<'static>> = vec![made.cert.der().clone()];
    let config = config.unwrap().with_no_client_auth().with_single_cert(chain, key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = [0; 4_096];
            drop(stream.read(&mut request).await);
            drop(stream.write_all(OK.as_bytes()).await);
            drop(stream.shutdown().await);
        }
    });
    (port, file)
}

#[tokio::test]
async fn tls_is_checked_against_the_name_that_was_asked() {
    let (port, authority) = tls_server("a.example.org").await;
    let (resolve, _) = answers(&[&["127.0.0.1"]]);
    let believing = Sender::new(Arc::clone(&resolve), opened(), Some(authority.path()), LIMITS).unwrap();
    assert_eq!(
        post(&believing, &format!("https://a.example.org:{port}/"), b"{}").await.unwrap(),
        Said::Received(200)
    );
    for (sender, host) in [
        (&believing, "b.example.org"),
        (&believing, "127.0.0.1"),
        (&sender(&resolve, opened()), "a.example.org"),
    ] {
        let failed = post(sender, &format!("https://{host}:{port}/"), b"{}").await;
        assert!(matches!(failed, Err(Failure::Unreached { .. })), "{host}: {failed:?}");
    }
    let (plain, ..) = server(OK).await;
    let failed = post(&believing, &format!("https://a.example.org:{plain}/"), b"{}").await;
    assert!(matches!(failed, Err(Failure::Unreached { .. })), "no TLS there: {failed:?}");
    let empty = tempfile::NamedTempFile::new().unwrap();
    let refused = Sender::new(resolve, opened(), Some(empty.path()), LIMITS).unwrap_err().to_string();
    assert!(refused.contains("PEM"), "{refused}");
}
