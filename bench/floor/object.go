package main

import "encoding/json"

// object has the fields of the product's object, so that both answer as much.
type object struct {
	ID                 string          `json:"id"`
	Ref                string          `json:"ref"`
	Org                string          `json:"org"`
	Title              string          `json:"title"`
	Responsible        string          `json:"responsible"`
	Secrecy            string          `json:"secrecy"`
	SecrecyNote        string          `json:"secrecy_note"`
	DiaryNo            string          `json:"diary_no"`
	Tags               json.RawMessage `json:"tags"`
	Notes              string          `json:"notes"`
	Source             string          `json:"source"`
	ExtID              string          `json:"ext_id"`
	ReviewDue          string          `json:"review_due"`
	ArchivedOn         string          `json:"archived_on"`
	Status             string          `json:"status"`
	Kind               string          `json:"kind"`
	StoresBusinessData string          `json:"stores_business_data"`
	Ai                 string          `json:"ai"`
	Iot                string          `json:"iot"`
	Cloud              string          `json:"cloud"`
	InternetFacing     string          `json:"internet_facing"`
	Ot                 string          `json:"ot"`
	PersonalData       string          `json:"personal_data"`
	SecrecyData        string          `json:"secrecy_data"`
	MedicalDevice      string          `json:"medical_device"`
	Reach              string          `json:"reach"`
	Description        string          `json:"description"`
	Area               string          `json:"area"`
	OperationForm      string          `json:"operation_form"`
	Owner              string          `json:"owner"`
	Manager            string          `json:"manager"`
	ManagerIt          string          `json:"manager_it"`
	Supplier           string          `json:"supplier"`
	SubSuppliers       json.RawMessage `json:"sub_suppliers"`
	HostingCountry     string          `json:"hosting_country"`
	DataCountries      json.RawMessage `json:"data_countries"`
	DependsOn          json.RawMessage `json:"depends_on"`
	InfoTypes          json.RawMessage `json:"info_types"`
	RtoH               *int64          `json:"rto_h"`
	RpoH               *int64          `json:"rpo_h"`
	MtdH               *int64          `json:"mtd_h"`
	AccessibilityScope string          `json:"accessibility_scope"`
	UsersApprox        *int64          `json:"users_approx"`
	RegisteredOn       string          `json:"registered_on"`
	ChangedOn          string          `json:"changed_on"`
	GoLive             string          `json:"go_live"`
	ContractEnd        string          `json:"contract_end"`
	RetiredOn          string          `json:"retired_on"`
	RetirementData     string          `json:"retirement_data"`
	RetirementNote     string          `json:"retirement_note"`
}

// column is one column of the table and where its value stands in an object.
type column struct {
	name, kind string
	at         func(*object) any // pointer to the value
}

var columns = []column{
	text("id", func(o *object) *string { return &o.ID }), text("ref", func(o *object) *string { return &o.Ref }), text("org", func(o *object) *string { return &o.Org }),
	text("title", func(o *object) *string { return &o.Title }), text("responsible", func(o *object) *string { return &o.Responsible }),
	text("secrecy", func(o *object) *string { return &o.Secrecy }), text("secrecy_note", func(o *object) *string { return &o.SecrecyNote }),
	text("diary_no", func(o *object) *string { return &o.DiaryNo }), list("tags", func(o *object) *json.RawMessage { return &o.Tags }),
	text("notes", func(o *object) *string { return &o.Notes }), text("source", func(o *object) *string { return &o.Source }), text("ext_id", func(o *object) *string { return &o.ExtID }),
	text("review_due", func(o *object) *string { return &o.ReviewDue }), text("archived_on", func(o *object) *string { return &o.ArchivedOn }),
	text("status", func(o *object) *string { return &o.Status }), text("kind", func(o *object) *string { return &o.Kind }),
	text("stores_business_data", func(o *object) *string { return &o.StoresBusinessData }), text("ai", func(o *object) *string { return &o.Ai }),
	text("iot", func(o *object) *string { return &o.Iot }), text("cloud", func(o *object) *string { return &o.Cloud }),
	text("internet_facing", func(o *object) *string { return &o.InternetFacing }), text("ot", func(o *object) *string { return &o.Ot }),
	text("personal_data", func(o *object) *string { return &o.PersonalData }), text("secrecy_data", func(o *object) *string { return &o.SecrecyData }),
	text("medical_device", func(o *object) *string { return &o.MedicalDevice }), text("reach", func(o *object) *string { return &o.Reach }),
	text("description", func(o *object) *string { return &o.Description }), text("area", func(o *object) *string { return &o.Area }),
	text("operation_form", func(o *object) *string { return &o.OperationForm }), text("owner", func(o *object) *string { return &o.Owner }),
	text("manager", func(o *object) *string { return &o.Manager }), text("manager_it", func(o *object) *string { return &o.ManagerIt }),
	text("supplier", func(o *object) *string { return &o.Supplier }), list("sub_suppliers", func(o *object) *json.RawMessage { return &o.SubSuppliers }),
	text("hosting_country", func(o *object) *string { return &o.HostingCountry }), list("data_countries", func(o *object) *json.RawMessage { return &o.DataCountries }),
	list("depends_on", func(o *object) *json.RawMessage { return &o.DependsOn }), list("info_types", func(o *object) *json.RawMessage { return &o.InfoTypes }),
	number("rto_h", func(o *object) **int64 { return &o.RtoH }), number("rpo_h", func(o *object) **int64 { return &o.RpoH }), number("mtd_h", func(o *object) **int64 { return &o.MtdH }),
	text("accessibility_scope", func(o *object) *string { return &o.AccessibilityScope }), number("users_approx", func(o *object) **int64 { return &o.UsersApprox }),
	text("registered_on", func(o *object) *string { return &o.RegisteredOn }), text("changed_on", func(o *object) *string { return &o.ChangedOn }),
	text("go_live", func(o *object) *string { return &o.GoLive }), text("contract_end", func(o *object) *string { return &o.ContractEnd }),
	text("retired_on", func(o *object) *string { return &o.RetiredOn }), text("retirement_data", func(o *object) *string { return &o.RetirementData }),
	text("retirement_note", func(o *object) *string { return &o.RetirementNote }),
}

func text(name string, at func(*object) *string) column {
	return column{name, "TEXT NOT NULL", func(o *object) any { return at(o) }}
}

func number(name string, at func(*object) **int64) column {
	return column{name, "INTEGER", func(o *object) any { return at(o) }}
}

// list is a small list kept as JSON text.
func list(name string, at func(*object) *json.RawMessage) column {
	return column{name, "BLOB", func(o *object) any { return (*[]byte)(at(o)) }}
}

// pointers gives where a row's columns are read to and bound from.
func (o *object) pointers() []any {
	out := make([]any, len(columns))
	for i, c := range columns {
		out[i] = c.at(o)
	}
	return out
}

// values gives what a row is written with.
func (o *object) values() []any {
	out := o.pointers()
	for i, p := range out {
		switch p := p.(type) {
		case *string:
			out[i] = *p
		case **int64:
			out[i] = nil
			if *p != nil {
				out[i] = **p
			}
		case *[]byte:
			out[i] = *p
		}
	}
	return out
}
