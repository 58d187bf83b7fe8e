drop index activities_audience;
drop index activities_named;
