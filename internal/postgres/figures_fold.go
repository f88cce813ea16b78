package postgres

import "context"

// FoldFigures folds what has been added to the figures into them, in both grains; nothing that is shown changes.
func (s *Store) FoldFigures(ctx context.Context) (n int, err error) {
	err = s.db.QueryRow(ctx, `
		WITH gone AS (DELETE FROM figure_delta RETURNING what, province, provider_id, code, day, n),
		places AS (
			INSERT INTO figure (what, day, province, code, n)
			SELECT what, day, province, code, sum(n) FROM gone GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
			ON CONFLICT (what, day, province, code) DO UPDATE SET n = figure.n + excluded.n),
		providers AS (
			INSERT INTO provider_figure (province, what, day, provider_id, code, n)
			SELECT p.province, d.what, d.day, d.provider_id, d.code, sum(d.n) FROM gone d CROSS JOIN LATERAL (VALUES (d.province), ('all')) AS p (province)
			WHERE d.what IN ('state', 'access', 'answer') AND d.provider_id <> 0 GROUP BY 1, 2, 3, 4, 5 HAVING sum(d.n) <> 0
			ON CONFLICT (province, what, day, provider_id, code) DO UPDATE SET n = provider_figure.n + excluded.n)
		SELECT count(*) FROM gone`).Scan(&n)
	return n, err
}

// ReconcileFigures counts everything afresh, puts right what the figures have wrong and tells how many that were: 0
// while every write is counted. The counting sees one moment, and so do the figures it is held against; what is added
// meanwhile is added to what has been put right.
func (s *Store) ReconcileFigures(ctx context.Context) (wrong int, err error) {
	err = s.db.QueryRow(ctx, `
		WITH places AS (
			INSERT INTO figure (what, day, province, code, n)
			SELECT what, day, province, code, sum(n) FROM (
				SELECT what, day, province, code, n FROM figure_truth
				UNION ALL SELECT what, day, province, code, -n FROM figure_now) AS compared
			GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
			ON CONFLICT (what, day, province, code) DO UPDATE SET n = figure.n + excluded.n RETURNING 1),
		providers AS (
			INSERT INTO provider_figure (province, what, day, provider_id, code, n)
			SELECT province, what, day, provider_id, code, sum(n) FROM (
				SELECT province, what, day, provider_id, code, n FROM provider_figure_truth
				UNION ALL SELECT province, what, day, provider_id, code, -n FROM provider_figure_now) AS compared
			GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0
			ON CONFLICT (province, what, day, provider_id, code) DO UPDATE SET n = provider_figure.n + excluded.n RETURNING 1)
		SELECT (SELECT count(*) FROM places) + (SELECT count(*) FROM providers)`).Scan(&wrong)
	return wrong, err
}

// SweepFigures removes figures that have come to nothing, such as those of days that are over.
func (s *Store) SweepFigures(ctx context.Context) error {
	for _, table := range []string{"figure", "provider_figure"} {
		if _, err := s.db.Exec(ctx, `DELETE FROM `+table+` WHERE n = 0`); err != nil {
			return err
		}
	}
	return nil
}
