# What waits and what failed.
queues-title = خلف الصفحات
queues-jobs-waiting = مهام في الانتظار
queues-incoming-waiting = وصلت ولم تُعالَج بعد
queues-outgoing = أُرسلت خلال آخر 24 ساعة
queues-mails-waiting = رسائل بريد في الانتظار
queues-mails-failed = رسائل بريد تعذّر إرسالها
queues-hosts-failing = خوادم لا تستجيب
queues-well = لا توجد إخفاقات
queues-jobs = مهام تعذّر إنجازها
queues-incoming = وصلت وتعذّر استخدامها
queues-incoming-text = تُحفظ أسبوعاً. يتعلق معظمها بأشياء لم تكن هنا قط.
queues-retry = إعادة المحاولة
flash-queued = تُعاد المحاولة.
