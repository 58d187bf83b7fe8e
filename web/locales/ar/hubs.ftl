# Partner hubs and other servers.
hubs-title = المراكز الشريكة
hubs-lead = تُشارَك مجموعات هذا المركز ومنشوراته مع هذه الخوادم، وتُشارَك مجموعاتها ومنشوراتها معنا.
hubs-none = لا توجد مراكز شريكة بعد
hubs-none-text = ستظهر هنا عندما يتابع أحدٌ مجموعةً من مركز إلى آخر.
hubs-partner = مركز شريك
hubs-heard = آخر تواصل
hubs-servers = خوادم أخرى
hubs-servers-lead = كل خادم يعرفه هذا المركز: البرنامج الذي يعمل عليه، وهل يستجيب، وما قررته بشأنه.
hubs-servers-none = لا يُعرف أي خادم آخر بعد.
hubs-servers-no-match = لا خادم يطابق ذلك.
hubs-servers-all = عرض الكل
hubs-judge-title = اتخاذ قرار بشأن خادم
hubs-judge = حفظ
hubs-name = اسم الخادم
hubs-name-help = مثلاً practice.example. حظر اسمٍ يشمل كل ما يندرج تحته.
hubs-policy = ما الذي يُسمح له به؟
hubs-policy-open = التبادل معنا كأي خادم
hubs-policy-partner = مركز شريك
hubs-policy-blocked = محظور: لا يدخل شيء ولا يخرج شيء
hubs-note = ملاحظة للإدارة
hubs-state-well = يستجيب
hubs-state-partner = مركز شريك ويستجيب
hubs-state-retrying = لا يستجيب حالياً، وسنواصل المحاولة
hubs-state-paused = أوقفته الإدارة مؤقتاً
hubs-state-blocked = محظور
hubs-state-gone = يفيد بأنه لم يعد موجوداً
hubs-waiting = ما ينتظر إرساله إليه
hubs-waiting-count = { $n ->
    [one] نشاط واحد ينتظر
    [two] نشاطان ينتظران
    [few] { $n } أنشطة تنتظر
   *[other] { $n } نشاطاً ينتظر
}
hubs-software = البرنامج
hubs-last-heard = آخر تواصل
hubs-next-try = المحاولة التالية
hubs-missed = ما فاته نهائيًا
hubs-failing-since = لا يستجيب منذ
hubs-unknown = غير معروف
hubs-said = نص الرسالة:
hubs-trouble-timeout = لم يستجب الخادم في الوقت المحدد. سنواصل المحاولة، ولن يضيع شيء.
hubs-trouble-refused = يرفض الخادم ما نرسله. قد تعرف إدارته السبب.
hubs-trouble-busy = يفيد الخادم بأنه مشغول. سنحاول لاحقاً.
hubs-trouble-gone = يفيد الخادم بأنه زال نهائياً. لن يُرسل إليه شيء بعد الآن.
hubs-trouble-other = لم ينجح الإرسال الأخير. سنواصل المحاولة، ولن يضيع شيء.
hubs-retry = إعادة المحاولة الآن
hubs-pause = إيقاف مؤقت
hubs-resume = متابعة
hubs-mode-allowlist = لا يتبادل هذا المركز إلا مع المراكز الشريكة.
hubs-mode-off = التبادل مع الخوادم الأخرى معطّل في الإعدادات.
flash-hub-judged = تم الحفظ، ويسري من الآن.
flash-hub-retrying = نحاول مجدداً الآن.
hubs-state-any = الكل
hubs-filter = عرض
hubs-filter-name = جزء من الاسم
hubs-filter-state = الحالة
hubs-group-aware = يتلقى منشورات المجموعات
hubs-aware-yes = مع الردود والتعديلات والإزالات
hubs-aware-no = كمنشورات مفردة
hubs-signatures = التواقيع
hubs-cursor = تمت الإجابة حتى النشاط
hubs-oldest = أقدم ما ينتظر
hubs-delivered = آخر منشور قبله
hubs-met = معروف منذ
partner-lead = المركز الشريك وافق علينا ووافقنا عليه. يؤكّد كل طرف قبل أن يُشارَك أي شيء بينهما.
partner-asking = يطلبون الشراكة
partner-others = الشركاء والدعوات
partner-asked = يطلب أن يكون شريكًا
partner-invited = دعوناه ولم يُجب بعد
partner-partners = شريكان
partner-declined = رفض أو أنهى الشراكة
partner-refused = رفضناه أو أنهينا الشراكة
partner-trusted = شريك بقرارك وحدك
partner-trouble = لم يُسلَّم بعد:
partner-confirm = تأكيد
partner-decline = رفض
partner-end = إنهاء الشراكة
partner-end-question = هل تُنهى الشراكة مع هذا المركز؟ سيُبلَّغ بذلك.
partner-withdraw = سحب الدعوة
partner-again = دعوة مرة أخرى
partner-invite-title = دعوة مركز
partner-invite = إرسال الدعوة
partner-address = عنوان المركز الآخر
partner-address-help = مثلًا practice.example. يرى مديروه طلبنا فيؤكدون أو يرفضون.
partner-none = لا مراكز شريكة بعد
partner-none-text = ادعُ مركزًا بعنوانه. تصبحان شريكين عندما يؤكد مديروه.
fault-partner-name = هذا ليس اسم خادم، مثل practice.example.
fault-partner-own = هذا عنوان هذا المركز نفسه.
fault-partner-blocked = هذا الخادم محظور هنا. اسمح به أولًا.
fault-partner-off = التبادل مع الخوادم الأخرى متوقف في الإعدادات.
fault-partner-no-hub = لم يُعثر على مركز هناك. يُرجى التحقق من العنوان.
fault-partner-already = أنتما شريكان بالفعل.
flash-partner-invited = الدعوة في طريقها. تصبحان شريكين عندما يؤكدون.
flash-partner-confirmed = أصبحتما شريكين. يُبلَّغ المركز الآخر.
flash-partner-ended = حُفظ. يُبلَّغ المركز الآخر.
admin-partners-ask = { $n ->
    [zero] لا مراكز تطلب الشراكة
    [one] مركز واحد يطلب الشراكة
    [two] مركزان يطلبان الشراكة
    [few] { $n } مراكز تطلب الشراكة
    [many] { $n } مركزًا يطلب الشراكة
   *[other] { $n } مركز يطلب الشراكة
}
lists-title = قوائم الخوادم
lists-lead = خذ قائمة أعدّها مدير آخر أو شارك قائمتك. القوائم ملفات CSV كما يكتبها Mastodon وغيره.
lists-export = تصدير
lists-export-blocked = تنزيل قائمة الحظر
lists-export-partner = تنزيل قائمة الشركاء
lists-servers = { $n ->
    [zero] لا خوادم
    [one] خادم واحد
    [two] خادمان
    [few] { $n } خوادم
    [many] { $n } خادمًا
   *[other] { $n } خادم
}
lists-import-title = استيراد
lists-import = استيراد القائمة
lists-which = ماذا فيها؟
lists-which-blocked = خوادم تُحظر مع كل ما تحت أسمائها
lists-which-partner = خوادم يُوثق بها كشركاء فورًا ودون سؤالها
lists-file = ملف
lists-text = أو أسطر للصق
lists-text-help = خادم واحد في كل سطر، حتى 5000 سطر.
lists-taken = { $n ->
    [zero] لم يؤخذ أي خادم.
    [one] أُخذ خادم واحد.
    [two] أُخذ خادمان.
    [few] أُخذت { $n } خوادم.
    [many] أُخذ { $n } خادمًا.
   *[other] أُخذ { $n } خادم.
}
lists-same = { $n ->
    [zero] لا شيء كان موجودًا.
    [one] واحد كان موجودًا.
    [two] اثنان كانا موجودين.
    [few] { $n } كانت موجودة.
    [many] { $n } كانت موجودة.
   *[other] { $n } كانت موجودة.
}
lists-left = { $n ->
    [zero] لم يُترك أي سطر.
    [one] تُرك سطر واحد.
    [two] تُرك سطران.
    [few] تُركت { $n } أسطر.
    [many] تُرك { $n } سطرًا.
   *[other] تُرك { $n } سطر.
}
lists-left-title = ما تُرك ولماذا
lists-line = السطر { $n }
lists-why-name = هذا ليس اسم خادم.
lists-why-own = هذا المركز نفسه يقع تحت هذا الاسم.
lists-why-hidden = نجوم تُخفي جزءًا من الاسم.
lists-why-severity = هذا المركز يحظر الخادم أو لا يحظره، ولا شيء بينهما.
lists-why-partner = هذا مركز شريك. أنهِ الشراكة أولًا.
lists-why-blocked = هذا الخادم محظور هنا. اسمح به أولًا.
lists-why-broken = لا يمكن قراءة هذا السطر.
lists-why-too-many = تُقرأ 5000 سطر فقط في المرة الواحدة.
fault-lists-empty = لا يوجد سطر فيه خادم.
