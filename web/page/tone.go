package page

import (
	"beian/internal/zh"
	"beian/web/ui"
)

// Tone is the component's tone for one of the vocabulary.
func Tone(word string) ui.Tone {
	switch word {
	case zh.Info:
		return ui.Info
	case zh.Warn:
		return ui.Warn
	case zh.Purple:
		return ui.Returned
	case zh.Success:
		return ui.Success
	case zh.Danger:
		return ui.Danger
	case zh.Solid:
		return ui.Overdue
	}
	return ui.Neutral
}
