# Para quem gere a plataforma.
admin-overview = Visão geral
admin-requests = Pedidos de registo
admin-members = Membros
admin-hubs = Plataformas parceiras
admin-queues = Filas
admin-tasks = O que o espera
admin-calm = Nada à espera.
admin-waiting = { $n ->
    [one] { $n } pedido espera uma decisão
   *[other] { $n } pedidos esperam uma decisão
}
admin-jobs-parked = { $n ->
    [one] { $n } tarefa falhou
   *[other] { $n } tarefas falharam
}
admin-mails-failed = { $n ->
    [one] { $n } mensagem não pôde ser enviada
   *[other] { $n } mensagens não puderam ser enviadas
}
admin-mails-waiting = Mensagens em espera
admin-jobs-waiting = Tarefas em espera
admin-version = Versão
admin-approve = Aceitar
admin-decline = Recusar
admin-decline-question = Recusar este pedido? A pessoa recebe um e-mail.
admin-requests-none = Nenhum pedido à espera
admin-requests-none-text = Os novos chegam aqui depois de o endereço ser confirmado.
flash-approved = Aceite. Segue um e-mail.
flash-declined = Recusado. Segue um e-mail.
flash-decided = Entretanto alguém já decidiu.
admin-members-search = Nome, endereço ou organização
admin-members-none = Ninguém corresponde a esta pesquisa
admin-any = Todos
admin-state = Estado
admin-role = Função
admin-reason = Motivo do pedido
admin-registered = Registo
admin-last-visit = Última visita
admin-suspend = Suspender
admin-suspend-text = Um membro suspenso fica de imediato desligado em todo o lado e não pode entrar; o que escreveu permanece.
admin-suspend-question = Suspender este membro?
admin-restore = Restabelecer
admin-restore-text = Este membro está suspenso. Depois de restabelecido, pode voltar a entrar.
flash-suspended = Suspenso. Todas as suas sessões terminaram.
flash-restored = Restabelecido.
role-member = Membro
role-member-help = Lê, debate, contribui com publicações.
role-editor = Editor
role-editor-help = Além disso cuida da biblioteca, escreve artigos, cria grupos e convida.
role-admin = Administrador
role-admin-help = Além disso decide sobre membros e plataformas parceiras.
state-pending = À espera
state-active = Ativo
state-declined = Recusado
state-suspended = Suspenso
invite-lead = Quem chega com um convite não precisa de aprovação. Nunca dá mais direitos do que os seus.
invite-email = Para um endereço
invite-email-help = Enviamos a ligação para lá. Deixe vazio para uma ligação que passa a outros.
invite-note = Para quem
invite-note-help = Uma nota para si.
invite-uses = Quantas pessoas
invite-days = Válido por quantos dias
invite-submit = Criar o convite
invite-fresh = Copie esta ligação agora: só é mostrada desta vez.
invite-list = Convites até agora
invite-anybody = Quem tiver a ligação
invite-used = { $n } de { $most } usados
invite-until = Até
invite-expired = Expirado
invite-revoked = Revogado
invite-spent = Esgotado
invite-revoke = Revogar
flash-revoked = Revogado. A ligação já não funciona.
flash-invited = O convite segue a caminho.
state-closed = Fechada
