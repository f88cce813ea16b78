package filing

// SheetItem is one line of the verification sheet (网站备案信息真实性核验单): a block of
// the filing that the verifier confirms against the originals.
type SheetItem string

// The lines of the sheet.
const (
	SheetEntity  SheetItem = "entity"  // 主体信息 agrees with the certificate
	SheetContact SheetItem = "contact" // 联系方式 has been called and answers
	SheetSite    SheetItem = "site"    // 网站信息, names and contents, are true
	SheetDomain  SheetItem = "domain"  // 域名 belongs to the entity
	SheetAccess  SheetItem = "access"  // 接入信息 is the provider's own
	SheetFace    SheetItem = "face"    // 当面核验: the person is the one in the paper
)

// Deed reports whether a line says that somebody has done something, called or come: reading the filing answers no such
// line, so it is never filled in from marks.
func (i SheetItem) Deed() bool { return i == SheetContact || i == SheetFace }

// SheetItems lists the lines in their order on paper.
var SheetItems = []SheetItem{SheetEntity, SheetContact, SheetSite, SheetDomain, SheetAccess, SheetFace}
