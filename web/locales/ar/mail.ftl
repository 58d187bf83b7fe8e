# ما يحيط بكل رسالة
mail-hello = مرحباً { $name }،
mail-button-help = إذا لم يعمل الزر، فانسخ هذا العنوان إلى متصفحك:
mail-label = { $words }:
mail-fact = { $label }: { $value }
mail-settings = إعدادات البريد
mail-why-account = تصلك هذه الرسالة لأن هذا العنوان مرتبط بحساب على { $hub }.
mail-why-asked = تصلك هذه الرسالة لأن شخصاً ما أدخل هذا العنوان على { $hub }. إن لم تكن أنت، فلا داعي لفعل أي شيء.
mail-why-moderator = تصلك هذه الرسالة لأنك تشرف على هذه المجموعة.
mail-why-admin = تصلك هذه الرسالة لأنك تدير { $hub }.
# الملخّص
digest-week = أسبوعك على { $hub }
digest-day = يومك على { $hub }
digest-since = الجديد منذ { $date }
digest-replies = ردود عليك
digest-replied = ردّ { $who } في «{ $title }»
digest-highlight = من اختيار المحررين
digest-resources = جديد المكتبة
digest-more = المزيد في { $group }
digest-more-replies = { $n ->
    [one] رد آخر في إشعاراتك
    [two] ردّان آخران في إشعاراتك
    [few] { $n } ردود أخرى في إشعاراتك
   *[other] { $n } رداً آخر في إشعاراتك
}
digest-more-resources = المزيد في المكتبة
digest-open = فتح { $hub }
digest-stop = إيقاف هذا الملخّص
digest-why-weekly = يصلك هذا الملخّص مرة في الأسبوع لأنك عضو في { $hub }.
digest-why-daily = يصلك هذا الملخّص كل يوم لأنك عضو في { $hub }.
digest-subject-replies = { $n ->
    [one] رد واحد عليك
    [two] ردّان عليك
    [few] { $n } ردود عليك
   *[other] { $n } رداً عليك
}
digest-subject-more = { $n ->
    [one] واحد آخر
    [two] اثنان آخران
    [few] { $n } أخرى
   *[other] { $n } أخرى
}
digest-subject-new = { $n ->
    [one] منشور جديد في مجموعاتك
    [two] منشوران جديدان في مجموعاتك
    [few] { $n } منشورات جديدة في مجموعاتك
   *[other] { $n } منشوراً جديداً في مجموعاتك
}
# إلى أصحاب القرار
requests-title = { $n ->
    [one] يطلب { $who } الانضمام إلى { $group }
    [two] يطلب شخصان الانضمام إلى { $group }
    [few] يطلب { $n } أشخاص الانضمام إلى { $group }
   *[other] يطلب { $n } شخصاً الانضمام إلى { $group }
}
requests-text = القرار للمشرفين. وحتى ذلك الحين لا يرى أصحاب الطلبات ما هو مخصص للأعضاء.
requests-look = عرض الطلبات
requests-more = { $n ->
    [one] وشخص آخر
    [two] وشخصان آخران
    [few] و{ $n } آخرون
   *[other] و{ $n } آخرون
}
registrations-title = { $n ->
    [one] يرغب { $who } في الانضمام إلى { $hub }
    [two] يرغب شخصان في الانضمام إلى { $hub }
    [few] يرغب { $n } أشخاص في الانضمام إلى { $hub }
   *[other] يرغب { $n } شخصاً في الانضمام إلى { $hub }
}
registrations-text = تقرر الإدارة في كل طلب تسجيل. يُرجى الرد خلال يومَي عمل.
registrations-look = عرض طلبات التسجيل
# الصفحة خلف «إيقاف هذا الملخّص»
unsubscribe-title = إيقاف الملخّص
unsubscribe-ask = هل تريد إيقاف ملخّص { $hub }؟ ستظل الرسائل المتعلقة بحسابك تصلك.
unsubscribe-button = إيقاف الملخّص
unsubscribe-done-title = أُوقف الملخّص
unsubscribe-done = لن يُرسل إليك ملخّص { $hub } بعد الآن.
unsubscribe-again = استئناف إرساله كما كان
unsubscribe-back-title = عاد الملخّص
unsubscribe-back = سيُرسل إليك ملخّص { $hub } من جديد كما كان.
unsubscribe-settings = جميع إعدادات البريد
