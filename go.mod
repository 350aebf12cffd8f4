module genomlys

go 1.26
