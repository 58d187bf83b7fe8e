# Finding things: the search page and the filters that it shares with the library.
find-title = Recherche
find-box = Mots à chercher
find-filters = Filtres
find-apply = Appliquer
find-clear = Tout effacer
find-kind = Genre
find-type = Type
find-group = Groupe
find-year = Année
find-year-from = de
find-year-to = à
find-years = { $from } à { $to }
find-years-from = à partir de { $from }
find-years-to = jusqu’en { $to }
find-more = Plus
find-sort = Ordre
find-sort-best = Pertinence
find-sort-newest = Plus récents ici
find-sort-year = Année de publication
find-results = { $n ->
    [one] { $n } résultat
   *[other] { $n } résultats
}
find-publications = { $n ->
    [one] { $n } publication
   *[other] { $n } publications
}
find-none = Aucun résultat
find-none-text = Essayez moins de mots, d’autres mots, ou retirez un filtre. Des mots dans une autre langue peuvent aussi aider.
find-ask = Que cherchez-vous ?
find-ask-text = Cherchez parmi les groupes, les discussions, les publications et les articles.
find-near = Titres qui y ressemblent
find-groups = Groupes
find-people = Personnes
