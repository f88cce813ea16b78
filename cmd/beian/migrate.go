package main

// migrateCommand is beian migrate. serve migrates too; this is for who wants it to happen before.
type migrateCommand struct {
	place `embed:""`
}

// Run brings schema and queue up to date.
func (m *migrateCommand) Run(c *console) error {
	h, err := m.enter(c)
	if err != nil {
		return err
	}
	c.printf("the database is up to date\n")
	return h.close()
}
