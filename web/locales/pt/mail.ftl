# O que rodeia cada mensagem.
mail-hello = Olá, { $name }:
mail-button-help = Se o botão não funcionar, copie este endereço para o seu navegador:
mail-settings = Definições de correio
mail-why-account = Recebe esta mensagem porque este endereço pertence a uma conta em { $hub }.
mail-why-asked = Recebe esta mensagem porque alguém indicou este endereço em { $hub }. Se não o fez, ignore-a.
mail-why-moderator = Recebe esta mensagem porque modera este grupo.
mail-why-admin = Recebe esta mensagem porque administra { $hub }.
