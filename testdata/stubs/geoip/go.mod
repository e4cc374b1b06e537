module example.org/geoip

go 1.26.0
