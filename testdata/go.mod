module example.com/testdata

go 1.26.0

require (
	github.com/gin-gonic/gin v1.10.0
	github.com/jackc/pgx/v5 v5.7.0
)

replace (
	github.com/gin-gonic/gin => ./stubs/gin
	github.com/jackc/pgx/v5 => ./stubs/pgx
)
