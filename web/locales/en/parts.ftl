# Pieces of several pages: rows, bylines, files, ways on and back.
kind-discussion = Discussion
kind-resource = Resource
kind-article = Article
kind-event = Webinar
kind-course = Course
kind-initiative = Initiative
comma = ,
in-language = in { $language }
from-hub = from { $hub }
pinned = Pinned
locked = Closed to replies
edited = edited
replies = { $n ->
    [one] { $n } reply
   *[other] { $n } replies
}
replies-new = { $n ->
    [one] { $n } new
   *[other] { $n } new
}
posts-new = { $n ->
    [one] { $n } new post
   *[other] { $n } new posts
}
members = { $n ->
    [one] { $n } member
   *[other] { $n } members
}
group-joined = You are in
pages = { $n ->
    [one] { $n } page
   *[other] { $n } pages
}
download = Download
pager-label = Pages
pager-back = Previous page
pager-on = Next page
pager-here = Page { $page } of { $pages }
way-label = Where you are
filter-remove = Remove this filter
seen-public = { $group } is public: { $members ->
        [one] one member
       *[other] { $members } members
    } here, { $followers ->
        [one] one follower
       *[other] { $followers } followers
    } elsewhere; { $servers ->
        [0] no copies leave this hub yet.
       *[other] copies go to { $servers ->
        [one] one server
       *[other] { $servers } servers
    }.
    }
seen-members = Only members of { $group } see this: { $members ->
        [one] one member
       *[other] { $members } members
    }; { $servers ->
        [0] no copies leave this hub.
       *[other] copies go to { $servers ->
        [one] one server
       *[other] { $servers } servers
    } where approved members read.
    }
seen-hub = { $group } is for this hub only: { $members ->
        [one] one member
       *[other] { $members } members
    } can read it. Nothing leaves the hub.
seen-public-badge = Public
seen-members-badge = Members only
seen-hub-badge = This hub only
