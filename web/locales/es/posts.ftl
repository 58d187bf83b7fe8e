# Hilos, redacción, moderación.
post-reply = Responder
post-likes = { $n ->
    [0] Útil
    [one] Útil · { $n }
   *[other] Útil · { $n }
}
post-link = Enlace
post-edit = Editar
post-withdraw = Retirar
post-remove = Quitar
post-restore = Volver a mostrar
post-pin = Fijar
post-unpin = Dejar de fijar
post-lock = Cerrar a respuestas
post-unlock = Abrir a respuestas
post-highlight = Destacar en la portada
post-unhighlight = Quitar de la portada
post-gone = Esta publicación ya no está
post-seen-here = Verla donde se escribió
stub-withdrawn = { $name } lo retiró el { $date }.
stub-removed = Un moderador lo ha quitado.
stub-removed-reason = Un moderador lo ha quitado: { $reason }
thread-replies = { $n ->
    [0] Todavía sin respuestas
    [one] { $n } respuesta
   *[other] { $n } respuestas
}
thread-first-unread = Primera sin leer
thread-new-here = Nuevo desde su última visita
thread-order = Orden de las respuestas
thread-oldest = Primero las más antiguas
thread-newest = Primero las más recientes
thread-answers = En respuesta a { $name }
thread-answers-earlier = En respuesta a una anterior
thread-locked = Un moderador cerró este debate a nuevas respuestas.
thread-pinned = Fijado al inicio de su grupo.
thread-awaiting = Enviado al servidor del grupo, que aún no lo ha confirmado.
thread-sign-in = Inicie sesión para responder
thread-join = Únase al grupo para responder
reply-yours = Su respuesta
reply-send = Responder
compose-heading = Abrir un debate
compose-in = En { $group }
compose-edit-heading = Editar
compose-edit-lead = El texto anterior seguirá visible en el historial.
compose-title = Título
compose-title-help = Una pregunta o un tema claro atrae mejores respuestas.
compose-body = Texto
compose-language = Idioma del texto
compose-language-guess = Según el texto
compose-publish = Publicar
compose-save = Guardar los cambios
compose-resume = Enviar de nuevo
compose-session-heading = Su texto está a salvo
compose-session-ended = Su sesión había terminado. Inicie sesión en otra pestaña, vuelva aquí y envíe de nuevo: no se pierde nada de lo que escribió.
withdrawal-heading = ¿Retirar este texto?
withdrawal-lead = El texto, sus versiones anteriores y sus archivos se eliminan para siempre, aquí y, si los servidores lo respetan, en otros sitios. Las respuestas permanecen. Una línea dirá que usted lo retiró.
removal-heading = ¿Quitar este texto de la vista?
removal-lead = Nadie verá ya el texto; las respuestas permanecen. Podrá volver a mostrarlo.
removal-reason = Motivo
removal-reason-help = Lo ve quien lea el debate, también su autor.
history-title = Historial
history-lead = Todas las versiones, de la más reciente a la más antigua.
history-current = Versión actual
history-replaced-by = reemplazada por { $name }
fault-busy = Estamos ocupados un momento. Su texto se conserva: envíelo de nuevo.
fault-locked = Un moderador lo cerró entretanto.
fault-gone = Aquello a lo que responde se ha retirado entretanto.
fault-moderators-only = Solo pueden publicar aquí los moderadores y el equipo editorial.
fault-archived = Este grupo está cerrado.
flash-posted = Publicado.
flash-replied = Su respuesta está publicada.
flash-edited = El cambio se ha guardado.
flash-withdrawn = Retirado.
flash-removed = Quitado de la vista.
flash-post-restored = Vuelve a ser visible.
flash-pinned = Fijado.
flash-unpinned = Ya no está fijado.
flash-locked = Cerrado a respuestas.
flash-unlocked = Abierto de nuevo a respuestas.
flash-highlighted = Ya está en la portada.
flash-unhighlighted = Quitado de la portada.
compose-files = Archivos
compose-files-help = PDF, documentos de oficina e imágenes. Explique en el texto qué muestra una imagen.
compose-files-kept = Archivos ya recibidos
thread-incomplete = Respuestas aquí: { $here } de { $known }.
thread-fetch = Traer el resto
thread-fetching = Respuestas aquí: { $here } de { $known }. El resto se está trayendo: vuelva a cargar esta página en un minuto.
flash-thread-asked = Pedimos al otro servidor las respuestas que faltan. Vuelva a cargar esta página en un minuto.
flash-thread-often = Ha pedido muchos hilos. Inténtelo de nuevo en una hora.
