# Lo que la plataforma crea por sí misma al empezar.
first-library = Biblioteca
first-library-text = Las publicaciones de esta plataforma y las que los miembros encontraron útiles: informes, manuales, directrices, estudios.
first-spotlight = Destacados
first-spotlight-text = Noticias, actos e historias del terreno, elegidos por los editores.
first-welcome = Bienvenida
first-welcome-text = Diga quién es y en qué trabaja, y pregunte lo que quiera saber de esta plataforma.
desk-name = Denuncias de { $hub }
