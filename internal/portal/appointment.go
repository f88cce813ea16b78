package portal

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

func slotShown(s postgres.Slot) page.Slot {
	end := s.StartsAt.Add(time.Duration(s.Minutes) * time.Minute)
	return page.Slot{ID: strconv.FormatInt(s.ID, 10), Day: zh.Date(calendar.DateOf(s.StartsAt)), Place: s.Place, Free: s.Seats - s.Taken, Seats: s.Seats,
		Time: s.StartsAt.In(china).Format("15:04") + "—" + end.In(china).Format("15:04")}
}

func slotsShown(list []postgres.Slot) []page.Slot {
	var shown []page.Slot
	for _, s := range list {
		shown = append(shown, slotShown(s))
	}
	return shown
}

// appointments shows the provider's times, who comes to each, and the form that offers more.
func (p *Portal) appointments(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.appointmentsView(r, d, me)
	return page.AppointmentsPage(m), err
}

func (p *Portal) appointmentsView(r *http.Request, d *postgres.Desk, me filing.Actor) (page.Appointments, error) {
	m := page.Appointments{Page: p.base(r, me), Form: p.form(r)}
	slots, err := d.OwnSlots(r.Context())
	if err != nil {
		return m, err
	}
	m.Slots = slotsShown(slots)
	visits, err := d.Visits(r.Context())
	m.Visits = map[string][]page.Visit{}
	for _, v := range visits {
		key := strconv.FormatInt(v.Slot, 10)
		m.Visits[key] = append(m.Visits[key], page.Visit{Receipt: v.Filing.Receipt, Href: casePath(me, v.Filing.ID, ""), Cancel: casePath(me, v.Filing.ID, "appointment/cancel"),
			Unit: page.Unit(v.Filing.UnitName, v.Filing.Nature)})
	}
	return m, err
}

// offerSlots opens times on one day.
func (p *Portal) offerSlots(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	n := postgres.NewSlots{From: clockIn(words(r, "slot_from")), To: clockIn(words(r, "slot_to")), Place: words(r, "slot_place")}
	n.Minutes, _ = strconv.Atoi(r.PostForm.Get("slot_minutes"))
	n.Seats, _ = strconv.Atoi(r.PostForm.Get("slot_seats"))
	n.Day, _ = calendar.ParseDate(words(r, "slot_day"))
	opened, err := d.OfferSlots(r.Context(), n)
	if problems, ok := problemsIn(err); ok {
		m, again := p.appointmentsView(r, d, me)
		if again != nil {
			return nil, again
		}
		m.Form = m.Form.With(problems)
		return page.AppointmentsPage(m), err
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已开放 " + strconv.Itoa(opened) + " 个时段", Text: "主办者现在可以预约。"})
	return nil, seeOther("/provider/appointments")
}

// clockIn reads a time of day, such as 9:30; what is none counts as midnight.
func clockIn(s string) time.Duration {
	at, err := time.Parse("15:04", strings.ReplaceAll(s, "：", ":"))
	if err != nil {
		return 0
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
}

// closeSlot takes a time back.
func (p *Portal) closeSlot(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	err = d.CloseSlot(r.Context(), id)
	if problems, ok := problemsIn(err); ok {
		p.flash(r, ui.Notice{Tone: ui.Warn, Title: "时段没有关闭", Text: zh.Problem(problems[0])})
		return nil, seeOther("/provider/appointments")
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已关闭时段"})
	return nil, seeOther("/provider/appointments")
}

// endVisit cancels an appointment for the provider; its owner is told.
func (p *Portal) endVisit(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	if err := d.CancelAppointment(r.Context(), id); err != nil {
		return p.maybeGone(r, me, err)
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已取消预约", Text: "已通知主办者另约时间。"})
	return nil, seeOther("/provider/appointments")
}

// appointmentForm lets the owner choose, change or cancel the time of the face-to-face verification.
func (p *Portal) appointmentForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, err := filingOf(r, d)
	if err != nil {
		return nil, err
	}
	m, err := p.appointmentView(r, d, me, f)
	return page.AppointmentPage(m), err
}

func (p *Portal) appointmentView(r *http.Request, d *postgres.Desk, me filing.Actor, f postgres.Filing) (page.Appointment, error) {
	m := page.Appointment{Page: p.base(r, me), Form: p.form(r), Base: page.FilingPath(f.ID), Receipt: f.Receipt, Provider: f.ProviderName,
		Open: f.State.Holder() == filing.Provider}
	has, booked, err := d.Appointment(r.Context(), f)
	if err != nil {
		return m, err
	}
	if booked {
		shown := slotShown(has)
		m.Booked = &shown
	}
	free, err := d.Slots(r.Context(), f)
	m.Free = slotsShown(free)
	return m, err
}

// book makes or changes the appointment.
func (p *Portal) book(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, err := filingOf(r, d)
	if err != nil {
		return nil, err
	}
	slot, err := strconv.ParseInt(r.PostForm.Get("slot"), 10, 64)
	if err != nil {
		err = filing.Problems{{Path: "slot", Flaw: filing.Missing}}
	} else {
		err = d.Book(r.Context(), f.ID, slot)
	}
	if problems, ok := problemsIn(err); ok {
		m, again := p.appointmentView(r, d, me, f)
		if again != nil {
			return nil, again
		}
		m.Form = m.Form.With(problems)
		return page.AppointmentPage(m), err
	}
	if err != nil {
		return p.overtaken(r, d, me, f.ID, err)
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已预约当面核验", Text: "请网站负责人本人带证件原件到场。"})
	return nil, seeOther(page.FilingPath(f.ID, "appointment"))
}

// unbook cancels the appointment for its owner.
func (p *Portal) unbook(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	f, err := filingOf(r, d)
	if err != nil {
		return nil, err
	}
	if err := d.CancelAppointment(r.Context(), f.ID); err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已取消预约"})
	return nil, seeOther(page.FilingPath(f.ID, "appointment"))
}

// visitShown is when the people of a case come, empty when nothing is booked.
func visitShown(r *http.Request, d *postgres.Desk, c caseFile) (string, error) {
	has, booked, err := d.Appointment(r.Context(), c.filing)
	if err != nil || !booked {
		return "", err
	}
	s := slotShown(has)
	return s.Day + " " + s.Time + "，" + s.Place, nil
}

// visitStep leads the owner of a filing that is verified face to face to the appointment, when the provider offers any.
func visitStep(r *http.Request, d *postgres.Desk, f postgres.Filing) ([]ui.LinkButton, error) {
	if f.State.Holder() != filing.Provider {
		return nil, nil
	}
	has, booked, err := d.Appointment(r.Context(), f)
	if err != nil {
		return nil, err
	}
	if booked {
		shown := slotShown(has)
		return []ui.LinkButton{{Text: "当面核验：" + shown.Day + " " + shown.Time, Href: page.FilingPath(f.ID, "appointment"), Kind: ui.Secondary}}, nil
	}
	free, err := d.Slots(r.Context(), f)
	if err != nil || len(free) == 0 {
		return nil, err
	}
	return []ui.LinkButton{{Text: "预约当面核验", Href: page.FilingPath(f.ID, "appointment")}}, nil
}
