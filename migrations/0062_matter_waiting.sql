-- +goose Up

-- What waits for a bureau among the small procedures: its workbench counts them.
CREATE INDEX matter_waiting ON matter (province, course) WHERE stage IN ('received', 'answered', 'overdue');
