# Debates, redação, moderação.
post-reply = Responder
post-likes = { $n ->
    [0] Útil
    [one] Útil · { $n }
   *[other] Útil · { $n }
}
post-link = Ligação
post-edit = Editar
post-withdraw = Retirar
post-remove = Remover
post-restore = Mostrar de novo
post-pin = Fixar
post-unpin = Deixar de fixar
post-lock = Fechar a respostas
post-unlock = Abrir a respostas
post-highlight = Destacar na página inicial
post-unhighlight = Retirar da página inicial
post-gone = Esta publicação já não existe
post-seen-here = Ver onde foi escrita
stub-withdrawn = { $name } retirou isto em { $date }.
stub-removed = Um moderador removeu isto.
stub-removed-reason = Um moderador removeu isto: { $reason }
thread-replies = { $n ->
    [0] Ainda sem respostas
    [one] { $n } resposta
   *[other] { $n } respostas
}
thread-first-unread = Primeira por ler
thread-new-here = Novo desde a sua última visita
thread-order = Ordem das respostas
thread-oldest = Mais antigas primeiro
thread-newest = Mais recentes primeiro
thread-answers = Em resposta a { $name }
thread-answers-earlier = Em resposta a uma anterior
thread-locked = Um moderador fechou isto a novas respostas.
thread-pinned = Fixado no topo do grupo.
thread-awaiting = Enviado ao servidor do grupo, que ainda não confirmou.
thread-sign-in = Iniciar sessão para responder
thread-join = Aderir ao grupo para responder
reply-yours = A sua resposta
reply-send = Responder
compose-heading = Iniciar um debate
compose-in = Em { $group }
compose-edit-heading = Editar
compose-edit-lead = O texto anterior continua visível no histórico.
compose-title = Título
compose-title-help = Uma pergunta ou um tema claro traz melhores respostas.
compose-body = Texto
compose-language = Língua do texto
compose-language-guess = De acordo com o texto
compose-publish = Publicar
compose-save = Guardar alterações
compose-resume = Enviar novamente
compose-session-heading = O seu texto está guardado
compose-session-ended = A sua sessão tinha terminado. Inicie sessão noutro separador, volte aqui e envie novamente: nada do que escreveu se perde.
withdrawal-heading = Retirar este texto?
withdrawal-lead = O texto, as versões anteriores e os ficheiros são removidos para sempre, aqui e, se os servidores o respeitarem, noutros sítios. As respostas ficam. Uma linha diz que o retirou.
removal-heading = Retirar isto da vista?
removal-lead = Ninguém verá o texto; as respostas ficam. Pode mostrá-lo de novo mais tarde.
removal-reason = Motivo
removal-reason-help = Vê-o quem lê o debate, incluindo o autor.
history-title = Histórico
history-lead = Todas as versões, da mais recente à mais antiga.
history-current = Versão atual
history-replaced-by = substituída por { $name }
fault-busy = Estamos ocupados por um momento. O seu texto está guardado: envie-o novamente.
fault-locked = Entretanto um moderador fechou isto a respostas.
fault-gone = Aquilo a que responde foi entretanto retirado.
fault-moderators-only = Só os moderadores e a equipa editorial podem publicar aqui.
fault-archived = Este grupo está encerrado.
flash-posted = Publicado.
flash-replied = A sua resposta foi publicada.
flash-edited = A alteração foi guardada.
flash-withdrawn = Retirado.
flash-removed = Retirado da vista.
flash-post-restored = Voltou a ser visível.
flash-pinned = Fixado.
flash-unpinned = Já não está fixado.
flash-locked = Fechado a respostas.
flash-unlocked = Aberto de novo a respostas.
flash-highlighted = Já está na página inicial.
flash-unhighlighted = Retirado da página inicial.
compose-files = Ficheiros
compose-files-help = PDF, documentos de escritório e imagens. Diga no texto o que mostra uma imagem.
compose-files-kept = Ficheiros já recebidos
thread-incomplete = Respostas aqui: { $here } de { $known }.
thread-fetch = Buscar o resto
thread-fetching = Respostas aqui: { $here } de { $known }. O resto está a ser buscado: volte a carregar esta página daqui a um minuto.
flash-thread-asked = Estamos a pedir ao outro servidor as respostas em falta. Volte a carregar esta página daqui a um minuto.
flash-thread-often = Pediu muitas conversas. Tente de novo daqui a uma hora.
