// Command beian is the whole of Beian: the server, and what its operators do from a shell.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands are the subcommands, each in a file of its own.
type commands struct {
	Serve      serveCommand      `cmd:"" help:"Serve the portal."`
	Migrate    migrateCommand    `cmd:"" help:"Bring the database's schema up to date."`
	Demo       demoCommand       `cmd:"" help:"The invented nation to try Beian with."`
	Import     importCommand     `cmd:"" help:"Take in a register kept elsewhere, from CSV or NDJSON."`
	Export     exportCommand     `cmd:"" help:"Write the register as CSV or NDJSON."`
	Staff      staffCommand      `cmd:"" help:"Make an account for a member of staff, such as the ministry's first administrator."`
	Backup     backupCommand     `cmd:"" help:"Write database and materials into one file."`
	Restore    restoreCommand    `cmd:"" help:"Read such a file into an empty system."`
	VerifyLog  verifyLogCommand  `cmd:"" help:"Check the journal and its transparency log, entry by entry."`
	VerifyCert verifyCertCommand `cmd:"" help:"Check an electronic certificate (bazu.cert)."`
	Version    versionCommand    `cmd:"" help:"Tell the version."`
}

// console is where a command speaks, and how long it may.
type console struct {
	ctx      context.Context
	out, err io.Writer
}

func (c *console) printf(format string, args ...any) { _, _ = fmt.Fprintf(c.out, format, args...) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // a second signal ends the process at once
	}()
	os.Exit(status(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr), os.Stderr))
}

// usageError is a command line that says nothing we know.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// status turns the end of a command into its exit code: 0 done, 1 not done, 2 not understood.
func status(err error, stderr io.Writer) int {
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		_, _ = fmt.Fprintf(stderr, "beian: %v\nbeian --help lists the commands.\n", err)
		return 2
	default:
		_, _ = fmt.Fprintf(stderr, "beian: %v\n", err)
		return 1
	}
}

// run runs one command line. It reads neither the process's arguments nor its environment.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	var cli commands
	helped := false
	parser, err := kong.New(&cli, kong.Name("beian"), kong.Writers(stdout, stderr),
		kong.Description("The filing system of China's websites (备案)."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Exit(func(int) { helped = true }),
		fromEnvironment(environ), kong.PostBuild(showVariables))
	if err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if helped {
		return nil
	}
	if err != nil {
		return usageError{err}
	}
	readSecrets(&cli, environ)
	return command.Run(&console{ctx, stdout, stderr})
}
