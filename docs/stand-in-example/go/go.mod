module example.org/lamps

go 1.19
