package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"beian/web/htmlcheck"
)

// walker is a person at a browser without scripts, who knows nothing but what
// the pages show: it follows links by their text, fills fields by their labels
// and presses buttons by their words. Every page it meets is checked.
type walker struct {
	t      tester
	client *http.Client
	at     *url.URL
	page   *goquery.Document
	typed  map[string][]string // by control name
	files  map[string]upload
	effort effort
}

// person is somebody at a browser: without scripts (walker) or a real one (tab).
// What is written for a person runs both ways.
type person interface {
	open(path string)
	follow(words string)
	fill(label, value string)
	pick(label, option string)
	tick(legend string, labels ...string)
	attach(label, fileName string, data []byte)
	press(words string)
	sees(words ...string)
	says(words string) bool
	has(words string) bool
	asks(label string) bool
	text() string
	path() string
}

// tester is the part of testing.T that a person needs; where machines die under
// people's hands, a failed step is tried again instead of ending the test.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
	Context() context.Context
}

// effort counts what a person had to do.
type effort struct {
	Pages    int // looked at
	Fields   int // set by hand
	Uploads  int
	Identity int // times an identity number was typed
}

type upload struct {
	name string
	data []byte
}

func newWalker(t tester, base string) *walker {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return &walker{t: t, client: &http.Client{Jar: jar}, at: at}
}

// open goes to an address, as one who typed it.
func (w *walker) open(path string) {
	w.t.Helper()
	w.request("GET", path, "", nil, http.StatusOK)
}

func (w *walker) request(method, path, contentType string, body io.Reader, want ...int) {
	w.t.Helper()
	to, err := w.at.Parse(path)
	if err != nil {
		w.t.Fatalf("address %q: %v", path, err)
	}
	r, err := http.NewRequestWithContext(w.t.Context(), method, to.String(), body)
	if err != nil {
		w.t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	res, err := w.client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	w.arrive(res, want)
}

func (w *walker) arrive(res *http.Response, want []int) {
	w.t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	w.at = res.Request.URL
	if w.page, err = goquery.NewDocumentFromReader(bytes.NewReader(b)); err != nil {
		w.t.Fatal(err)
	}
	w.typed, w.files = map[string][]string{}, map[string]upload{}
	w.effort.Pages++
	ok := false
	for _, status := range want {
		ok = ok || status == res.StatusCode
	}
	if !ok {
		w.t.Fatalf("%s answers %d, want %v:\n%s", w.at.Path, res.StatusCode, want, w.text())
	}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		for _, fault := range htmlcheck.Faults(string(b)) {
			w.t.Errorf("%s: %s", w.at.Path, fault)
		}
	}
}

// text is what the page says, for messages of the test and for looking at.
func (w *walker) text() string {
	main := w.page.Find("main")
	if main.Length() == 0 {
		main = w.page.Selection
	}
	return strings.Join(strings.Fields(main.Text()), " ")
}

// sees wants words on the page.
func (w *walker) sees(words ...string) {
	w.t.Helper()
	text := w.text()
	for _, word := range words {
		if !strings.Contains(text, word) {
			w.t.Fatalf("%s does not say %q:\n%s", w.at.Path, word, text)
		}
	}
}

// path is the address without its host.
func (w *walker) path() string { return w.at.RequestURI() }

// says reports whether the page has these words.
func (w *walker) says(words string) bool { return strings.Contains(w.text(), words) }

// follow goes through the link with these words, the first one in the main part
// if there is one.
func (w *walker) follow(words string) {
	w.t.Helper()
	for _, scope := range []string{"main a[href]", "a[href]"} {
		links := w.page.Find(scope).FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(squeezed(s.Text()), words) })
		if href, ok := links.First().Attr("href"); ok {
			w.open(href)
			return
		}
	}
	w.t.Fatalf("%s has no link %q:\n%s", w.at.Path, words, w.text())
}

// has reports whether a link or a button with these words is there.
func (w *walker) has(words string) bool {
	return w.page.Find("main a[href], main button").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return strings.Contains(squeezed(s.Text()), words)
	}).Length() > 0
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

// asks reports whether there is a field with that label.
func (w *walker) asks(label string) bool {
	return w.page.Find("label").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return strings.HasPrefix(squeezed(s.Text()), label)
	}).Length() > 0
}

// control finds a field by its label; without one there is none for people
// either.
func (w *walker) control(label string) *goquery.Selection {
	w.t.Helper()
	var found *goquery.Selection
	w.page.Find("label").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if !strings.HasPrefix(squeezed(s.Text()), label) {
			return true
		}
		if id, ok := s.Attr("for"); ok {
			found = w.page.Find(`[id="` + id + `"]`)
		} else {
			found = s.Find("input, select, textarea")
		}
		return found.Length() == 0
	})
	if found == nil || found.Length() == 0 {
		w.t.Fatalf("%s has no field %q:\n%s", w.at.Path, label, w.text())
	}
	return found
}

// fill types into the field with that label.
func (w *walker) fill(label, value string) {
	w.t.Helper()
	w.typed[name(w.t, w.control(label))] = []string{value}
	w.effort.Fields++
	if len(value) == 18 {
		w.effort.Identity++
	}
}

// pick chooses an entry of a list by its words.
func (w *walker) pick(label, option string) {
	w.t.Helper()
	c := w.control(label)
	var value string
	found := false
	c.Find("option").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if found = strings.Contains(squeezed(s.Text()), option); found {
			value = s.AttrOr("value", squeezed(s.Text()))
		}
		return !found
	})
	if !found {
		w.t.Fatalf("%s: the list %q has no entry %q", w.at.Path, label, option)
	}
	w.typed[name(w.t, c)] = []string{value}
	w.effort.Fields++
}

// tick chooses the radio buttons or checkboxes with these labels; legend says
// in which group when a label stands in several, empty for the first anywhere.
func (w *walker) tick(legend string, labels ...string) {
	w.t.Helper()
	for i, label := range labels {
		c := w.boxIn(legend, label)
		key := name(w.t, c)
		value := c.AttrOr("value", "on")
		if c.AttrOr("type", "") == "checkbox" {
			if i == 0 {
				w.typed[key] = append(w.checked(key), value)
			} else {
				w.typed[key] = append(w.typed[key], value)
			}
		} else {
			w.typed[key] = []string{value}
		}
	}
	w.effort.Fields++
}

func (w *walker) boxIn(legend, label string) *goquery.Selection {
	w.t.Helper()
	scope := w.page.Selection
	if legend != "" {
		scope = w.page.Find("fieldset").FilterFunction(func(_ int, s *goquery.Selection) bool {
			return strings.HasPrefix(squeezed(s.Find("legend").First().Text()), legend)
		})
	}
	var found *goquery.Selection
	scope.Find("label").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if !strings.HasPrefix(squeezed(s.Text()), label) {
			return true
		}
		box := s.Find("input")
		if id, ok := s.Attr("for"); ok {
			box = w.page.Find(`[id="` + id + `"]`)
		}
		if kind := box.AttrOr("type", ""); kind == "radio" || kind == "checkbox" {
			found = box
		}
		return found == nil
	})
	if found == nil {
		w.t.Fatalf("%s has no choice %q in %q:\n%s", w.at.Path, label, legend, w.text())
	}
	return found
}

// checked are the values of a checkbox group that the page shows as chosen.
func (w *walker) checked(key string) []string {
	if typed, ok := w.typed[key]; ok {
		return typed
	}
	var list []string
	w.page.Find(`input[type=checkbox][name="` + key + `"][checked]`).Each(func(_ int, s *goquery.Selection) {
		list = append(list, s.AttrOr("value", "on"))
	})
	return list
}

// attach puts a file into the field with that label.
func (w *walker) attach(label, fileName string, data []byte) {
	w.t.Helper()
	w.files[name(w.t, w.control(label))] = upload{fileName, data}
	w.effort.Uploads++
}

func name(t tester, s *goquery.Selection) string {
	t.Helper()
	n, ok := s.Attr("name")
	if !ok {
		t.Fatalf("a control without a name: %s", fmt.Sprint(s.AttrOr("id", "?")))
	}
	return n
}

// press sends the form of the button with these words. The answer may be a
// page (after its redirect) or the form again with what is wrong.
func (w *walker) press(words string) {
	w.t.Helper()
	w.pressWant(words, http.StatusOK)
}

// pressWant is press where another answer than 200 is right.
func (w *walker) pressWant(words string, want ...int) {
	w.t.Helper()
	button := w.page.Find("main button, main input[type=submit]").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return strings.Contains(squeezed(s.Text()), words) || strings.Contains(s.AttrOr("value", ""), words) && s.Is("input")
	}).First()
	if button.Length() == 0 {
		button = w.page.Find("button").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(squeezed(s.Text()), words) }).First()
	}
	if button.Length() == 0 {
		w.t.Fatalf("%s has no button %q:\n%s", w.at.Path, words, w.text())
	}
	form := button.Closest("form")
	if id, ok := button.Attr("form"); ok {
		form = w.page.Find(`form[id="` + id + `"]`)
	}
	w.send(form, button, want)
}

func (w *walker) send(form, button *goquery.Selection, want []int) {
	w.t.Helper()
	action := button.AttrOr("formaction", form.AttrOr("action", w.at.RequestURI()))
	values := w.values(form)
	if n, ok := button.Attr("name"); ok {
		values.Add(n, button.AttrOr("value", ""))
	}
	if strings.EqualFold(form.AttrOr("method", "get"), "get") {
		to, _ := url.Parse(action)
		to.RawQuery = values.Encode()
		w.request("GET", to.String(), "", nil, want...)
		return
	}
	if form.AttrOr("enctype", "") == "multipart/form-data" {
		w.sendParts(action, values, form, want)
		return
	}
	w.request("POST", action, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()), want...)
}

func (w *walker) sendParts(action string, values url.Values, form *goquery.Selection, want []int) {
	w.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for key, list := range values {
		for _, v := range list {
			_ = m.WriteField(key, v) // to memory: cannot fail
		}
	}
	w.controls(form).Filter("input[type=file]").Each(func(_ int, s *goquery.Selection) {
		u := w.files[s.AttrOr("name", "")]
		part, err := m.CreateFormFile(s.AttrOr("name", ""), u.name)
		if err != nil {
			w.t.Fatal(err)
		}
		_, _ = part.Write(u.data) // to memory
	})
	_ = m.Close()
	w.request("POST", action, m.FormDataContentType(), &b, want...)
}

// controls are those inside a form and those elsewhere that belong to it.
func (w *walker) controls(form *goquery.Selection) *goquery.Selection {
	list := form.Find("input, select, textarea").FilterFunction(func(_ int, s *goquery.Selection) bool {
		_, elsewhere := s.Attr("form")
		return !elsewhere
	})
	if id, ok := form.Attr("id"); ok {
		list = list.AddSelection(w.page.Find(`input[form="` + id + `"], select[form="` + id + `"], textarea[form="` + id + `"]`))
	}
	return list
}

// values are what a browser would send: what is on the page, with what was
// typed in its place.
func (w *walker) values(form *goquery.Selection) url.Values {
	values := url.Values{}
	done := map[string]bool{}
	w.controls(form).Each(func(_ int, s *goquery.Selection) {
		key, ok := s.Attr("name")
		if _, off := s.Attr("disabled"); !ok || off || done[key] {
			return
		}
		if typed, ok := w.typed[key]; ok {
			values[key] = typed
			done[key] = true
			return
		}
		w.keep(values, key, s)
	})
	return values
}

// keep sends a control as the page shows it.
func (w *walker) keep(values url.Values, key string, s *goquery.Selection) {
	_, checked := s.Attr("checked")
	switch kind := s.AttrOr("type", ""); {
	case kind == "submit" || kind == "button" || kind == "file" || kind == "image":
	case kind == "radio" || kind == "checkbox":
		if checked {
			values.Add(key, s.AttrOr("value", "on"))
		}
	case s.Is("select"):
		option := s.Find("option[selected]")
		if option.Length() == 0 {
			option = s.Find("option").First()
		}
		values.Add(key, option.AttrOr("value", squeezed(option.Text())))
	case s.Is("textarea"):
		values.Add(key, strings.TrimPrefix(s.Text(), "\n"))
	default:
		values.Add(key, s.AttrOr("value", ""))
	}
}
