//! Finding: a row of words for each root that can be found, made from posts and their records by a reader of the journal;
//! always rebuildable. Knows posts, resources and articles; nothing that shows results.

pub mod ask;
pub mod found;
pub mod index;
pub mod names;
pub mod words;

pub use ask::{Ask, Cursor, Sort};
pub use found::{Facet, Facets, Found, Hit};
