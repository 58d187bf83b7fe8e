# Partner hubs and other servers.
hubs-title = Plataformas asociadas
hubs-lead = Los grupos y las publicaciones de esta plataforma se comparten con estos servidores, y los suyos con nosotros.
hubs-none = Todavía no hay plataformas asociadas
hubs-none-text = Aparecerán aquí cuando alguien siga un grupo de una plataforma a otra.
hubs-partner = Plataforma asociada
hubs-heard = último contacto
hubs-servers = Otros servidores
hubs-servers-lead = Cada servidor que conoce esta plataforma: qué programa usa, si responde y qué ha decidido usted sobre él.
hubs-servers-none = Todavía no se conoce ningún otro servidor.
hubs-servers-no-match = Ningún servidor coincide.
hubs-servers-all = Mostrar todos
hubs-judge-title = Decidir sobre un servidor
hubs-judge = Guardar
hubs-name = Nombre del servidor
hubs-name-help = Por ejemplo, practice.example. Un nombre bloqueado abarca todo lo que depende de él.
hubs-policy = ¿Qué puede hacer?
hubs-policy-open = Intercambiar con nosotros como cualquier servidor
hubs-policy-partner = Plataforma asociada
hubs-policy-blocked = Bloqueado: nada entra, nada sale
hubs-note = Nota para la administración
hubs-state-well = Responde
hubs-state-partner = Plataforma asociada, responde
hubs-state-retrying = No responde por ahora; seguimos intentándolo
hubs-state-paused = En pausa por decisión de la administración
hubs-state-blocked = Bloqueado
hubs-state-gone = Dice que ya no existe
hubs-waiting = En espera para él
hubs-waiting-count = { $n ->
    [one] { $n } actividad en espera
   *[other] { $n } actividades en espera
}
hubs-software = Programa
hubs-last-heard = Último contacto
hubs-next-try = Próximo intento
hubs-missed = Perdido para siempre
hubs-failing-since = Sin respuesta desde
hubs-unknown = no se sabe
hubs-said = Lo que se dijo:
hubs-trouble-timeout = El servidor no respondió a tiempo. Seguimos intentándolo y no se pierde nada.
hubs-trouble-refused = El servidor rechaza lo que enviamos. Quizá su administración sepa por qué.
hubs-trouble-busy = El servidor dice que está ocupado. Lo intentaremos más tarde.
hubs-trouble-gone = El servidor dice que ha dejado de existir. Ya no se le envía nada.
hubs-trouble-other = El último envío no tuvo éxito. Seguimos intentándolo y no se pierde nada.
hubs-retry = Reintentar ahora
hubs-pause = Poner en pausa
hubs-resume = Continuar
hubs-mode-allowlist = Esta plataforma solo intercambia con plataformas asociadas.
hubs-mode-off = El intercambio con otros servidores está desactivado en la configuración.
flash-hub-judged = Guardado. Se aplica desde ahora.
flash-hub-retrying = Estamos intentándolo de nuevo.
hubs-state-any = Todos
hubs-filter = Mostrar
hubs-filter-name = Parte del nombre
hubs-filter-state = Estado
hubs-group-aware = Recibe las publicaciones de los grupos
hubs-aware-yes = con respuestas, cambios y retiradas
hubs-aware-no = como publicaciones sueltas
hubs-signatures = Firmas
hubs-cursor = Respondido hasta la actividad
hubs-oldest = La más antigua en espera
hubs-delivered = Última publicación que aceptó
hubs-met = Conocido desde
partner-lead = Una plataforma asociada nos ha dicho que sí, y nosotros a ella. Cada parte confirma antes de compartir nada.
partner-asking = Piden ser asociadas
partner-others = Asociadas e invitaciones
partner-asked = pide ser asociada
partner-invited = invitada por nosotros, aún sin respuesta
partner-partners = asociadas
partner-declined = ha rechazado o lo ha terminado
partner-refused = rechazada o terminada por nosotros
partner-trusted = asociada solo por decisión suya
partner-trouble = Aún sin entregar:
partner-confirm = Confirmar
partner-decline = Rechazar
partner-end = Terminar la asociación
partner-end-question = ¿Terminar la asociación con esta plataforma? Se le comunica.
partner-withdraw = Retirar la invitación
partner-again = Invitar de nuevo
partner-invite-title = Invitar a una plataforma
partner-invite = Enviar la invitación
partner-address = Dirección de la otra plataforma
partner-address-help = Por ejemplo practice.example. Sus administradores ven que lo pedimos y confirman o rechazan.
partner-none = Aún no hay plataformas asociadas
partner-none-text = Invite a una por su dirección. Serán asociadas cuando sus administradores confirmen.
fault-partner-name = Esto no es el nombre de un servidor, como practice.example.
fault-partner-own = Esta es la dirección de esta misma plataforma.
fault-partner-blocked = Este servidor está bloqueado aquí. Permítalo primero.
fault-partner-off = El intercambio con otros servidores está desactivado en la configuración.
fault-partner-no-hub = No se encontró ninguna plataforma allí. Compruebe la dirección.
fault-partner-already = Ya son asociadas.
flash-partner-invited = La invitación está en camino. Serán asociadas cuando confirmen.
flash-partner-confirmed = Ya son asociadas. Se comunica a la otra plataforma.
flash-partner-ended = Guardado. Se comunica a la otra plataforma.
admin-partners-ask = { $n ->
    [one] { $n } plataforma pide ser asociada
   *[other] { $n } plataformas piden ser asociadas
}
lists-title = Listas de servidores
lists-lead = Tome una lista hecha por otro administrador o pase la suya. Las listas son archivos CSV como los de Mastodon y otros.
lists-export = Exportar
lists-export-blocked = Descargar la lista de bloqueo
lists-export-partner = Descargar la lista de asociados
lists-servers = { $n ->
    [one] { $n } servidor
   *[other] { $n } servidores
}
lists-import-title = Importar
lists-import = Importar la lista
lists-which = ¿Qué contiene?
lists-which-blocked = Servidores que bloquear, con todo lo que está bajo su nombre
lists-which-partner = Servidores que tratar como asociados, enseguida y sin preguntarles
lists-file = Archivo
lists-text = O líneas para pegar
lists-text-help = Un servidor en cada línea. Hasta 5000 líneas.
lists-taken = { $n ->
    [one] Se tomó { $n } servidor.
   *[other] Se tomaron { $n } servidores.
}
lists-same = { $n ->
    [one] { $n } ya estaba.
   *[other] { $n } ya estaban.
}
lists-left = { $n ->
    [one] Se omitió { $n } línea.
   *[other] Se omitieron { $n } líneas.
}
lists-left-title = Omitidas, y por qué
lists-line = Línea { $n }
lists-why-name = No es el nombre de un servidor.
lists-why-own = Esta misma plataforma está bajo este nombre.
lists-why-hidden = Unos asteriscos ocultan una parte del nombre.
lists-why-severity = Esta plataforma bloquea un servidor o no; no hay nada intermedio.
lists-why-partner = Es una plataforma asociada. Termine primero la asociación.
lists-why-blocked = Este servidor está bloqueado aquí. Permítalo primero.
lists-why-broken = Esta línea no se puede leer.
lists-why-too-many = Solo se leen 5000 líneas a la vez.
fault-lists-empty = No hay ninguna línea con un servidor.
