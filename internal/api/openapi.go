package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"beian/internal/filing"
	"beian/internal/lookup"
)

// operation is one line of the interface: the router and the description are both
// made from these.
type operation struct {
	method, path, id, summary string
	params                    []param
	body, answer              any // of the types in Go; nil: none
	statuses                  []int
	do                        http.HandlerFunc
	policy                    func(*http.Request) lookup.Policy // nil: counts itself, or not at all
}

type param struct {
	in, name, doc string
	required      bool
}

var (
	afterPlace = param{"query", "after", "place from a next link", false}
	wrong      = []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable}
	wrongOr404 = append([]int{http.StatusNotFound}, wrong...)
)

func points(*http.Request) lookup.Policy   { return lookup.Points }
func searches(*http.Request) lookup.Policy { return lookup.Searches }
func guessed(r *http.Request) lookup.Policy {
	q := r.URL.Query()
	return lookup.PolicyOf(lookup.By(q.Get("by")), q.Get("q"))
}

func (a *API) operations() []operation {
	return []operation{
		{"GET", "/api/v1/lookup", "lookup", "Look a number, domain or name up",
			[]param{{"query", "q", "a number in any spelling, a domain or whole address, an IP, or part of a name", true},
				{"query", "by", "number, domain or name; left out: the server decides", false}, afterPlace},
			nil, Answer{}, wrong, a.ask, guessed},
		{"GET", "/api/v1/domains/{domain}", "domain", "The services filed under a domain or address",
			[]param{{"path", "domain", "a domain, any of its sub-domains, or an IP", true}}, nil, Answer{}, wrongOr404, a.byDomain, points},
		{"GET", "/api/v1/records/{number}", "record", "The service, or the services of the entity, of a number",
			[]param{{"path", "number", "such as 沪ICP备2026000001号-1 or sh-2026000001-1", true}}, nil, Answer{}, wrongOr404, a.byNumber, points},
		{"GET", "/api/v1/units/{name}", "unit", "The services of units of exactly that name",
			[]param{{"path", "name", "the whole name", true}, afterPlace}, nil, Answer{}, wrongOr404, a.byUnit, searches},
		{"POST", "/api/v1/lookup:batch", "batch", "Up to 1000 numbers, domains and exact unit names at once",
			nil, Batch{}, BatchAnswer{}, append([]int{http.StatusRequestEntityTooLarge}, wrong...), a.batch, nil},
		{"GET", "/api/openapi.json", "description", "This description", nil, nil, map[string]any{}, nil, a.description, nil},
	}
}

// counted counts the questions of an operation before it is done.
func (a *API) counted(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if op.policy == nil || a.admit(w, r, op.policy(r), 1) {
			op.do(w, r)
		}
	}
}

func (a *API) description(w http.ResponseWriter, r *http.Request) { a.describe.Send(w, r) }

// object is a part of the description.
type object = map[string]any

func described(list []operation) *lookup.Response {
	schemas, paths := object{}, object{}
	for _, op := range list {
		at, _ := paths[op.path].(object)
		if at == nil {
			at = object{}
			paths[op.path] = at
		}
		at[strings.ToLower(op.method)] = op.describe(schemas)
	}
	b, err := json.MarshalIndent(object{"openapi": "3.1.0",
		"info": object{"title": "备案公开查询", "version": "1", "description": "Public lookup of filed websites and apps. Without a key: " +
			limits() + " a minute and address. Answers carry ETag; ask again with If-None-Match.",
			"license": object{"name": "Public information"}},
		"servers": []object{{"url": "/"}}, "security": []object{{}, {"key": []string{}}},
		"paths": paths, "components": object{"schemas": schemas,
			"securitySchemes": object{"key": object{"type": "http", "scheme": "bearer", "description": "for limits of one's own"}}}}, "", " ")
	if err != nil {
		panic(err) // maps of strings always marshal
	}
	return lookup.NewResponse(http.Header{"Content-Type": {asJSON}, "Access-Control-Allow-Origin": {"*"}, "X-Content-Type-Options": {"nosniff"}}, b)
}

func limits() string {
	return strconv.Itoa(lookup.Points.Most) + " numbers and domains, " + strconv.Itoa(lookup.Searches.Most) + " searches by name and " +
		strconv.Itoa(lookup.Batches.Most) + " names in batches"
}

func (op operation) describe(schemas object) object {
	answers := object{"200": object{"description": "the answer", "headers": headersOf(op),
		"content": object{asJSON: object{"schema": schemaOf(reflect.TypeOf(op.answer), schemas)}}}}
	if op.method == http.MethodGet {
		answers["304"] = object{"description": "not changed since the ETag of If-None-Match"}
	}
	for _, status := range op.statuses {
		answers[strconv.Itoa(status)] = object{"description": http.StatusText(status),
			"content": object{"application/problem+json": object{"schema": schemaOf(reflect.TypeFor[Problem](), schemas)}}}
	}
	d := object{"operationId": op.id, "summary": op.summary, "responses": answers}
	var params []object
	for _, p := range op.params {
		params = append(params, object{"in": p.in, "name": p.name, "description": p.doc, "required": p.required, "schema": object{"type": "string"}})
	}
	if params != nil {
		d["parameters"] = params
	}
	if op.body != nil {
		d["requestBody"] = object{"required": true, "content": object{asJSON: object{"schema": schemaOf(reflect.TypeOf(op.body), schemas)}}}
	}
	return d
}

func headersOf(op operation) object {
	text := func(doc string) object { return object{"description": doc, "schema": object{"type": "string"}} }
	h := object{}
	if op.method == http.MethodGet {
		h["ETag"] = text("of this answer")
	}
	if op.path != "/api/openapi.json" {
		h["RateLimit"], h["RateLimit-Policy"] = text("what is left in this minute"), text("what there may be in a minute")
	}
	return h
}

// schemaOf describes a type as encoding/json writes it; structs go to schemas.
func schemaOf(t reflect.Type, schemas object) object {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[filing.Number]():
		return object{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), schemas)
	case reflect.Slice:
		return object{"type": "array", "items": schemaOf(t.Elem(), schemas)}
	case reflect.Map:
		return object{"type": "object"}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	}
	if schemas[t.Name()] == nil {
		schemas[t.Name()] = object{} // a type within itself ends here
		schemas[t.Name()] = structSchema(t, schemas)
	}
	return object{"$ref": "#/components/schemas/" + t.Name()}
}

func structSchema(t reflect.Type, schemas object) object {
	properties, required := object{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, more, _ := strings.Cut(f.Tag.Get("json"), ",")
		s := schemaOf(f.Type, schemas)
		if doc := f.Tag.Get("doc"); doc != "" {
			s["description"] = doc
		}
		if list := f.Tag.Get("enum"); list != "" {
			s["enum"] = enum(f.Type, strings.Split(list, ","))
		}
		properties[name] = s
		if more != "omitempty" {
			required = append(required, name)
		}
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func enum(t reflect.Type, list []string) (values []any) {
	for _, one := range list {
		if n, err := strconv.Atoi(one); err == nil && t.Kind() == reflect.Int {
			values = append(values, n)
		} else {
			values = append(values, one)
		}
	}
	return values
}
