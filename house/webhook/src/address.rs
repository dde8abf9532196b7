//! Which addresses are public: a total function over every address there is, from the special-purpose registries of
//! IANA (RFC 6890 and its updates) and the addresses at which clouds hand out credentials.
//!
//! What carries an IPv4 address inside (mapped, NAT64, ISATAP) is judged by what it carries; what would leave for a
//! relay nobody chose (6to4, Teredo) is closed. Outside 2000::/3 nothing of IPv6 is public.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::Networks;

/// Why an address is not called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// 0.0.0.0/8, ::
    #[error("是未指定地址")]
    Unspecified,
    /// 127.0.0.0/8, ::1
    #[error("是本机地址")]
    Loopback,
    /// RFC 1918, fc00::/7, fec0::/10
    #[error("是内网地址")]
    Private,
    /// 100.64.0.0/10
    #[error("是运营商内部地址")]
    Shared,
    /// 169.254.0.0/16, fe80::/10
    #[error("是链路本地地址")]
    LinkLocal,
    /// Where clouds hand out credentials.
    #[error("是云平台元数据地址")]
    Metadata,
    /// Documentation and benchmarks.
    #[error("是文档或测试专用地址")]
    Example,
    /// 224.0.0.0/4, ff00::/8
    #[error("是组播地址")]
    Multicast,
    /// 255.255.255.255
    #[error("是广播地址")]
    Broadcast,
    /// 6to4, Teredo, IPv4-compatible.
    #[error("是隧道或过渡地址")]
    Tunnel,
    /// Nobody may have it.
    #[error("是保留地址")]
    Reserved,
}

impl Closed {
    /// May an operator open it by a network of its own?
    #[must_use]
    pub fn may_be_opened(self) -> bool {
        matches!(self, Closed::Loopback | Closed::Private | Closed::Shared)
    }
}

/// First address, bits and reason; the first row that holds the address decides.
const V4: &[([u8; 4], u32, Closed)] = &[
    ([169, 254, 169, 254], 32, Closed::Metadata),
    ([100, 100, 100, 200], 32, Closed::Metadata),
    ([168, 63, 129, 16], 32, Closed::Metadata),
    ([192, 0, 0, 192], 32, Closed::Metadata),
    ([0, 0, 0, 0], 8, Closed::Unspecified),
    ([10, 0, 0, 0], 8, Closed::Private),
    ([100, 64, 0, 0], 10, Closed::Shared),
    ([127, 0, 0, 0], 8, Closed::Loopback),
    ([169, 254, 0, 0], 16, Closed::LinkLocal),
    ([172, 16, 0, 0], 12, Closed::Private),
    ([192, 0, 0, 0], 24, Closed::Reserved),
    ([192, 0, 2, 0], 24, Closed::Example),
    ([192, 88, 99, 0], 24, Closed::Tunnel),
    ([192, 168, 0, 0], 16, Closed::Private),
    ([198, 18, 0, 0], 15, Closed::Example),
    ([198, 51, 100, 0], 24, Closed::Example),
    ([203, 0, 113, 0], 24, Closed::Example),
    ([255, 255, 255, 255], 32, Closed::Broadcast),
    ([224, 0, 0, 0], 4, Closed::Multicast),
    ([240, 0, 0, 0], 4, Closed::Reserved),
];

/// The same for IPv6 by its first four groups; what no row holds is public inside 2000::/3 only.
const V6: &[([u16; 4], u32, Closed)] = &[
    ([0x2001, 0, 0, 0], 32, Closed::Tunnel),
    ([0x2001, 2, 0, 0], 48, Closed::Example),
    ([0x2001, 0, 0, 0], 23, Closed::Reserved),
    ([0x2001, 0xdb8, 0, 0], 32, Closed::Example),
    ([0x2002, 0, 0, 0], 16, Closed::Tunnel),
    ([0x3ffe, 0, 0, 0], 16, Closed::Reserved),
    ([0x3fff, 0, 0, 0], 20, Closed::Example),
    ([0xfc00, 0, 0, 0], 7, Closed::Private),
    ([0xfe80, 0, 0, 0], 10, Closed::LinkLocal),
    ([0xfec0, 0, 0, 0], 10, Closed::Private),
    ([0xff00, 0, 0, 0], 8, Closed::Multicast),
];
/// AWS: the metadata service at a unique local address.
const METADATA_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);

/// Why the address is closed to webhooks; `None` when it is public, or opened by the operator.
#[must_use]
pub fn closed(address: IpAddr, opened: &Networks) -> Option<Closed> {
    let why = special(address)?;
    let plain = address.to_canonical();
    if why.may_be_opened() && (opened.hold(address) || opened.hold(plain)) { None } else { Some(why) }
}

fn special(address: IpAddr) -> Option<Closed> {
    match address {
        IpAddr::V4(v4) => special_v4(v4),
        IpAddr::V6(v6) => special_v6(v6),
    }
}

fn special_v4(address: Ipv4Addr) -> Option<Closed> {
    let number = u32::from(address);
    let mask = |bits: u32| u32::MAX.checked_shl(32 - bits).unwrap_or(0);
    let holds = |first: &[u8; 4], bits: u32| number & mask(bits) == u32::from_be_bytes(*first);
    V4.iter().find(|(first, bits, _)| holds(first, *bits)).map(|(_, _, why)| *why)
}

fn special_v6(address: Ipv6Addr) -> Option<Closed> {
    if let Some(inside) = address.to_ipv4_mapped() {
        return special_v4(inside);
    }
    let number = u128::from(address);
    match () {
        () if address.is_unspecified() => Some(Closed::Unspecified),
        () if address.is_loopback() => Some(Closed::Loopback),
        () if address == METADATA_V6 => Some(Closed::Metadata),
        () if number >> 32 == 0 => Some(Closed::Tunnel),
        // NAT64: from a network without IPv4 the whole of it lies behind this prefix.
        () if number >> 32 == 0x0064_ff9b_u128 << 64 => special_v4(last_v4(number)),
        () => listed_v6(number).or_else(|| isatap(number)),
    }
}

fn listed_v6(number: u128) -> Option<Closed> {
    let front = (number >> 64) as u64;
    let mask = |bits: u32| u64::MAX.checked_shl(64 - bits).unwrap_or(0);
    let first = |groups: &[u16; 4]| groups.iter().fold(0_u64, |all, one| all << 16 | u64::from(*one));
    let row = V6.iter().find(|(groups, bits, _)| front & mask(*bits) == first(groups));
    let outside = (front >> 61 != 0b001).then_some(Closed::Reserved);
    row.map(|(_, _, why)| *why).or(outside)
}

/// An interface identifier that says which IPv4 address the packets leave for (RFC 5214).
fn isatap(number: u128) -> Option<Closed> {
    let mark = (number >> 32) as u32;
    if matches!(mark, 0x0000_5efe | 0x0200_5efe) { special_v4(last_v4(number)) } else { None }
}

fn last_v4(number: u128) -> Ipv4Addr {
    Ipv4Addr::from((number & 0xffff_ffff) as u32)
}

#[cfg(test)]
mod tests;
