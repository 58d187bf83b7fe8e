# Lo que rodea a cada correo.
mail-hello = Hola, { $name }:
mail-button-help = Si el botón no funciona, copie esta dirección en su navegador:
mail-label = { $words }:
mail-fact = { $label }: { $value }
mail-settings = Ajustes de correo
mail-why-account = Recibe este correo porque esta dirección pertenece a una cuenta de { $hub }.
mail-why-asked = Recibe este correo porque alguien indicó esta dirección en { $hub }. Si no fue usted, no tiene que hacer nada.
mail-why-moderator = Recibe este correo porque modera este grupo.
mail-why-admin = Recibe este correo porque administra { $hub }.
# El resumen.
digest-week = Su semana en { $hub }
digest-day = Su día en { $hub }
digest-since = Novedades desde el { $date }
digest-replies = Respuestas para usted
digest-replied = { $who } respondió en «{ $title }»
digest-highlight = Elegido por la redacción
digest-resources = Nuevo en la biblioteca
digest-more = Más en { $group }
digest-more-replies = { $n ->
    [one] { $n } respuesta más en sus avisos
   *[other] { $n } respuestas más en sus avisos
}
digest-more-resources = Más en la biblioteca
digest-open = Abrir { $hub }
digest-stop = Dejar de recibir este resumen
digest-why-weekly = Recibe este resumen una vez por semana porque es miembro de { $hub }.
digest-why-daily = Recibe este resumen cada día porque es miembro de { $hub }.
digest-subject-replies = { $n ->
    [one] { $n } respuesta para usted
   *[other] { $n } respuestas para usted
}
digest-subject-more = { $n ->
    [one] { $n } más
   *[other] { $n } más
}
digest-subject-new = { $n ->
    [one] { $n } publicación nueva en sus grupos
   *[other] { $n } publicaciones nuevas en sus grupos
}
# A quienes deciden.
requests-title = { $n ->
    [one] { $who } pide unirse a { $group }
   *[other] { $n } personas piden unirse a { $group }
}
requests-text = La moderación decide. Hasta entonces no ven nada de lo reservado a los miembros.
requests-look = Ver las solicitudes
requests-more = { $n ->
    [one] y { $n } más
   *[other] y { $n } más
}
registrations-title = { $n ->
    [one] { $who } quiere unirse a { $hub }
   *[other] { $n } personas quieren unirse a { $hub }
}
registrations-text = La administración decide sobre cada registro. Responda, por favor, en dos días laborables.
registrations-look = Ver los registros
# La página a la que lleva «Dejar de recibir este resumen».
unsubscribe-title = Dejar de recibir el resumen
unsubscribe-ask = ¿Quiere dejar de recibir el resumen de { $hub }? Los correos sobre su cuenta seguirán llegando.
unsubscribe-button = Dejar de recibir el resumen
unsubscribe-done-title = Ya no recibirá el resumen
unsubscribe-done = No se le enviarán más resúmenes de { $hub }.
unsubscribe-again = Volver a recibirlo como antes
unsubscribe-back-title = El resumen vuelve a llegar
unsubscribe-back = Se le volverá a enviar el resumen de { $hub }, con la misma frecuencia que antes.
unsubscribe-settings = Todos los ajustes de correo
