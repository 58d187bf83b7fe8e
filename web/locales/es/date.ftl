# Fechas, horas, números, tamaños.
date-long = { $day } de { $month } de { $year }
date-short = { $day } { $month }
date-short-year = { $day } { $month } { $year }
date-and-time = { $date }, { $time }
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
mon-1 = ene
mon-2 = feb
mon-3 = mar
mon-4 = abr
mon-5 = may
mon-6 = jun
mon-7 = jul
mon-8 = ago
mon-9 = sept
mon-10 = oct
mon-11 = nov
mon-12 = dic
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
ago-now = ahora mismo
ago-minutes = { $n ->
    [one] hace { $n } minuto
   *[other] hace { $n } minutos
}
ago-hours = { $n ->
    [one] hace { $n } hora
   *[other] hace { $n } horas
}
ago-yesterday = ayer
ago-days = { $n ->
    [one] hace { $n } día
   *[other] hace { $n } días
}
size-bytes = { $n ->
    [one] { $n } byte
   *[other] { $n } bytes
}
size-kb = { $n } KB
size-mb = { $n } MB
size-gb = { $n } GB
