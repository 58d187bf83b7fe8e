# عناصر مشتركة بين عدة صفحات
kind-discussion = نقاش
kind-resource = مورد
kind-article = مقال
kind-event = ندوة
kind-course = دورة
kind-initiative = مبادرة
comma = ،
in-language = باللغة { $language }
from-hub = من { $hub }
pinned = مثبّت
locked = مغلق أمام الردود
edited = معدَّل
replies = { $n ->
    [zero] لا ردود
    [one] رد واحد
    [two] ردّان
    [few] { $n } ردود
   *[other] { $n } رداً
}
replies-new = { $n ->
    [one] رد جديد
    [two] ردّان جديدان
    [few] { $n } ردود جديدة
   *[other] { $n } رداً جديداً
}
posts-new = { $n ->
    [one] مشاركة جديدة
    [two] مشاركتان جديدتان
    [few] { $n } مشاركات جديدة
   *[other] { $n } مشاركة جديدة
}
members = { $n ->
    [zero] لا أعضاء بعد
    [one] عضو واحد
    [two] عضوان
    [few] { $n } أعضاء
   *[other] { $n } عضواً
}
group-joined = أنت عضو
pages = { $n ->
    [one] صفحة واحدة
    [two] صفحتان
    [few] { $n } صفحات
   *[other] { $n } صفحة
}
download = تنزيل
pager-label = الصفحات
pager-back = الصفحة السابقة
pager-on = الصفحة التالية
pager-here = صفحة { $page } من { $pages }
way-label = أين أنت
filter-remove = إزالة هذا المرشح
seen-public = { $group } مجموعة عامة: { $members ->
        [zero] لا أعضاء بعد
        [one] عضو واحد
        [two] عضوان
        [few] { $members } أعضاء
       *[other] { $members } عضواً
    } هنا، { $followers ->
        [zero] لا متابعين
        [one] متابع واحد
        [two] متابعان
        [few] { $followers } متابعين
       *[other] { $followers } متابعاً
    } في أماكن أخرى؛ { $servers ->
        [0] لا تخرج نسخ من هذا المركز بعد.
       *[other] تُرسل نسخ إلى { $servers ->
        [zero] أي خادم
        [one] خادم واحد
        [two] خادمين
        [few] { $servers } خوادم
       *[other] { $servers } خادماً
    }.
    }
seen-members = لا يرى هذا إلا أعضاء { $group }: { $members ->
        [zero] لا أعضاء بعد
        [one] عضو واحد
        [two] عضوان
        [few] { $members } أعضاء
       *[other] { $members } عضواً
    }؛ { $servers ->
        [0] لا تخرج نسخ من هذا المركز.
       *[other] تُرسل نسخ إلى { $servers ->
        [zero] أي خادم
        [one] خادم واحد
        [two] خادمين
        [few] { $servers } خوادم
       *[other] { $servers } خادماً
    } يقرأ عليها أعضاء مقبولون.
    }
seen-hub = { $group } لهذا المركز فقط: { $members ->
        [zero] لا أعضاء بعد
        [one] عضو واحد
        [two] عضوان
        [few] { $members } أعضاء
       *[other] { $members } عضواً
    } في المجموعة. لا يخرج منه شيء.
seen-public-badge = عامة
seen-members-badge = للأعضاء فقط
seen-hub-badge = هذا المركز فقط
