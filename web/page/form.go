package page

import (
	"net/url"
	"slices"

	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// Names of the controls that every form may carry.
const (
	TokenField = "_once" // makes pressing twice do one thing
	TrapField  = "_site" // seen by programs only: whoever fills it is one
)

// Form is a form as it is shown: what was typed and what was found wrong. Fields take theirs by name; the path of a
// problem is the name of its control.
type Form struct {
	Action   string
	Token    string
	Values   url.Values // nil: the form is shown for the first time
	Problems filing.Problems
	Parked   bool // what was typed before the session ended has come back
}

// With is the form with the problems found in it.
func (f Form) With(problems filing.Problems) Form {
	f.Problems = problems
	return f
}

// Get is what was typed into a control.
func (f Form) Get(name string) string { return f.Values.Get(name) }

// Or sets the values of a form that is shown for the first time.
func (f Form) Or(values url.Values) Form {
	if f.Values == nil {
		f.Values = values
	}
	return f
}

// Model is the form around its fields.
func (f Form) Model() ui.FormModel {
	return ui.FormModel{Action: f.Action, Hidden: f.Hidden(), Required: true}
}

// Hidden are the values every form sends along.
func (f Form) Hidden() []ui.Hidden { return []ui.Hidden{{Name: TokenField, Value: f.Token}} }

// Fill gives a field what was typed into it and what is wrong with that.
func (f Form) Fill(field ui.Field) ui.Field {
	if f.Values != nil {
		field.Value = f.Values.Get(field.Name)
		if len(f.Values[field.Name]) > 0 && field.Values != nil || len(f.Values[field.Name]) > 1 {
			field.Values = f.Values[field.Name]
		}
	}
	if p, found := f.Problems.At(filing.Path(field.Name)); found {
		field.Error = zh.Problem(p)
	}
	return field
}

// Errors are the problems for the summary on top of the page, in the order of the fields named; problems of no named
// field come first, without a link.
func (f Form) Errors(names ...string) []ui.FieldError {
	var list []ui.FieldError
	for _, p := range f.Problems {
		if !slices.Contains(names, string(p.Path)) {
			list = append(list, ui.FieldError{Text: zh.Problem(p)})
		}
	}
	for _, name := range names {
		if p, found := f.Problems.At(filing.Path(name)); found {
			list = append(list, ui.FieldError{ID: ui.FieldID(name), Text: zh.Problem(p)})
		}
	}
	return list
}
