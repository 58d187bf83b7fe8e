# Ce que la plateforme crée d’elle-même au premier démarrage.
first-library = Bibliothèque
first-library-text = Les publications de cette plateforme et celles que les membres ont trouvées utiles : rapports, manuels, lignes directrices, études.
first-spotlight = À la une
first-spotlight-text = Actualités, événements et récits du terrain, choisis par la rédaction.
first-welcome = Bienvenue
first-welcome-text = Dites qui vous êtes et sur quoi vous travaillez, et posez toutes vos questions sur cette plateforme.
desk-name = Signalements de { $hub }
