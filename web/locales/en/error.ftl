# Pages for what went wrong.
error-401 = Please sign in
error-401-advice = This page is for members. Sign in and you will come back here.
error-403 = You cannot do this
error-403-advice = Your account does not allow it, or the page you came from was too old. Go back, reload and try again.
error-404 = There is nothing here
error-404-advice = The address may be mistyped, or what it led to is only for members of a group.
error-410 = This was taken away
error-410-advice = Its author or a moderator removed it for good.
error-413 = That is too large
error-413-advice = Go back and choose smaller files. The limit stands beside the field.
error-422 = We could not read that
error-422-advice = Something that was sent is missing or has the wrong form. Go back and try again.
error-429 = One moment, please
error-429-advice = There were many requests from here in a short time. Nothing is lost.
error-500 = Something broke on our side
error-500-advice = Please try again. If it happens again, give the number below to the people who run this hub.
error-503 = We are busy for a moment
error-503-advice = The hub is starting, or is being looked after. Please come back in a minute.
error-wait = { $n ->
    [one] You can try again in { $n } second.
   *[other] You can try again in { $n } seconds.
}
error-home = To the home page
error-request = Request
