# What every mail has around its content.
mail-hello = Hello { $name },
mail-button-help = If the button does not work, copy this address into your browser:
mail-settings = Mail settings
mail-why-account = You get this mail because this address belongs to an account on { $hub }.
mail-why-asked = You get this mail because somebody gave this address on { $hub }. If it was not you, do nothing.
mail-why-moderator = You get this mail because you moderate this group.
mail-why-admin = You get this mail because you administer { $hub }.
