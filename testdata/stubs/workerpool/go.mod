module github.com/gammazero/workerpool

go 1.26.0
