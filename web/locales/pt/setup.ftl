# O que a plataforma cria por si ao começar.
first-library = Biblioteca
first-library-text = As publicações desta plataforma e as que os membros acharam úteis: relatórios, manuais, orientações, estudos.
first-spotlight = Em destaque
first-spotlight-text = Notícias, eventos e histórias do terreno, escolhidos pelos editores.
first-welcome = Boas-vindas
first-welcome-text = Diga quem é e em que trabalha, e pergunte o que quiser saber sobre esta plataforma.
desk-name = Denúncias de { $hub }
