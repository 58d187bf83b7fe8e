# Finding things: the search page and the filters that it shares with the library.
find-title = Search
find-box = Words to look for
find-filters = Filters
find-apply = Apply
find-clear = Clear all
find-kind = Kind
find-type = Type
find-group = Group
find-year = Year
find-year-from = from
find-year-to = to
find-years = { $from } to { $to }
find-years-from = from { $from }
find-years-to = until { $to }
find-more = More
find-sort = Order
find-sort-best = Best match
find-sort-newest = Newest here
find-sort-year = Year of publication
find-results = { $n ->
    [one] { $n } result
   *[other] { $n } results
}
find-publications = { $n ->
    [one] { $n } publication
   *[other] { $n } publications
}
find-none = Nothing found
find-none-text = Try fewer or other words, or remove a filter. Words in another language may help too.
find-ask = What are you looking for?
find-ask-text = Search groups, discussions, publications and articles.
find-near = Titles that look like it
find-groups = Groups
find-people = People
