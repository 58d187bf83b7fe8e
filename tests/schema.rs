//! The migrations: up, down, up again; the schema that Rust knows is the one that they make; a newer one is refused.

use std::path::Path;

use tokio_postgres::SimpleQueryMessage;
use waypost::store::migrate::{self, MigrateError};

use crate::support::database::{Database, apart, migrated};

#[tokio::test]
async fn migrations_go_up_and_down_and_up_again() {
    let database = Database::empty().await;
    let ran = migrated(&database.url);
    assert!(ran > 0);
    assert_eq!(migrated(&database.url), 0, "nothing is pending after a run");
    let url = database.url.clone();
    assert_eq!(apart(move || async move { migrate::undo_all(&url).await.unwrap() }), ran);
    let query = "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace \
        where n.nspname = 'public' and c.relname not like '\\_\\_diesel%'";
    let left: i64 = database.client().await.query_one(query, &[]).await.unwrap().get(0);
    assert_eq!(left, 0, "the way down leaves nothing");
    assert_eq!(migrated(&database.url), ran);
}

#[tokio::test]
async fn schema_rs_is_what_the_migrations_make() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let query = std::fs::read_to_string(folder.join("schema.sql")).unwrap();
    let database = Database::fresh().await;
    let rows = database.client().await.simple_query(&query).await.unwrap();
    let lines = rows.iter().filter_map(|row| match row {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    let made = lines.collect::<Vec<_>>().join("\n");
    let path = folder.join("schema.rs");
    let kept = std::fs::read_to_string(&path).unwrap();
    let head: String = kept.split_inclusive('\n').take(2).collect();
    let expected = format!("{head}{made}\n");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    assert_eq!(kept.trim_end(), expected.trim_end(), "run this test with UPDATE_SCHEMA=1 to write schema.rs anew");
}

#[tokio::test]
async fn a_schema_that_is_ahead_is_refused_in_plain_words() {
    let database = Database::fresh().await;
    let ahead = "insert into __diesel_schema_migrations (version, run_on) values ('99990101000000', now())";
    database.client().await.batch_execute(ahead).await.unwrap();
    let url = database.url.clone();
    let refused = apart(move || async move { migrate::run(&url).await });
    assert!(matches!(&refused, Err(MigrateError::Ahead(version)) if version == "99990101000000"), "{refused:?}");
    assert!(refused.unwrap_err().to_string().contains("newer"));
}
