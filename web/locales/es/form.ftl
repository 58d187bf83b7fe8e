# Formularios: palabras junto a los campos y la frase de cada error.
form-optional = (opcional)
form-preview = Vista previa
form-uploading = Enviando
form-show-password = Mostrar la contraseña
form-faults = { $n ->
    [one] { $n } respuesta necesita revisión
   *[other] { $n } respuestas necesitan revisión
}
editor-tools = Formato
editor-bold = Negrita
editor-italic = Cursiva
editor-heading = Encabezado
editor-link = Enlace
editor-quote = Cita
editor-list = Lista
editor-numbers = Lista numerada
editor-code = Código
editor-write = Escribir
editor-markdown = Admite Markdown: **negrita**, *cursiva*, [enlace](https://…), > cita
fault-required = Rellene este campo.
fault-choose = Elija una opción.
fault-agree = Marque esta casilla para continuar.
fault-too-long = Es demasiado largo: { $max } caracteres como máximo.
fault-too-short = Es demasiado corto: { $min } caracteres como mínimo.
fault-too-many = Son demasiados.
fault-too-large = Este archivo es demasiado grande.
fault-file-type = No se admite este tipo de archivo. Cuenta el contenido, no el nombre.
fault-taken = Ya está en uso. Elija otro.
fault-reserved = Este nombre está reservado para la plataforma. Elija otro.
fault-invalid = Esto no parece correcto. Compruébelo.
fault-email = No es una dirección de correo, como nombre@example.org.
fault-url = No es una dirección web. Empieza por https://
fault-date = No es una fecha.
fault-number = No es un número válido.
fault-handle = Use solo letras latinas minúsculas, cifras y _.
fault-password = El nombre o la contraseña no coinciden. Inténtelo de nuevo.
fault-password-weak = Esta contraseña es fácil de adivinar. Varias palabras juntas son mejores.
fault-expired = Este enlace ha caducado. Solicite uno nuevo.
fault-stale = Alguien ha cambiado esto entretanto. Su texto se conserva abajo; compárelo antes de enviarlo de nuevo.
fault-session = Su sesión había terminado. No se ha perdido nada: envíe de nuevo el formulario.
fault-not-found = No lo hemos encontrado.
fault-not-allowed = No puede hacer esto aquí.
fault-unreachable = El otro servidor no ha respondido. Inténtelo más tarde.
