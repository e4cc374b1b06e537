module github.com/samber/do

go 1.26
