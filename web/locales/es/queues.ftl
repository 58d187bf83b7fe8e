# What waits and what failed.
queues-title = Detrás de las páginas
queues-jobs-waiting = Tareas en espera
queues-incoming-waiting = Llegadas, aún sin tratar
queues-outgoing = Enviadas en las últimas 24 horas
queues-mails-waiting = Correos en espera
queues-mails-failed = Correos abandonados
queues-hosts-failing = Servidores que no responden
queues-well = Nada ha fallado
queues-jobs = Tareas abandonadas
queues-incoming = Llegadas que no se pudieron usar
queues-incoming-text = Se guardan una semana. La mayoría se refieren a algo que nunca estuvo aquí.
queues-retry = Reintentar
flash-queued = Se intenta de nuevo.
