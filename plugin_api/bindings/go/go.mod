module idpplugin

go 1.19
