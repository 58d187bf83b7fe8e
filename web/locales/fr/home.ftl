# La page d’accueil.
home-what = Des collègues partagent ici ce qui aide les personnes qui rentrent chez elles et y reconstruisent leur vie : échanges, publications et récits du terrain.
home-welcome = Bienvenue
home-since = Depuis votre dernière visite, le { $date }
home-answers = { $n ->
    [one] { $n } réponse pour vous
   *[other] { $n } réponses pour vous
}
home-new = { $n ->
    [one] { $n } nouvelle publication dans vos groupes
   *[other] { $n } nouvelles publications dans vos groupes
}
home-answers-title = Réponses pour vous
home-news = Dans vos groupes
home-newest-first = les plus récentes d’abord
home-nothing = Rien de nouveau depuis votre dernière visite
home-nothing-text = Vous avez tout vu. C’est le bon moment pour lancer une discussion ou parcourir la bibliothèque.
home-highlights = À la une
home-chosen = choisis par la rédaction
home-discussions = Discussions ouvertes
home-library = Nouveautés de la bibliothèque
home-spotlight = En lumière
home-all-groups = Tous les groupes
home-all-library = Vers la bibliothèque
home-all-spotlight = Tous les articles
home-ways = Par où commencer
home-groups-about = Demander, répondre, comparer
home-library-about = Manuels, évaluations, études
home-spotlight-about = Actualités et récits du terrain
home-open-groups = Groupes ouverts à la lecture
home-no-groups = Vous n’êtes encore dans aucun groupe. Choisissez-en quelques-uns : leurs nouveautés s’afficheront ici.
