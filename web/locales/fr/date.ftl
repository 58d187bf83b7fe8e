# Dates, heures, nombres, tailles.
date-long = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
date-short = { $day ->
    [1] 1er
   *[other] { $day }
} { $month }
date-short-year = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
date-and-time = { $date } à { $time }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
mon-1 = janv.
mon-2 = févr.
mon-3 = mars
mon-4 = avr.
mon-5 = mai
mon-6 = juin
mon-7 = juil.
mon-8 = août
mon-9 = sept.
mon-10 = oct.
mon-11 = nov.
mon-12 = déc.
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
ago-now = à l’instant
ago-minutes = { $n ->
    [one] il y a { $n } minute
   *[other] il y a { $n } minutes
}
ago-hours = { $n ->
    [one] il y a { $n } heure
   *[other] il y a { $n } heures
}
ago-yesterday = hier
ago-days = { $n ->
    [one] il y a { $n } jour
   *[other] il y a { $n } jours
}
size-bytes = { $n ->
    [one] { $n } octet
   *[other] { $n } octets
}
size-kb = { $n } Ko
size-mb = { $n } Mo
size-gb = { $n } Go
