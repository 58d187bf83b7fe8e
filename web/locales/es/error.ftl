# Páginas de error.
error-401 = Inicie sesión
error-401-advice = Esta página es para miembros. Inicie sesión y volverá aquí.
error-403 = No puede hacer esto
error-403-advice = Su cuenta no lo permite, o la página de la que viene era demasiado antigua. Vuelva, recargue e inténtelo de nuevo.
error-404 = Aquí no hay nada
error-404-advice = La dirección puede estar mal escrita, o lleva a algo que es solo para miembros de un grupo.
error-410 = Esto se ha retirado
error-410-advice = Su autor o un moderador lo eliminó definitivamente.
error-413 = Es demasiado grande
error-413-advice = Vuelva y elija archivos más pequeños. El límite está junto al campo.
error-422 = No hemos podido leerlo
error-422-advice = Falta algo de lo enviado o no tiene la forma correcta. Vuelva e inténtelo de nuevo.
error-429 = Un momento, por favor
error-429-advice = Han llegado muchas peticiones desde aquí en poco tiempo. No se ha perdido nada.
error-500 = Algo ha fallado por nuestra parte
error-500-advice = Inténtelo de nuevo. Si se repite, indique el número de abajo a quienes administran la plataforma.
error-503 = Estamos ocupados un momento
error-503-advice = La plataforma está arrancando o en mantenimiento. Vuelva en un minuto.
error-wait = { $n ->
    [one] Puede intentarlo de nuevo en { $n } segundo.
   *[other] Puede intentarlo de nuevo en { $n } segundos.
}
error-home = A la página de inicio
error-request = Petición
