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
