module github.com/samber/do/v2

go 1.26
