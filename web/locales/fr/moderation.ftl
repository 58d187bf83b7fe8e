# Signalements et exclusions : ce que lisent membres, modérateurs et administrateurs.
post-report = Signaler
report-heading = Signaler ceci ?
report-lead = Dites à ceux qui veillent à l’ordre ce qui ne va pas. Ils regardent et décident ; vous recevrez un avis de la suite donnée.
report-reason = Qu’est-ce qui ne va pas ?
report-reason-help = Une ou deux phrases suffisent. Ne nommez personne à qui cela pourrait nuire.
report-send = Envoyer le signalement
report-sees = Les modérateurs de { $group } et les administrateurs de cette plateforme le lisent.
report-copies = Une copie sans votre nom est envoyée à { $servers }.
report-name = Votre nom n’est montré à personne.
fault-own = Ceci est de vous : vous pouvez le retirer.
fault-reports-often = Vous avez beaucoup signalé aujourd’hui. Réessayez demain.
flash-reported = Merci. Le signalement est fait.
reports-title = Signalements
reports-lead = Ce qui a été signalé et attend une décision, le plus ancien d’abord.
reports-none = Rien n’est signalé
reports-none-text = Ce que signalent les membres et d’autres serveurs reste ici jusqu’à ce que quelqu’un décide.
reports-by = Signalé par { $who }
reports-members = { $n ->
    [one] { $n } membre
   *[other] { $n } membres
}
reports-open = { $n ->
    [one] { $n } signalement attend
   *[other] { $n } signalements attendent
}
report-remove = Le retirer de la vue …
report-dismiss = Le laisser
report-uphold = Le signalement est fondé
flash-report-dismissed = Cela reste. Ceux qui l’ont signalé en sont avisés.
flash-report-upheld = C’est noté. Ceux qui l’ont signalé en sont avisés.
flash-report-decided = Quelqu’un a décidé entre-temps.
ban-author = Exclure l’auteur …
member-ban = Exclure …
ban-heading = Exclure { $name } de { $group } ?
ban-lead = Qui est exclu ne peut ni publier, ni répondre, ni réagir, ni entrer dans ce groupe jusqu’à la fin de l’exclusion. Les autres serveurs sont priés de faire de même.
ban-reason = Motif
ban-reason-help = La personne le lit, les autres serveurs aussi.
ban-until = Pour combien de temps
ban-for-good = Jusqu’à ce que quelqu’un y mette fin
ban-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
ban-remove = Enlever aussi de la vue tout ce que cette personne a publié dans ce groupe
ban-submit = Exclure
ban-lift = Mettre fin à l’exclusion
bans-title = Exclus de ce groupe
bans-lead = Ces personnes ne peuvent pas participer ici pour le moment.
bans-none = Personne n’est exclu
bans-none-text = On exclut à partir d’une publication ou de la liste des membres.
bans-until = jusqu’au { $date }
fault-banned = Les modérateurs vous ont fermé ce groupe pour le moment. Sa page dit pourquoi.
fault-keeps-order = Cette personne modère ce groupe. Mettez d’abord fin à ce rôle.
flash-longer-in-office = Cette personne modère depuis plus longtemps que vous. Un administrateur peut y mettre fin.
fault-past = Cette date est passée.
flash-banned = Exclu du groupe.
flash-unbanned = L’exclusion a pris fin.
group-banned = Les modérateurs vous ont fermé ce groupe : { $reason }
group-banned-no-reason = Les modérateurs vous ont fermé ce groupe.
group-banned-until = Les modérateurs vous ont fermé ce groupe jusqu’au { $date } : { $reason }
group-banned-until-no-reason = Les modérateurs vous ont fermé ce groupe jusqu’au { $date }.
group-bans = Exclus de ce groupe
former-member = Ancien membre
