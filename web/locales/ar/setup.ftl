# ما ينشئه المركز بنفسه عند بدايته
first-library = المكتبة
first-library-text = منشورات هذا المركز وما وجده الأعضاء مفيداً: تقارير وأدلة وإرشادات ودراسات.
first-spotlight = أضواء
first-spotlight-text = أخبار وفعاليات وقصص من الميدان يختارها المحررون.
first-welcome = أهلاً وسهلاً
first-welcome-text = عرّف بنفسك وبعملك، واسأل عما تود معرفته عن هذا المركز.
desk-name = بلاغات { $hub }
