//! Each special range by its first and last address, its neighbours, and every dress an address can wear.

use std::net::IpAddr;

use proptest::prelude::*;

use crate::{Closed, Networks, closed};

fn check(address: &str, wanted: Option<Closed>) {
    let parsed: IpAddr = address.parse().unwrap();
    assert_eq!(closed(parsed, &Networks::default()), wanted, "{address}");
}

#[test]
fn public_addresses_are_open() {
    for address in [
        "1.0.0.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2400:3200::1",
        "2001:200::1",
        "2606:4700::1111",
        "3fff:1000::1",
        "::ffff:1.1.1.1",
        "64:ff9b::101:101",
        "240e::1",
    ] {
        check(address, None);
    }
}

#[test]
fn each_special_range_is_closed_to_its_last_address() {
    for (addresses, why) in [
        ("0.0.0.0 0.255.255.255 ::", Closed::Unspecified),
        ("127.0.0.0 127.0.0.1 127.255.255.255 ::1", Closed::Loopback),
        ("10.0.0.0 10.255.255.255 172.16.0.0 172.31.255.255 192.168.0.0 192.168.255.255", Closed::Private),
        ("fc00:: fdff:ffff::1 fec0::1 feff::1", Closed::Private),
        ("100.64.0.0 100.127.255.255", Closed::Shared),
        ("169.254.0.0 169.254.255.255 fe80::1 febf:ffff::1", Closed::LinkLocal),
        ("169.254.169.254 100.100.100.200 168.63.129.16 192.0.0.192 fd00:ec2::254", Closed::Metadata),
        ("192.0.2.1 198.18.0.0 198.19.255.255 198.51.100.255 203.0.113.0", Closed::Example),
        ("2001:db8::1 2001:2::1 3fff::1 3fff:fff::1", Closed::Example),
        ("224.0.0.0 239.255.255.255 ff02::1", Closed::Multicast),
        ("255.255.255.255", Closed::Broadcast),
        ("192.88.99.1 2002:0a00:0001::1 2002:0101:0101::1 2001::1 2001:0:ffff::1 ::10.0.0.1", Closed::Tunnel),
        ("192.0.0.1 240.0.0.0 255.255.255.254 2001:20::1 2001:1ff:ffff::1 3ffe::1", Closed::Reserved),
        ("64:ff9b:1::1 100::1 5f00::1 4000::1 1fff::1 8000::1 fe00::1", Closed::Reserved),
    ] {
        addresses.split(' ').for_each(|address| check(address, Some(why)));
    }
}

#[test]
fn an_address_inside_an_address_is_judged_by_itself() {
    check("::ffff:127.0.0.1", Some(Closed::Loopback));
    check("::ffff:7f00:1", Some(Closed::Loopback));
    check("::ffff:169.254.169.254", Some(Closed::Metadata));
    check("64:ff9b::a00:1", Some(Closed::Private));
    check("64:ff9b::a9fe:a9fe", Some(Closed::Metadata));
    check("2400:3200::5efe:a00:1", Some(Closed::Private));
    check("2400:3200::200:5efe:7f00:1", Some(Closed::Loopback));
    check("2400:3200::5efe:101:101", None);
}

#[test]
fn the_operator_opens_only_what_can_be_its_own() {
    let opened = Networks(vec!["10.20.0.0/16".parse().unwrap(), "fd12::/32".parse().unwrap()]);
    let check =
        |address: &str, wanted| assert_eq!(closed(address.parse().unwrap(), &opened), wanted, "{address}");
    check("10.20.255.255", None);
    check("::ffff:10.20.0.1", None);
    check("fd12::1", None);
    check("10.21.0.0", Some(Closed::Private));
    check("fd13::1", Some(Closed::Private));
    check("127.0.0.1", Some(Closed::Loopback));
    check("64:ff9b::a14:1", Some(Closed::Private));
    let everything = Networks(vec!["0.0.0.0/0".parse().unwrap(), "::/0".parse().unwrap()]);
    for never in [
        "169.254.169.254",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "fe80::1",
        "100.100.100.200",
        "fd00:ec2::254",
        "2002:a00:1::1",
    ] {
        assert!(closed(never.parse().unwrap(), &everything).is_some(), "{never}");
    }
}

#[test]
fn a_network_is_written_exactly() {
    for good in ["10.0.0.0/8", "127.0.0.1/32", "fd00::/8", "::1/128", "0.0.0.0/0"] {
        let network: crate::Network = good.parse().unwrap();
        assert_eq!(network.to_string(), good);
    }
    assert_eq!("10.1.2.3".parse::<crate::Network>().unwrap().to_string(), "10.1.2.3/32");
    for wrong in ["", "10.0.0.1/8", "10.0.0.0/33", "fd00::1/8", "10.0.0.0/-1", "10/8", "localhost", "::/129"]
    {
        let fault = wrong.parse::<crate::Network>().unwrap_err().to_string();
        assert!(fault.contains("10.20.0.0/16"), "{wrong}: {fault}");
    }
}

proptest! {
    /// The standard library knows some of these ranges: what it calls private is never public here.
    #[test]
    fn what_the_standard_library_closes_is_closed(number in any::<u32>()) {
        let v4 = std::net::Ipv4Addr::from(number);
        let special = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_broadcast()
            || v4.is_multicast() || v4.is_documentation() || v4.is_unspecified();
        let none = Networks::default();
        let open = closed(IpAddr::V4(v4), &none).is_none();
        prop_assert!(!(special && open), "{v4}");
        prop_assert_eq!(closed(IpAddr::V6(v4.to_ipv6_mapped()), &none).is_none(), open);
    }

    #[test]
    fn no_address_outside_the_global_range_is_open(number in any::<u128>()) {
        let v6 = std::net::Ipv6Addr::from(number);
        let inside = v6.to_ipv4_mapped().is_some() || number >> 125 == 1;
        prop_assert!(inside || closed(IpAddr::V6(v6), &Networks::default()).is_some(), "{v6}");
    }
}
