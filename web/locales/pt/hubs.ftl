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
