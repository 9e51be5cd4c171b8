//! Decides which network addresses may be connected to: by default only public ones.
//!
//! A page or a redirect can name any address; without this guard the program would read for it
//! what only this machine or its network may see. The check is on the address that is dialled,
//! never on the name alone.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

/// Which addresses may be dialled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Networks allowed beside the public ones.
    pub allow: Vec<IpNet>,
}

/// An address that may not be dialled.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[error(
    "{host} leads to {address}, which is {kind} and not a public address: allow it with --allow-network {address}"
)]
pub struct Refusal {
    /// The host as named.
    pub host: String,
    /// The address it stands for.
    pub address: IpAddr,
    /// What kind of address that is.
    pub kind: &'static str,
}

impl Policy {
    /// Whether an address may be dialled for a host.
    ///
    /// # Errors
    /// [`Refusal`] says why not.
    pub fn permit(&self, host: &str, address: IpAddr) -> Result<(), Refusal> {
        // A v4 address inside a v6 one is the v4 address.
        let address = address.to_canonical();
        match special_use(address) {
            Some(_) if self.allow.iter().any(|network| network.contains(&address)) => Ok(()),
            Some(kind) => Err(Refusal { host: host.to_owned(), address, kind }),
            None => Ok(()),
        }
    }
}

/// What an address is used for by the IANA special-purpose registries (RFC 6890), `None` for a
/// public one. What is not known to be public is special.
pub fn special_use(address: IpAddr) -> Option<&'static str> {
    match address.to_canonical() {
        IpAddr::V4(address) => special_v4(address),
        IpAddr::V6(address) => special_v6(address),
    }
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [0, ..] => Some("this network"),
        [10, ..] | [192, 168, ..] | [172, 16..=31, ..] => Some("private"),
        [100, 64..=127, ..] => Some("shared by a carrier"),
        [127, ..] => Some("loopback"),
        [169, 254, ..] => Some("link-local"),
        [192, 0, 0, _] => Some("for protocols"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Some("for documentation"),
        [192, 88, 99, _] => Some("a 6to4 relay"),
        [198, 18..=19, ..] => Some("for benchmarks"),
        [224..=239, ..] => Some("multicast"),
        [240..=255, ..] => Some("reserved"),
        _ => None,
    }
}

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("loopback"),
        [0, 0, 0, 0, 0, 0, ..] => Some("an embedded v4 address"),
        [0x64, 0xff9b, ..] => Some("a translated v4 address"),
        [0x2001, 0, ..] => Some("a Teredo tunnel"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0x0fff, ..] => Some("for documentation"),
        [0x2001, 0..=0x1ff, ..] => Some("for protocols"),
        [0x2002, ..] => Some("a 6to4 tunnel"),
        [0xfc00..=0xfdff, ..] => Some("private"),
        [0xfe80..=0xfebf, ..] => Some("link-local"),
        [0xff00..=0xffff, ..] => Some("multicast"),
        [0x2000..=0x3fff, ..] => None,
        _ => Some("reserved"),
    }
}

/// How names become addresses; the system's way unless a test says otherwise.
pub type Lookup = Arc<dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync>;

/// The resolver given to the HTTP client: it answers only with addresses that may be dialled, so
/// that the address checked is the address connected to, whatever the name says a moment later.
pub(super) struct Guard {
    pub policy: Policy,
    pub lookup: Option<Lookup>,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (policy, lookup) = (self.policy.clone(), self.lookup.clone());
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let addresses: Vec<IpAddr> = match lookup {
                Some(lookup) => lookup(&host)?,
                None => tokio::net::lookup_host((host.as_str(), 0)).await?.map(|found| found.ip()).collect(),
            };
            // One private answer among public ones is an attack or a mistake; neither is dialled.
            for address in &addresses {
                policy.permit(&host, *address)?;
            }
            let found: Vec<SocketAddr> = addresses.into_iter().map(|ip| SocketAddr::new(ip, 0)).collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_dialled() {
        for public in ["8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.32.0.1", "2606:4700::1111"]
        {
            assert_eq!(special_use(public.parse().unwrap()), None, "{public}");
        }
        for special in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "100::1",
            "2001::7f00:1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ] {
            assert!(special_use(special.parse().unwrap()).is_some(), "{special}");
        }
    }

    #[test]
    fn a_network_can_be_allowed() {
        let policy = Policy { allow: vec!["127.0.0.0/8".parse().unwrap()] };
        assert!(policy.permit("a", "127.9.0.1".parse().unwrap()).is_ok());
        assert!(policy.permit("a", "::ffff:127.9.0.1".parse().unwrap()).is_ok());
        assert!(policy.permit("a", "10.0.0.1".parse().unwrap()).is_err());
        assert!(policy.permit("a", "::1".parse().unwrap()).is_err());
    }
}
