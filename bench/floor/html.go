package main

import "html/template"

// shown is a list as a page.
type shown struct {
	Size int
	Page page
}

// listed is the least page that shows a list: a table with links, escaped, and
// the way on.
var listed = template.Must(template.New("list").Parse(`<!DOCTYPE html>
<html lang="sv"><head><meta charset="utf-8"><title>Objekt</title></head><body><main><h1>Objekt</h1><p>{{.Size}} rader</p>
<table><thead><tr><th>Nummer</th><th>Namn</th><th>Typ</th><th>Status</th><th>Räckvidd</th><th>Område</th><th>Ansvarig</th></tr></thead><tbody>
{{range .Page.Items}}<tr><td><a href="/objects/{{.Ref}}">{{.Ref}}</a></td><td><a href="/objects/{{.Ref}}">{{.Title}}</a></td><td>{{.Kind}}</td><td>{{.Status}}</td><td>{{.Reach}}</td><td>{{.Area}}</td><td>{{.Responsible}}</td></tr>
{{end}}</tbody></table>{{with .Page.Next}}<a href="?after={{.}}">Nästa</a>{{end}}</main></body></html>
`))
