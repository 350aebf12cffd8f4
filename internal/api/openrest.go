package api

// describeRest adds what belongs to no register: figures, documents of reviews,
// the ledger, and what watches over the process.
func describeRest(paths m, problem m) {
	get := func(id, sum, tag string, content m, params ...any) m {
		if params == nil {
			params = []any{}
		}
		return m{"get": m{"operationId": id, "summary": sum, "tags": []string{tag}, "parameters": params,
			"responses": m{"200": m{"description": sum, "content": content}, "default": problem}}}
	}
	value, text := m{"application/json": m{}}, m{"text/plain": m{"schema": str()}}
	in := func(name, about string) m {
		return m{"name": name, "in": "path", "required": true, "schema": str(), "description": about}
	}
	asked := []any{queryParam("org", "Short name, id or ref of the organisation"), queryParam("as_of", "Civil date the figures show"), queryParam("compare", "Civil date to compare with"),
		queryParam("known_at", "Ledger position: what was known then")}
	paths["/api/v1/figures"] = get("figures", "The named figures", "figures", value, append(asked, queryParam("id", "F01, one or several with commas between"))...)
	paths["/api/v1/figures/{id}"] = get("figure", "A figure", "figures", value, append([]any{in("id", "F01")}, asked...)...)
	paths["/api/v1/figures/{id}/records"] = get("figure_records", "Exactly the records that a figure counts", "figures", value, append([]any{in("id", "F01")}, asked...)...)
	paths["/api/v1/management-reviews/{id}/document"] = get("management_review_document", "A review as a document; a decided one as it was frozen", "management-reviews", files([]string{"pdf", "docx", "html", "json"}),
		in("id", "id or ref"), queryParam("format", "pdf, docx, html, json"), queryParam("lang", "sv, en"))
	paths["/api/v1/ledger/checkpoint"] = get("checkpoint", "The ledger as it stands, signed (C2SP checkpoint)", "ledger", text)
	paths["/api/v1/ledger/entries"] = get("entries", "Ledger entries; those of organisations that the caller does not read as digests", "ledger", value,
		queryParam("from", "Number of the first entry"), queryParam("page_size", "1–500, 100"))
	paths["/api/v1/ledger/proof"] = get("proof", "That an entry is in the ledger (seq), or that an earlier size is its beginning (from)", "ledger", value,
		queryParam("seq", "Number of an entry"), queryParam("from", "An earlier size"), queryParam("size", "Size of the ledger; otherwise as it stands"))
	paths["/api/openapi.json"] = get("openapi", "This description", "service", value)
	paths["/healthz"] = get("health", "The process answers", "service", text)
	paths["/readyz"] = get("ready", "The database answers and its schema is current", "service", text)
}
