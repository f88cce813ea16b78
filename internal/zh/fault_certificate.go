package zh

import (
	"strconv"

	"beian/internal/filing"
	"beian/internal/ident"
)

// ofCertificate words the number of a type of paper.
func ofCertificate(kind int, f ident.Fault) string {
	switch kind {
	case filing.ResidentID, filing.HKMacauTaiwanResidence:
		return ofResidentID(f)
	case filing.BusinessLicence, filing.CreditCodePaper, filing.InstitutionLicence, filing.AssociationLicence,
		filing.PrivateNonEnterprise, filing.FoundationLicence, filing.ForeignRepresentative:
		return ofCreditCode(f)
	case filing.InstitutionCodePaper, filing.GovernmentCodePaper, filing.AssociationCodePaper, filing.EnterpriseCodePaper:
		return ofOrganisationCode(f)
	}
	if name := Certificate(kind); name != "" {
		return ofAny(name+"号码", f)
	}
	return ""
}

func ofResidentID(f ident.Fault) string {
	switch f.Code {
	case ident.TooShort, ident.TooLong:
		return "公民身份号码应为 18 位，现在是 " + strconv.Itoa(f.Length) + " 位，请对照证件核对"
	case ident.Charset:
		return "公民身份号码只有最后一位可以是 X，其余应为数字，请核对第 " + strconv.Itoa(f.Position) + " 位"
	case ident.CheckDigit:
		return "第 18 位校验码与前 17 位不一致，请对照证件逐位核对"
	case ident.Prefix:
		return "居民身份证与居住证的号码开头不同，请核对号码，或改选证件类型"
	}
	return ""
}

func ofCreditCode(f ident.Fault) string {
	switch f.Code {
	case ident.TooShort, ident.TooLong:
		return "统一社会信用代码应为 18 位，现在是 " + strconv.Itoa(f.Length) + " 位，请对照证件核对"
	case ident.Charset:
		return "统一社会信用代码不含字母 I、O、S、V、Z，第 3 至 8 位是数字，请核对第 " + strconv.Itoa(f.Position) + " 位"
	case ident.CheckDigit:
		if f.Position == 15 {
			return "15 位注册号最后一位校验不一致，请对照营业执照核对"
		}
		return "统一社会信用代码第 " + strconv.Itoa(f.Position) + " 位校验不一致，请对照证件逐位核对"
	case ident.Prefix:
		return "统一社会信用代码开头应为登记部门和机构类别，请核对前 2 位"
	}
	return ""
}

func ofOrganisationCode(f ident.Fault) string {
	switch f.Code {
	case ident.TooShort, ident.TooLong:
		return "组织机构代码应为 9 位，现在是 " + strconv.Itoa(f.Length) + " 位，横线可以不填，请核对"
	case ident.Charset:
		return "组织机构代码只有数字和大写字母，请核对第 " + strconv.Itoa(f.Position) + " 位"
	case ident.CheckDigit:
		return "组织机构代码最后一位校验不一致，请对照证件逐位核对"
	}
	return ""
}
