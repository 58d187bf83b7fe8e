# Reports and bans: what members, moderators and administrators read.
post-report = Report
report-heading = Report this?
report-lead = Tell those who keep order here what is wrong with it. They look at it and decide; you get a notice of what came of it.
report-reason = What is wrong with it?
report-reason-help = One or two sentences are enough. Please do not name anybody who could be hurt by it.
report-send = Send the report
report-sees = The moderators of { $group } and the administrators of this hub read it.
report-copies = A copy without your name goes to { $servers }.
report-name = Your name is shown to nobody.
fault-own = This is your own: you can withdraw it.
fault-reports-often = You have reported a lot today. Please try again tomorrow.
flash-reported = Thank you. It was reported.
reports-title = Reports
reports-lead = What was reported and still waits for a decision, the oldest first.
reports-none = Nothing is reported
reports-none-text = What members and other servers report stands here until somebody decides about it.
reports-by = Reported by { $who }
reports-members = { $n ->
    [one] { $n } member
   *[other] { $n } members
}
reports-open = { $n ->
    [one] { $n } report waits
   *[other] { $n } reports wait
}
report-remove = Remove it …
report-dismiss = Leave it
report-uphold = The report is right
flash-report-dismissed = It stays. Those who reported it are told.
flash-report-upheld = Noted. Those who reported it are told.
flash-report-decided = Somebody decided about this meanwhile.
ban-author = Ban the author …
member-ban = Ban …
ban-heading = Ban { $name } from { $group }?
ban-lead = Somebody who is banned cannot post, reply, react or join here until the ban ends. Other servers are asked to do the same.
ban-reason = Reason
ban-reason-help = The person reads it, and other servers do.
ban-until = How long
ban-for-good = Until somebody ends it
ban-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
ban-remove = Also take everything that they posted in this group out of view
ban-submit = Ban
ban-lift = End the ban
bans-title = Banned from this group
bans-lead = They cannot take part here for now.
bans-none = Nobody is banned
bans-none-text = A ban is made from a post or from the list of members.
bans-until = until { $date }
fault-banned = The moderators of this group have closed it to you for now. Its page says why.
fault-keeps-order = This person keeps order here. End that first.
flash-longer-in-office = This moderator has been one for longer than you. An administrator can end it.
fault-past = This lies in the past.
flash-banned = Banned from the group.
flash-unbanned = The ban has ended.
group-banned = The moderators closed this group to you: { $reason }
group-banned-no-reason = The moderators closed this group to you.
group-banned-until = The moderators closed this group to you until { $date }: { $reason }
group-banned-until-no-reason = The moderators closed this group to you until { $date }.
group-bans = Banned from this group
former-member = Former member
