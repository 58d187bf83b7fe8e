# Formulaires : mots autour des champs, et la phrase de chaque erreur.
form-optional = (facultatif)
form-preview = Aperçu
form-uploading = Envoi en cours
form-show-password = Afficher le mot de passe
form-faults = { $n ->
    [one] { $n } réponse est à revoir
   *[other] { $n } réponses sont à revoir
}
editor-tools = Mise en forme
editor-bold = Gras
editor-italic = Italique
editor-heading = Intertitre
editor-link = Lien
editor-quote = Citation
editor-list = Liste
editor-numbers = Liste numérotée
editor-code = Code
editor-write = Écrire
editor-markdown = Markdown accepté : **gras**, *italique*, [lien](https://…), > citation
fault-required = Ce champ est à remplir.
fault-choose = Veuillez faire un choix.
fault-agree = Veuillez cocher cette case pour continuer.
fault-too-long = C’est trop long : { $max } caractères au plus.
fault-too-short = C’est trop court : { $min } caractères au moins.
fault-too-many = Il y en a trop.
fault-too-large = Ce fichier est trop lourd.
fault-file-type = Ce type de fichier n’est pas accepté. C’est le contenu qui compte, pas le nom.
fault-taken = Déjà utilisé. Veuillez en choisir un autre.
fault-reserved = Ce nom est réservé à la plateforme. Veuillez en choisir un autre.
fault-invalid = Cette réponse ne semble pas correcte. Veuillez la vérifier.
fault-email = Ce n’est pas une adresse électronique, comme nom@example.org.
fault-url = Ce n’est pas une adresse web. Elle commence par https://
fault-date = Ce n’est pas une date.
fault-number = Ce nombre ne convient pas.
fault-handle = Utilisez seulement des minuscules latines, des chiffres et _.
fault-password = Le nom ou le mot de passe ne correspond pas. Veuillez réessayer.
fault-password-weak = Ce mot de passe est facile à deviner. Quelques mots à la suite valent mieux.
fault-expired = Ce lien a expiré. Veuillez en demander un nouveau.
fault-stale = Quelqu’un a modifié ceci entre-temps. Votre texte est conservé ci-dessous ; comparez avant de renvoyer.
fault-session = Votre session avait expiré. Rien n’est perdu : renvoyez le formulaire.
fault-not-found = Nous ne l’avons pas trouvé.
fault-not-allowed = Vous ne pouvez pas faire cela ici.
fault-unreachable = L’autre serveur n’a pas répondu. Veuillez réessayer plus tard.
