//! The ground: connections, transactions, ids, addresses of ours, errors. Knows no feature.

pub mod ageing;
pub mod bell;
pub mod clock;
pub mod cluster;
pub mod error;
pub mod ids;
pub mod migrate;
pub mod pool;
pub mod prepared;
#[rustfmt::skip]
pub mod schema;
pub mod settings;
pub mod site;
pub mod tx;

pub use bell::{Bell, Topic};
pub use clock::Clock;
pub use error::{Error, Fault, Result};
pub use pool::{Conn, Pool};
pub use prepared::Prepare;
pub use site::Site;
pub use tx::{Recorded, Tx};
