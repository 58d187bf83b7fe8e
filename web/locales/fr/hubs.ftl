# Partner hubs and other servers.
hubs-title = Plateformes partenaires
hubs-lead = Les groupes et publications de cette plateforme sont partagés avec ces serveurs, et les leurs avec nous.
hubs-none = Pas encore de plateforme partenaire
hubs-none-text = Elles apparaîtront ici dès que quelqu’un suivra un groupe d’une plateforme à l’autre.
hubs-partner = Plateforme partenaire
hubs-heard = dernier contact
hubs-servers = Autres serveurs
hubs-servers-lead = Chaque serveur que connaît cette plateforme : le logiciel utilisé, s’il répond, et ce que vous avez décidé à son sujet.
hubs-servers-none = Aucun autre serveur n’est encore connu.
hubs-servers-no-match = Aucun serveur ne correspond.
hubs-servers-all = Tout afficher
hubs-judge-title = Décider d’un serveur
hubs-judge = Enregistrer
hubs-name = Nom du serveur
hubs-name-help = Par exemple practice.example. Un nom bloqué couvre tout ce qui en dépend.
hubs-policy = Que peut-il faire ?
hubs-policy-open = Échanger avec nous comme tout serveur
hubs-policy-partner = Plateforme partenaire
hubs-policy-blocked = Bloqué : rien n’entre, rien ne sort
hubs-note = Note pour l’administration
hubs-state-well = Répond
hubs-state-partner = Plateforme partenaire, répond
hubs-state-retrying = Ne répond pas pour le moment ; nous continuons d’essayer
hubs-state-paused = Suspendu par l’administration
hubs-state-blocked = Bloqué
hubs-state-gone = Indique qu’il a disparu
hubs-waiting = En attente pour lui
hubs-waiting-count = { $n ->
    [one] { $n } activité en attente
   *[other] { $n } activités en attente
}
hubs-software = Logiciel
hubs-last-heard = Dernier contact
hubs-next-try = Prochain essai
hubs-missed = Définitivement manqué
hubs-failing-since = Sans réponse depuis
hubs-unknown = inconnu
hubs-said = Message reçu :
hubs-trouble-timeout = Le serveur n’a pas répondu à temps. Nous continuons d’essayer et rien n’est perdu.
hubs-trouble-refused = Le serveur refuse ce que nous envoyons. Son administration en connaît peut-être la raison.
hubs-trouble-busy = Le serveur se dit surchargé. Nous réessaierons plus tard.
hubs-trouble-gone = Le serveur indique avoir disparu pour de bon. Plus rien ne lui est envoyé.
hubs-trouble-other = Le dernier envoi a échoué. Nous continuons d’essayer et rien n’est perdu.
hubs-retry = Réessayer maintenant
hubs-pause = Suspendre
hubs-resume = Reprendre
hubs-mode-allowlist = Cette plateforme n’échange qu’avec ses plateformes partenaires.
hubs-mode-off = L’échange avec d’autres serveurs est désactivé dans la configuration.
flash-hub-judged = Enregistré. Cela vaut dès maintenant.
flash-hub-retrying = Nouvel essai en cours.
hubs-state-any = Tous
hubs-filter = Afficher
hubs-filter-name = Partie du nom
hubs-filter-state = État
hubs-group-aware = Reçoit les messages des groupes
hubs-aware-yes = avec réponses, modifications et retraits
hubs-aware-no = comme messages isolés
hubs-signatures = Signatures
hubs-cursor = Réponses jusqu’à l’activité
hubs-oldest = Plus ancienne en attente
hubs-delivered = Dernier message accepté
hubs-met = Connu depuis
partner-lead = Une plateforme partenaire nous a dit oui, et nous à elle. Chaque côté confirme avant tout échange.
partner-asking = Demandent à être partenaires
partner-others = Partenaires et invitations
partner-asked = demande à être partenaire
partner-invited = invitée par nous, pas encore de réponse
partner-partners = partenaires
partner-declined = a décliné, ou y a mis fin
partner-refused = refusée ou terminée par nous
partner-trusted = partenaire par votre seule décision
partner-trouble = Pas encore remis :
partner-confirm = Confirmer
partner-decline = Décliner
partner-end = Mettre fin au partenariat
partner-end-question = Mettre fin au partenariat avec cette plateforme ? Elle en est informée.
partner-withdraw = Retirer l’invitation
partner-again = Inviter à nouveau
partner-invite-title = Inviter une plateforme
partner-invite = Envoyer l’invitation
partner-address = Adresse de l’autre plateforme
partner-address-help = Par exemple practice.example. Ses administrateurs voient notre demande, et confirment ou déclinent.
partner-none = Pas encore de plateforme partenaire
partner-none-text = Invitez-en une par son adresse. Vous serez partenaires dès que ses administrateurs auront confirmé.
fault-partner-name = Ce n’est pas le nom d’un serveur, comme practice.example.
fault-partner-own = C’est l’adresse de cette plateforme elle-même.
fault-partner-blocked = Ce serveur est bloqué ici. Autorisez-le d’abord.
fault-partner-off = L’échange avec d’autres serveurs est désactivé dans la configuration.
fault-partner-no-hub = Aucune plateforme n’a été trouvée à cette adresse. Veuillez la vérifier.
fault-partner-already = Vous êtes déjà partenaires.
flash-partner-invited = L’invitation est en route. Vous serez partenaires dès leur confirmation.
flash-partner-confirmed = Vous êtes maintenant partenaires. L’autre plateforme en est informée.
flash-partner-ended = Enregistré. L’autre plateforme en est informée.
admin-partners-ask = { $n ->
    [one] { $n } plateforme demande à être partenaire
   *[other] { $n } plateformes demandent à être partenaires
}
lists-title = Listes de serveurs
lists-lead = Reprenez une liste faite par un autre administrateur, ou transmettez la vôtre. Les listes sont des fichiers CSV, comme ceux de Mastodon et d’autres.
lists-export = Exporter
lists-export-blocked = Télécharger la liste de blocage
lists-export-partner = Télécharger la liste des partenaires
lists-servers = { $n ->
    [one] { $n } serveur
   *[other] { $n } serveurs
}
lists-import-title = Importer
lists-import = Importer la liste
lists-which = Que contient-elle ?
lists-which-blocked = Serveurs à bloquer, avec tout ce qui est sous leur nom
lists-which-partner = Serveurs à considérer comme partenaires, tout de suite et sans les consulter
lists-file = Fichier
lists-text = Ou lignes à coller
lists-text-help = Un serveur par ligne. Jusqu’à 5 000 lignes.
lists-taken = { $n ->
    [one] { $n } serveur a été repris.
   *[other] { $n } serveurs ont été repris.
}
lists-same = { $n ->
    [one] { $n } y figurait déjà.
   *[other] { $n } y figuraient déjà.
}
lists-left = { $n ->
    [one] { $n } ligne a été laissée de côté.
   *[other] { $n } lignes ont été laissées de côté.
}
lists-left-title = Laissées de côté, et pourquoi
lists-line = Ligne { $n }
lists-why-name = Ce n’est pas le nom d’un serveur.
lists-why-own = Cette plateforme elle-même se trouve sous ce nom.
lists-why-hidden = Des étoiles cachent une partie du nom.
lists-why-severity = Cette plateforme bloque un serveur ou ne le bloque pas ; il n’y a rien entre les deux.
lists-why-partner = C’est une plateforme partenaire. Mettez d’abord fin au partenariat.
lists-why-blocked = Ce serveur est bloqué ici. Autorisez-le d’abord.
lists-why-broken = Cette ligne est illisible.
lists-why-too-many = Seules 5 000 lignes sont lues à la fois.
fault-lists-empty = Il n’y a aucune ligne contenant un serveur.
