# البلاغات والحظر: ما يقرأه الأعضاء والمشرفون والمديرون.
post-report = إبلاغ
report-heading = هل تبلّغ عن هذا؟
report-lead = قل لمن يحفظون النظام هنا ما الخطأ فيه. ينظرون فيه ويقررون، ويصلك إشعار بالنتيجة.
report-reason = ما الخطأ فيه؟
report-reason-help = تكفي جملة أو جملتان. لا تذكر اسم أحد قد يتضرر من ذلك.
report-send = إرسال البلاغ
report-sees = يقرأه مشرفو { $group } ومديرو هذا المركز.
report-copies = تُرسل نسخة من دون اسمك إلى { $servers }.
report-name = لا يظهر اسمك لأحد.
fault-own = هذا لك: يمكنك سحبه.
fault-reports-often = أرسلت بلاغات كثيرة اليوم. حاول غدًا.
flash-reported = شكرًا. وصل البلاغ.
reports-title = البلاغات
reports-lead = ما أُبلغ عنه وينتظر قرارًا، الأقدم أولًا.
reports-none = لا بلاغات
reports-none-text = ما يبلّغ عنه الأعضاء والخوادم الأخرى يبقى هنا إلى أن يقرر أحد.
reports-by = أبلغ عنه { $who }
reports-members = { $n ->
    [zero] لا أعضاء
    [one] عضو واحد
    [two] عضوان
    [few] { $n } أعضاء
    [many] { $n } عضوًا
   *[other] { $n } عضو
}
reports-open = { $n ->
    [zero] لا بلاغات تنتظر
    [one] بلاغ واحد ينتظر
    [two] بلاغان ينتظران
    [few] { $n } بلاغات تنتظر
    [many] { $n } بلاغًا ينتظر
   *[other] { $n } بلاغ ينتظر
}
report-remove = إزالته …
report-dismiss = تركه
report-uphold = البلاغ صحيح
flash-report-dismissed = يبقى كما هو. يُخبر من أبلغوا عنه.
flash-report-upheld = سُجّل ذلك. يُخبر من أبلغوا عنه.
flash-report-decided = قرر أحد في هذا الأمر في هذه الأثناء.
ban-author = حظر الكاتب …
member-ban = حظر …
ban-heading = هل تحظر { $name } من { $group }؟
ban-lead = المحظور لا يستطيع النشر أو الرد أو التفاعل أو الانضمام هنا إلى أن ينتهي الحظر. ويُطلب من الخوادم الأخرى أن تفعل مثل ذلك.
ban-reason = السبب
ban-reason-help = يقرأه الشخص نفسه، والخوادم الأخرى أيضًا.
ban-until = المدة
ban-for-good = إلى أن ينهيه أحد
ban-days = { $n ->
    [zero] صفر يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
ban-remove = وإخفاء كل ما نشره في هذه المجموعة
ban-submit = حظر
ban-lift = إنهاء الحظر
bans-title = المحظورون من هذه المجموعة
bans-lead = لا يستطيعون المشاركة هنا الآن.
bans-none = لا أحد محظور
bans-none-text = يكون الحظر من منشور أو من قائمة الأعضاء.
bans-until = حتى { $date }
fault-banned = أغلق مشرفو هذه المجموعة بابها أمامك الآن. صفحتها تقول لماذا.
fault-keeps-order = هذا الشخص يحفظ النظام هنا. أنهِ ذلك أولًا.
flash-longer-in-office = هذا المشرف أقدم منك. يستطيع أحد المديرين إنهاء دوره.
fault-past = هذا في الماضي.
flash-banned = حُظر من المجموعة.
flash-unbanned = انتهى الحظر.
group-banned = أغلق المشرفون هذه المجموعة أمامك: { $reason }
group-banned-no-reason = أغلق المشرفون هذه المجموعة أمامك.
group-banned-until = أغلق المشرفون هذه المجموعة أمامك حتى { $date }: { $reason }
group-banned-until-no-reason = أغلق المشرفون هذه المجموعة أمامك حتى { $date }.
group-bans = المحظورون من هذه المجموعة
former-member = عضو سابق
