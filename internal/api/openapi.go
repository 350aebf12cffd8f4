package api

import (
	"net/http"

	"genomlys/internal/door"
	"genomlys/internal/register"
	"genomlys/internal/room"
)

type m = map[string]any

// openapi answers with the description of the API, made from the declarations.
func (a *API) openapi(w http.ResponseWriter, r *door.Request) error {
	return write(w, http.StatusOK, Describe(a.DB.Catalogue, a.Rooms))
}

// Describe makes the OpenAPI 3.1 description of all registers, and of what the
// rooms of work offer beside them.
func Describe(c *register.Catalogue, rooms *room.Set) map[string]any {
	paths, schemas := m{}, m{}
	schemas["Problem"] = m{"type": "object", "properties": m{"type": str(), "title": str(), "status": m{"type": "integer"}, "detail": str(), "request_id": str(),
		"errors": m{"type": "array", "items": m{"type": "object", "properties": m{"index": m{"type": "integer"}, "field": str(), "code": str(), "message": str(), "allowed": m{"type": "array", "items": str()}}}}}}
	problem := m{"description": "RFC 9457", "content": m{"application/problem+json": m{"schema": ref("Problem")}}}
	for _, reg := range c.All {
		schemas[reg.Name] = schema(reg)
		one := m{"application/json": m{"schema": ref(reg.Name)}}
		// What must be filled in must be so when a record is made, not in each change of it.
		needed := m{"required": true, "content": m{"application/json": m{"schema": m{"allOf": []any{ref(reg.Name), m{"required": required(reg)}}}}}}
		part := m{"required": true, "content": m{"application/json": m{"schema": ref(reg.Name)}, "application/merge-patch+json": m{"schema": ref(reg.Name)}}}
		batch := m{"required": true, "content": m{"application/json": m{"schema": m{"type": "object", "required": []string{"changes"}, "properties": m{"changes": m{"type": "array", "minItems": 1, "maxItems": 1000,
			"items": m{"type": "object", "required": []string{"op", "fields"}, "properties": m{"op": m{"type": "string", "enum": []string{"create", "update"}}, "id": str(), "version": m{"type": "integer"}, "fields": ref(reg.Name)}}}}}}}}
		answer := func(code, what string, content m) m {
			return m{code: m{"description": what, "content": content}, "default": problem}
		}
		op := func(id, sum string, params []any, responses m, more m) m {
			o := m{"operationId": id, "summary": sum, "tags": []string{reg.Collection}, "responses": responses}
			if params != nil {
				o["parameters"] = params
			}
			for k, v := range more {
				o[k] = v
			}
			return o
		}
		base := "/api/v1/" + reg.Collection
		many := m{"application/json": m{"schema": m{"type": "object", "properties": m{"items": m{"type": "array", "items": ref(reg.Name)}, "next_page_token": str(), "total": m{"type": "integer"}}}}}
		at := []any{queryParam("as_of", "Civil date: what held then"), queryParam("known_at", "Ledger position: what was known then")}
		paths[base] = m{
			"get": op("list_"+reg.Name, reg.Title.EN, append([]any{queryParam("filter", "AIP-160"), queryParam("order_by", "title desc, ref"), queryParam("page_size", "1–500, 50"), queryParam("page_token", ""),
				queryParam("fields", "a,b"), queryParam("total", "true")}, at...), answer("200", reg.Title.EN, many), nil),
			"post": op("create_"+reg.Name, "Create", []any{header("Idempotency-Key", false)}, answer("201", reg.Singular.EN, one), m{"requestBody": needed}),
		}
		paths[base+":count"] = m{"get": op("count_"+reg.Name, "Count", append([]any{queryParam("filter", ""), queryParam("group_by", "")}, at...), answer("200", "Counts", m{"application/json": m{}}), nil)}
		paths[base+":batch"] = m{"post": op("batch_"+reg.Name, "Up to 1 000 creates and updates, all or none", []any{header("Idempotency-Key", false)}, answer("200", "Receipt", m{"application/json": m{}}), m{"requestBody": batch})}
		id := m{"name": "id", "in": "path", "required": true, "schema": str(), "description": "id or ref"}
		paths[base+"/{id}"] = m{
			"get":   op("get_"+reg.Name, reg.Singular.EN, append([]any{id}, at...), answer("200", reg.Singular.EN, one), nil),
			"patch": op("update_"+reg.Name, "Update by JSON merge patch", []any{id, header("If-Match", true)}, answer("200", reg.Singular.EN, one), m{"requestBody": part}),
		}
		paths[base+"/{id}/history"] = m{"get": op("history_"+reg.Name, "History", []any{id}, answer("200", "Versions", m{"application/json": m{}}), nil)}
		for _, act := range reg.Actions() {
			paths[base+"/{id}:"+act] = m{"post": op(act+"_"+reg.Name, act, []any{id, header("If-Match", false), header("Idempotency-Key", false)}, answer("200", reg.Singular.EN, one),
				m{"requestBody": m{"required": false, "content": m{"application/json": m{"schema": ref(reg.Name)}}}})}
		}
		for _, act := range rooms.ActsOf(reg.Name, nil) {
			path, params := base+"/{id}:"+act.Name, []any{id, queryParam("dry_run", "true: do all but keep it"), header("Idempotency-Key", false)}
			if act.Free {
				path, params = base+":"+act.Name, params[1:]
			}
			paths[path] = m{"post": op(act.Name+"_"+reg.Name, act.Title.EN, params, answer("200", "Receipt", m{"application/json": m{}}), given(act.Params))}
		}
		if texts := rooms.TextsOf(reg.Name, nil); len(texts) > 0 {
			paths[base+"/{id}/texts"] = m{"get": op("texts_"+reg.Name, "Texts that can be made out of the record", []any{id}, answer("200", "Texts", m{"application/json": m{}}), nil)}
			for _, t := range texts {
				paths[base+"/{id}/texts/"+t.Name] = m{"get": op("text_"+reg.Name+"_"+t.Name, t.Title.EN, append([]any{id}, asked(t.Params, t.Formats())...), answer("200", t.Title.EN, files(t.Formats())), nil)}
			}
		}
	}
	describeCorrection(paths, problem)
	describeReports(paths, rooms, problem)
	describeRest(paths, problem)
	return m{"openapi": "3.1.0", "info": m{"title": "Genomlys", "version": "1"}, "paths": paths,
		"components": m{"schemas": schemas, "securitySchemes": m{"token": m{"type": "http", "scheme": "bearer"}}}, "security": []any{m{"token": []string{}}}}
}

func str() m            { return m{"type": "string"} }
func ref(name string) m { return m{"$ref": "#/components/schemas/" + name} }

func queryParam(name, about string) m {
	return m{"name": name, "in": "query", "schema": str(), "description": about}
}

func header(name string, needed bool) m {
	return m{"name": name, "in": "header", "required": needed, "schema": str()}
}

func schema(r *register.Register) m {
	props := m{"id": m{"type": "string", "readOnly": true}, "ref": m{"type": "string", "readOnly": true}, "org": str(),
		"version": m{"type": "integer", "readOnly": true}, "since": m{"type": "string", "format": "date-time", "readOnly": true},
		register.OwnName: m{"type": []string{"object", "null"}, "description": "Fields that organisations have declared themselves (own-fields), by short name. In filters and field lists: local.<name>", "additionalProperties": m{"type": []string{"string", "integer", "null"}}}}
	for _, f := range r.Fields {
		p := property(f)
		p["title"] = f.Title.EN
		p["x-title-sv"] = f.Title.SV
		if f.Hint.EN != "" {
			p["description"] = f.Hint.EN
		}
		if f.Derived {
			p["readOnly"] = true
		}
		props[f.Name] = p
	}
	return m{"type": "object", "title": r.Singular.EN, "description": r.About.EN, "properties": props}
}

// required are the fields without which a record is not made.
func required(r *register.Register) []string {
	out := []string{}
	for _, f := range r.Fields {
		if f.Needed && !f.Derived {
			out = append(out, f.Name)
		}
	}
	return out
}

func property(f *register.Field) m {
	null := func(t string) []string { return []string{t, "null"} }
	enum := func(codes []string) []any {
		out := make([]any, 0, len(codes)+1)
		for _, c := range codes {
			out = append(out, c)
		}
		return append(out, nil)
	}
	switch f.Kind {
	case register.Choice, register.FactOf:
		return m{"type": null("string"), "enum": enum(f.Choices.Codes())}
	case register.Set:
		items := str()
		if f.Choices != nil {
			items["enum"] = f.Choices.Codes()
		}
		return m{"type": null("array"), "items": items}
	case register.Number, register.Money, register.Level:
		p := m{"type": null("integer")}
		if f.HasRange {
			p["minimum"], p["maximum"] = f.MinN, f.MaxN
		}
		return p
	case register.Day:
		return m{"type": null("string"), "format": "date"}
	case register.Moment:
		return m{"type": null("string"), "format": "date-time"}
	case register.Links:
		return m{"type": null("array"), "items": m{"type": "object", "properties": m{"to": str(), "kind": str()}}}
	case register.List:
		row := m{}
		for _, c := range f.Columns {
			row[c.Name] = m{"title": c.Title.EN}
		}
		return m{"type": null("array"), "items": m{"type": "object", "properties": row}}
	case register.Text, register.Long:
		return m{"type": null("string"), "maxLength": f.MaxLen}
	}
	return m{"type": null("string")}
}
