# Éléments communs à plusieurs pages.
kind-discussion = Discussion
kind-resource = Ressource
kind-article = Article
kind-event = Webinaire
kind-course = Cours
kind-initiative = Initiative
comma = ,
in-language = en { $language }
from-hub = de { $hub }
pinned = Épinglé
locked = Fermé aux réponses
edited = modifié
replies = { $n ->
    [one] { $n } réponse
   *[other] { $n } réponses
}
replies-new = { $n ->
    [one] { $n } nouvelle
   *[other] { $n } nouvelles
}
posts-new = { $n ->
    [one] { $n } nouvelle publication
   *[other] { $n } nouvelles publications
}
members = { $n ->
    [one] { $n } membre
   *[other] { $n } membres
}
group-joined = Vous en êtes membre
pages = { $n ->
    [one] { $n } page
   *[other] { $n } pages
}
download = Télécharger
pager-label = Pages
pager-back = Page précédente
pager-on = Page suivante
pager-here = Page { $page } sur { $pages }
way-label = Où vous êtes
filter-remove = Retirer ce filtre
seen-public = { $group } est public : { $members ->
        [one] { $members } membre
       *[other] { $members } membres
    } ici, { $followers ->
        [one] { $followers } abonné
       *[other] { $followers } abonnés
    } ailleurs ; { $servers ->
        [0] aucune copie ne quitte encore cette plateforme.
       *[other] des copies vont à { $servers ->
        [one] { $servers } serveur
       *[other] { $servers } serveurs
    }.
    }
seen-members = Seuls les membres de { $group } voient ceci : { $members ->
        [one] { $members } membre
       *[other] { $members } membres
    } ; { $servers ->
        [0] aucune copie ne quitte cette plateforme.
       *[other] des copies vont à { $servers ->
        [one] { $servers } serveur
       *[other] { $servers } serveurs
    } où lisent des membres approuvés.
    }
seen-hub = { $group } est réservé à cette plateforme : lisible par { $members ->
        [one] { $members } membre
       *[other] { $members } membres
    }. Rien n’en sort.
seen-public-badge = Public
seen-members-badge = Réservé aux membres
seen-hub-badge = Cette plateforme seulement
