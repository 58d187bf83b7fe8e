# Ce qui entoure chaque courriel.
mail-hello = Bonjour { $name },
mail-button-help = Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :
mail-label = { $words } :
mail-fact = { $label } : { $value }
mail-settings = Réglages des courriels
mail-why-account = Vous recevez ce courriel parce que cette adresse est celle d’un compte sur { $hub }.
mail-why-asked = Vous recevez ce courriel parce que quelqu’un a donné cette adresse sur { $hub }. Si ce n’est pas vous, ne faites rien.
mail-why-moderator = Vous recevez ce courriel parce que vous modérez ce groupe.
mail-why-admin = Vous recevez ce courriel parce que vous administrez { $hub }.
# Le récapitulatif.
digest-week = Votre semaine sur { $hub }
digest-day = Votre journée sur { $hub }
digest-since = Du nouveau depuis le { $date }
digest-replies = Réponses pour vous
digest-replied = { $who } a répondu dans « { $title } »
digest-highlight = Choisi par la rédaction
digest-resources = Nouveau dans la bibliothèque
digest-more = Voir la suite dans { $group }
digest-more-replies = { $n ->
    [one] { $n } autre réponse dans vos avis
   *[other] { $n } autres réponses dans vos avis
}
digest-more-resources = Voir la suite dans la bibliothèque
digest-open = Ouvrir { $hub }
digest-stop = Arrêter ce récapitulatif
digest-why-weekly = Vous recevez ce récapitulatif une fois par semaine parce que vous êtes membre de { $hub }.
digest-why-daily = Vous recevez ce récapitulatif chaque jour parce que vous êtes membre de { $hub }.
digest-subject-replies = { $n ->
    [one] { $n } réponse pour vous
   *[other] { $n } réponses pour vous
}
digest-subject-more = { $n ->
    [one] { $n } autre
   *[other] { $n } autres
}
digest-subject-new = { $n ->
    [one] { $n } nouvelle publication dans vos groupes
   *[other] { $n } nouvelles publications dans vos groupes
}
# À celles et ceux qui décident.
requests-title = { $n ->
    [one] { $who } demande à rejoindre { $group }
   *[other] { $n } personnes demandent à rejoindre { $group }
}
requests-text = La modération décide. D’ici là, ces personnes ne voient rien de ce qui est réservé aux membres.
requests-look = Voir les demandes
requests-more = { $n ->
    [one] et { $n } autre
   *[other] et { $n } autres
}
registrations-title = { $n ->
    [one] { $who } souhaite rejoindre { $hub }
   *[other] { $n } personnes souhaitent rejoindre { $hub }
}
registrations-text = L’administration décide de chaque inscription. Merci de répondre sous deux jours ouvrables.
registrations-look = Voir les inscriptions
# La page derrière « Arrêter ce récapitulatif ».
unsubscribe-title = Arrêter le récapitulatif
unsubscribe-ask = Voulez-vous arrêter le récapitulatif de { $hub } ? Les courriels qui concernent votre compte continueront d’arriver.
unsubscribe-button = Arrêter le récapitulatif
unsubscribe-done-title = Le récapitulatif est arrêté
unsubscribe-done = Vous ne recevrez plus le récapitulatif de { $hub }.
unsubscribe-again = Le recevoir à nouveau comme avant
unsubscribe-back-title = Le récapitulatif est rétabli
unsubscribe-back = Vous recevrez à nouveau le récapitulatif de { $hub }, aussi souvent qu’avant.
unsubscribe-settings = Tous les réglages des courriels
