# A página inicial.
home-what = Aqui os colegas partilham o que funciona quando as pessoas regressam a casa e aí reconstroem a vida: debates, publicações e histórias do terreno.
home-welcome = Boas-vindas
home-since = Desde a sua última visita, em { $date }
home-answers = { $n ->
    [one] { $n } resposta para si
   *[other] { $n } respostas para si
}
home-new = { $n ->
    [one] { $n } publicação nova nos seus grupos
   *[other] { $n } publicações novas nos seus grupos
}
home-answers-title = Respostas para si
home-news = Nos seus grupos
home-newest-first = mais recentes primeiro
home-nothing = Nada de novo desde a sua última visita
home-nothing-text = Já viu tudo. Bom momento para iniciar um debate ou percorrer a biblioteca.
home-highlights = Destaques
home-chosen = escolhidos pela equipa editorial
home-discussions = Debates abertos
home-library = Novidades na biblioteca
home-spotlight = Em foco
home-all-groups = Todos os grupos
home-all-library = Ir para a biblioteca
home-all-spotlight = Todos os artigos
home-ways = Por onde começar
home-groups-about = Perguntar, responder, comparar
home-library-about = Manuais, avaliações, estudos
home-spotlight-about = Notícias e histórias do terreno
home-open-groups = Grupos que todos podem ler
home-no-groups = Ainda não está em nenhum grupo. Escolha alguns e as novidades aparecerão aqui.
