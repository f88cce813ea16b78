package embeddedpg

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"
)

// Pauses before a server that died is started again: doubled each time, and short again after a good run.
const (
	shortPause = 100 * time.Millisecond
	longPause  = 5 * time.Second
	goodRun    = 30 * time.Second
)

// supervise runs the server until Stop. It keeps one thread to itself for life, because Linux sends
// the parent's death signal when the thread that started the child ends, not the process.
func (s *Server) supervise() {
	runtime.LockOSThread()
	defer close(s.ended)
	pause := shortPause
	for {
		began := time.Now()
		err := s.run()
		if s.isStopped() {
			return
		}
		if !s.isReady() {
			s.failure = err
			return
		}
		if time.Since(began) > goodRun {
			pause = shortPause
		}
		s.log.Error("the database ended by itself and is started again", "cause", err, "pause", pause)
		select {
		case <-time.After(pause):
		case <-s.stopping:
			return
		}
		pause = min(2*pause, longPause)
	}
}

// run starts the server and waits for its end; it returns why.
func (s *Server) run() error {
	if err := s.clear(); err != nil {
		return err
	}
	c := s.command(context.Background(), "postgres", s.arguments()...)
	c.Stderr = s.journal.in
	s.mu.Lock()
	if s.stopped {
		s.mu.Unlock()
		return nil
	}
	err := c.Start()
	s.process = c.Process
	s.mu.Unlock()
	if err != nil {
		return err
	}
	err = c.Wait()
	s.mu.Lock()
	s.process = nil
	s.mu.Unlock()
	if err == nil {
		return errors.New("stopped from outside")
	}
	return err
}

func (s *Server) isStopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped
}

func (s *Server) isReady() bool {
	select {
	case <-s.ready:
		return true
	default:
		return false
	}
}

// Stop ends the server: clients are cut off, the data is written out. It returns when the process is gone
// and the data folder is free, and fails when the process had to be killed and would not go even then.
// Calling it again does nothing.
func (s *Server) Stop() error {
	s.mu.Lock()
	process, again := s.process, s.stopped
	if !again {
		s.stopped = true
		close(s.stopping)
	}
	s.mu.Unlock()
	if again {
		<-s.ended
		return nil
	}
	if process != nil && !stop(process.Pid, s.waitEnd) {
		return fmt.Errorf("database process %d does not stop", process.Pid)
	}
	<-s.ended
	s.journal.close()
	s.folder.close()
	return nil
}

func (s *Server) waitEnd(patience time.Duration) bool {
	select {
	case <-s.ended:
		return true
	case <-time.After(patience):
		return false
	}
}
