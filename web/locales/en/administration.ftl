# For those who run the hub.
admin-overview = Overview
admin-requests = Registrations
admin-members = Members
admin-hubs = Partner hubs
admin-queues = Queues
admin-tasks = What waits for you
admin-calm = Nothing waits.
admin-waiting = { $n ->
    [one] { $n } registration waits for a decision
   *[other] { $n } registrations wait for a decision
}
admin-jobs-parked = { $n ->
    [one] { $n } task has failed
   *[other] { $n } tasks have failed
}
admin-mails-failed = { $n ->
    [one] { $n } mail could not be sent
   *[other] { $n } mails could not be sent
}
admin-mails-waiting = Mails waiting
admin-jobs-waiting = Tasks waiting
admin-version = Version
admin-approve = Approve
admin-decline = Decline
admin-decline-question = Decline this registration? The person gets a mail.
admin-requests-none = No registration waits
admin-requests-none-text = New ones come here once their address is confirmed.
flash-approved = Approved. A mail is on its way.
flash-declined = Declined. A mail is on its way.
flash-decided = Somebody decided about this meanwhile.
admin-members-search = Name, address or organisation
admin-members-none = Nobody fits this search
admin-any = All
admin-state = State
admin-role = Role
admin-reason = Reason for joining
admin-registered = Registered
admin-last-visit = Last visit
admin-suspend = Suspend
admin-suspend-text = A suspended member is signed out everywhere at once and cannot sign in; what they wrote stays.
admin-suspend-question = Suspend this member?
admin-restore = Restore
admin-restore-text = This member is suspended. Once restored, they can sign in again.
flash-suspended = Suspended. All sessions of this member have ended.
flash-restored = Restored.
role-member = Member
role-member-help = Reads, discusses, contributes publications.
role-editor = Editor
role-editor-help = Also curates the library, writes articles, makes groups and invites.
role-admin = Administrator
role-admin-help = Also decides about members and partner hubs.
state-pending = Waiting
state-active = Active
state-declined = Declined
state-suspended = Suspended
invite-lead = Who comes with an invitation needs no approval. It never gives more rights than you have.
invite-email = For one address
invite-email-help = We send the link there. Leave it empty for a link that you pass on yourself.
invite-note = For whom
invite-note-help = A note for yourself.
invite-uses = How many people
invite-days = Valid for how many days
invite-submit = Make the invitation
invite-fresh = Copy this link now: it is shown only this once.
invite-list = Invitations so far
invite-anybody = Whoever has the link
invite-used = { $n } of { $most } used
invite-until = Until
invite-expired = Expired
invite-revoked = Revoked
invite-spent = Used up
invite-revoke = Revoke
flash-revoked = Revoked. The link no longer works.
flash-invited = The invitation is on its way.
state-closed = Closed
