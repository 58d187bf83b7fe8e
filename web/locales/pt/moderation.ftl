# Denúncias e banimentos: o que leem membros, moderadores e administradores.
post-report = Denunciar
report-heading = Denunciar isto?
report-lead = Diga a quem cuida da ordem o que há de errado. Veem e decidem; recebe um aviso do resultado.
report-reason = O que há de errado?
report-reason-help = Uma ou duas frases bastam. Não nomeie ninguém a quem isso possa prejudicar.
report-send = Enviar a denúncia
report-sees = Leem-na os moderadores de { $group } e os administradores desta plataforma.
report-copies = Uma cópia sem o seu nome vai para { $servers }.
report-name = O seu nome não é mostrado a ninguém.
fault-own = Isto é seu: pode retirá-lo.
fault-reports-often = Denunciou muito hoje. Tente de novo amanhã.
flash-reported = Obrigado. A denúncia foi feita.
reports-title = Denúncias
reports-lead = O que foi denunciado e espera uma decisão, primeiro o mais antigo.
reports-none = Nada foi denunciado
reports-none-text = O que membros e outros servidores denunciam fica aqui até que alguém decida.
reports-by = Denunciado por { $who }
reports-members = { $n ->
    [one] { $n } membro
   *[other] { $n } membros
}
reports-open = { $n ->
    [one] { $n } denúncia espera
   *[other] { $n } denúncias esperam
}
report-remove = Remover …
report-dismiss = Deixar ficar
report-uphold = A denúncia é fundada
flash-report-dismissed = Fica. Quem denunciou é avisado.
flash-report-upheld = Anotado. Quem denunciou é avisado.
flash-report-decided = Alguém decidiu sobre isto entretanto.
ban-author = Banir o autor …
member-ban = Banir …
ban-heading = Banir { $name } de { $group }?
ban-lead = Quem está banido não pode publicar, responder, reagir nem entrar aqui até o banimento terminar. Pede-se aos outros servidores que façam o mesmo.
ban-reason = Motivo
ban-reason-help = A pessoa lê-o, e outros servidores também.
ban-until = Por quanto tempo
ban-for-good = Até que alguém o termine
ban-days = { $n ->
    [one] { $n } dia
   *[other] { $n } dias
}
ban-remove = Retirar também da vista tudo o que publicou neste grupo
ban-submit = Banir
ban-lift = Terminar o banimento
bans-title = Banidos deste grupo
bans-lead = Por agora não podem participar aqui.
bans-none = Ninguém está banido
bans-none-text = Bane-se a partir de uma publicação ou da lista de membros.
bans-until = até { $date }
fault-banned = Os moderadores fecharam-lhe este grupo por agora. A página do grupo diz porquê.
fault-keeps-order = Esta pessoa modera aqui. Termine primeiro esse papel.
flash-longer-in-office = Esta pessoa modera há mais tempo. Um administrador pode terminá-lo.
fault-past = Isto fica no passado.
flash-banned = Banido do grupo.
flash-unbanned = O banimento terminou.
group-banned = Os moderadores fecharam-lhe este grupo: { $reason }
group-banned-no-reason = Os moderadores fecharam-lhe este grupo.
group-banned-until = Os moderadores fecharam-lhe este grupo até { $date }: { $reason }
group-banned-until-no-reason = Os moderadores fecharam-lhe este grupo até { $date }.
group-bans = Banidos deste grupo
former-member = Antigo membro
