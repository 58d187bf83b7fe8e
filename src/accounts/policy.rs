//! Who may do what to accounts, and which addresses count as addresses. Pure.

use super::{Me, MemberRow, Role, State};
use crate::store::{Error, Result};

/// Deciding about registrations, roles, suspensions.
pub fn may_administer(by: &Me) -> Result<()> {
    if by.role == Role::Admin { Ok(()) } else { Err(Error::Forbidden("admins-only")) }
}

/// Editors and administrators invite; nobody gives away more than they have (attack C21).
pub fn may_invite(by: &Me, role: Role) -> Result<()> {
    if by.role < Role::Editor {
        return Err(Error::Forbidden("editors-only"));
    }
    if role > by.role { Err(Error::Forbidden("role-above-own")) } else { Ok(()) }
}

/// Nobody suspends or demotes themselves: a hub always keeps an administrator.
pub fn may_change(by: &Me, whom: &MemberRow) -> Result<()> {
    may_administer(by)?;
    if whom.id == by.member { Err(Error::Conflict("yourself")) } else { Ok(()) }
}

/// Who may sign in, once the password was right.
pub fn may_enter(member: &MemberRow) -> Result<()> {
    match member.state() {
        _ if member.email_confirmed_at.is_none() => Err(Error::Forbidden("unconfirmed")),
        State::Active => Ok(()),
        State::Pending => Err(Error::Forbidden("pending")),
        State::Declined | State::Suspended | State::Closed => Err(Error::Forbidden("suspended")),
    }
}

/// An address in the narrow form that every mail server takes (a dot-atom of RFC 5321 4.1.2; no comments, quotes or
/// literals: attack C15), its domain in ASCII. None for anything else.
pub fn address(text: &str) -> Option<String> {
    let (local, domain) = text.trim().rsplit_once('@')?;
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let dotted = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    if local.is_empty() || local.len() > 64 || !local.chars().all(atom) || dotted {
        return None;
    }
    let url::Host::Domain(domain) = url::Host::parse(domain).ok()? else { return None };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let fine = domain.contains('.') && domain.split('.').all(label) && domain.len() + local.len() < 254;
    fine.then(|| format!("{local}@{domain}"))
}

/// Whether an address is in one of `domains`, label by label: neither `evil-example.org` nor `example.org.evil.test`
/// are in `example.org` (attack C22).
pub fn is_welcomed(address: &str, domains: &[String]) -> bool {
    let Some((_, domain)) = address.rsplit_once('@') else { return false };
    domains.iter().any(|welcomed| domain.eq_ignore_ascii_case(welcomed.trim().trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c15_only_plain_addresses_are_addresses() {
        for (good, is) in [
            ("aissatou@iom.example", "aissatou@iom.example"),
            (" a.b+c@sub.example.org ", "a.b+c@sub.example.org"),
            ("o'neil@example.org", "o'neil@example.org"),
            ("x@bücher.example", "x@xn--bcher-kva.example"),
            ("Aissatou@Example.ORG", "Aissatou@example.org"),
        ] {
            assert_eq!(address(good).as_deref(), Some(is), "{good}");
        }
        for bad in [
            "",
            "a",
            "@example.org",
            "a@",
            "a@localhost",
            "a b@example.org",
            "a@exa mple.org",
            "\"a\"@example.org",
            "a(x)@example.org",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a..b@example.org",
            ".a@example.org",
            "a@example.org\r\nBcc: b@example.org",
            "a@b@example.org",
            "a,b@example.org",
            "a@-x.example",
            "é@example.org",
            "<a@example.org>",
            "a@example..org",
        ] {
            assert_eq!(address(bad), None, "{bad}");
        }
    }

    #[test]
    fn c22_a_domain_is_matched_by_whole_labels() {
        let domains = ["iom.example".to_owned()];
        assert!(is_welcomed("a@iom.example", &domains));
        assert!(is_welcomed("a@IOM.example", &domains));
        for other in
            ["a@attacker-iom.example", "a@iom.example.evil.test", "a@x.iom.example", "iom.example", "a@example"]
        {
            assert!(!is_welcomed(other, &domains), "{other}");
        }
    }
}
