# Formulários: palavras junto aos campos e a frase de cada erro.
form-optional = (opcional)
form-preview = Pré-visualização
form-uploading = A enviar
form-show-password = Mostrar a palavra-passe
form-faults = { $n ->
    [one] { $n } resposta precisa de revisão
   *[other] { $n } respostas precisam de revisão
}
editor-tools = Formatação
editor-bold = Negrito
editor-italic = Itálico
editor-heading = Subtítulo
editor-link = Ligação
editor-quote = Citação
editor-list = Lista
editor-numbers = Lista numerada
editor-code = Código
editor-write = Escrever
editor-markdown = Aceita Markdown: **negrito**, *itálico*, [ligação](https://…), > citação
fault-required = Preencha este campo.
fault-choose = Escolha uma opção.
fault-agree = Marque esta caixa para continuar.
fault-too-long = É demasiado longo: no máximo { $max } caracteres.
fault-too-short = É demasiado curto: no mínimo { $min } caracteres.
fault-too-many = São demasiados.
fault-too-large = Este ficheiro é grande demais.
fault-file-type = Este tipo de ficheiro não é aceite. Conta o conteúdo, não o nome.
fault-taken = Já está em uso. Escolha outro.
fault-reserved = Este nome está reservado à plataforma. Escolha outro.
fault-invalid = Isto não parece correto. Verifique.
fault-email = Não é um endereço de e-mail, como nome@example.org.
fault-url = Não é um endereço web. Começa por https://
fault-date = Não é uma data.
fault-number = Não é um número válido.
fault-handle = Use apenas letras latinas minúsculas, algarismos e _.
fault-password = O nome ou a palavra-passe não correspondem. Tente de novo.
fault-password-weak = Esta palavra-passe é fácil de adivinhar. Várias palavras juntas são melhores.
fault-expired = Esta ligação expirou. Peça uma nova.
fault-stale = Alguém alterou isto entretanto. O seu texto está guardado abaixo; compare antes de enviar de novo.
fault-session = A sua sessão tinha terminado. Nada se perdeu: envie o formulário de novo.
fault-not-found = Não encontrámos isso.
fault-not-allowed = Não pode fazer isto aqui.
fault-unreachable = O outro servidor não respondeu. Tente mais tarde.
