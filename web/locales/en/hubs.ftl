# Partner hubs and other servers.
hubs-title = Partner hubs
hubs-lead = Groups and publications of this hub are shared with these servers, and theirs with us.
hubs-none = No partner hubs yet
hubs-none-text = They appear here once somebody follows a group across hubs.
hubs-partner = Partner hub
hubs-heard = last heard
hubs-servers = Other servers
hubs-servers-lead = Each server that this hub knows: what runs there, whether it answers, and what you have decided about it.
hubs-servers-none = No other server is known yet.
hubs-judge-title = Decide about a server
hubs-judge = Save
hubs-name = Name of the server
hubs-name-help = For example practice.example. A blocked name covers everything below it.
hubs-policy = What may it do?
hubs-policy-open = Exchange with us like any server
hubs-policy-partner = Partner hub
hubs-policy-blocked = Blocked: nothing comes in, nothing goes out
hubs-note = Note for administrators
hubs-state-well = Answers
hubs-state-partner = Partner hub, answers
hubs-state-retrying = Does not answer at present; we keep trying
hubs-state-paused = Paused by an administrator
hubs-state-blocked = Blocked
hubs-state-gone = Says that it is gone
hubs-waiting = Waiting for it
hubs-waiting-count = { $n ->
    [one] { $n } activity waits
   *[other] { $n } activities wait
}
hubs-software = Software
hubs-last-heard = Last heard
hubs-next-try = Next try
hubs-failing-since = Not answering since
hubs-unknown = not known
hubs-said = What was said:
hubs-trouble-timeout = The server did not answer in time. We keep trying, and nothing is lost.
hubs-trouble-refused = The server refuses what we send. Its administrator may know why.
hubs-trouble-busy = The server says that it is busy. We try again later.
hubs-trouble-gone = The server says that it is gone for good. Nothing more is sent to it.
hubs-trouble-other = The last delivery did not succeed. We keep trying, and nothing is lost.
hubs-retry = Try again now
hubs-pause = Pause
hubs-resume = Continue
hubs-mode-allowlist = This hub exchanges with partner hubs only.
hubs-mode-off = Exchange with other servers is switched off in the settings.
flash-hub-judged = Saved. It holds from now on.
flash-hub-retrying = We are trying again now.
