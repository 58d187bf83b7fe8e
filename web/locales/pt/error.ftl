# Páginas de erro.
error-401 = Inicie sessão
error-401-advice = Esta página é para membros. Entre e voltará aqui.
error-403 = Não pode fazer isto
error-403-advice = A sua conta não o permite, ou a página de onde veio era demasiado antiga. Volte, recarregue e tente de novo.
error-404 = Não há nada aqui
error-404-advice = O endereço pode estar mal escrito, ou leva a algo que é só para membros de um grupo.
error-410 = Isto foi retirado
error-410-advice = O autor ou um moderador removeu-o definitivamente.
error-413 = É grande demais
error-413-advice = Volte e escolha ficheiros mais pequenos. O limite está ao lado do campo.
error-422 = Não conseguimos ler isso
error-422-advice = Algo do que foi enviado falta ou não tem a forma certa. Volte e tente de novo.
error-429 = Um momento, por favor
error-429-advice = Chegaram muitos pedidos daqui em pouco tempo. Nada se perdeu.
error-500 = Algo falhou do nosso lado
error-500-advice = Tente de novo. Se voltar a acontecer, indique o número abaixo a quem administra a plataforma.
error-503 = Estamos ocupados por um momento
error-503-advice = A plataforma está a iniciar ou em manutenção. Volte dentro de um minuto.
error-wait = { $n ->
    [one] Pode tentar de novo dentro de { $n } segundo.
   *[other] Pode tentar de novo dentro de { $n } segundos.
}
error-home = Para a página inicial
error-request = Pedido
