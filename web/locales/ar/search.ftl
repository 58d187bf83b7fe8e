# Finding things: the search page and the filters that it shares with the library.
find-title = البحث
find-box = كلمات للبحث
find-filters = المرشحات
find-apply = طبّق
find-clear = امسح الكل
find-kind = الصنف
find-type = النوع
find-group = المجموعة
find-year = السنة
find-year-from = من
find-year-to = إلى
find-years = { $from } إلى { $to }
find-years-from = من { $from }
find-years-to = حتى { $to }
find-more = المزيد
find-sort = الترتيب
find-sort-best = الأكثر صلة
find-sort-newest = الأحدث هنا
find-sort-year = سنة النشر
find-results = { $n ->
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $n } نتائج
   *[other] { $n } نتيجة
}
find-publications = { $n ->
    [one] منشور واحد
    [two] منشوران
    [few] { $n } منشورات
   *[other] { $n } منشوراً
}
find-none = لم يُعثر على شيء
find-none-text = جرّب كلمات أقل أو أخرى، أو أزل مرشحاً. وقد تفيد كلمات بلغة أخرى.
find-ask = عمّ تبحث؟
find-ask-text = ابحث في المجموعات والنقاشات والمنشورات والمقالات.
find-near = عناوين مشابهة
find-groups = المجموعات
find-people = الأشخاص
