# What waits and what failed.
queues-title = Nos bastidores
queues-jobs-waiting = Tarefas em espera
queues-incoming-waiting = Recebidas, ainda por tratar
queues-outgoing = Enviadas nas últimas 24 horas
queues-mails-waiting = Mensagens de correio em espera
queues-mails-failed = Mensagens de correio abandonadas
queues-hosts-failing = Servidores que não respondem
queues-well = Nada falhou
queues-jobs = Tarefas abandonadas
queues-incoming = Recebidas que não puderam ser usadas
queues-incoming-text = Guardadas durante uma semana. A maioria diz respeito a algo que nunca esteve aqui.
queues-retry = Tentar de novo
flash-queued = Está a ser tentado de novo.
