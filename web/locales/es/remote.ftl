# Across servers: finding, following, where a post went.
remote-find-title = Buscar un grupo en otra parte
remote-find-lead = Los grupos de plataformas asociadas y de servidores como Mastodon o Lemmy se pueden leer y seguir aquí.
remote-find = Buscar
remote-find-label = Nombre o dirección
remote-find-help = Por ejemplo, !grupo@practice.example o la dirección de la página del grupo
remote-found-group = Grupo
remote-found-person = Persona
remote-found-post = Publicación
remote-trouble-malformed = No es un nombre como !grupo@practice.example ni una dirección web.
remote-trouble-unknown = No se encontró nada con este nombre. Compruebe la ortografía.
remote-trouble-unreachable = El otro servidor no responde por ahora. Inténtelo más tarde.
remote-trouble-not-allowed = Esta plataforma no intercambia con ese servidor.
fault-no-way = No encontramos el camino. Copie mejor una de las líneas de abajo.
remote-follow-title = Seguir { $name } desde otra parte
remote-follow-lead = ¿Tiene una cuenta en otro servidor? Siga desde allí; no necesita otra aquí.
remote-account = Su cuenta allí
remote-account-help = Por ejemplo, nombre@social.example
remote-go = Continuar
remote-copy = O copie
remote-copy-text = Pegue una de estas líneas en el buscador de su servidor.
remote-copy-handle = Mastodon y la mayoría
remote-copy-lemmy = Lemmy, PieFed, Mbin
remote-copy-address = En cualquier sitio
remote-leaving = Va a salir de esta plataforma
remote-leaving-text = La página siguiente está en { $host }. Siga solo si es su servidor.
remote-leave = Seguir a { $host }
remote-stay = Quedarme aquí
where-title = Adónde llegó esta publicación
where-delivered = { $n ->
    [one] Llegó a { $n } servidor
   *[other] Llegó a { $n } servidores
}
where-retrying = { $n ->
    [one] reintentando { $n }
   *[other] reintentando { $n }
}
where-refused = { $n ->
    [one] { $n } la rechazó
   *[other] { $n } la rechazaron
}
where-state-delivered = llegó
where-state-retrying = no responde; seguimos intentándolo
where-state-refused = la rechazó
where-state-gone = ya no existe
where-copies = Si retira la publicación, se pide a cada servidor con una copia que la borre; aun así, puede conservarla.
where-nothing = Ningún otro servidor tiene aún esta publicación
where-nothing-text = Va a los servidores donde alguien sigue al grupo o a su autor.
where-why-busy = está ocupado; lo intentamos más tarde
where-why-forbidden = no acepta nada de esta plataforma
where-why-unknown = no sabe dónde ponerla
where-retrying-title = Aún en curso
where-refused-title = No aceptada
where-delivered-title = Llegó
where-more = La tienen más servidores de los que se listan aquí.
copy-title = Este archivo está en otro servidor
copy-fetching = Lo estamos trayendo de { $host }. Vuelva a cargar esta página en un momento.
copy-unreachable = { $host } no responde por ahora y el archivo aún no está aquí. Inténtelo más tarde.
copy-gone = { $host } ya no lo tiene o no lo entrega.
copy-kind = Lo que { $host } envió no es un tipo de archivo que transmitamos.
copy-large = Es demasiado grande para transmitirlo aquí.
copy-changed = Lo que { $host } envió no es el archivo que compartió su autor.
copy-not-allowed = Esta plataforma no intercambia con { $host }.
copy-again = Intentar de nuevo
copy-there = Abrirlo en { $host }
copy-back = Volver a la publicación
