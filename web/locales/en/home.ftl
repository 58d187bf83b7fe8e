# The front page.
home-what = Colleagues exchange here what works when people return home and build a life there: discussions, publications and stories from the field.
home-welcome = Welcome
home-since = Since your last visit on { $date }
home-answers = { $n ->
    [one] { $n } reply to you
   *[other] { $n } replies to you
}
home-new = { $n ->
    [one] { $n } new post in your groups
   *[other] { $n } new posts in your groups
}
home-answers-title = Replies to you
home-news = In your groups
home-newest-first = newest first
home-nothing = Nothing new since your last visit
home-nothing-text = You have seen everything. A good moment to start a discussion or to look around the library.
home-highlights = Highlights
home-chosen = chosen by editors
home-discussions = Open discussions
home-library = New in the library
home-spotlight = In the spotlight
home-all-groups = All groups
home-all-library = To the library
home-all-spotlight = All articles
home-ways = Ways in
home-groups-about = Ask, answer, compare
home-library-about = Manuals, evaluations, studies
home-spotlight-about = News and stories from the field
home-open-groups = Groups anyone can read
home-no-groups = You are in no group yet. Choose a few, and what is new in them will stand here.
