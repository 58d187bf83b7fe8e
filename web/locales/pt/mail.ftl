# O que rodeia cada mensagem.
mail-hello = Olá, { $name }:
mail-button-help = Se o botão não funcionar, copie este endereço para o seu navegador:
mail-label = { $words }:
mail-fact = { $label }: { $value }
mail-settings = Definições de correio
mail-why-account = Recebe esta mensagem porque este endereço pertence a uma conta em { $hub }.
mail-why-asked = Recebe esta mensagem porque alguém indicou este endereço em { $hub }. Se não o fez, ignore-a.
mail-why-moderator = Recebe esta mensagem porque modera este grupo.
mail-why-admin = Recebe esta mensagem porque administra { $hub }.
# O resumo.
digest-week = A sua semana em { $hub }
digest-day = O seu dia em { $hub }
digest-since = Novidades desde { $date }
digest-replies = Respostas para si
digest-replied = { $who } respondeu em «{ $title }»
digest-highlight = Escolhido pela redação
digest-resources = Novo na biblioteca
digest-more = Mais em { $group }
digest-more-replies = { $n ->
    [one] Mais { $n } resposta nos seus avisos
   *[other] Mais { $n } respostas nos seus avisos
}
digest-more-resources = Mais na biblioteca
digest-open = Abrir { $hub }
digest-stop = Deixar de receber este resumo
digest-why-weekly = Recebe este resumo uma vez por semana porque é membro de { $hub }.
digest-why-daily = Recebe este resumo todos os dias porque é membro de { $hub }.
digest-subject-replies = { $n ->
    [one] { $n } resposta para si
   *[other] { $n } respostas para si
}
digest-subject-more = { $n ->
    [one] mais { $n }
   *[other] mais { $n }
}
digest-subject-new = { $n ->
    [one] { $n } publicação nova nos seus grupos
   *[other] { $n } publicações novas nos seus grupos
}
# A quem decide.
requests-title = { $n ->
    [one] { $who } pede para aderir a { $group }
   *[other] { $n } pessoas pedem para aderir a { $group }
}
requests-text = A moderação decide. Até lá, estas pessoas não veem nada do que é reservado aos membros.
requests-look = Ver os pedidos
requests-more = { $n ->
    [one] e mais { $n }
   *[other] e mais { $n }
}
registrations-title = { $n ->
    [one] { $who } quer aderir a { $hub }
   *[other] { $n } pessoas querem aderir a { $hub }
}
registrations-text = A administração decide sobre cada inscrição. Responda, por favor, no prazo de dois dias úteis.
registrations-look = Ver as inscrições
# A página por trás de «Deixar de receber este resumo».
unsubscribe-title = Deixar de receber o resumo
unsubscribe-ask = Quer deixar de receber o resumo de { $hub }? As mensagens sobre a sua conta continuarão a chegar.
unsubscribe-button = Deixar de receber o resumo
unsubscribe-done-title = Já não receberá o resumo
unsubscribe-done = Não lhe será enviado mais nenhum resumo de { $hub }.
unsubscribe-again = Voltar a recebê-lo como antes
unsubscribe-back-title = O resumo voltou
unsubscribe-back = O resumo de { $hub } voltará a ser-lhe enviado, com a mesma frequência de antes.
unsubscribe-settings = Todas as definições de correio
