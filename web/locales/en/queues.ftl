# What waits and what failed.
queues-title = Behind the pages
queues-jobs-waiting = Jobs waiting
queues-incoming-waiting = Arrived, not yet worked off
queues-outgoing = Sent out in the last day
queues-mails-waiting = Mails waiting
queues-mails-failed = Mails given up
queues-hosts-failing = Servers that do not answer
queues-well = Nothing has failed
queues-jobs = Jobs that were given up
queues-incoming = Arrived and could not be used
queues-incoming-text = Kept for a week. Most of them concern something that was never here.
queues-retry = Try again
flash-queued = It is tried again.
