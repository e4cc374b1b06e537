module github.com/graph-gophers/graphql-go

go 1.26.0
