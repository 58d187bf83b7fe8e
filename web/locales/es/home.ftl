# La portada.
home-what = Aquí los colegas comparten lo que funciona cuando las personas regresan a casa y reconstruyen allí su vida: debates, publicaciones e historias sobre el terreno.
home-welcome = Le damos la bienvenida
home-since = Desde su última visita, el { $date }
home-answers = { $n ->
    [one] { $n } respuesta para usted
   *[other] { $n } respuestas para usted
}
home-new = { $n ->
    [one] { $n } publicación nueva en sus grupos
   *[other] { $n } publicaciones nuevas en sus grupos
}
home-answers-title = Respuestas para usted
home-news = En sus grupos
home-newest-first = primero lo más reciente
home-nothing = Nada nuevo desde su última visita
home-nothing-text = Ya lo ha visto todo. Buen momento para abrir un debate o recorrer la biblioteca.
home-highlights = Destacados
home-chosen = elegidos por el equipo editorial
home-discussions = Debates abiertos
home-library = Novedades de la biblioteca
home-spotlight = En primer plano
home-all-groups = Todos los grupos
home-all-library = Ir a la biblioteca
home-all-spotlight = Todos los artículos
home-ways = Por dónde empezar
home-groups-about = Preguntar, responder, comparar
home-library-about = Manuales, evaluaciones, estudios
home-spotlight-about = Noticias e historias sobre el terreno
home-open-groups = Grupos que cualquiera puede leer
home-no-groups = Todavía no está en ningún grupo. Elija algunos y aquí verá sus novedades.
