package embeddedpg

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
)

// Join gives the connection URL of the database that another beian runs on a data folder, for a command beside the
// server. The socket's folder is what PostgreSQL itself wrote into the fifth line of postmaster.pid.
func Join(dataDir string) (string, error) {
	f, err := os.Open(filepath.Join(dataDir, clusterFolder, "postmaster.pid"))
	if err != nil {
		return "", fmt.Errorf("the database of %s is not running: %w", dataDir, err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if n == 5 && lines.Text() != "" {
			s := &Server{folder: &folder{socket: lines.Text()}}
			return s.URL(), nil
		}
	}
	return "", fmt.Errorf("the database of %s is only just starting; try again", dataDir)
}
