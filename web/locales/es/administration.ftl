# Para quienes dirigen la plataforma.
admin-overview = Resumen
admin-requests = Solicitudes
admin-members = Miembros
admin-hubs = Plataformas asociadas
admin-queues = Colas
admin-tasks = Lo que le espera
admin-calm = No hay nada pendiente.
admin-waiting = { $n ->
    [one] { $n } solicitud espera una decisión
   *[other] { $n } solicitudes esperan una decisión
}
admin-jobs-parked = { $n ->
    [one] { $n } tarea ha fallado
   *[other] { $n } tareas han fallado
}
admin-mails-failed = { $n ->
    [one] { $n } correo no se pudo enviar
   *[other] { $n } correos no se pudieron enviar
}
admin-mails-waiting = Correos en espera
admin-jobs-waiting = Tareas en espera
admin-version = Versión
admin-approve = Aceptar
admin-decline = Rechazar
admin-decline-question = ¿Rechazar esta solicitud? La persona recibirá un correo.
admin-requests-none = No hay solicitudes pendientes
admin-requests-none-text = Las nuevas llegan aquí cuando se confirma su dirección.
flash-approved = Aceptada. Un correo va en camino.
flash-declined = Rechazada. Un correo va en camino.
flash-decided = Alguien ya lo decidió entretanto.
admin-members-search = Nombre, dirección u organización
admin-members-none = Nadie coincide con esta búsqueda
admin-any = Todos
admin-state = Estado
admin-role = Función
admin-reason = Motivo de la solicitud
admin-registered = Registro
admin-last-visit = Última visita
admin-suspend = Suspender
admin-suspend-text = Un miembro suspendido queda desconectado en todas partes de inmediato y no puede entrar; lo que escribió permanece.
admin-suspend-question = ¿Suspender a este miembro?
admin-restore = Restablecer
admin-restore-text = Este miembro está suspendido. Una vez restablecido, podrá volver a entrar.
flash-suspended = Suspendido. Todas sus sesiones han terminado.
flash-restored = Restablecido.
role-member = Miembro
role-member-help = Lee, debate, aporta publicaciones.
role-editor = Editor
role-editor-help = Además cuida la biblioteca, escribe artículos, crea grupos e invita.
role-admin = Administrador
role-admin-help = Además decide sobre miembros y plataformas asociadas.
state-pending = En espera
state-active = Activo
state-declined = Rechazado
state-suspended = Suspendido
invite-lead = Quien llega con una invitación no necesita aprobación. Nunca da más derechos que los suyos.
invite-email = Para una dirección
invite-email-help = Enviamos el enlace allí. Déjelo vacío para un enlace que usted reparta.
invite-note = Para quién
invite-note-help = Una nota para usted.
invite-uses = Cuántas personas
invite-days = Válida cuántos días
invite-submit = Crear la invitación
invite-fresh = Copie este enlace ahora: solo se muestra esta vez.
invite-list = Invitaciones hasta ahora
invite-anybody = Quien tenga el enlace
invite-used = { $n } de { $most } usadas
invite-until = Hasta
invite-expired = Caducada
invite-revoked = Revocada
invite-spent = Agotada
invite-revoke = Revocar
flash-revoked = Revocada. El enlace ya no funciona.
flash-invited = La invitación va en camino.
state-closed = Cerrada
