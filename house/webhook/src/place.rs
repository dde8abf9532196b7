//! Which URLs name a place to send to. Everything that two parsers could read in two ways is refused, so what was
//! checked here is what is called later. Whether the address behind it may be called is `address`.

use std::net::IpAddr;

use url::{Host, Url};

/// Longer addresses are a slip or an attempt.
const LONGEST: usize = 1_000;
/// Below it live other protocols (mail, remote shells), which must not be spoken to.
const FIRST_FREE_PORT: u16 = 1_024;

/// Where messages go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    url: Url,
    host: Named,
    port: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Named {
    Domain(String),
    Address(IpAddr),
}

/// Why a text is no place to send to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlaceRefused {
    /// Too long.
    #[error("地址过长，请不要超过 1000 个字符")]
    Long,
    /// Spaces, control characters, backslashes.
    #[error("地址中有空白、控制字符或反斜线，请去掉")]
    Characters,
    /// Not an absolute URL.
    #[error("地址不完整，请写成 https://主机/路径")]
    Incomplete,
    /// Neither https nor http.
    #[error("只能使用 https 地址")]
    Scheme,
    /// http to where it is not allowed.
    #[error("未加密的 http 地址只能用于运维人员放行的内网网段，请改用 https")]
    Plain,
    /// `user:password@`
    #[error("地址中不能带用户名或密码，收到的消息以签名证明来源")]
    User,
    /// `#…`
    #[error("地址中不能带 # 及其后的部分")]
    Fragment,
    /// 0x7f.1, 2130706433, 127.1, 127。0。0。1 …
    #[error("主机地址请写成通常的形式，如 203.0.113.7 或 [2001:db8::7]，不能用八进制、十六进制或省略写法")]
    Address,
    /// A single word, or with a dot at its end.
    #[error("主机名须是完整的域名，末尾不带点")]
    Name,
    /// Ports of other protocols.
    #[error("端口须是 443 或 1024 以上（http 还可用 80）")]
    Port,
}

impl Place {
    /// Reads an address.
    ///
    /// # Errors
    /// [`PlaceRefused`].
    pub fn parse(text: &str) -> Result<Place, PlaceRefused> {
        if text.len() > LONGEST {
            return Err(PlaceRefused::Long);
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
            return Err(PlaceRefused::Characters);
        }
        let url = Url::parse(text).map_err(unreadable)?;
        let plain = match url.scheme() {
            "https" => false,
            "http" => true,
            _ => return Err(PlaceRefused::Scheme),
        };
        let written = authority(text).ok_or(PlaceRefused::Incomplete)?;
        if written.contains('@') {
            return Err(PlaceRefused::User);
        }
        if url.fragment().is_some() {
            return Err(PlaceRefused::Fragment);
        }
        let host = host(&url, written)?;
        let port = url.port_or_known_default().ok_or(PlaceRefused::Port)?;
        if port < FIRST_FREE_PORT && port != 443 && !(plain && port == 80) {
            return Err(PlaceRefused::Port);
        }
        Ok(Place { url, host, port })
    }

    /// The address in its one written form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// Is it without encryption?
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// The host as a certificate names it: no brackets around IPv6.
    #[must_use]
    pub fn host(&self) -> String {
        match &self.host {
            Named::Domain(name) => name.clone(),
            Named::Address(address) => address.to_string(),
        }
    }

    /// Host and port as the `Host` field says them.
    #[must_use]
    pub fn authority(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address, when the host is one and nobody has to be asked.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        match self.host {
            Named::Address(address) => Some(address),
            Named::Domain(_) => None,
        }
    }

    /// Path and query.
    #[must_use]
    pub fn path(&self) -> String {
        let query = self.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", self.url.path())
    }
}

fn unreadable(fault: url::ParseError) -> PlaceRefused {
    use url::ParseError as E;
    match fault {
        E::InvalidIpv4Address | E::InvalidIpv6Address => PlaceRefused::Address,
        E::InvalidPort => PlaceRefused::Port,
        E::IdnaError | E::InvalidDomainCharacter => PlaceRefused::Name,
        _ => PlaceRefused::Incomplete,
    }
}

/// What stands between `://` and the path.
fn authority(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://")?;
    rest.split(['/', '?', '#']).next()
}

fn host(url: &Url, written: &str) -> Result<Named, PlaceRefused> {
    let same =
        |plain: &str| written == plain || written.rsplit_once(':').is_some_and(|(host, _)| host == plain);
    match url.host().ok_or(PlaceRefused::Incomplete)? {
        Host::Ipv4(v4) if same(&v4.to_string()) => Ok(Named::Address(v4.into())),
        // Any spelling of an IPv6 address is one address, unlike IPv4's.
        Host::Ipv6(v6) => Ok(Named::Address(v6.into())),
        Host::Ipv4(_) => Err(PlaceRefused::Address),
        Host::Domain(name) if name.ends_with('.') || !name.contains('.') || written.contains('%') => {
            Err(PlaceRefused::Name)
        }
        Host::Domain(name) => Ok(Named::Domain(name.to_owned())),
    }
}

#[cfg(test)]
mod tests;
