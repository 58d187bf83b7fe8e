//! Statements in our own words that are prepared once for each connection. Diesel prepares what `sql_query` says anew
//! each time, a round trip and a plan, because it cannot know that the words never change.

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

pub trait Prepare: Sized {
    /// For words that never change, whatever is bound: each further spelling would stay in every connection's memory.
    /// Not for tables that are empty at one moment and full at the next: a plan that was made for none would be kept.
    fn prepared(self) -> Prepared<Self> {
        Prepared(self)
    }
}

impl<Q: Query> Prepare for Q {}

/// See [`Prepare::prepared`].
#[derive(Debug, Clone, Copy)]
#[must_use = "a query does nothing by itself"]
pub struct Prepared<Q>(Q);

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}
