module bindings

go 1.19

require idpplugin v0.0.0

replace idpplugin => ../../../plugin_api/bindings/go
