package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// SignUp is what a site owner types to get an account.
type SignUp struct {
	UserName, Password, Province, Name, Mobile, Email, Remark string
}

const remarkLimit = 200 // characters

// read normalises what was typed and lists what is wrong with it.
func (u *SignUp) read() filing.Problems {
	var found filing.Problems
	take := func(path filing.Path, value *string, parse func(string) (string, error)) {
		read, err := parse(*value)
		if err != nil {
			found = append(found, malformed(path, err))
			return
		}
		*value = read
	}
	take("user_name", &u.UserName, ident.UserName)
	if err := ident.Password(u.Password, u.UserName); err != nil {
		found = append(found, malformed("password", err))
	}
	if u.Province == "" {
		found = append(found, filing.Problem{Path: "province", Flaw: filing.NotListed})
	}
	take("name", &u.Name, ident.PersonName)
	take("mobile", &u.Mobile, ident.Mobile)
	take("email", &u.Email, ident.Email)
	u.Remark = strings.TrimSpace(u.Remark)
	if len([]rune(u.Remark)) > remarkLimit {
		found = append(found, filing.Problem{Path: "remark", Flaw: filing.TooLong, Number: remarkLimit})
	}
	return found
}

// malformed is the problem of a value a parser refused.
func malformed(path filing.Path, err error) filing.Problem {
	fault := ident.FaultOf(err)
	if fault == nil {
		fault = &ident.Fault{Code: ident.Format}
	}
	return filing.Problem{Path: path, Flaw: filing.Malformed, Fault: fault}
}

// SignUp makes a registrant's account and sends its codes, in one transaction. The answer says whether the user name
// is taken and nothing else about other accounts: a mobile or an address may belong to several, each proves it by code.
func (s *Store) SignUp(ctx context.Context, u SignUp, oneCode bool) (account int64, codes Codes, err error) {
	if found := u.read(); len(found) > 0 {
		return 0, nil, found
	}
	hash, err := s.Passwords.Hash(ctx, u.Password)
	if err != nil {
		return 0, nil, err
	}
	err = s.transact(ctx, func(tx pgx.Tx) error {
		account, err = s.insertAccount(ctx, tx, newAccount{Tier: filing.Registrant, UserName: u.UserName, Name: u.Name,
			Province: u.Province, Mobile: u.Mobile, Email: u.Email, Remark: u.Remark, Hash: hash})
		if err != nil {
			return err
		}
		codes, err = s.sendCodes(ctx, tx, recipient{Account: account, Mobile: u.Mobile, Email: u.Email}, oneCode)
		return err
	})
	return account, codes, err
}

// sendCodes sends one code to both, or one to each.
func (s *Store) sendCodes(ctx context.Context, tx pgx.Tx, to recipient, oneCode bool) (Codes, error) {
	if oneCode {
		code, err := s.sendCode(ctx, tx, ByBoth, to)
		return Codes{ByBoth: code}, err
	}
	mobile, err := s.sendCode(ctx, tx, ByMobile, recipient{Account: to.Account, Mobile: to.Mobile})
	if err != nil {
		return nil, err
	}
	email, err := s.sendCode(ctx, tx, ByEmail, recipient{Account: to.Account, Email: to.Email})
	return Codes{ByMobile: mobile, ByEmail: email}, err
}

type newAccount struct {
	Tier                                                  filing.Tier
	Role                                                  filing.Role
	UserName, Name, Province, Mobile, Email, Remark, Hash string
	Provider                                              int64
	Verified                                              bool // staff: whoever makes the account vouches
}

func (s *Store) insertAccount(ctx context.Context, tx pgx.Tx, a newAccount) (id int64, err error) {
	var verified *time.Time
	if now := s.now(); a.Verified {
		verified = &now
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO account (tier, role, user_name, user_name_key, name, province, provider_id, mobile, mobile_index,
		    mobile_verified_at, email, email_index, email_verified_at, remark, password_hash, created_at)
		VALUES (@tier, @role, @user, @user, @name, nullif(@province, ''), nullif(@provider::bigint, 0), @mobile, @mobile_index,
		    @verified, @email, @email_index, @verified, @remark, @hash, @now)
		RETURNING id`, pgx.NamedArgs{
		"tier": a.Tier, "role": a.Role, "user": a.UserName, "name": a.Name, "province": a.Province, "provider": a.Provider,
		"mobile": s.sealed(sealMobile, a.Mobile), "mobile_index": s.indexed(indexMobile, a.Mobile),
		"email": s.sealed(sealEmail, a.Email), "email_index": s.indexed(indexEmail, a.Email),
		"verified": verified, "remark": a.Remark, "hash": a.Hash, "now": s.now()}).Scan(&id)
	if err == nil {
		err = s.notRetired(ctx, tx, a.UserName)
	}
	switch violates(err) {
	case "account_user_name_key_key":
		return 0, filing.Problems{{Path: "user_name", Flaw: filing.UserNameTaken}}
	case "account_province_fkey":
		return 0, filing.Problems{{Path: "province", Flaw: filing.NotListed}}
	}
	return id, err
}

// notRetired refuses the user name of a closed account. It is asked behind the insert,
// which waits for an account that is closing just now.
func (s *Store) notRetired(ctx context.Context, q DB, name string) error {
	var retired bool
	err := q.QueryRow(ctx, `SELECT EXISTS (SELECT FROM account WHERE user_name_key = $1)`, s.retiredName(name)).Scan(&retired)
	if err == nil && retired {
		err = filing.Problems{{Path: "user_name", Flaw: filing.UserNameTaken}}
	}
	return err
}

// sealed and indexed leave an empty value out of the database.
func (s *Store) sealed(purpose, value string) []byte {
	if value == "" {
		return nil
	}
	return s.Keys.SealString(purpose, value)
}

func (s *Store) indexed(purpose, value string) []byte {
	if value == "" {
		return nil
	}
	return s.Keys.Index(purpose, value)
}

// UserNameFree tells whether a user name can be had: a *filing.Problems says why not.
func (s *Store) UserNameFree(ctx context.Context, typed string) error {
	key, err := ident.UserName(typed)
	if err != nil {
		return filing.Problems{malformed("user_name", err)}
	}
	var taken bool
	if err := s.db.QueryRow(ctx, `SELECT EXISTS (SELECT FROM account WHERE user_name_key = $1)`, key).Scan(&taken); err != nil {
		return err
	}
	if taken {
		return filing.Problems{{Path: "user_name", Flaw: filing.UserNameTaken}}
	}
	return s.notRetired(ctx, s.db, key)
}
