# لمن يديرون المركز
admin-overview = نظرة عامة
admin-requests = طلبات التسجيل
admin-members = الأعضاء
admin-hubs = المراكز الشريكة
admin-queues = قوائم الانتظار
admin-tasks = ما ينتظرك
admin-calm = لا شيء ينتظر.
admin-waiting = { $n ->
    [one] طلب تسجيل واحد ينتظر قراراً
    [two] طلبا تسجيل ينتظران قراراً
    [few] { $n } طلبات تسجيل تنتظر قراراً
   *[other] { $n } طلب تسجيل ينتظر قراراً
}
admin-jobs-parked = { $n ->
    [one] فشلت مهمة واحدة
    [two] فشلت مهمتان
    [few] فشلت { $n } مهام
   *[other] فشلت { $n } مهمة
}
admin-mails-failed = { $n ->
    [one] تعذر إرسال رسالة واحدة
    [two] تعذر إرسال رسالتين
    [few] تعذر إرسال { $n } رسائل
   *[other] تعذر إرسال { $n } رسالة
}
admin-mails-waiting = رسائل في الانتظار
admin-jobs-waiting = مهام في الانتظار
admin-version = الإصدار
admin-approve = قبول
admin-decline = رفض
admin-decline-question = هل ترفض هذا الطلب؟ ستصل رسالة إلى صاحبه.
admin-requests-none = لا طلبات تنتظر
admin-requests-none-text = تصل الطلبات الجديدة إلى هنا بعد تأكيد عناوينها.
flash-approved = تم القبول. هناك رسالة في الطريق.
flash-declined = تم الرفض. هناك رسالة في الطريق.
flash-decided = لقد قرر شخص آخر في هذا الأمر في الأثناء.
admin-members-search = الاسم أو العنوان أو المنظمة
admin-members-none = لا أحد يطابق هذا البحث
admin-any = الكل
admin-state = الحالة
admin-role = الدور
admin-reason = سبب الانضمام
admin-registered = التسجيل
admin-last-visit = آخر زيارة
admin-suspend = تعليق
admin-suspend-text = يُسجل خروج العضو المعلق فوراً في كل مكان ولا يمكنه الدخول، ويبقى ما كتبه.
admin-suspend-question = هل تعلق هذا العضو؟
admin-restore = استعادة
admin-restore-text = هذا العضو معلق. بعد الاستعادة يمكنه تسجيل الدخول من جديد.
flash-suspended = تم التعليق وانتهت جميع جلسات هذا العضو.
flash-restored = تمت الاستعادة.
role-member = عضو
role-member-help = يقرأ ويناقش ويسهم بالمنشورات.
role-editor = محرر
role-editor-help = ويعتني أيضاً بالمكتبة ويكتب المقالات وينشئ المجموعات ويدعو.
role-admin = مشرف
role-admin-help = ويقرر أيضاً بشأن الأعضاء والمراكز الشريكة.
state-pending = في الانتظار
state-active = نشط
state-declined = مرفوض
state-suspended = معلق
invite-lead = من يأتي بدعوة لا يحتاج إلى موافقة. ولا تمنح الدعوة حقوقاً أكثر مما لديك.
invite-email = لعنوان واحد
invite-email-help = نرسل الرابط إليه. اتركه فارغاً لتحصل على رابط تمرره بنفسك.
invite-note = لمن
invite-note-help = ملاحظة لك.
invite-uses = كم شخصاً
invite-days = صالحة لكم يوماً
invite-submit = إنشاء الدعوة
invite-fresh = انسخ هذا الرابط الآن: لن يظهر إلا هذه المرة.
invite-list = الدعوات حتى الآن
invite-anybody = من لديه الرابط
invite-used = استُخدم { $n } من { $most }
invite-until = حتى
invite-expired = منتهية
invite-revoked = ملغاة
invite-spent = مستنفدة
invite-revoke = إلغاء
flash-revoked = تم الإلغاء. لم يعد الرابط يعمل.
flash-invited = الدعوة في طريقها.
state-closed = مغلق
