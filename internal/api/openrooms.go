package api

import (
	"strings"

	"genomlys/internal/room"
)

// describeReports adds the reports and the what-ifs to the description.
func describeReports(paths m, rooms *room.Set, problem m) {
	get := func(id, sum, tag string, params []any, content m) m {
		if params == nil {
			params = []any{}
		}
		return m{"get": m{"operationId": id, "summary": sum, "tags": []string{tag}, "parameters": params,
			"responses": m{"200": m{"description": sum, "content": content}, "default": problem}}}
	}
	paths["/api/v1/reports"] = get("reports", "Reports there are", "reports", nil, m{"application/json": m{}})
	for _, r := range rooms.Reports {
		path, tag, params := "/api/v1/reports/"+r.Name, "reports", asked(r.Params, r.Formats())
		paths[path] = get("report_"+r.Name, r.Title.EN, tag, params, files(r.Formats()))
		if r.Name != "what-if" {
			continue
		}
		kind := m{"name": "kind", "in": "path", "required": true, "schema": str()}
		var rest []any
		for _, p := range r.Params {
			if p.Name == "kind" {
				kind["schema"] = m{"type": "string", "enum": p.Choices.Codes()}
				continue
			}
			rest = append(rest, asked([]room.Param{p}, nil)...)
		}
		paths["/api/v1/what-if/{kind}"] = get("what_if", r.Title.EN, "what-if", append([]any{kind}, rest...), files(r.Formats()))
	}
}

// asked are parameters in an address.
func asked(params []room.Param, formats []string) []any {
	out := []any{}
	for _, p := range params {
		out = append(out, m{"name": p.Name, "in": "query", "required": p.Needed, "schema": paramSchema(p), "description": p.Title.EN})
	}
	if formats != nil {
		out = append(out, queryParam("format", strings.Join(formats, ", ")), queryParam("lang", "sv, en"))
	}
	return out
}

// given are parameters in a body: JSON, or a form where there is a file.
func given(params []room.Param) m {
	if len(params) == 0 {
		return nil
	}
	props, media := m{}, "application/json"
	var needed []string
	for _, p := range params {
		s := paramSchema(p)
		s["title"], s["x-title-sv"] = p.Title.EN, p.Title.SV
		props[p.Name] = s
		if p.Needed {
			needed = append(needed, p.Name)
		}
		if p.Kind == room.File {
			media = "multipart/form-data"
		}
	}
	schema := m{"type": "object", "properties": props}
	if needed != nil {
		schema["required"] = needed
	}
	return m{"requestBody": m{"required": needed != nil, "content": m{media: m{"schema": schema}}}}
}

func paramSchema(p room.Param) m {
	s := str()
	switch p.Kind {
	case room.Day:
		s["format"] = "date"
	case room.Number:
		s = m{"type": "integer"}
		if p.Min != 0 || p.Max != 0 {
			s["minimum"], s["maximum"] = p.Min, p.Max
		}
	case room.Level:
		s = m{"type": "integer", "minimum": 0, "maximum": 4}
	case room.Yes:
		s["enum"] = []string{"yes", "no"}
	case room.Choice:
		if !p.Many {
			s["enum"] = p.Choices.Codes()
		}
	case room.File:
		s["format"] = "binary"
	case room.Ref:
		s["description"] = "id or ref of " + p.Register
	}
	if p.Many {
		s["description"] = "several, with commas between"
	}
	return s
}

func files(formats []string) m {
	out := m{}
	for _, f := range formats {
		out[strings.TrimSuffix(room.Media[f], "; charset=utf-8")] = m{}
	}
	return out
}
