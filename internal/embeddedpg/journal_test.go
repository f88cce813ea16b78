package embeddedpg

import (
	"log/slog"
	"testing"
)

func TestLevelOf(t *testing.T) {
	for line, want := range map[string]slog.Level{
		"LOG:  database system is ready to accept connections":                  slog.LevelDebug,
		"FATAL:  the database system is starting up":                            slog.LevelDebug,
		"FATAL:  terminating connection due to administrator command":           slog.LevelDebug,
		"FATAL:  sorry, too many clients already":                               slog.LevelWarn,
		"PANIC:  could not write to file \"pg_wal/x\": No space left on device": slog.LevelError,
	} {
		if got := levelOf(line); got != want {
			t.Errorf("%s: %v, want %v", line, got, want)
		}
	}
}
