# الصفحة الأولى
home-what = هنا يتبادل الزملاء ما ينجح حين يعود الناس إلى ديارهم ويبنون حياتهم فيها: نقاشات ومنشورات وقصص من الميدان.
home-welcome = أهلاً وسهلاً
home-since = منذ زيارتك الأخيرة في { $date }
home-answers = { $n ->
    [one] رد واحد عليك
    [two] ردّان عليك
    [few] { $n } ردود عليك
   *[other] { $n } رداً عليك
}
home-new = { $n ->
    [one] مشاركة جديدة في مجموعاتك
    [two] مشاركتان جديدتان في مجموعاتك
    [few] { $n } مشاركات جديدة في مجموعاتك
   *[other] { $n } مشاركة جديدة في مجموعاتك
}
home-answers-title = الردود عليك
home-news = في مجموعاتك
home-newest-first = الأحدث أولاً
home-nothing = لا جديد منذ زيارتك الأخيرة
home-nothing-text = لقد اطّلعت على كل شيء. وقت مناسب لبدء نقاش أو لتصفّح المكتبة.
home-highlights = مختارات
home-chosen = من اختيار المحررين
home-discussions = نقاشات مفتوحة
home-library = الجديد في المكتبة
home-spotlight = تحت الضوء
home-all-groups = كل المجموعات
home-all-library = إلى المكتبة
home-all-spotlight = كل المقالات
home-ways = من أين تبدأ
home-groups-about = اسأل وأجب وقارن
home-library-about = أدلة وتقييمات ودراسات
home-spotlight-about = أخبار وقصص من الميدان
home-open-groups = مجموعات يقرؤها الجميع
home-no-groups = لست في أي مجموعة بعد. اختر بعضها وسيظهر جديدها هنا.
