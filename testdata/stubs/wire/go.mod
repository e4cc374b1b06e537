module github.com/google/wire

go 1.26
