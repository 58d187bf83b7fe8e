# النقاشات والكتابة والإشراف
post-reply = رد
post-likes = { $n ->
    [0] مفيد
   *[other] مفيد · { $n }
}
post-link = رابط
post-edit = تعديل
post-withdraw = سحب
post-remove = حذف
post-restore = إعادة الإظهار
post-pin = تثبيت
post-unpin = إلغاء التثبيت
post-lock = إغلاق الردود
post-unlock = فتح الردود
post-highlight = إبراز في الصفحة الأولى
post-unhighlight = إزالة من الصفحة الأولى
post-gone = لم تعد هذه المشاركة موجودة
post-seen-here = عرضها حيث كُتبت
stub-withdrawn = سحبه { $name } في { $date }.
stub-removed = حذفه أحد المشرفين.
stub-removed-reason = حذفه أحد المشرفين: { $reason }
thread-replies = { $n ->
    [0] لا ردود بعد
    [one] رد واحد
    [two] ردّان
    [few] { $n } ردود
   *[other] { $n } رداً
}
thread-first-unread = أول ما لم تقرأه
thread-new-here = جديد منذ زيارتك الأخيرة
thread-order = ترتيب الردود
thread-oldest = الأقدم أولاً
thread-newest = الأحدث أولاً
thread-answers = رداً على { $name }
thread-answers-earlier = رداً على رد سابق
thread-locked = أغلق أحد المشرفين باب الردود هنا.
thread-pinned = مثبّت في أعلى مجموعته.
thread-awaiting = أُرسل إلى خادم المجموعة ولم يؤكّده بعد.
thread-sign-in = سجّل الدخول للرد
thread-join = انضم إلى المجموعة للرد
reply-yours = ردّك
reply-send = رد
compose-heading = بدء نقاش
compose-in = في { $group }
compose-edit-heading = تعديل
compose-edit-lead = يبقى النص السابق ظاهراً في السجل.
compose-title = العنوان
compose-title-help = السؤال أو الموضوع الواضح يجلب ردوداً أفضل.
compose-body = النص
compose-language = لغة النص
compose-language-guess = بحسب النص
compose-publish = نشر
compose-save = حفظ التعديلات
compose-resume = إعادة الإرسال
compose-session-heading = نصّك محفوظ
compose-session-ended = انتهت جلستك. سجّل الدخول في علامة تبويب أخرى ثم عد إلى هنا وأعد الإرسال: لن يضيع شيء مما كتبت.
withdrawal-heading = هل تسحب هذا النص؟
withdrawal-lead = يُحذف النص ونسخه السابقة وملفاته نهائياً هنا، وفي الخوادم الأخرى إن التزمت بذلك. تبقى الردود، ويشير سطر إلى أنك سحبته.
removal-heading = هل تحجب هذا النص؟
removal-lead = لن يرى أحد النص بعد الآن، وتبقى الردود. يمكنك إظهاره لاحقاً.
removal-reason = السبب
removal-reason-help = يراه كل من يقرأ النقاش، وكاتبه أيضاً.
history-title = السجل
history-lead = كل النسخ، الأحدث أولاً.
history-current = النسخة الحالية
history-replaced-by = استبدلها { $name }
fault-busy = نحن مشغولون للحظة. نصّك محفوظ: يرجى إعادة إرساله.
fault-locked = أغلقه أحد المشرفين في هذه الأثناء.
fault-gone = أُزيل ما تردّ عليه في هذه الأثناء.
fault-moderators-only = لا ينشر هنا إلا المشرفون والمحررون.
fault-archived = هذه المجموعة مغلقة.
flash-posted = نُشرت المشاركة.
flash-replied = نُشر ردّك.
flash-edited = حُفظ التعديل.
flash-withdrawn = سُحب النص.
flash-removed = حُجب النص.
flash-post-restored = عاد ظاهراً.
flash-pinned = ثُبّتت المشاركة.
flash-unpinned = أُلغي التثبيت.
flash-locked = أُغلق باب الردود.
flash-unlocked = فُتح باب الردود من جديد.
flash-highlighted = أصبح في الصفحة الأولى.
flash-unhighlighted = أُزيل من الصفحة الأولى.
compose-files = ملفات
compose-files-help = ملفات PDF ومستندات مكتبية وصور. اذكر في النص ما تُظهره الصورة.
compose-files-kept = ملفات وصلت سابقاً
thread-incomplete = الردود الموجودة هنا: { $here } من { $known }.
thread-fetch = جلب البقية
thread-fetching = الردود الموجودة هنا: { $here } من { $known }. تُجلب البقية الآن: أعد تحميل هذه الصفحة بعد دقيقة.
flash-thread-asked = نطلب من الخادم الآخر الردود الناقصة. أعد تحميل هذه الصفحة بعد دقيقة.
flash-thread-often = طلبت بقية نقاشات كثيرة. حاول بعد ساعة.
