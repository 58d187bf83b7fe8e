# النماذج: كلمات الحقول وجملة كل خطأ
form-optional = (اختياري)
form-preview = معاينة
form-uploading = جارٍ الإرسال
form-show-password = إظهار كلمة المرور
form-faults = { $n ->
    [one] إجابة واحدة تحتاج إلى مراجعة
    [two] إجابتان تحتاجان إلى مراجعة
    [few] { $n } إجابات تحتاج إلى مراجعة
   *[other] { $n } إجابة تحتاج إلى مراجعة
}
editor-tools = التنسيق
editor-bold = غامق
editor-italic = مائل
editor-heading = عنوان فرعي
editor-link = رابط
editor-quote = اقتباس
editor-list = قائمة
editor-numbers = قائمة مرقمة
editor-code = شيفرة
editor-write = كتابة
editor-markdown = يمكن استخدام ماركداون: **غامق** و*مائل* والقوائم والروابط
fault-required = يرجى ملء هذا الحقل.
fault-choose = يرجى اختيار واحد.
fault-agree = يرجى تحديد هذا المربع للمتابعة.
fault-too-long = النص طويل جداً: الحد الأقصى { $max } حرفاً.
fault-too-short = النص قصير جداً: الحد الأدنى { $min } أحرف.
fault-too-many = العدد كبير جداً.
fault-too-large = هذا الملف كبير جداً.
fault-file-type = لا يمكن إضافة هذا النوع من الملفات. المعيار هو المحتوى لا الاسم.
fault-taken = مستخدم بالفعل. يرجى اختيار غيره.
fault-reserved = هذا الاسم محجوز للمركز. يرجى اختيار غيره.
fault-invalid = هذه الإجابة لا تبدو صحيحة. يرجى التحقق منها.
fault-email = ليس عنوان بريد إلكتروني، مثل name@example.org.
fault-url = ليس عنوان موقع. يبدأ العنوان بـ https://
fault-date = ليس تاريخاً.
fault-number = ليس رقماً صالحاً.
fault-handle = استخدم أحرفاً لاتينية صغيرة وأرقاماً و _ فقط.
fault-password = الاسم أو كلمة المرور غير صحيحين. يرجى المحاولة مرة أخرى.
fault-password-weak = كلمة المرور هذه سهلة التخمين. بضع كلمات معاً أفضل.
fault-expired = انتهت صلاحية هذا الرابط. يرجى طلب رابط جديد.
fault-stale = غيّر شخص ما هذا في الأثناء. نصك محفوظ أدناه، يرجى المقارنة قبل إعادة الإرسال.
fault-session = انتهت جلستك. لم يُفقد شيء: يرجى إرسال النموذج مرة أخرى.
fault-not-found = لم نعثر على ذلك.
fault-not-allowed = لا يمكنك فعل ذلك هنا.
fault-unreachable = لم يستجب الخادم الآخر. يرجى المحاولة لاحقاً.
