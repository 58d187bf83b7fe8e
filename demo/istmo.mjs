// The second hub of the demonstration: an invented network in Central America. All of it is our own writing; no person,
// place of work or figure is real.

export const hub = { name: "Red Volver", tagline: "Red centroamericana de acompañamiento al retorno" };

export const members = [
  { handle: "carmen", name: "Carmen Rojas", role: "admin", language: "es" },
  { handle: "esteban", name: "Esteban Villalta", role: "editor", language: "es" },
  { handle: "lucia", name: "Lucía Menjívar", role: "editor", language: "es" },
  { handle: "rafael", name: "Rafael Chub", language: "es" },
  { handle: "beatriz", name: "Beatriz Lemos", language: "pt" },
  { handle: "nora", name: "Nora Whitfield", role: "editor", language: "en" },
];

export const groups = [
  {
    handle: "mercado-y-oficios", by: "lucia", language: "es", name: "Mercado y oficios",
    description: "Talleres, cooperativas y pequeños negocios después del retorno.",
  },
  {
    handle: "salud-mental", by: "nora", language: "es", name: "Salud mental y comunidad",
    description: "Acompañamiento psicosocial en grupo, en la familia y en la escuela.",
  },
  {
    handle: "ninez", by: "carmen", language: "es", name: "Niñez y escuela",
    description: "Volver a la escuela: documentos, idioma, compañeros, maestras.",
  },
];

export const discussions = [
  {
    group: "mercado-y-oficios", by: "lucia", language: "es", title: "¿Quién compra lo que producen los talleres?",
    body: "Formamos a veinte personas en panadería y a los seis meses solo siete seguían. No faltaba oficio, **faltaba a quién vender**.\n\nAhora hablamos primero con tres compradores: la escuela, el comedor de la alcaldía y una tienda. ¿Cómo lo hacen ustedes?",
    likes: ["carmen", "rafael", "beatriz"],
    replies: [
      { by: "rafael", language: "es", body: "En Cobán empezamos por el pedido: una cooperativa compra cien canastos al mes y de ahí sale cuánta gente formamos. Es más lento, pero nadie aprende para nada.",
        replies: [{ by: "lucia", language: "es", body: "¿Y si la cooperativa deja de comprar? ¿Tienen un segundo comprador?" }] },
      { by: "beatriz", language: "pt", body: "Trabalhamos com feiras escolares: duas por ano, e cada família traz o que já sabe fazer. Daí nasceram três encomendas fixas." },
    ],
  },
  {
    group: "salud-mental", by: "nora", language: "en", title: "Groups for fathers: what to call them",
    body: "Nobody came to the \"support group for returned men\". Fourteen came to repair the football pitch on Saturdays, and stayed to talk. We still do not know what to call it.\n\nWhat names work where you are?",
    likes: ["carmen"],
    replies: [{ by: "esteban", language: "es", body: "Aquí se llama «los lunes del café». Sin la palabra apoyo, sin la palabra retorno. Llevamos tres años." }],
  },
  {
    group: "ninez", by: "carmen", language: "es", title: "Niñas y niños que vuelven sin hablar español",
    body: "En dos escuelas tenemos once niños que crecieron en otro idioma. Las maestras piden material para las primeras ocho semanas.\n\nComparto lo que tenemos y busco lo que ustedes usan.",
    replies: [
      { by: "rafael", language: "es", body: "Una compañera mayor como madrina de aula, media hora diaria. Funciona mejor que cualquier cuaderno." },
      { by: "beatriz", language: "pt", body: "Temos fichas com imagens, sem texto, feitas pelas próprias crianças. Posso enviar." },
    ],
  },
  {
    group: "welcome", by: "carmen", language: "es", title: "Bienvenidas y bienvenidos a la Red Volver",
    body: "Este es el lugar para preguntar sin pena. Cuéntennos de dónde son y qué hacen.",
    replies: [{ by: "nora", language: "en", body: "Nora, family counselling, San Pedro Sula. Happy to answer in English or Spanish." }],
  },
];

export const resources = [
  {
    by: "lucia", language: "es", title: "Hablar con compradores antes de formar: guía de una tarde",
    body: "Tres conversaciones, doce preguntas y una hoja de decisión para saber si un oficio tiene a quién vender.",
    record: { authors: ["Lucía Menjívar", "Rafael Chub"], year: 2025, type_code: "guideline", organisation: "Red Volver", languages: ["es"], countries: ["HN", "GT"] },
  },
  {
    by: "beatriz", language: "pt", title: "Fichas sem texto para as primeiras oito semanas de escola",
    body: "Quarenta fichas desenhadas por crianças, para usar em qualquer língua. Com um caderno para a professora.",
    record: { authors: ["Beatriz Lemos"], year: 2024, type_code: "manual", organisation: "Red Volver", languages: ["pt", "es"], countries: ["BR", "SV"] },
  },
];

export const articles = [
  {
    by: "esteban", language: "es", title: "Los lunes del café: tres años de conversación",
    summary: "Cómo un grupo sin nombre se volvió el más constante de la red.",
    body: "Empezó con una cafetera prestada y seis sillas. Hoy vienen hasta veinte hombres, cada lunes, a las cinco.\n\nNo hay lista ni formulario. Hay **una regla**: lo que se dice ahí se queda ahí.\n\nDe esas tardes salieron un equipo de fútbol, dos contratos de pintura y muchas llamadas a tiempo.",
  },
];

export const follows = ["emploi-et-formation", "psychosocial", "shamal-ifriqiya"];
