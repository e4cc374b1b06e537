module github.com/zerodha/fastglue

go 1.26.0
