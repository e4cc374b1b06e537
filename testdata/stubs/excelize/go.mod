module github.com/xuri/excelize/v2

go 1.26.0
