package ui

// Tone is the mood of a tag, notice or number. Each has its own icon, so that
// colour never speaks alone.
type Tone string

// Tones, from quiet to loud.
const (
	Neutral  Tone = "neutral"  // ○ draft, withdrawn
	Info     Tone = "info"     // ● under way
	Success  Tone = "success"  // ✔ done
	Returned Tone = "returned" // ↩ sent back (退回)
	Warn     Tone = "warn"     // ▲ needs attention, due soon
	Danger   Tone = "danger"   // ✖ refused, due today
	Overdue  Tone = "overdue"  // ‼ past its date
)

var toneIcon = map[Tone]string{
	Neutral: "ring", Info: "dot", Success: "check", Returned: "back",
	Warn: "triangle", Danger: "cross", Overdue: "bang",
}

func (t Tone) icon() string { return or(toneIcon[t], "ring") }

func (t Tone) name() string { return or(string(t), string(Neutral)) }
