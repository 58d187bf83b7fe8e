# A moldura de todas as páginas.
skip = Ir para o conteúdo
search = Pesquisar
search-label = Pesquisar grupos, biblioteca, pessoas
nav-label = Secções
nav-home = Início
nav-groups = Grupos
nav-library = Biblioteca
nav-spotlight = Em destaque
nav-notices = Avisos
notices-unread = { $n ->
    [one] { $n } aviso
   *[other] { $n } avisos
}
sign-in = Entrar
sign-out = Sair
join-hub = Participar
menu-profile = O seu perfil
menu-settings = Definições
menu-write = Escrever um artigo
menu-admin = Administração
foot-label = Sobre esta plataforma
foot-network = { $n ->
    [one] Parte de uma rede com { $n } plataforma parceira
   *[other] Parte de uma rede de { $n } plataformas parceiras
}
foot-about = Sobre
foot-hubs = Plataformas parceiras
foot-privacy = Privacidade
foot-source = Código-fonte
foot-language = Idioma
theme = Cores
theme-auto = Como o dispositivo
theme-light = Claro
theme-dark = Escuro
keys-title = Atalhos do teclado
keys-search = Ir para a pesquisa
keys-help = Mostrar esta lista
keys-on = Usar os atalhos neste dispositivo
close = Fechar
cancel = Cancelar
