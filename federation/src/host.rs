//! Names of servers in one normal form, and the origin of an address (attacks.md A19, A20; FEP-fe34).
//! Knows no network: whether an address may be dialled is remote::guard's to say.

use std::net::Ipv4Addr;

use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};
use url::{Host, Url};

/// A DNS name in ASCII lower case without its root dot; `None` for anything else
/// (ports, user names, paths, IP literals in any spelling, labels that are not letters, digits and hyphens).
pub fn normal(name: &str) -> Option<String> {
    if name.is_empty() || name.len() > 1024 {
        return None;
    }
    let ascii = Uts46::new()
        .to_ascii(name.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::VerifyAllowRootDot)
        .ok()?;
    let plain = ascii.strip_suffix('.').unwrap_or(&ascii);
    // A last label that is a number makes the whole an IPv4 literal for every resolver (WHATWG URL §3.5).
    let last = plain.rsplit('.').next()?;
    let number = last.bytes().all(|b| b.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    (!plain.is_empty() && !number).then(|| plain.to_owned())
}

/// The key under which a server is known: its name in normal form, with `:port` only where the
/// port is not the scheme's own (test networks). IP literals keep their URL form.
pub fn of(url: &Url) -> Option<String> {
    let name = match url.host()? {
        Host::Domain(domain) => normal(domain)?,
        Host::Ipv4(ip) => ip.to_string(),
        Host::Ipv6(ip) => format!("[{ip}]"),
    };
    Some(match url.port() {
        Some(port) => format!("{name}:{port}"),
        None => name,
    })
}

/// [`of`] for an address that is still text.
pub fn of_str(url: &str) -> Option<String> {
    of(&Url::parse(url).ok()?)
}

/// The value of the `Host` header that a request to this address carries.
pub fn header(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => String::new(),
    }
}

/// Whether two addresses have scheme, host and port in common (FEP-fe34).
pub fn same_origin(a: &Url, b: &Url) -> bool {
    let origin = a.origin();
    origin.is_tuple() && origin == b.origin()
}

/// [`same_origin`] for addresses that are still text; false when either is not an address.
pub fn same_origin_str(a: &str, b: &str) -> bool {
    match (Url::parse(a), Url::parse(b)) {
        (Ok(a), Ok(b)) => same_origin(&a, &b),
        _ => false,
    }
}

/// Whether `host` is `domain` or lies below it, label by label: `evil-example.org` does not lie below `example.org`.
pub fn lies_under(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// What somebody registered, and so has to pay for, of a host in normal form: the last two labels, three below what looks
/// like a country's public suffix (`example.co.uk`). Providers whose customers are sub-domains count as one. On test
/// networks each port is a world of its own, and so is each address.
pub fn domain(host: &str) -> String {
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    if name.starts_with('[') || name.parse::<Ipv4Addr>().is_ok() {
        return host.to_owned();
    }
    let labels: Vec<&str> = name.split('.').collect();
    let public = match labels.as_slice() {
        [.., below, country] if country.len() == 2 => below.len() <= 3 || matches!(*below, "gouv" | "govt"),
        _ => false,
    };
    let kept = labels[labels.len().saturating_sub(if public { 3 } else { 2 })..].join(".");
    match port {
        Some(port) => format!("{kept}:{port}"),
        None => kept,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a20_forty_spellings_of_hosts_come_out_in_one_normal_form() {
        let table: [(&str, Option<&str>); 42] = [
            ("example.org", Some("example.org")),
            ("EXAMPLE.ORG", Some("example.org")),
            ("Example.Org.", Some("example.org")),
            ("example.org..", None),
            ("sub.example.org", Some("sub.example.org")),
            ("bücher.example", Some("xn--bcher-kva.example")),
            ("BÜCHER.example", Some("xn--bcher-kva.example")),
            ("bu\u{308}cher.example", Some("xn--bcher-kva.example")),
            ("xn--bcher-kva.example", Some("xn--bcher-kva.example")),
            ("XN--BCHER-KVA.example", Some("xn--bcher-kva.example")),
            ("xn--a.example", None),
            ("xn--example-.org", None),
            ("ｅｘａｍｐｌｅ.org", Some("example.org")),
            ("example。org", Some("example.org")),
            ("example．org", Some("example.org")),
            ("faß.example", Some("xn--fa-hia.example")),
            ("مثال.إختبار", Some("xn--mgbh0fb.xn--kgbechtv")),
            ("example.org:443", None),
            ("example.org:", None),
            ("user@example.org", None),
            ("example.org/path", None),
            ("example.org?query", None),
            ("example.org#fragment", None),
            ("example.org\\evil", None),
            ("example.org%2fevil", None),
            ("exam ple.org", None),
            (" example.org", None),
            ("example.org\t", None),
            ("exa\u{0}mple.org", None),
            ("exa\u{ad}mple.org", Some("example.org")),
            ("-example.org", None),
            ("example-.org", None),
            ("under_score.org", None),
            ("", None),
            (".", None),
            (".org", None),
            ("a..b", None),
            ("127.0.0.1", None),
            ("2130706433", None),
            ("0x7f.1", None),
            ("[::1]", None),
            ("localhost", Some("localhost")),
        ];
        for (input, wanted) in table {
            assert_eq!(normal(input).as_deref(), wanted, "{input:?}");
        }
        assert_eq!(normal(&format!("{}.org", "a".repeat(64))), None);
    }

    #[test]
    fn a_server_is_keyed_by_name_and_by_port_only_where_it_is_unusual() {
        let of = |text: &str| of_str(text);
        assert_eq!(of("https://Hub.Example./u/a").as_deref(), Some("hub.example"));
        assert_eq!(of("https://hub.example:443/").as_deref(), Some("hub.example"));
        assert_eq!(of("http://localhost:3001/x").as_deref(), Some("localhost:3001"));
        assert_eq!(of("mailto:a@b.example"), None);
    }

    #[test]
    fn an_origin_is_scheme_host_and_port_together() {
        assert!(same_origin_str("https://a.example/x", "https://a.example:443/y"));
        assert!(!same_origin_str("https://a.example/x", "http://a.example/x"));
        assert!(!same_origin_str("https://a.example/x", "https://a.example:8443/x"));
        assert!(!same_origin_str("https://a.example/x", "https://b.a.example/x"));
        assert!(!same_origin_str("data:a", "data:a"));
    }

    #[test]
    fn a_domain_is_what_somebody_registered() {
        for (address, wanted) in [
            ("https://example.org/x", "example.org"),
            ("https://a.b.example.org/", "example.org"),
            ("https://A.example.co.uk/", "example.co.uk"),
            ("https://x.justice.gouv.fr/", "justice.gouv.fr"),
            ("https://social.example.fr/", "example.fr"),
            ("https://localhost/", "localhost"),
            ("http://localhost:3001/", "localhost:3001"),
            ("http://a.evil.test:81/", "evil.test:81"),
            ("http://127.0.1.1:81/", "127.0.1.1:81"),
            ("http://[::1]:81/", "[::1]:81"),
        ] {
            assert_eq!(of_str(address).map(|host| domain(&host)).as_deref(), Some(wanted), "{address}");
        }
    }

    #[test]
    fn c22_a_block_covers_sub_domains_but_not_look_alikes() {
        assert!(lies_under("example.org", "example.org"));
        assert!(lies_under("a.b.example.org", "example.org"));
        assert!(!lies_under("attacker-example.org", "example.org"));
        assert!(!lies_under("example.org.evil.net", "example.org"));
    }
}
