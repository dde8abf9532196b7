//! The program serving on a free port of loopback, and a client that asks it. Ended with its handle, by
//! its own id.

use std::io::BufReader;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::shop::Shop;

/// A server at work.
pub struct Served {
    child: Child,
    base: String,
    agent: ureq::Agent,
    /// What it prints, line by line.
    said: Receiver<String>,
}

/// What it answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Served {
    /// Starts it and waits until it says where it listens.
    pub fn start(shop: &Shop) -> Self {
        Self::of(shop.command(&["serve", "--listen", "127.0.0.1:0"]))
    }

    /// The same from a command of one's own.
    pub fn of(command: Command) -> Self {
        let served = Self::begun(command);
        served.ready();
        served
    }

    /// Listens, and is perhaps not ready yet.
    pub fn begun(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let said = lines(child.stdout.take().unwrap());
        let line = said.recv_timeout(Duration::from_secs(60)).unwrap_or_default();
        let base = line.find("http://127.0.0.1:").map(|at| line[at..].trim_end_matches('/').to_owned());
        let Some(base) = base else {
            let ended = child.wait();
            panic!("「{line}」 is no address: {ended:?}");
        };
        Self { child, base, agent: client(), said }
    }

    /// The first line with these words that it prints within two seconds.
    pub fn says(&self, words: &str) -> Option<String> {
        let wait = Duration::from_secs(2);
        std::iter::from_fn(|| self.said.recv_timeout(wait).ok()).find(|line| line.contains(words))
    }

    pub fn ready(&self) {
        for _ in 0..600 {
            if self.try_get("/readyz").is_some_and(|answer| answer.status == 200) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server never became ready");
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.try_get(path).unwrap_or_else(|| panic!("no answer to {path}"))
    }

    pub fn try_get(&self, path: &str) -> Option<Answer> {
        read(self.agent.get(self.at(path)).call())
    }

    pub fn post(&self, path: &str, token: &str, body: &str) -> Answer {
        let asked = self.agent.post(self.at(path)).header("authorization", format!("Bearer {token}"));
        read(asked.send(body)).unwrap_or_else(|| panic!("no answer to POST {path}"))
    }

    /// Sends a form as a browser does.
    pub fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let asked = self.agent.post(self.at(path)).header("accept", "text/html").header("origin", &self.base);
        read(asked.send_form(fields.to_vec())).unwrap_or_else(|| panic!("no answer to POST {path}"))
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// SIGTERM, to its own id.
    pub fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success(), "no SIGTERM was sent");
    }

    /// Waits for its end, half a minute at most; answers its exit code.
    pub fn ended(mut self) -> Option<i32> {
        for _ in 0..600 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        None
    }

    /// kill -9.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Ended already when a test killed it.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Reads as long as the other side prints: a server that prints to a closed pipe would end.
fn lines(out: ChildStdout) -> Receiver<String> {
    let (send, said) = channel();
    std::thread::spawn(move || {
        use std::io::BufRead as _;
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            send.send(line).ok();
        }
    });
    said
}

/// A client for whom every status is an answer.
pub fn client() -> ureq::Agent {
    let wait = Some(Duration::from_secs(60));
    ureq::Agent::config_builder().http_status_as_error(false).timeout_global(wait).build().into()
}

/// The answer, if one came whole.
pub fn read(answered: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Option<Answer> {
    let mut answered = answered.ok()?;
    let status = answered.status().as_u16();
    let bytes = answered.body_mut().read_to_vec().ok()?;
    Some(Answer { status, body: String::from_utf8_lossy(&bytes).into_owned() })
}
