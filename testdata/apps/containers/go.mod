module example.com/containers

go 1.26.0

require (
	example.com/peers v0.0.0
	github.com/google/wire v0.0.0
	github.com/samber/do v1.6.0
	github.com/samber/do/v2 v2.0.0
	go.uber.org/dig v1.19.0
	go.uber.org/fx v0.0.0
)

replace (
	example.com/peers => ./peers
	github.com/google/wire => ../../stubs/wire
	github.com/samber/do => ../../stubs/do
	github.com/samber/do/v2 => ../../stubs/do2
	go.uber.org/dig => ../../stubs/dig
	go.uber.org/fx => ../../stubs/fx
)
