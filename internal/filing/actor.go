package filing

import "slices"

// Tier is the level of the three-tier system an actor belongs to, plus the two
// actors without an account: the principals who confirm by SMS, and the clock.
type Tier string

// The tiers.
const (
	Registrant Tier = "registrant" // 网站主办者
	Provider   Tier = "provider"   // 接入服务商
	Bureau     Tier = "bureau"     // 省通信管理局
	Ministry   Tier = "ministry"   // 工业和信息化部
	Principals Tier = "principal"  // 主体负责人、网站负责人
	Clock      Tier = "clock"      // deadlines
	Public     Tier = "public"     // anyone
)

// Tiers lists the tiers that have accounts.
var Tiers = []Tier{Registrant, Provider, Bureau, Ministry}

// Role is what a member of staff may do inside the own organisation.
type Role string

// The roles. A registrant has none.
const (
	NoRole   Role = ""
	Verifier Role = "verifier" // 核验人员, provider
	Reviewer Role = "reviewer" // 审核人员, bureau
	Chief    Role = "chief"    // 组长, bureau
	Overseer Role = "overseer" // 监管人员, ministry
	Admin    Role = "admin"    // 管理员, any organisation
)

// RolesOf lists the roles that exist in a tier.
func RolesOf(t Tier) []Role {
	switch t {
	case Provider:
		return []Role{Verifier, Admin}
	case Bureau:
		return []Role{Reviewer, Chief, Admin}
	case Ministry:
		return []Role{Overseer, Admin}
	default:
		return nil
	}
}

// Actor is who is asking. It is read from the database at each request; the
// zero Actor is the public.
type Actor struct {
	Account  int64  // 0 for the public, principals and the clock
	Tier     Tier   // "" counts as Public
	Role     Role   // staff only
	Province string // bureau staff: GB/T 2260 code of the province, such as 310000
	Provider int64  // provider staff: the provider's id
	Name     string // as shown to colleagues and in the journal
}

// Staff reports whether the actor belongs to an organisation.
func (a Actor) Staff() bool { return a.Tier == Provider || a.Tier == Bureau || a.Tier == Ministry }

// Is reports whether the actor has one of the roles.
func (a Actor) Is(roles ...Role) bool { return slices.Contains(roles, a.Role) }

// ByClock is the actor of deadlines.
func ByClock() Actor { return Actor{Tier: Clock} }

// ByPrincipal is the actor of an SMS confirmation, who has no account.
func ByPrincipal() Actor { return Actor{Tier: Principals} }
