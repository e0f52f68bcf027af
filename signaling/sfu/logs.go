package sfu

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/pion/logging"
)

// logs hands Pion's messages to slog: its errors and warnings are about one
// client's line, so none of them is louder than a warning or info here.
type logs struct{ to *slog.Logger }

// NewLogger gives the logger of one part of Pion.
func (l logs) NewLogger(scope string) logging.LeveledLogger {
	return part{l.to.With("part", scope)}
}

type part struct{ to *slog.Logger }

func (p part) say(at slog.Level, msg string) { p.to.Log(context.Background(), at, msg) }

func (p part) sayf(at slog.Level, format string, args []any) {
	if p.to.Enabled(context.Background(), at) {
		p.say(at, fmt.Sprintf(format, args...))
	}
}

func (part) Trace(string)                     {}
func (part) Tracef(string, ...any)            {}
func (p part) Debug(string)                   {}
func (p part) Debugf(string, ...any)          {}
func (p part) Info(msg string)                { p.say(slog.LevelDebug, msg) }
func (p part) Infof(format string, a ...any)  { p.sayf(slog.LevelDebug, format, a) }
func (p part) Warn(msg string)                { p.say(slog.LevelDebug, msg) }
func (p part) Warnf(format string, a ...any)  { p.sayf(slog.LevelDebug, format, a) }
func (p part) Error(msg string)               { p.say(slog.LevelInfo, msg) }
func (p part) Errorf(format string, a ...any) { p.sayf(slog.LevelInfo, format, a) }
