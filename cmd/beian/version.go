package main

import (
	"runtime"
	"runtime/debug"
)

// version is set when a release is built.
var version = "dev"

// versionCommand is beian version.
type versionCommand struct{}

// Run tells the version, and the revision when the build knows it.
func (versionCommand) Run(c *console) error {
	c.printf("beian %s (%s%s)\n", version, runtime.Version(), revision())
	return nil
}

func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return ", " + s.Value[:min(12, len(s.Value))]
		}
	}
	return ""
}
