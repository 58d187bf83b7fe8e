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
