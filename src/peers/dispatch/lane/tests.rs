//! What a lane hands out, holds back and gives up.

use super::*;
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn lane() -> Lane {
    let at = now() - TimeDelta::days(1);
    Lane::new(Host {
        id: crate::store::ids::HostId(Uuid::nil()),
        name: "b.example".to_owned(),
        software: None,
        version: None,
        group_aware: false,
        rfc9421: false,
        policy: "open".to_owned(),
        note: String::new(),
        last_heard_at: None,
        software_checked_at: Some(at),
        failures: 0,
        failing_since: None,
        retry_at: None,
        last_error: None,
        failed_at: None,
        failing_days: 0,
        paused_at: None,
        gone_at: None,
        missed: 0,
        missed_at: None,
        cursor_xid: 0,
        cursor_seq: 0,
        created_at: at,
    })
}

fn item(seq: i64, key: u64) -> Item {
    Item {
        at: Position { xid: 1, seq },
        actor: ActorId(Uuid::nil()),
        inbox: "https://b.example/inbox".to_owned(),
        key,
        post: None,
        body: Bytes::new(),
        awaits: None,
        tries: Tries::default(),
    }
}

fn failure(error: &str) -> Failure<'_> {
    Failure { error, ..Failure::default() }
}

fn filled(keys: &[u64]) -> Lane {
    let mut lane = lane();
    for (seq, key) in (1..).zip(keys) {
        lane.push(item(seq, *key));
        lane.handed = Position { xid: 1, seq };
    }
    lane
}

#[test]
fn one_object_at_a_time_others_overtake() {
    let mut lane = filled(&[7, 7, 8, 7]);
    let (first, second) = (lane.take(now()).unwrap(), lane.take(now()).unwrap());
    assert_eq!((first.at.seq, second.at.seq), (1, 3));
    assert!(lane.take(now()).is_none());
    lane.answered(&first);
    assert_eq!(lane.take(now()).unwrap().at.seq, 2);
}

#[test]
fn the_cursor_never_passes_what_is_not_answered() {
    let mut lane = filled(&[1, 2, 3]);
    let items: Vec<Item> = (0..3).map(|_| lane.take(now()).unwrap()).collect();
    lane.answered(&items[2]);
    lane.answered(&items[1]);
    assert_eq!(lane.cursor().seq, 0);
    lane.answered(&items[0]);
    assert_eq!(lane.cursor().seq, 3);
}

#[test]
fn r07_pauses_double_from_a_minute_and_a_burst_counts_once() {
    let mut lane = filled(&[1, 2, 3]);
    let items: Vec<Item> = (0..3).map(|_| lane.take(now()).unwrap()).collect();
    for item in items {
        lane.failed(item, &failure("timeout"), now(), 0.5);
    }
    assert_eq!(lane.trouble.failures, 1);
    assert_eq!(lane.trouble.retry_at, Some(now() + TimeDelta::minutes(1)));
    for minutes in [2, 4, 8, 16, 32, 64, 128, 256, 360, 360] {
        let at = lane.trouble.retry_at.unwrap();
        assert!(lane.take(at - TimeDelta::seconds(1)).is_none());
        let probe = lane.take(at).unwrap();
        assert!(lane.take(at).is_none(), "one probe only");
        lane.failed(probe, &failure("timeout"), at, 0.5);
        assert_eq!(lane.trouble.retry_at, Some(at + TimeDelta::minutes(minutes)));
    }
}

#[test]
fn r07_after_failures_on_seven_distinct_days_one_probe_a_day() {
    let mut lane = filled(&[1]);
    let mut at = now();
    let mut days = std::collections::BTreeSet::new();
    while days.len() < 7 {
        let probe = lane.take(at).unwrap();
        lane.failed(probe, &failure("timeout"), at, 1.0);
        days.insert(at.date_naive());
        let pause = lane.trouble.retry_at.unwrap() - at;
        assert_eq!(pause == TimeDelta::hours(24), days.len() == 7, "{days:?}: {pause}");
        at += pause;
    }
    // Two failures with eight days between them are failures on two days.
    let mut lane = filled(&[1]);
    for at in [now(), now() + TimeDelta::days(8)] {
        let probe = lane.take(at).unwrap();
        lane.failed(probe, &failure("timeout"), at, 0.5);
    }
    assert_eq!((lane.trouble.days, lane.trouble.failures), (2, 2));
    assert_eq!(lane.trouble.retry_at, Some(now() + TimeDelta::days(8) + TimeDelta::minutes(2)));
}

#[test]
fn r07_a_host_that_asks_for_time_gets_it_within_a_day() {
    for (asked, given) in [(30, 30), (0, 5), (3600, 3600), (1_000_000, 86_400)] {
        let mut lane = filled(&[1]);
        let item = lane.take(now()).unwrap();
        let busy = Failure { error: "503", after: Some(TimeDelta::seconds(asked)), is_of_the_item: false };
        lane.failed(item, &busy, now(), 0.5);
        assert_eq!(lane.trouble.retry_at, Some(now() + TimeDelta::seconds(given)));
    }
}

#[test]
fn r04_what_a_host_cannot_digest_stands_for_its_object_alone_and_is_given_up() {
    let mut lane = filled(&[7, 8, 9, 7]);
    let mut at = now();
    let mut sent = Vec::new();
    let mut given_up = false;
    for _ in 0..1000 {
        match lane.take(at) {
            Some(item) if item.at.seq == 1 => given_up |= lane.failed(item, &failure("500"), at, 0.5),
            Some(item) => {
                sent.push(item.at.seq);
                lane.recovered();
                lane.answered(&item);
            }
            None if lane.is_idle() => break,
            None => at = lane.due().unwrap().max(at + TimeDelta::seconds(1)),
        }
    }
    assert!(given_up);
    assert_eq!(sent, [2, 3, 4], "the others went, and what stood behind it at last");
    assert!(at - now() < TimeDelta::hours(10), "{}", at - now());
    assert_eq!(lane.cursor().seq, 4);
}

#[test]
fn r07_what_was_under_way_when_its_backlog_was_dropped_does_not_come_back() {
    let mut lane = filled(&[1, 2]);
    let probe = lane.take(now()).unwrap();
    let host = Host { cursor_xid: 1, cursor_seq: 2, ..lane.host.clone() };
    lane.refresh(host);
    lane.failed(probe, &failure("500"), now(), 0.5);
    lane.push(item(3, 3));
    lane.handed = Position { xid: 1, seq: 3 };
    assert_eq!(lane.take(now() + TimeDelta::hours(1)).unwrap().at.seq, 3);
}

#[test]
fn one_row_for_more_inboxes_than_a_failing_host_may_hold_is_sent_all_the_same() {
    let mut lane = lane();
    for inbox in 0..(MOST_HELD_FAILING as u64 + 10) {
        lane.push(Item { key: inbox, ..item(1, inbox) });
    }
    lane.handed = Position { xid: 1, seq: 1 };
    let probe = lane.take(now()).unwrap();
    lane.failed(probe, &failure("timeout"), now(), 0.5);
    lane.spill();
    let at = lane.trouble.retry_at.unwrap();
    let again = lane.take(at).unwrap();
    lane.recovered();
    lane.answered(&again);
    assert!(lane.take(at).is_some());
}

#[test]
fn what_names_a_host_just_met_goes_at_once_and_of_two_forms_exactly_one() {
    for aware in [false, true] {
        let mut lane = lane();
        lane.host.software_checked_at = None;
        let mut lane = Lane::new(Host { created_at: now(), ..lane.host });
        for (seq, key, form) in [(1, 7, Form::A1), (2, 7, Form::A2), (3, 8, Form::Named), (4, 7, Form::Named)] {
            let named = form == Form::Named;
            assert!(lane.concerns(form, named));
            lane.push(Item { awaits: lane.awaits(form, named), ..item(seq, key) });
            lane.handed = Position { xid: 1, seq };
        }
        lane.decide(now());
        assert_eq!(lane.take(now()).unwrap().at.seq, 3);
        assert!(lane.take(now()).is_none(), "what concerns the same object stays behind");
        lane.refresh(Host { software_checked_at: Some(now()), group_aware: aware, ..lane.host.clone() });
        lane.decide(now());
        let first = lane.take(now()).unwrap();
        assert_eq!(first.at.seq, if aware { 1 } else { 2 });
        lane.answered(&first);
        assert_eq!(lane.take(now()).unwrap().at.seq, 4);
        assert_eq!(lane.concerns(Form::A1, true), aware);
    }
}

#[test]
fn r06_a_host_that_never_answered_gets_few_requests() {
    let mut lane = filled(&(0..100).collect::<Vec<u64>>());
    let first: Vec<Item> = std::iter::from_fn(|| lane.take(now())).collect();
    assert_eq!(first.len(), AT_FIRST);
    for item in first {
        lane.recovered();
        lane.answered(&item);
    }
    assert_eq!(std::iter::from_fn(|| lane.take(now())).count(), AT_ONCE);
}

#[test]
fn too_many_are_forgotten_and_read_again_without_a_hole() {
    let mut lane = lane();
    for seq in 1..=(MOST_HELD as i64 + 100) {
        lane.push(item(seq, seq.unsigned_abs()));
        lane.handed = Position { xid: 1, seq };
    }
    lane.behind = false;
    lane.spill();
    assert!(lane.behind);
    assert_eq!(lane.handed.seq, MOST_HELD as i64);
    assert_eq!(lane.cursor().seq, 0);
}
