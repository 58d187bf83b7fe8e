//! Which addresses the hub may dial (attacks.md B01, B02): global unicast only, through holes that the
//! administrator opened. Knows no names and no network; the resolver asks it for every address it is about to hand out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use url::{Host, Url};

use crate::host;
use crate::limits::URL_BYTES;

/// An address that must not be dialled, with the reason for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Forbidden(pub String);

/// The rule for every outgoing request.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    /// Networks that may be dialled although they are not public (`federation.allow_networks`).
    pub holes: Vec<IpNet>,
    /// `http:` and unusual ports are allowed (`federation.plain_http`, test networks only).
    pub plain_http: bool,
}

impl Guard {
    /// Checks what can be checked before a name is resolved.
    pub fn url(&self, url: &Url) -> Result<(), Forbidden> {
        let refuse = |why: &str| Err(Forbidden(why.to_owned()));
        match url.scheme() {
            "https" => {}
            "http" if self.plain_http => {}
            _ => return refuse("only https is dialled"),
        }
        if url.as_str().len() > URL_BYTES {
            return refuse("the address is too long");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("the address carries credentials");
        }
        if url.port().is_some() && !self.plain_http && self.holes.is_empty() {
            return refuse("only port 443 is dialled");
        }
        match url.host() {
            Some(Host::Domain(name)) if host::normal(name).is_some() => Ok(()),
            // reqwest asks no resolver for literals, so they are judged here; nobody honest has such an id.
            Some(Host::Ipv4(ip)) if self.in_hole(ip.into()) => Ok(()),
            Some(Host::Ipv6(ip)) if self.in_hole(ip.into()) => Ok(()),
            Some(Host::Domain(_)) | None => refuse("the address has no valid host name"),
            Some(_) => refuse("the address is an IP literal"),
        }
    }

    /// Whether a resolved address may be dialled.
    pub fn address(&self, ip: IpAddr) -> bool {
        is_global_unicast(ip) || self.in_hole(ip)
    }

    fn in_hole(&self, ip: IpAddr) -> bool {
        self.holes.iter().any(|net| net.contains(&ip))
    }
}

/// IANA's special-purpose registries for IPv4, with multicast and what is reserved: (network, prefix length).
const SPECIAL_V4: [(Ipv4Addr, u8); 19] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 52, 193, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(192, 175, 48, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
    (Ipv4Addr::new(255, 255, 255, 255), 32),
];

/// Whether an address belongs to the public internet. IPv6 is an allow-list: 2000::/3 without what is
/// special in it, so every way to write an IPv4 address inside an IPv6 one falls outside.
pub fn is_global_unicast(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_global_v4(ip),
        IpAddr::V6(ip) => is_global_v6(ip),
    }
}

fn is_global_v4(ip: Ipv4Addr) -> bool {
    let bits = u32::from(ip);
    !SPECIAL_V4.iter().any(|&(net, length)| (bits ^ u32::from(net)) >> (32 - u32::from(length)) == 0)
}

fn is_global_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, _, e, f, g, h] = ip.segments();
    let special = a & 0xe000 != 0x2000
        // 2001::/23: Teredo, ORCHID, benchmarking
        || (a == 0x2001 && b & 0xfe00 == 0)
        || (a == 0x2001 && b == 0x0db8)
        // 6to4
        || a == 0x2002
        || (a == 0x2620 && b == 0x004f && c == 0x8000)
        // documentation, RFC 9637
        || (a == 0x3fff && b & 0xf000 == 0);
    // ISATAP hides an IPv4 address behind an interface id of [02]00:5efe.
    let isatap = e & 0xfdff == 0 && f == 0x5efe;
    let inner = Ipv4Addr::from((u32::from(g) << 16) | u32::from(h));
    !special && (!isatap || is_global_v4(inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO: &str = "0.0.0.0 0.0.0.1 0.255.255.255 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.0 100.64.0.1 100.127.255.255 \
        127.0.0.0 127.0.0.1 127.0.1.1 127.255.255.255 169.254.0.1 169.254.169.254 172.16.0.0 172.16.0.1 172.31.255.255 \
        192.0.0.1 192.0.0.170 192.0.0.255 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.0 192.168.0.1 \
        192.168.255.255 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 224.0.0.251 \
        239.255.255.255 240.0.0.1 250.1.2.3 255.255.255.254 255.255.255.255 \
        :: ::1 ::2 ::7f00:1 ::127.0.0.1 ::10.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:0.0.0.0 ::ffff:10.0.0.1 \
        ::ffff:169.254.169.254 ::ffff:192.168.1.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 \
        64:ff9b::808:808 64:ff9b:1::1 64:ff9b:1::7f00:1 100::1 100:0:0:1::1 2001::1 2001:0:53aa:64c::1 2001:1::1 2001:2::1 2001:3::1 \
        2001:4:112::1 2001:10::1 2001:20::1 2001:1ff:ffff::1 2001:db8::1 2001:db8:ffff::1 2002::1 2002:7f00:1::1 \
        2002:a00:1::1 2002:808:808::1 2620:4f:8000::1 3fff::1 3fff:fff::1 4000::1 5f00::1 8000::1 fc00::1 fd00::1 \
        fdff:ffff::1 fe80::1 febf::1 fec0::1 ff00::1 ff02::1 ff0e::1 2a00::5efe:127.0.0.1 2a00::200:5efe:10.0.0.1 \
        1::1 1fff:ffff::1";
    const YES: &str = "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 \
        169.253.255.255 172.15.255.255 172.32.0.0 192.0.1.1 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 \
        203.0.112.255 203.0.114.0 223.255.255.255 2000::1 2001:200::1 2001:4860:4860::8888 2003::1 2606:4700::1111 \
        2620:4f:8001::1 2a00:1450::1 2a00::5efe:8.8.8.8 3ffe::1";

    #[test]
    fn b01_special_addresses_in_every_spelling_are_never_dialled() {
        let (no, yes): (Vec<_>, Vec<_>) = (NO.split_whitespace().collect(), YES.split_whitespace().collect());
        assert!(no.len() + yes.len() >= 120, "{}", no.len() + yes.len());
        for text in no {
            assert!(!is_global_unicast(text.parse().unwrap()), "{text} is special");
        }
        for text in yes {
            assert!(is_global_unicast(text.parse().unwrap()), "{text} is public");
        }
    }

    #[test]
    fn b01_no_spelling_of_an_ip_literal_passes_as_a_host() {
        let guard = Guard::default();
        for host in [
            "127.0.0.1",
            "2130706433",
            "0x7f.1",
            "0x7f000001",
            "127.1",
            "0177.0.0.1",
            "017700000001",
            "0",
            "8.8.8.8",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2606:4700::1111]",
            "127.0.0.1.",
            "①②⑦.0.0.1",
        ] {
            let url = Url::parse(&format!("https://{host}/")).unwrap();
            assert!(guard.url(&url).is_err(), "{host}");
        }
    }

    #[test]
    fn a_hole_opens_exactly_its_network() {
        let guard = Guard { holes: vec!["127.0.1.0/28".parse().unwrap()], plain_http: false };
        assert!(guard.address("127.0.1.1".parse().unwrap()));
        assert!(!guard.address("127.0.1.16".parse().unwrap()));
        assert!(!guard.address("127.0.0.66".parse().unwrap()));
        assert!(!guard.address("::ffff:127.0.1.1".parse().unwrap()));
        assert!(guard.url(&Url::parse("https://127.0.1.1:8443/").unwrap()).is_ok());
        assert!(guard.url(&Url::parse("https://127.0.2.1/").unwrap()).is_err());
    }

    #[test]
    fn schemes_ports_and_credentials_follow_the_mode() {
        let strict = Guard::default();
        let plain = Guard { holes: vec![], plain_http: true };
        let table = [
            ("https://hub.example/inbox", true, true),
            ("https://hub.example:443/", true, true),
            ("https://hub.example:8443/", false, true),
            ("https://hub.example:22/", false, true),
            ("http://hub.example/", false, true),
            ("http://localhost:3000/", false, true),
            ("https://user@hub.example/", false, false),
            ("https://user:secret@hub.example/", false, false),
            ("ftp://hub.example/", false, false),
            ("file:///etc/passwd", false, false),
            ("data:text/html,x", false, false),
            ("gopher://hub.example/", false, false),
            ("https://under_score.example/", false, false),
        ];
        for (text, in_strict, in_plain) in table {
            let url = Url::parse(text).unwrap();
            assert_eq!(strict.url(&url).is_ok(), in_strict, "{text}");
            assert_eq!(plain.url(&url).is_ok(), in_plain, "{text}");
        }
        let long = Url::parse(&format!("https://hub.example/{}", "a".repeat(URL_BYTES))).unwrap();
        assert!(plain.url(&long).is_err());
    }
}
