//! Settings: `config/default.toml` (built in), then a file, then the environment (`WAYPOST__SECTION__KEY`).
//! A key that is not known and a value that is not allowed are errors that name key, file and what is allowed.

use std::path::{Path, PathBuf};

use ipnet::IpNet;
use serde::Deserialize;
use url::Url;

const DEFAULTS: &str = include_str!("../config/default.toml");

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub site: SiteConfig,
    pub server: ServerConfig,
    pub database: DatabaseConfig,
    pub data: DataConfig,
    pub mail: MailConfig,
    pub federation: FederationConfig,
    pub members: MembersConfig,
    pub log: LogConfig,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// `site.base_url`: the hub's public address, http or https, without a path. Default `http://localhost:3000`.
    pub base_url: Url,
    /// `site.name`: what members call the hub. Default `Waypost`.
    pub name: String,
    /// `site.tagline`: the organisation behind it, one line. Default empty.
    pub tagline: String,
    /// `site.contact`: a mail address for questions about the hub; shown on its about page. Default none.
    pub contact: String,
    /// `site.language`: the hub's first language (`en`, `fr`, `es`, `ar`, `pt`), of what it makes by itself. Default `en`.
    pub language: String,
    /// `site.source_url`: where this server's source code can be had (AGPL-3.0 section 13).
    pub source_url: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// `server.listen`: address and port. Default `127.0.0.1:3000`.
    pub listen: std::net::SocketAddr,
    /// `server.trusted_proxies`: CIDRs whose `X-Forwarded-For` is believed. Default none.
    #[serde(deserialize_with = "list")]
    pub trusted_proxies: Vec<IpNet>,
    /// `server.metrics_listen`: a separate address for `/metrics`. Default none.
    #[serde(deserialize_with = "blank")]
    pub metrics_listen: Option<std::net::SocketAddr>,
    /// `server.metrics_token`: when set, `/metrics` answers on the main address to `Authorization: Bearer`. Default none.
    #[serde(deserialize_with = "blank")]
    pub metrics_token: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `database.url`: a PostgreSQL server's address; empty for the private cluster in the data folder.
    #[serde(deserialize_with = "blank")]
    pub url: Option<String>,
    /// `database.connections`: the pool's size for pages and again for the worker. Default 12.
    pub connections: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataConfig {
    /// `data.dir`: files, mails, the private cluster. Default `/var/lib/waypost` as root, `~/.local/share/waypost` otherwise.
    #[serde(deserialize_with = "blank")]
    pub dir: Option<PathBuf>,
    /// `data.max_upload_mb`: the largest file that a member may upload, in MB. Default 50.
    pub max_upload_mb: u64,
    /// `data.copies_mb`: how much room copies of other servers' files may take, in MB. Default 2000.
    pub copies_mb: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    Smtp,
    File,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// `mail.transport`: `smtp`, or `file` to write .eml files into the data folder. Default `file`.
    pub transport: Transport,
    /// `mail.smtp_url`: `smtp://user:password@host:587?tls=required` or `smtps://…`. Default `smtp://127.0.0.1:25`.
    pub smtp_url: String,
    /// `mail.from`: the address that mails come from. Default `hub@localhost`.
    pub from: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    Open,
    Allowlist,
    Off,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FederationConfig {
    /// `federation.mode`: `open`, `allowlist` (partner hubs only) or `off`. Default `open`.
    pub mode: Mode,
    /// `federation.allow_networks`: CIDRs of otherwise forbidden addresses that may be dialled. Default none.
    #[serde(deserialize_with = "list")]
    pub allow_networks: Vec<IpNet>,
    /// `federation.plain_http`: http and other ports allowed, for test networks. Default false.
    pub plain_http: bool,
    /// `federation.ca_file`: a further root certificate (PEM) to trust. Default none.
    #[serde(deserialize_with = "blank")]
    pub ca_file: Option<PathBuf>,
    /// `federation.names`: host names with their addresses, `*.` for all below. Default none.
    #[serde(deserialize_with = "list")]
    pub names: Vec<Named>,
    /// `federation.pace`: activities a second that one server may bring for long. Default 1000.
    pub pace: u32,
}

/// `peer.test=127.0.1.1`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub address: std::net::IpAddr,
}

impl std::str::FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, address) = text.split_once('=').ok_or("it must be name=address")?;
        let address = address.trim().parse().map_err(|error| format!("{address}: {error}"))?;
        Ok(Self { name: name.trim().to_owned(), address })
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MembersConfig {
    /// `members.approval`: whether an administrator decides about each registration. Default true.
    pub approval: bool,
    /// `members.domains`: domains of e-mail addresses whose owners need no approval. Default none.
    #[serde(deserialize_with = "list")]
    pub domains: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// `log.format`: `text` or `json`. Default `text`.
    pub format: LogFormat,
    /// `log.filter`: as tracing's EnvFilter. Default `info`.
    pub filter: String,
}

#[derive(Debug, thiserror::Error)]
#[error("{message} (in {place}; every key and what it allows is described in config/default.toml)")]
pub struct ConfigError {
    place: String,
    message: String,
}

impl Config {
    /// `file` is what `--config` names; without it `/etc/waypost/waypost.toml` is read when it is there.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let etc = Path::new("/etc/waypost/waypost.toml");
        let file = file.or_else(|| etc.exists().then_some(etc));
        let mut builder =
            config::Config::builder().add_source(config::File::from_str(DEFAULTS, config::FileFormat::Toml));
        let mut place = "the environment".to_owned();
        if let Some(path) = file {
            place = format!("{} or the environment", path.display());
            builder = builder.add_source(config::File::from(path).format(config::FileFormat::Toml));
        }
        let loaded: Self = builder
            .add_source(
                config::Environment::with_prefix("WAYPOST").prefix_separator("__").separator("__").try_parsing(true),
            )
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(|error| ConfigError { place: place.clone(), message: error.to_string() })?;
        loaded.checked().map_err(|message| ConfigError { place, message })
    }

    /// The built-in defaults, for tests to start from.
    pub fn defaults() -> Result<Self, ConfigError> {
        toml::from_str(DEFAULTS)
            .map_err(|error| ConfigError { place: "config/default.toml".to_owned(), message: error.to_string() })
    }

    /// The data folder, chosen when none is set.
    #[expect(clippy::disallowed_methods, reason = "the home folder is the user's, not a setting of ours")]
    pub fn data_dir(&self) -> PathBuf {
        if let Some(dir) = &self.data.dir {
            return dir.clone();
        }
        match std::env::var("HOME") {
            Ok(home) if home != "/root" && !home.is_empty() => Path::new(&home).join(".local/share/waypost"),
            _ => PathBuf::from("/var/lib/waypost"),
        }
    }

    fn checked(self) -> Result<Self, String> {
        let base = &self.site.base_url;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
            return Err(format!("site.base_url is {base}; it must be an http or https address"));
        }
        if base.path() != "/" || base.query().is_some() || !base.username().is_empty() {
            return Err(format!("site.base_url is {base}; it must have no path, query or user"));
        }
        if base.scheme() == "https" && self.federation.plain_http {
            return Err(
                "federation.plain_http is true while site.base_url is https; it is for test networks only".to_owned()
            );
        }
        if self.federation.pace == 0 {
            return Err("federation.pace is 0; allowed are 1 and more".to_owned());
        }
        if !["en", "fr", "es", "ar", "pt"].contains(&self.site.language.as_str()) {
            return Err(format!("site.language is '{}'; allowed are en, fr, es, ar, pt", self.site.language));
        }
        if self.site.name.trim().is_empty() {
            return Err("site.name is empty; give the hub a name".to_owned());
        }
        if !self.mail.from.contains('@') {
            return Err(format!("mail.from is '{}'; it must be an address", self.mail.from));
        }
        if !(2..=200).contains(&self.database.connections) {
            return Err(format!("database.connections is {}; allowed are 2 to 200", self.database.connections));
        }
        Ok(self)
    }
}

/// An empty text stands for "not set", so that the defaults file can show every key.
fn blank<'de, D: serde::Deserializer<'de>, T: std::str::FromStr<Err: std::fmt::Display>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    let text = Option::<String>::deserialize(from)?.unwrap_or_default();
    if text.trim().is_empty() { Ok(None) } else { text.trim().parse().map(Some).map_err(serde::de::Error::custom) }
}

/// A list, or in the environment a text with commas.
fn list<'de, D: serde::Deserializer<'de>, T: std::str::FromStr<Err: std::fmt::Display>>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Many(Vec<String>),
        One(String),
    }
    let texts = match Either::deserialize(from)? {
        Either::Many(texts) => texts,
        Either::One(text) => text.split(',').map(str::to_owned).collect(),
    };
    texts
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .map(|text| text.parse().map_err(|error| serde::de::Error::custom(format!("'{text}': {error}"))))
        .collect()
}
