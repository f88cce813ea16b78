// Generate writes docs/states.md from the tables of the heart and the words of zh.
package main

import (
	"log"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: generate FILE")
	}
	if err := os.WriteFile(os.Args[1], []byte(states()), 0o644); err != nil {
		log.Fatal(err)
	}
}
