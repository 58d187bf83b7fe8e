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
hubs-servers-no-match = No server fits this.
hubs-servers-all = Show all
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
hubs-missed = Missed for good
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
hubs-state-any = Any
hubs-filter = Show
hubs-filter-name = Part of the name
hubs-filter-state = How it stands
hubs-group-aware = Gets group posts
hubs-aware-yes = with replies, edits and removals
hubs-aware-no = as single posts
hubs-signatures = Signatures
hubs-cursor = Answered up to activity
hubs-oldest = Oldest that waits
hubs-delivered = Last post that it took
hubs-met = Known since
partner-lead = A partner hub has said yes to us, and we to it. Each side confirms before anything is shared between them.
partner-asking = Ask to be partners
partner-others = Partners and invitations
partner-asked = asks to be a partner
partner-invited = invited by us, no answer yet
partner-partners = partners
partner-declined = has declined, or ended it
partner-refused = declined or ended by us
partner-trusted = partner by your decision alone
partner-trouble = Not delivered yet:
partner-confirm = Confirm
partner-decline = Decline
partner-end = End the partnership
partner-end-question = End the partnership with this hub? It is told.
partner-withdraw = Withdraw the invitation
partner-again = Invite again
partner-invite-title = Invite a hub
partner-invite = Send the invitation
partner-address = Address of the other hub
partner-address-help = For example practice.example. Its administrators see that we ask, and confirm or decline.
partner-none = No partner hubs yet
partner-none-text = Invite one by its address. You are partners once its administrators confirm.
fault-partner-name = This is not the name of a server, such as practice.example.
fault-partner-own = This is the address of this hub itself.
fault-partner-blocked = This server is blocked here. Allow it first.
fault-partner-off = Exchange with other servers is switched off in the settings.
fault-partner-no-hub = No hub was found there. Please check the address.
fault-partner-already = You are partners already.
flash-partner-invited = The invitation is on its way. You are partners once they confirm.
flash-partner-confirmed = You are partners now. The other hub is told.
flash-partner-ended = Saved. The other hub is told.
admin-partners-ask = { $n ->
    [one] { $n } hub asks to be a partner
   *[other] { $n } hubs ask to be partners
}
lists-title = Lists of servers
lists-lead = Take over a list that another administrator has made, or hand yours on. Lists are CSV files as Mastodon and others write them.
lists-export = Export
lists-export-blocked = Download the block list
lists-export-partner = Download the list of partners
lists-servers = { $n ->
    [one] { $n } server
   *[other] { $n } servers
}
lists-import-title = Import
lists-import = Import the list
lists-which = What is in it?
lists-which-blocked = Servers to block, with everything below their names
lists-which-partner = Servers to trust as partners, at once and without asking them
lists-file = File
lists-text = Or lines to paste
lists-text-help = One server in each line. Up to 5,000 lines.
lists-taken = { $n ->
    [one] { $n } server was taken over.
   *[other] { $n } servers were taken over.
}
lists-same = { $n ->
    [one] { $n } stood there already.
   *[other] { $n } stood there already.
}
lists-left = { $n ->
    [one] { $n } line was left out.
   *[other] { $n } lines were left out.
}
lists-left-title = Left out, and why
lists-line = Line { $n }
lists-why-name = This is not the name of a server.
lists-why-own = This hub itself lies under this name.
lists-why-hidden = Stars hide a part of the name.
lists-why-severity = This hub blocks a server or does not; it has nothing in between.
lists-why-partner = This is a partner hub. End the partnership first.
lists-why-blocked = This server is blocked here. Allow it first.
lists-why-broken = This line cannot be read.
lists-why-too-many = Only 5,000 lines are read at once.
fault-lists-empty = There is no line with a server in it.
