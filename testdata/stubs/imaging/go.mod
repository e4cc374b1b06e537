module github.com/disintegration/imaging

go 1.26.0
