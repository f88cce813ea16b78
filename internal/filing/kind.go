package filing

import "slices"

// Kind says what a filing asks of the register (操作类型). Values 1 to 7 are the
// operation codes of the ministry's enterprise interface V3.0; values from 101
// are a bureau's own acts.
type Kind int16

// The kinds of filing.
const (
	FirstFiling   Kind = 1   // 新增备案, called 首次备案 on pages: a new entity with its first site
	AddSite       Kind = 2   // 新增网站
	AddAccess     Kind = 3   // 新增接入
	Change        Kind = 4   // 变更备案: entity, site or access
	CancelAccess  Kind = 5   // 取消接入
	CancelEntity  Kind = 6   // 注销主体
	CancelSite    Kind = 7   // 注销网站
	ForcedCancel  Kind = 101 // 强制注销
	Blacklist     Kind = 102 // 列入黑名单
	PasswordReset Kind = 103 // 凭证明重置备案密码
)

// Kinds lists every kind in code order.
var Kinds = []Kind{FirstFiling, AddSite, AddAccess, Change, CancelAccess, CancelEntity, CancelSite,
	ForcedCancel, Blacklist, PasswordReset}

// Valid reports whether k is one of Kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds, k) }

// BureauAct reports whether k is opened by a bureau on its own account.
func (k Kind) BureauAct() bool { return k >= ForcedCancel }

// HasDocument reports whether k carries a document that approval writes into
// the register; cancellations name only what ends.
func (k Kind) HasDocument() bool { return k <= Change }

// ServiceKind is what is filed: a website or, since 2023 (工信部信管〔2023〕105号), an
// app of one of three sorts. Values are the public query's serviceType.
type ServiceKind int16

// The kinds of service. All of one entity share one sequence of suffixes.
const (
	Website     ServiceKind = 1 // 网站
	App         ServiceKind = 6 // APP
	MiniProgram ServiceKind = 7 // 小程序
	QuickApp    ServiceKind = 8 // 快应用
)

// ServiceKinds lists every kind of service.
var ServiceKinds = []ServiceKind{Website, App, MiniProgram, QuickApp}

// Valid reports whether s is one of ServiceKinds.
func (s ServiceKind) Valid() bool { return slices.Contains(ServiceKinds, s) }

// Suffix is the letter behind a service's sequence number: none for websites.
func (s ServiceKind) Suffix() string {
	switch s {
	case App:
		return "A"
	case MiniProgram:
		return "X"
	case QuickApp:
		return "K"
	default:
		return ""
	}
}

// FromRegister reports whether a filing of k begins with what the register says.
func (k Kind) FromRegister() bool { return k >= AddSite && k <= CancelSite }

// Cancels reports whether approval of k only ends something.
func (k Kind) Cancels() bool { return k >= CancelAccess && k <= CancelSite }

// AsksPrincipals reports whether the ministry's rule may have the principals of k
// confirm by SMS: a cancelled access and a bureau's own acts never do.
// PrincipalsToConfirm names them.
func (k Kind) AsksPrincipals() bool { return k != CancelAccess && !k.BureauAct() }

// App reports whether s is one of the kinds since 2023, which are not reached by a
// browser: they have platforms instead of home pages.
func (s ServiceKind) App() bool { return s == App || s == MiniProgram || s == QuickApp }
