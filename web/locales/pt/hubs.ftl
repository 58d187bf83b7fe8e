# Partner hubs and other servers.
hubs-title = Plataformas parceiras
hubs-lead = Os grupos e as publicações desta plataforma são partilhados com estes servidores, e os deles connosco.
hubs-none = Ainda não há plataformas parceiras
hubs-none-text = Aparecerão aqui quando alguém seguir um grupo de uma plataforma para outra.
hubs-partner = Plataforma parceira
hubs-heard = último contacto
hubs-servers = Outros servidores
hubs-servers-lead = Cada servidor que esta plataforma conhece: o programa que usa, se responde e o que decidiu sobre ele.
hubs-servers-none = Ainda não se conhece nenhum outro servidor.
hubs-servers-no-match = Nenhum servidor corresponde.
hubs-servers-all = Mostrar todos
hubs-judge-title = Decidir sobre um servidor
hubs-judge = Guardar
hubs-name = Nome do servidor
hubs-name-help = Por exemplo, practice.example. Um nome bloqueado abrange tudo o que dele depende.
hubs-policy = O que pode fazer?
hubs-policy-open = Trocar connosco como qualquer servidor
hubs-policy-partner = Plataforma parceira
hubs-policy-blocked = Bloqueado: nada entra, nada sai
hubs-note = Nota para a administração
hubs-state-well = Responde
hubs-state-partner = Plataforma parceira, responde
hubs-state-retrying = De momento não responde; continuamos a tentar
hubs-state-paused = Em pausa por decisão da administração
hubs-state-blocked = Bloqueado
hubs-state-gone = Diz que já não existe
hubs-waiting = À espera dele
hubs-waiting-count = { $n ->
    [one] { $n } atividade em espera
   *[other] { $n } atividades em espera
}
hubs-software = Programa
hubs-last-heard = Último contacto
hubs-next-try = Próxima tentativa
hubs-missed = Perdido para sempre
hubs-failing-since = Sem resposta desde
hubs-unknown = não se sabe
hubs-said = O que foi dito:
hubs-trouble-timeout = O servidor não respondeu a tempo. Continuamos a tentar e nada se perde.
hubs-trouble-refused = O servidor recusa o que enviamos. A administração dele talvez saiba porquê.
hubs-trouble-busy = O servidor diz que está ocupado. Tentaremos mais tarde.
hubs-trouble-gone = O servidor diz que deixou de existir. Já não lhe é enviado nada.
hubs-trouble-other = O último envio não teve êxito. Continuamos a tentar e nada se perde.
hubs-retry = Tentar de novo agora
hubs-pause = Pôr em pausa
hubs-resume = Continuar
hubs-mode-allowlist = Esta plataforma só troca com plataformas parceiras.
hubs-mode-off = A troca com outros servidores está desligada na configuração.
flash-hub-judged = Guardado. Vale a partir de agora.
flash-hub-retrying = Estamos a tentar de novo.
hubs-state-any = Todos
hubs-filter = Mostrar
hubs-filter-name = Parte do nome
hubs-filter-state = Estado
hubs-group-aware = Recebe as publicações dos grupos
hubs-aware-yes = com respostas, alterações e remoções
hubs-aware-no = como publicações isoladas
hubs-signatures = Assinaturas
hubs-cursor = Respondido até à atividade
hubs-oldest = A mais antiga em espera
hubs-delivered = Última publicação que aceitou
hubs-met = Conhecido desde
partner-lead = Uma plataforma parceira disse-nos que sim, e nós a ela. Cada lado confirma antes de se partilhar algo.
partner-asking = Pedem para ser parceiras
partner-others = Parceiros e convites
partner-asked = pede para ser parceira
partner-invited = convidada por nós, ainda sem resposta
partner-partners = parceiras
partner-declined = recusou, ou terminou
partner-refused = recusada ou terminada por nós
partner-trusted = parceira apenas por decisão sua
partner-trouble = Ainda não entregue:
partner-confirm = Confirmar
partner-decline = Recusar
partner-end = Terminar a parceria
partner-end-question = Terminar a parceria com esta plataforma? Ela é informada.
partner-withdraw = Retirar o convite
partner-again = Convidar de novo
partner-invite-title = Convidar uma plataforma
partner-invite = Enviar o convite
partner-address = Endereço da outra plataforma
partner-address-help = Por exemplo practice.example. Os seus administradores veem o pedido e confirmam ou recusam.
partner-none = Ainda não há plataformas parceiras
partner-none-text = Convide uma pelo endereço. São parceiras quando os administradores dela confirmarem.
fault-partner-name = Isto não é o nome de um servidor, como practice.example.
fault-partner-own = Este é o endereço desta própria plataforma.
fault-partner-blocked = Este servidor está bloqueado aqui. Permita-o primeiro.
fault-partner-off = A troca com outros servidores está desligada na configuração.
fault-partner-no-hub = Não foi encontrada nenhuma plataforma aí. Verifique o endereço.
fault-partner-already = Já são parceiras.
flash-partner-invited = O convite está a caminho. São parceiras quando confirmarem.
flash-partner-confirmed = São agora parceiras. A outra plataforma é informada.
flash-partner-ended = Guardado. A outra plataforma é informada.
admin-partners-ask = { $n ->
    [one] { $n } plataforma pede para ser parceira
   *[other] { $n } plataformas pedem para ser parceiras
}
lists-title = Listas de servidores
lists-lead = Use uma lista feita por outro administrador, ou passe a sua. As listas são ficheiros CSV como os do Mastodon e de outros.
lists-export = Exportar
lists-export-blocked = Descarregar a lista de bloqueio
lists-export-partner = Descarregar a lista de parceiros
lists-servers = { $n ->
    [one] { $n } servidor
   *[other] { $n } servidores
}
lists-import-title = Importar
lists-import = Importar a lista
lists-which = O que contém?
lists-which-blocked = Servidores a bloquear, com tudo o que está abaixo do nome
lists-which-partner = Servidores a tratar como parceiros, já e sem lhes perguntar
lists-file = Ficheiro
lists-text = Ou linhas para colar
lists-text-help = Um servidor em cada linha. Até 5000 linhas.
lists-taken = { $n ->
    [one] { $n } servidor foi acrescentado.
   *[other] { $n } servidores foram acrescentados.
}
lists-same = { $n ->
    [one] { $n } já lá estava.
   *[other] { $n } já lá estavam.
}
lists-left = { $n ->
    [one] { $n } linha ficou de fora.
   *[other] { $n } linhas ficaram de fora.
}
lists-left-title = De fora, e porquê
lists-line = Linha { $n }
lists-why-name = Não é o nome de um servidor.
lists-why-own = Esta própria plataforma está abaixo deste nome.
lists-why-hidden = Asteriscos escondem uma parte do nome.
lists-why-severity = Esta plataforma bloqueia um servidor ou não; não há meio-termo.
lists-why-partner = É uma plataforma parceira. Termine primeiro a parceria.
lists-why-blocked = Este servidor está bloqueado aqui. Permita-o primeiro.
lists-why-broken = Esta linha não se consegue ler.
lists-why-too-many = Só se leem 5000 linhas de cada vez.
fault-lists-empty = Não há nenhuma linha com um servidor.
