//! From a host name to the addresses that are dialled (attacks.md B02). What leaves here has passed the guard,
//! and reqwest connects to exactly these addresses, so a second answer of the name server changes nothing.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::guard::{Forbidden, Guard};

/// A source of addresses; tests give scripted answers.
pub trait Names: Send + Sync {
    /// All addresses of a host name, in the order of preference.
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>>;
}

/// The operating system's resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemNames;

impl Names for SystemNames {
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Names with their addresses, as in a hosts file; `*.` stands for everything below. What is not listed is asked of the
/// system. The guard judges these addresses like all others.
#[derive(Debug, Clone, Default)]
pub struct ListedNames(pub Vec<(String, IpAddr)>);

impl Names for ListedNames {
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        let is_meant = |listed: &str| match listed.strip_prefix("*.") {
            Some(above) => host.strip_suffix(above).is_some_and(|below| below.ends_with('.')),
            None => listed.eq_ignore_ascii_case(host),
        };
        let found: Vec<IpAddr> =
            self.0.iter().filter(|(listed, _)| is_meant(listed)).map(|(_, address)| *address).collect();
        if found.is_empty() { SystemNames.addresses(host) } else { Box::pin(async move { Ok(found) }) }
    }
}

/// The resolver that reqwest is given: a source of names with the guard behind it.
pub(super) struct GuardedNames {
    pub(super) names: Arc<dyn Names>,
    pub(super) guard: Arc<Guard>,
}

impl Resolve for GuardedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, guard) = (Arc::clone(&self.names), Arc::clone(&self.guard));
        Box::pin(async move {
            let found = names.addresses(name.as_str()).await?;
            let any = !found.is_empty();
            let open: Vec<SocketAddr> =
                found.into_iter().filter(|ip| guard.address(*ip)).map(|ip| SocketAddr::new(ip, 0)).collect();
            if any && open.is_empty() {
                let why = format!("{} has no public address", name.as_str());
                return Err(Forbidden(why).into());
            }
            Ok(Box::new(open.into_iter()) as Addrs)
        })
    }
}
