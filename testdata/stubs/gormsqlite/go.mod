module gorm.io/driver/sqlite

go 1.26.0

require gorm.io/gorm v1.30.0
