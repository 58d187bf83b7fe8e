# Le cadre de toutes les pages.
skip = Aller au contenu
search = Rechercher
search-label = Groupes, bibliothèque, membres
nav-label = Rubriques
nav-home = Accueil
nav-groups = Groupes
nav-library = Bibliothèque
nav-spotlight = À la une
nav-notices = Avis
notices-unread = { $n ->
    [one] { $n } avis
   *[other] { $n } avis
}
sign-in = Se connecter
sign-out = Se déconnecter
join-hub = Rejoindre
menu-profile = Votre profil
menu-settings = Paramètres
menu-write = Écrire un article
menu-admin = Administration
foot-label = À propos de cette plateforme
foot-network = { $n ->
    [one] Membre d’un réseau avec { $n } plateforme partenaire
   *[other] Membre d’un réseau de { $n } plateformes partenaires
}
foot-about = À propos
foot-hubs = Plateformes partenaires
foot-privacy = Confidentialité
foot-source = Code source
foot-language = Langue
theme = Couleurs
theme-auto = Comme l’appareil
theme-light = Clair
theme-dark = Sombre
keys-title = Raccourcis clavier
keys-search = Aller à la recherche
keys-help = Afficher cette liste
keys-on = Utiliser les raccourcis sur cet appareil
close = Fermer
cancel = Annuler
