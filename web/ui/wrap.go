package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Framed puts a component into a shell from Go code:
// Framed(Public(page), content) is what @Public(page) { @content } is in a template.
func Framed(shell, content templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return shell.Render(templ.WithChildren(ctx, content), w)
	})
}

// Join renders components one after another.
func Join(parts ...templ.Component) templ.Component { return templ.Join(parts...) }
