# What every mail has around its content.
mail-hello = Hello { $name },
mail-button-help = If the button does not work, copy this address into your browser:
mail-label = { $words }:
mail-fact = { $label }: { $value }
mail-settings = Mail settings
mail-why-account = You get this mail because this address belongs to an account on { $hub }.
mail-why-asked = You get this mail because somebody gave this address on { $hub }. If it was not you, do nothing.
mail-why-moderator = You get this mail because you moderate this group.
mail-why-admin = You get this mail because you administer { $hub }.
# The digest.
digest-week = Your week on { $hub }
digest-day = Your day on { $hub }
digest-since = New since { $date }
digest-replies = Replies to you
digest-replied = { $who } replied in “{ $title }”
digest-highlight = Chosen by the editors
digest-resources = New in the library
digest-more = More in { $group }
digest-more-replies = { $n ->
    [one] { $n } more reply in your notices
   *[other] { $n } more replies in your notices
}
digest-more-resources = More in the library
digest-open = Open { $hub }
digest-stop = Stop this digest
digest-why-weekly = You get this digest once a week because you are a member of { $hub }.
digest-why-daily = You get this digest every day because you are a member of { $hub }.
digest-subject-replies = { $n ->
    [one] { $n } reply to you
   *[other] { $n } replies to you
}
digest-subject-more = { $n ->
    [one] { $n } more
   *[other] { $n } more
}
digest-subject-new = { $n ->
    [one] { $n } new post in your groups
   *[other] { $n } new posts in your groups
}
# To those who decide.
requests-title = { $n ->
    [one] { $who } asks to join { $group }
   *[other] { $n } people ask to join { $group }
}
requests-text = A moderator decides. Until then they see nothing that is for members only.
requests-look = Look at the requests
requests-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
registrations-title = { $n ->
    [one] { $who } wants to join { $hub }
   *[other] { $n } people want to join { $hub }
}
registrations-text = An administrator decides about each registration. Please answer within two working days.
registrations-look = Look at the registrations
# The page behind "Stop this digest".
unsubscribe-title = Stop the digest
unsubscribe-ask = Do you want to stop the digest of { $hub }? Letters about your account still reach you.
unsubscribe-button = Stop the digest
unsubscribe-done-title = The digest is stopped
unsubscribe-done = No more digests of { $hub } will be sent to you.
unsubscribe-again = Send it again as before
unsubscribe-back-title = The digest is back
unsubscribe-back = The digest of { $hub } will be sent to you again, as often as before.
unsubscribe-settings = All mail settings
