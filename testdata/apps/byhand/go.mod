module example.com/byhand

go 1.26.0

require example.com/peers v0.0.0

replace example.com/peers => ./peers
