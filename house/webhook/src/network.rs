//! Networks as an operator writes them: `10.20.0.0/16`, `fd12::/32`, or one address.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// The addresses that share their first bits. IPv4 is kept as its mapped IPv6 form, so one comparison serves both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: u128,
    bits: u32,
}

/// The text is no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("「{0}」不是网段，请写成 10.20.0.0/16 或 fd12:3456::/32，主机位须为零")]
pub struct NetworkFault(String);

impl FromStr for Network {
    type Err = NetworkFault;

    fn from_str(text: &str) -> Result<Network, NetworkFault> {
        let fault = || NetworkFault(text.chars().take(60).collect());
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| fault())?;
        let width: u32 = if address.is_ipv4() { 32 } else { 128 };
        let bits: u32 = bits.map_or(Ok(width), str::parse).map_err(|_| fault())?;
        let network = Network { first: number(address), bits: (128 - width).saturating_add(bits) };
        // A host part that is not zero is a slip, and it would widen what the operator meant.
        if bits > width || network.first & !network.mask() != 0 {
            return Err(fault());
        }
        Ok(network)
    }
}

impl Network {
    /// Is the address in it?
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        number(address) & self.mask() == self.first
    }

    fn mask(&self) -> u128 {
        u128::MAX.checked_shl(128_u32.saturating_sub(self.bits)).unwrap_or(0)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = Ipv6Addr::from(self.first);
        match whole.to_ipv4_mapped().filter(|_| self.bits >= 96) {
            Some(v4) => write!(f, "{v4}/{}", self.bits - 96),
            None => write!(f, "{whole}/{}", self.bits),
        }
    }
}

/// Networks that the operator opens although they are not public: the government's own, in the usual case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(pub Vec<Network>);

impl Networks {
    /// Is the address in one of them?
    #[must_use]
    pub fn hold(&self, address: IpAddr) -> bool {
        self.0.iter().any(|one| one.holds(address))
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(v4.to_ipv6_mapped()),
        IpAddr::V6(v6) => u128::from(v6),
    }
}
