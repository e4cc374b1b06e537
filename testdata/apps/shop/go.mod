module example.com/shop

go 1.26.0

require github.com/jackc/pgx/v5 v5.7.0

replace github.com/jackc/pgx/v5 => ../../stubs/pgx
