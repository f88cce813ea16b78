package main

import (
	"reflect"
	"strings"

	"github.com/alecthomas/kong"
)

// variable looks a name up in an environment; an empty value counts as none.
func variable(environ []string, name string) string {
	for _, entry := range environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// fromEnvironment lets flags that were not given take the value of their variable.
func fromEnvironment(environ []string) kong.Option {
	return kong.Resolvers(kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if value := variable(environ, flag.Tag.Get("var")); value != "" {
			return value, nil
		}
		return nil, nil
	}))
}

// showVariables names each flag's variable in the help.
func showVariables(k *kong.Kong) error {
	return kong.Visit(k.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok && flag.Tag.Get("var") != "" {
			flag.Help += " [" + flag.Tag.Get("var") + "]"
		}
		return next(nil)
	})
}

// readSecrets fills the settings that have no flag.
func readSecrets(into any, environ []string) {
	eachSetting(reflect.ValueOf(into).Elem(), func(field reflect.StructField, value reflect.Value) {
		if field.Type == reflect.TypeFor[hidden]() {
			value.SetString(variable(environ, field.Tag.Get("var")))
		}
	})
}

// eachSetting visits every field with a variable, depth first.
func eachSetting(v reflect.Value, visit func(reflect.StructField, reflect.Value)) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		switch {
		case field.Tag.Get("var") != "":
			visit(field, v.Field(i))
		case field.Type.Kind() == reflect.Struct:
			eachSetting(v.Field(i), visit)
		}
	}
}
