package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// NoticeFile is a paper that goes with an announcement. Its bytes lie in the material store under StoreKey.
type NoticeFile struct {
	ID        int64  `db:"id"`
	Name      string `db:"name"`
	MediaType string `db:"media_type"`
	Size      int    `db:"size"` // bytes
	StoreKey  string `db:"store_key"`
}

const noticeFileColumns = `f.id, f.name, f.media_type, f.size, f.store_key`

// NoticeFiles lists the papers of an announcement that stands.
func (d *Desk) NoticeFiles(ctx context.Context, notice int64) ([]NoticeFile, error) {
	return all[NoticeFile](ctx, d.s.db, `
		SELECT `+noticeFileColumns+` FROM notice_file f JOIN notice n ON n.id = f.notice_id
		WHERE f.notice_id = @id AND n.removed_at IS NULL AND n.published_at <= @now ORDER BY f.id`, pgx.NamedArgs{"now": d.s.now(), "id": notice})
}

// NoticeFile is one of them; with the announcement its papers are gone too.
func (d *Desk) NoticeFile(ctx context.Context, notice, id int64) (NoticeFile, error) {
	return one[NoticeFile](ctx, d.s.db, `
		SELECT `+noticeFileColumns+` FROM notice_file f JOIN notice n ON n.id = f.notice_id
		WHERE f.id = @id AND f.notice_id = @notice AND n.removed_at IS NULL AND n.published_at <= @now`, pgx.NamedArgs{"now": d.s.now(), "notice": notice, "id": id})
}

func addNoticeFiles(ctx context.Context, tx pgx.Tx, notice int64, files []NoticeFile) error {
	for _, f := range files {
		if _, err := tx.Exec(ctx, `INSERT INTO notice_file (notice_id, name, media_type, size, store_key) VALUES (@notice, @name, @type, @size, @key)`,
			pgx.NamedArgs{"notice": notice, "name": f.Name, "type": f.MediaType, "size": f.Size, "key": f.StoreKey}); err != nil {
			return err
		}
	}
	return nil
}
