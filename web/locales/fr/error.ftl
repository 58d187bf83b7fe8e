# Pages d’erreur.
error-401 = Veuillez vous connecter
error-401-advice = Cette page est réservée aux membres. Connectez-vous et vous reviendrez ici.
error-403 = Vous ne pouvez pas faire cela
error-403-advice = Votre compte ne le permet pas, ou la page d’où vous venez était trop ancienne. Revenez, actualisez et réessayez.
error-404 = Il n’y a rien ici
error-404-advice = L’adresse est peut-être mal écrite, ou ce qu’elle désigne est réservé aux membres d’un groupe.
error-410 = Ceci a été retiré
error-410-advice = Son auteur ou un modérateur l’a supprimé définitivement.
error-413 = C’est trop lourd
error-413-advice = Revenez et choisissez des fichiers plus petits. La limite est indiquée à côté du champ.
error-422 = Nous n’avons pas pu lire cela
error-422-advice = Un élément envoyé manque ou n’a pas la bonne forme. Revenez et réessayez.
error-429 = Un instant, s’il vous plaît
error-429-advice = Beaucoup de demandes sont venues d’ici en peu de temps. Rien n’est perdu.
error-500 = Une erreur s’est produite chez nous
error-500-advice = Veuillez réessayer. Si cela se reproduit, communiquez le numéro ci-dessous aux responsables de la plateforme.
error-503 = Nous sommes occupés un instant
error-503-advice = La plateforme démarre ou est en maintenance. Revenez dans une minute.
error-wait = { $n ->
    [one] Vous pourrez réessayer dans { $n } seconde.
   *[other] Vous pourrez réessayer dans { $n } secondes.
}
error-home = Vers l’accueil
error-request = Requête
