# Denuncias y expulsiones: lo que leen miembros, moderadores y administradores.
post-report = Denunciar
report-heading = ¿Denunciar esto?
report-lead = Diga a quienes cuidan el orden qué tiene de malo. Lo miran y deciden; usted recibirá un aviso del resultado.
report-reason = ¿Qué tiene de malo?
report-reason-help = Bastan una o dos frases. No nombre a nadie a quien pueda perjudicar.
report-send = Enviar la denuncia
report-sees = Lo leen los moderadores de { $group } y los administradores de esta plataforma.
report-copies = Una copia sin su nombre va a { $servers }.
report-name = Su nombre no se muestra a nadie.
fault-own = Esto es suyo: puede retirarlo.
fault-reports-often = Ha denunciado mucho hoy. Inténtelo de nuevo mañana.
flash-reported = Gracias. La denuncia está enviada.
reports-title = Denuncias
reports-lead = Lo denunciado que espera una decisión, primero lo más antiguo.
reports-none = No hay denuncias
reports-none-text = Lo que denuncian los miembros y otros servidores queda aquí hasta que alguien decida.
reports-by = Denunciado por { $who }
reports-members = { $n ->
    [one] { $n } miembro
   *[other] { $n } miembros
}
reports-open = { $n ->
    [one] { $n } denuncia espera
   *[other] { $n } denuncias esperan
}
report-remove = Quitarlo …
report-dismiss = Dejarlo
report-uphold = La denuncia está justificada
flash-report-dismissed = Se queda. Se comunica a quienes denunciaron.
flash-report-upheld = Anotado. Se comunica a quienes denunciaron.
flash-report-decided = Alguien decidió sobre esto entretanto.
ban-author = Expulsar al autor …
member-ban = Expulsar …
ban-heading = ¿Expulsar a { $name } de { $group }?
ban-lead = Quien está expulsado no puede publicar, responder, reaccionar ni entrar aquí hasta que termine la expulsión. Se pide a los demás servidores que hagan lo mismo.
ban-reason = Motivo
ban-reason-help = Lo lee la persona, y también otros servidores.
ban-until = Por cuánto tiempo
ban-for-good = Hasta que alguien la termine
ban-days = { $n ->
    [one] { $n } día
   *[other] { $n } días
}
ban-remove = Quitar también de la vista todo lo que publicó en este grupo
ban-submit = Expulsar
ban-lift = Terminar la expulsión
bans-title = Expulsados de este grupo
bans-lead = Por ahora no pueden participar aquí.
bans-none = Nadie está expulsado
bans-none-text = Se expulsa desde una publicación o desde la lista de miembros.
bans-until = hasta el { $date }
fault-banned = Los moderadores le han cerrado este grupo por ahora. Su página dice por qué.
fault-keeps-order = Esta persona modera aquí. Termine antes ese cargo.
flash-longer-in-office = Esta persona modera desde hace más tiempo que usted. Un administrador puede terminarlo.
fault-past = Esto queda en el pasado.
flash-banned = Expulsado del grupo.
flash-unbanned = La expulsión ha terminado.
group-banned = Los moderadores le cerraron este grupo: { $reason }
group-banned-no-reason = Los moderadores le cerraron este grupo.
group-banned-until = Los moderadores le cerraron este grupo hasta el { $date }: { $reason }
group-banned-until-no-reason = Los moderadores le cerraron este grupo hasta el { $date }.
group-bans = Expulsados de este grupo
former-member = Antiguo miembro
