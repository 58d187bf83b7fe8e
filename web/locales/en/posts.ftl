# Threads, composing, moderating.
post-reply = Reply
post-likes = { $n ->
    [0] Helpful
    [one] Helpful · { $n }
   *[other] Helpful · { $n }
}
post-link = Link
post-edit = Edit
post-withdraw = Withdraw
post-remove = Remove
post-restore = Show again
post-pin = Pin
post-unpin = Unpin
post-lock = Close to replies
post-unlock = Open to replies
post-highlight = Highlight on the home page
post-unhighlight = Take off the home page
post-gone = This post is gone
post-seen-here = See it where it was written
stub-withdrawn = { $name } withdrew this on { $date }.
stub-removed = A moderator removed this.
stub-removed-reason = A moderator removed this: { $reason }
thread-replies = { $n ->
    [0] No replies yet
    [one] { $n } reply
   *[other] { $n } replies
}
thread-first-unread = First unread
thread-new-here = New since your last visit
thread-order = Order of replies
thread-oldest = Oldest first
thread-newest = Newest first
thread-answers = In reply to { $name }
thread-answers-earlier = In reply to an earlier reply
thread-locked = A moderator closed this to further replies.
thread-pinned = Pinned at the top of its group.
thread-awaiting = Sent to the group’s server, which has not confirmed it yet.
thread-sign-in = Sign in to reply
thread-join = Join the group to reply
reply-yours = Your reply
reply-send = Reply
compose-heading = Start a discussion
compose-in = In { $group }
compose-edit-heading = Edit
compose-edit-lead = What stood before stays visible in the history.
compose-title = Title
compose-title-help = A question or a clear subject brings better replies.
compose-body = Text
compose-language = Language of the text
compose-language-guess = As it reads
compose-publish = Post
compose-save = Save changes
compose-resume = Send again
compose-session-heading = Your text is safe
compose-session-ended = Your session had ended. Sign in on another tab, come back here and send again: nothing you wrote is lost.
withdrawal-heading = Withdraw this?
withdrawal-lead = The text, its earlier versions and its files are removed for good, here and, where servers obey, elsewhere. Replies stay. A line says that you withdrew it.
removal-heading = Remove this from view?
removal-lead = Nobody sees the text any more; replies stay. You can show it again later.
removal-reason = Reason
removal-reason-help = Everyone who reads the thread sees it, its author too.
history-title = History
history-lead = Every version that stood here, newest first.
history-current = This version stands now
history-replaced-by = replaced by { $name }
fault-busy = We are busy for a moment. Your text is kept: please send it again.
fault-locked = A moderator closed this to replies meanwhile.
fault-gone = What you reply to was taken away meanwhile.
fault-moderators-only = Only moderators and editors can post here.
fault-archived = This group is closed.
flash-posted = Posted.
flash-replied = Your reply is there.
flash-edited = The change is saved.
flash-withdrawn = Withdrawn.
flash-removed = Removed from view.
flash-post-restored = It can be seen again.
flash-pinned = Pinned.
flash-unpinned = No longer pinned.
flash-locked = Closed to replies.
flash-unlocked = Open to replies again.
flash-highlighted = It stands on the home page now.
flash-unhighlighted = Taken off the home page.
compose-files = Files
compose-files-help = PDF, office documents and pictures. Say in the text what a picture shows.
compose-files-kept = Files already here
thread-incomplete = Replies here: { $here } of { $known }.
thread-fetch = Fetch the rest
thread-fetching = Replies here: { $here } of { $known }. The rest is being fetched: load this page again in a minute.
flash-thread-asked = We are asking the other server for the missing replies. Load this page again in a minute.
flash-thread-often = You have asked for many threads. Please try again in an hour.
