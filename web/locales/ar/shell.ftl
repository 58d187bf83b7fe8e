# إطار جميع الصفحات
skip = تجاوز إلى المحتوى
search = بحث
search-label = ابحث في المجموعات والمكتبة والأعضاء
nav-label = الأقسام
nav-home = الرئيسية
nav-groups = المجموعات
nav-library = المكتبة
nav-spotlight = أضواء
nav-notices = الإشعارات
notices-unread = { $n ->
    [one] إشعار واحد
    [two] إشعاران
    [few] { $n } إشعارات
   *[other] { $n } إشعاراً
}
sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
join-hub = انضمام
menu-profile = ملفك الشخصي
menu-settings = الإعدادات
menu-write = كتابة مقال
menu-admin = الإدارة
foot-label = عن هذا المركز
foot-network = { $n ->
    [one] جزء من شبكة تضم مركزاً شريكاً واحداً
    [two] جزء من شبكة تضم مركزين شريكين
    [few] جزء من شبكة تضم { $n } مراكز شريكة
   *[other] جزء من شبكة تضم { $n } مركزاً شريكاً
}
foot-about = حول
foot-hubs = المراكز الشريكة
foot-privacy = الخصوصية
foot-source = الشيفرة المصدرية
foot-language = اللغة
theme = الألوان
theme-auto = حسب الجهاز
theme-light = فاتح
theme-dark = داكن
keys-title = اختصارات لوحة المفاتيح
keys-search = الانتقال إلى مربع البحث
keys-help = عرض هذه القائمة
keys-on = استخدام الاختصارات على هذا الجهاز
close = إغلاق
cancel = إلغاء
