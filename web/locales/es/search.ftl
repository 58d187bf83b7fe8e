# Finding things: the search page and the filters that it shares with the library.
find-title = Búsqueda
find-box = Palabras que buscar
find-filters = Filtros
find-apply = Aplicar
find-clear = Borrar todo
find-kind = Clase
find-type = Tipo
find-group = Grupo
find-year = Año
find-year-from = desde
find-year-to = hasta
find-years = { $from } a { $to }
find-years-from = desde { $from }
find-years-to = hasta { $to }
find-more = Más
find-sort = Orden
find-sort-best = Más relevantes
find-sort-newest = Lo más reciente aquí
find-sort-year = Año de publicación
find-results = { $n ->
    [one] { $n } resultado
   *[other] { $n } resultados
}
find-publications = { $n ->
    [one] { $n } publicación
   *[other] { $n } publicaciones
}
find-none = No se ha encontrado nada
find-none-text = Pruebe con menos palabras u otras, o quite un filtro. También pueden ayudar palabras en otro idioma.
find-ask = ¿Qué busca?
find-ask-text = Busque entre grupos, debates, publicaciones y artículos.
find-near = Títulos parecidos
find-groups = Grupos
find-people = Personas
