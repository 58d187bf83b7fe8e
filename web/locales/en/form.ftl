# Forms: words around fields, and the sentence for each fault.
form-optional = (optional)
form-preview = Preview
form-uploading = Sending
form-show-password = Show password
form-faults = { $n ->
    [one] { $n } answer needs another look
   *[other] { $n } answers need another look
}
editor-tools = Formatting
editor-bold = Bold
editor-italic = Italic
editor-heading = Heading
editor-link = Link
editor-quote = Quote
editor-list = List
editor-numbers = Numbered list
editor-code = Code
editor-write = Write
editor-markdown = Markdown works: **bold**, *italic*, [link](https://…), > quote
fault-required = Please fill this in.
fault-choose = Please choose one.
fault-agree = Please tick this to go on.
fault-too-long = This is too long: at most { $max } characters.
fault-too-short = This is too short: at least { $min } characters.
fault-too-many = That is too many.
fault-too-large = This file is too large.
fault-file-type = Files of this kind cannot be added. Its content, not its name, decides.
fault-taken = This is already in use. Please choose another.
fault-reserved = This name is kept for the hub. Please choose another.
fault-invalid = This does not look right. Please check it.
fault-email = This is not an e-mail address, such as name@example.org.
fault-url = This is not a web address. It begins with https://
fault-date = This is not a date.
fault-number = This is not a number we can use.
fault-handle = Use small Latin letters, digits and _ only.
fault-password = Name or password do not match. Please try again.
fault-password-weak = This password is easy to guess. A few words together are better.
fault-expired = This link has expired. Please ask for a new one.
fault-stale = Someone changed this meanwhile. Your text is kept below; please compare before you send it again.
fault-session = Your session had ended. Nothing is lost: please send the form again.
fault-not-found = We could not find that.
fault-not-allowed = You cannot do this here.
fault-unreachable = The other server did not answer. Please try again later.
