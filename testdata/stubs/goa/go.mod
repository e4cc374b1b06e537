module goa.design/goa/v3

go 1.26.0
