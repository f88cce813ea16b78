package zh

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/ident"
)

// Words that blame, frighten or are misspelt; pages never use them.
var forbidden = []string{"非法", "不合法", "无效", "不能为空", "失败", "登陆", "其它", "！", "!", "错误的输入", "您输入", "%!"}

// said checks one produced word or sentence.
func said(t *testing.T, what, s string) {
	t.Helper()
	if s == "" || s != strings.TrimSpace(s) {
		t.Errorf("%s: %q", what, s)
	}
	for _, w := range forbidden {
		if strings.Contains(s, w) {
			t.Errorf("%s: %q has %q", what, s, w)
		}
	}
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) && s != "APP" {
		t.Errorf("%s: %q is not Chinese", what, s)
	}
	if strings.Count(s, "请") > 2 || strings.Contains(s, "  ") || strings.Contains(s, "“”") {
		t.Errorf("%s: %q reads badly", what, s)
	}
}

func TestEveryConstantHasAWord(t *testing.T) {
	for _, s := range constants[filing.State](t, "filing", "State") {
		said(t, string(s), State(s))
		if s.Holder() != "" {
			said(t, string(s), Holder(s))
		}
	}
	titles := map[string]filing.Action{}
	for _, a := range constants[filing.Action](t, "filing", "Action") {
		said(t, string(a), Action(a))
		said(t, string(a), ActionDone(a))
		if other, ok := titles[Action(a)]; ok {
			t.Errorf("%s and %s are both %q", a, other, Action(a))
		}
		titles[Action(a)] = a
	}
	for _, c := range constants[filing.Condition](t, "filing", "Condition") {
		said(t, string(c), Condition(c))
	}
	for _, x := range filing.Courses {
		said(t, string(x), Course(x))
	}
	for _, x := range constants[filing.Stage](t, "filing", "Stage") {
		said(t, string(x), Stage(x))
	}
	for _, x := range constants[filing.Step](t, "filing", "Step") {
		said(t, string(x), Step(x))
		said(t, string(x), StepDone(x))
	}
	for _, x := range filing.Terms {
		said(t, string(x), Term(x))
	}
	for _, x := range constants[filing.Target](t, "filing", "Target") {
		said(t, string(x), Target(x))
	}
	for _, k := range []filing.Kind{filing.ForcedCancel, filing.Blacklist, filing.PasswordReset} {
		for _, x := range Articles(k) {
			said(t, "article", x)
		}
	}
	for _, tier := range constants[filing.Tier](t, "filing", "Tier") {
		said(t, string(tier), Tier(tier))
	}
	for _, r := range constants[filing.Role](t, "filing", "Role") {
		if r != filing.NoRole {
			said(t, string(r), Role(r))
		}
	}
	for _, s := range constants[filing.Slot](t, "filing", "Slot") {
		said(t, string(s), Slot(s))
		said(t, string(s), SlotHint(s))
	}
	for _, i := range constants[filing.SheetItem](t, "filing", "SheetItem") {
		said(t, string(i), SheetItem(i))
		said(t, string(i), SheetHint(i))
	}
	for _, k := range filing.Kinds {
		said(t, fmt.Sprint(k), Kind(k))
		said(t, fmt.Sprint(k), KindHint(k))
	}
	for _, s := range filing.ServiceKinds {
		said(t, fmt.Sprint(s), Service(s))
		said(t, fmt.Sprint(s), SiteNames(s))
	}
}

func TestEveryFieldHasALabel(t *testing.T) {
	for _, f := range constants[filing.Field](t, "filing", "Field") {
		said(t, string(f), Field(f))
		for _, personal := range []bool{true, false} {
			said(t, string(f), FieldFor(f, personal))
			if hint := Hint(f, personal); hint != "" {
				said(t, string(f), hint)
				if strings.HasSuffix(hint, "。") {
					t.Errorf("%s: hints have no full stop", f)
				}
			}
		}
		if why := Why(f); why != "" {
			said(t, string(f), why)
		}
	}
	for _, f := range []filing.Field{filing.EntityCertNumber, filing.PrincipalCertNumber, filing.PrincipalMobiles} {
		if Why(f) == "" {
			t.Errorf("%s is sensitive", f)
		}
	}
}

// paths are places of every sort that a problem can point at.
func paths() []filing.Path {
	list := []filing.Path{"sites", "sites.1.accesses", "materials.entity", "materials.site_front.2", "mobile", "password",
		"user_name", "email", "code", "captcha", "q", "nowhere", "filing_password", "", "marks", "slug", "range", "sheet.entity", "sheet.sign", "sheet.date"}
	for _, f := range filing.Fields() {
		switch {
		case strings.HasPrefix(string(f), "platform."):
			list = append(list, f.On("1", 1))
		case f == filing.ApprovalNumber:
			list = append(list, filing.ApprovalPath("1", 3))
		case strings.HasPrefix(string(f), "access."):
			list = append(list, f.In("1", "1"))
		case strings.HasPrefix(string(f), "site."):
			list = append(list, f.Of("1"))
		case strings.HasPrefix(string(f), "principal."):
			list = append(list, f.At(), f.Of("2"))
		default:
			list = append(list, f.At())
		}
	}
	return list
}

func TestEveryFlawHasASentence(t *testing.T) {
	for _, flaw := range constants[filing.Flaw](t, "filing", "Flaw") {
		for _, p := range paths() {
			bare := Problem(filing.Problem{Path: p, Flaw: flaw})
			full := Problem(filing.Problem{Path: p, Flaw: flaw, Text: "甲", Other: "乙", Number: 3})
			said(t, string(flaw)+" at "+string(p), full)
			if flaw != filing.Repeated && flaw != filing.UnknownRegion && flaw != filing.OutsideDomains &&
				flaw != filing.ForbiddenWord && flaw != filing.NotForPersons && flaw != filing.OutsideProvider &&
				flaw != filing.DomainFiled && flaw != filing.DomainOpen {
				said(t, string(flaw)+" at "+string(p), bare)
			}
		}
	}
}

// Uploads are refused with the codes of the papers' room.
func TestEveryUploadFaultHasASentence(t *testing.T) {
	seen := map[string]bool{}
	for _, code := range constants[string](t, "material", "Code") {
		s := Problem(filing.Problem{Path: "materials.photo.1", Flaw: filing.OverSize, Text: code, Other: "12.4 MB"})
		said(t, code, s)
		seen[s] = true
	}
	if len(seen) < 8 { // broken and empty ask for the same
		t.Errorf("some codes share a sentence: %v", seen)
	}
}

func TestEveryFaultHasASentenceAtEveryField(t *testing.T) {
	kinds := []int{0}
	for _, c := range filing.CertificateTypes {
		kinds = append(kinds, c.ID)
	}
	for _, code := range constants[ident.Code](t, "ident", "Code") {
		for _, p := range paths() {
			for _, kind := range kinds {
				f := &ident.Fault{Code: code, Position: 2, Length: 2, Text: "值", Line: kind % 2}
				s := Problem(filing.Problem{Path: p, Flaw: filing.Malformed, Fault: f, Number: kind})
				said(t, string(code)+" at "+string(p), s)
				if p != "nowhere" && p != "" && strings.Contains(s, "这一项") {
					t.Errorf("%s at %s: %q has no name", code, p, s)
				}
			}
		}
	}
}

func TestEveryDisplay(t *testing.T) {
	tiers := []filing.Tier{"", filing.Public, filing.Registrant, filing.Principals, filing.Provider, filing.Bureau, filing.Ministry}
	for _, state := range filing.States {
		for _, kind := range filing.Kinds {
			for _, tier := range tiers {
				for i := range 4 {
					s := Standing{Tier: tier, Kind: kind, State: state, Claimed: i&1 != 0}
					if i&2 != 0 {
						s.Second, s.Provider, s.Province, s.Marks = true, "云海网络", "310000", 2
						s.Due, s.Ended = calendar.Date{Year: 2026, Month: 12, Day: 18}, calendar.Date{Year: 2026, Month: 12, Day: 20}
						s.Until, s.Number, s.Reason = time.Unix(1796000000, 0), "沪ICP备2026000001号", "主体已注销"
					}
					d := StateFor(s)
					for _, word := range []string{d.Label, d.Explanation, d.Next} {
						said(t, fmt.Sprintf("%+v", s), word)
					}
					if d.Icon == "" || Icon(d.Tone) != d.Icon {
						t.Errorf("%+v: tone %q, icon %q", s, d.Tone, d.Icon)
					}
				}
			}
		}
	}
}

func TestEveryReason(t *testing.T) {
	seen := map[string]bool{}
	for topic, list := range reasonsOf {
		if len(list) == 0 {
			t.Errorf("topic %d has no reasons", topic)
		}
		for _, r := range list {
			said(t, r.Code, r.Staff)
			said(t, r.Code, r.Applicant)
			if r.Code == "" || seen[r.Code] {
				t.Errorf("the code %q stands twice", r.Code)
			}
			seen[r.Code] = true
			if ReasonText(r.Code) != r.Applicant {
				t.Errorf("%s is not found by its code", r.Code)
			}
		}
	}
	for _, p := range paths() {
		list := Reasons(p)
		if list[len(list)-1] != OtherReason || p.Field() != "" && len(list) < 2 {
			t.Errorf("%s: %v", p, list)
		}
	}
	if ReasonText("other") == "" || ReasonText("nonsense") != "" {
		t.Error("codes outside the catalogue")
	}
}

func TestEveryTopicIsReached(t *testing.T) {
	reached := map[topic]bool{}
	for _, f := range filing.Fields() {
		reached[fieldTopic(f)] = true
	}
	for _, s := range constants[filing.Slot](t, "filing", "Slot") {
		reached[paperTopic(s)] = true
	}
	for topic := range reasonsOf {
		if !reached[topic] {
			t.Errorf("no place has the reasons of topic %d", topic)
		}
	}
	if reached[anywhere] {
		t.Error("a field or a paper has no topic")
	}
}

func TestErrorWords(t *testing.T) {
	errs := []error{filing.ErrNotFound, filing.ErrStale, filing.Problems{{}, {Warning: true}}, errors.New("secret"),
		fmt.Errorf("x: %w", filing.ErrNotFound)}
	for _, s := range filing.States {
		for _, a := range constants[filing.Action](t, "filing", "Action") {
			errs = append(errs, &filing.TransitionError{State: s, Action: a})
			for _, c := range filing.Conditions {
				errs = append(errs, &filing.TransitionError{State: s, Action: a, Unmet: c})
			}
		}
	}
	for _, err := range errs {
		title, text := Error(err)
		said(t, err.Error(), title)
		said(t, err.Error(), text)
		if strings.Contains(title+text, "secret") {
			t.Error("the cause of a fault of ours is shown")
		}
	}
}
