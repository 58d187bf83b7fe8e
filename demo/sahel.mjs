// The first hub of the demonstration: an invented programme in West Africa. All of it is our own writing; no person,
// place of work or figure is real.

export const hub = { name: "Retour & Avenir", tagline: "Programme régional d'appui à la réintégration, Afrique de l'Ouest" };

export const members = [
  { handle: "halima", name: "Halima Diallo", role: "admin", language: "fr" },
  { handle: "moussa", name: "Moussa Traoré", role: "editor", language: "fr" },
  { handle: "aissata", name: "Aïssata Barry", language: "fr" },
  { handle: "emeka", name: "Emeka Okafor", language: "en" },
  { handle: "fatou", name: "Fatou Ceesay", role: "editor", language: "en" },
  { handle: "youssef", name: "يوسف بن سالم", role: "editor", language: "ar" },
  { handle: "joana", name: "Joana Semedo", language: "pt" },
];

export const groups = [
  {
    handle: "emploi-et-formation", by: "moussa", language: "fr", name: "Emploi et formation",
    description: "Apprentissage, stages, petites entreprises : ce qui marche après le retour, et ce qui ne marche pas.",
  },
  {
    handle: "psychosocial", by: "fatou", language: "en", name: "Psychosocial support",
    description: "For counsellors and case workers: groups, home visits, referral, looking after each other.",
  },
  {
    handle: "suivi", by: "halima", language: "fr", name: "Suivi et évaluation",
    description: "Questionnaires courts, indicateurs communs, retours vers les équipes de terrain.",
  },
  {
    handle: "shamal-ifriqiya", by: "youssef", language: "ar", name: "العودة إلى شمال إفريقيا",
    description: "تبادل الخبرات حول استقبال العائدين ومرافقتهم في السنة الأولى.",
  },
];

export const discussions = [
  {
    group: "emploi-et-formation", by: "aissata", language: "fr", title: "Comment choisissez-vous les maîtres d'apprentissage ?",
    body: "À Kindia nous avons **onze ateliers** partenaires. Trois d'entre eux ont gardé leurs apprentis après la fin du contrat, les autres non.\n\nNous demandons aujourd'hui :\n\n- depuis combien de temps l'atelier existe ;\n- combien d'apprentis il a formés jusqu'au bout ;\n- si le maître accepte une visite par mois.\n\nQue demandez-vous de plus, et que ne demandez-vous plus ?",
    likes: ["moussa", "emeka", "joana"],
    replies: [
      { by: "moussa", language: "fr", body: "Nous avons ajouté une question : *qui s'occupe de l'apprenti quand le maître voyage ?* Deux abandons sur trois venaient de là.",
        replies: [{ by: "aissata", language: "fr", body: "Très juste. Chez nous c'était la saison des pluies : l'atelier ferme et personne ne prévient." }] },
      { by: "joana", language: "pt", body: "Na Praia assinamos um acordo de três páginas com a oficina e lemo-lo em voz alta com a família presente. Demora uma hora e evita muitos mal-entendidos." },
      { by: "emeka", language: "en", body: "We pay the workshop in three parts: at the start, after three months, and when the apprentice has sold a first piece of work. Since then only one of fourteen left early." },
    ],
  },
  {
    group: "emploi-et-formation", by: "joana", language: "pt", title: "Microcrédito antes ou depois da formação?",
    body: "Temos dois grupos pequenos para comparar: doze pessoas receberam o crédito antes da formação em gestão, quinze depois. Ao fim de um ano o segundo grupo paga com mais regularidade, mas abriu o negócio quatro meses mais tarde.\n\nAlguém fez uma comparação parecida?",
    replies: [{ by: "moussa", language: "fr", body: "Pas une comparaison, mais un choix : une petite somme avant (outils, transport), le reste après la formation. Les gens acceptent d'attendre quand ils ont déjà commencé." }],
  },
  {
    group: "psychosocial", by: "fatou", language: "en", title: "Home visits without the whole street knowing",
    body: "When our car stops at a house, neighbours know within the hour who has come back and how. We now meet at the clinic on market days, when everybody has a reason to be there.\n\nHow do you protect people's privacy on a first visit?",
    likes: ["halima", "youssef"],
    replies: [
      { by: "youssef", language: "ar", body: "نلتقي في مركز الشباب خلال نشاط عام، ثم نتحدث على انفراد. لا نستعمل سيارة عليها شعار في الزيارة الأولى." },
      { by: "halima", language: "fr", body: "Un appel avant tout, toujours par la même personne. Et jamais de message écrit : les téléphones se partagent.",
        replies: [{ by: "fatou", language: "en", body: "The shared phone is a good point. I will add it to our checklist." }] },
    ],
  },
  {
    group: "suivi", by: "halima", language: "fr", title: "Neuf questions au lieu de quarante",
    body: "Le questionnaire de suivi prenait cinquante minutes ; la moitié des personnes ne répondait plus au deuxième passage. Nous l'avons réduit à **neuf questions**, par téléphone, posées deux fois par an par le même agent.\n\nLe taux de réponse au douzième mois est passé de 46 % à 81 %. Le questionnaire est dans la bibliothèque.",
    likes: ["emeka", "aissata", "fatou"],
    replies: [{ by: "emeka", language: "en", body: "Which question did you miss most afterwards? We never dared to drop the one on debts." },],
  },
  {
    group: "shamal-ifriqiya", by: "youssef", language: "ar", title: "الأسبوع الأول بعد الوصول",
    body: "جرّبنا في صفاقس أن يرافق كلَّ عائد شخصٌ واحد طوال الأسبوع الأول: الوثائق، السكن، زيارة العائلة. التكلفة ليست كبيرة، والثقة التي تنشأ تبقى شهورًا.\n\nكيف تنظمون الأيام الأولى عندكم؟",
    likes: ["fatou"],
  },
  {
    group: "welcome", by: "halima", language: "fr", title: "Bienvenue : présentez-vous en trois phrases",
    body: "Qui êtes-vous, où travaillez-vous, et quelle question vous occupe en ce moment ?",
    replies: [
      { by: "emeka", language: "en", body: "Emeka, vocational training in Benin City. My question: how do we keep employers interested after the first year?" },
      { by: "youssef", language: "ar", body: "يوسف من صفاقس، أعمل في استقبال العائدين. سؤالي: كيف نصل إلى من لا يطلب المساعدة؟" },
      { by: "joana", language: "pt", body: "Joana, da Praia. Acompanho famílias e gosto de números pequenos e bem explicados." },
    ],
  },
];

export const resources = [
  {
    by: "halima", language: "fr", title: "Suivi téléphonique en neuf questions : guide pour les équipes",
    body: "Comment préparer l'appel, poser les neuf questions, noter les réponses et rendre compte à l'équipe. Avec une feuille de saisie.",
    record: { authors: ["Halima Diallo", "Moussa Traoré"], year: 2025, type_code: "manual", organisation: "Retour & Avenir", languages: ["fr"], countries: ["GN", "ML", "SN"] },
  },
  {
    by: "fatou", language: "en", title: "First visit: a checklist that protects privacy",
    body: "Two pages to read before a first meeting with somebody who has returned: where to meet, what not to carry, what not to write down.",
    record: { authors: ["Fatou Ceesay"], year: 2024, type_code: "guideline", organisation: "Retour & Avenir", languages: ["en", "fr"], countries: ["GM"] },
  },
  {
    by: "joana", language: "pt", title: "Acordo de aprendizagem entre oficina, família e programa",
    body: "Modelo de acordo de três páginas, em linguagem simples, para ler em voz alta antes de assinar.",
    record: { authors: ["Joana Semedo"], year: 2023, type_code: "manual", organisation: "Retour & Avenir", languages: ["pt"], countries: ["CV"] },
  },
];

export const articles = [
  {
    by: "moussa", language: "fr", title: "Onze ateliers, trente apprentis : un an à Kindia",
    summary: "Ce que les maîtres d'apprentissage nous ont appris sur la patience, les avances et la saison des pluies.",
    body: "Quand l'atelier de soudure de la rue du marché a pris ses deux premiers apprentis, personne ne parlait de *réintégration*. Il y avait une commande de portails à livrer.\n\n## Ce qui a tenu\n\nUne visite par mois, toujours par la même personne. Un acompte versé à l'atelier, pas à l'apprenti. Une fête à la fin, avec la famille.\n\n## Ce que nous ferions autrement\n\nCommencer après les pluies. Prévoir un remplaçant quand le maître voyage. Compter les abandons dès le premier mois.",
  },
];

export const follows = ["mercado-y-oficios", "salud-mental"];
