//! Handles, parsed strictly (attacks.md A19, A20, A21): a name of plain characters and a host in normal form.

use std::fmt;

use crate::host;

/// `name@host`, both in the form in which they are stored and compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Acct {
    /// As it was written; compared without case.
    pub name: String,
    /// Normal form; with `:port` on test networks only.
    pub host: String,
}

impl Acct {
    /// Reads `name@host`, `@name@host`, `!name@host` or `acct:name@host`. `ports` allows `host:port` (test networks).
    pub fn parse(text: &str, ports: bool) -> Option<Acct> {
        let text = text.trim();
        let bare = text.strip_prefix("acct:").unwrap_or(text);
        let bare = bare.strip_prefix(['@', '!']).unwrap_or(bare);
        let (name, server) = bare.split_once('@')?;
        let named = !name.is_empty()
            && name.len() <= 100
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
        if !named {
            return None;
        }
        let host = match server.split_once(':') {
            Some((server, port)) if ports => {
                let port: u16 = port.parse().ok().filter(|_| port.bytes().all(|b| b.is_ascii_digit()))?;
                format!("{}:{port}", host::normal(server)?)
            }
            _ => host::normal(server)?,
        };
        Some(Acct { name: name.to_owned(), host })
    }

    /// Whether both name the same account.
    pub fn is(&self, other: &Acct) -> bool {
        self.host == other.host && self.name.eq_ignore_ascii_case(&other.name)
    }
}

impl fmt::Display for Acct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.host)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a19_a_handle_is_a_plain_name_and_a_host_and_nothing_else() {
        for fine in [
            "bob@hub.example",
            "@bob@hub.example",
            "!bob@hub.example",
            "acct:bob@hub.example",
            " acct:bob@HUB.example. ",
            "acct:@bob@hub.example",
        ] {
            assert_eq!(Acct::parse(fine, false).map(|a| a.to_string()).as_deref(), Some("bob@hub.example"), "{fine}");
        }
        for bad in [
            "",
            "bob",
            "@bob",
            "bob@",
            "@@hub.example",
            "bob@hub.example/x",
            "x@localh.st:1234/secret?y#",
            "bob@hub.example:443",
            "bob@hub.example?x",
            "bob@hub.example#x",
            "bob@user@hub.example",
            "bob@127.0.0.1",
            "bob@[::1]",
            "b ob@hub.example",
            "bób@hub.example",
            "bob%40x@hub.example",
            "bob@hub.example\n",
            "bob\n@hub.example",
            "bob@hub.exam\nple",
            "../x@hub.example",
            "acct:acct:bob@hub.example",
            "mailto:bob@hub.example",
        ] {
            let parsed = Acct::parse(bad, false);
            // A line break at the end is trimmed like other space.
            assert_eq!(parsed.is_some(), bad == "bob@hub.example\n", "{bad:?}: {parsed:?}");
        }
        assert_eq!(Acct::parse("bob@localhost:3001", true).unwrap().host, "localhost:3001");
        assert_eq!(Acct::parse("bob@localhost:3001", false), None);
        assert_eq!(Acct::parse("bob@localhost:+1", true), None);
    }

    #[test]
    fn a20_handles_are_compared_without_case_and_in_normal_form() {
        let a = Acct::parse("Bob@BÜCHER.example", false).unwrap();
        assert!(a.is(&Acct::parse("bob@xn--bcher-kva.example", false).unwrap()));
        assert!(!a.is(&Acct::parse("rob@xn--bcher-kva.example", false).unwrap()));
    }
}
