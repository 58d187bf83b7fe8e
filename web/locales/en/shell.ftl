# The frame of every page.
skip = Skip to content
search = Search
search-label = Search groups, library, people
nav-label = Sections
nav-home = Home
nav-groups = Groups
nav-library = Library
nav-spotlight = Spotlight
nav-notices = Notices
notices-unread = { $n ->
    [one] { $n } notice
   *[other] { $n } notices
}
sign-in = Sign in
sign-out = Sign out
join-hub = Join
menu-profile = Your profile
menu-settings = Settings
menu-write = Write an article
menu-admin = Administration
foot-label = About this hub
foot-network = { $n ->
    [one] Part of a network with { $n } partner hub
   *[other] Part of a network of { $n } partner hubs
}
foot-about = About
foot-hubs = Partner hubs
foot-privacy = Privacy
foot-source = Source code
foot-language = Language
theme = Colours
theme-auto = As on this device
theme-light = Light
theme-dark = Dark
keys-title = Keyboard shortcuts
keys-search = Go to the search box
keys-help = Show this list
keys-on = Use shortcuts on this device
close = Close
cancel = Cancel
