# Across servers: finding, following, where a post went.
remote-find-title = Trouver un groupe ailleurs
remote-find-lead = Les groupes des plateformes partenaires, et de serveurs comme Mastodon ou Lemmy, peuvent être lus et suivis ici.
remote-find = Chercher
remote-find-label = Nom ou adresse
remote-find-help = Par exemple !groupe@practice.example, ou l’adresse de la page du groupe
remote-found-group = Groupe
remote-found-person = Personne
remote-found-post = Publication
remote-trouble-malformed = Ce n’est ni un nom comme !groupe@practice.example, ni une adresse web.
remote-trouble-unknown = Rien n’a été trouvé sous ce nom. Veuillez vérifier l’orthographe.
remote-trouble-unreachable = L’autre serveur ne répond pas pour le moment. Veuillez réessayer plus tard.
remote-trouble-not-allowed = Cette plateforme n’échange pas avec ce serveur.
fault-no-way = Nous n’avons pas trouvé le chemin. Veuillez plutôt copier l’une des lignes ci-dessous.
remote-follow-title = Suivre { $name } depuis ailleurs
remote-follow-lead = Vous avez un compte sur un autre serveur ? Suivez depuis là-bas, sans compte ici.
remote-account = Votre compte là-bas
remote-account-help = Par exemple nom@social.example
remote-go = Continuer
remote-copy = Ou copier
remote-copy-text = Collez l’une de ces lignes dans la recherche de votre serveur.
remote-copy-handle = Mastodon et la plupart des autres
remote-copy-lemmy = Lemmy, PieFed, Mbin
remote-copy-address = Partout
remote-leaving = Vous quittez cette plateforme
remote-leaving-text = La page suivante se trouve sur { $host }. Ne continuez que si c’est bien votre serveur.
remote-leave = Continuer vers { $host }
remote-stay = Rester ici
where-title = Où cette publication est allée
where-delivered = { $n ->
    [one] Arrivée sur { $n } serveur
   *[other] Arrivée sur { $n } serveurs
}
where-retrying = { $n ->
    [one] { $n } en nouvel essai
   *[other] { $n } en nouvel essai
}
where-refused = { $n ->
    [one] { $n } l’a refusée
   *[other] { $n } l’ont refusée
}
where-state-delivered = arrivée
where-state-retrying = ne répond pas ; nous continuons d’essayer
where-state-refused = l’a refusée
where-state-gone = a disparu
where-copies = Quand vous retirez la publication, chaque serveur qui en a une copie est prié de la supprimer ; il peut tout de même la garder.
where-nothing = Aucun autre serveur n’a encore cette publication
where-nothing-text = Elle part vers les serveurs où quelqu’un suit le groupe ou son auteur.
where-why-busy = est occupé ; nous réessayons plus tard
where-why-forbidden = n’accepte rien de cette plateforme
where-why-unknown = ne sait pas où la ranger
where-retrying-title = Encore en cours
where-refused-title = Non acceptée
where-delivered-title = Arrivée
where-more = D’autres serveurs que ceux listés ici l’ont aussi.
copy-title = Ce fichier est sur un autre serveur
copy-fetching = Nous le récupérons auprès de { $host }. Rechargez cette page dans un instant.
copy-unreachable = { $host } ne répond pas pour le moment, et le fichier n’est pas encore ici. Réessayez plus tard.
copy-gone = { $host } ne l’a plus, ou ne le donne pas.
copy-kind = Ce que { $host } a envoyé n’est pas un type de fichier que nous transmettons.
copy-large = Il est trop volumineux pour être transmis ici.
copy-changed = Ce que { $host } a envoyé n’est pas le fichier partagé par son auteur.
copy-not-allowed = Cette plateforme n’échange pas avec { $host }.
copy-again = Réessayer
copy-there = L’ouvrir sur { $host }
copy-back = Retour à la publication
