# Datas, horas, números, tamanhos.
date-long = { $day } de { $month } de { $year }
date-short = { $day } { $month }
date-short-year = { $day } { $month } { $year }
date-and-time = { $date }, { $time }
month-1 = janeiro
month-2 = fevereiro
month-3 = março
month-4 = abril
month-5 = maio
month-6 = junho
month-7 = julho
month-8 = agosto
month-9 = setembro
month-10 = outubro
month-11 = novembro
month-12 = dezembro
mon-1 = jan.
mon-2 = fev.
mon-3 = mar.
mon-4 = abr.
mon-5 = mai.
mon-6 = jun.
mon-7 = jul.
mon-8 = ago.
mon-9 = set.
mon-10 = out.
mon-11 = nov.
mon-12 = dez.
weekday-1 = segunda-feira
weekday-2 = terça-feira
weekday-3 = quarta-feira
weekday-4 = quinta-feira
weekday-5 = sexta-feira
weekday-6 = sábado
weekday-7 = domingo
ago-now = agora mesmo
ago-minutes = { $n ->
    [one] há { $n } minuto
   *[other] há { $n } minutos
}
ago-hours = { $n ->
    [one] há { $n } hora
   *[other] há { $n } horas
}
ago-yesterday = ontem
ago-days = { $n ->
    [one] há { $n } dia
   *[other] há { $n } dias
}
size-bytes = { $n ->
    [one] { $n } byte
   *[other] { $n } bytes
}
size-kb = { $n } KB
size-mb = { $n } MB
size-gb = { $n } GB
