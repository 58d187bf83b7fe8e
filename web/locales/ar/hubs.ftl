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
