# Fils, rédaction, modération.
post-reply = Répondre
post-likes = { $n ->
    [0] Utile
    [one] Utile · { $n }
   *[other] Utile · { $n }
}
post-link = Lien
post-edit = Modifier
post-withdraw = Retirer
post-remove = Supprimer
post-restore = Rétablir
post-pin = Épingler
post-unpin = Désépingler
post-lock = Fermer aux réponses
post-unlock = Rouvrir aux réponses
post-highlight = Mettre à la une
post-unhighlight = Retirer de la une
post-gone = Cette publication n’est plus là
post-seen-here = La voir là où elle a été écrite
stub-withdrawn = { $name } l’a retiré le { $date }.
stub-removed = Un modérateur a supprimé ce texte.
stub-removed-reason = Un modérateur a supprimé ce texte : { $reason }
thread-replies = { $n ->
    [0] Pas encore de réponse
    [one] { $n } réponse
   *[other] { $n } réponses
}
thread-first-unread = Première non lue
thread-new-here = Nouveau depuis votre dernière visite
thread-order = Ordre des réponses
thread-oldest = Les plus anciennes d’abord
thread-newest = Les plus récentes d’abord
thread-answers = En réponse à { $name }
thread-answers-earlier = En réponse à une réponse précédente
thread-locked = Un modérateur a fermé cette discussion aux nouvelles réponses.
thread-pinned = Épinglé en tête de son groupe.
thread-awaiting = Envoyé au serveur du groupe, qui ne l’a pas encore confirmé.
thread-sign-in = Se connecter pour répondre
thread-join = Rejoindre le groupe pour répondre
reply-yours = Votre réponse
reply-send = Répondre
compose-heading = Lancer une discussion
compose-in = Dans { $group }
compose-edit-heading = Modifier
compose-edit-lead = Le texte précédent reste visible dans l’historique.
compose-title = Titre
compose-title-help = Une question ou un sujet clair attire de meilleures réponses.
compose-body = Texte
compose-language = Langue du texte
compose-language-guess = D’après le texte
compose-publish = Publier
compose-save = Enregistrer les modifications
compose-resume = Envoyer à nouveau
compose-session-heading = Votre texte est conservé
compose-session-ended = Votre session avait expiré. Connectez-vous dans un autre onglet, revenez ici et envoyez à nouveau : rien de ce que vous avez écrit n’est perdu.
withdrawal-heading = Retirer ce texte ?
withdrawal-lead = Le texte, ses versions antérieures et ses fichiers sont supprimés définitivement, ici et, si les serveurs le respectent, ailleurs. Les réponses restent. Une ligne indique que vous l’avez retiré.
removal-heading = Retirer ce texte de la vue ?
removal-lead = Plus personne ne verra le texte ; les réponses restent. Vous pourrez le rétablir.
removal-reason = Motif
removal-reason-help = Toutes les personnes qui lisent la discussion le voient, l’auteur aussi.
history-title = Historique
history-lead = Toutes les versions, de la plus récente à la plus ancienne.
history-current = Version actuelle
history-replaced-by = remplacée par { $name }
fault-busy = Nous sommes momentanément surchargés. Votre texte est conservé : veuillez le renvoyer.
fault-locked = Un modérateur a fermé cette discussion entre-temps.
fault-gone = Ce à quoi vous répondez a été retiré entre-temps.
fault-moderators-only = Seuls les modérateurs et la rédaction peuvent publier ici.
fault-archived = Ce groupe est clos.
flash-posted = Publié.
flash-replied = Votre réponse est publiée.
flash-edited = La modification est enregistrée.
flash-withdrawn = Retiré.
flash-removed = Retiré de la vue.
flash-post-restored = Le texte est de nouveau visible.
flash-pinned = Épinglé.
flash-unpinned = N’est plus épinglé.
flash-locked = Fermé aux réponses.
flash-unlocked = Rouvert aux réponses.
flash-highlighted = Désormais à la une.
flash-unhighlighted = Retiré de la une.
compose-files = Fichiers
compose-files-help = PDF, documents bureautiques et images. Décrivez dans le texte ce que montre une image.
compose-files-kept = Fichiers déjà reçus
thread-incomplete = Réponses présentes ici : { $here } sur { $known }.
thread-fetch = Récupérer le reste
thread-fetching = Réponses présentes ici : { $here } sur { $known }. Le reste est en cours de récupération : rechargez cette page dans une minute.
flash-thread-asked = Nous demandons à l’autre serveur les réponses manquantes. Rechargez cette page dans une minute.
flash-thread-often = Vous avez demandé la suite de beaucoup de discussions. Réessayez dans une heure.
