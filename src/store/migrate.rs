//! Brings the schema to this binary's version, under a lock; refuses a schema that is ahead.

use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");
/// Any number that nobody else locks: "waypost" in ASCII, shortened.
const LOCK: i64 = 0x7761_7970_6f73;

#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error("cannot reach the database: {0}")]
    Connect(#[from] diesel::ConnectionError),
    #[error(
        "the database's schema is newer than this binary (it knows {0}, which this binary does not): run the newer waypost, or restore the backup that was made before the upgrade"
    )]
    Ahead(String),
    #[error("migrating the schema failed: {0}")]
    Failed(String),
}

/// What stands between the schema and this binary.
#[derive(Debug, PartialEq, Eq)]
pub struct Standing {
    pub applied: usize,
    pub pending: Vec<String>,
}

/// Runs what is pending. Answers how many migrations ran.
pub async fn run(database_url: &str) -> Result<usize, MigrateError> {
    let mut conn = AsyncPgConnection::establish(database_url).await?;
    conn.batch_execute(&format!("select pg_advisory_lock({LOCK})")).await.map_err(failed)?;
    let (mut harness, standing) = standing(conn)?;
    let ran =
        if standing.pending.is_empty() { 0 } else { harness.run_pending_migrations(MIGRATIONS).map_err(failed)?.len() };
    let mut conn = harness.into_inner();
    conn.batch_execute(&format!("select pg_advisory_unlock({LOCK})")).await.map_err(failed)?;
    Ok(ran)
}

/// Reads only.
pub async fn check(database_url: &str) -> Result<Standing, MigrateError> {
    let conn = AsyncPgConnection::establish(database_url).await?;
    Ok(standing(conn)?.1)
}

/// Undoes every migration: for tests of the way down.
pub async fn undo_all(database_url: &str) -> Result<usize, MigrateError> {
    let conn = AsyncPgConnection::establish(database_url).await?;
    let mut harness = AsyncMigrationHarness::new(conn);
    Ok(harness.revert_all_migrations(MIGRATIONS).map_err(failed)?.len())
}

fn standing(conn: AsyncPgConnection) -> Result<(AsyncMigrationHarness<AsyncPgConnection>, Standing), MigrateError> {
    use diesel::migration::MigrationSource;
    let mut harness = AsyncMigrationHarness::new(conn);
    let applied = harness.applied_migrations().map_err(failed)?;
    let ours: Vec<String> = MigrationSource::<diesel::pg::Pg>::migrations(&MIGRATIONS)
        .map_err(failed)?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    if let Some(unknown) = applied.iter().map(ToString::to_string).find(|version| !ours.contains(version)) {
        return Err(MigrateError::Ahead(unknown));
    }
    let pending = ours.into_iter().filter(|version| !applied.iter().any(|done| done.to_string() == *version)).collect();
    Ok((harness, Standing { applied: applied.len(), pending }))
}

fn failed(error: impl std::fmt::Display) -> MigrateError {
    MigrateError::Failed(error.to_string())
}
