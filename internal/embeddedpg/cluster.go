package embeddedpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// locales that treat Chinese letters as letters, in order of preference. C.UTF-8 sorts by code point,
// which keeps keys apart from the language's changing sort rules; lists for people name "zh-x-icu".
var locales = []string{"C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8"}

// superuser owns the cluster; the database of the same name is Beian's.
const superuser = "beian"

// create runs initdb unless the cluster exists. It works beside the final place and renames at the end,
// so a beian killed on the way leaves no half-made cluster.
func (s *Server) create(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(s.folder.cluster, "PG_VERSION")); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	unfinished := s.folder.cluster + ".new"
	for _, locale := range locales {
		if err := os.RemoveAll(unfinished); err != nil {
			return err
		}
		if err := s.account.own(unfinished); err != nil {
			return err
		}
		out, err := s.initdb(ctx, unfinished, locale)
		if err == nil {
			return os.Rename(unfinished, s.folder.cluster)
		}
		if !strings.Contains(out, "invalid locale") {
			return fmt.Errorf("initdb: %w\n%s", err, out)
		}
	}
	return &LocaleError{}
}

func (s *Server) initdb(ctx context.Context, dir, locale string) (string, error) {
	// Trust is chosen on purpose: only root and the account itself can enter the socket's folder (0700),
	// there is no network listener, and either could read the data files anyway, so a password kept beside
	// them would guard nothing. Peer would not do: under root the two ends are different users.
	args := []string{"-D", dir, "-U", superuser, "-A", "trust", "--encoding=UTF8",
		"--locale-provider=libc", "--locale=" + locale, "--lc-messages=C"}
	if s.fast {
		args = append(args, "--no-sync")
	}
	out, err := s.command(ctx, "initdb", args...).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// settings of the server. What it logs holds no submitted values: errors, which quote them, stay out of
// its log (they reach the caller), and details and statements are left off the rest.
func (s *Server) settings() []string {
	set := []string{
		"listen_addresses=", // the socket is the only way in
		"unix_socket_directories=" + s.folder.socket,
		"unix_socket_permissions=0700",
		"port=5432", // part of the socket's name only
		"cluster_name=" + clusterName,
		"max_connections=200",
		"jit=off", // short queries: compiling costs more than it saves
		"timezone=UTC", "log_timezone=UTC",
		"logging_collector=off", "log_destination=stderr",
		"log_min_messages=log", "log_error_verbosity=terse", "log_min_error_statement=panic",
		"log_line_prefix=", "log_checkpoints=off",
	}
	if s.fast { // a crash may lose everything, which for tests is nothing
		set = append(set, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")
	}
	return set
}

// clusterName marks a server as started by us, in its postmaster.opts and in lists of processes.
const clusterName = "beian"

func (s *Server) arguments() []string {
	args := []string{"-D", s.folder.cluster}
	for _, setting := range s.settings() {
		args = append(args, "-c", setting)
	}
	return args
}
