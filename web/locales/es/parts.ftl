# Elementos comunes a varias páginas.
kind-discussion = Debate
kind-resource = Recurso
kind-article = Artículo
kind-event = Seminario web
kind-course = Curso
kind-initiative = Iniciativa
comma = ,
in-language = en { $language }
from-hub = de { $hub }
pinned = Fijado
locked = Cerrado a respuestas
edited = editado
replies = { $n ->
    [one] { $n } respuesta
   *[other] { $n } respuestas
}
replies-new = { $n ->
    [one] { $n } nueva
   *[other] { $n } nuevas
}
posts-new = { $n ->
    [one] { $n } publicación nueva
   *[other] { $n } publicaciones nuevas
}
members = { $n ->
    [one] { $n } miembro
   *[other] { $n } miembros
}
group-joined = Usted participa
pages = { $n ->
    [one] { $n } página
   *[other] { $n } páginas
}
download = Descargar
pager-label = Páginas
pager-back = Página anterior
pager-on = Página siguiente
pager-here = Página { $page } de { $pages }
way-label = Dónde está
filter-remove = Quitar este filtro
seen-public = { $group } es público: { $members ->
        [one] un miembro
       *[other] { $members } miembros
    } aquí, { $followers ->
        [one] un seguidor
       *[other] { $followers } seguidores
    } en otros sitios; { $servers ->
        [0] todavía no salen copias de esta plataforma.
       *[other] se envían copias a { $servers ->
        [one] un servidor
       *[other] { $servers } servidores
    }.
    }
seen-members = Solo lo ven los miembros de { $group }: { $members ->
        [one] un miembro
       *[other] { $members } miembros
    }; { $servers ->
        [0] no salen copias de esta plataforma.
       *[other] se envían copias a { $servers ->
        [one] un servidor
       *[other] { $servers } servidores
    } donde leen miembros aprobados.
    }
seen-hub = { $group } es solo para esta plataforma: pueden leerlo { $members ->
        [one] un miembro
       *[other] { $members } miembros
    }. Nada sale de ella.
seen-public-badge = Público
seen-members-badge = Solo miembros
seen-hub-badge = Solo esta plataforma
