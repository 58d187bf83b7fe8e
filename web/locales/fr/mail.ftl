# Ce qui entoure chaque courriel.
mail-hello = Bonjour { $name },
mail-button-help = Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :
mail-settings = Réglages des courriels
mail-why-account = Vous recevez ce courriel parce que cette adresse est celle d’un compte sur { $hub }.
mail-why-asked = Vous recevez ce courriel parce que quelqu’un a donné cette adresse sur { $hub }. Si ce n’est pas vous, ne faites rien.
mail-why-moderator = Vous recevez ce courriel parce que vous modérez ce groupe.
mail-why-admin = Vous recevez ce courriel parce que vous administrez { $hub }.
