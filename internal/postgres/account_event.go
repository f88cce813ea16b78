package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// AccountAction is what was done with an account itself.
type AccountAction string

// The actions. Those of helpers stand in the list of both accounts.
const (
	AccountExported AccountAction = "exported" // 导出个人数据
	AccountClosed   AccountAction = "closed"   // 注销账号
)

// AccountEvent is one entry of the list of what was done with an account.
type AccountEvent struct {
	Action AccountAction `db:"action" json:"action"`
	By     int64         `db:"by_id" json:"-"`
	Entity string        `db:"entity" json:"entity,omitempty"` // its number
	At     time.Time     `db:"at" json:"at"`
}

// noteAccount enters what the actor did with an account; entity 0 concerns none.
func (d *Desk) noteAccount(ctx context.Context, tx pgx.Tx, account int64, a AccountAction, entity int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_event (account_id, by_id, action, entity_id, at) VALUES (@account, @me, @action, nullif(@entity, 0), @now)`,
		d.args(pgx.NamedArgs{"account": account, "action": a, "entity": entity}))
	return err
}

func (d *Desk) accountEvents(ctx context.Context, q DB) ([]AccountEvent, error) {
	return all[AccountEvent](ctx, q, `
		SELECT v.action, v.by_id, coalesce(e.number, '') AS entity, v.at FROM account_event v LEFT JOIN entity e ON e.id = v.entity_id
		WHERE v.account_id = @me ORDER BY v.id`, d.args(nil))
}
