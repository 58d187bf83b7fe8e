# What waits and what failed.
queues-title = En coulisses
queues-jobs-waiting = Tâches en attente
queues-incoming-waiting = Arrivées, pas encore traitées
queues-outgoing = Envoyées ces dernières 24 heures
queues-mails-waiting = Courriels en attente
queues-mails-failed = Courriels abandonnés
queues-hosts-failing = Serveurs qui ne répondent pas
queues-well = Aucun échec
queues-jobs = Tâches abandonnées
queues-incoming = Arrivées mais inutilisables
queues-incoming-text = Conservées une semaine. La plupart concernent des choses qui n’ont jamais été ici.
queues-retry = Réessayer
flash-queued = Un nouvel essai est lancé.
