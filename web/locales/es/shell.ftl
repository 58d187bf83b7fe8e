# El marco de todas las páginas.
skip = Ir al contenido
search = Buscar
search-label = Buscar grupos, biblioteca, personas
nav-label = Secciones
nav-home = Inicio
nav-groups = Grupos
nav-library = Biblioteca
nav-spotlight = En portada
nav-notices = Avisos
notices-unread = { $n ->
    [one] { $n } aviso
   *[other] { $n } avisos
}
sign-in = Iniciar sesión
sign-out = Cerrar sesión
join-hub = Unirse
menu-profile = Su perfil
menu-settings = Ajustes
menu-write = Escribir un artículo
menu-admin = Administración
foot-label = Acerca de esta plataforma
foot-network = { $n ->
    [one] Parte de una red con { $n } plataforma asociada
   *[other] Parte de una red de { $n } plataformas asociadas
}
foot-about = Acerca de
foot-hubs = Plataformas asociadas
foot-privacy = Privacidad
foot-source = Código fuente
foot-language = Idioma
theme = Colores
theme-auto = Como el dispositivo
theme-light = Claro
theme-dark = Oscuro
keys-title = Atajos de teclado
keys-search = Ir al buscador
keys-help = Mostrar esta lista
keys-on = Usar los atajos en este dispositivo
close = Cerrar
cancel = Cancelar
