module example.com/bench

go 1.26.0

require golang.org/x/tools v0.44.1-0.20260420230617-19499e7caabc
