# Across servers: finding, following, where a post went.
remote-find-title = العثور على مجموعة في مكان آخر
remote-find-lead = يمكن قراءة مجموعات المراكز الشريكة وخوادم مثل Mastodon أو Lemmy ومتابعتها من هنا.
remote-find = بحث
remote-find-label = الاسم أو العنوان
remote-find-help = مثلاً ‎!group@practice.example‎ أو عنوان صفحة المجموعة
remote-found-group = مجموعة
remote-found-person = شخص
remote-found-post = منشور
remote-trouble-malformed = ليس هذا اسماً مثل ‎!group@practice.example‎ ولا عنوان صفحة.
remote-trouble-unknown = لم يُعثر على شيء بهذا الاسم. يُرجى التحقق من الكتابة.
remote-trouble-unreachable = الخادم الآخر لا يستجيب حالياً. يُرجى المحاولة لاحقاً.
remote-trouble-not-allowed = لا يتبادل هذا المركز مع ذلك الخادم.
fault-no-way = لم نعثر على الطريق إلى هناك. يُرجى نسخ أحد الأسطر أدناه بدلاً من ذلك.
remote-follow-title = متابعة { $name } من مكان آخر
remote-follow-lead = هل لديك حساب على خادم آخر؟ تابِع من هناك دون الحاجة إلى حساب هنا.
remote-account = حسابك هناك
remote-account-help = مثلاً name@social.example
remote-go = متابعة
remote-copy = أو انسخ
remote-copy-text = الصق أحد هذه الأسطر في بحث خادمك.
remote-copy-handle = Mastodon ومعظم الخوادم
remote-copy-lemmy = Lemmy وPieFed وMbin
remote-copy-address = في أي مكان
remote-leaving = أنت على وشك مغادرة هذا المركز
remote-leaving-text = الصفحة التالية على { $host }. تابِع فقط إذا كان هذا خادمك.
remote-leave = المتابعة إلى { $host }
remote-stay = البقاء هنا
where-title = إلى أين وصل هذا المنشور
where-delivered = { $n ->
    [one] وصل إلى خادم واحد
    [two] وصل إلى خادمين
    [few] وصل إلى { $n } خوادم
   *[other] وصل إلى { $n } خادماً
}
where-retrying = { $n ->
    [one] تُعاد المحاولة مع خادم واحد
    [two] تُعاد المحاولة مع خادمين
    [few] تُعاد المحاولة مع { $n } خوادم
   *[other] تُعاد المحاولة مع { $n } خادماً
}
where-refused = { $n ->
    [one] رفضه خادم واحد
    [two] رفضه خادمان
    [few] رفضته { $n } خوادم
   *[other] رفضه { $n } خادماً
}
where-state-delivered = وصل
where-state-retrying = لا يستجيب، ونواصل المحاولة
where-state-refused = رفضه
where-state-gone = لم يعد موجوداً
where-copies = عند سحب المنشور يُطلب من كل خادم لديه نسخة أن يحذفها، وقد يحتفظ بها رغم ذلك.
where-nothing = لا خادم آخر لديه هذا المنشور بعد
where-nothing-text = يذهب إلى الخوادم التي يتابع فيها أحدٌ المجموعة أو كاتب المنشور.
where-why-busy = مشغول؛ نحاول لاحقًا
where-why-forbidden = لا يقبل شيئًا من هذا المركز
where-why-unknown = لا يعرف مكانه
where-retrying-title = ما زلنا نحاول
where-refused-title = لم يُقبل
where-delivered-title = وصل
where-more = لدى خوادم أخرى غير المذكورة هنا نسخة منه أيضًا.
copy-title = هذا الملف على خادم آخر
copy-fetching = نجلبه من { $host }. أعد تحميل هذه الصفحة بعد قليل.
copy-unreachable = { $host } لا يجيب حاليًا والملف ليس هنا بعد. حاول لاحقًا.
copy-gone = لم يعد الملف لدى { $host }، أو أنه لا يتيحه.
copy-kind = ما أرسله { $host } ليس من أنواع الملفات التي نمررها.
copy-large = حجمه أكبر من أن يُمرَّر هنا.
copy-changed = ما أرسله { $host } ليس الملف الذي شاركه صاحبه.
copy-not-allowed = هذا المركز لا يتبادل مع { $host }.
copy-again = المحاولة مجددًا
copy-there = فتحه على { $host }
copy-back = العودة إلى المنشور
