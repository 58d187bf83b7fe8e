# Finding things: the search page and the filters that it shares with the library.
find-title = Pesquisa
find-box = Palavras a procurar
find-filters = Filtros
find-apply = Aplicar
find-clear = Limpar tudo
find-kind = Género
find-type = Tipo
find-group = Grupo
find-year = Ano
find-year-from = de
find-year-to = até
find-years = { $from } a { $to }
find-years-from = a partir de { $from }
find-years-to = até { $to }
find-more = Mais
find-sort = Ordem
find-sort-best = Mais relevantes
find-sort-newest = Mais recentes aqui
find-sort-year = Ano de publicação
find-results = { $n ->
    [one] { $n } resultado
   *[other] { $n } resultados
}
find-publications = { $n ->
    [one] { $n } publicação
   *[other] { $n } publicações
}
find-none = Nada encontrado
find-none-text = Experimente menos palavras ou outras, ou retire um filtro. Palavras noutra língua também podem ajudar.
find-ask = O que procura?
find-ask-text = Procure em grupos, debates, publicações e artigos.
find-near = Títulos parecidos
find-groups = Grupos
find-people = Pessoas
