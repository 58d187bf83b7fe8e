# Across servers: finding, following, where a post went.
remote-find-title = Encontrar um grupo noutro lugar
remote-find-lead = Os grupos de plataformas parceiras e de servidores como o Mastodon ou o Lemmy podem ser lidos e seguidos aqui.
remote-find = Procurar
remote-find-label = Nome ou endereço
remote-find-help = Por exemplo, !grupo@practice.example ou o endereço da página do grupo
remote-found-group = Grupo
remote-found-person = Pessoa
remote-found-post = Publicação
remote-trouble-malformed = Não é um nome como !grupo@practice.example nem um endereço web.
remote-trouble-unknown = Não se encontrou nada com este nome. Verifique a ortografia.
remote-trouble-unreachable = O outro servidor não responde de momento. Tente mais tarde.
remote-trouble-not-allowed = Esta plataforma não troca com esse servidor.
fault-no-way = Não encontrámos o caminho. Copie antes uma das linhas abaixo.
remote-follow-title = Seguir { $name } a partir de outro lugar
remote-follow-lead = Tem uma conta noutro servidor? Siga a partir de lá; não precisa de outra aqui.
remote-account = A sua conta lá
remote-account-help = Por exemplo, nome@social.example
remote-go = Continuar
remote-copy = Ou copie
remote-copy-text = Cole uma destas linhas na pesquisa do seu servidor.
remote-copy-handle = Mastodon e a maioria dos outros
remote-copy-lemmy = Lemmy, PieFed, Mbin
remote-copy-address = Em qualquer lugar
remote-leaving = Vai sair desta plataforma
remote-leaving-text = A página seguinte está em { $host }. Continue apenas se for o seu servidor.
remote-leave = Continuar para { $host }
remote-stay = Ficar aqui
where-title = Onde chegou esta publicação
where-delivered = { $n ->
    [one] Chegou a { $n } servidor
   *[other] Chegou a { $n } servidores
}
where-retrying = { $n ->
    [one] a tentar de novo { $n }
   *[other] a tentar de novo { $n }
}
where-refused = { $n ->
    [one] { $n } recusou-a
   *[other] { $n } recusaram-na
}
where-state-delivered = chegou
where-state-retrying = não responde; continuamos a tentar
where-state-refused = recusou-a
where-state-gone = já não existe
where-copies = Se retirar a publicação, pede-se a cada servidor com uma cópia que a apague; ainda assim, pode conservá-la.
where-nothing = Nenhum outro servidor tem ainda esta publicação
where-nothing-text = Vai para os servidores onde alguém segue o grupo ou o autor.
where-why-busy = está ocupado; tentamos mais tarde
where-why-forbidden = não aceita nada desta plataforma
where-why-unknown = não sabe onde a colocar
where-retrying-title = Ainda a tentar
where-refused-title = Não aceite
where-delivered-title = Chegou
where-more = Têm-na mais servidores do que os listados aqui.
copy-title = Este ficheiro está noutro servidor
copy-fetching = Estamos a buscá-lo em { $host }. Volte a carregar esta página daqui a pouco.
copy-unreachable = { $host } não responde de momento e o ficheiro ainda não está aqui. Tente mais tarde.
copy-gone = { $host } já não o tem, ou não o entrega.
copy-kind = O que { $host } enviou não é um tipo de ficheiro que transmitamos.
copy-large = É demasiado grande para ser transmitido aqui.
copy-changed = O que { $host } enviou não é o ficheiro que o autor partilhou.
copy-not-allowed = Esta plataforma não troca com { $host }.
copy-again = Tentar de novo
copy-there = Abri-lo em { $host }
copy-back = Voltar à publicação
