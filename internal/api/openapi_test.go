package api_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"beian/internal/postgres/pgtest"
)

// description is the served document with what a validator needs of it.
type description struct {
	OpenAPI    string `json:"openapi"`
	Paths      map[string]map[string]operation
	Components struct{ Schemas map[string]map[string]any }
}

type operation struct {
	OperationID string `json:"operationId"`
	Responses   map[string]struct {
		Content map[string]struct{ Schema map[string]any }
	}
}

// TestAnswersAreAsDescribed sends every operation and holds each answer against the
// schema that the description has for its status.
func TestAnswersAreAsDescribed(t *testing.T) {
	h := door(t)
	var d description
	pgtest.Must(t, json.Unmarshal(get(h, "/api/openapi.json").Body.Bytes(), &d))
	if d.OpenAPI != "3.1.0" || len(d.Paths) != 6 {
		t.Fatalf("%s with %d paths", d.OpenAPI, len(d.Paths))
	}
	asked := map[string][]string{
		"GET /api/v1/lookup": {"?q=www.example.cn", "?q=sh-2026000001", "?q=" + url.QueryEscape("摄影"), "?q=unfiled.cn", "?q=", "?q=x&by=name",
			"?q=" + url.QueryEscape("晓云摄影笔几")},
		"GET /api/v1/domains/{domain}": {"/example.cn", "/unfiled.cn"},
		"GET /api/v1/records/{number}": {"/sh-2026000001-1", "/sh-2026000009-1"},
		"GET /api/v1/units/{name}":     {"/" + url.PathEscape("陈晓云"), "/x", "/nobody"},
		"POST /api/v1/lookup:batch":    {`{"names":["example.cn","x","unfiled.cn"]}`, `{`, strings.Repeat(" ", 2<<20)},
		"GET /api/openapi.json":        {""},
	}
	seen := map[string]bool{}
	for path, methods := range d.Paths {
		for method, op := range methods {
			key := strings.ToUpper(method) + " " + path
			if len(asked[key]) == 0 {
				t.Errorf("%s is not tried", key)
			}
			for _, more := range asked[key] {
				var w *httptest.ResponseRecorder
				if method == "post" {
					w = post(h, path, more)
				} else {
					w = get(h, strings.Split(path, "/{")[0]+more)
				}
				status := fmt.Sprint(w.Code)
				content, ok := op.Responses[status].Content[strings.Split(w.Header().Get("Content-Type"), ";")[0]]
				if !ok {
					t.Errorf("%s answers %s %s, which is not described", key, status, w.Header().Get("Content-Type"))
					continue
				}
				seen[op.OperationID+status] = true
				var body any
				pgtest.Must(t, json.Unmarshal(w.Body.Bytes(), &body))
				for _, wrong := range d.faults(content.Schema, body, key+" "+status) {
					t.Error(wrong)
				}
			}
		}
	}
	for _, want := range []string{"lookup200", "lookup400", "domain200", "domain404", "record404", "unit400", "batch200", "batch400", "batch413"} {
		if !seen[want] {
			t.Errorf("%s was not seen", want)
		}
	}
}

// faults is a small validator of the part of JSON Schema that the description uses.
func (d description) faults(schema map[string]any, v any, at string) (list []string) {
	if ref, ok := schema["$ref"].(string); ok {
		return d.faults(d.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")], v, at)
	}
	wrong := func(format string, args ...any) { list = append(list, at+": "+fmt.Sprintf(format, args...)) }
	if allowed, ok := schema["enum"].([]any); ok && !slices.Contains(allowed, v) {
		wrong("%v is none of %v", v, allowed)
	}
	switch schema["type"] {
	case "object":
		o, ok := v.(map[string]any)
		if !ok {
			wrong("%v is no object", v)
			return list
		}
		properties, _ := schema["properties"].(map[string]any)
		for name, value := range o {
			p, known := properties[name].(map[string]any)
			if !known && schema["additionalProperties"] == false {
				wrong("%s is not described", name)
			}
			if known {
				list = append(list, d.faults(p, value, at+"."+name)...)
			}
		}
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, there := o[name.(string)]; !there {
				wrong("%s is missing", name)
			}
		}
	case "array":
		a, ok := v.([]any)
		if !ok {
			wrong("%v is no array", v)
		}
		for _, one := range a {
			list = append(list, d.faults(schema["items"].(map[string]any), one, at+"[]")...)
		}
	case "string":
		s, ok := v.(string)
		if !ok {
			wrong("%v is no string", v)
		}
		if schema["format"] == "date-time" {
			if _, err := time.Parse(time.RFC3339, s); err != nil {
				wrong("%s is no time", s)
			}
		}
	case "integer":
		if n, ok := v.(float64); !ok || n != float64(int64(n)) {
			wrong("%v is no integer", v)
		}
	case "boolean":
		if _, ok := v.(bool); !ok {
			wrong("%v is no boolean", v)
		}
	default:
		wrong("the schema has no type: %v", schema)
	}
	return list
}
