//! When a digest is due: daily or on Mondays, at the member's hour in the member's time zone. Pure.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    weekly: bool,
    hour: u32,
    zone: Tz,
}

impl Plan {
    /// From a member's settings; None for those who want no digest. An unknown zone is UTC.
    pub fn of(digest: &str, hour: i16, time_zone: &str) -> Option<Self> {
        let weekly = match digest {
            "weekly" => true,
            "daily" => false,
            _ => return None,
        };
        let hour = u32::try_from(hour).unwrap_or(7).min(23);
        Some(Self { weekly, hour, zone: time_zone.parse().unwrap_or(Tz::UTC) })
    }

    /// The newest moment at or before `now` at which a digest is due, and its day there.
    pub fn last(&self, now: DateTime<Utc>) -> (DateTime<Utc>, NaiveDate) {
        let mut day = now.with_timezone(&self.zone).date_naive();
        if self.weekly {
            day = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
        }
        let moment = self.at(day);
        if moment <= now {
            return (moment, day);
        }
        let before = day - Days::new(self.period());
        (self.at(before), before)
    }

    /// The first moment after `now` at which a digest is due.
    pub fn next(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let (_, day) = self.last(now);
        self.at(day + Days::new(self.period()))
    }

    fn period(&self) -> u64 {
        if self.weekly { 7 } else { 1 }
    }

    /// An hour that the clock skips in spring is due when the clock goes on; one that comes twice, the first time.
    fn at(&self, day: NaiveDate) -> DateTime<Utc> {
        let time = NaiveTime::from_hms_opt(self.hour, 0, 0).unwrap_or_default();
        let local = NaiveDateTime::new(day, time);
        (0..=4)
            .filter_map(|half_hours| local.checked_add_signed(TimeDelta::minutes(30 * half_hours)))
            .find_map(|local| self.zone.from_local_datetime(&local).earliest())
            .map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_daily_digest_is_due_at_the_members_hour() {
        let plan = Plan::of("daily", 7, "Africa/Nairobi").unwrap();
        assert_eq!(plan.next(at("2025-11-16T03:59:59Z")), at("2025-11-16T04:00:00Z"));
        assert_eq!(plan.next(at("2025-11-16T04:00:00Z")), at("2025-11-17T04:00:00Z"));
        let (moment, day) = plan.last(at("2025-11-16T03:00:00Z"));
        assert_eq!((moment, day.to_string().as_str()), (at("2025-11-15T04:00:00Z"), "2025-11-15"));
    }

    #[test]
    fn a_weekly_digest_is_due_on_the_members_monday() {
        // 2025-11-16 is a Sunday; in Auckland it is Monday already.
        let plan = Plan::of("weekly", 7, "Pacific/Auckland").unwrap();
        assert_eq!(plan.next(at("2025-11-16T12:00:00Z")), at("2025-11-16T18:00:00Z"));
        let (moment, day) = plan.last(at("2025-11-16T18:00:00Z"));
        assert_eq!((moment, day.to_string().as_str()), (at("2025-11-16T18:00:00Z"), "2025-11-17"));
        let plan = Plan::of("weekly", 7, "America/Tegucigalpa").unwrap();
        assert_eq!(plan.next(at("2025-11-16T12:00:00Z")), at("2025-11-17T13:00:00Z"));
    }

    #[test]
    fn the_hour_that_the_clock_skips_or_repeats_is_due_once() {
        // Berlin: 2026-03-29 has no 02:00-03:00, 2025-10-26 has it twice.
        let plan = Plan::of("daily", 2, "Europe/Berlin").unwrap();
        assert_eq!(plan.next(at("2026-03-28T12:00:00Z")), at("2026-03-29T01:00:00Z"));
        assert_eq!(plan.next(at("2025-10-25T12:00:00Z")), at("2025-10-26T00:00:00Z"));
        assert_eq!(plan.next(at("2025-10-26T00:30:00Z")), at("2025-10-27T01:00:00Z"));
    }

    #[test]
    fn nobody_who_said_never_is_due() {
        assert_eq!(Plan::of("never", 7, "UTC"), None);
    }

    proptest::proptest! {
        #[test]
        fn moments_follow_each_other(seconds in 1_600_000_000i64..2_000_000_000, hour in 0i16..24, weekly: bool) {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            for zone in ["Africa/Dakar", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe"] {
                let plan = Plan::of(if weekly { "weekly" } else { "daily" }, hour, zone).unwrap();
                let (last, next) = (plan.last(now).0, plan.next(now));
                proptest::prop_assert!(last <= now && now < next, "{zone}: {last} {now} {next}");
                proptest::prop_assert_eq!(plan.last(next).0, next);
                let days = (next - last).num_hours() as f64 / 24.0;
                let period = if weekly { 7.0 } else { 1.0 };
                proptest::prop_assert!((days - period).abs() <= 0.1, "{}: {} days", zone, days);
            }
        }
    }
}
