# Lo que rodea a cada correo.
mail-hello = Hola, { $name }:
mail-button-help = Si el botón no funciona, copie esta dirección en su navegador:
mail-settings = Ajustes de correo
mail-why-account = Recibe este correo porque esta dirección pertenece a una cuenta de { $hub }.
mail-why-asked = Recibe este correo porque alguien indicó esta dirección en { $hub }. Si no fue usted, no tiene que hacer nada.
mail-why-moderator = Recibe este correo porque modera este grupo.
mail-why-admin = Recibe este correo porque administra { $hub }.
