# Pour qui gère la plateforme.
admin-overview = Vue d’ensemble
admin-requests = Demandes
admin-members = Membres
admin-hubs = Plateformes partenaires
admin-queues = Files d’attente
admin-tasks = Ce qui vous attend
admin-calm = Rien n’attend.
admin-waiting = { $n ->
    [one] { $n } demande attend une décision
   *[other] { $n } demandes attendent une décision
}
admin-jobs-parked = { $n ->
    [one] { $n } tâche a échoué
   *[other] { $n } tâches ont échoué
}
admin-mails-failed = { $n ->
    [one] { $n } courriel n’a pas pu partir
   *[other] { $n } courriels n’ont pas pu partir
}
admin-mails-waiting = Courriels en attente
admin-jobs-waiting = Tâches en attente
admin-version = Version
admin-approve = Accepter
admin-decline = Refuser
admin-decline-question = Refuser cette demande ? La personne recevra un courriel.
admin-requests-none = Aucune demande en attente
admin-requests-none-text = Les nouvelles arrivent ici dès que leur adresse est confirmée.
flash-approved = Accepté. Un courriel est en route.
flash-declined = Refusé. Un courriel est en route.
flash-decided = Quelqu’un a déjà décidé entre-temps.
admin-members-search = Nom, adresse ou organisation
admin-members-none = Personne ne correspond à cette recherche
admin-any = Tous
admin-state = État
admin-role = Rôle
admin-reason = Motif de la demande
admin-registered = Inscription
admin-last-visit = Dernière visite
admin-suspend = Suspendre
admin-suspend-text = Un membre suspendu est aussitôt déconnecté partout et ne peut plus se connecter ; ce qu’il a écrit reste.
admin-suspend-question = Suspendre ce membre ?
admin-restore = Rétablir
admin-restore-text = Ce membre est suspendu. Une fois rétabli, il pourra se reconnecter.
flash-suspended = Suspendu. Toutes ses sessions sont fermées.
flash-restored = Rétabli.
role-member = Membre
role-member-help = Lit, discute, propose des publications.
role-editor = Rédacteur
role-editor-help = En plus : soigne la bibliothèque, écrit des articles, crée des groupes et invite.
role-admin = Administrateur
role-admin-help = En plus : décide des membres et des plateformes partenaires.
state-pending = En attente
state-active = Actif
state-declined = Refusé
state-suspended = Suspendu
invite-lead = Qui arrive avec une invitation n’a pas besoin d’être accepté. Elle ne donne jamais plus de droits que les vôtres.
invite-email = Pour une adresse
invite-email-help = Nous y envoyons le lien. Laissez vide pour un lien que vous transmettez vous-même.
invite-note = Pour qui
invite-note-help = Une note pour vous-même.
invite-uses = Combien de personnes
invite-days = Valable combien de jours
invite-submit = Créer l’invitation
invite-fresh = Copiez ce lien maintenant : il n’est montré qu’une fois.
invite-list = Invitations créées
invite-anybody = Qui possède le lien
invite-used = { $n } sur { $most } utilisées
invite-until = Jusqu’au
invite-expired = Expirée
invite-revoked = Révoquée
invite-spent = Épuisée
invite-revoke = Révoquer
flash-revoked = Révoquée. Le lien ne fonctionne plus.
flash-invited = L’invitation est en route.
state-closed = Fermé
