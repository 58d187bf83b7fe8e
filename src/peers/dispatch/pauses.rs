//! How long what failed rests (promises R07): 1, 2, 4 ... minutes with jitter up to 6 hours; what the host asks for, up to
//! a day; once a day for a host that failed on seven distinct days.

use chrono::TimeDelta;

const MOST: TimeDelta = TimeDelta::hours(6);
const DAY: TimeDelta = TimeDelta::hours(24);
/// Whatever a host asks for: it is not asked again in the same breath.
const LEAST: TimeDelta = TimeDelta::seconds(5);
/// Days with failures after which a host counts as dead.
const DEAD_AFTER: i32 = 7;

/// After so many failures in a row; `jitter` is 0..1 and moves it by a fifth.
pub fn grown(failures: i32, jitter: f64) -> TimeDelta {
    let minutes = 2_f64.powi(failures.clamp(1, 10) - 1).min(MOST.num_minutes() as f64);
    TimeDelta::seconds((minutes * 60.0 * (0.8 + 0.4 * jitter)) as i64).min(MOST)
}

pub fn of_host(failures: i32, days: i32, asked: Option<TimeDelta>, jitter: f64) -> TimeDelta {
    match asked {
        Some(asked) => asked.clamp(LEAST, DAY),
        None if days >= DEAD_AFTER => DAY,
        None => grown(failures, jitter),
    }
}
