# What a hub makes by itself at its first start.
first-library = Library
first-library-text = Publications of this hub and what members found useful: reports, manuals, guidelines, studies.
first-spotlight = Spotlight
first-spotlight-text = News, events and stories from the field, chosen by the editors.
first-welcome = Welcome
first-welcome-text = Say who you are and what you work on, and ask whatever you would like to know about this hub.
desk-name = Reports of { $hub }
