# Elementos comuns a várias páginas.
kind-discussion = Debate
kind-resource = Recurso
kind-article = Artigo
kind-event = Webinário
kind-course = Curso
kind-initiative = Iniciativa
comma = ,
in-language = em { $language }
from-hub = de { $hub }
pinned = Fixado
locked = Fechado a respostas
edited = editado
replies = { $n ->
    [one] { $n } resposta
   *[other] { $n } respostas
}
replies-new = { $n ->
    [one] { $n } nova
   *[other] { $n } novas
}
posts-new = { $n ->
    [one] { $n } publicação nova
   *[other] { $n } publicações novas
}
members = { $n ->
    [one] { $n } membro
   *[other] { $n } membros
}
group-joined = Participa
pages = { $n ->
    [one] { $n } página
   *[other] { $n } páginas
}
download = Descarregar
pager-label = Páginas
pager-back = Página anterior
pager-on = Página seguinte
pager-here = Página { $page } de { $pages }
way-label = Onde está
filter-remove = Remover este filtro
seen-public = { $group } é público: { $members ->
        [one] um membro
       *[other] { $members } membros
    } aqui, { $followers ->
        [one] um seguidor
       *[other] { $followers } seguidores
    } noutros sítios; { $servers ->
        [0] ainda não saem cópias desta plataforma.
       *[other] seguem cópias para { $servers ->
        [one] um servidor
       *[other] { $servers } servidores
    }.
    }
seen-members = Só os membros de { $group } veem isto: { $members ->
        [one] um membro
       *[other] { $members } membros
    }; { $servers ->
        [0] não saem cópias desta plataforma.
       *[other] seguem cópias para { $servers ->
        [one] um servidor
       *[other] { $servers } servidores
    } onde leem membros aprovados.
    }
seen-hub = { $group } é só para esta plataforma: legível por { $members ->
        [one] um membro
       *[other] { $members } membros
    }. Nada sai dela.
seen-public-badge = Público
seen-members-badge = Só membros
seen-hub-badge = Só esta plataforma
