# Across servers: finding, following, where a post went.
remote-find-title = Find a group elsewhere
remote-find-lead = Groups of partner hubs, and of servers such as Mastodon or Lemmy, can be read and followed here.
remote-find = Find
remote-find-label = Name or address
remote-find-help = For example !group@practice.example, or the address of the group’s page
remote-found-group = Group
remote-found-person = Person
remote-found-post = Post
remote-trouble-malformed = This is neither a name such as !group@practice.example nor a web address.
remote-trouble-unknown = Nothing was found under this name. Please check the spelling.
remote-trouble-unreachable = The other server does not answer at present. Please try again later.
remote-trouble-not-allowed = This hub does not exchange with that server.
fault-no-way = We could not find the way there. Please copy one of the lines below instead.
remote-follow-title = Follow { $name } from elsewhere
remote-follow-lead = You have an account on another server? Follow from there; you need none here.
remote-account = Your account there
remote-account-help = For example name@social.example
remote-go = Continue
remote-copy = Or copy
remote-copy-text = Paste one of these into the search of your server.
remote-copy-handle = Mastodon and most others
remote-copy-lemmy = Lemmy, PieFed, Mbin
remote-copy-address = Anywhere
remote-leaving = You are leaving this hub
remote-leaving-text = The next page is on { $host }. Go on only if this is your server.
remote-leave = Go on to { $host }
remote-stay = Stay here
where-title = Where this post went
where-delivered = { $n ->
    [one] Reached { $n } server
   *[other] Reached { $n } servers
}
where-retrying = { $n ->
    [one] trying { $n } again
   *[other] trying { $n } again
}
where-refused = { $n ->
    [one] { $n } refused it
   *[other] { $n } refused it
}
where-state-delivered = arrived
where-state-retrying = does not answer; we keep trying
where-state-refused = refused it
where-state-gone = is gone
where-copies = A server that has a copy is asked to delete it when you withdraw the post; it may keep it all the same.
where-nothing = No other server has this post yet
where-nothing-text = It goes to servers where somebody follows the group or its author.
where-why-busy = is busy; we try again later
where-why-forbidden = takes nothing from this hub
where-why-unknown = does not know where it belongs
where-retrying-title = Still trying
where-refused-title = Not taken
where-delivered-title = Arrived
where-more = More servers than are listed here have it.
copy-title = This file is on another server
copy-fetching = We are fetching it from { $host }. Please load this page again in a moment.
copy-unreachable = { $host } does not answer at present, and the file is not here yet. Please try again later.
copy-gone = { $host } does not have it any more, or does not hand it out.
copy-kind = What { $host } sent is no kind of file that we pass on.
copy-large = It is too large to be passed on here.
copy-changed = What { $host } sent is not the file that its author shared.
copy-not-allowed = This hub does not exchange with { $host }.
copy-again = Try again
copy-there = Open it on { $host }
copy-back = Back to the post
